"""What the employer owes to whom on a given day, with why; the answer every campaign starts from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from toolkit import law
from toolkit.french import collation_key
from toolkit.law import Timeline, facts_of, readings_of, terms_of, timeline
from toolkit.model import Employee, Finding, Matricule, Obligation, ObligationKind, Regime, SiteId, Status
from toolkit.services.office import Office
from toolkit.store import Unit

OWED = (Status.OVERDUE, Status.OPEN)
"""What can be settled by a meeting held now."""

SETTLED = (Status.HELD, Status.HELD_LATE, Status.NOT_REACHED)
"""What asks for nothing any more."""


@dataclass(frozen=True, slots=True)
class Duties:
    """One employee and everything owed to this employee."""

    employee: Employee
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Filter:
    """Which obligations to show; what is None or False does not restrict."""

    late: bool = False
    due_by: date | None = None
    kind: ObligationKind | None = None
    site: SiteId | None = None
    manager: Matricule | None = None
    settled: bool = False

    def admits_employee(self, employee: Employee) -> bool:
        """Tell whether the employee is looked at."""
        return (self.site is None or employee.site == self.site) and (
            self.manager is None or employee.manager == self.manager
        )

    def admits(self, obligation: Obligation) -> bool:
        """Tell whether the obligation is shown."""
        if self.kind is not None and obligation.kind is not self.kind:
            return False
        if not self.settled and (obligation.projected or obligation.status in SETTLED):
            return False
        return not (self.late and obligation.status is not Status.OVERDUE)


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One line of the list of obligations."""

    employee: Employee
    obligation: Obligation


def regime_on(office: Office, day: date) -> Regime:
    """Return the regime of an interview held on ``day``."""
    return law.regime_on(day, law.terms_of(office.employer))


def duties_of(office: Office, unit: Unit, employee: Employee, as_of: date) -> Duties:
    """Return what is owed to one employee on ``as_of``."""
    facts = facts_of(
        employee, unit.histories.of(employee.matricule), unit.histories.hiring_notice(employee.matricule)
    )
    return Duties(employee, timeline(facts, as_of, terms_of(office.employer), readings_of(office.employer)))


def all_duties(office: Office, as_of: date) -> list[Duties]:
    """Return what is owed to every employee present on ``as_of``, in the order of a directory.

    Raises:
        LawError: the settings choose a reading that does not exist.
    """
    terms, readings = terms_of(office.employer), readings_of(office.employer)
    with office.reading() as unit:
        histories = unit.histories.all()
        notices = unit.histories.hiring_notices()
        people = [e for e in unit.employees.all() if e.left_on is None or e.left_on >= as_of]
    found = [
        Duties(
            e, timeline(facts_of(e, histories[e.matricule], notices.get(e.matricule)), as_of, terms, readings)
        )
        for e in people
    ]
    return sorted(
        found, key=lambda d: (collation_key(d.employee.surname), collation_key(d.employee.given_name))
    )


def rows(duties: Iterable[Duties], chosen: Filter) -> list[DutyRow]:
    """Return the lines that ``chosen`` admits, the most urgent first."""
    kept = [
        DutyRow(d.employee, obligation)
        for d in duties
        if chosen.admits_employee(d.employee)
        for obligation in (d.timeline.due_by(chosen.due_by) if chosen.due_by else d.timeline.obligations)
        if chosen.admits(obligation)
    ]
    return sorted(kept, key=_urgency)


def _urgency(row: DutyRow) -> tuple[int, date]:
    return list(Status).index(row.obligation.status) * (row.obligation.status not in OWED), (
        row.obligation.due or row.obligation.opens or date.max
    )


def findings(duties: Iterable[Duties]) -> list[Finding]:
    """Return what is missing or contradictory in the data, person by person."""
    return [finding for d in duties for finding in d.timeline.findings]


def explained(office: Office, matricule: Matricule, as_of: date) -> Duties:
    """Return everything about one employee.

    Raises:
        NotFoundError: no such matricule.
    """
    with office.reading() as unit:
        return duties_of(office, unit, unit.employees.get(matricule), as_of)


def topics_of(
    office: Office, unit: Unit, employee: Employee, kinds: Collection[ObligationKind], day: date
) -> frozenset[law.TopicId]:
    """Return what an interview that settles ``kinds`` on ``day`` must cover."""
    facts = facts_of(employee, unit.histories.of(employee.matricule))
    return frozenset(topic.id for topic in law.topics_for(kinds, facts, day, terms_of(office.employer)))
