"""Those employed, those who hold interviews, the establishments, and the facts of each career."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Date, Index, Table, text

from toolkit.model import Address, Contract, Sex
from toolkit.store.columns import Code, Instant, Json
from toolkit.store.tables.base import METADATA, key, may, must, number, of

SITES: Final = Table(
    "ent_sites",
    METADATA,
    key("employer_id"),
    key("site_id"),
    must("name"),
    must("address", Json(Address)),
    must("time_zone"),
    must("good_friday", Boolean),
    must("meeting_place"),
)


MANAGERS: Final = Table(
    "ent_managers",
    METADATA,
    key("employer_id"),
    key("matricule"),
    must("surname"),
    must("given_name"),
    must("email"),
    must("title"),
    must("civility"),
)


EMPLOYEES: Final = Table(
    "ent_employees",
    METADATA,
    key("employer_id"),
    key("matricule"),
    must("surname"),
    must("given_name"),
    must("hired", Date),
    must("civility"),
    may("born", Date),
    may("sex", Code(Sex)),
    must("email"),
    must("address", Json(Address)),
    must("contract", Code(Contract)),
    may("contract_end", Date),
    may("transferred_on", Date),
    may("left_on", Date),
    may("site"),
    may("manager"),
    must("job"),
    must("category"),
)


FACTS: Final = Table(
    "ent_facts",
    METADATA,
    number(),
    must("employer_id"),
    must("matricule"),
    must("kind"),
    must("natural_key"),
    must("body", Json(dict[str, object])),
    must("source"),
    must("recorded_at", Instant),
    must("recorded_by"),
    may("withdrawn_at", Instant),
    may("withdrawn_by"),
    may("reason"),
    of("employees", "matricule"),
)
Index(
    "uq_ent_facts_live",
    FACTS.c.employer_id,
    FACTS.c.matricule,
    FACTS.c.kind,
    FACTS.c.natural_key,
    unique=True,
    sqlite_where=text("withdrawn_at IS NULL"),
    postgresql_where=text("withdrawn_at IS NULL"),
)


HIRING_NOTICES: Final = Table(
    "ent_hiring_notices",
    METADATA,
    key("employer_id"),
    key("matricule"),
    must("issued_on", Date),
    of("employees", "matricule"),
)
