"""``move`` and ``cancel``: a meeting that was summoned for another moment, or for none."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.delivering import deliver_waiting
from toolkit.cli.options import MOMENT, Where, deliver_option, json_option, office_options
from toolkit.cli.output import print_json, say

if TYPE_CHECKING:
    from toolkit.model import Case
    from toolkit.services.office import Office
    from toolkit.services.slots import Changed

reason_option = click.option("--motif", "reason", metavar="TEXTE", default="", help="Motif donné, tel quel.")


def case_label(office: Office, case: Case) -> str:
    """Return ``Dossier C0007 (Jeanne Muller)``."""
    from toolkit.services.directory import case_names  # noqa: PLC0415 - heavy to import

    return f"Dossier {case.id} ({case_names(office, [case.id])[case.id]})"


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@click.option("--nouvelle-date", "to", type=MOMENT, required=True, help="Nouveau moment (heure du site).")
@click.option("--lieu", "place", metavar="TEXTE", default="", help="Nouveau lieu (par défaut, le même).")
@reason_option
@deliver_option
@office_options
@json_option
def move(
    *, where: Where, who: str, to: datetime, place: str, reason: str, hold_mail: bool, as_json: bool
) -> int:
    """Déplace un rendez-vous.

    DOSSIER est un numéro (C0007), un matricule ou un nom. Le salarié reçoit une lettre, et l’invitation
    d’agenda de chacun est mise à jour.
    """
    from toolkit.services.directory import find_case  # noqa: PLC0415 - heavy to import
    from toolkit.services.slots import move as record  # noqa: PLC0415

    with where.open() as office:
        done = record(office, find_case(office, who).id, to, place=place, reason=reason)
        return _finish_change(office, done, "déplacé au", "déjà prévu le", hold=hold_mail, as_json=as_json)


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@reason_option
@deliver_option
@office_options
@json_option
def cancel(*, where: Where, who: str, reason: str, hold_mail: bool, as_json: bool) -> int:
    """Annule un rendez-vous.

    DOSSIER est un numéro (C0007), un matricule ou un nom. L’entretien reste dû : le dossier revient à
    l’état « à convoquer ».
    """
    from toolkit.services.directory import find_case  # noqa: PLC0415 - heavy to import
    from toolkit.services.slots import cancel as record  # noqa: PLC0415

    with where.open() as office:
        done = record(office, find_case(office, who).id, reason=reason)
        return _finish_change(office, done, "annulé", "déjà annulé", hold=hold_mail, as_json=as_json)


def _finish_change(office: Office, done: Changed, did: str, stood: str, *, hold: bool, as_json: bool) -> int:
    from toolkit.services.overview import told_slot  # noqa: PLC0415 - heavy to import
    from toolkit.services.printing import FOLDER  # noqa: PLC0415

    label, when = case_label(office, done.case), told_slot(done.case.slot)
    if not as_json:
        if done.new:
            say(f"{label} : rendez-vous {did} {when}".rstrip() + ".")
        else:
            say(f"Rien n’a changé : rendez-vous {stood} {when}".rstrip() + f". {label}.")
        if done.to_print:
            say(f"Sans adresse électronique : la lettre est à imprimer, dossier {FOLDER}.")
        if done.new and done.case.slot is None:
            say("L’entretien reste dû : « entretiens campaign summon » convoque à une autre date.")
    code, delivery = deliver_waiting(office, hold=hold, quiet=as_json)
    if as_json:
        print_json({"case": done.case, "new": done.new, "to_print": done.to_print, "delivery": delivery})
    return code
