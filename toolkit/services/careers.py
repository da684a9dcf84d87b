"""Everyone's facts, read once for requests that look at the whole company."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from toolkit.french import collation_key
from toolkit.law import Facts, facts_of
from toolkit.model import Employee
from toolkit.services.office import Office


@dataclass(frozen=True, slots=True)
class Career:
    """An employee and what the law reads of this employee."""

    employee: Employee
    facts: Facts

    @property
    def ends_on(self) -> date | None:
        """The last day of employment that is known, None for a contract without end."""
        known = [day for day in (self.employee.left_on, self.employee.contract_end) if day is not None]
        return min(known, default=None)


def careers(office: Office) -> list[Career]:
    """Return the career of every employee, those who left included, in the order of a directory."""
    with office.reading() as unit:
        histories = unit.histories.all()
        notices = unit.histories.hiring_notices()
        people = unit.employees.all()
    found = [Career(e, facts_of(e, histories[e.matricule], notices.get(e.matricule))) for e in people]
    return sorted(
        found, key=lambda c: (collation_key(c.employee.surname), collation_key(c.employee.given_name))
    )


def present(everyone: Iterable[Career], on: date) -> list[Career]:
    """Return those who have not left by ``on``, as the list of obligations does."""
    return [career for career in everyone if career.employee.left_on is None or career.employee.left_on >= on]
