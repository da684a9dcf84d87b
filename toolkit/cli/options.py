"""Options that most commands share, and the office they open."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from toolkit.services.office import Office

Command = Callable[..., Any]

json_option = click.option("--json", "as_json", is_flag=True, help="Affiche du JSON, pour une machine.")


def office_options(command: Command) -> Command:
    """Add ``--dossier``, ``--employeur`` and ``--par``, which :func:`open_here` reads."""
    for option in (
        click.option("--par", "actor", default=getpass.getuser, help="Qui agit (par défaut, votre session)."),
        click.option("--employeur", "employer", help="Nom court de l’employeur, s’il y en a plusieurs."),
        click.option(
            "--dossier",
            "folder",
            type=click.Path(file_okay=False, path_type=Path),
            default=Path(),
            envvar="ENTRETIENS_DOSSIER",
            help="Dossier de données.",
        ),
    ):
        command = option(command)
    return command


def open_here(folder: Path, employer: str | None, actor: str) -> Office:
    """Open the data folder that the options name."""
    from toolkit.services.office import open_office  # noqa: PLC0415 - not before a command needs it

    return open_office(folder, employer=employer, actor=actor)


class FrenchDate(click.ParamType[date]):
    """A day written ``12/03/2026`` (or ``2026-03-12``)."""

    name = "JJ/MM/AAAA"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        if isinstance(value, date):
            return value
        for form in ("%d/%m/%Y", "%Y-%m-%d"):
            try:
                return datetime.strptime(str(value), form).date()  # noqa: DTZ007 - a civil day has no zone
            except ValueError:
                continue
        self.fail(f"« {value} » n’est pas une date ; écrivez par exemple 12/03/2026.", param, ctx)


class FrenchMoment(click.ParamType[datetime]):
    """A day and an hour written ``12/03/2026 14:30``, in the zone of the employee's site."""

    name = "JJ/MM/AAAA HH:MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment, without a zone: the site's is added by the service."""
        if isinstance(value, datetime):
            return value
        for form in ("%d/%m/%Y %H:%M", "%d/%m/%Y %Hh%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"):
            try:
                return datetime.strptime(str(value), form)  # noqa: DTZ007 - the site's zone comes later
            except ValueError:
                continue
        self.fail(f"« {value} » n’est pas un jour et une heure ; écrivez 12/03/2026 14:30.", param, ctx)


DATE = FrenchDate()
MOMENT = FrenchMoment()
