"""Other libraries read the hour that was meant, in every French zone, summer and winter, until 2040."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from toolkit.invitations import Invitation, build_cancel, build_request, revised
from toolkit.model.case import Slot

FRENCH_ZONES = (
    "Europe/Paris",
    "Indian/Reunion",
    "Indian/Mayotte",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "America/Miquelon",
    "America/Marigot",
    "America/St_Barthelemy",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
    "Pacific/Marquesas",
    "Indian/Kerguelen",
)
YEARS = range(2026, 2041)

Read = Callable[[str, Sequence[bytes]], list[object]]


def last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def days_of(year: int) -> Iterator[date]:
    yield date(year, 1, 19)
    yield date(year, 7, 6)
    for change in (last_sunday(year, 3), last_sunday(year, 10)):
        yield change - timedelta(days=2)
        yield change + timedelta(days=1)


def invitations(template: Invitation, zone: str) -> list[Invitation]:
    return [
        replace(
            template,
            slot=Slot(
                datetime.combine(day, time(9, 30), ZoneInfo(zone)).astimezone(UTC), 60, zone, "Salle 1"
            ),
        )
        for year in YEARS
        for day in days_of(year)
    ]


def utc(invitation: Invitation) -> str:
    return invitation.slot.starts.strftime("%Y%m%dT%H%M%SZ")


@pytest.mark.parametrize("reader", ["by_vobject", "by_icalendar"])
def test_a_second_library_reads_the_right_utc_hour(reader: str, invitation: Invitation, read: Read) -> None:
    every = [item for zone in FRENCH_ZONES for item in invitations(invitation, zone)]
    assert len(every) == len(FRENCH_ZONES) * len(YEARS) * 6
    assert read(reader, [build_request(item) for item in every]) == [utc(item) for item in every]


def test_libical_reads_the_right_utc_hour_and_finds_no_fault(invitation: Invitation, read: Read) -> None:
    every = [item for zone in FRENCH_ZONES for item in invitations(invitation, zone)[::7]]
    answers = read("by_libical", [build_request(item) for item in every])
    assert answers == [[utc(item), True] for item in every]


def test_libical_accepts_a_cancellation_and_refuses_a_broken_request(
    invitation: Invitation, read: Read
) -> None:
    cancelled = revised(invitation, stamp=invitation.stamp + timedelta(days=1), cancelled=True)
    broken = build_request(invitation).replace(b"ORGANIZER;", b"X-NOBODY;")
    answers = read("by_libical", [build_cancel(cancelled), broken])
    assert answers == [[utc(invitation), True], [utc(invitation), False]]


def test_both_sites_say_their_own_hour_for_the_same_instant(invitation: Invitation) -> None:
    noon = datetime(2027, 1, 19, 8, 0, tzinfo=UTC)
    in_paris = build_request(replace(invitation, slot=Slot(noon, 60, "Europe/Paris", "")))
    on_the_island = build_request(replace(invitation, slot=Slot(noon, 60, "Indian/Reunion", "")))
    assert b"DTSTART;TZID=Europe/Paris:20270119T090000" in in_paris
    assert b"DTSTART;TZID=Indian/Reunion:20270119T120000" in on_the_island


def test_a_meeting_in_utc_needs_no_zone(invitation: Invitation) -> None:
    ics = build_request(replace(invitation, slot=replace(invitation.slot, time_zone="UTC")))
    assert b"VTIMEZONE" not in ics
    assert b"DTSTART:20270706T073000Z" in ics
