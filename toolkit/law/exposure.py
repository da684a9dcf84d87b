"""Who may cost a top-up, when, how much, and the cheapest act that still avoids it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from toolkit.law.parameter import number_of
from toolkit.law.recap_check import RecapCheck
from toolkit.law.timeline import Timeline
from toolkit.law.top_up import pay_by


class Act(StrEnum):
    """What still avoids a top-up, the cheapest first; ``PAY`` when nothing does."""

    HOLD_INTERVIEWS = "hold_interviews"
    TRAIN_BEFORE_RECAP = "train_before_recap"
    HOLD_RECAP = "hold_recap"
    PAY = "pay"


@dataclass(frozen=True, slots=True)
class Exposure:
    """A cycle that may cost a top-up.

    ``certain``: the recap was held and the sum is due; else it is at risk and ``act`` by ``act_by`` avoids
    it. ``recap_due`` is the day the recap is due, ``amount`` in EUR, ``missing`` the interviews lost so
    far.
    """

    recap_due: date
    amount: int
    certain: bool
    pay_by: date | None
    missing: int
    act: Act
    act_by: date | None
    advice: str


def exposures(timeline: Timeline) -> tuple[Exposure, ...]:
    """Return the exposure of each cycle begun: top-ups due, and those that may become due."""
    if timeline.book.terms.headcount < number_of("top_up_headcount"):
        return ()
    found = []
    for check, test in zip(timeline.recap_checks, timeline.top_ups, strict=True):
        if test.due:
            found.append(_due(check, test.amount))
        elif check.running and not check.other_training_followed:
            found.append(_at_risk(check))
    return tuple(found)


def _due(check: RecapCheck, amount: int) -> Exposure:
    held = check.held_on is not None
    advice = (
        "Versez la somme à la Caisse des Dépôts avant la date indiquée."
        if held
        else "Tenez l’état des lieux : il constatera le manquement et fixera la date de versement."
    )
    act = Act.PAY if held else Act.HOLD_RECAP
    return Exposure(
        check.due, amount, held, pay_by(check), len(check.interviews_missing), act, pay_by(check), advice
    )


def _at_risk(check: RecapCheck) -> Exposure:
    missing = len(check.interviews_missing)
    ahead = [
        one.due
        for one in check.interviews
        if one.counted and one.met_by is None and not one.missing and one.due
    ]
    if missing:
        act, act_by = Act.TRAIN_BEFORE_RECAP, check.due
        advice = f"Une formation autre qu’obligatoire avant le {check.due:%d/%m/%Y} écarte l’abondement."
    else:
        act, act_by = Act.HOLD_INTERVIEWS, min(ahead, default=check.due)
        advice = f"Tenez chaque entretien à sa date ; le prochain au plus tard le {act_by:%d/%m/%Y}."
    return Exposure(
        recap_due=check.due,
        amount=number_of("top_up_amount"),
        certain=False,
        pay_by=None,
        missing=missing,
        act=act,
        act_by=act_by,
        advice=advice,
    )
