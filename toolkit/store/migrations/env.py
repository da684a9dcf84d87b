"""Run the migrations on the connection that the store hands over, within its transaction."""

from __future__ import annotations

from alembic import context
from sqlalchemy.schema import SchemaItem

from toolkit.store.schema import VERSION_TABLE
from toolkit.store.tables import METADATA


def ours(item: SchemaItem, name: str | None, kind: str, _reflected: bool, _other: SchemaItem | None) -> bool:  # noqa: FBT001 - the signature is the library's
    """Tell whether a table is one of ours: the durable engine keeps its own beside them."""
    del item
    return kind != "table" or (name or "").startswith("ent_")


context.configure(
    connection=context.config.attributes.get("connection"),
    dialect_name=context.config.attributes.get("dialect"),
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    include_object=ours,
    compare_type=True,
    render_as_batch=True,
    transactional_ddl=True,
    literal_binds=context.is_offline_mode(),
    as_sql=context.is_offline_mode(),
)
with context.begin_transaction():
    context.run_migrations()
