"""The time zone inside an invitation is the one form that every client reads, or there is none."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from toolkit.errors import InvitationError
from toolkit.invitations.zones import timezone_component


def lines(name: str, year: int = 2026) -> list[str]:
    text = timezone_component(name, year).to_ical(sorted=False).decode()
    return [line for line in text.split("\r\n") if line]


def test_paris_changes_on_the_last_sundays_of_march_and_october() -> None:
    assert lines("Europe/Paris") == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
        "BEGIN:STANDARD",
        "DTSTART:19701025T030000",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:19700329T020000",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]


def test_reunion_never_changes() -> None:
    assert [line for line in lines("Indian/Reunion") if "OFFSET" in line or "RRULE" in line] == [
        "TZOFFSETFROM:+0400",
        "TZOFFSETTO:+0400",
    ]


def test_miquelon_changes_on_american_sundays() -> None:
    assert [line for line in lines("America/Miquelon") if line.startswith("RRULE")] == [
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11",
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
    ]


@pytest.mark.parametrize("name", ["Africa/Casablanca", "Asia/Gaza"])
def test_a_zone_without_a_yearly_rule_is_refused(name: str) -> None:
    with pytest.raises(InvitationError, match="règle annuelle") as caught:
        timezone_component(name, 2026)
    assert caught.value.about == name
    assert caught.value.next_step


@pytest.mark.parametrize("name", ["Europe/Strasbourg", "", "../../etc/passwd", "Paris"])
def test_an_unknown_zone_is_told_by_name(name: str) -> None:
    with pytest.raises(InvitationError, match="inconnu"):
        timezone_component(name, 2026)


def test_no_zone_of_the_world_is_ever_written_as_a_list_of_dates() -> None:
    expressed = 0
    for name in sorted(available_timezones())[::7]:
        try:
            text = lines(name)
        except InvitationError:
            continue
        expressed += 1
        rules = [line for line in text if line.startswith("RRULE")]
        assert text.count("BEGIN:STANDARD") == 1
        assert text.count("BEGIN:DAYLIGHT") <= 1
        assert not [line for line in text if line.startswith(("RDATE", "COMMENT"))]
        assert all("BYMONTH=" in rule and "BYDAY=" in rule for rule in rules)
        assert len(rules) in {0, 2}
    assert expressed > 60
