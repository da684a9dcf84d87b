"""An employee's facts as the rules use them on a day.

Sorted, cleaned of what contradicts itself, and cut there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toolkit.law.durations import days_after, years_after
from toolkit.law.facts import Facts
from toolkit.law.rulebook import Rulebook
from toolkit.law.suspensions import pushing
from toolkit.model.history import Absence, AbsenceKind, InterviewKind
from toolkit.model.obligation import Status

_AT_WORK = frozenset({AbsenceKind.PARENTAL_PART_TIME, AbsenceKind.UNION_MANDATE})
"""Kinds recorded as absences during which the employee is nevertheless at work."""
_FULL_TIME = 1000
HELD, HELD_LATE, NOT_REACHED = Status.HELD, Status.HELD_LATE, Status.NOT_REACHED
SUSPENDED, OVERDUE, OPEN, UPCOMING = Status.SUSPENDED, Status.OVERDUE, Status.OPEN, Status.UPCOMING
# Bound once: reading a member from its enum costs more than comparing days, and statuses come by the million.


@dataclass(slots=True)
class Career:
    """What is known of a career on ``as_of``; facts dated later are not in it.

    ``interviews`` are the days of valid interviews in order, ``recaps`` those that were also the recap;
    ``end`` is the last day of employment, far away when none is known; ``horizon`` the last day computed to.
    """

    facts: Facts
    as_of: date
    interviews: list[date]
    recaps: list[date]
    absences: list[Absence]
    running: list[Absence]
    spells: list[tuple[date, date]]
    end: date
    horizon: date

    def status(self, due: date | None, limit: date | None, opens: date | None, met_by: date | None) -> Status:
        """Return the first status that applies; ``limit`` is the last day that is not late."""
        if met_by is not None:
            return HELD if limit is None or met_by <= limit else HELD_LATE
        if (due or opens or self.end) > self.end:
            return NOT_REACHED
        if due is not None and self.running and self.away_on(due):
            return SUSPENDED
        if limit is not None and self.as_of > limit:
            return OVERDUE
        return OPEN if opens is not None and self.as_of >= opens else UPCOMING

    def away_on(self, day: date) -> bool:
        """Tell whether ``day`` falls inside an absence still running on ``as_of``."""
        return any(away.start <= day and (away.until is None or day <= away.until) for away in self.running)


def takes_away(absence: Absence) -> bool:
    """Tell whether the employee cannot be met during ``absence``."""
    if absence.kind in _AT_WORK:
        return absence.kind is AbsenceKind.UNION_MANDATE and (absence.delegation_share or 0) >= _FULL_TIME
    return True


def career_of(facts: Facts, as_of: date, book: Rulebook, cycles: int) -> Career:
    """Return the career of ``facts`` known on ``as_of``, with a horizon of ``cycles`` recap cycles.

    The horizon runs from the latest fact or from the switch, so that a later ``as_of`` moves no date.
    """
    history, earliest = facts.history, max(facts.hired, book.law_start)
    held = [one for one in history.interviews if earliest <= one.on <= as_of]
    interviews = sorted({one.on for one in held}) if held else []
    recaps = sorted({one.on for one in held if one.recap or one.kind is InterviewKind.RECAP}) if held else []
    absences = _known_absences(history.absences, as_of) if history.absences else []
    latest = max(book.switch, interviews[-1] if held else facts.hired)
    return Career(
        facts,
        as_of,
        interviews,
        recaps,
        absences,
        [away for away in absences if (away.until is None or away.until >= as_of) and takes_away(away)],
        pushing(absences, as_of, book) if absences else [],
        _end(facts, as_of),
        years_after(latest, cycles * book.new_cycle),
    )


def _known_absences(absences: tuple[Absence, ...], as_of: date) -> list[Absence]:
    """Return the absences begun by ``as_of`` that do not end before they begin."""
    return [
        away for away in absences if away.start <= as_of and (away.until is None or away.start <= away.until)
    ]


def _end(facts: Facts, as_of: date) -> date:
    if facts.left_on is None or facts.left_on > as_of:
        return facts.contract_end or date.max
    return min(facts.left_on, facts.contract_end or date.max)


def first_day_back(absences: list[Absence], absence: Absence) -> date | None:
    """Return the first day back after ``absence`` and what follows it without a day between, if known."""
    day = absence.until
    while day is not None:
        back = days_after(day, 1)
        again = [
            a.until
            for a in absences
            if takes_away(a) and a.start <= back and (a.until is None or a.until >= back)
        ]
        if not again or back == date.max:
            return back
        day = None if None in again else max(until for until in again if until is not None)
    return None
