"""Describe a time zone inside an invitation so that every calendar client reads the same hour.

RFC 5545 (3.6.5) lets a VTIMEZONE list its changes as RDATE or give them as yearly rules. Several widely used
clients read only the first RDATE and are then an hour late all summer; Exchange expects one STANDARD. So the
component holds exactly one STANDARD and at most one DAYLIGHT, each with one yearly RRULE (BYMONTH and BYDAY)
and a DTSTART in 1970. The rules are derived from the machine's zone data and checked over ten years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from toolkit.errors import InvitationError

CHECKED_YEARS = 10
"""The year of the meeting and the nine that follow."""

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class _Change:
    """One change of offset: ``wall`` is the local time at which it happens, on the clock in force before."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str


@dataclass(frozen=True, slots=True)
class _Rule:
    """A change that comes back each year: on the ``nth`` (-1 for last) ``weekday`` of ``month``."""

    month: int
    nth: int
    weekday: int
    wall_minutes: int
    before: timedelta
    after: timedelta
    name: str


def load_zone(name: str) -> ZoneInfo:
    """Return the zone of an IANA name.

    Raises:
        InvitationError: the machine knows no such zone.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvitationError(
            "ce fuseau horaire est inconnu.",
            about=name or "fuseau horaire vide",
            next_step="Donnez à l’établissement un fuseau comme Europe/Paris ou Indian/Reunion.",
        ) from None


@lru_cache(maxsize=256)
def timezone_component(name: str, year: int) -> Timezone:
    """Return the VTIMEZONE of an IANA zone, right from ``year`` to nine years later.

    The component is shared between calls: read it, do not change it.

    Raises:
        InvitationError: the zone is unknown, or its changes do not follow one yearly rule each.
    """
    zone = load_zone(name)
    changes = [change for y in range(year, year + CHECKED_YEARS) for change in _changes(zone, y)]
    component = Timezone()
    component.add("TZID", name)
    if not changes:
        component.add_component(_constant(zone, year))
        return component
    winter = [c for c in changes if c.after < c.before]
    summer = [c for c in changes if c.after > c.before]
    for observance, same_season in ((TimezoneStandard(), winter), (TimezoneDaylight(), summer)):
        component.add_component(_yearly(observance, _rule(name, same_season)))
    return component


def _changes(zone: ZoneInfo, year: int) -> Iterator[_Change]:
    day = datetime(year, 1, 1, tzinfo=UTC)
    while day.year == year:
        following = day + timedelta(days=1)
        before, after = _offset(zone, day), _offset(zone, following)
        if before != after:
            instant = _first_instant_of(after, zone, day, following)
            local = instant.astimezone(zone)
            yield _Change((instant + before).replace(tzinfo=None), before, after, local.tzname() or "")
        day = following


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def _first_instant_of(offset: timedelta, zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Return the first minute in (low, high] at which the zone has ``offset``."""
    while high - low > timedelta(minutes=1):
        middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
        low, high = (low, middle) if _offset(zone, middle) == offset else (middle, high)
    return high


def _rule(name: str, changes: Sequence[_Change]) -> _Rule:
    """Return the one yearly rule that all ``changes`` follow, one each year."""
    facts = {
        (c.wall.month, c.wall.weekday(), c.wall.hour * 60 + c.wall.minute, c.before, c.after, c.name)
        for c in changes
    }
    ranks = set.intersection(*({*_ranks(c.wall.date())} for c in changes)) if changes else set()
    if len(facts) != 1 or len(changes) != CHECKED_YEARS or not ranks:
        raise InvitationError(
            "les changements d’heure de ce fuseau ne suivent pas une règle annuelle ; "
            "une invitation pourrait afficher une mauvaise heure.",
            about=name,
            next_step="Donnez à l’établissement un fuseau à règle constante, ou convoquez par courrier.",
        )
    month, weekday, wall_minutes, before, after, zone_name = facts.pop()
    return _Rule(month, min(ranks), weekday, wall_minutes, before, after, zone_name)


def _ranks(day: date) -> Iterator[int]:
    """Yield the ways to count a weekday in its month: from the start, and -1 when it is the last."""
    yield (day.day - 1) // 7 + 1
    if (day + timedelta(days=7)).month != day.month:
        yield -1


def _first_day(rule: _Rule) -> date:
    """Return the day of 1970 that the rule names."""
    days = [
        d for d in (date(1970, rule.month, 1) + timedelta(days=i) for i in range(31)) if d.month == rule.month
    ]
    matching = [d for d in days if d.weekday() == rule.weekday]
    return matching[rule.nth] if rule.nth < 0 else matching[rule.nth - 1]


def _yearly(
    observance: TimezoneStandard | TimezoneDaylight, rule: _Rule
) -> TimezoneStandard | TimezoneDaylight:
    start = datetime.combine(_first_day(rule), datetime.min.time()) + timedelta(minutes=rule.wall_minutes)
    observance.add("DTSTART", start)
    observance.add("TZOFFSETFROM", rule.before)
    observance.add("TZOFFSETTO", rule.after)
    observance.add("TZNAME", rule.name)
    byday = f"{rule.nth}{_WEEKDAYS[rule.weekday]}"
    observance.add("RRULE", vRecur({"FREQ": "YEARLY", "BYMONTH": rule.month, "BYDAY": byday}))
    return observance


def _constant(zone: ZoneInfo, year: int) -> TimezoneStandard:
    local = datetime(year, 1, 1, tzinfo=UTC).astimezone(zone)
    observance = TimezoneStandard()
    observance.add("DTSTART", datetime(1970, 1, 1))  # noqa: DTZ001 - a VTIMEZONE counts in its own local time
    for name in ("TZOFFSETFROM", "TZOFFSETTO"):
        observance.add(name, local.utcoffset())
    observance.add("TZNAME", local.tzname() or "")
    return observance
