"""The cases of each document, by the template that it is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from toolkit.documents.checking.samples.forms import form_cases
from toolkit.documents.checking.samples.hard import hard_cases
from toolkit.documents.checking.samples.people import (
    ACTION,
    CYCLE,
    EARLIER,
    ELDER,
    FINGERPRINT,
    HISTORY,
    OVERSEAS,
    PIECE,
    SLOT,
    K,
    about,
    case,
    to,
)
from toolkit.documents.checking.samples.records import record_cases
from toolkit.documents.letters import (
    Correspondence,
    Letter,
    TopUp,
    cancellation,
    change_of_slot,
    convocation,
    handover,
    hiring_notice,
    preparation_sheet,
    recap_statement,
    second_convocation,
)
from toolkit.documents.letters.recap import DecidedAction
from toolkit.model import AbsenceKind, Channel, History, Regime


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
    for name, letter in (*_summonses(), *_other_letters(), *record_cases(), *form_cases(), *hard_cases()):
        cases.setdefault(letter.template, []).append(Sample(name, letter))
    return MappingProxyType({name: tuple(found) for name, found in cases.items()})


def _summonses() -> Sequence[tuple[str, Letter]]:
    mandate = about(K.RETURN, absence=AbsenceKind.UNION_MANDATE)
    by_hand = to(channel=Channel.BY_HAND, demonstration=False)
    return (
        ("périodique", convocation(to(), about())),
        ("premier", convocation(by_hand, about(K.FIRST))),
        ("retour", convocation(to(), about(K.RETURN))),
        ("fin de mandat", convocation(to(), mandate)),
        ("mi-carrière", convocation(to(ELDER), about(K.MID_CAREER))),
        ("fin de carrière", convocation(to(ELDER), about(K.LATE_CAREER, slot=OVERSEAS))),
        ("état des lieux", convocation(to(), about(K.PERIODIC, K.RECAP))),
        ("ancien régime", convocation(to(), about(regime=Regime.EP))),
        ("après une absence", second_convocation(to(), about(), earlier=EARLIER[:1])),
        (
            "après un refus",
            second_convocation(
                by_hand,
                about(K.RETURN, slot=OVERSEAS),
                earlier=EARLIER,
                after_refusal=True,
                reason_given="déplacement professionnel",
            ),
        ),
        ("nouvelle date", change_of_slot(to(), about(), former=OVERSEAS, reason="salle indisponible")),
        ("visioconférence", change_of_slot(by_hand, about(K.RETURN, slot=OVERSEAS), former=SLOT)),
        ("annulation", cancellation(to(), about(), slot=SLOT, reason="responsable absente")),
        ("retour", cancellation(by_hand, about(K.RETURN), slot=OVERSEAS)),
        ("périodique", preparation_sheet(to(), about())),
        ("retour", preparation_sheet(to(), mandate)),
        ("fin de carrière", preparation_sheet(to(ELDER), about(K.LATE_CAREER))),
    )


def _other_letters() -> Sequence[tuple[str, Letter]]:
    filed = to(channel=None)
    by_hand = to(channel=Channel.BY_HAND, demonstration=False)
    held_on = date(2026, 12, 3)
    return (
        ("copie", handover(to(), case(), [PIECE], held_on=held_on, root_fingerprint=FINGERPRINT)),
        ("sans cachet", handover(by_hand, case(), [PIECE, PIECE], held_on=held_on)),
        ("nouveau régime", hiring_notice(by_hand, regime=Regime.EPP, first_by=date(2027, 11, 2))),
        ("ancien régime", hiring_notice(to(), regime=Regime.EP, first_by=None)),
        ("avec abondement", _with_top_up(filed)),
        ("sans rien", recap_statement(filed, about(K.RECAP), cycle=CYCLE, history=History())),
    )


def _with_top_up(filed: Correspondence) -> Letter:
    return recap_statement(
        filed,
        about(K.RECAP),
        cycle=CYCLE,
        history=HISTORY,
        top_up=TopUp(3000, date(2027, 3, 31)),
        actions=[DecidedAction(date(2022, 8, 20), ACTION)],
        comment="Je souhaite une formation de chef d’équipe.",
    )
