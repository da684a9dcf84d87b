"""The store: opened once, then one unit of work after another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, Self

from sqlalchemy import Engine, select, union

from toolkit.clock import Clock
from toolkit.model import EmployerId
from toolkit.store import schema
from toolkit.store.doors import database_door
from toolkit.store.engine import database_url, empty_wal, open_engine, read_only
from toolkit.store.files import Files
from toolkit.store.journal import EMPLOYER_CHAIN
from toolkit.store.locks import run_lock
from toolkit.store.tables import CAMPAIGNS, EMPLOYEES, IMPORTS, JOURNAL, MANAGERS, SITES
from toolkit.store.unit import Unit

_PIECES: Final = "pieces"


class Store:
    """A database and a folder of pieces, for all employers of the installation.

    Attributes:
        files: The bytes of every piece, by SHA-256.
        folder: The data folder.
    """

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._about = engine.url.render_as_string()
        self.folder = folder
        self.files = Files(folder / _PIECES)

    @classmethod
    def open(cls, database: str, folder: Path) -> Self:
        """Return the store of a data folder; nothing is read or written yet.

        Args:
            database: Address of the database, for example ``sqlite:///entretiens.db``.
            folder: The data folder, where a relative SQLite path starts.

        Raises:
            StoreError: the address cannot be used.
        """
        return cls(open_engine(database_url(database, folder)), folder)

    def close(self) -> None:
        """Close the connections kept open; the store may be used again."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def upgrade(self) -> None:
        """Bring the database to the present version of its tables; does nothing where it is there.

        Raises:
            StoreError: it was written by a later version, or cannot be written.
        """
        with database_door(self._about):
            schema.upgrade(self._engine)

    def check(self) -> None:
        """Make sure that the database has the present version of its tables.

        Raises:
            StoreError: it is older, later, or not yet made.
        """
        with database_door(self._about):
            schema.check(self._engine)

    @contextmanager
    def writing(self, employer: EmployerId, actor: str, clock: Clock) -> Iterator[Unit]:
        """Give a unit of work: all of it is recorded at the end, or nothing where an error leaves it.

        Units that write queue behind one another, across threads and processes.

        Raises:
            StoreError: the database could not do it.
        """
        with database_door(self._about), self._engine.begin() as connection:
            unit = Unit(connection, employer, actor, clock)
            unit.queue_behind_other_writers()
            yield unit
            unit.seal()

    @contextmanager
    def reading(self, employer: EmployerId, clock: Clock | None = None) -> Iterator[Unit]:
        """Give a unit that sees one state of the base throughout and cannot change it.

        Raises:
            StoreError: the database could not do it, or something was to be written.
        """
        with database_door(self._about), read_only(self._engine) as connection:
            yield Unit(connection, employer, clock=clock)

    def forget_pages(self) -> None:
        """Leave no page of before in the SQLite file's log; PostgreSQL reclaims them in its time (VACUUM).

        Raises:
            StoreError: the database could not do it.
        """
        with database_door(self._about):
            empty_wal(self._engine)

    def run_lock(self) -> AbstractContextManager[None]:
        """Hold the only right to run commands that send mail.

        Raises:
            StoreError: another run holds it.
        """
        return run_lock(self._engine, self.folder)

    def employers(self) -> list[EmployerId]:
        """Return the employers that have anything recorded."""
        owned = [select(table.c.employer_id) for table in (SITES, MANAGERS, EMPLOYEES, CAMPAIGNS, IMPORTS)]
        journal = select(JOURNAL.c.employer_id).where(JOURNAL.c.chain == EMPLOYER_CHAIN, JOURNAL.c.seq == 1)
        with database_door(self._about), read_only(self._engine) as connection:
            return sorted(EmployerId(name) for name in connection.execute(union(journal, *owned)).scalars())
