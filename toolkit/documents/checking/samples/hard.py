"""The hard case of each document: the longest names, everything at once, ten lines where one was expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from toolkit.documents.checking.samples.forms import answered, blank_form
from toolkit.documents.checking.samples.people import (
    BOTH,
    CYCLE,
    EARLIER,
    FINGERPRINT,
    FOOTER,
    HISTORY,
    LONG_EMPLOYER,
    LONG_HOST,
    LONG_NAMED,
    MADE_AT,
    OVERSEAS,
    PIECE,
    K,
    about,
    case,
    to,
)
from toolkit.documents.checking.samples.records import ANCHORS, DECLINED, FILED, REFUSAL, SIGNED, accounts
from toolkit.documents.forms.content import Occasion
from toolkit.documents.forms.report import interview_report
from toolkit.documents.letters import (
    CouncilFigures,
    CouncilGroup,
    CouncilPlan,
    DueInterview,
    Letter,
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
from toolkit.model import Action, ActionKind, Channel, Decision, Regime, Ruling, Training

NAME = "noms longs"
_REASON = "l’atelier d’ajustage, d’usinage et de contrôle est fermé ce jour-là pour l’inventaire annuel"
_TEN_LINES = "\n".join(
    f"{number}. Prise en charge de la ligne d’assemblage, formation des arrivants, suivi de la qualité."
    for number in range(1, 11)
)
_COMMENT = (
    "Je ne partage pas l’avis de mon responsable sur l’évolution du poste : la réorganisation de l’atelier,"
    " annoncée en juin, n’a pas été suivie de la formation promise.\n" * 5
).strip()
_PLAN = (
    Action(
        1,
        ActionKind.TRAINING,
        "Titre professionnel « Technicien supérieur en maintenance industrielle », deuxième session",
        LONG_HOST.name,
        date(2027, 3, 31),
        "Inscription faite, en attente de l’accord de l’opérateur de compétences",
    ),
    Action(2, ActionKind.SKILLS_REVIEW, "Bilan de compétences, hors temps de travail", "Nadia Ferrand"),
    Action(
        3,
        ActionKind.POST_ADAPTATION,
        "Aménagement du poste : siège, éclairage, port de charges",
        LONG_HOST.name,
    ),
)


def hard_cases() -> Sequence[tuple[str, Letter]]:
    """Return the hard case of each document."""
    return tuple((NAME, letter) for letter in (*_letters(), *_records(), *_forms()))


def _letters() -> Sequence[Letter]:
    letter = to(LONG_NAMED, Channel.BY_HAND, employer=LONG_EMPLOYER)
    meeting = about(K.LATE_CAREER, K.PERIODIC, K.RECAP, slot=BOTH, host=LONG_HOST)
    back = about(K.RETURN, K.RECAP, slot=BOTH, host=LONG_HOST)
    held_on = date(2026, 12, 3)
    decided = (
        (_PLAN[0], Decision(1, Ruling.GRANTED)),
        (
            _PLAN[1],
            Decision(2, Ruling.DEFERRED, f"le budget sera connu en mars et {_REASON}", date(2027, 3, 31)),
        ),
        (_PLAN[2], Decision(3, Ruling.REFUSED, f"aucun poste n’est ouvert et {_REASON}")),
    )
    pieces = [
        PIECE,
        replace(PIECE, file_name="06_etat-des-lieux-recapitulatif.pdf", label="état des lieux récapitulatif"),
    ]
    return (
        convocation(letter, meeting),
        second_convocation(letter, back, earlier=EARLIER * 2, after_refusal=True, reason_given=_REASON),
        change_of_slot(letter, meeting, former=OVERSEAS, reason=_REASON),
        cancellation(letter, meeting, slot=BOTH, reason=_REASON),
        preparation_sheet(letter, meeting),
        handover(letter, case(K.PERIODIC, K.RECAP), pieces, held_on=held_on, root_fingerprint=FINGERPRINT),
        hiring_notice(letter, regime=Regime.EPP, first_by=date(2027, 11, 2)),
        decisions_letter(letter, case(K.PERIODIC, K.RECAP), decided, held_on=held_on),
    )


def _records() -> Sequence[Letter]:
    filed = to(LONG_NAMED, None, employer=LONG_EMPLOYER)
    refusal = replace(
        REFUSAL,
        kind=RefusalKind.REPEATED,
        reason=_REASON,
        statement=_TEN_LINES,
        witness="Paul-Emmanuel Témoin de La Bourdonnaye",
        witness_statement="La salariée a refusé devant moi, puis a quitté la salle « Ballon d’Alsace ».",
        refuses_to_sign=True,
        new_slot=BOTH,
    )
    history = replace(
        HISTORY,
        trainings=(
            *HISTORY.trainings,
            *(
                Training(
                    date(2021, month, 4),
                    f"Habilitation électrique B{month}V, recyclage et remise à niveau",
                    hours=7,
                )
                for month in range(1, 13)
            ),
        ),
    )
    cycle = replace(
        CYCLE,
        interviews=(
            *CYCLE.interviews,
            *(DueInterview(K.RETURN, date(2023, month, 1)) for month in (2, 5, 8)),
        ),
    )
    return (
        refusal_record(filed, about(slot=BOTH, host=LONG_HOST), refusal, earlier=EARLIER * 2),
        recap_statement(
            filed,
            about(K.RECAP, slot=BOTH, host=LONG_HOST),
            cycle=cycle,
            history=history,
            top_up=TopUp(3000, date(2027, 3, 31)),
            actions=[DecidedAction(date(2022, 8, 20), action) for action in _PLAN],
            comment=_COMMENT,
        ),
        evidence_cover(filed, accounts() * 3, [replace(FILED, exhibits=FILED.exhibits * 8)] * 2, ANCHORS),
        signature_proof(
            filed,
            PIECE,
            [
                replace(SIGNED, person=LONG_NAMED.name),
                replace(DECLINED, person=LONG_HOST.name, reason=_REASON),
            ],
        ),
        _council_note(),
    )


def _council_note() -> Letter:
    kinds = {K.PERIODIC: 1240, K.RECAP: 1090, K.RETURN: 112, K.MID_CAREER: 104, K.LATE_CAREER: 87}
    everyone = CouncilGroup("ensemble", 11640, 2310, kinds, 112, 336_000, 1440)
    names = ("femmes", "hommes")
    categories = (
        "agents de maîtrise et techniciens d’atelier",
        "ingénieurs et cadres",
        "ouvrières et ouvriers qualifiés",
    )
    plan = tuple(CouncilPlan(kind, 1200, 510, 240) for kind in ActionKind)
    figures = CouncilFigures(
        2026,
        MADE_AT.date(),
        everyone,
        tuple(replace(everyone, name=name) for name in names),
        tuple(replace(everyone, name=name, small=number == 1) for number, name in enumerate(categories)),
        plan,
        5,
    )
    return works_council_note(LONG_EMPLOYER, figures, on=figures.as_of, footer=FOOTER, demonstration=True)


def _forms() -> Sequence[Letter]:
    filed = to(LONG_NAMED, None, employer=LONG_EMPLOYER)
    of = case(K.PERIODIC, K.LATE_CAREER, K.RECAP, slot=BOTH)
    occasion = Occasion(senior=True, late_career=True, recap=True)
    reading = answered(
        occasion,
        answer=_TEN_LINES,
        comment=_COMMENT,
        plan=_PLAN,
        held_by=LONG_HOST.name,
        place=BOTH.place,
    )
    return blank_form(filed, of, occasion, LONG_HOST), interview_report(filed, of, reading)
