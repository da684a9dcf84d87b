"""Corrective top-ups that were paid."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Date, Index, Integer, Table, text

from toolkit.store.columns import Instant
from toolkit.store.tables.base import METADATA, may, must, number, of

TOP_UPS: Final = Table(
    "ent_top_ups",
    METADATA,
    number(),
    must("employer_id"),
    must("matricule"),
    must("recap_on", Date),
    must("paid_on", Date),
    must("amount", Integer),
    must("proof"),
    must("recorded_at", Instant),
    must("recorded_by"),
    may("withdrawn_at", Instant),
    may("withdrawn_by"),
    may("reason"),
    of("employees", "matricule"),
)
Index(
    "uq_ent_top_ups_live",
    TOP_UPS.c.employer_id,
    TOP_UPS.c.matricule,
    TOP_UPS.c.recap_on,
    TOP_UPS.c.paid_on,
    unique=True,
    sqlite_where=text("withdrawn_at IS NULL"),
    postgresql_where=text("withdrawn_at IS NULL"),
)
