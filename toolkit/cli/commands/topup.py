"""``topup``: payments of corrective top-ups, recorded with their proof."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchGroup
from toolkit.cli.options import DATE, Where, json_option, office_options
from toolkit.cli.output import print_json, print_table, say
from toolkit.french import count, day, euros

if TYPE_CHECKING:
    from toolkit.services.top_ups import Paid

RECAP_OPTION = click.option(
    "--etat-des-lieux",
    "--recap",
    "recap",
    type=DATE,
    required=True,
    help="Jour où l’état des lieux a été tenu, ou était dû.",
)
ON_OPTION = click.option("--le", "--on", "on", type=DATE, required=True, help="Jour du versement.")


@click.group(cls=FrenchGroup)
def topup() -> None:
    """Enregistre et liste les versements d’abondement correctif."""


@topup.command("paid")
@click.argument("who", metavar="SALARIÉ")
@RECAP_OPTION
@click.option(
    "--montant",
    "--amount",
    "amount",
    metavar="EUROS",
    type=click.IntRange(1),
    required=True,
    help="Somme versée.",
)
@ON_OPTION
@click.option(
    "--preuve",
    "--proof",
    "proof",
    metavar="FICHIER",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="Ce qui prouve le versement (PDF, image, courriel).",
)
@office_options
@json_option
def paid(*, where: Where, who: str, recap: date, amount: int, on: date, proof: Path, as_json: bool) -> None:
    """Enregistre un versement, avec sa preuve.

    SALARIÉ est un matricule ou un nom. La preuve rejoint son dossier, le versement son journal ; l’exposition
    et les chiffres du CSE en tiennent compte.
    """
    from toolkit.services.directory import find_employee  # noqa: PLC0415 - heavy to import
    from toolkit.services.top_ups import record_payment  # noqa: PLC0415

    with where.open() as office:
        person = find_employee(office, who)
        done = record_payment(office, person.matricule, recap=recap, amount=amount, on=on, proof=proof)
    if as_json:
        print_json(
            {
                "matricule": person.matricule,
                "payment": done.payment,
                "remaining": done.remaining,
                "new": done.new,
            }
        )
        return
    _tell(done)


def _tell(done: Paid) -> None:
    who = f"{done.employee.name} ({done.employee.matricule})"
    payment = done.payment
    if not done.new:
        say(f"Rien n’a changé : le versement du {day(payment.paid_on)} pour {who} est déjà enregistré.")
        return
    said = f"versement de {euros(payment.amount)} le {day(payment.paid_on)} enregistré"
    say(f"{who} : {said}, sa preuve classée.")
    if not done.due.due:
        say("Attention : d’après les règles, aucun abondement n’était dû pour cet état des lieux.")
    elif done.remaining:
        say(f"Reste à verser : {euros(done.remaining)}.")
    if done.due.pay_by and payment.paid_on > done.due.pay_by:
        say(f"Attention : la somme était à verser au plus tard le {day(done.due.pay_by)}.")
    say(f"Étape suivante : « entretiens evidence build {done.employee.matricule} » met son dossier à jour.")


@topup.command("list")
@office_options
@json_option
def listed(*, where: Where, as_json: bool) -> None:
    """Liste les versements enregistrés."""
    from toolkit.services.top_ups import payments  # noqa: PLC0415 - heavy to import

    with where.open() as office:
        found = payments(office)
    if as_json:
        print_json({"payments": [line.payment for line in found]})
        return
    if not found:
        say("Aucun versement n’est enregistré.")
        return
    print_table(
        ("Date", "Salarié", "Matricule", "État des lieux", "Montant"),
        [
            (
                day(line.payment.paid_on),
                line.employee.name,
                line.employee.matricule,
                day(line.payment.recap_on),
                euros(line.payment.amount),
            )
            for line in found
        ],
    )
    total = sum(line.payment.amount for line in found)
    say(f"{count(len(found), 'versement')}, {euros(total)} en tout.")


@topup.command("withdraw")
@click.argument("who", metavar="SALARIÉ")
@RECAP_OPTION
@ON_OPTION
@click.option("--motif", "reason", metavar="TEXTE", required=True, help="Pourquoi ; gardé avec le versement.")
@office_options
@json_option
def withdraw(*, where: Where, who: str, recap: date, on: date, reason: str, as_json: bool) -> None:
    """Retire un versement saisi par erreur.

    SALARIÉ est un matricule ou un nom. Rien n’est effacé : la preuve reste classée, et le journal garde le
    versement et son retrait.
    """
    from toolkit.services.directory import find_employee  # noqa: PLC0415 - heavy to import
    from toolkit.services.top_ups import withdraw_payment  # noqa: PLC0415

    with where.open() as office:
        person = find_employee(office, who)
        payment = withdraw_payment(office, person.matricule, recap=recap, on=on, reason=reason)
    if as_json:
        print_json({"matricule": person.matricule, "withdrawn": payment})
        return
    say(f"{person.name} ({person.matricule}) : versement de {euros(payment.amount)} retiré.")


COMMANDS = {"topup": topup}
