"""Which version of the tables a database has, and how it is brought to the present one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, inspect, text

from toolkit.errors import StoreError
from toolkit.store.engine import prepare_file, read_only, switch_to_wal, without_foreign_keys

if TYPE_CHECKING:
    from alembic.config import Config

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006")
"""The migrations in their order; a test holds them against the files."""

VERSION_TABLE: Final = "ent_alembic_version"
MIGRATIONS: Final = Path(__file__).parent / "migrations"


def configuration() -> Config:
    """Return Alembic's configuration, made here: an installed toolkit has no ``alembic.ini``."""
    from alembic.config import Config  # noqa: PLC0415 - only migrations pay for its import

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the present version, in one transaction; does nothing where it is there.

    Raises:
        StoreError: it was written by a later version.
    """
    from alembic import command  # noqa: PLC0415 - only migrations pay for its import

    prepare_file(engine.url)
    switch_to_wal(engine)
    with without_foreign_keys(engine) as connection:
        _refuse_later(_version_of(connection), engine)
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def check(engine: Engine) -> None:
    """Make sure that the database has the present version.

    Raises:
        StoreError: it is older, later, or not yet made.
    """
    about = engine.url.render_as_string()
    database = engine.url.database
    if engine.dialect.name == "sqlite" and not (database and Path(database).is_file()):
        raise StoreError(
            "la base n’existe pas encore.",
            about=about,
            next_step="Créez le dossier de données avec « entretiens init DOSSIER ».",
        )
    with read_only(engine) as connection:
        version = _version_of(connection)
    _refuse_later(version, engine)
    if version != REVISIONS[-1]:
        raise StoreError(
            "la base n’est pas encore préparée pour cette version.",
            about=about,
            next_step="Relancez « entretiens init » sur ce dossier : rien n’y sera perdu.",
        )


def _version_of(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()  # noqa: S608 - a constant


def _refuse_later(version: str | None, engine: Engine) -> None:
    if version is not None and version not in REVISIONS:
        raise StoreError(
            f"la base a été écrite par une version plus récente (schéma {version}).",
            about=engine.url.render_as_string(),
            next_step="Mettez entretiens-toolkit à jour avant de continuer.",
        )
