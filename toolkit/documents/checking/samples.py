"""A fictional employee of a fictional company, in every document: what templates are tried with.

Each kind of document comes in the cases that its sentences depend on, so that trying a template goes through
all its branches. The values are made by the same functions as those of real letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from types import MappingProxyType

from toolkit.digest import sha256
from toolkit.documents.forms.content import AnswerKind, Occasion, Topic
from toolkit.documents.forms.making import _context as form_context
from toolkit.documents.forms.reading import Answer, FormReading
from toolkit.documents.forms.report import interview_report
from toolkit.documents.forms.topics import COMMENT, INFORMATION, MEETING, topics
from toolkit.documents.letters import (
    Accounted,
    Anchors,
    Correspondence,
    CouncilFigures,
    CouncilGroup,
    CouncilPlan,
    Cycle,
    Done,
    DueInterview,
    EarlierSummons,
    Gap,
    Letter,
    Meeting,
    Piece,
    Refusal,
    RefusalKind,
    TopUp,
    cancellation,
    change_of_slot,
    convocation,
    decisions_letter,
    evidence_cover,
    handover,
    hiring_notice,
    preparation_sheet,
    recap_statement,
    refusal_record,
    second_convocation,
    signature_proof,
    works_council_note,
)
from toolkit.documents.letters.recap import DecidedAction
from toolkit.model import (
    Absence,
    AbsenceKind,
    Action,
    ActionKind,
    Address,
    Agreement,
    AgreementLevel,
    Case,
    CaseId,
    CaseState,
    Certification,
    Channel,
    Decision,
    Employee,
    Employer,
    EmployerId,
    History,
    Manager,
    Matricule,
    Obligation,
    ObligationKind,
    Progression,
    ProgressionKind,
    Reference,
    Regime,
    Role,
    Rule,
    Ruling,
    Signatory,
    Signature,
    SignatureLevel,
    Slot,
    Status,
    Training,
)

K = ObligationKind
_SMALL = 5
MADE_AT = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)

_EMPLOYER = Employer(
    id=EmployerId("exemple"),
    name="Ateliers Fictifs de l’Ill SAS",
    headcount=64,
    signatory=Signatory("Hélène Brandt", "Directrice générale"),
    siren="732829320",
    address=Address(("14 quai des Bateliers",), "67000", "Strasbourg"),
    hr_name="Nadia Ferrand",
    hr_email="rh@ateliers.example",
    hr_phone="03 88 00 00 00",
    opco="AKTO",
    agreement=Agreement(
        AgreementLevel.COMPANY,
        adapts_rules=True,
        title="accord d’entreprise du 3 mai 2026",
        refusal_notice_working_days=5,
    ),
)
_CAMILLE = Employee(
    matricule=Matricule("0001234"),
    surname="Exemple",
    given_name="Camille",
    hired=date(2018, 9, 3),
    civility="Mme",
    born=date(1984, 5, 2),
    address=Address(("Appartement 12", "7 rue du Général-Zimmer"), "67200", "Strasbourg"),
    manager=Matricule("0000042"),
    job="conductrice de ligne",
)
_ELDER = replace(_CAMILLE, born=date(1967, 5, 2), manager=None)
_HOST = Manager(Matricule("0000042"), "Modèle", "Claire", title="responsable d’atelier", civility="Mme")
_SLOT = Slot(
    datetime(2026, 12, 3, 8, 30, tzinfo=UTC), 60, "Europe/Paris", "Salle Vosges, 14 quai des Bateliers"
)
_OVERSEAS = Slot(
    datetime(2026, 12, 10, 8, 30, tzinfo=UTC), 60, "Indian/Reunion", "", "https://visio.example/7Q2M"
)
_EARLIER = (
    EarlierSummons(date(2026, 10, 5), Channel.EMAIL, _SLOT, "acceptée par le serveur", "absence"),
    EarlierSummons(date(2026, 10, 20), Channel.POST, _OVERSEAS, "lettre recommandée", "refus écrit"),
)
_PIECE = Piece("05_compte-rendu.pdf", "compte rendu", sha256(b"exemple"), 3)
_FINGERPRINT = ":".join(sha256(b"racine")[at : at + 2].upper() for at in range(0, 64, 2))
_HISTORY = History(
    trainings=(
        Training(date(2020, 5, 4), "CACES R489", mandatory=True, legal_basis="article R. 4323-55", hours=14),
        Training(date(2023, 10, 9), "Conduite de projet", hours=35),
    ),
    certifications=(Certification(date(2023, 12, 1), "Titre professionnel, bloc 2"),),
    progressions=(Progression(date(2021, 1, 1), ProgressionKind.SALARY, "Augmentation individuelle"),),
)
_CYCLE = Cycle(
    date(2018, 9, 3),
    date(2026, 12, 3),
    (
        DueInterview(K.PERIODIC, date(2020, 9, 3), date(2020, 8, 20)),
        DueInterview(K.PERIODIC, date(2022, 8, 20)),
        DueInterview(K.RECAP, date(2026, 12, 31), date(2026, 12, 3)),
    ),
)


_ACTION = Action(1, ActionKind.TRAINING, "Conduite de ligne", "Claire Modèle", date(2027, 3, 31), "Inscrite")


@dataclass(frozen=True, slots=True)
class Sample:
    """One case of a document: its name in French, and the letter it gives."""

    case: str
    letter: Letter


def samples(template: str) -> tuple[Sample, ...]:
    """Return the cases of the shipped template ``template``; empty where no such template is shipped."""
    return _all().get(template, ())


@cache
def _all() -> Mapping[str, tuple[Sample, ...]]:
    cases: dict[str, list[Sample]] = {}
    for case, letter in _letters():
        cases.setdefault(letter.template, []).append(Sample(case, letter))
    return MappingProxyType({name: tuple(found) for name, found in cases.items()})


def _to(
    employee: Employee = _CAMILLE, channel: Channel | None = Channel.POST, *, demonstration: bool = True
) -> Correspondence:
    footer = "RCS Strasbourg 732 829 320"
    return Correspondence(
        _EMPLOYER,
        employee,
        date(2026, 11, 3),
        CaseId("C0007"),
        channel,
        footer,
        demonstration=demonstration,
    )


def _case(*settles: ObligationKind, regime: Regime = Regime.EPP, slot: Slot = _SLOT) -> Case:
    return Case(
        id=CaseId("C0007"),
        employer=_EMPLOYER.id,
        matricule=_CAMILLE.matricule,
        settles=settles or (K.PERIODIC,),
        regime=regime,
        state=CaseState.SUMMONED,
        opened_on=date(2026, 10, 1),
        due=date(2026, 12, 31),
        slot=slot,
    )


def _about(
    *settles: ObligationKind,
    regime: Regime = Regime.EPP,
    slot: Slot = _SLOT,
    absence: AbsenceKind = AbsenceKind.PARENTAL,
) -> Meeting:
    leave = Absence(absence, date(2025, 9, 1), date(2026, 10, 31)) if K.RETURN in settles else None
    case = _case(*settles, regime=regime, slot=slot)
    return Meeting(case, _HOST, reply_by=date(2026, 11, 20), absence=leave)


def _letters() -> Sequence[tuple[str, Letter]]:
    filed = _to(channel=None)
    mandate = _about(K.RETURN, absence=AbsenceKind.UNION_MANDATE)
    by_hand = _to(channel=Channel.BY_HAND, demonstration=False)
    anchors = Anchors(_FINGERPRINT, sha256(b"journal"), 14, "Horodatage Exemple", "horloge simulée")
    return (
        ("périodique", convocation(_to(), _about())),
        ("premier", convocation(by_hand, _about(K.FIRST))),
        ("retour", convocation(_to(), _about(K.RETURN))),
        ("fin de mandat", convocation(_to(), mandate)),
        ("mi-carrière", convocation(_to(_ELDER), _about(K.MID_CAREER))),
        ("fin de carrière", convocation(_to(_ELDER), _about(K.LATE_CAREER, slot=_OVERSEAS))),
        ("état des lieux", convocation(_to(), _about(K.PERIODIC, K.RECAP))),
        ("ancien régime", convocation(_to(), _about(regime=Regime.EP))),
        ("après une absence", second_convocation(_to(), _about(), earlier=_EARLIER[:1])),
        (
            "après un refus",
            second_convocation(
                by_hand,
                _about(K.RETURN, slot=_OVERSEAS),
                earlier=_EARLIER,
                after_refusal=True,
                reason_given="déplacement professionnel",
            ),
        ),
        ("nouvelle date", change_of_slot(_to(), _about(), former=_OVERSEAS, reason="salle indisponible")),
        ("visioconférence", change_of_slot(by_hand, _about(K.RETURN, slot=_OVERSEAS), former=_SLOT)),
        ("annulation", cancellation(_to(), _about(), slot=_SLOT, reason="responsable absente")),
        ("retour", cancellation(by_hand, _about(K.RETURN), slot=_OVERSEAS)),
        (
            "copie",
            handover(_to(), _case(), [_PIECE], held_on=date(2026, 12, 3), root_fingerprint=_FINGERPRINT),
        ),
        ("sans cachet", handover(by_hand, _case(), [_PIECE, _PIECE], held_on=date(2026, 12, 3))),
        ("nouveau régime", hiring_notice(by_hand, regime=Regime.EPP, first_by=date(2027, 11, 2))),
        ("ancien régime", hiring_notice(_to(), regime=Regime.EP, first_by=None)),
        *_refusals(filed),
        (
            "avec abondement",
            recap_statement(
                filed,
                _about(K.RECAP),
                cycle=_CYCLE,
                history=_HISTORY,
                top_up=TopUp(3000, date(2027, 3, 31)),
                actions=[DecidedAction(date(2022, 8, 20), _ACTION)],
                comment="Je souhaite une formation de chef d’équipe.",
            ),
        ),
        ("sans rien", recap_statement(filed, _about(K.RECAP), cycle=_CYCLE, history=History())),
        ("périodique", preparation_sheet(_to(), _about())),
        ("retour", preparation_sheet(_to(), mandate)),
        ("fin de carrière", preparation_sheet(_to(_ELDER), _about(K.LATE_CAREER))),
        ("complet", evidence_cover(filed, _accounts(), [_PIECE], anchors)),
        (
            "sans horodatage",
            evidence_cover(filed, [], [], replace(anchors, timestamp_authority="", clock="")),
        ),
        ("deux signatures", signature_proof(filed, _PIECE, _signatures())),
        *_decided(),
        ("année en cours", _council_note(3, (CouncilPlan(ActionKind.TRAINING, 12, 5, 2),))),
        ("sans action", _council_note(16, ())),
        *_forms(filed),
    )


def _decided() -> Sequence[tuple[str, Letter]]:
    asked = Action(1, ActionKind.TRAINING, "Réglage, session de février", "Claire Modèle", date(2027, 2, 26))
    vae = Action(2, ActionKind.VAE, "VAE de conducteur d’équipement", "Nadia Ferrand")
    plan = (
        (asked, Decision(1, Ruling.GRANTED)),
        (vae, Decision(2, Ruling.DEFERRED, "le financement sera connu en mars", date(2027, 3, 31))),
        (Action(3, ActionKind.MOBILITY, ""), Decision(3, Ruling.REFUSED, "aucun poste n’est ouvert")),
    )
    case, held_on = _case(), date(2026, 10, 29)
    return (
        ("accordée, différée, refusée", decisions_letter(_to(), case, plan, held_on=held_on)),
        ("accordée", decisions_letter(_to(channel=Channel.BY_HAND), case, plan[:1], held_on=held_on)),
    )


def _council_note(managers: int, plan: tuple[CouncilPlan, ...]) -> Letter:
    kinds = {K.PERIODIC: 24, K.RECAP: 9, K.RETURN: 2}
    everyone = CouncilGroup("ensemble", 64, 31, kinds, 1, 3000, 14)
    women = CouncilGroup("femmes", 30, 16, {K.PERIODIC: 12, K.RECAP: 5}, 1, 3000, 8)
    men = CouncilGroup("hommes", 34, 15, {K.PERIODIC: 12, K.RECAP: 4}, 0, 0, 6)
    category = CouncilGroup("cadres", managers, 2, {K.PERIODIC: 2}, 0, 0, 1, small=managers < _SMALL)
    figures = CouncilFigures(2026, date(2026, 11, 3), everyone, (women, men), (category,), plan, _SMALL)
    footer = "RCS Strasbourg 732 829 320"
    return works_council_note(_EMPLOYER, figures, on=figures.as_of, footer=footer, demonstration=bool(plan))


def _refusals(filed: Correspondence) -> Sequence[tuple[str, Letter]]:
    refusal = Refusal(RefusalKind.ORDINARY, date(2026, 12, 1), "par courriel", "Nadia Ferrand")
    witnessed = replace(
        refusal,
        kind=RefusalKind.REPEATED,
        statement="Je ne souhaite pas cet entretien.",
        witness="Paul Témoin",
        witness_statement="La salariée a refusé devant moi.",
        refuses_to_sign=True,
    )
    after_leave = replace(refusal, kind=RefusalKind.AFTER_LEAVE, new_slot=_OVERSEAS, reason="déménagement")
    return (
        ("refus", refusal_record(filed, _about(), refusal, earlier=_EARLIER[:1])),
        ("refus réitéré", refusal_record(filed, _about(), witnessed, earlier=_EARLIER)),
        ("retour d’absence", refusal_record(filed, _about(K.RETURN), after_leave, earlier=_EARLIER[:1])),
    )


def _accounts() -> list[Accounted]:
    rule = Rule("N-PERIOD", "", (Reference("article L. 6315-1 I du Code du travail"),))
    held = Obligation(K.PERIODIC, Regime.EPP, rule, Status.HELD, due=date(2026, 12, 31))
    late = Obligation(K.RECAP, Regime.EPP, rule, Status.OVERDUE, due=date(2026, 9, 30))
    return [
        Accounted(held, (Done(date(2026, 11, 3), "convocation envoyée par courriel"),)),
        Accounted(late, (), (Gap("Compte rendu", "l’entretien n’a pas eu lieu"),)),
    ]


def _signatures() -> list[Signature]:
    signed = Signature(
        role=Role.EMPLOYEE,
        matricule=_CAMILLE.matricule,
        person=_CAMILLE.name,
        at=datetime(2026, 12, 4, 9, 42, 7, tzinfo=UTC),
        level=SignatureLevel.IN_PRESENCE,
        consent_id="presence",
        consent_version="1",
        consent_text="J’ai lu ce compte rendu et j’accepte de le signer.",
        shown=sha256(b"montre"),
        result=sha256(b"signe"),
        details={"recueilli par": "Nadia Ferrand"},
    )
    declined = replace(signed, role=Role.MANAGER, person=_HOST.name, declined=True, reason="en désaccord")
    return [signed, declined]


def _forms(filed: Correspondence) -> Sequence[tuple[str, Letter]]:
    cases = (
        ("périodique", _case(), Occasion()),
        ("fin de carrière", _case(K.LATE_CAREER), Occasion(senior=True, late_career=True)),
        ("retour et état des lieux", _case(K.RETURN, K.RECAP), Occasion(back_from_leave=True, recap=True)),
    )
    found: list[tuple[str, Letter]] = []
    for name, case, occasion in cases:
        asked = topics(occasion)
        context = form_context(filed, case, asked, "C0007-0001234-v1-580317B0", _HOST)
        found.append((name, Letter("formulaire.docx", context, "Formulaire d’entretien – Camille Exemple")))
        reading = _reading((MEETING, *asked, INFORMATION, COMMENT), long=occasion.recap)
        found.append((name, interview_report(filed, case, reading)))
    return found


def _reading(asked: tuple[Topic, ...], *, long: bool) -> FormReading:
    answers: dict[str, Answer] = {
        question.id: _answer(question.kind, question.choices)
        for topic in asked
        for question in topic.questions
    }
    answers |= {"meeting.place": "Salle Vosges", "meeting.held_by": "Claire Modèle"}
    comment = "Je remercie ma responsable.\nJe reste disponible. "
    answers["comment.text"] = comment * (200 if long else 1)
    return FormReading(
        "C0007-0001234-v1-580317B0",
        "Entretien de parcours professionnel",
        asked,
        answers,
        (_ACTION,),
        (),
        ("Dit en marge du plan d’action.",) if long else (),
    )


def _answer(kind: AnswerKind, choices: tuple[tuple[str, str], ...]) -> Answer:
    if kind is AnswerKind.DATE:
        return date(2026, 12, 3)
    if kind is AnswerKind.BOX:
        return True
    if kind is AnswerKind.CHOICE:
        return choices[0][0]
    return "Conduite de la nouvelle ligne.\nAppui aux nouveaux arrivants."
