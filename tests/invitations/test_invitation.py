"""What an invitation says, and what no text from a roster can make it say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from toolkit.errors import InvitationError
from toolkit.invitations import (
    Attendee,
    Invitation,
    Party,
    build_cancel,
    build_request,
    new_uid,
    revised,
)

DAY = timedelta(days=1)
TEXT = st.text(st.characters(codec=None), max_size=300)
HOSTILE = (
    'x\r\nATTENDEE:mailto:eve@evil.example\rBEGIN:VALARM\n\x00\x1b\x85\u2028\u2029\u202e\u200b";:,^n\\n\ud800'
)


def event(ics: bytes) -> dict[str, str]:
    return {name: str(value) for name, value in Calendar.from_ical(ics).walk("VEVENT")[0].items()}


def unfolded(ics: bytes) -> list[str]:
    return ics.decode().replace("\r\n ", "").split("\r\n")


def test_a_request_invites_both_people_privately(invitation: Invitation) -> None:
    lines = unfolded(build_request(invitation))
    assert "METHOD:REQUEST" in lines
    assert "CLASS:PRIVATE" in lines
    assert "X-MICROSOFT-CDO-BUSYSTATUS:BUSY" in lines
    assert "X-MICROSOFT-DISALLOW-COUNTER:TRUE" in lines
    assert 'ORGANIZER;CN="Exemple SAS, ressources humaines":mailto:rh@exemple.fr' in lines
    assert (
        'ATTENDEE;CN="Jean-Éric Dupont";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;'
        "RSVP=TRUE:mailto:jean-eric.dupont@exemple.fr"
    ) in lines
    assert [line.split(";ROLE=")[1][:5] for line in lines if line.startswith("ATTENDEE")] == [
        "REQ-P",
        "CHAIR",
    ]


def test_the_same_invitation_gives_the_same_bytes(invitation: Invitation) -> None:
    assert build_request(invitation) == build_request(replace(invitation))


def test_a_move_keeps_the_uid_and_grows_the_sequence_and_the_stamp(invitation: Invitation) -> None:
    later = replace(invitation.slot, starts=invitation.slot.starts + DAY)
    moved = revised(invitation, stamp=invitation.stamp + DAY, slot=later)
    before, after = event(build_request(invitation)), event(build_request(moved))
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert moved.stamp > invitation.stamp
    assert moved.slot == later


def test_a_cancellation_withdraws_the_same_meeting(invitation: Invitation) -> None:
    cancelled = revised(invitation, stamp=invitation.stamp + DAY, cancelled=True)
    lines = unfolded(build_cancel(cancelled))
    assert "METHOD:CANCEL" in lines
    assert "STATUS:CANCELLED" in lines
    assert "SEQUENCE:1" in lines
    assert f"UID:{invitation.uid}" in lines


def test_a_stamp_that_does_not_grow_is_refused(invitation: Invitation) -> None:
    for stamp in (invitation.stamp, invitation.stamp - DAY, invitation.stamp + timedelta(milliseconds=900)):
        with pytest.raises(InvitationError, match="postérieure"):
            revised(invitation, stamp=stamp)


def test_what_is_cancelled_neither_moves_nor_invites(invitation: Invitation) -> None:
    cancelled = revised(invitation, stamp=invitation.stamp + DAY, cancelled=True)
    with pytest.raises(InvitationError, match="déjà annulée"):
        revised(cancelled, stamp=cancelled.stamp + DAY)
    with pytest.raises(InvitationError):
        build_request(cancelled)
    with pytest.raises(InvitationError):
        build_cancel(invitation)


def test_a_uid_names_the_case_and_cannot_be_guessed() -> None:
    uid = new_uid("2026-automne/C0007", "Exemple.fr", bytes)
    assert uid == "entretien-2026-automne-C0007-00000000000000000000000000000000@exemple.fr"
    with pytest.raises(InvitationError):
        new_uid("C1", "exemple.fr\r\nX:", bytes)


def test_a_video_link_stands_where_clients_look_for_it(invitation: Invitation) -> None:
    link = "https://visio.exemple.fr/salle?id=12&cle=ab"
    lines = unfolded(build_request(replace(invitation, slot=replace(invitation.slot, video_link=link))))
    assert f"CONFERENCE;VALUE=URI;FEATURE=VIDEO:{link}" in lines
    assert any(line.startswith("LOCATION:") and line.endswith(link) for line in lines)
    assert any(
        line.startswith("DESCRIPTION:") and line.endswith(f"Visioconférence\u00a0: {link}") for line in lines
    )


@pytest.mark.parametrize(
    "link",
    [
        "http://visio.exemple.fr/",
        "javascript:alert(1)",
        "https://",
        "https://a b",
        "https://x/é",
        "https://x/\r\nA:b",
    ],
)
def test_a_link_that_is_not_plain_https_is_refused(invitation: Invitation, link: str) -> None:
    with pytest.raises(InvitationError, match="visioconférence"):
        build_request(replace(invitation, slot=replace(invitation.slot, video_link=link)))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "jean",
        "jean@",
        "a b@exemple.fr",
        "é@exemple.fr",
        "a@exemple.fr\r\nX:y",
        "a@b@c",
        'x"@exemple.fr',
        "a,b@exemple.fr",
    ],
)
def test_an_address_that_could_be_misread_is_refused(invitation: Invitation, address: str) -> None:
    with pytest.raises(InvitationError):
        build_request(replace(invitation, attendees=(Attendee(Party("Jean", address)),)))


def test_an_unusual_address_is_written_as_a_uri(invitation: Invitation) -> None:
    ics = build_request(replace(invitation, attendees=(Attendee(Party("", "o'brien+rh%x@exemple.fr")),)))
    assert any(line.endswith("RSVP=TRUE:mailto:o'brien+rh%25x@exemple.fr") for line in unfolded(ics))


def test_the_organiser_is_not_invited_by_himself(invitation: Invitation) -> None:
    with pytest.raises(InvitationError, match="organisateur"):
        build_request(replace(invitation, organizer=Party("RH", "Jean-Eric.Dupont@exemple.fr")))


def test_nobody_is_invited_twice(invitation: Invitation) -> None:
    with pytest.raises(InvitationError, match="deux personnes"):
        build_request(replace(invitation, attendees=invitation.attendees[:1] * 2))


def test_a_hostile_text_adds_no_line(invitation: Invitation, with_text: Callable[[str], Invitation]) -> None:
    names = [line.partition(":")[0].partition(";")[0] for line in unfolded(build_request(invitation))]
    hostile = [
        line.partition(":")[0].partition(";")[0] for line in unfolded(build_request(with_text(HOSTILE)))
    ]
    assert hostile == names


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=TEXT)
def test_any_text_leaves_as_sound_lines_and_comes_back(
    with_text: Callable[[str], Invitation], text: str
) -> None:
    ics = build_request(with_text(text))
    physical = ics.split(b"\r\n")
    assert not any(ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 for line in physical for c in line.decode())
    assert max(map(len, physical)) <= 75
    read = Calendar.from_ical(ics).walk("VEVENT")
    assert len(read) == 1
    assert ics.replace(b"\r\n ", b"").count(b"\r\nATTENDEE;") == 2


def test_accents_come_back_exactly(with_text: Callable[[str], Invitation]) -> None:
    text = "Œuvre d’été : çà et là, « ß » 你好 – à bientôt ; fin\\n" * 5
    assert event(build_request(with_text(text)))["DESCRIPTION"] == text
