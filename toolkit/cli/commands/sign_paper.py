"""``sign paper``: the report that was signed by hand, filed from its scan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.options import DATE, Where, json_option, office_options
from toolkit.cli.output import print_json, say
from toolkit.french import STATES

if TYPE_CHECKING:
    from toolkit.model import CaseId


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@click.argument(
    "scan",
    metavar="[FICHIER]",
    required=False,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--original", metavar="LIEU", default="", help="Où le papier signé est conservé.")
@click.option("--le", "on", type=DATE, help="Jour de la signature sur le papier (par défaut, aujourd’hui).")
@office_options
@json_option
def paper(
    *, where: Where, who: str, scan: Path | None, original: str, on: date | None, as_json: bool
) -> None:
    """Range au dossier un compte rendu signé à la main par les deux personnes, numérisé.

    FICHIER est un PDF ou une image (PNG, JPEG). Le document rangé est une copie, marquée comme telle et
    scellée par l’employeur ; conservez le papier : c’est lui, l’original. Sans FICHIER, écrit le compte rendu
    à imprimer.
    """
    from toolkit.services.directory import find_case  # noqa: PLC0415 - heavy to import
    from toolkit.services.paper import file_paper, to_print  # noqa: PLC0415

    if scan is None:
        with where.open() as office:
            case = find_case(office, who)
            path = to_print(office, case.id)
        _tell_print(case.id, path, as_json=as_json)
        return
    with where.open() as office:
        done = file_paper(office, find_case(office, who).id, scan, original, on)
    if as_json:
        print_json({"case": done.case, "new": done.new, "pages": done.pages})
    elif not done.new:
        say(f"Rien n’a changé : le compte rendu du dossier {done.case.id} est déjà signé.")
    else:
        say(f"Dossier {done.case.id} : {STATES[done.case.state]} sur papier ({done.pages} p.).")
        say(f"Conservez le papier : {original}.")
        say(f"Étape suivante : « entretiens handover {done.case.id} » remet la copie au salarié.")


def _tell_print(case: CaseId, path: Path, *, as_json: bool) -> None:
    if as_json:
        print_json({"case_id": case, "path": path})
        return
    say(f"Compte rendu du dossier {case} à imprimer : {path}.")
    say(
        f"Étape suivante : faites signer les deux personnes, numérisez, puis « entretiens sign paper {case} "
        "FICHIER --original LIEU »."
    )
