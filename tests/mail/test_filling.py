"""A secret enters a message as it leaves: everywhere it belongs, and nothing else moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from toolkit.errors import MailError
from toolkit.mail import (
    CODE_PLACE,
    LINK_PLACE,
    Audience,
    Contact,
    Heading,
    SignatureCodeText,
    SignatureLinkText,
    check_address,
    filled,
    secret_message,
)

TOKEN = "eyJlIjoiYXRlbGllciJ9." * 6 + "bl5GQ-_=="


@pytest.fixture
def asked(contact: Contact) -> SignatureLinkText:
    return SignatureLinkText(
        "Inès Lambert",
        contact,
        Audience.EMPLOYEE,
        "entretien de parcours professionnel",
        date(2027, 7, 6),
        "",
        f"https://signer.exemple.fr/signer/{LINK_PLACE}",
        date(2027, 7, 21),
        "i•••@exemple.fr",
    )


@pytest.fixture
def head() -> Heading:
    return Heading(
        sender=check_address("rh@exemple.fr", "Service des ressources humaines d’Élodie"),
        recipient=check_address("ines@exemple.fr", "Inès Lambert"),
        message_id=f"<{'0' * 32}@exemple.fr>",
        date=datetime.fromisoformat("2027-07-06T09:00:00+00:00"),
    )


def bodies(content: bytes) -> list[str]:
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    return [p.get_content() for p in message.walk() if p.get_content_maintype() == "text"]


def test_the_secret_stands_in_both_bodies(head: Heading, asked: SignatureLinkText) -> None:
    kept = secret_message(head, asked)
    sent = filled(kept, {LINK_PLACE: TOKEN})
    assert len(bodies(sent)) == 2
    assert all(f"https://signer.exemple.fr/signer/{TOKEN}" in body for body in bodies(sent))
    assert [body.replace(TOKEN, LINK_PLACE) for body in bodies(sent)] == bodies(kept)


def test_what_is_sent_is_a_message_as_servers_want_it(head: Heading, asked: SignatureLinkText) -> None:
    sent = filled(secret_message(head, asked), {LINK_PLACE: TOKEN})
    assert b"\n" not in sent.replace(b"\r\n", b"")
    assert sent.isascii()
    assert max(map(len, sent.split(b"\r\n"))) <= 998


def test_nothing_to_fill_changes_no_byte(head: Heading, asked: SignatureLinkText) -> None:
    kept = secret_message(head, asked)
    assert filled(kept, {}) == kept
    assert filled(kept, {LINK_PLACE: LINK_PLACE}) == kept


def test_a_message_without_its_place_does_not_leave(head: Heading, asked: SignatureLinkText) -> None:
    with pytest.raises(MailError, match="pas de place"):
        filled(secret_message(head, replace(asked, link="ailleurs")), {LINK_PLACE: TOKEN})


def test_the_subject_of_a_code_does_not_show_it(head: Heading, contact: Contact) -> None:
    text = SignatureCodeText("Inès Lambert", contact, CODE_PLACE, 10, "9 h")
    sent = filled(secret_message(head, text), {CODE_PLACE: "123 456"})
    message = message_from_bytes(sent, _class=EmailMessage, policy=policy.default)
    assert "123" not in str(message["Subject"])
    assert all("123 456" in body for body in bodies(sent))
