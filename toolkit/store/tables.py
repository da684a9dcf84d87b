"""Every table, each row of an employer; columns bear the names of the model's fields.

All names begin with ``ent_``: the durable engine keeps its own tables in the same database.
Foreign keys are checked at commit, so that a unit may write in any order.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

from toolkit.model import (
    ActionKind,
    Address,
    CaseState,
    Contract,
    DocumentKind,
    MailKind,
    MailState,
    ObligationKind,
    Regime,
    Role,
    Sex,
    SignatureLevel,
    Slot,
)
from toolkit.store.columns import ROW_NUMBER, Code, Instant, Json, NoneAsEmpty

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)


_Kind: TypeAlias = TypeEngine[Any] | type[TypeEngine[Any]]


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _number() -> Column[int]:
    return Column("n", ROW_NUMBER, primary_key=True, autoincrement=True)


def _must(name: str, kind: _Kind = Text) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _may(name: str, kind: _Kind = Text) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _of(table: str, *columns: str) -> ForeignKeyConstraint:
    """Tie the row to its employer's row of ``table``; checked at commit."""
    names = ["employer_id", *columns]
    return ForeignKeyConstraint(
        names, [f"ent_{table}.{name}" for name in names], deferrable=True, initially="DEFERRED"
    )


SITES: Final = Table(
    "ent_sites",
    METADATA,
    _key("employer_id"),
    _key("site_id"),
    _must("name"),
    _must("address", Json(Address)),
    _must("time_zone"),
    _must("good_friday", Boolean),
    _must("meeting_place"),
)

MANAGERS: Final = Table(
    "ent_managers",
    METADATA,
    _key("employer_id"),
    _key("matricule"),
    _must("surname"),
    _must("given_name"),
    _must("email"),
    _must("title"),
    _must("civility"),
)

EMPLOYEES: Final = Table(
    "ent_employees",
    METADATA,
    _key("employer_id"),
    _key("matricule"),
    _must("surname"),
    _must("given_name"),
    _must("hired", Date),
    _must("civility"),
    _may("born", Date),
    _may("sex", Code(Sex)),
    _must("email"),
    _must("address", Json(Address)),
    _must("contract", Code(Contract)),
    _may("contract_end", Date),
    _may("transferred_on", Date),
    _may("left_on", Date),
    _may("site"),
    _may("manager"),
    _must("job"),
    _must("category"),
)

FACTS: Final = Table(
    "ent_facts",
    METADATA,
    _number(),
    _must("employer_id"),
    _must("matricule"),
    _must("kind"),
    _must("natural_key"),
    _must("body", Json(dict[str, object])),
    _must("source"),
    _must("recorded_at", Instant),
    _must("recorded_by"),
    _may("withdrawn_at", Instant),
    _may("withdrawn_by"),
    _may("reason"),
    _of("employees", "matricule"),
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
    _key("employer_id"),
    _key("matricule"),
    _must("issued_on", Date),
    _of("employees", "matricule"),
)

CAMPAIGNS: Final = Table(
    "ent_campaigns",
    METADATA,
    _key("employer_id"),
    _key("campaign_id"),
    _must("title"),
    _must("as_of", Date),
    _must("opened_at", Instant),
)

CASES: Final = Table(
    "ent_cases",
    METADATA,
    _key("employer_id"),
    _key("case_id"),
    _must("number", Integer),
    _must("matricule"),
    _must("settles", Json(tuple[ObligationKind, ...])),
    _must("regime", Code(Regime)),
    _must("state", Code(CaseState)),
    _must("opened_on", Date),
    _may("campaign"),
    _may("manager"),
    _may("due", Date),
    _may("slot", Json(Slot)),
    _must("summons", Integer),
    _must("uid"),
    _must("sequence", Integer),
    _may("held_on", Date),
    _of("employees", "matricule"),
    UniqueConstraint("employer_id", "number"),
    Index(None, "employer_id", "state", "due"),
    Index(None, "employer_id", "matricule"),
    Index(None, "employer_id", "campaign"),
    Index(None, "employer_id", "manager"),
)

ACTS: Final = Table(
    "ent_acts",
    METADATA,
    _number(),
    _must("employer_id"),
    _must("case_id"),
    _must("act"),
    _must("key"),
    _must("at", Instant),
    _must("actor"),
    _must("body", Json(dict[str, object])),
    _of("cases", "case_id"),
    UniqueConstraint("employer_id", "case_id", "act", "key"),
)

