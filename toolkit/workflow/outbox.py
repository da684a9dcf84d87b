"""Send what is queued: an intent is committed before each dialogue, its fate after; doubt is held."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from toolkit.clock import Clock
from toolkit.errors import EntretiensError, StoreError
from toolkit.mail import Accepted, Outcome, Outgoing, Refused, Relay, Uncertain
from toolkit.model import CaseState, Event, EventType
from toolkit.model.mail import MailKind, MailState, OutboxMail
from toolkit.store import Store, Unit
from toolkit.workflow.course import Move, advance
from toolkit.workflow.fates import file_fate
from toolkit.workflow.states import Act, allows

Writing = Callable[[], AbstractContextManager[Unit]]
Told = Callable[[int, int], None]
Fill = Callable[[OutboxMail, bytes], bytes]
"""Puts into a message, as it leaves, what must not be kept with it."""

_FATES: dict[type[Outcome], tuple[EventType, Act]] = {
    Accepted: (EventType.MAIL_ACCEPTED, Act.DELIVERED),
    Refused: (EventType.MAIL_REFUSED, Act.BOUNCE),
    Uncertain: (EventType.MAIL_UNCERTAIN, Act.DOUBT),
}

_AWAITING = frozenset({CaseState.SUMMONED, CaseState.UNCERTAIN, CaseState.UNDELIVERED})
_AT_ONCE = frozenset({MailKind.SIGNATURE_CODE})
"""What leaves when it is asked for or not at all: see :func:`deliver_one`."""

_OPEN_FATES = frozenset({MailState.UNCERTAIN, MailState.FAILED, MailState.BOUNCED, MailState.SENDING})


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of the messages of one run; ``held`` were found interrupted by an earlier one.

    ``unreadable`` tells, message by message, whose bytes could not be read: they wait, and stop no other.
    """

    accepted: int
    refused: int
    deferred: int
    uncertain: int
    held: int
    unreadable: tuple[str, ...] = ()


def as_kept(mail: OutboxMail, content: bytes) -> bytes:  # noqa: ARG001 - the signature of a Fill
    """Return a message as it is kept: it holds no secret."""
    return content


@dataclass(frozen=True)
class Post:
    """What a delivery needs: store, transactions, clock, whom to tell, what to fill in as messages leave."""

    store: Store
    writing: Writing
    clock: Clock
    told: Told
    fill: Fill = as_kept


def deliver(post: Post, relay: Relay) -> Delivery:
    """Send every message that is ready; a message of an interrupted run is held, never sent again.

    Raises:
        StoreError: another run is sending.
        RelayError: the relay cannot be used; what was not begun stays queued.
    """
    with post.store.run_lock():
        held = _hold_interrupted(post)
        with post.writing() as unit:
            ready = [mail for mail in unit.outbox.ready(post.clock.now()) if mail.kind not in _AT_ONCE]
        counts: Counter[str] = Counter()
        unreadable: list[str] = []
        asyncio.run(_deliver(post, relay, ready, counts, unreadable))
    return Delivery(
        counts["accepted"],
        counts["refused"],
        counts["deferred"],
        counts["uncertain"],
        held,
        tuple(unreadable),
    )


def deliver_one(post: Post, relay: Relay, key: str) -> MailState:
    """Send one message at once, for a person who waits for it, and return where it then stands.

    It does not wait for a run that sends others, and holds nothing of theirs.

    Raises:
        RelayError: the relay cannot be used; the message stays queued.
        StoreError: the message is not waiting, or cannot be read.
    """
    with post.writing() as unit:
        mail = unit.outbox.get(key)
    unreadable: list[str] = []
    asyncio.run(_deliver(post, relay, [mail], Counter(), unreadable))
    if unreadable:
        raise StoreError("ce message ne peut pas partir.", about=unreadable[0])
    with post.writing() as unit:
        return unit.outbox.get(key).state


