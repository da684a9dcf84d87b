"""Those a case concerns, looked up together: the employee, who holds the interview, the establishment."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.errors import NotFoundError
from toolkit.model import NO_SITE, Case, Employee, Manager, Matricule, Site
from toolkit.store import Unit


@dataclass(frozen=True, slots=True)
class People:
    """The persons and the place of one case."""

    employee: Employee
    manager: Manager
    site: Site


def manager_of(unit: Unit, matricule: Matricule) -> Manager:
    """Return who holds interviews under ``matricule``, listed as such or an employee like any other.

    Raises:
        NotFoundError: nobody has that number.
    """
    listed = unit.managers.find(matricule)
    if listed is not None:
        return listed
    person = unit.employees.get(matricule)
    return Manager(
        person.matricule, person.surname, person.given_name, person.email, person.job, person.civility
    )


def people_of(unit: Unit, case: Case) -> People:
    """Return those whom ``case`` concerns.

    Raises:
        NotFoundError: nobody is named to hold the interview.
    """
    employee = unit.employees.get(case.matricule)
    if case.manager is None:
        raise NotFoundError(
            "aucun responsable n’est désigné pour tenir l’entretien.",
            about=f"Dossier {case.id} ({employee.name})",
            next_step="Complétez « Matricule du responsable » dans le fichier du personnel et réimportez-le.",
        )
    return People(employee, manager_of(unit, case.manager), site_of(unit, employee))


def site_of(unit: Unit, employee: Employee) -> Site:
    """Return the establishment of ``employee``, a metropolitan one without a name where none is known."""
    known = unit.sites.find(employee.site) if employee.site else None
    return known or NO_SITE
