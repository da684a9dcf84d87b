"""What was erased: numbers and hashes, so that nothing returns and no number is given twice."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Index, Table

from toolkit.store.columns import Instant, Json
from toolkit.store.tables.base import METADATA, must, number

ERASURES: Final = Table(
    "ent_erasures",
    METADATA,
    number(),
    must("employer_id"),
    must("matricule"),
    must("whole", Boolean),
    must("at", Instant),
    must("actor"),
    must("reason"),
    must("cases", Json(tuple[str, ...])),
    must("pieces", Json(tuple[str, ...])),
    Index(None, "employer_id", "matricule"),
)
