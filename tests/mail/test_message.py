"""A message is the exact bytes of a known skeleton, the same each time, for one recipient."""

from __future__ import annotations

import ast
import hashlib
from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parseaddr
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import toolkit
from toolkit.errors import MailError
from toolkit.mail import (
    Attachment,
    Audience,
    Contact,
    ConvocationText,
    HandoverText,
    Heading,
    InvitationText,
    check_address,
    clean_name,
    handover_message,
    invitation_message,
    letter_message,
    new_message_id,
)
from toolkit.model.case import Slot
from toolkit.text import clean_line

PDF = Attachment("Convocation.pdf", b"%PDF-1.7\n\r\n\x00\xff" * 50)
ICS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n"
    b"SUMMARY:\xc3\x89t\xc3\xa9\r\n.\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)


def tree(part: Message) -> object:
    """Return the content types as nested lists."""
    if part.is_multipart():
        return [part.get_content_type(), *(tree(p) for p in cast("list[Message]", part.get_payload()))]
    return part.get_content_type()


@pytest.fixture
def invitation_text(contact: Contact, slot: Slot) -> InvitationText:
    return InvitationText("Jean", contact, Audience.EMPLOYEE, "entretien professionnel", slot, "Anne Lefèvre")


def test_a_letter_is_text_html_and_its_pdf(heading: Heading, convocation: ConvocationText) -> None:
    message = parsed(letter_message(heading, convocation, [PDF]))
    assert tree(message) == [
        "multipart/mixed",
        ["multipart/alternative", "text/plain", "text/html"],
        "application/pdf",
    ]
    pdf = next(message.iter_attachments())
    assert pdf.get_filename() == "Convocation.pdf"
    assert pdf.get_content() == PDF.content


def test_an_invitation_follows_the_skeleton(heading: Heading, invitation_text: InvitationText) -> None:
    message = parsed(invitation_message(heading, invitation_text, ICS, "REQUEST", attachments=[PDF]))
    assert tree(message) == [
        "multipart/mixed",
        ["multipart/alternative", "text/plain", "text/html", "text/calendar"],
        "application/pdf",
        "application/ics",
    ]
    calendar = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
    copy = next(part for part in message.walk() if part.get_content_type() == "application/ics")
    assert calendar["Content-Type"].params == {"charset": "utf-8", "method": "REQUEST"}
    assert calendar["Content-Disposition"] is None
    assert calendar["Content-Transfer-Encoding"] == "base64"
    assert copy.get_filename() == "invite.ics"
    digests = {hashlib.sha256(cast("bytes", p.get_payload(decode=True))).digest() for p in (calendar, copy)}
    assert digests == {hashlib.sha256(ICS).digest()}


def test_the_calendar_and_its_envelope_must_ask_the_same(
    heading: Heading, invitation_text: InvitationText
) -> None:
    with pytest.raises(MailError, match="même chose"):
        invitation_message(heading, invitation_text, ICS, "CANCEL")


def test_the_header_says_who_writes_and_that_no_machine_should_answer(
    heading: Heading, convocation: ConvocationText
) -> None:
    message = parsed(letter_message(heading, convocation, [PDF]))
    assert message["From"] == "Exemple SAS <rh@exemple.fr>"
    assert message["To"] == "Dupont Jean-Éric <jean-eric.dupont@exemple.fr>"
    assert message["Reply-To"] == "rh@exemple.fr"
    assert message["Subject"] == "Convocation à votre entretien de parcours professionnel, le 6 juillet 2027"
    assert message["Date"] == "Tue, 01 Jun 2027 10:00:00 +0200"
    assert message["Message-ID"] == heading.message_id
    assert message["List-Id"] == "<2026-automne.exemple.fr>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert "List-Unsubscribe" not in message
    assert not message.defects


def test_the_same_input_gives_the_same_bytes(heading: Heading, convocation: ConvocationText) -> None:
    assert letter_message(heading, convocation, [PDF]) == letter_message(heading, convocation, [PDF])


def test_another_message_id_gives_other_boundaries(heading: Heading, convocation: ConvocationText) -> None:
    other = replace(heading, message_id="<1@exemple.fr>")
    one, two = (parsed(letter_message(h, convocation, [PDF])).get_boundary() for h in (heading, other))
    assert one != two


def test_a_long_message_id_is_never_folded(heading: Heading, convocation: ConvocationText) -> None:
    identifier = f"<{'a' * 90}@{'b' * 60}.exemple.fr>"
    content = letter_message(replace(heading, message_id=identifier), convocation, [])
    assert f"\r\nMessage-ID: {identifier}\r\n".encode() in content


