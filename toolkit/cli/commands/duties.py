"""``obligations``: who is owed what, and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.commands.explain import duty_view, flaw_line
from toolkit.cli.options import (
    DATE,
    KIND,
    Where,
    as_of_option,
    chart_option,
    json_option,
    office_options,
    workbook_option,
)
from toolkit.cli.output import print_json, print_table, say, say_list
from toolkit.french import OBLIGATIONS, STATUSES, count, day

if TYPE_CHECKING:
    from toolkit.model import Employee, Finding, Matricule, Site
    from toolkit.services.duties import DutyRow
    from toolkit.services.office import Office


@click.command(cls=FrenchCommand)
@as_of_option
@click.option("--en-retard", "--late", "late", is_flag=True, help="Seulement ce qui est en retard.")
@click.option(
    "--sous",
    "--due-within",
    "within",
    metavar="JOURS",
    type=click.IntRange(0),
    help="Seulement ce qui est dû d’ici tant de jours.",
)
@click.option("--jusqu-au", "--until", "until", type=DATE, help="Seulement ce qui est dû jusqu’à ce jour.")
@click.option("--nature", "--kind", "kind", type=KIND, help="Seulement cette nature (premier, retour…).")
@click.option(
    "--etablissement", "--site", "site", metavar="TEXTE", help="Seulement cet établissement (SIRET ou nom)."
)
@click.option(
    "--responsable", "--manager", "manager", metavar="TEXTE", help="Seulement son équipe (matricule ou nom)."
)
@click.option("--tout", "--all", "everything", is_flag=True, help="Montre aussi ce qui est tenu ou projeté.")
@workbook_option
@chart_option
@office_options
@json_option
def obligations(  # noqa: PLR0913 - one argument for each option
    *,
    where: Where,
    as_of: date | None,
    late: bool,
    within: int | None,
    until: date | None,
    kind: str | None,
    site: str | None,
    manager: str | None,
    everything: bool,
    workbook: Path | None,
    chart: Path | None,
    as_json: bool,
) -> None:
    """Liste ce qui est dû, à qui, pour quand et pourquoi.

    Le plus pressant d’abord. « entretiens explain » donne le raisonnement complet pour une personne.
    """
    from toolkit.clock import today  # noqa: PLC0415 - start-up time
    from toolkit.model import ObligationKind  # noqa: PLC0415
    from toolkit.services.duties import Filter, all_duties, findings, rows  # noqa: PLC0415
    from toolkit.services.pictures import load_svg, write_picture  # noqa: PLC0415
    from toolkit.services.workbooks import duties_workbook  # noqa: PLC0415

    if within is not None and until is not None:
        raise click.UsageError("Choisissez : --sous ou --jusqu-au.")
    with where.open() as office:
        present = as_of or today(office.clock)
        chosen = Filter(
            late=late,
            due_by=until if within is None else present + timedelta(days=within),
            kind=ObligationKind(kind) if kind else None,
            site=_site(office, site).id if site else None,
            manager=_manager(office, manager) if manager else None,
            settled=everything,
        )
        duties = all_duties(office, present)
        found = rows(duties, chosen)
        flaws = findings(d for d in duties if chosen.admits_employee(d.employee))
        if workbook is not None:
            duties_workbook(office, workbook, found)
        if chart is not None:
            write_picture(chart, load_svg(found, present, office.employer.name))
    if as_json:
        print_json({"as_of": present, "obligations": [_row_view(row) for row in found], "findings": flaws})
        return
    _tell(found, flaws, present, {d.employee.matricule: d.employee for d in duties})
    if workbook is not None:
        say(f"Liste écrite dans {workbook}.")
    if chart is not None:
        say(f"Charge par mois dessinée dans {chart}.")


def _site(office: Office, asked: str) -> Site:
    from toolkit.services.directory import find_site  # noqa: PLC0415 - heavy to import

    return find_site(office, asked)


def _manager(office: Office, asked: str) -> Matricule:
    from toolkit.services.directory import find_manager  # noqa: PLC0415 - heavy to import

    return find_manager(office, asked)


def _tell(
    found: Sequence[DutyRow], flaws: Sequence[Finding], present: date, people: dict[Matricule, Employee]
) -> None:
    say(f"Au {day(present)} :")
    if found:
        print_table(
            ("Échéance", "Salarié", "Matricule", "Nature", "Situation"),
            [
                (
                    day(row.obligation.due) if row.obligation.due else "—",
                    row.employee.name,
                    row.employee.matricule,
                    OBLIGATIONS[row.obligation.kind],
                    STATUSES[row.obligation.status],
                )
                for row in found
            ],
        )
        _tell_counts(found)
    else:
        say("Aucune obligation ne répond à cette demande.")
        if not people:
            say("Aucun salarié n’est enregistré : « entretiens import FICHIER » les apporte.")
    say_list(
        "À vérifier dans les données :",
        [f"{people[f.matricule].name} ({f.matricule}), {flaw_line(f)}" for f in flaws],
    )


def _tell_counts(found: Sequence[DutyRow]) -> None:
    from collections import Counter  # noqa: PLC0415 - start-up time

    counts = Counter(row.obligation.status for row in found)
    told = ", ".join(f"{number} {STATUSES[status]}" for status, number in counts.items())
    people = len({row.employee.matricule for row in found})
    say(f"{count(len(found), 'obligation')} pour {count(people, 'salarié')} : {told}.")
    say("Pourquoi : « entretiens explain MATRICULE ». Étape suivante : « entretiens campaign new ».")


def _row_view(row: DutyRow) -> dict[str, object]:
    person = row.employee
    return {"matricule": person.matricule, "name": person.name, **duty_view(row.obligation)}


COMMANDS = {"obligations": obligations}
