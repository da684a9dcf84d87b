"""A campaign is sent once: each letter made once, each message handed over once, doubt held and told."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from toolkit.demo.capture import CaptureServer, Reception
from toolkit.errors import SettingsError
from toolkit.model import CaseState, DocumentKind
from toolkit.model.mail import MailOutcome, MailState, OutboxMail
from toolkit.services.hiring import issue_notices
from toolkit.services.office import Office
from toolkit.services.sending import deliver_mail, send_campaign, settle_mail

from .conftest import (
    ARNOLD,
    CAMPAIGN,
    FONTAINE,
    LAMBERT,
    case_of,
    connected,
    everything,
    pieces,
    send_through,
)


class Moody(Reception):
    """A server that hangs up once it has the message of one address, and refuses another's for good."""

    def __init__(self, cut: str = "", refused: str = "") -> None:
        super().__init__()
        self._cut = cut
        self._refused = refused

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the message, then answer, refuse, or hang up."""
        recipient = envelope.rcpt_tos[0]
        if recipient == self._refused:
            return "550 5.1.1 boîte inconnue"
        answer = await super().handle_DATA(server, session, envelope)
        if recipient == self._cut and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return answer


@pytest.fixture
def server() -> Iterator[CaptureServer]:
    with CaptureServer() as server:
        yield server


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def letter_to(office: Office, email: str) -> OutboxMail:
    """Return the message that carries the letter to an address."""
    with office.reading() as unit:
        (mail,) = [m for m in unit.outbox.all() if m.recipient == email and "convocation" in m.key]
    return mail


def test_each_letter_and_each_message_leaves_once(planned: Office, server: CaptureServer) -> None:
    sent = send_through(planned, server)
    assert len(sent.summoned) == 4
    assert sent.troubles == ()
    recipients = Counter(message.recipients[0] for message in server.messages)
    # who has a mailbox: letter and invitation; the manager of each case: invitation
    assert recipients == {
        "p0001@atelier.example": 2,
        "p0003@atelier.example": 2,
        "p0004@atelier.example": 2,
        "kessler@atelier.example": 2,
        "oberlin@atelier.example": 2,
    }
    again = send_through(planned, server)
    assert again.summoned == ()
    assert again.already == 4
    assert sum(recipients.values()) == len(server.messages)
    with planned.reading() as unit:
        cases = unit.cases.all()
    assert {case.state for case in cases} == {CaseState.SUMMONED}
    assert [len(pieces(planned, case, DocumentKind.CONVOCATION)) for case in cases] == [1] * 4


def test_what_the_server_got_is_what_is_kept(planned: Office, server: CaptureServer) -> None:
    send_through(planned, server)
    with planned.reading() as unit:
        kept = {mail.message_id: planned.store.files.get(mail.content) for mail in unit.outbox.all()}
    for captured in server.messages:
        assert captured.content == kept[str(read(captured.content)["Message-ID"])]
        assert captured.envelope_from == "retours@atelier.example"


def test_who_has_no_mailbox_gets_a_letter_to_print(planned: Office, server: CaptureServer) -> None:
    sent = send_through(planned, server)
    case = case_of(planned, FONTAINE)
    assert sent.to_print == (case.id,)
    printed = planned.folder / "courriers-a-imprimer" / CAMPAIGN
    assert {path.name for path in printed.iterdir()} == {
        f"Fontaine-Jimmy_{case.id}_convocation.pdf",
        f"Fontaine-Jimmy_{case.id}_fiche-preparation.pdf",
    }
    (letter,) = pieces(planned, case, DocumentKind.CONVOCATION)
    assert (printed / f"Fontaine-Jimmy_{case.id}_convocation.pdf").read_bytes() == letter


def test_without_a_relay_the_letters_wait_and_leave_later(planned: Office, server: CaptureServer) -> None:
    with pytest.raises(SettingsError, match=r"\[mail\] host"):
        send_campaign(planned, CAMPAIGN)
    assert case_of(planned, LAMBERT).state is CaseState.SUMMONED
    assert deliver_mail(connected(planned, server)).accepted == 10
    assert deliver_mail(connected(planned, server)).accepted == 0
    assert len(server.messages) == 10


def test_a_message_in_doubt_is_held_and_never_sent_again_by_itself(planned: Office) -> None:
    with CaptureServer(reception=Moody(cut="p0001@atelier.example")) as server:
        sent = send_through(planned, server)
        assert sent.delivery is not None
        assert sent.delivery.uncertain == 2
        assert case_of(planned, LAMBERT).state is CaseState.UNCERTAIN
        arrived = len(server.messages)
        again = deliver_mail(connected(planned, server))
        assert (again.accepted, again.uncertain) == (0, 0)
        assert len(server.messages) == arrived


def test_settling_the_last_doubt_moves_the_case_back(planned: Office) -> None:
    with CaptureServer(reception=Moody(cut="p0001@atelier.example")) as server:
        send_through(planned, server)
    with planned.reading() as unit:
        doubtful = [mail.key for mail in unit.outbox.all(MailState.UNCERTAIN)]
    settle_mail(planned, doubtful[0], MailOutcome.SENT, "Mme Lambert a répondu.")
    assert case_of(planned, LAMBERT).state is CaseState.UNCERTAIN
    settle_mail(planned, doubtful[1], MailOutcome.SENT, "Mme Lambert a accepté l’invitation.")
    assert case_of(planned, LAMBERT).state is CaseState.SUMMONED


def test_a_message_sent_again_on_request_keeps_its_identifier(planned: Office, server: CaptureServer) -> None:
    with CaptureServer(reception=Moody(cut="p0001@atelier.example")) as moody:
        send_through(planned, moody)
    doubtful = letter_to(planned, "p0001@atelier.example")
    settle_mail(planned, doubtful.key, MailOutcome.SEND_AGAIN, "Rien n’est arrivé.")
    assert deliver_mail(connected(planned, server)).accepted == 1
    (arrived,) = server.messages
    assert read(arrived.content)["Message-ID"] == doubtful.message_id


def test_a_refused_message_asks_for_the_post(planned: Office) -> None:
    with CaptureServer(reception=Moody(refused="p0001@atelier.example")) as server:
        sent = send_through(planned, server)
    assert sent.delivery is not None
    assert sent.delivery.refused == 2
    assert case_of(planned, LAMBERT).state is CaseState.UNDELIVERED
    for kind in ("convocation", "invitation"):
        with planned.reading() as unit:
            (mail,) = [m for m in unit.outbox.all(MailState.FAILED) if kind in m.key]
        settle_mail(planned, mail.key, MailOutcome.POST, "Lettre recommandée 1A 000 000 001.")
    assert case_of(planned, LAMBERT).state is CaseState.SUMMONED


def test_each_fate_is_filed_beside_its_message(planned: Office, server: CaptureServer) -> None:
    send_through(planned, server)
    with planned.reading() as unit:
        documents = unit.documents.of_case(case_of(planned, LAMBERT).id)
    messages = {d.file_name.removesuffix(".eml") for d in documents if d.suffix == "eml"}
    fates = {d.file_name.removesuffix(".json") for d in documents if d.suffix == "json"}
    assert messages == fates
    assert len(messages) == 3


def test_the_hiring_notice_is_issued_once(imported: Office) -> None:
    issued = issue_notices(imported)
    assert issued.issued == (ARNOLD,)
    before = everything(imported)
    assert issue_notices(imported).issued == ()
    assert everything(imported) == before


def test_one_piece_that_is_missing_stops_no_other_message(planned: Office, server: CaptureServer) -> None:
    send_campaign(planned, CAMPAIGN, deliver_now=False)
    lost = letter_to(planned, "p0001@atelier.example")
    piece = planned.store.files.path(lost.content)
    content = piece.read_bytes()
    piece.unlink()
    delivery = deliver_mail(connected(planned, server))
    assert delivery.accepted == 9
    (told,) = delivery.unreadable
    assert told.startswith(f"{lost.key} : ")
    piece.write_bytes(content)
    assert deliver_mail(connected(planned, server)).accepted == 1
