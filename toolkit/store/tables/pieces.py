"""Documents, signatures, seals, imports, and the journal."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Index, Integer, LargeBinary, Table, UniqueConstraint

from toolkit.model import DocumentKind, PadesLevel, Role, SignatureLevel
from toolkit.store.columns import Code, Instant, Json, NoneAsEmpty
from toolkit.store.tables.base import METADATA, key, may, must, number, of

DOCUMENTS: Final = Table(
    "ent_documents",
    METADATA,
    number(),
    must("employer_id"),
    must("matricule"),
    must("case_id", NoneAsEmpty()),
    must("kind", Code(DocumentKind)),
    must("step", Integer),
    must("suffix"),
    must("sha256"),
    must("size", Integer),
    must("made_at", Instant),
    must("part"),
    must("version", Integer),
    must("sealed", Boolean),
    may("pages", Integer),
    must("in_folder", Boolean),
    may("level", Code(PadesLevel)),
    of("employees", "matricule"),
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


SIGNATURES: Final = Table(
    "ent_signatures",
    METADATA,
    number(),
    must("employer_id"),
    must("case_id"),
    must("role", Code(Role)),
    must("matricule"),
    must("person"),
    must("at", Instant),
    must("level", Code(SignatureLevel)),
    must("consent_id"),
    must("consent_version"),
    must("consent_text"),
    must("shown"),
    may("result"),
    must("declined", Boolean),
    must("reason"),
    must("details", Json(dict[str, str])),
    of("cases", "case_id"),
    UniqueConstraint(
        "employer_id", "case_id", "role", "matricule", "shown", "declined", name="uq_ent_signatures_once"
    ),
)


SEALS: Final = Table(
    "ent_seals",
    METADATA,
    key("employer_id"),
    key("scope"),
    key("digest"),
    must("content", LargeBinary),
    must("made_at", Instant),
)


IMPORTS: Final = Table(
    "ent_imports",
    METADATA,
    number(),
    must("employer_id"),
    must("at", Instant),
    must("actor"),
    must("sha256"),
    must("file_name"),
    must("summary", Json(dict[str, object])),
    Index(None, "employer_id"),
)


JOURNAL: Final = Table(
    "ent_journal",
    METADATA,
    key("employer_id"),
    key("chain"),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    must("line"),
    must("sha256"),
)
