"""The door of this room: what the database and the disk complain of, told to an HR assistant."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from toolkit.errors import StoreError, disk_words

_COMPLAINTS: Final[tuple[tuple[str, str, str], ...]] = (
    (
        "database is locked",
        "la base est occupée par un autre traitement depuis trop longtemps.",
        "Attendez sa fin, puis relancez la commande ; rien n’a été enregistré cette fois-ci.",
    ),
    (
        "database or disk is full",
        "le disque est plein.",
        "Libérez de la place, puis relancez la commande ; rien n’a été enregistré cette fois-ci.",
    ),
    (
        "malformed",
        "la base est abîmée.",
        "Gardez une copie du fichier tel qu’il est, puis reprenez votre dernière sauvegarde.",
    ),
    (
        "not a database",
        "ce fichier n’est pas une base d’entretiens, ou il est abîmé.",
        "Vérifiez le réglage « database » ; sinon reprenez votre dernière sauvegarde.",
    ),
    (
        "readonly database",
        "la base ne peut pas être modifiée ici.",
        "Vérifiez les droits du dossier de données, puis relancez la commande.",
    ),
    (
        "unable to open database",
        "la base ne peut pas être ouverte.",
        "Vérifiez que le dossier de données existe et que vous y avez accès.",
    ),
    (
        "disk i/o error",
        "le disque n’a pas répondu comme attendu.",
        "Vérifiez le disque ; la base doit se trouver sur un disque local, pas sur un partage réseau.",
    ),
    (
        "no such table",
        "la base n’est pas encore préparée pour cette version.",
        "Relancez « entretiens init » sur ce dossier : rien n’y sera perdu.",
    ),
    (
        "foreign key",
        "un élément se rapporte à un salarié ou à un dossier qui n’est pas enregistré.",
        "Importez d’abord les salariés ; rien n’a été enregistré cette fois-ci.",
    ),
    (
        "le journal ne se modifie pas",
        "le journal ne se modifie pas : une erreur s’y corrige par une nouvelle écriture.",
        "Utilisez « entretiens correct ».",
    ),
    (
        "could not connect",
        "le serveur de base de données ne répond pas.",
        "Vérifiez le réglage « database » et que le serveur est démarré.",
    ),
    (
        "connection refused",
        "le serveur de base de données ne répond pas.",
        "Vérifiez le réglage « database » et que le serveur est démarré.",
    ),
)


@contextmanager
def database_door(about: str) -> Iterator[None]:
    """Turn what SQLAlchemy raises inside into a StoreError about ``about``.

    Raises:
        StoreError: the database could not do what was asked; its transaction is undone.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise told(error, about) from error


def told(error: Exception, about: str) -> StoreError:
    """Return the error to show for ``error``; values of the rows are left out, as they name people."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    words = str(cause).lower()
    for sign, problem, next_step in _COMPLAINTS:
        if sign in words:
            return StoreError(problem, about=about, next_step=next_step)
    return StoreError(
        f"la base a refusé l’opération ({_first_line(cause)}).",
        about=about,
        next_step="Rien n’a été enregistré ; lancez « entretiens doctor » et transmettez ce message.",
    )


def _first_line(error: BaseException | None) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


@contextmanager
def disk_door(about: str) -> Iterator[None]:
    """Turn what the operating system refuses inside into a StoreError about ``about``.

    Raises:
        StoreError: the file could not be written or read.
    """
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise StoreError(
                "le disque est plein.",
                about=about,
                next_step="Libérez de la place, puis relancez la commande.",
            ) from error
        raise StoreError(
            f"le fichier n’a pas pu être écrit ou lu ({disk_words(error)}).",
            about=about,
            next_step="Vérifiez les droits du dossier de données et l’état du disque.",
        ) from error