def _hold_interrupted(post: Post) -> int:
    at = post.clock.now()
    with post.writing() as unit:
        interrupted = unit.outbox.sweep_interrupted(at)
        for mail in interrupted:
            fate = Uncertain("l’envoi a été interrompu : le serveur a peut-être reçu ce message", at)
            _record(unit, post, mail, fate)
    return len(interrupted)


async def _deliver(
    post: Post, relay: Relay, ready: list[OutboxMail], counts: Counter[str], unreadable: list[str]
) -> None:
    outgoing = _outgoing(post, ready, unreadable)

    async def begin(message: Outgoing) -> None:
        with post.writing() as unit:
            unit.outbox.begin(message.key, post.clock.now())

    async def end(message: Outgoing, outcome: Outcome) -> None:
        with post.writing() as unit:
            mail = _settle(unit, message.key, outcome)
            _record(unit, post, mail, outcome)
        counts[_counted(mail.state)] += 1
        post.told(counts.total(), len(ready))

    await relay.deliver(outgoing, on_start=begin, on_outcome=end)


def _outgoing(post: Post, ready: list[OutboxMail], unreadable: list[str]) -> Iterator[Outgoing]:
    """Yield what can leave, read when its turn comes; a missing or altered piece is told, not sent."""
    for mail in ready:
        if not _still_waits(post, mail):
            continue
        try:
            content = post.fill(mail, post.store.files.get(mail.content))
        except EntretiensError as error:
            unreadable.append(f"{mail.key} : {error}")
        else:
            yield Outgoing(mail.key, mail.sender, mail.recipient, content)


def _still_waits(post: Post, mail: OutboxMail) -> bool:
    """Tell whether nobody took ``mail`` back since the delivery began."""
    with post.writing() as unit:
        return unit.outbox.get(mail.key).state is mail.state


def _counted(state: MailState) -> str:
    return {
        MailState.ACCEPTED: "accepted",
        MailState.DEFERRED: "deferred",
        MailState.UNCERTAIN: "uncertain",
    }.get(state, "refused")


def _settle(unit: Unit, key: str, outcome: Outcome) -> OutboxMail:
    """Write the fate of a message where the message stands."""
    match outcome:
        case Accepted(reply, at, ehlo, tls):
            details = {"ehlo": ehlo}
            if tls is not None:
                details |= {"tls": tls.version, "cipher": tls.cipher, "peer_sha256": tls.peer_sha256}
            return unit.outbox.accepted(key, at, reply, details)
        case Refused(code, text, permanent, at):
            return unit.outbox.refused(key, at, code or None, text, permanent=permanent)
        case Uncertain(reason, at):
            return unit.outbox.uncertain(key, at, reason)


def _record(unit: Unit, post: Post, mail: OutboxMail, outcome: Outcome) -> None:
    """File the proof of a definite fate, write its line, and move the case where the fate moves it."""
    if mail.state is MailState.DEFERRED:
        return
    event, act = _FATES[type(outcome)]
    body: dict[str, object] = {"message": mail.message_id, "sha256": mail.content, "mail": mail.key}
    body |= file_fate(unit, post.store, mail)
    unit.journal.append(
        Event(
            employer=unit.employer,
            type=event,
            at=outcome.at,
            actor=unit.actor,
            matricule=mail.matricule,
            case=mail.case,
            body=body,
        )
    )
    follow(unit, mail, Move(act, event, f"{mail.key}#{mail.attempts}", outcome.at, body))


def follow(unit: Unit, mail: OutboxMail, move: Move) -> None:
    """Move the case of ``mail`` where the fate of the message moves it.

    A case leaves doubt only when no other message of its own is in doubt or undelivered.
    """
    if mail.case is None:
        return
    case = unit.cases.get(mail.case)
    if case.state not in _AWAITING or not allows(case, move.act):
        return
    settled = case.state is not CaseState.SUMMONED and not any(
        other.state in _OPEN_FATES for other in unit.outbox.of_case(case.id)
    )
    if move.act in (Act.DOUBT, Act.BOUNCE) or settled:
        advance(unit, case, move)
