"""The seats a meeting could take: working hours of working days, in the zones of both people."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from toolkit.invitations.holidays import holiday_on
from toolkit.invitations.planning import Constraints, MeetingRequest, first_day, is_away, last_day
from toolkit.invitations.zones import load_zone
from toolkit.model.employer import Site
from toolkit.model.identifiers import Matricule

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_FRIDAY = 4


class Seat(NamedTuple):
    """A possible start: minutes since 1970 in UTC, and the ordinal of the day at the employee's site."""

    start: int
    day: int


def minutes_since_1970(instant: datetime) -> int:
    """Return whole minutes since 1970 of an aware instant."""
    return (instant - _EPOCH) // _MINUTE


def instant_of(seat: Seat) -> datetime:
    """Return the aware instant, in UTC, at which the seat starts."""
    return _EPOCH + seat.start * _MINUTE


class SeatMap:
    """Every seat of every pair of sites, computed once per pair, and cut to what one request allows."""

    def __init__(self, requests: Sequence[MeetingRequest], constraints: Constraints) -> None:
        self._constraints = constraints
        self._first = min((first_day(r, constraints) for r in requests), default=constraints.earliest)
        latest = max((last_day(r, constraints) for r in requests), default=constraints.earliest)
        self._last = latest + timedelta(days=constraints.horizon_days)
        self._grids: dict[tuple[Site, Site | None], list[Seat]] = {}
        self._away: dict[Matricule, frozenset[int]] = {}

    def between(self, request: MeetingRequest, first: date, last: date) -> list[Seat]:
        """Return the seats of ``request`` from ``first`` to ``last`` on which neither person is away."""
        grid = self._grid(request.site, request.manager_site)
        low = bisect_left(grid, first.toordinal(), key=lambda seat: seat.day)
        high = bisect_right(grid, last.toordinal(), key=lambda seat: seat.day)
        away = self._days_away(request.employee) | self._days_away(request.manager)
        return [seat for seat in grid[low:high] if seat.day not in away]

    def _days_away(self, person: Matricule) -> frozenset[int]:
        if person not in self._away:
            absences = self._constraints.absences.get(person, ())
            days = (self._first + timedelta(days=n) for n in range((self._last - self._first).days + 1))
            self._away[person] = frozenset(d.toordinal() for d in days if absences and is_away(absences, d))
        return self._away[person]

    def _grid(self, site: Site, manager_site: Site | None) -> list[Seat]:
        key = (site, manager_site)
        if key not in self._grids:
            self._grids[key] = [*self._seats(site, manager_site)]
        return self._grids[key]

    def _seats(self, site: Site, manager_site: Site | None) -> Iterator[Seat]:
        zone = load_zone(site.time_zone)
        hours = [*_starting_hours(self._constraints)]
        day = self._first
        while day <= self._last:
            if self._is_worked(day, site):
                for hour in hours:
                    starts = datetime.combine(day, hour, zone)
                    if manager_site is None or self._suits(starts, manager_site):
                        yield Seat(minutes_since_1970(starts), day.toordinal())
            day += timedelta(days=1)

    def _is_worked(self, day: date, site: Site) -> bool:
        return (
            day.weekday() <= _FRIDAY
            and day not in self._constraints.days_off
            and holiday_on(day, site) is None
        )

    def _suits(self, starts: datetime, site: Site) -> bool:
        """Tell whether a meeting lies in the hours of another site too; its lunch is not asked for."""
        local = starts.astimezone(ZoneInfo(site.time_zone))
        first, last = self._constraints.first_hour, self._constraints.last_hour
        return self._is_worked(local.date(), site) and _lies_within(
            local.time(), self._constraints.minutes, first, last
        )


def _starting_hours(constraints: Constraints) -> Iterator[time]:
    """Yield the hours at which a meeting may start: one after the other, lunch left free."""
    lunch_from, lunch_until = constraints.lunch or (constraints.last_hour, constraints.last_hour)
    for first, last in (
        (constraints.first_hour, min(lunch_from, constraints.last_hour)),
        (max(lunch_until, constraints.first_hour), constraints.last_hour),
    ):
        start = first
        while _lies_within(start, constraints.minutes, first, last):
            yield start
            start = _plus(start, constraints.minutes)


def _lies_within(start: time, minutes: int, first: time, last: time) -> bool:
    return first <= start and _minute_of_day(start) + minutes <= _minute_of_day(last)


def _plus(hour: time, minutes: int) -> time:
    return time(*divmod((_minute_of_day(hour) + minutes) % (24 * 60), 60))


def _minute_of_day(hour: time) -> int:
    return hour.hour * 60 + hour.minute
