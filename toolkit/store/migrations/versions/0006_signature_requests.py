"""Requests for signatures by a personal link, and their steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_INSTANT = sa.DateTime(timezone=True)


def _of_a_case(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["employer_id", "case_id"],
        ["ent_cases.employer_id", "ent_cases.case_id"],
        name=f"fk_{table}_ent_cases",
        initially="DEFERRED",
        deferrable=True,
    )


def upgrade() -> None:
    """Make both tables; nobody was asked before."""
    op.create_table(
        "ent_signature_requests",
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("matricule", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("route", _JSON, nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("asked_at", _INSTANT, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("expires_at", _INSTANT),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("code_until", _INSTANT),
        sa.Column("code_sent_at", _INSTANT),
        sa.Column("codes", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("entry_until", _INSTANT),
        sa.Column("ended_at", _INSTANT),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("consent", _JSON),
        sa.Column("mark", _JSON),
        sa.Column("context", _JSON, nullable=False),
        sa.Column("result", sa.Text()),
        _of_a_case("ent_signature_requests"),
        sa.PrimaryKeyConstraint("employer_id", "request_id", name=op.f("pk_ent_signature_requests")),
    )
    for column in ("case_id", "token"):
        name = f"ix_ent_signature_requests_employer_id_{column}"
        op.create_index(op.f(name), "ent_signature_requests", ["employer_id", column])
    op.create_table(
        "ent_signature_events",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("details", _JSON, nullable=False),
        _of_a_case("ent_signature_events"),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_ent_signature_events")),
    )
    for column in ("case_id", "request"):
        name = f"ix_ent_signature_events_employer_id_{column}"
        op.create_index(op.f(name), "ent_signature_events", ["employer_id", column])