@pytest.mark.parametrize(
    "change",
    [
        {"message_id": "00@exemple.fr"},
        {"message_id": "<00@exemple.fr>\r\nBcc: eve@evil.example"},
        {"message_id": f"<{'a' * 300}@exemple.fr>"},
        {"list_id": "campagne d’été"},
        {"date": datetime(2027, 6, 1, 10)},  # noqa: DTZ001 - the fault under test
    ],
)
def test_a_heading_that_cannot_be_written_is_refused(
    heading: Heading, convocation: ConvocationText, change: dict[str, object]
) -> None:
    with pytest.raises(MailError, match="ne peut pas figurer"):
        letter_message(replace(heading, **change), convocation, [])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["reçu.pdf", "a b.pdf", "../x.pdf", "", 'a".pdf', "x\r\n.pdf"])
def test_a_file_name_that_readers_disagree_on_is_refused(
    heading: Heading, convocation: ConvocationText, name: str
) -> None:
    with pytest.raises(MailError, match="nom de fichier"):
        letter_message(heading, convocation, [replace(PDF, file_name=name)])


def test_a_handover_carries_what_it_names(heading: Heading, contact: Contact) -> None:
    text = HandoverText("Jean", contact, "entretien professionnel", date(2027, 7, 6), ("Compte rendu",))
    assert len([*parsed(handover_message(heading, text, [PDF])).iter_attachments()]) == 1
    with pytest.raises(MailError, match="annonce 1 documents mais en joint 2"):
        handover_message(heading, text, [PDF, PDF])


def test_a_message_id_is_random_in_the_sender_s_domain() -> None:
    assert new_message_id("exemple.fr", lambda n: b"\xab" * n) == f"<{'ab' * 16}@exemple.fr>"


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example(text="\ud800")
@given(text=st.text(st.characters(codec=None), max_size=400))
def test_any_text_leaves_as_seven_bit_lines_for_one_recipient(
    heading: Heading, convocation: ConvocationText, text: str
) -> None:
    with_text = replace(convocation, name=text, interview=text, held_by=text)
    content = letter_message(
        replace(heading, recipient=check_address("jean@exemple.fr", text)),
        with_text,
        [PDF],
        demonstration=True,
    )
    assert content.isascii()
    assert content.count(b"\r\n") == content.count(b"\n") == content.count(b"\r")
    assert max(map(len, content.split(b"\r\n"))) <= 998
    message = parsed(content)
    assert [a.addr_spec for a in message["To"].addresses] == ["jean@exemple.fr"]
    assert set(message.keys()) == {
        *("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted"),
        *("X-Auto-Response-Suppress", "Content-Language", "MIME-Version", "Content-Type"),
    }
    assert str(message["Subject"]).startswith("[Démonstration]")


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(alphabet="éa œ你,-=?\N{GRINNING FACE}", max_size=200))
def test_subject_and_name_come_back_exactly_from_two_parsers(
    heading: Heading, convocation: ConvocationText, text: str
) -> None:
    heading = replace(heading, recipient=check_address("jean@exemple.fr", text))
    content = letter_message(heading, replace(convocation, interview=text), [])
    subject = clean_line(replace(convocation, interview=text).subject)
    new = parsed(content)
    old = message_from_bytes(content)
    assert str(make_header(decode_header(old["Subject"]))) == subject == new["Subject"]
    # The newer parser adds a space between two encoded words of a name, against RFC 2047 (6.2).
    shown = new["To"].addresses[0].display_name
    assert shown.replace(" ", "") == clean_name(text).replace(" ", "")
    name, address = parseaddr(old["To"])
    assert (str(make_header(decode_header(name))), address) == (clean_name(text), "jean@exemple.fr")


def test_the_subject_comes_back_exactly(heading: Heading, convocation: ConvocationText) -> None:
    interview = "entretien à l’œuvre, « ça » 你好 " + "long " * 30 + "fin"
    message = parsed(letter_message(heading, replace(convocation, interview=interview), []))
    assert message["Subject"] == f"Convocation à votre {interview}, le 6 juillet 2027"


@pytest.mark.parametrize("room", ["mail", "invitations"])
def test_no_rule_rests_on_an_assertion_that_an_option_turns_off(room: str) -> None:
    sources = [*(Path(toolkit.__file__).parent / room).glob("*.py")]
    assert sources
    for source in sources:
        statements = ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        assert not [s for s in statements if isinstance(s, ast.Assert)], source.name
