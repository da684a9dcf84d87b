"""What all tables share: how they name their constraints, and the few kinds of column."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from sqlalchemy import Column, ForeignKeyConstraint, MetaData, Text
from sqlalchemy.types import TypeEngine

from toolkit.store.columns import ROW_NUMBER

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
    }
)


_Kind: TypeAlias = TypeEngine[Any] | type[TypeEngine[Any]]


def key(name: str) -> Column[str]:
    """Return a column of the primary key."""
    return Column(name, Text, primary_key=True)


def number() -> Column[int]:
    """Return the column that numbers the rows in the order they were added."""
    return Column("n", ROW_NUMBER, primary_key=True, autoincrement=True)


def must(name: str, kind: _Kind = Text) -> Column[Any]:
    """Return a column that every row fills."""
    return Column(name, kind, nullable=False)


def may(name: str, kind: _Kind = Text) -> Column[Any]:
    """Return a column that may stay empty."""
    return Column(name, kind, nullable=True)


def of(table: str, *columns: str) -> ForeignKeyConstraint:
    """Tie the row to its employer's row of ``table``; checked at commit."""
    names = ["employer_id", *columns]
    return ForeignKeyConstraint(
        names, [f"ent_{table}.{name}" for name in names], deferrable=True, initially="DEFERRED"
    )
