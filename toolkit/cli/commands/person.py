"""``person``: what is known of somebody, handed out or erased."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.commanding import FrenchGroup
from toolkit.cli.commands.retention import tell_ended, tell_erased
from toolkit.cli.options import Where, json_option, office_options
from toolkit.cli.output import print_json, say
from toolkit.french import count


@click.group(cls=FrenchGroup)
def person() -> None:
    """Remet à une personne ses données, ou les efface."""


@person.command("export")
@click.argument("who", metavar="SALARIÉ")
@click.argument("destination", metavar="FICHIER", type=click.Path(dir_okay=False, path_type=Path))
@office_options
@json_option
def export(*, where: Where, who: str, destination: Path, as_json: bool) -> None:
    """Écrit tout ce qui est connu d’une personne : droit d’accès, article 15 du RGPD.

    SALARIÉ est un matricule ou un nom ; FICHIER une archive .zip : le dossier de preuve, un classeur de
    toutes les données, et l’explication que le règlement demande.
    """
    from toolkit.services.directory import find_employee  # noqa: PLC0415 - heavy to import
    from toolkit.services.personal_data import export_personal_data  # noqa: PLC0415

    with where.open() as office:
        found = find_employee(office, who)
        done = export_personal_data(office, found.matricule, destination)
    if as_json:
        print_json(done)
        return
    say(f"Écrit : {done.path} ({count(done.lines, 'ligne')} de données, {count(done.files, 'pièce')}).")
    say("Relisez-le avant de le remettre : il nomme aussi qui a tenu l’entretien.")


@person.command("erase")
@click.argument("who", metavar="SALARIÉ")
@click.option("--motif", "--reason", "reason", metavar="TEXTE", required=True, help="Pourquoi.")
@click.option(
    "--malgre-la-duree",
    "--despite-retention",
    "early",
    is_flag=True,
    help="Efface avant la fin de la durée de conservation.",
)
@click.option("--oui", "--yes", "confirmed", is_flag=True, help="Efface sans demander de confirmation.")
@office_options
@json_option
def erase(*, where: Where, who: str, reason: str, early: bool, confirmed: bool, as_json: bool) -> int:
    """Efface tout ce qui est connu d’une personne : article 17 du RGPD.

    SALARIÉ est un matricule ou un nom. Tant que dure la conservation, la loi vous demande de pouvoir prouver
    les entretiens : l’effacement est refusé, sauf avec --malgre-la-duree. Du motif, seule l’empreinte reste.
    """
    from toolkit.services.directory import find_employee  # noqa: PLC0415 - heavy to import
    from toolkit.services.erasure import erase_person  # noqa: PLC0415
    from toolkit.services.leftovers import remove_leftovers  # noqa: PLC0415
    from toolkit.services.retention import refuse_early  # noqa: PLC0415

    with where.open() as office:
        ended = remove_leftovers(office)  # of an erasure cut short, perhaps of the same person
        if ended and not as_json:
            tell_ended(ended)
        found = find_employee(office, who)
        if not early:
            refuse_early(office, found)
        question = (
            f"Effacer tout ce qui est connu de {found.name} ({found.matricule}) ? Cela ne se reprend pas"
        )
        if not confirmed and not click.confirm(question, default=False, err=True):
            say("Rien n’a été effacé.")
            return 1
        done = erase_person(office, found.matricule, reason)
    if as_json:
        print_json(done)
    else:
        tell_erased([done], done.copies)
    return 0


COMMANDS = {"person": person}
