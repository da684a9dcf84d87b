"""One run at a time: two runs that send mail from one base would send it twice."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, text

from toolkit.errors import StoreError

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
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        path.chmod(0o600)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise _refusal(str(path)) from error
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


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
