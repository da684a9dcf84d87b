"""The corrective top-ups that were paid."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of payments; a payment that stands is there once."""
    op.create_table(
        "ent_top_ups",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("matricule", sa.Text(), nullable=False),
        sa.Column("recap_on", sa.Date(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("withdrawn_by", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(
            ["employer_id", "matricule"],
            ["ent_employees.employer_id", "ent_employees.matricule"],
            name="fk_ent_top_ups_ent_employees",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("n", name="pk_ent_top_ups"),
    )
    op.create_index(
        "uq_ent_top_ups_live",
        "ent_top_ups",
        ["employer_id", "matricule", "recap_on", "paid_on"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
