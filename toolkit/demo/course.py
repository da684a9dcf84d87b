"""The steps of the demonstration, each told to the person as it is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from toolkit.clock import PARIS, SteppedClock
from toolkit.demo import story
from toolkit.demo.by_link import Inbox, sign_by_link
from toolkit.demo.summary import summarise
from toolkit.french import OBLIGATIONS, count, day
from toolkit.model import CampaignId, Case, CaseState, Channel, Matricule, Role, SignatureLevel
from toolkit.resources import examples_path
from toolkit.services.campaigns import open_campaign
from toolkit.services.ceremony import Attendance
from toolkit.services.decisions import tell_decisions
from toolkit.services.duties import DutyRow, Filter, all_duties, findings, rows
from toolkit.services.folders import build_folders, evidence_folder, verify_folders
from toolkit.services.forms import cases_ahead, make_forms
from toolkit.services.handover import hand_over
from toolkit.services.happenings import Told, absent, refuse
from toolkit.services.hiring import issue_notices
from toolkit.services.importing import import_roster
from toolkit.services.office import Office
from toolkit.services.planning import propose_slots, read_back
from toolkit.services.posting import posted
from toolkit.services.progress import Progress
from toolkit.services.reports import make_reports
from toolkit.services.returned_forms import read_forms
from toolkit.services.sending import deliver_mail, send_campaign
from toolkit.services.signatures import sign_in_presence
from toolkit.services.slots import cancel, move

COMPANY = "deux-rives"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Verified:
    """What verifying the folders found: how many, and each trouble in one line."""

    folders: int
    troubles: tuple[str, ...]


class Course:
    """The steps of the demonstration, in order, each told to the person."""

    def __init__(self, office: Office, clock: SteppedClock, say: Say, told: Progress, inbox: Inbox) -> None:
        self._office = office
        self._inbox = inbox
        self._clock = clock
        self._say = say
        self._told = told
        self._campaign = CampaignId(story.CAMPAIGN)

    def run(self) -> Verified:
        """Take every step and return what verifying found."""
        self._import()
        self._compute()
        self._open()
        self._send()
        self._forms()
        self._changes()
        self._happenings()
        self._read()
        self._sign()
        return self._folders()

    def _step(self, number: int, title: str) -> None:
        self._say("")
        self._say(f"{number}. {title} ({self._clock.now().astimezone(PARIS):%d/%m/%Y})")

    def _line(self, text: str) -> None:
        self._say(f"   {text}")

    def _import(self) -> None:
        self._step(1, "Import du fichier du personnel")
        done = import_roster(self._office, [examples_path() / COMPANY / "effectif.xlsx"])
        reading = done.reading
        facts = sum(len(history.interviews) for history in reading.histories.values())
        people = count(len(reading.employees), "salarié")
        sites = count(len(reading.sites), "établissement")
        self._line(f"{people}, {sites}, {count(facts, 'entretien passé', 'entretiens passés')}")
        for problem in reading.problems:
            self._line(f"à vérifier : {problem}")

    def _compute(self) -> None:
        self._step(2, "Obligations au 5 octobre 2026")
        duties = all_duties(self._office, story.IMPORT_DAY.date())
        late = rows(duties, Filter(late=True))
        due = [row for row in rows(duties, Filter(due_by=story.UNTIL)) if row not in late]
        self._line(f"en retard : {count(len(late), 'obligation')}, dont par exemple :")
        for row in late[:3]:
            self._explain(row)
        self._line(
            f"à tenir d’ici au {day(story.UNTIL)} : {count(len(due), 'obligation')}, dont par exemple :"
        )
        for row in due[:3]:
            self._explain(row)
        self._line(
            f"données à compléter : {len(findings(duties))} (« entretiens explain MATRICULE » les détaille)"
        )

    def _explain(self, row: DutyRow) -> None:
        due = f"échéance {day(row.obligation.due)}" if row.obligation.due else "sans échéance légale"
        self._line(f"  {row.employee.name} : {OBLIGATIONS[row.obligation.kind]}, {due}")
        self._line(f"    {' · '.join(row.obligation.reason)}")

    def _open(self) -> None:
        self._step(3, "Campagne : dossiers, créneaux, convocations, invitations")
        opened = open_campaign(self._office, story.CAMPAIGN, until=story.UNTIL)
        self._line(f"{count(len(opened.opened), 'dossier ouvert', 'dossiers ouverts')}")
        for left_out in opened.left_out:
            self._line(f"hors campagne, {left_out.name} : {left_out.reason}")
        proposed = propose_slots(self._office, self._campaign)
        taken = read_back(self._office, self._campaign)
        slots = count(len(taken.changed), "créneau proposé", "créneaux proposés")
        self._line(f"{slots} dans {proposed.workbook.name}, relus")

    def _send(self) -> None:
        notices = issue_notices(self._office, self._campaign, self._told)
        sent = send_campaign(self._office, self._campaign, told=self._told)
        self._line(f"{count(len(sent.summoned), 'convocation scellée', 'convocations scellées')}")
        self._line(f"{count(len(notices.issued), 'information à l’embauche', 'informations à l’embauche')}")
        if sent.delivery is not None:
            accepted = count(sent.delivery.accepted, "message accepté", "messages acceptés")
            self._line(f"{accepted} par le serveur, {sent.delivery.uncertain} incertain(s)")
        for trouble in (*(t.error for t in sent.troubles), *(error for _, error in notices.troubles)):
            self._line(f"à régler : {trouble}")
        self._clock.set(story.POST_DAY)
        for number, case_id in enumerate(sent.to_print, start=1):
            proof = f"lettre recommandée 1A 000 000 00{number} (fictive)"
            posted(self._office, case_id, Channel.POST, story.POST_DAY.date(), proof)
        self._line(
            f"{count(len(sent.to_print), 'lettre imprimée et postée', 'lettres imprimées et postées')}"
        )

    def _forms(self) -> None:
        self._step(4, "Trames d’entretien à remplir dans Word")
        made = make_forms(self._office, cases_ahead(self._cases()), self._told)
        self._line(f"{count(len(made.made), 'fichier')} dans {made.folder.name}/")

    def _changes(self) -> None:
        self._clock.set(story.CHANGE_DAY)
        self._step(5, "Un rendez-vous déplacé, un autre annulé")
        moved = self._case_of(story.MOVED.matricule)
        move(self._office, moved.id, story.MOVED.to, reason=story.MOVED.reason)
        self._line(f"{self._named(moved)} : déplacé au {story.MOVED.to:%d/%m/%Y à %Hh%M}")
        cancelled = self._case_of(story.CANCELLED[0])
        cancel(self._office, cancelled.id, reason=story.CANCELLED[1])
        self._line(f"{self._named(cancelled)} : annulé")
        deliver_mail(self._office, self._told)

    def _happenings(self) -> None:
        self._clock.set(story.AFTER_MEETINGS)
        self._step(6, "Absence, refus, refus réitéré, refus après un congé")
        self._missed(absent, story.ABSENT, "absence, nouvelle convocation")
        self._missed(refuse, story.REFUSED, "refus, constat établi")
        self._missed(refuse, story.REFUSED_TWICE[0], "refus, nouvelle convocation")
        self._missed(refuse, story.REFUSED_AFTER_LEAVE, "refus de l’entretien de retour, constat établi")
        deliver_mail(self._office, self._told)
        self._clock.set(story.AFTER_SECOND_MEETINGS)
        self._missed(refuse, story.REFUSED_TWICE[1], "refus réitéré devant témoin, constat établi")

    def _missed(self, record: Callable[..., object], missed: story.Missed, what: str) -> None:
        case = self._case_of(missed.matricule)
        told = Told(
            reason=missed.reason,
            how=missed.how,
            statement=missed.statement,
            witness=missed.witness,
            refuses_to_sign=missed.refuses_to_sign,
        )
        record(self._office, case.id, told, again_at=missed.again)
        self._line(f"{self._named(case)} : {what}")

    def _read(self) -> None:
        self._clock.set(story.REPORT_DAY)
        self._step(7, "Trames relues, comptes rendus établis")
        returned = examples_path() / COMPANY / "formulaires"
        results = read_forms(self._office, [returned], self._told)
        taken = [result for result in results if result.new]
        forms = count(len(taken), "trame relue", "trames relues")
        actions = count(sum(len(result.actions) for result in taken), "action")
        self._line(f"{forms}, {actions} au plan d’action")
        for result in results:
            for trouble in (*result.problems, *([result.refused] if result.refused else [])):
                self._line(f"à compléter : {result.file} : {trouble}")
        reports = make_reports(self._office, [r.case for r in taken if r.case], self._told)
        self._line(f"{count(sum(r.new for r in reports), 'compte rendu établi', 'comptes rendus établis')}")
        for report in reports:
            if report.error:
                self._line(f"à régler : {report.error}")

    def _sign(self) -> None:
        self._clock.set(story.SIGNING_DAY)
        self._step(8, "Signatures en présence et par lien, remise des copies, décisions")
        apart = {*story.NOT_YET_SIGNED, story.BY_LINK}
        signed = [case for case in self._cases(CaseState.REPORTED) if case.matricule not in apart]
        for number, case in enumerate(signed, start=1):
            sign_in_presence(
                self._office, case.id, _attendances(case.matricule), collected_by=story.COLLECTED_BY
            )
            hand_over(self._office, case.id)
            self._told("Signatures", number, len(signed))
        reports = count(len(signed), "compte rendu signé", "comptes rendus signés")
        self._line(f"{reports} en présence : « {SignatureLevel.IN_PRESENCE.value} », rien de plus")
        afar = sign_by_link(self._office, self._case_of(story.BY_LINK).id, self._inbox)
        hand_over(self._office, afar.id)
        level = SignatureLevel.SIMPLE.value
        self._line(f"{self._named(afar)} : par lien personnel et code, « {level} »")
        told = tell_decisions(self._office, self._case_of(story.DECIDED).id, story.RULINGS)
        self._line(f"{self._named(told.case)} : {count(len(told.decisions), 'action')}, décisions écrites")
        deliver_mail(self._office, self._told)
        self._line(f"{count(len(signed) + 1, 'copie remise', 'copies remises')}")

    def _folders(self) -> Verified:
        self._clock.set(story.FOLDER_DAY)
        self._step(9, "Dossiers de preuve : constitution et vérification")
        built = build_folders(self._office, told=self._told)
        place = evidence_folder(self._office)
        troubles = []
        for number, report in enumerate(verify_folders([place]), start=1):
            troubles += [f"{report.folder} : {finding}" for finding in report.findings]
            self._told("Vérification", number, len(built))
        folders = count(len(built), "dossier constitué et vérifié", "dossiers constitués et vérifiés")
        self._line(f"{folders}, {count(len(troubles), 'anomalie')}")
        summarise(self._office, self._say)
        return Verified(len(built), tuple(troubles))

    def _cases(self, state: CaseState | None = None) -> list[Case]:
        with self._office.reading() as unit:
            return unit.cases.all(campaign=self._campaign, state=state)

    def _case_of(self, matricule: Matricule) -> Case:
        return next(case for case in self._cases() if case.matricule == matricule)

    def _named(self, case: Case) -> str:
        with self._office.reading() as unit:
            return f"{unit.employees.get(case.matricule).name} ({case.id})"


def _attendances(matricule: Matricule) -> tuple[Attendance, Attendance]:
    declined = matricule == story.DECLINES_TO_SIGN[0]
    reason = story.DECLINES_TO_SIGN[1] if declined else ""
    return Attendance(Role.EMPLOYEE, signed=not declined, reason=reason), Attendance(Role.MANAGER)
