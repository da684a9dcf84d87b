"""``init`` and ``doctor``: make a data folder, and say what it still lacks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.options import Where, json_option, office_options, present_clock
from toolkit.cli.output import print_json, say, say_list
from toolkit.french import count

if TYPE_CHECKING:
    from toolkit.services.doctor import Check
    from toolkit.services.setup import FirstAnswers

WRONG = 1


@click.command(cls=FrenchCommand)
@click.argument("target", metavar="DOSSIER", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--reglages",
    "settings",
    metavar="FICHIER",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Fichier de réglages à copier (entretiens.toml).",
)
@click.option("--nom", "name", metavar="TEXTE", help="Nom de l’employeur.")
@click.option(
    "--effectif", "headcount", metavar="NOMBRE", type=click.IntRange(0), help="Effectif de l’employeur."
)
@click.option("--signataire", "signatory", metavar="TEXTE", help="Qui signe pour l’employeur.")
@click.option("--qualite", "title", metavar="TEXTE", help="Fonction du signataire.")
@click.option("--par", "actor", metavar="NOM", help="Qui agit (par défaut, votre session).")
@json_option
def init(  # noqa: PLR0913 - one argument for each option
    *,
    target: Path,
    settings: Path | None,
    name: str | None,
    headcount: int | None,
    signatory: str | None,
    title: str | None,
    actor: str | None,
    as_json: bool,
) -> None:
    """Crée un dossier de données : réglages, clés, base.

    DOSSIER est créé s’il n’existe pas. Ce que les options ne disent pas est demandé. La phrase de passe
    des clés est tirée au hasard et gardée dans un fichier lisible par vous seul : sauvegardez-le à part.
    """
    import getpass  # noqa: PLC0415 - looks the session up, only where no name is given

    from toolkit.services.setup import init_folder  # noqa: PLC0415 - heavy to import
    from toolkit.settings import FILE_NAME  # noqa: PLC0415 - heavy to import

    start: FirstAnswers | Path = settings or Path()
    if settings is None and not (target / FILE_NAME).exists():
        start = _asked(name, headcount, signatory, title)
    new = init_folder(target, start, clock=present_clock(), actor=actor or getpass.getuser())
    if as_json:
        print_json(new)
        return
    if not new.made:
        say(f"Rien n’a changé : {target} est déjà un dossier de données complet.")
    say_list("Créé :", new.made)
    for employer, root in new.roots.items():
        say(f"Empreinte de la racine de confiance de {employer} :")
        say(f"  {root}")
    if new.made:
        say("Sauvegardez ce dossier, et la phrase de passe à part : sans elle, plus aucun sceau possible.")
        say(f"Étape suivante : complétez {target / FILE_NAME}, puis lancez")
        say(f"  entretiens doctor --dossier {target}")


def _asked(name: str | None, headcount: int | None, signatory: str | None, title: str | None) -> FirstAnswers:
    """Return what a new settings file must say; what is missing is asked for."""
    from toolkit.services.setup import FirstAnswers  # noqa: PLC0415 - heavy to import

    return FirstAnswers(
        name=name or _prompt("Nom de l’employeur"),
        headcount=_prompt("Effectif (article L130-1 du Code de la sécurité sociale)", click.IntRange(0))
        if headcount is None
        else headcount,
        signatory=signatory or _prompt("Qui signe pour l’employeur (prénom et nom)"),
        title=title or _prompt("Sa fonction"),
    )


def _prompt(text: str, kind: click.ParamType[Any] | None = None) -> Any:  # noqa: ANN401 - click's own
    return click.prompt(text, type=kind, err=True, prompt_suffix="\N{NO-BREAK SPACE}: ")


@click.command(cls=FrenchCommand)
@click.option("--sans-reseau", "offline", is_flag=True, help="Ne contacte pas le serveur d’envoi.")
@office_options
@json_option
def doctor(*, where: Where, offline: bool, as_json: bool) -> int:
    """Dit ce qui est réglé, ce qui manque et ce que cela entraîne.

    Sort avec 1 quand quelque chose empêche de travailler.
    """
    from toolkit.services.doctor import Verdict, examine  # noqa: PLC0415 - heavy to import

    checks = examine(where.folder, employer=where.employer, network=not offline, clock=present_clock())
    blocking = [check for check in checks if check.verdict is Verdict.BLOCKING]
    if as_json:
        print_json({"blocking": len(blocking), "checks": checks})
        return WRONG if blocking else 0
    for check in checks:
        _tell(check)
    gaps = [check for check in checks if check.verdict is Verdict.GAP]
    say()
    if blocking:
        say(f"{count(len(blocking), 'point')} à régler avant de travailler.")
    elif gaps:
        say(f"Rien n’empêche de travailler ; {count(len(gaps), 'point')} à connaître.")
    else:
        say("Tout est en place.")
    return WRONG if blocking else 0


def _tell(check: Check) -> None:
    say(f"{_MARKS[check.verdict.value]} {check.subject} : {check.found}")
    for line in (check.meaning, check.next_step):
        if line:
            say(f"    {line}")


_MARKS = {"sound": "[ ok ]", "gap": "[ – ]", "blocking": "[ !! ]"}

COMMANDS = {"init": init, "doctor": doctor}
