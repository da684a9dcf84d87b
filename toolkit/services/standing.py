"""What was decided here holds against a file that does not know of it: departures, and facts taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from toolkit.model import Employee, History, Matricule
from toolkit.roster import FactKey, RosterReading, fact_key, facts_of, history_of
from toolkit.store import RecordedFact, Unit


@dataclass(frozen=True, slots=True)
class KeptDeparture:
    """An employee whose departure is recorded, and whose cell in the file is empty."""

    employee: Employee
    left_on: date


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A fact of the file that a person took back here, with the day and the reason."""

    matricule: Matricule
    withdrawn: RecordedFact


@dataclass(frozen=True, slots=True)
class Upheld:
    """What an import left as it was decided here."""

    departures: tuple[KeptDeparture, ...] = ()
    facts: tuple[KeptOut, ...] = ()
    erased: tuple[Employee, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything was upheld."""
        return bool(self.departures or self.facts or self.erased)


NOTHING_UPHELD = Upheld()


def uphold(unit: Unit, reading: RosterReading) -> tuple[RosterReading, Upheld]:
    """Return ``reading`` without what would undo a decision taken here, and what that is.

    An empty cell does not bring back someone who left, a fact that was taken back does not return, and nobody
    returns who was erased.
    """
    reading, erased = _without_erased(unit, reading)
    employees, departures = _departures(unit, reading)
    histories, facts = _facts(unit, reading.histories)
    return replace(reading, employees=employees, histories=histories), Upheld(departures, facts, erased)


def _without_erased(unit: Unit, reading: RosterReading) -> tuple[RosterReading, tuple[Employee, ...]]:
    gone = unit.erasures.persons() - {known.matricule for known in unit.employees.all()}
    needed = {manager.matricule for manager in unit.managers.all()}  # by the cases of others
    back = tuple(employee for employee in reading.employees if employee.matricule in gone)
    return (
        replace(
            reading,
            employees=tuple(e for e in reading.employees if e.matricule not in gone),
            managers=tuple(m for m in reading.managers if m.matricule not in gone - needed),
            histories={m: history for m, history in reading.histories.items() if m not in gone},
            hiring_notices={m: on for m, on in reading.hiring_notices.items() if m not in gone},
        ),
        back,
    )


def _departures(unit: Unit, reading: RosterReading) -> tuple[tuple[Employee, ...], tuple[KeptDeparture, ...]]:
    gone = {known.matricule: known.left_on for known in unit.employees.all() if known.left_on is not None}
    kept = tuple(
        KeptDeparture(employee, gone[employee.matricule])
        for employee in reading.employees
        if employee.left_on is None and employee.matricule in gone
    )
    days = {one.employee.matricule: one.left_on for one in kept}
    employees = tuple(
        replace(employee, left_on=days.get(employee.matricule, employee.left_on))
        for employee in reading.employees
    )
    return employees, kept


def _facts(
    unit: Unit, histories: Mapping[Matricule, History]
) -> tuple[dict[Matricule, History], tuple[KeptOut, ...]]:
    withdrawn: dict[tuple[Matricule, FactKey], RecordedFact] = {
        (matricule, fact_key(recorded.fact)): recorded for matricule, recorded in unit.histories.taken_back()
    }
    left: dict[Matricule, History] = {}
    kept_out: list[KeptOut] = []
    for matricule, history in histories.items():
        facts = list(facts_of(history))
        back = [withdrawn[matricule, fact_key(f)] for f in facts if (matricule, fact_key(f)) in withdrawn]
        kept_out += [KeptOut(matricule, recorded) for recorded in back]
        standing = [f for f in facts if (matricule, fact_key(f)) not in withdrawn]
        left[matricule] = history_of(standing) if back else history
    return left, tuple(kept_out)
