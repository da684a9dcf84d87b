"""Mail on its way out: each message, where it stands, and every attempt to hand it to the relay."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from toolkit.digest import Sha256
from toolkit.model.document import Role
from toolkit.model.identifiers import CaseId, Matricule


class MailKind(StrEnum):
    """What a message carries."""

    LETTER = "letter"
    INVITATION = "invitation"
    CHANGE_NOTICE = "change_notice"
    CANCELLATION = "cancellation"
    HIRING_NOTICE = "hiring_notice"
    FORM = "form"
    REFUSAL_RECORD = "refusal_record"
    REMINDER = "reminder"
    SIGNATURE_LINK = "signature_link"
    SIGNATURE_CODE = "signature_code"
    HANDOVER = "handover"
    DECISIONS = "decisions"


class MailState(StrEnum):
    """Where a message stands.

    ``SENDING`` is written before the dialogue with the relay begins: a message found in that state by a
    new run may have left, and becomes ``UNCERTAIN`` until a person decides.
    """

    QUEUED = "queued"
    SENDING = "sending"
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    FAILED = "failed"
    BOUNCED = "bounced"
    UNCERTAIN = "uncertain"
    POSTED = "posted"
    WITHDRAWN = "withdrawn"


class MailOutcome(StrEnum):
    """What a person decides of a message that is in doubt, refused or bounced."""

    SENT = "sent"
    SEND_AGAIN = "send_again"
    POST = "post"


@dataclass(frozen=True, slots=True)
class OutboxMail:
    """One message to one recipient.

    ``key`` names it for ever, so that the same step never queues it twice: ``C0007:salarie:letter:1`` or
    ``2026-automne:0001234:hiring_notice:1``. ``matricule`` is the person written to; ``sender`` and
    ``recipient`` are the envelope's addresses; ``content`` the SHA-256 of the exact bytes;
    ``reply`` the relay's last answer, ``details`` what was seen of the connection.
    """

    key: str
    case: CaseId | None
    matricule: Matricule
    role: Role
    kind: MailKind
    message_id: str
    sender: str
    recipient: str
    content: Sha256
    queued_at: datetime
    state: MailState = MailState.QUEUED
    attempts: int = 0
    next_try: datetime | None = None
    reply: str = ""
    details: dict[str, str] = field(default_factory=dict)
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MailAttempt:
    """One dialogue with the relay, or one decision of a person on the message.

    ``outcome`` is the state that the message was left in; None while the dialogue lasts.
    """

    key: str
    number: int
    began_at: datetime
    actor: str
    ended_at: datetime | None = None
    outcome: MailState | None = None
    code: int | None = None
    reply: str = ""
    details: dict[str, str] = field(default_factory=dict)
