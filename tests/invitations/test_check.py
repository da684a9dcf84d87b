"""The self check refuses each way in which a calendar object has been seen to go wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest

from toolkit.errors import InvitationError
from toolkit.invitations import Invitation, Method, build_cancel, build_request, check, revised

MUTANTS = {
    "no method": (b"METHOD:REQUEST\r\n", b""),
    "lower-case method": (b"METHOD:REQUEST", b"METHOD:Request"),
    "no uid": (b"UID:entretien", b"X-UID:entretien"),
    "no stamp": (b"DTSTAMP:20270601T080000Z\r\n", b""),
    "local stamp": (b"DTSTAMP:20270601T080000Z", b"DTSTAMP:20270601T080000"),
    "no organiser": (b"ORGANIZER;", b"X-NOBODY;"),
    "no attendee": (b"ATTENDEE;", b"X-NOBODY;"),
    "name in the address": (b"mailto:rh@exemple.fr", b"mailto:RH <rh@exemple.fr>"),
    "no sequence": (b"SEQUENCE:0\r\n", b""),
    "two summaries": (b"SUMMARY:", b"SUMMARY:x\r\nSUMMARY:"),
    "no end": (b"DTEND;TZID=Europe/Paris:20270706T103000\r\n", b""),
    "ends before it starts": (
        b"DTEND;TZID=Europe/Paris:20270706T103000",
        b"DTEND;TZID=Europe/Paris:20270706T093000",
    ),
    "another zone": (b"DTSTART;TZID=Europe/Paris", b"DTSTART;TZID=Indian/Reunion"),
    "floating time": (b"DTSTART;TZID=Europe/Paris", b"DTSTART"),
    "dates instead of a rule": (b"RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", b"RDATE:19701025T030000"),
    "rule without weekday": (b";BYDAY=-1SU;BYMONTH=10", b";BYMONTH=10"),
    "second winter": (b"BEGIN:DAYLIGHT", b"BEGIN:STANDARD"),
    "cancelled request": (b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
    "public": (b"CLASS:PRIVATE\r\n", b""),
    "alarm": (b"END:VEVENT", b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT"),
    "two events": (b"END:VCALENDAR", b"BEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\nEND:VCALENDAR"),
    "bare line feed": (b"CLASS:PRIVATE\r\n", b"CLASS:PRIVATE\n"),
    "doubled carriage return": (b"CLASS:PRIVATE\r\n", b"CLASS:PRIVATE\r\r\n"),
    "null": (b"SUMMARY:", b"SUMMARY:\0"),
    "long line": (b"SUMMARY:", b"SUMMARY:" + b"x" * 80),
    "empty line": (b"CLASS:PRIVATE\r\n", b"CLASS:PRIVATE\r\n\r\n"),
    "cut character": (b"SUMMARY:", b"SUMMARY:\xc3\r\n \xa9"),
    "cut short": (b"END:VCALENDAR\r\n", b""),
    "no last line end": (b"END:VCALENDAR\r\n", b"END:VCALENDAR"),
}


@pytest.mark.parametrize("mutation", MUTANTS.values(), ids=MUTANTS.keys())
def test_a_mutant_is_refused(invitation: Invitation, mutation: tuple[bytes, bytes]) -> None:
    ics = build_request(invitation)
    before, after = mutation
    # The end tag must follow its begin tag, or the mutant would fall for another reason.
    mutant = ics.replace(before, after)
    if after == b"BEGIN:STANDARD":
        mutant = mutant.replace(b"END:DAYLIGHT", b"END:STANDARD")
    assert mutant != ics
    with pytest.raises(InvitationError) as caught:
        check(mutant, Method.REQUEST)
    assert caught.value.next_step


def test_what_was_built_passes(invitation: Invitation) -> None:
    check(build_request(invitation), Method.REQUEST)
    cancelled = revised(invitation, stamp=invitation.stamp + timedelta(days=1), cancelled=True)
    check(build_cancel(cancelled), Method.CANCEL)


def test_the_message_and_the_object_must_agree(invitation: Invitation) -> None:
    with pytest.raises(InvitationError, match="METHOD:CANCEL attendu"):
        check(build_request(invitation), Method.CANCEL)


def test_a_cancellation_must_have_grown(invitation: Invitation) -> None:
    cancelled = revised(invitation, stamp=invitation.stamp + timedelta(days=1), cancelled=True)
    with pytest.raises(InvitationError, match="SEQUENCE"):
        check(build_cancel(cancelled).replace(b"SEQUENCE:1", b"SEQUENCE:0"), Method.CANCEL)


@pytest.mark.parametrize(
    "junk", [b"", b"\r\n", b"x", b" x\r\n", b"BEGIN:VEVENT\r\nEND:VEVENT\r\n", b"END:X\r\n"]
)
def test_junk_is_refused_in_words(junk: bytes) -> None:
    with pytest.raises(InvitationError, match="n’est pas conforme"):
        check(junk, Method.REQUEST)
