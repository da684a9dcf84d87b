"""``actions``: the plans of action of all interviews, and what came of each action."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchGroup
from toolkit.cli.options import DATE, Where, json_option, office_options, workbook_option
from toolkit.cli.output import print_json, print_table, say, spaced
from toolkit.french import NBSP, count, day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.services.actions import PlannedAction


@click.group(cls=FrenchGroup, invoke_without_command=True)
@click.option("--retard", "--late", "late", is_flag=True, help="Seulement celles dont l’échéance est passée.")
@click.option(
    "--responsable", "--owner", "owner", metavar="NOM", default="", help="Celles de ce responsable."
)
@click.option("--salarie", "--employee", "who", metavar="SALARIÉ", help="Celles d’un salarié.")
@click.option(
    "--sous",
    "--within",
    "within",
    metavar="JOURS",
    type=click.IntRange(0, 3660),
    help="Celles qui restent à faire d’ici ce nombre de jours, en retard comprises.",
)
@workbook_option
@office_options
@json_option
def actions(
    *,
    where: Where,
    late: bool,
    owner: str,
    who: str | None,
    within: int | None,
    workbook: Path | None,
    as_json: bool,
) -> None:
    """Liste les actions décidées en entretien, les retards d’abord.

    Une action vient du plan d’actions d’une trame relue. SALARIÉ est un matricule ou un nom.
    """
    if click.get_current_context().invoked_subcommand is not None:
        return
    from toolkit.services.actions import Sought, actions_workbook, days_ahead  # noqa: PLC0415 - heavy
    from toolkit.services.actions import actions as planned  # noqa: PLC0415
    from toolkit.services.directory import find_employee  # noqa: PLC0415

    with where.open() as office:
        person = find_employee(office, who).matricule if who else None
        until = days_ahead(office, within) if within is not None else None
        lines = planned(office, Sought(late=late, owner=owner, employee=person, until=until))
    if workbook is not None:
        actions_workbook(workbook, lines)
    if as_json:
        print_json([_view(line) for line in lines])
        return
    _tell(lines)
    if workbook is not None:
        say(f"Liste écrite dans {workbook}.")


def _view(line: PlannedAction) -> dict[str, object]:
    return {
        "case": line.case,
        "matricule": line.employee.matricule,
        "name": line.employee.name,
        "standing": line.standing,
        "action": line.action,
    }


def _tell(lines: Sequence[PlannedAction]) -> None:
    from toolkit.services.actions import STANDINGS, Standing  # noqa: PLC0415 - heavy to import

    if not lines:
        say("Aucune action de ce genre n’est enregistrée.")
        return
    print_table(
        ("Échéance", "Situation", "Dossier", "Salarié", "Action", "Responsable"),
        [
            (
                day(line.action.due) if line.action.due else "–",
                STANDINGS[line.standing],
                f"{line.case} n°{NBSP}{line.action.number}",
                line.employee.name,
                _told(line),
                line.action.owner or "–",
            )
            for line in lines
        ],
    )
    late = sum(line.standing is Standing.OVERDUE for line in lines)
    pending = late + sum(line.standing is Standing.OPEN for line in lines)
    say(f"{count(len(lines), 'action')}, dont {pending} à faire et {late} en retard.")
    if pending:
        say("Étape suivante : « entretiens actions done DOSSIER N° --resultat … --le JJ/MM/AAAA ».")


def _told(line: PlannedAction) -> str:
    outcome = " ".join(line.action.outcome.split())
    label = spaced(f"{line.kind} : {' '.join(line.action.label.split())}")
    return f"{label} → {outcome}" if outcome else label


@actions.command("done")
@click.argument("case", metavar="DOSSIER")
@click.argument("number", metavar="NUMÉRO", type=click.IntRange(1))
@click.option(
    "--resultat",
    "--outcome",
    "outcome",
    metavar="TEXTE",
    required=True,
    help="Ce qu’il en est advenu ; gardé avec l’action, jamais dans le journal.",
)
@click.option("--le", "--on", "on", type=DATE, required=True, help="Jour où l’action a été achevée.")
@office_options
@json_option
def done(*, where: Where, case: str, number: int, outcome: str, on: date, as_json: bool) -> None:
    """Enregistre la suite donnée à une action, et le jour où elle a été achevée.

    DOSSIER est un numéro (C0007), un matricule ou un nom ; NUMÉRO est celui de l’action dans son plan. La
    trame du prochain entretien la rappellera.
    """
    from toolkit.services.actions import record_outcome  # noqa: PLC0415 - heavy to import
    from toolkit.services.directory import find_case  # noqa: PLC0415

    with where.open() as office:
        found = find_case(office, case)
        recorded = record_outcome(office, found.id, number, outcome=outcome, on=on)
    if as_json:
        print_json({"case": recorded.case, "action": recorded.action, "new": recorded.new})
        return
    what = f"{recorded.employee.name}, dossier {recorded.case}, action {number}"
    if not recorded.new:
        say(f"Rien n’a changé : {what} : déjà enregistrée ainsi.")
        return
    say(f"{what} : achevée le {day(on)}, suite donnée enregistrée.")


COMMANDS = {"actions": actions}
