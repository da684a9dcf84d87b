"""The traces of what was erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ROW_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Make the table; nothing was erased before."""
    op.create_table(
        "ent_erasures",
        sa.Column("n", _ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("employer_id", sa.Text(), nullable=False),
        sa.Column("matricule", sa.Text(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cases", _JSON, nullable=False),
        sa.Column("pieces", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_ent_erasures")),
    )
    op.create_index(
        op.f("ix_ent_erasures_employer_id_matricule"), "ent_erasures", ["employer_id", "matricule"]
    )
