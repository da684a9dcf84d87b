"""One run at a time: two runs that send mail from one base would send it twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, text

from toolkit.errors import StoreError
from toolkit.store.doors import database_door

_FILE: Final = "run.lock"


@contextmanager
def run_lock(engine: Engine, folder: Path) -> Iterator[None]:
    """Hold the only right to run; a process that dies, even by ``kill -9``, gives it back.

    Raises:
        StoreError: another run holds it.
    """
    lock = _server_lock(engine) if engine.dialect.name == "postgresql" else _file_lock(folder / _FILE)
    with lock:
        yield


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    with database_door(str(path)), closing(_locked(path)):
        yield


def _locked(path: Path) -> sqlite3.Connection:
    """Return a connection that holds ``path``, whose content is of no importance."""
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        path.chmod(0o600)
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise _refusal(str(path)) from error
        raise
    return connection


@contextmanager
def _server_lock(engine: Engine) -> Iterator[None]:
    with engine.connect() as connection:
        mine = connection.execute(
            text("SELECT pg_try_advisory_lock(hashtext('entretiens-run'))")
        ).scalar_one()
        connection.commit()
        if not mine:
            raise _refusal(engine.url.render_as_string())
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(hashtext('entretiens-run'))"))
            connection.commit()


def _refusal(about: str) -> StoreError:
    return StoreError(
        "un autre traitement est en cours sur ce dossier de données.",
        about=about,
        next_step="Attendez sa fin, puis relancez la commande.",
    )
