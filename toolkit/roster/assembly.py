"""Rows of all sheets brought together: one person, one place, one fact; references found or told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from typing import TypeVar

from toolkit.model import Employee, History, Manager, Matricule, Site, SiteId
from toolkit.roster import coherence
from toolkit.roster.columns import Matched
from toolkit.roster.fact_rows import Fact, FactRow
from toolkit.roster.fields import Row
from toolkit.roster.keys import fact_key, history_of
from toolkit.roster.layout import LAYOUTS, Table
from toolkit.roster.people_rows import EmployeeRow, ManagerRow, SiteRow
from toolkit.roster.problems import Place, RowProblem, SetApart, error, finding
from toolkit.roster.references import Directory, Known, find_site, same_but_zeros
from toolkit.roster.validation import SheetReading, ValidRow

R = TypeVar("R", bound=Row)


class Assembly:
    """A roster in the making: :meth:`add` each sheet, :meth:`settle` once, then read the results."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.sites: dict[SiteId, Site] = {}
        self.managers: dict[Matricule, Manager] = {}
        self.employees: dict[Matricule, Employee] = {}
        self.hiring_notices: dict[Matricule, date] = {}
        self.problems: list[RowProblem] = []
        self.set_apart: list[SetApart] = []
        self._facts: dict[Matricule, list[Fact]] = defaultdict(list)
        self._rows: list[ValidRow] = []
        self._headings: dict[tuple[str, str], dict[str, str]] = {}
        self._tables: dict[tuple[str, str], Table] = {}

    def add(self, matched: Matched, reading: SheetReading) -> None:
        """Take the rows of one sheet."""
        self._rows.extend(reading.rows)
        self.problems.extend(reading.problems)
        self.set_apart.extend(reading.set_apart)
        sheet = matched.grid.file, matched.grid.sheet
        self._headings[sheet] = dict(matched.headings)
        self._tables[sheet] = matched.table

    def settle(self) -> None:
        """Tell duplicates, resolve references, gather facts by employee."""
        self._settle_sites()
        self._settle_managers()
        self._settle_employees()
        self._settle_facts()

    def histories(self) -> dict[Matricule, History]:
        """Return the history of each employee who has a fact."""
        return {matricule: history_of(facts) for matricule, facts in self._facts.items()}

    # -- tables ---------------------------------------------------------------------------------------------

    def _settle_sites(self) -> None:
        for place, row in self._unique(self._of(SiteRow), lambda row: row.id, "id"):
            site = row.site(coherence.usual_time_zone(row.postal()))
            self.sites[site.id] = site
            self.problems.extend(
                coherence.site_findings(
                    site,
                    place,
                    zone_said=bool(row.time_zone),
                    good_friday_said="good_friday" in row.model_fields_set,
                )
            )

    def _settle_managers(self) -> None:
        for _, row in self._unique(self._of(ManagerRow), lambda row: row.matricule, "matricule"):
            self.managers[Matricule(row.matricule)] = row.manager()

    def _settle_employees(self) -> None:
        rows = list(self._unique(self._of(EmployeeRow), lambda row: row.matricule, "matricule"))
        directory = self._directory(row for _, row in rows)
        kept = []
        for place, row in rows:
            employee = self._employee(place, row, directory)
            if employee is None:
                continue
            self.employees[employee.matricule] = employee
            if row.hiring_notice:
                self.hiring_notices[employee.matricule] = row.hiring_notice
            self.problems.extend(coherence.employee_findings(employee, place))
            kept.append((employee, place))
        self.problems.extend(coherence.shared_addresses(kept))
        self._name_managers(employee for employee, _ in kept)

    def _settle_facts(self) -> None:
        people = {**self.known.employees, **self.employees}
        apart = self._apart(Table.EMPLOYEES)
        for place, row in self._unique(self._of(FactRow), _fact_identity, "matricule"):
            matricule, fact = Matricule(row.matricule), row.fact()
            employee = people.get(matricule)
            if employee is None:
                self._orphan(place, row, people, apart)
            elif fact is not None:
                self._facts[matricule].append(fact)
                self.problems.extend(coherence.fact_findings(fact, employee, place))

    # -- references -----------------------------------------------------------------------------------------

    def _directory(self, rows: Iterable[EmployeeRow]) -> Directory:
        directory = Directory()
        people: tuple[Employee | Manager, ...] = (
            *self.known.employees.values(),
            *self.known.managers.values(),
            *self.managers.values(),
        )
        for person in people:
            directory.add(person.matricule, person.surname, person.given_name, person.email)
        for row in rows:
            directory.add(Matricule(row.matricule), row.surname, row.given_name, row.email)
        return directory

    def _employee(self, place: Place, row: EmployeeRow, directory: Directory) -> Employee | None:
        """Return the employee with references resolved, or None once the row is set apart."""
        wrong: list[RowProblem] = []
        site = self._site(place, row, wrong)
        manager = directory.find(row.manager) if row.manager else None
        if row.manager and manager is None:
            wrong.extend(self._unknown_manager(place, row, directory))
        if wrong:
            self._keep_out(place, Table.EMPLOYEES, wrong, row.matricule)
            return None
        return row.employee(site, manager)

    def _site(self, place: Place, row: EmployeeRow, wrong: list[RowProblem]) -> SiteId | None:
        sites = {**self.known.sites, **self.sites}
        if not row.site:
            return next(iter(sites)) if len(sites) == 1 else None
        found = find_site(row.site, sites)
        if found is None and not sites:
            return SiteId(row.site)  # a file of employees alone: the code stands for the place
        if found is None:
            names = ", ".join(f"{site.id} ({site.name})" for site in sites.values())
            wrong.append(
                error(self._at(place, "site"), "unknown_site",
                      "cet établissement n’est pas dans le classeur.",
                      value=row.site, expected=f"{names}.", matricule=Matricule(row.matricule))
            )  # fmt: skip
        return found

    def _unknown_manager(self, place: Place, row: EmployeeRow, directory: Directory) -> Iterator[RowProblem]:
        matricule = Matricule(row.matricule)
        if row.manager in self._apart(Table.EMPLOYEES) | self._apart(Table.MANAGERS):
            self.problems.append(
                finding(self._at(place, "manager"), "manager_set_apart",
                        "la ligne de ce responsable est mise à part ; la personne reste sans responsable.",
                        value=row.manager, matricule=matricule)
            )  # fmt: skip
            return
        near = directory.near(row.manager)
        hint = f" Vouliez-vous écrire « {near} » ?" if near else ""
        yield error(
            self._at(place, "manager"),
            "unknown_manager",
            f"ce responsable n’est ni dans la feuille Salariés ni dans la feuille Responsables.{hint}",
            value=row.manager,
            expected="le matricule d’un salarié ou d’un responsable du classeur.",
            matricule=matricule,
        )

    def _name_managers(self, employees: Iterable[Employee]) -> None:
        """Make a manager of each employee to whom others answer."""
        people = {**self.known.employees, **self.employees}
        for employee in employees:
            chief = people.get(employee.manager) if employee.manager else None
            if chief is not None and chief.matricule not in self.managers:
                self.managers[chief.matricule] = Manager(
                    chief.matricule, chief.surname, chief.given_name, chief.email, chief.job, chief.civility
                )

    def _orphan(self, place: Place, row: FactRow, people: Iterable[str], apart: frozenset[str]) -> None:
        table = self._table(place)
        if row.matricule in apart:
            because = "la ligne de ce salarié est elle-même mise à part"
            self.set_apart.append(SetApart(place, table, because, row.matricule))
            return
        near = same_but_zeros(row.matricule, people)
        hint = f" Vouliez-vous écrire « {near} » ?" if near else ""
        problem = error(
            self._at(place, "matricule"),
            "unknown_employee",
            f"ce matricule n’est pas dans la feuille Salariés.{hint}",
            value=row.matricule,
            expected="le matricule d’un salarié du classeur.",
            matricule=Matricule(row.matricule),
        )
        self._keep_out(place, table, [problem], row.matricule)

    # -- duplicates -----------------------------------------------------------------------------------------

    def _unique(
        self, rows: list[tuple[Place, R]], key: Callable[[R], Hashable], name: str
    ) -> Iterator[tuple[Place, R]]:
        """Yield rows that stand once; repeats are told, contradicting ones all set apart."""
        groups: dict[Hashable, list[tuple[Place, R]]] = defaultdict(list)
        for place, row in rows:
            groups[key(row)].append((place, row))
        for group in groups.values():
            (first_place, first), *others = group
            if all(row == first for _, row in others):
                self.problems.extend(self._repeated(first_place, place) for place, _ in others)
                yield first_place, first
            else:
                self._contradicting(group, name)

    def _repeated(self, first: Place, place: Place) -> RowProblem:
        return finding(
            place, "repeated_row", f"cette ligne répète la ligne {first.row} ; elle compte une fois."
        )

    def _contradicting(self, group: list[tuple[Place, R]], name: str) -> None:
        first = group[0][0]
        for place, row in group:
            told = str(getattr(row, name))
            problem = error(
                self._at(place, name),
                "duplicate" if isinstance(row, FactRow) else "duplicate_key",
                f"déjà présent ligne {first.row}, avec d’autres valeurs : laquelle est la bonne ?",
                value=told,
                expected="une seule ligne.",
                matricule=Matricule(told) if name == "matricule" else None,
            )
            wrong = [problem] if place is not first else []
            self._keep_out(place, self._table(place), wrong, told)

    # -- places ---------------------------------------------------------------------------------------------

    def _of(self, form: type[R]) -> list[tuple[Place, R]]:
        return [(valid.place, valid.row) for valid in self._rows if isinstance(valid.row, form)]

    def _at(self, place: Place, name: str) -> Place:
        headings = self._headings[place.file, place.sheet]
        return Place(place.file, place.sheet, place.row, headings.get(name, ""))

    def _table(self, place: Place) -> Table:
        return self._tables[place.file, place.sheet]

    def _apart(self, table: Table) -> frozenset[str]:
        return frozenset(apart.key for apart in self.set_apart if apart.table == table and apart.key)

    def _keep_out(self, place: Place, table: Table, wrong: list[RowProblem], key: str) -> None:
        self.problems.extend(wrong)
        because = wrong[0].message if wrong else f"plusieurs lignes différentes ({LAYOUTS[table].sheet})"
        self.set_apart.append(SetApart(place, table, because, key))


def _fact_identity(row: FactRow) -> Hashable:
    fact = row.fact()
    return row.matricule, type(row), fact_key(fact) if fact else id(row)
