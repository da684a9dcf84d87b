"""Workbooks given to a person: the roster to fill, the list of obligations to sort and filter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toolkit.errors import UsageError
from toolkit.french import OBLIGATIONS, STATUSES, capitalised
from toolkit.roster import Value, write_table, write_template
from toolkit.services.duties import DutyRow
from toolkit.services.office import Office

DUTY_HEADINGS = (
    "Matricule", "Nom", "Prénom", "Établissement", "Responsable", "Nature", "Situation", "Ouvert le",
    "Échéance", "Au plus tard", "Règle", "Pourquoi",
)  # fmt: skip


def roster_template(path: Path, *, replace: bool = False) -> None:
    """Write the empty workbook to fill.

    Raises:
        UsageError: a file is there and is not to be replaced.
        RosterError: the file cannot be written.
    """
    if path.exists() and not replace:
        raise UsageError(
            "ce fichier existe déjà ; il n’a pas été touché.",
            about=str(path),
            next_step="Donnez un autre nom, ou ajoutez --remplacer.",
        )
    write_template(path)


def duties_workbook(office: Office, path: Path, rows: Sequence[DutyRow]) -> None:
    """Write the list of obligations, one line each.

    Raises:
        RosterError: the file cannot be written.
    """
    with office.reading() as unit:
        sites = {site.id: site.name for site in unit.sites.all()}
        names = {person.matricule: person.name for person in unit.managers.all()}
        names |= {person.matricule: person.name for person in unit.employees.all()}
    lines: list[tuple[Value, ...]] = []
    for row in rows:
        person, duty = row.employee, row.obligation
        lines.append(
            (
                person.matricule,
                person.surname,
                person.given_name,
                sites.get(person.site, "") if person.site else "",
                names.get(person.manager, "") if person.manager else "",
                capitalised(OBLIGATIONS[duty.kind]),
                STATUSES[duty.status],
                duty.opens,
                duty.due,
                duty.latest,
                duty.rule,
                " ; ".join(duty.reason),
            )
        )
    write_table(path, "Obligations", DUTY_HEADINGS, lines)
