"""``decisions``: what was decided of the plan of action, told to the employee."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.commands.rescheduling import case_label
from toolkit.cli.delivering import deliver_waiting
from toolkit.cli.options import DATE, Where, Worded, deliver_option, json_option, office_options
from toolkit.cli.output import print_json, say, say_list
from toolkit.french import RULINGS, day

if TYPE_CHECKING:
    from toolkit.model import Decision
    from toolkit.services.decisions import Told

NUMBER = click.IntRange(1)
DECISION = Worded({"accordee": "granted", "refusee": "refused", "differee": "deferred"}, "DÉCISION")


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="DOSSIER")
@click.option(
    "--action",
    "rulings",
    metavar="N DÉCISION",
    type=(NUMBER, DECISION),
    multiple=True,
    help="Décision prise pour l’action N du plan : accordee, refusee ou differee.",
)
@click.option(
    "--motif",
    "reasons",
    metavar="N TEXTE",
    type=(NUMBER, str),
    multiple=True,
    help="Motif donné pour l’action N, tel quel ; un refus en a un.",
)
@click.option(
    "--le",
    "days",
    metavar="N JJ/MM/AAAA",
    type=(NUMBER, DATE),
    multiple=True,
    help="Pour l’action N : quand elle sera réalisée (par défaut, la date du plan), ou réexaminée.",
)
@deliver_option
@office_options
@json_option
def decisions(
    *,
    where: Where,
    who: str,
    rulings: tuple[tuple[int, str], ...],
    reasons: tuple[tuple[int, str], ...],
    days: tuple[tuple[int, date], ...],
    hold_mail: bool,
    as_json: bool,
) -> int:
    """Informe le salarié des décisions prises après l’entretien.

    DOSSIER est un numéro (C0007), un matricule ou un nom. Une action sans décision donnée ici prend celle
    que dit sa colonne « Suite donnée » du plan : « accordée », « refusée : motif », « différée ». La lettre
    est scellée, classée au dossier, et part par courriel ou s’imprime. C’est une bonne pratique : la loi ne
    l’impose pas.
    """
    from toolkit.services.decisions import tell_decisions  # noqa: PLC0415 - heavy to import
    from toolkit.services.directory import find_case  # noqa: PLC0415

    given = _given(rulings, dict(reasons), dict(days))
    with where.open() as office:
        done = tell_decisions(office, find_case(office, who).id, given)
        if not as_json:
            _tell(done, case_label(office, done.case))
        code, delivery = deliver_waiting(office, hold=hold_mail, quiet=as_json)
    if as_json:
        print_json(
            {
                "case": done.case,
                "decisions": done.decisions,
                "new": done.new,
                "to_print": done.to_print,
                "delivery": delivery,
            }
        )
    return code


def _given(
    rulings: tuple[tuple[int, str], ...], reasons: dict[int, str], days: dict[int, date]
) -> list[Decision]:
    """Return the decisions told on the command line.

    Raises:
        UsageError: a reason or a day is about an action whose decision is not told.
    """
    from toolkit.errors import UsageError  # noqa: PLC0415 - start-up time
    from toolkit.model import Decision, Ruling  # noqa: PLC0415

    alone = sorted({*reasons, *days} - {number for number, _ in rulings})
    if alone:
        raise UsageError(
            "un motif ou une date est donné sans décision.",
            about=", ".join(f"action {number}" for number in alone),
            next_step="Ajoutez --action N accordee, refusee ou differee pour cette action.",
        )
    return [Decision(n, Ruling(ruling), reasons.get(n, ""), days.get(n)) for n, ruling in rulings]


def _tell(done: Told, label: str) -> None:
    from toolkit.services.printing import FOLDER  # noqa: PLC0415 - heavy to import

    if not done.new:
        say(f"Rien n’a changé : ces décisions sont déjà notifiées. {label}.")
        return
    lines = [_line(decision) for decision in done.decisions]
    say_list(f"{label} : décisions notifiées, la lettre est au dossier.", lines)
    if done.to_print:
        say(f"Sans adresse électronique : la lettre est à imprimer, dossier {FOLDER}.")


def _line(decision: Decision) -> str:
    on = f", {day(decision.on)}" if decision.on else ""
    reason = f" ({decision.reason})" if decision.reason else ""
    return f"action {decision.action} : {RULINGS[decision.ruling]}{on}{reason}"


COMMANDS = {"decisions": decisions}
