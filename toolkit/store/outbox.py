"""Outgoing mail: what is to be sent, what is being sent, and what became of it.

An intent is committed before each dialogue with the relay (``begin``) and its result after: a message found
in ``sending`` by the next run may have left, and is held as ``uncertain`` until a person decides.
SMTP gives no other way to send nothing twice (RFC 5321, 4.5.4.1 and 6.1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, or_

from toolkit.errors import NotFoundError, StoreError
from toolkit.model import CaseId, MailAttempt, MailOutcome, MailState, OutboxMail
from toolkit.store.rows import Scope, Shape
from toolkit.store.tables import MAIL_ATTEMPTS, OUTBOX

_MAIL: Final = Shape(OUTBOX, OutboxMail, {"case": "case_id"})
_ATTEMPT: Final = Shape(MAIL_ATTEMPTS, MailAttempt)

_DELAYS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
"""Wait after the first, second… temporary refusal; the last holds for all further ones."""

_TO_SEND: Final = (MailState.QUEUED, MailState.DEFERRED)
_WAITING: Final = (MailState.QUEUED, MailState.DEFERRED)
_TO_SETTLE: Final = (MailState.UNCERTAIN, MailState.FAILED, MailState.BOUNCED, MailState.DEFERRED)
_SETTLED: Final = {
    MailOutcome.SENT: MailState.ACCEPTED,
    MailOutcome.SEND_AGAIN: MailState.QUEUED,
    MailOutcome.POST: MailState.POSTED,
}


class Outbox:
    """The employer's outgoing mail, each message under a key that is never used twice."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def enqueue(self, mail: OutboxMail) -> bool:
        """Queue a message; False where its key is there already, whatever became of it."""
        if self._scope.one(OUTBOX, OUTBOX.c.key == mail.key) is not None:
            return False
        self._scope.insert(OUTBOX, _MAIL.row(mail))
        return True

    def find(self, key: str) -> OutboxMail | None:
        """Return the message, or None."""
        row = self._scope.one(OUTBOX, OUTBOX.c.key == key)
        return None if row is None else _MAIL.value(row)

    def get(self, key: str) -> OutboxMail:
        """Return the message.

        Raises:
            NotFoundError: no message has this key.
        """
        mail = self.find(key)
        if mail is None:
            raise NotFoundError("aucun message de ce nom dans la boîte d’envoi.", about=key)
        return mail

    def all(self, state: MailState | None = None) -> list[OutboxMail]:
        """Return all messages, or those in ``state``, in the order they were queued."""
        return self._mails(*([OUTBOX.c.state == state] if state is not None else []))

    def of_case(self, case_id: CaseId) -> list[OutboxMail]:
        """Return the messages of the case in the order they were queued."""
        return self._mails(OUTBOX.c.case_id == case_id)

    def ready(self, at: datetime | None = None) -> list[OutboxMail]:
        """Return the messages to send now: queued, or deferred and their time has come.

        Args:
            at: The instant; the unit's where it has a clock.
        """
        instant = at or self._scope.now()
        due = or_(OUTBOX.c.next_try.is_(None), OUTBOX.c.next_try <= instant)
        return self._mails(OUTBOX.c.state.in_(_TO_SEND), due)

    def attempts(self, key: str) -> list[MailAttempt]:
        """Return the dialogues and decisions about the message, in their order."""
        rows = self._scope.all(MAIL_ATTEMPTS, MAIL_ATTEMPTS.c.key == key, order=["number"])
        return [_ATTEMPT.value(row) for row in rows]

    def begin(self, key: str, at: datetime) -> OutboxMail:
        """Write the intent to send the message; commit it before the dialogue begins.

        Raises:
            StoreError: the message is not waiting to be sent.
        """
        mail = self._in(key, _TO_SEND)
        begun = replace(mail, state=MailState.SENDING, attempts=mail.attempts + 1, next_try=None)
        self._note(MailAttempt(key, self._next_number(key), at, self._scope.actor))
        return self._save(begun)

    def accepted(
        self, key: str, at: datetime, reply: str, details: Mapping[str, str] | None = None
    ) -> OutboxMail:
        """Record that the relay took charge: its ``reply``, and what was seen of the connection."""
        mail = self._in(key, (MailState.SENDING,))
        seen = dict(details or {})
        self._end(key, MailState.ACCEPTED, at, reply=reply, details=seen)
        return self._save(replace(mail, state=MailState.ACCEPTED, reply=reply, details=seen, sent_at=at))

    def refused(self, key: str, at: datetime, code: int | None, reply: str, *, permanent: bool) -> OutboxMail:
        """Record a refusal; a temporary one defers the message by 1, 5, 15, then 60 minutes."""
        mail = self._in(key, (MailState.SENDING,))
        state = MailState.FAILED if permanent else MailState.DEFERRED
        wait = _DELAYS[min(mail.attempts, len(_DELAYS)) - 1]
        self._end(key, state, at, reply=reply, code=code)
        return self._save(replace(mail, state=state, reply=reply, next_try=None if permanent else at + wait))

    def uncertain(self, key: str, at: datetime, reason: str) -> OutboxMail:
        """Record that nobody can tell whether the relay took the message; it is held."""
        mail = self._in(key, (MailState.SENDING,))
        self._end(key, MailState.UNCERTAIN, at, reply=reason)
        return self._save(replace(mail, state=MailState.UNCERTAIN, reply=reason))

    def bounced(self, key: str, at: datetime, reply: str) -> OutboxMail:
        """Record that a message accepted before came back undelivered (RFC 3464)."""
        mail = self._in(key, (MailState.ACCEPTED, MailState.UNCERTAIN))
        self._decided(key, MailState.BOUNCED, at, reply)
        return self._save(replace(mail, state=MailState.BOUNCED, reply=reply))

    def settle(self, key: str, outcome: MailOutcome, note: str) -> OutboxMail:
        """Record what a person decided of a message in doubt, refused, bounced or put off.

        ``SENT``: it did leave, the person checked. ``SEND_AGAIN``: back to the queue, under the same
        Message-ID. ``POST``: the letter goes by post.

        Raises:
            StoreError: nothing is to be decided of this message.
        """
        mail = self._in(key, _TO_SETTLE)
        now = self._scope.now()
        state = _SETTLED[MailOutcome(outcome)]
        self._decided(key, state, now, note)
        sent_at = now if state is MailState.ACCEPTED else None
        return self._save(replace(mail, state=state, reply=note, next_try=None, sent_at=sent_at))

    def withdraw(self, case_id: CaseId, at: datetime, reason: str) -> list[OutboxMail]:
        """Take back the messages of a case that still wait to leave, and return them."""
        waiting = [mail for mail in self.of_case(case_id) if mail.state in _WAITING]
        for mail in waiting:
            self._decided(mail.key, MailState.WITHDRAWN, at, reason)
        return [
            self._save(replace(mail, state=MailState.WITHDRAWN, reply=reason, next_try=None))
            for mail in waiting
        ]

    def withdraw_one(self, key: str, at: datetime, reason: str) -> OutboxMail | None:
        """Take back one message, and return it; None where it no longer waits to leave."""
        mail = self.get(key)
        if mail.state not in _WAITING:
            return None
        self._decided(key, MailState.WITHDRAWN, at, reason)
        return self._save(replace(mail, state=MailState.WITHDRAWN, reply=reason, next_try=None))

    def sweep_interrupted(self, at: datetime) -> list[OutboxMail]:
        """Hold as uncertain what a run that was cut off left in ``sending``; return these messages.

        Only who holds the run lock may sweep: another run may be sending them.
        """
        return [
            self.uncertain(mail.key, at, "envoi interrompu avant la réponse du serveur")
            for mail in self.all(MailState.SENDING)
        ]

    def _mails(self, *conditions: ColumnElement[bool]) -> list[OutboxMail]:
        return [_MAIL.value(row) for row in self._scope.all(OUTBOX, *conditions, order=["n"])]

    def _in(self, key: str, states: tuple[MailState, ...]) -> OutboxMail:
        mail = self.get(key)
        if mail.state not in states:
            raise StoreError(
                f"ce message est « {_FRENCH[mail.state]} » : cette opération ne s’y applique pas.",
                about=key,
            )
        return mail

    def _save(self, mail: OutboxMail) -> OutboxMail:
        self._scope.update(OUTBOX, _MAIL.row(mail), OUTBOX.c.key == mail.key)
        return mail

    def _note(self, attempt: MailAttempt) -> None:
        self._scope.insert(MAIL_ATTEMPTS, _ATTEMPT.row(attempt))

    def _decided(self, key: str, state: MailState, at: datetime, reply: str) -> None:
        self._note(MailAttempt(key, self._next_number(key), at, self._scope.actor, at, state, reply=reply))

    def _end(
        self,
        key: str,
        state: MailState,
        at: datetime,
        *,
        reply: str,
        code: int | None = None,
        details: Mapping[str, str] | None = None,
    ) -> None:
        last = self.attempts(key)[-1]
        ended = replace(last, ended_at=at, outcome=state, code=code, reply=reply, details=dict(details or {}))
        this = (MAIL_ATTEMPTS.c.key == key) & (MAIL_ATTEMPTS.c.number == last.number)
        self._scope.update(MAIL_ATTEMPTS, _ATTEMPT.row(ended), this)

    def _next_number(self, key: str) -> int:
        return len(self.attempts(key)) + 1


_FRENCH: Final = {
    MailState.QUEUED: "à envoyer",
    MailState.SENDING: "en cours d’envoi",
    MailState.DEFERRED: "remis à plus tard",
    MailState.ACCEPTED: "accepté par le serveur",
    MailState.FAILED: "refusé par le serveur",
    MailState.BOUNCED: "revenu non remis",
    MailState.UNCERTAIN: "incertain",
    MailState.POSTED: "envoyé par courrier",
    MailState.WITHDRAWN: "retiré avant l’envoi",
}
