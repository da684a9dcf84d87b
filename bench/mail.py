"""Messages per second: ours beside smtplib, to the same server in the same run; and what building costs.

Run it with ``python bench/mail.py``. Every round sends the same messages to a server in a process of its own;
the median of three rounds is printed. When answers take time, as those of a relay beyond the network do, what
counts is the number of connections.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import smtplib
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email.headerregistry import Address
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from aiosmtpd.smtp import SMTP, Envelope, Session

from toolkit.clock import SystemClock
from toolkit.demo.capture import CaptureServer, Reception
from toolkit.invitations import Attendee, Invitation, Party, build_request
from toolkit.mail import (
    Accepted,
    Attachment,
    Audience,
    Contact,
    ConvocationText,
    Heading,
    InvitationText,
    Outcome,
    Outgoing,
    Relay,
    RelaySettings,
    invitation_message,
    letter_message,
)
from toolkit.model.case import Slot

PDF_BYTES = 60_000
ROUNDS = 3
SLOT = Slot(datetime(2027, 7, 6, 7, 30, tzinfo=UTC), 60, "Europe/Paris", "Salle Kléber")
CONTACT = Contact("Exemple SAS", "Claire Müller", "rh@exemple.fr")


class Sink(Reception):
    """Takes everything, keeps nothing, and may think before it answers."""

    def __init__(self, delay: float) -> None:
        super().__init__()
        self._delay = delay

    async def handle_MAIL(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer after the delay."""
        _ = server, session, options
        await asyncio.sleep(self._delay)
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Answer after the delay, and forget the message."""
        _ = server, session, envelope
        await asyncio.sleep(self._delay)
        return "250 OK"


def serve(channel: Connection, delay: float) -> None:
    """Run a sink in this process until the parent says stop."""
    with CaptureServer(reception=Sink(delay)) as server:
        channel.send(server.port)
        channel.recv()


def heading(number: int) -> Heading:
    """Return the heading of a message of its own."""
    return Heading(
        Address("Exemple SAS", "rh", "exemple.fr"),
        Address("Jean-Éric Dupont", f"p{number}", "exemple.fr"),
        f"<{number:032x}@exemple.fr>",
        datetime(2027, 6, 1, 8, tzinfo=UTC),
    )


def letter(number: int) -> bytes:
    """Return the message that carries a letter."""
    text = ConvocationText(
        "Jean-Éric Dupont", CONTACT, "entretien professionnel", SLOT, "Anne Lefèvre", date(2027, 6, 15)
    )
    return letter_message(heading(number), text, [Attachment("Convocation.pdf", b"\x25" * PDF_BYTES)])


def invitation(number: int) -> bytes:
    """Return the message that carries an invitation."""
    meeting = Invitation(
        uid=f"entretien-{number:032x}@exemple.fr",
        sequence=0,
        stamp=datetime(2027, 6, 1, 8, tzinfo=UTC),
        slot=SLOT,
        summary="Entretien professionnel",
        description="La convocation vous est adressée dans un message séparé.",
        organizer=Party("RH", "rh@exemple.fr"),
        attendees=(Attendee(Party("Jean-Éric Dupont", f"p{number}@exemple.fr")),),
    )
    text = InvitationText("Jean", CONTACT, Audience.EMPLOYEE, "entretien professionnel", SLOT, "Anne Lefèvre")
    return invitation_message(heading(number), text, build_request(meeting), "REQUEST")


def build_all(build: Callable[[int], bytes], count: int) -> None:
    """Build as many messages, each its own."""
    for number in range(count):
        build(number)


def by_smtplib(port: int, messages: list[Outgoing]) -> None:
    """Send with the standard library, over one kept connection."""
    with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost") as client:
        for message in messages:
            client.sendmail(message.envelope_from, [message.recipient], message.content)


def by_relay(port: int, messages: list[Outgoing], connections: int) -> None:
    """Send with the toolkit."""
    accepted = 0

    async def on_start(_: Outgoing) -> None:
        return

    async def on_outcome(_: Outgoing, outcome: Outcome) -> None:
        nonlocal accepted
        accepted += isinstance(outcome, Accepted)

    settings = RelaySettings("127.0.0.1", port, "none", connections=connections)
    asyncio.run(Relay(settings, SystemClock()).deliver(messages, on_start=on_start, on_outcome=on_outcome))
    assert accepted == len(messages)


def per_second(count: int, action: Callable[[], object]) -> float:
    """Return the median rate of a few rounds."""
    rates = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        rates.append(count / (time.perf_counter() - start))
    return statistics.median(rates)


def measure(delay_ms: int, messages: list[Outgoing]) -> None:
    """Print the rates of both towards one server."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=serve, args=(theirs, delay_ms / 1000), daemon=True)
    process.start()
    port = ours.recv()
    count = len(messages)
    rows: list[tuple[str, Callable[[], object]]] = [
        ("smtplib, 1 connection", partial(by_smtplib, port, messages)),
        *(
            (f"relay, {n} connection{'s' * (n > 1)}", partial(by_relay, port, messages, n))
            for n in (1, 4, 16)
        ),
    ]
    for label, action in rows:
        print(f"  {label:24} {per_second(count, action):8.0f} messages/s")
    ours.send("stop")
    process.join()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=200)
    count: int = parser.parse_args().messages
    print("building")
    for label, build in (
        (f"letter, {PDF_BYTES // 1000} kB PDF", letter),
        ("calendar invitation", invitation),
    ):
        print(f"  {label:24} {per_second(count, partial(build_all, build, count)):8.0f} messages/s")
    content = letter(0)
    base = Outgoing("m", "retours@exemple.fr", "p0@exemple.fr", content)
    messages = [replace(base, key=f"m{n}") for n in range(count)]
    for delay in (0, 20):
        print(f"sending letters of {len(content):,} bytes, {delay} ms before two answers of four")
        measure(delay, messages if not delay else messages[: count // 2])


if __name__ == "__main__":
    main()
