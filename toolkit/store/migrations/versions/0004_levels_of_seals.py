"""The level of each seal, read from the file when it was made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the level; pieces sealed before have none written down."""
    op.add_column("ent_documents", sa.Column("level", sa.Text(), nullable=True))
