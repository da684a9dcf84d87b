"""The first tables: people, careers, cases, pieces, mail and the journal, each row of an employer."""

from __future__ import annotations

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


def _people() -> None:
    """Make the establishments, those who hold interviews, those employed."""
    op.create_table(
        "ent_sites",
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", _JSON, nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("good_friday", sa.Boolean(), nullable=False),
        sa.Column("meeting_place", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("employer_id", "site_id", name="pk_ent_sites"),
    )
    op.create_table(
        "ent_managers",
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("matricule", sa.Text(), nullable=False),
        sa.Column("surname", sa.Text(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("civility", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("employer_id", "matricule", name="pk_ent_managers"),
    )
    op.create_table(
        "ent_employees",
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("matricule", sa.Text(), nullable=False),
        sa.Column("surname", sa.Text(), nullable=False),
        sa.Column("given_name", sa.Text(), nullable=False),
        sa.Column("hired", sa.Date(), nullable=False),
        sa.Column("civility", sa.Text(), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("sex", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("address", _JSON, nullable=False),
        sa.Column("contract", sa.Text(), nullable=False),
        sa.Column("contract_end", sa.Date(), nullable=True),
        sa.Column("transferred_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("manager", sa.Text(), nullable=True),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("employer_id", "matricule", name="pk_ent_employees"),
    )


def _careers() -> None:
    """Make the facts of each career and the hiring notices."""
    op.create_table(
        "ent_facts",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("matricule", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("natural_key", sa.Text(), nullable=False),
        sa.Column("body", _JSON, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employer_id", "matricule"],
            ["ent_employees.employer_id", "ent_employees.matricule"],
            name="fk_ent_facts_ent_employees",
            initially="DEFERRED",
            deferrable=True,
        ),
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
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("matricule", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id", "matricule"],
            ["ent_employees.employer_id", "ent_employees.matricule"],
            name="fk_ent_hiring_notices_ent_employees",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("employer_id", "matricule", name="pk_ent_hiring_notices"),
    )


def _cases() -> None:
    """Make the campaigns, their cases and the acts."""
    op.create_table(
        "ent_campaigns",
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("employer_id", "campaign_id", name="pk_ent_campaigns"),
    )
    op.create_table(
        "ent_cases",
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("matricule", sa.Text(), nullable=False),
        sa.Column("settles", _JSON, nullable=False),
        sa.Column("regime", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("campaign", sa.Text(), nullable=True),
        sa.Column("manager", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("slot", _JSON, nullable=True),
        sa.Column("summons", sa.Integer(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["employer_id", "matricule"],
            ["ent_employees.employer_id", "ent_employees.matricule"],
            name="fk_ent_cases_ent_employees",
            initially="DEFERRED",
            deferrable=True,
        ),
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
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("body", _JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id", "case_id"],
            ["ent_cases.employer_id", "ent_cases.case_id"],
            name="fk_ent_acts_ent_cases",
            initially="DEFERRED",
            deferrable=True,
        ),
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
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("form_id", sa.Text(), nullable=False),
        sa.Column("answers", _JSON, nullable=False),
        sa.Column("received", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id", "case_id"],
            ["ent_cases.employer_id", "ent_cases.case_id"],
            name="fk_ent_answers_ent_cases",
            initially="DEFERRED",
            deferrable=True,
        ),
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
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id", "case_id"],
            ["ent_cases.employer_id", "ent_cases.case_id"],
            name="fk_ent_actions_ent_cases",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("employer_id", "case_id", "number", name="pk_ent_actions"),
    )


def _pieces() -> None:
    """Make the documents, signatures, seals and imports."""
    op.create_table(
        "ent_documents",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("matricule", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Boolean(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("in_folder", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id", "matricule"],
            ["ent_employees.employer_id", "ent_employees.matricule"],
            name="fk_ent_documents_ent_employees",
            initially="DEFERRED",
            deferrable=True,
        ),
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
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("matricule", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("consent_id", sa.Text(), nullable=False),
        sa.Column("consent_version", sa.Text(), nullable=False),
        sa.Column("consent_text", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", _JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id", "case_id"],
            ["ent_cases.employer_id", "ent_cases.case_id"],
            name="fk_ent_signatures_ent_cases",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("n", name="pk_ent_signatures"),
        sa.UniqueConstraint(
            "employer_id", "case_id", "role", "matricule", "shown", "declined", name="uq_ent_signatures_once"
        ),
    )
    op.create_table(
        "ent_seals",
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("employer_id", "scope", "digest", name="pk_ent_seals"),
    )
    op.create_table(
        "ent_imports",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("summary", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("n", name="pk_ent_imports"),
    )
    op.create_index("ix_ent_imports_employer_id", "ent_imports", ["employer_id"], unique=False)


def _mail() -> None:
    """Make the outgoing mail."""
    op.create_table(
        "ent_outbox",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("matricule", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("details", _JSON, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["employer_id", "case_id"],
            ["ent_cases.employer_id", "ent_cases.case_id"],
            name="fk_ent_outbox_ent_cases",
            initially="DEFERRED",
            deferrable=True,
        ),
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
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("details", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("employer_id", "key", "number", name="pk_ent_mail_attempts"),
    )


def _journal() -> None:
    """Make the journal, and the triggers that keep it as it was written."""
    op.create_table(
        "ent_journal",
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("employer_id", "chain", "seq", name="pk_ent_journal"),
    )
    postgresql = op.get_context().dialect.name == "postgresql"
    for trigger in _POSTGRESQL_TRIGGERS if postgresql else _SQLITE_TRIGGERS:
        op.execute(trigger)
