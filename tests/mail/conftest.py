"""A heading, a text, a clock and a short way to deliver."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest

from toolkit.clock import PARIS, SteppedClock
from toolkit.mail import (
    Contact,
    ConvocationText,
    Heading,
    Outcome,
    Outgoing,
    Relay,
    RelaySettings,
    check_address,
)
from toolkit.model.case import Slot

NOW = datetime(2027, 6, 1, 8, tzinfo=UTC)
CONTENT = b"Subject: essai\r\n\r\nBonjour.\r\n.\r\n..fin\r\n"

Deliver = Callable[[RelaySettings, Sequence[Outgoing]], dict[str, Outcome]]
Draft = Callable[[int], list[Outgoing]]


@pytest.fixture
def clock() -> SteppedClock:
    return SteppedClock(NOW)


@pytest.fixture
def contact() -> Contact:
    return Contact("Exemple SAS", "Claire Müller", "rh@exemple.fr", "03 88 00 00 00")


@pytest.fixture
def slot() -> Slot:
    return Slot(datetime(2027, 7, 6, 7, 30, tzinfo=UTC), 60, "Europe/Paris", "Salle Kléber, 2ᵉ étage")


@pytest.fixture
def convocation(contact: Contact, slot: Slot) -> ConvocationText:
    return ConvocationText(
        name="Jean-Éric Dupont",
        contact=contact,
        interview="entretien de parcours professionnel",
        slot=slot,
        held_by="Anne Lefèvre, directrice d’établissement",
        reply_by=date(2027, 6, 15),
    )


@pytest.fixture
def heading() -> Heading:
    return Heading(
        sender=check_address("rh@exemple.fr", "Exemple SAS"),
        recipient=check_address("jean-eric.dupont@exemple.fr", "Dupont, Jean-Éric"),
        message_id="<00112233445566778899aabbccddeeff@exemple.fr>",
        date=datetime(2027, 6, 1, 10, tzinfo=PARIS),
        reply_to=check_address("rh@exemple.fr"),
        list_id="2026-automne.exemple.fr",
    )


@pytest.fixture
def draft() -> Draft:
    """Messages to as many people, told apart by their key."""

    def make(count: int) -> list[Outgoing]:
        return [
            Outgoing(f"m{n}", "retours@exemple.fr", f"p{n}@exemple.fr", b"X-Key: m%d\r\n" % n + CONTENT)
            for n in range(count)
        ]

    return make


@pytest.fixture
def deliver(clock: SteppedClock) -> Deliver:
    """Deliver and return the fates, having checked that each was announced first and told once."""

    def run(settings: RelaySettings, messages: Sequence[Outgoing]) -> dict[str, Outcome]:
        started: list[str] = []
        fates: dict[str, Outcome] = {}

        async def on_start(outgoing: Outgoing) -> None:
            started.append(outgoing.key)

        async def on_outcome(outgoing: Outgoing, outcome: Outcome) -> None:
            assert outgoing.key in started
            assert outgoing.key not in fates
            fates[outgoing.key] = outcome

        asyncio.run(Relay(settings, clock).deliver(messages, on_start=on_start, on_outcome=on_outcome))
        assert sorted(started) == sorted(fates)
        return fates

    return run
