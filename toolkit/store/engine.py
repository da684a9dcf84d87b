"""How the database is opened: one file in WAL mode by default, or a PostgreSQL server."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError

from toolkit.digest import canonical_json
from toolkit.errors import StoreError
from toolkit.store.doors import disk_door

_WAIT_SECONDS: Final = 30
_READ_ONLY: Final = "ent_read_only"


def database_url(text: str, folder: Path) -> URL:
    """Return the address of the database; a relative SQLite path starts at ``folder``.

    Raises:
        StoreError: ``text`` is no address of a database that can keep data.
    """
    try:
        url = make_url(text)
    except SQLAlchemyError as error:
        raise StoreError(
            "l’adresse de la base n’est pas comprise.",
            about="réglage « database »",
            next_step="Écrivez par exemple sqlite:///entretiens.db ou postgresql://serveur/base.",
        ) from error
    if url.drivername == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if _is_file(url) and url.database and url.database != ":memory:":
        return url.set(database=str((folder / url.database).absolute()))
    if url.get_backend_name() != "postgresql":
        raise StoreError(
            "cette sorte de base ne convient pas : il faut un fichier SQLite ou un serveur PostgreSQL.",
            about="réglage « database »",
        )
    return url


def open_engine(url: URL) -> Engine:
    """Return the engine for ``url``; nothing is connected yet.

    Raises:
        StoreError: the driver of the database is not installed.
    """
    try:
        engine = create_engine(
            url,
            hide_parameters=True,
            json_serializer=lambda value: canonical_json(value).decode(),
            **({"creator": partial(_connect, Path(url.database))} if url.database and _is_file(url) else {}),
        )
    except ModuleNotFoundError as error:
        raise StoreError(
            f"le pilote de cette base n’est pas installé ({error.name}).",
            about=url.render_as_string(),
            next_step='Installez-le (pip install "psycopg[binary]"), ou revenez à SQLite.',
        ) from error
    if _is_file(url):
        event.listen(engine, "begin", _begin)
    return engine


def _is_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _connect(path: Path) -> SqliteConnection:
    """Open a file that is there: SQLite would make a missing one, empty and readable by others.

    The connection queues behind other writers, what it commits outlives a power cut, and what it deletes or
    changes is overwritten.
    """
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode=rw",
        uri=True,
        timeout=_WAIT_SECONDS,
        isolation_level=None,  # the driver would begin late, at the first write; see _begin
        check_same_thread=False,  # the pool lends a connection to one thread at a time
    )
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")
    return connection


def _begin(connection: Connection) -> None:
    """Begin as a writer at once: reading first and writing later would fork the journal's chains."""
    read_only = bool(connection.get_execution_options().get(_READ_ONLY))
    connection.exec_driver_sql(f"PRAGMA query_only={int(read_only)}")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def prepare_file(url: URL) -> None:
    """Make the database's file, readable by its owner only, and its folder; a file that is there stays.

    It is not even opened then: closing it would drop the locks that this process holds on it.
    """
    if not (_is_file(url) and url.database):
        return
    path = Path(url.database)
    with disk_door(str(path)):
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def switch_to_wal(engine: Engine) -> None:
    """Let readers and the writer of a SQLite file work side by side; the file remembers it."""
    if _is_file(engine.url):
        with closing(_connect(Path(str(engine.url.database)))) as connection:
            connection.execute("PRAGMA journal_mode=WAL")


@contextmanager
def without_foreign_keys(engine: Engine) -> Iterator[Connection]:
    """Give a transaction in which tables may be made anew: SQLite checks its foreign keys at the end.

    Raises:
        StoreError: a row refers to another that is not there.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        driver = connection.connection.driver_connection
        assert isinstance(driver, SqliteConnection)  # noqa: S101 - what the dialect promises
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise StoreError(
                        "la mise à jour de la base laisserait des éléments sans leur dossier ; "
                        "rien n’a été changé.",
                        next_step="Lancez « entretiens doctor » et transmettez ce message.",
                    )
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


@contextmanager
def read_only(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the base throughout and cannot write."""
    options: dict[str, object] = {_READ_ONLY: True}
    if engine.dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect() as plain, plain.execution_options(**options) as connection:
        yield connection


def empty_wal(engine: Engine) -> None:
    """Bring what is committed into a SQLite file and empty its WAL, which keeps the pages of before.

    Readers at work put it off; it is done when the last connection closes.
    """
    if _is_file(engine.url):
        with closing(_connect(Path(str(engine.url.database)))) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
