"""The question and the answer of the slot planner, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from toolkit.model.case import Slot
from toolkit.model.employer import Site
from toolkit.model.history import Absence, AbsenceKind
from toolkit.model.identifiers import CaseId, Matricule

DEFAULT_LUNCH = (time(12), time(14))

_STAYS_AT_WORK = frozenset({AbsenceKind.PARENTAL_PART_TIME, AbsenceKind.UNION_MANDATE})
"""Kinds recorded as absences for the law, during which the person can come to a meeting."""


@dataclass(frozen=True, slots=True)
class MeetingRequest:
    """One meeting to place.

    ``site`` is where the employee works: its zone, holidays and meeting place count. ``manager_site`` is the
    manager's when it differs: a meeting at a distance then keeps to the hours and holidays of both.
    ``deadline`` is the last day that meets the obligation; ``not_before`` and ``not_after`` bound the
    meeting otherwise (return from leave, end of contract). ``manager_name`` serves the French reasons.
    """

    case: CaseId
    employee: Matricule
    manager: Matricule
    site: Site
    deadline: date | None = None
    not_before: date | None = None
    not_after: date | None = None
    manager_site: Site | None = None
    manager_name: str = ""
    place: str = ""
    video_link: str = ""


@dataclass(frozen=True, slots=True)
class Engagement:
    """Time of a person that is already taken, by a meeting that stands and is not to be moved.

    ``interview`` tells that it counts in the person's daily number as a manager.
    """

    matricule: Matricule
    slot: Slot
    interview: bool = False


@dataclass(frozen=True, slots=True)
class Constraints:
    """What every slot must respect.

    ``today`` is the day the summons leave; the first possible day is ``today`` plus ``notice_days``, in
    calendar days. Hours are those of the site's zone: a meeting lies whole between ``first_hour`` and
    ``last_hour``, outside ``lunch``. ``absences`` are those of employees and managers
    alike. ``horizon_days`` bounds the search for a meeting whose deadline has passed, is too near, or does
    not exist.
    """

    today: date
    notice_days: int = 15
    minutes: int = 60
    first_hour: time = time(9)
    last_hour: time = time(17)
    lunch: tuple[time, time] | None = DEFAULT_LUNCH
    per_manager_per_day: int = 3
    days_off: frozenset[date] = frozenset()
    absences: Mapping[Matricule, tuple[Absence, ...]] = field(default_factory=dict)
    engagements: tuple[Engagement, ...] = ()
    horizon_days: int = 120

    @property
    def earliest(self) -> date:
        """The first day that leaves the notice."""
        return self.today + timedelta(days=self.notice_days)


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting with its slot. ``late`` tells that the slot lies after a deadline that could not be met."""

    request: MeetingRequest
    slot: Slot
    late: bool = False


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A meeting without a slot: why, in French, and the first slot free after its deadline, if any."""

    request: MeetingRequest
    reason: str
    first_free: Slot | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer: every request stands in exactly one of the two, in the order of the cases."""

    placed: tuple[Placed, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()


def first_day(request: MeetingRequest, constraints: Constraints) -> date:
    """Return the first day on which the meeting may take place."""
    return max(constraints.earliest, request.not_before or date.min)


def last_day(request: MeetingRequest, constraints: Constraints) -> date:
    """Return the last day searched when the deadline does not bind; it may precede the first."""
    last = first_day(request, constraints) + timedelta(days=constraints.horizon_days)
    return min(last, request.not_after or date.max)


def is_late(request: MeetingRequest, day: date) -> bool:
    """Tell whether a meeting on ``day`` comes after the deadline."""
    return request.deadline is not None and day > request.deadline


def is_away(absences: tuple[Absence, ...], day: date) -> bool:
    """Tell whether one of ``absences`` keeps the person away on ``day``."""
    return any(
        absence.start <= day and (absence.until is None or day <= absence.until)
        for absence in absences
        if absence.kind not in _STAYS_AT_WORK
    )