DOCUMENTS: Final = Table(
    "ent_documents",
    METADATA,
    _number(),
    _must("employer_id"),
    _must("matricule"),
    _must("case_id", NoneAsEmpty()),
    _must("kind", Code(DocumentKind)),
    _must("step", Integer),
    _must("suffix"),
    _must("sha256"),
    _must("size", Integer),
    _must("made_at", Instant),
    _must("part"),
    _must("version", Integer),
    _must("sealed", Boolean),
    _may("pages", Integer),
    _must("in_folder", Boolean),
    _of("employees", "matricule"),
    UniqueConstraint(
        "employer_id",
        "matricule",
        "case_id",
        "kind",
        "part",
        "version",
        "suffix",
        name="uq_ent_documents_once",
    ),
    Index(None, "employer_id", "case_id"),
)

OUTBOX: Final = Table(
    "ent_outbox",
    METADATA,
    _number(),
    _must("employer_id"),
    _must("key"),
    _may("case_id"),
    _must("matricule"),
    _must("role", Code(Role)),
    _must("kind", Code(MailKind)),
    _must("message_id"),
    _must("sender"),
    _must("recipient"),
    _must("content"),
    _must("queued_at", Instant),
    _must("state", Code(MailState)),
    _must("attempts", Integer),
    _may("next_try", Instant),
    _must("reply"),
    _must("details", Json(dict[str, str])),
    _may("sent_at", Instant),
    _of("cases", "case_id"),
    UniqueConstraint("employer_id", "key"),
    UniqueConstraint("employer_id", "message_id"),
    Index(None, "employer_id", "state"),
    Index(None, "employer_id", "case_id"),
)

MAIL_ATTEMPTS: Final = Table(
    "ent_mail_attempts",
    METADATA,
    _key("employer_id"),
    _key("key"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _must("began_at", Instant),
    _must("actor"),
    _may("ended_at", Instant),
    _may("outcome", Code(MailState)),
    _may("code", Integer),
    _must("reply"),
    _must("details", Json(dict[str, str])),
)

ANSWERS: Final = Table(
    "ent_answers",
    METADATA,
    _number(),
    _must("employer_id"),
    _must("case_id"),
    _must("version", Integer),
    _must("form_id"),
    _must("answers", Json(dict[str, object])),
    _must("received"),
    _must("read_at", Instant),
    _of("cases", "case_id"),
    UniqueConstraint("employer_id", "case_id", "version", "received"),
)

ACTIONS: Final = Table(
    "ent_actions",
    METADATA,
    _key("employer_id"),
    _key("case_id"),
    Column("number", Integer, primary_key=True, autoincrement=False),
    _must("kind", Code(ActionKind)),
    _must("label"),
    _must("owner"),
    _may("due", Date),
    _must("outcome"),
    _of("cases", "case_id"),
)

SIGNATURES: Final = Table(
    "ent_signatures",
    METADATA,
    _number(),
    _must("employer_id"),
    _must("case_id"),
    _must("role", Code(Role)),
    _must("matricule"),
    _must("person"),
    _must("at", Instant),
    _must("level", Code(SignatureLevel)),
    _must("consent_id"),
    _must("consent_version"),
    _must("consent_text"),
    _must("shown"),
    _may("result"),
    _must("declined", Boolean),
    _must("reason"),
    _must("details", Json(dict[str, str])),
    _of("cases", "case_id"),
    UniqueConstraint(
        "employer_id", "case_id", "role", "matricule", "shown", "declined", name="uq_ent_signatures_once"
    ),
)

SEALS: Final = Table(
    "ent_seals",
    METADATA,
    _key("employer_id"),
    _key("scope"),
    _key("digest"),
    _must("content", LargeBinary),
    _must("made_at", Instant),
)

IMPORTS: Final = Table(
    "ent_imports",
    METADATA,
    _number(),
    _must("employer_id"),
    _must("at", Instant),
    _must("actor"),
    _must("sha256"),
    _must("file_name"),
    _must("summary", Json(dict[str, object])),
    Index(None, "employer_id"),
)

JOURNAL: Final = Table(
    "ent_journal",
    METADATA,
    _key("employer_id"),
    _key("chain"),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _must("line"),
    _must("sha256"),
)
