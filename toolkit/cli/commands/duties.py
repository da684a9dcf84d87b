"""``obligations`` and ``explain``: who is owed what, when, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.commanding import FrenchCommand
from toolkit.cli.options import DATE, KIND, Where, json_option, office_options
from toolkit.cli.output import print_json, print_table, say, say_list
from toolkit.french import OBLIGATIONS, REGIMES, STATUSES, capitalised, count, day

if TYPE_CHECKING:
    from toolkit.law import Timeline
    from toolkit.model import Employee, Finding, Matricule, Obligation, Site
    from toolkit.services.duties import DutyRow
    from toolkit.services.office import Office

as_of_option = click.option(
    "--au", "--as-of", "as_of", type=DATE, help="Jour pour lequel on calcule (par défaut, aujourd’hui)."
)


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
@click.option(
    "--xlsx",
    "workbook",
    metavar="FICHIER",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Écrit la liste dans un classeur.",
)
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
    as_json: bool,
) -> None:
    """Liste ce qui est dû, à qui, pour quand et pourquoi.

    Le plus pressant d’abord. « entretiens explain » donne le raisonnement complet pour une personne.
    """
    from toolkit.clock import today  # noqa: PLC0415 - start-up time
    from toolkit.model import ObligationKind  # noqa: PLC0415
    from toolkit.services.duties import Filter, all_duties, findings, rows  # noqa: PLC0415
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
    if as_json:
        print_json({"as_of": present, "obligations": [_row_view(row) for row in found], "findings": flaws})
        return
    _tell(found, flaws, present, {d.employee.matricule: d.employee for d in duties})
    if workbook is not None:
        say(f"Liste écrite dans {workbook}.")


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
    say_list(
        "À vérifier dans les données :",
        [f"{people[f.matricule].name} ({f.matricule}), {f.field} : {f.message} {f.prevents}" for f in flaws],
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
    return {"matricule": person.matricule, "name": person.name, **_duty_view(row.obligation)}


def _duty_view(duty: Obligation) -> dict[str, object]:
    return {
        "kind": duty.kind,
        "label": OBLIGATIONS[duty.kind],
        "regime": duty.regime,
        "status": duty.status,
        "opens": duty.opens,
        "due": duty.due,
        "latest": duty.latest,
        "originally_due": duty.originally_due,
        "met_by": duty.met_by,
        "projected": duty.projected,
        "rule": duty.rule,
        "reason": list(duty.reason),
        "facts": duty.facts,
        "references": duty.references,
        "readings": list(duty.readings),
        "alternatives": [other._asdict() for other in duty.alternatives],
        "parameters_version": duty.parameters_version,
    }


@click.command(cls=FrenchCommand)
@click.argument("who", metavar="SALARIÉ")
@as_of_option
@click.option("--tout", "--all", "everything", is_flag=True, help="Montre aussi ce qui est tenu ou projeté.")
@office_options
@json_option
def explain(*, where: Where, who: str, as_of: date | None, everything: bool, as_json: bool) -> None:
    """Explique pas à pas les échéances d’une personne.

    SALARIÉ est un matricule ou un nom. Chaque date est donnée avec ses étapes, la règle, les textes, et la
    date qu’une autre lecture défendable du droit donnerait.
    """
    from toolkit.clock import today  # noqa: PLC0415 - start-up time
    from toolkit.services.directory import find_employee  # noqa: PLC0415
    from toolkit.services.duties import SETTLED, explained  # noqa: PLC0415

    with where.open() as office:
        person = find_employee(office, who)
        duties = explained(office, person.matricule, as_of or today(office.clock))
    line = duties.timeline
    shown = [d for d in line.obligations if everything or not (d.projected or d.status in SETTLED)]
    if as_json:
        print_json(
            {
                "matricule": person.matricule,
                "name": person.name,
                "as_of": line.as_of,
                "obligations": [_duty_view(duty) for duty in shown],
                "top_up": line.top_up,
                "findings": line.findings,
            }
        )
        return
    _explain(person, line, shown)


def _explain(person: Employee, line: Timeline, shown: Sequence[Obligation]) -> None:
    say(f"{person.name} ({person.matricule}), ancienneté du {day(person.hired)}")
    say(f"Situation au {day(line.as_of)}")
    for duty in shown:
        say()
        _explain_one(duty)
    if not shown:
        say("Rien n’est dû pour le moment (--tout montre ce qui a été tenu).")
    for merge in line.merges:
        kinds = " + ".join(OBLIGATIONS[duty.kind] for duty in merge.obligations)
        by = f"au plus tard le {day(merge.by)}" if merge.by else "dès que possible"
        say()
        say(f"Un seul rendez-vous peut régler : {kinds}, à partir du {day(merge.opens)}, {by}.")
    if line.top_up.due:
        say()
        say_list(f"Abondement correctif de {line.top_up.amount} € :", line.top_up.reason)
    say_list(
        "À vérifier dans les données :", [f"{f.field} : {f.message} {f.prevents}" for f in line.findings]
    )


def _explain_one(duty: Obligation) -> None:
    from toolkit.services.lawbook import answer_wording, rule_title  # noqa: PLC0415 - heavy to import

    due = f", échéance le {day(duty.due)}" if duty.due else ""
    say(f"{capitalised(OBLIGATIONS[duty.kind])} : {STATUSES[duty.status]}{due}")
    say(f"  Règle {duty.rule} : {rule_title(duty.rule)} ({REGIMES[duty.regime]})")
    for number, step in enumerate(duty.reason, start=1):
        say(f"  {number}. {step}")
    for other in duty.alternatives:
        date_told = f"le {day(other.due)}" if other.due else "aucune échéance"
        say(f"  Autre lecture : {date_told}. {answer_wording(other.question, other.answer)}")
    for reference in duty.references:
        say(f"  Texte : {reference.title}")


COMMANDS = {"obligations": obligations, "explain": explain}
