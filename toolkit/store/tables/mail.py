"""Outgoing mail and each attempt to hand it over."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint

from toolkit.model import MailKind, MailState, Role
from toolkit.store.columns import Code, Instant, Json
from toolkit.store.tables.base import METADATA, key, may, must, number, of

OUTBOX: Final = Table(
    "ent_outbox",
    METADATA,
    number(),
    must("employer_id"),
    must("key"),
    may("case_id"),
    must("matricule"),
    must("role", Code(Role)),
    must("kind", Code(MailKind)),
    must("message_id"),
    must("sender"),
    must("recipient"),
    must("content"),
    must("queued_at", Instant),
    must("state", Code(MailState)),
    must("attempts", Integer),
    may("next_try", Instant),
    must("reply"),
    must("details", Json(dict[str, str])),
    may("sent_at", Instant),
    of("cases", "case_id"),
    UniqueConstraint("employer_id", "key"),
    UniqueConstraint("employer_id", "message_id"),
    Index(None, "employer_id", "state"),
    Index(None, "employer_id", "case_id"),
)


MAIL_ATTEMPTS: Final = Table(
    "ent_mail_attempts",
    METADATA,
    key("employer_id"),
    key("key"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    must("began_at", Instant),
    must("actor"),
    may("ended_at", Instant),
    may("outcome", Code(MailState)),
    may("code", Integer),
    must("reply"),
    must("details", Json(dict[str, str])),
)
