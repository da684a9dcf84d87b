"""Campaigns, cases, the acts on each, and what the forms said."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Date, Index, Integer, Table, UniqueConstraint

from toolkit.model import ActionKind, CaseState, ObligationKind, Regime, Slot
from toolkit.store.columns import Code, Instant, Json
from toolkit.store.tables.base import METADATA, key, may, must, number, of

CAMPAIGNS: Final = Table(
    "ent_campaigns",
    METADATA,
    key("employer_id"),
    key("campaign_id"),
    must("title"),
    must("as_of", Date),
    must("opened_at", Instant),
)


CASES: Final = Table(
    "ent_cases",
    METADATA,
    key("employer_id"),
    key("case_id"),
    must("number", Integer),
    must("matricule"),
    must("settles", Json(tuple[ObligationKind, ...])),
    must("regime", Code(Regime)),
    must("state", Code(CaseState)),
    must("opened_on", Date),
    may("campaign"),
    may("manager"),
    may("due", Date),
    may("slot", Json(Slot)),
    must("summons", Integer),
    must("uid"),
    must("sequence", Integer),
    may("held_on", Date),
    of("employees", "matricule"),
    UniqueConstraint("employer_id", "number"),
    Index(None, "employer_id", "state", "due"),
    Index(None, "employer_id", "matricule"),
    Index(None, "employer_id", "campaign"),
    Index(None, "employer_id", "manager"),
)


ACTS: Final = Table(
    "ent_acts",
    METADATA,
    number(),
    must("employer_id"),
    must("case_id"),
    must("act"),
    must("key"),
    must("at", Instant),
    must("actor"),
    must("body", Json(dict[str, object])),
    of("cases", "case_id"),
    UniqueConstraint("employer_id", "case_id", "act", "key"),
)


ANSWERS: Final = Table(
    "ent_answers",
    METADATA,
    number(),
    must("employer_id"),
    must("case_id"),
    must("version", Integer),
    must("form_id"),
    must("answers", Json(dict[str, object])),
    must("received"),
    must("read_at", Instant),
    of("cases", "case_id"),
    UniqueConstraint("employer_id", "case_id", "version", "received"),
)


ACTIONS: Final = Table(
    "ent_actions",
    METADATA,
    key("employer_id"),
    key("case_id"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    must("kind", Code(ActionKind)),
    must("label"),
    must("owner"),
    may("due", Date),
    must("outcome"),
    may("done", Date),
    of("cases", "case_id"),
)
