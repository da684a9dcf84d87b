"""Options that most commands share, and the office they open."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from toolkit.clock import Clock, SystemClock
from toolkit.french import plain_letters

if TYPE_CHECKING:
    from toolkit.services.office import Office

Command = Callable[..., Any]

json_option = click.option("--json", "as_json", is_flag=True, help="Affiche du JSON, pour une machine.")


def present_clock() -> Clock:
    """Return the clock that ``main`` was given, the machine's by default."""
    given = click.get_current_context().obj
    return SystemClock() if given is None else cast("Clock", given)


@dataclass(frozen=True, slots=True)
class Where:
    """Which data folder, for which employer, and who acts."""

    folder: Path
    employer: str | None
    actor: str

    def open(self) -> Office:
        """Open the data folder.

        Raises:
            SettingsError: it is no data folder, its settings are wrong, or the employer is not in it.
            StoreError: the database cannot be opened.
        """
        from toolkit.services.office import open_office  # noqa: PLC0415 - not before a command needs it

        return open_office(self.folder, employer=self.employer, actor=self.actor, clock=present_clock())


def office_options(command: Command) -> Command:
    """Add ``--dossier``, ``--employeur`` and ``--par``, given to the command as one ``where``."""

    @wraps(command)
    def located(*, folder: Path, employer: str | None, actor: str | None, **rest: Any) -> Any:  # noqa: ANN401 - the command's own
        return command(where=Where(folder, employer, actor or getpass.getuser()), **rest)

    for option in (
        click.option("--par", "actor", metavar="NOM", help="Qui agit (par défaut, votre session)."),
        click.option(
            "--employeur", "employer", metavar="NOM", help="Nom court de l’employeur, s’il y en a plusieurs."
        ),
        click.option(
            "--dossier",
            "folder",
            metavar="DOSSIER",
            type=click.Path(file_okay=False, path_type=Path),
            default=Path(),
            envvar="ENTRETIENS_DOSSIER",
            help="Dossier de données (par défaut, le dossier courant).",
        ),
    ):
        located = option(located)
    return located


class FrenchDate(click.ParamType[date]):
    """A day written ``12/03/2026`` (or ``2026-03-12``)."""

    name = "JJ/MM/AAAA"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day."""
        if isinstance(value, date):
            return value
        moment = _parsed(str(value), ("%d/%m/%Y", "%Y-%m-%d"))
        if moment is None:
            self.fail(f"« {value} » n’est pas une date ; écrivez par exemple 12/03/2026.", param, ctx)
        return moment.date()


class FrenchMoment(click.ParamType[datetime]):
    """A day and an hour written ``12/03/2026 14:30``, in the zone of the employee's site."""

    name = "JJ/MM/AAAA HH:MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the moment, without a zone: the site's is added by the service."""
        if isinstance(value, datetime):
            return value
        moment = _parsed(str(value), _MOMENTS)
        if moment is None:
            self.fail(f"« {value} » n’est pas un jour et une heure ; écrivez 12/03/2026 14:30.", param, ctx)
        return moment


_MOMENTS = ("%d/%m/%Y %H:%M", "%d/%m/%Y %Hh%M", "%d/%m/%Y %Hh", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")


def _parsed(text: str, forms: tuple[str, ...]) -> datetime | None:
    for form in forms:
        try:
            return datetime.strptime(" ".join(text.split()), form)  # noqa: DTZ007 - civil: the zone comes later
        except ValueError:
            continue
    return None


class ShortName(click.ParamType[str]):
    """The short name of a campaign, which also names a folder: letters, digits, hyphens."""

    name = "NOM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name."""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]{0,40}", str(value)):
            self.fail(
                f"« {value} » ne convient pas : des lettres sans accent, des chiffres et des tirets, "
                "par exemple 2026-automne.",
                param,
                ctx,
            )
        return str(value)


class Worded(click.ParamType[str]):
    """One of several words; the English word of the code is understood too.

    Args:
        words: French word to English one.
        name: How the help calls the value.
    """

    def __init__(self, words: dict[str, str], name: str) -> None:
        self.words = words
        self.name = name

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the English word."""
        asked = plain_letters(str(value)).lower()
        codes = [
            code for word, code in self.words.items() if asked in (plain_letters(word).lower(), _dashed(code))
        ]
        if not codes:
            self.fail(f"« {value} » n’est pas connu ; au choix : {', '.join(self.words)}.", param, ctx)
        return codes[0]


def _dashed(code: str) -> str:
    return code.replace("_", "-")


KINDS = {
    "embauche": "hiring_notice",
    "premier": "first",
    "périodique": "periodic",
    "retour": "return",
    "mi-carrière": "mid_career",
    "fin-de-carrière": "late_career",
    "état-des-lieux": "recap",
}
"""Kinds of obligation, as typed."""

DATE = FrenchDate()
MOMENT = FrenchMoment()
SHORT_NAME = ShortName()
KIND = Worded(KINDS, "NATURE")
MEETING_KIND = Worded({w: k for w, k in KINDS.items() if k != "hiring_notice"}, "NATURE")

as_of_option = click.option(
    "--au", "--as-of", "as_of", type=DATE, help="Jour pour lequel on calcule (par défaut, aujourd’hui)."
)

workbook_option = click.option(
    "--xlsx",
    "workbook",
    metavar="FICHIER",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Écrit la liste dans un classeur.",
)

chart_option = click.option(
    "--image",
    "--chart",
    "chart",
    metavar="FICHIER",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Dessine une image SVG.",
)

deliver_option = click.option(
    "--sans-envoi",
    "hold_mail",
    is_flag=True,
    help="Laisse les courriels en attente de « entretiens mail send ».",
)
