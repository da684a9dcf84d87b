"""The first tables: people, careers, cases, pieces, mail and the journal, each row of an employer."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_JSON: Final = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_ROW_NUMBER: Final = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_REFUSAL: Final = "le journal ne se modifie pas"

_SQLITE_TRIGGERS: Final = (
    f"""CREATE TRIGGER ent_journal_keep BEFORE UPDATE ON ent_journal
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    f"""CREATE TRIGGER ent_journal_keep_all BEFORE DELETE ON ent_journal
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",
    # INSERT OR REPLACE would take a line away without the trigger above seeing it
    f"""CREATE TRIGGER ent_journal_keep_order BEFORE INSERT ON ent_journal
        WHEN NEW.seq <> 1 + (SELECT COALESCE(MAX(seq), 0) FROM ent_journal
                             WHERE employer_id = NEW.employer_id AND chain = NEW.chain)
        BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END""",  # noqa: S608 - constants only
)

_POSTGRESQL_TRIGGERS: Final = (
    f"""CREATE FUNCTION ent_journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$""",
    """CREATE TRIGGER ent_journal_keep BEFORE UPDATE OR DELETE ON ent_journal
        FOR EACH ROW EXECUTE FUNCTION ent_journal_refuse()""",
    """CREATE TRIGGER ent_journal_keep_all BEFORE TRUNCATE ON ent_journal
        FOR EACH STATEMENT EXECUTE FUNCTION ent_journal_refuse()""",
)


def upgrade() -> None:
    """Make the tables, those that others refer to first."""
    _people()
    _careers()
    _cases()
    _forms()
    _pieces()
    _mail()
    _journal()


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _instant(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _of(table: str, column: str, *, name: str) -> sa.ForeignKeyConstraint:
    targets = [f"ent_{table}.employer_id", f"ent_{table}.{column}"]
    return sa.ForeignKeyConstraint(
        ["employer_id", column], targets, name=name, initially="DEFERRED", deferrable=True
    )


def _people() -> None:
    """Make the establishments, those who hold interviews, those employed."""
    op.create_table(
        "ent_sites",
        *_texts("employer_id", "site_id", "name"),
        sa.Column("address", _JSON, nullable=False),
        *_texts("time_zone"),
        sa.Column("good_friday", sa.Boolean(), nullable=False),
        *_texts("meeting_place"),
        sa.PrimaryKeyConstraint("employer_id", "site_id", name="pk_ent_sites"),
    )
    op.create_table(
        "ent_managers",
        *_texts("employer_id", "matricule", "surname", "given_name", "email", "title", "civility"),
        sa.PrimaryKeyConstraint("employer_id", "matricule", name="pk_ent_managers"),
    )
    op.create_table(
        "ent_employees",
        *_texts("employer_id", "matricule", "surname", "given_name"),
        sa.Column("hired", sa.Date(), nullable=False),
        *_texts("civility"),
        sa.Column("born", sa.Date()),
        sa.Column("sex", sa.Text()),
        *_texts("email"),
        sa.Column("address", _JSON, nullable=False),
        *_texts("contract"),
        sa.Column("contract_end", sa.Date()),
        sa.Column("transferred_on", sa.Date()),
        sa.Column("left_on", sa.Date()),
        sa.Column("site", sa.Text()),
        sa.Column("manager", sa.Text()),
        *_texts("job", "category"),
        sa.PrimaryKeyConstraint("employer_id", "matricule", name="pk_ent_employees"),
    )


def _careers() -> None:
    """Make the facts of each career and the hiring notices."""
    op.create_table(
        "ent_facts",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        *_texts("employer_id", "matricule", "kind", "natural_key"),
        sa.Column("body", _JSON, nullable=False),
        *_texts("source"),
        _instant("recorded_at"),
        *_texts("recorded_by"),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text()),
        sa.Column("reason", sa.Text()),
        _of("employees", "matricule", name="fk_ent_facts_ent_employees"),
        sa.PrimaryKeyConstraint("n", name="pk_ent_facts"),
    )
    op.create_index(
        "uq_ent_facts_live",
        "ent_facts",
        ["employer_id", "matricule", "kind", "natural_key"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "ent_hiring_notices",
        *_texts("employer_id", "matricule"),
        sa.Column("issued_on", sa.Date(), nullable=False),
        _of("employees", "matricule", name="fk_ent_hiring_notices_ent_employees"),
        sa.PrimaryKeyConstraint("employer_id", "matricule", name="pk_ent_hiring_notices"),
    )


def _cases() -> None:
    """Make the campaigns, their cases and the acts."""
    op.create_table(
        "ent_campaigns",
        *_texts("employer_id", "campaign_id", "title"),
        sa.Column("as_of", sa.Date(), nullable=False),
        _instant("opened_at"),
        sa.PrimaryKeyConstraint("employer_id", "campaign_id", name="pk_ent_campaigns"),
    )
    op.create_table(
        "ent_cases",
        *_texts("employer_id", "case_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("matricule"),
        sa.Column("settles", _JSON, nullable=False),
        *_texts("regime", "state"),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("campaign", sa.Text()),
        sa.Column("manager", sa.Text()),
        sa.Column("due", sa.Date()),
        sa.Column("slot", _JSON),
        sa.Column("summons", sa.Integer(), nullable=False),
        *_texts("uid"),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date()),
        _of("employees", "matricule", name="fk_ent_cases_ent_employees"),
        sa.PrimaryKeyConstraint("employer_id", "case_id", name="pk_ent_cases"),
        sa.UniqueConstraint("employer_id", "number", name="uq_ent_cases_employer_id_number"),
    )
    op.create_index(
        "ix_ent_cases_employer_id_campaign", "ent_cases", ["employer_id", "campaign"], unique=False
    )
    op.create_index("ix_ent_cases_employer_id_manager", "ent_cases", ["employer_id", "manager"], unique=False)
    op.create_index(
        "ix_ent_cases_employer_id_matricule", "ent_cases", ["employer_id", "matricule"], unique=False
    )
    op.create_index(
        "ix_ent_cases_employer_id_state_due", "ent_cases", ["employer_id", "state", "due"], unique=False
    )
    op.create_table(
        "ent_acts",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        *_texts("employer_id", "case_id", "act", "key"),
        _instant("at"),
        *_texts("actor"),
        sa.Column("body", _JSON, nullable=False),
        _of("cases", "case_id", name="fk_ent_acts_ent_cases"),
        sa.PrimaryKeyConstraint("n", name="pk_ent_acts"),
        sa.UniqueConstraint(
            "employer_id", "case_id", "act", "key", name="uq_ent_acts_employer_id_case_id_act_key"
        ),
    )


def _forms() -> None:
    """Make the answers and the plans of action."""
    op.create_table(
        "ent_answers",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        *_texts("employer_id", "case_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_texts("form_id"),
        sa.Column("answers", _JSON, nullable=False),
        *_texts("received"),
        _instant("read_at"),
        _of("cases", "case_id", name="fk_ent_answers_ent_cases"),
        sa.PrimaryKeyConstraint("n", name="pk_ent_answers"),
        sa.UniqueConstraint(
            "employer_id",
            "case_id",
            "version",
            "received",
            name="uq_ent_answers_employer_id_case_id_version_received",
        ),
    )
    op.create_table(
        "ent_actions",
        *_texts("employer_id", "case_id"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *_texts("kind", "label", "owner"),
        sa.Column("due", sa.Date()),
        *_texts("outcome"),
        _of("cases", "case_id", name="fk_ent_actions_ent_cases"),
        sa.PrimaryKeyConstraint("employer_id", "case_id", "number", name="pk_ent_actions"),
    )


def _pieces() -> None:
    """Make the documents, signatures, seals and imports."""
    op.create_table(
        "ent_documents",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        *_texts("employer_id", "matricule", "case_id", "kind"),
        sa.Column("step", sa.Integer(), nullable=False),
        *_texts("suffix", "sha256"),
        sa.Column("size", sa.Integer(), nullable=False),
        _instant("made_at"),
        *_texts("part"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("pages", sa.Integer()),
        sa.Column("in_folder", sa.Boolean(), nullable=False),
        _of("employees", "matricule", name="fk_ent_documents_ent_employees"),
        sa.PrimaryKeyConstraint("n", name="pk_ent_documents"),
        sa.UniqueConstraint(
            "employer_id",
            "matricule",
            "case_id",
            "kind",
            "part",
            "version",
            "suffix",
            name="uq_ent_documents_once",
        ),
    )
    op.create_index(
        "ix_ent_documents_employer_id_case_id", "ent_documents", ["employer_id", "case_id"], unique=False
    )
    op.create_table(
        "ent_signatures",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        *_texts("employer_id", "case_id", "role", "matricule", "person"),
        _instant("at"),
        *_texts("level", "consent_id", "consent_version", "consent_text", "shown"),
        sa.Column("result", sa.Text()),
        sa.Column("declined", sa.Boolean(), nullable=False),
        *_texts("reason"),
        sa.Column("details", _JSON, nullable=False),
        _of("cases", "case_id", name="fk_ent_signatures_ent_cases"),
        sa.PrimaryKeyConstraint("n", name="pk_ent_signatures"),
        sa.UniqueConstraint(
            "employer_id", "case_id", "role", "matricule", "shown", "declined", name="uq_ent_signatures_once"
        ),
    )
    op.create_table(
        "ent_seals",
        *_texts("employer_id", "scope", "digest"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _instant("made_at"),
        sa.PrimaryKeyConstraint("employer_id", "scope", "digest", name="pk_ent_seals"),
    )
    op.create_table(
        "ent_imports",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        *_texts("employer_id"),
        _instant("at"),
        *_texts("actor", "sha256", "file_name"),
        sa.Column("summary", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_ent_imports"),
    )
    op.create_index("ix_ent_imports_employer_id", "ent_imports", ["employer_id"], unique=False)


def _mail() -> None:
    """Make the outgoing mail."""
    op.create_table(
        "ent_outbox",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        *_texts("employer_id", "key"),
        sa.Column("case_id", sa.Text()),
        *_texts("matricule", "role", "kind", "message_id", "sender", "recipient", "content"),
        _instant("queued_at"),
        *_texts("state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=True),
        *_texts("reply"),
        sa.Column("details", _JSON, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        _of("cases", "case_id", name="fk_ent_outbox_ent_cases"),
        sa.PrimaryKeyConstraint("n", name="pk_ent_outbox"),
        sa.UniqueConstraint("employer_id", "key", name="uq_ent_outbox_employer_id_key"),
        sa.UniqueConstraint("employer_id", "message_id", name="uq_ent_outbox_employer_id_message_id"),
    )
    op.create_index(
        "ix_ent_outbox_employer_id_case_id", "ent_outbox", ["employer_id", "case_id"], unique=False
    )
    op.create_index("ix_ent_outbox_employer_id_state", "ent_outbox", ["employer_id", "state"], unique=False)
    op.create_table(
        "ent_mail_attempts",
        *_texts("employer_id", "key"),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        _instant("began_at"),
        *_texts("actor"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text()),
        sa.Column("code", sa.Integer()),
        *_texts("reply"),
        sa.Column("details", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("employer_id", "key", "number", name="pk_ent_mail_attempts"),
    )


def _journal() -> None:
    """Make the journal, and the triggers that keep it as it was written."""
    op.create_table(
        "ent_journal",
        *_texts("employer_id", "chain"),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        *_texts("line", "sha256"),
        sa.PrimaryKeyConstraint("employer_id", "chain", "seq", name="pk_ent_journal"),
    )
    postgresql = op.get_context().dialect.name == "postgresql"
    for trigger in _POSTGRESQL_TRIGGERS if postgresql else _SQLITE_TRIGGERS:
        op.execute(trigger)
