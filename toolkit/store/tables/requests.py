"""What persons are asked to sign by a link, and every step of each asking."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index, Integer, Table

from toolkit.model.document import Role
from toolkit.model.signature_request import Agreed, Mark, RequestState, Route
from toolkit.store.columns import Code, Instant, Json
from toolkit.store.tables.base import METADATA, key, may, must, number, of

SIGNATURE_REQUESTS: Final = Table(
    "ent_signature_requests",
    METADATA,
    key("employer_id"),
    key("request_id"),
    must("case_id"),
    must("role", Code(Role)),
    must("matricule"),
    must("person"),
    must("shown"),
    must("pages", Integer),
    must("route", Json(Route)),
    must("identity"),
    must("asked_at", Instant),
    must("asked_by"),
    must("state", Code(RequestState)),
    must("token"),
    may("expires_at", Instant),
    must("links", Integer),
    must("code"),
    may("code_until", Instant),
    may("code_sent_at", Instant),
    must("codes", Integer),
    must("attempts", Integer),
    must("entry"),
    may("entry_until", Instant),
    may("ended_at", Instant),
    must("reason"),
    may("consent", Json(Agreed)),
    may("mark", Json(Mark)),
    must("context", Json(dict[str, str])),
    may("result"),
    of("cases", "case_id"),
    Index(None, "employer_id", "case_id"),
    Index(None, "employer_id", "token"),
)


SIGNATURE_EVENTS: Final = Table(
    "ent_signature_events",
    METADATA,
    number(),
    must("employer_id"),
    must("case_id"),
    must("request"),
    must("at", Instant),
    must("kind"),
    must("details", Json(dict[str, str])),
    of("cases", "case_id"),
    Index(None, "employer_id", "request"),
    Index(None, "employer_id", "case_id"),
)
