"""The day an action of a plan was carried out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the day; actions of before have none, and so are still to be followed."""
    op.add_column("ent_actions", sa.Column("done", sa.Date(), nullable=True))
