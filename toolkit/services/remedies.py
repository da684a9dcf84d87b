"""What still avoids a top-up: each act is tried on the rules before it is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from toolkit.law import EmployerTerms, Facts, Readings, RecapCheck, timeline
from toolkit.model import Interview, InterviewKind, ObligationKind, Status, Training
from toolkit.services.careers import Career

_COUNTED = frozenset(
    {ObligationKind.FIRST, ObligationKind.PERIODIC, ObligationKind.MID_CAREER, ObligationKind.LATE_CAREER}
)
_MOST_MEETINGS = 16


class Remedy(StrEnum):
    """What avoids a top-up, the cheapest first; ``PAY`` where nothing does."""

    HOLD_RECAP = "hold_recap"
    HOLD_ON_TIME = "hold_on_time"
    CATCH_UP = "catch_up"
    TRAIN = "train"
    PAY = "pay"


@dataclass(frozen=True, slots=True)
class Way:
    """One act that avoids a top-up, with the last day for it; None: as soon as possible."""

    remedy: Remedy
    by: date | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """One employee's career on a day, under the employer's terms and readings."""

    career: Career
    terms: EmployerTerms
    readings: Readings
    as_of: date


def remedies(ahead: Ahead, check: RecapCheck) -> tuple[Way, ...]:
    """Return the acts that avoid the top-up of the cycle ``check``, the cheapest first."""
    recap_on = max(check.due, ahead.as_of)
    late = check.due < ahead.as_of
    meetings = () if late else _meetings(ahead, recap_on)
    missing = any(one.missing and one.kind is not ObligationKind.RECAP for one in check.interviews)
    training = Training(on=min(check.due, recap_on))
    found: list[Way] = []
    if meetings and not _owed(ahead, check, recap_on, meetings):
        catching = missing or meetings[0].on <= ahead.as_of
        found.append(Way(Remedy.CATCH_UP, None) if catching else Way(Remedy.HOLD_ON_TIME, meetings[0].on))
    elif not meetings and not _owed(ahead, check, recap_on):
        found.append(Way(Remedy.HOLD_RECAP, None if late else check.due))
    if not late and not _owed(ahead, check, recap_on, trainings=(training,)):
        found.append(Way(Remedy.TRAIN, check.due))
    return tuple(found)


def _owed(
    ahead: Ahead,
    check: RecapCheck,
    recap_on: date,
    meetings: Sequence[Interview] = (),
    trainings: Sequence[Training] = (),
) -> bool:
    """Tell whether a top-up is due once the recap is held on ``recap_on`` and the acts were done."""
    recap = Interview(recap_on, InterviewKind.PERIODIC, recap=True)
    facts = _with(ahead.career.facts, (*meetings, recap), trainings)
    line = timeline(facts, recap_on, ahead.terms, ahead.readings)
    return any(
        tested.start == check.start and test.due
        for tested, test in zip(line.recap_checks, line.top_ups, strict=True)
    )


def _meetings(ahead: Ahead, before: date) -> tuple[Interview, ...]:
    """Return the meetings that hold what is late today, then each interview on its date."""
    held: list[Interview] = []
    day = ahead.as_of
    for _ in range(_MOST_MEETINGS):
        line = timeline(_with(ahead.career.facts, held), day, ahead.terms, ahead.readings)
        waiting = [
            (max(one.due, day), one.kind)
            for one in line.current
            if one.kind in _COUNTED and one.due and one.status is not Status.SUSPENDED and one.due < before
        ]
        if not waiting:
            break
        day, kind = min(waiting)
        meeting = Interview(day, InterviewKind(kind.value))
        if meeting in held:
            break  # the rules do not take it for that interview
        held.append(meeting)
    return tuple(held)


def _with(facts: Facts, meetings: Sequence[Interview], trainings: Sequence[Training] = ()) -> Facts:
    history = facts.history
    return replace(
        facts,
        history=replace(
            history,
            interviews=(*history.interviews, *meetings),
            trainings=(*history.trainings, *trainings),
        ),
    )
