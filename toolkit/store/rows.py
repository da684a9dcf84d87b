"""How a frozen value of the model lies in a row, and the few statements that all repositories share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, and_
from sqlalchemy.dialects import postgresql, sqlite

from toolkit.clock import Clock
from toolkit.errors import StoreError
from toolkit.model import EmployerId

V = TypeVar("V")


@dataclass(slots=True)
class Scope:
    """What every repository of a unit shares: the transaction, whose data, who acts and when.

    ``clock`` is None where nothing is written and no instant is needed.
    """

    connection: Connection
    employer: EmployerId
    actor: str
    clock: Clock | None
    _now: datetime | None = field(default=None)

    def now(self) -> datetime:
        """Return the one instant of the unit; the clock is read once, so that a stepped one steps once.

        Raises:
            StoreError: the unit was opened without a clock.
        """
        if self._now is None:
            if self.clock is None:
                raise StoreError("cette lecture demande un instant, et aucune horloge n’a été donnée.")
            self._now = self.clock.now()
        return self._now

    def all(self, table: Table, *conditions: ColumnElement[bool], order: Sequence[str]) -> list[RowMapping]:
        """Return the employer's rows that meet ``conditions``, in the order of the columns ``order``."""
        statement = table.select().where(self.mine(table, *conditions)).order_by(*(table.c[o] for o in order))
        return list(self.connection.execute(statement).mappings())

    def one(self, table: Table, *conditions: ColumnElement[bool]) -> RowMapping | None:
        """Return the employer's only row that meets ``conditions``, or None."""
        statement = table.select().where(self.mine(table, *conditions))
        return self.connection.execute(statement).mappings().one_or_none()

    def insert(self, table: Table, row: Mapping[str, object]) -> None:
        """Add a row of the employer's."""
        self.connection.execute(table.insert(), {"employer_id": self.employer, **row})

    def insert_once(self, table: Table, row: Mapping[str, object]) -> bool:
        """Add a row of the employer's; False where one with the same key is there, which then stays."""
        insert = postgresql.insert if self.connection.dialect.name == "postgresql" else sqlite.insert
        statement = insert(table).on_conflict_do_nothing().returning(table.c.employer_id)
        return self.connection.execute(statement, {"employer_id": self.employer, **row}).first() is not None

    def update(self, table: Table, row: Mapping[str, object], *conditions: ColumnElement[bool]) -> int:
        """Change the employer's rows that meet ``conditions``; return how many."""
        statement = table.update().where(self.mine(table, *conditions)).values(dict(row))
        return self.connection.execute(statement).rowcount

    def mine(self, table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        """Return the condition that keeps to the employer's rows."""
        return and_(table.c.employer_id == self.employer, *conditions)


class Shape(Generic[V]):
    """How the dataclass ``kind`` lies in ``table``: a column per field, of the same name but for ``renamed``.

    Args:
        table: The table.
        kind: The frozen dataclass.
        renamed: Name of the column, by name of the field, where they differ.
    """

    def __init__(self, table: Table, kind: type[V], renamed: Mapping[str, str] | None = None) -> None:
        self.table = table
        self._kind = kind
        names = renamed or {}
        own = fields(cast("Any", kind))
        self._columns = {f.name: names.get(f.name, f.name) for f in own}

    def row(self, value: V) -> dict[str, object]:
        """Return the row of ``value``, ready to be inserted."""
        return {column: getattr(value, name) for name, column in self._columns.items()}

    def value(self, row: RowMapping) -> V:
        """Return the value that lies in ``row``."""
        return self._kind(**{name: row[column] for name, column in self._columns.items()})
