"""What a further letter recalls of a case: the summonses already issued, what came of each, the leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from toolkit.french import day, local_day
from toolkit.model import Absence, AbsenceKind, Case, Channel, DocumentKind, ObligationKind, Slot
from toolkit.model.mail import MailState
from toolkit.services.duties import duties_of
from toolkit.services.office import Office
from toolkit.services.people import site_of
from toolkit.store import Act as Done
from toolkit.store import Unit
from toolkit.workflow.course import round_of, standing
from toolkit.workflow.states import Act

if TYPE_CHECKING:
    from toolkit.documents.letters import EarlierSummons

_PROOFS = {
    MailState.ACCEPTED: "accepté par le serveur de messagerie le {day}",
    MailState.UNCERTAIN: "envoi incertain le {day}",
    MailState.FAILED: "refusé par le serveur le {day}",
    MailState.BOUNCED: "revenu non remis le {day}",
}


@dataclass(frozen=True, slots=True)
class SummonsHistory:
    """What came before in a case.

    ``missed``: a meeting was missed or refused, which the next letter recalls; ``after_refusal``: the last
    one was refused, rather than ignored.
    """

    earlier: tuple[EarlierSummons, ...]
    missed: bool = False
    after_refusal: bool = False
    reason_given: str = ""
    absence: Absence | None = None
    recap_since: date | None = None


def summons_history(office: Office, unit: Unit, case: Case) -> SummonsHistory:
    """Return what the next letter of ``case`` recalls."""
    acts = standing(unit.acts.of(case.id))
    outcomes = [act for act in acts if act.act in (Act.ABSENT, Act.REFUSE)]
    last = outcomes[-1] if outcomes else None
    return SummonsHistory(
        earlier=earlier_summonses(unit, case),
        missed=last is not None,
        after_refusal=last is not None and last.act == Act.REFUSE,
        reason_given=str(last.body.get("reason", "")) if last else "",
        absence=return_absence(office, unit, case),
        recap_since=_cycle_start(office, unit, case),
    )


def earlier_summonses(unit: Unit, case: Case) -> tuple[EarlierSummons, ...]:
    """Return the summonses issued so far, oldest first, each with its proof and what came of it."""
    from toolkit.documents.letters import EarlierSummons  # noqa: PLC0415 - heavy to import

    acts = standing(unit.acts.of(case.id))
    zone = site_of(unit, unit.employees.get(case.matricule)).time_zone
    return tuple(
        EarlierSummons(
            sent_on=local_day(act.at, zone),
            channel=Channel(str(act.body["channel"])),
            slot=_slot(unit, case, acts, act),
            proof=_proof(unit, case, acts, act, zone),
            outcome=_outcome(acts, act),
        )
        for act in acts
        if act.act == Act.SUMMON
    )


def return_absence(office: Office, unit: Unit, case: Case) -> Absence | None:
    """Return the absence that a return interview follows: the one that ended on the eve of its opening."""
    if ObligationKind.RETURN not in case.settles:
        return None
    duties = duties_of(office, unit, unit.employees.get(case.matricule), case.opened_on)
    opened = [o.opens for o in duties.timeline.obligations if o.kind is ObligationKind.RETURN and o.opens]
    history = unit.histories.of(case.matricule)
    mandates = [Absence(AbsenceKind.UNION_MANDATE, m.start, m.until) for m in history.mandates]
    for back in sorted(opened, reverse=True):
        for absence in (*history.absences, *mandates):
            if absence.until == back - timedelta(days=1):
                return absence
    return None


def _cycle_start(office: Office, unit: Unit, case: Case) -> date | None:
    if ObligationKind.RECAP not in case.settles:
        return None
    checks = duties_of(office, unit, unit.employees.get(case.matricule), case.opened_on).timeline.recap_checks
    return next((check.start for check in checks if check.held_on is None), None)


def _slot(unit: Unit, case: Case, acts: list[Done], summons: Done) -> Slot:
    """Return when the meeting of ``summons`` was to take place, moves included."""
    site = site_of(unit, unit.employees.get(case.matricule))
    starts = summons.body["starts"]
    for act in acts[acts.index(summons) + 1 :]:
        if act.act == Act.SUMMON:
            break
        starts = act.body["starts"] if act.act == Act.MOVE else starts
    return Slot(
        starts=datetime.fromisoformat(str(starts)),
        minutes=int(str(summons.body["minutes"])),
        time_zone=site.time_zone,
        place=case.slot.place if case.slot else site.meeting_place,
    )


def _proof(unit: Unit, case: Case, acts: list[Done], act: Done, zone: str) -> str:
    for mail in unit.outbox.of_case(case.id):
        piece = next((d for d in unit.documents.of_case(case.id) if d.sha256 == mail.content), None)
        kinds = (DocumentKind.CONVOCATION, DocumentKind.SECOND_CONVOCATION)
        if piece and piece.kind in kinds and mail.queued_at == act.at and mail.state in _PROOFS:
            return _PROOFS[mail.state].format(day=day(local_day(mail.sent_at or mail.queued_at, zone)))
    number = str(act.body["summons"])
    posted = [done for done in acts if done.act == Act.POST and round_of(done) == number]
    return str(posted[-1].body["proof"]) if posted else ""


def _outcome(acts: list[Done], summons: Done) -> str:
    number = str(summons.body["summons"])
    for act in acts:
        if act.act == Act.CANCEL and act.body["uid"] == summons.body["uid"]:
            return "annulée par l’employeur"
        if act.act in (Act.ABSENT, Act.REFUSE) and round_of(act) == number:
            word = "absence" if act.act == Act.ABSENT else "refus"
            reason = str(act.body.get("reason", ""))
            return f"{word}, motif donné : {reason}" if reason else f"{word} sans motif donné"
    return ""
