"""Bring a roster in: all that is wrong is told at once, what is known is updated, nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from toolkit.digest import Sha256, canonical_json, sha256
from toolkit.model import CaseState, Employee, Event, EventType, Matricule
from toolkit.roster import (
    Known,
    OldRoster,
    RosterChanges,
    RosterReading,
    changes,
    facts_of,
    read_roster,
)
from toolkit.services.office import Office
from toolkit.services.standing import NOTHING_UPHELD, Upheld, uphold
from toolkit.store import Unit
from toolkit.workflow.course import note as note_case


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; ``done`` is False where errors blocked it.

    ``upheld`` is what it left as it was decided here.
    """

    reading: RosterReading
    changes: RosterChanges
    done: bool
    upheld: Upheld = NOTHING_UPHELD

    @property
    def unchanged(self) -> bool:
        """Whether everything was known just so."""
        return self.done and not brings_news(self.changes)


def brings_news(found: RosterChanges) -> bool:
    """Tell whether an import adds or changes anything; what a file no longer mentions stays as it was."""
    parts = (found.sites, found.managers, found.employees, found.facts, found.hiring_notices)
    return any(part.added or part.changed for part in parts)


def import_roster(
    office: Office,
    paths: Sequence[Path],
    *,
    preset: str | None = None,
    partial: bool = False,
    restore: bool = False,
) -> Imported:
    """Read files and record what they hold.

    A departure recorded here and a fact taken back here hold against a file that does not know of them.

    Args:
        office: The employer's office.
        paths: Workbooks, CSV files or folders of them.
        preset: The set of headings to read with.
        partial: Record the sound rows although others are in error.
        restore: The files are right even against what was decided here.

    Raises:
        RosterError: a file cannot be read at all.
    """
    with office.reading() as unit:
        old = _known(unit)
    known = Known(old.employees, old.managers, old.sites)
    reading = read_roster(paths, preset=preset, known=known)
    upheld = NOTHING_UPHELD
    if not restore:
        with office.reading() as unit:
            reading, upheld = uphold(unit, reading)
    found = changes(old, reading)
    if reading.errors and not partial:
        return Imported(reading, found, done=False, upheld=upheld)
    if brings_news(found):
        with office.writing() as unit:
            _record(office, unit, reading, found, paths)
    return Imported(reading, found, done=True, upheld=upheld)


def _known(unit: Unit) -> OldRoster:
    return OldRoster(
        sites={site.id: site for site in unit.sites.all()},
        managers={manager.matricule: manager for manager in unit.managers.all()},
        employees={employee.matricule: employee for employee in unit.employees.all()},
        histories=unit.histories.all(),
        hiring_notices=unit.histories.hiring_notices(),
    )


def _record(
    office: Office, unit: Unit, reading: RosterReading, found: RosterChanges, paths: Sequence[Path]
) -> None:
    at = office.clock.now()
    digest = _files_digest(paths)
    source = f"import:{digest}"
    new = {employee.matricule for employee in found.employees.added}
    unit.sites.put_all(reading.sites)
    unit.managers.put_all(reading.managers)
    changed = unit.employees.put_all(reading.employees)
    facts = [(m, fact) for m, history in reading.histories.items() for fact in facts_of(history)]
    recorded = unit.histories.add_all(facts, source)
    for matricule, day in reading.hiring_notices.items():
        unit.histories.set_hiring_notice(matricule, day)

    def note(kind: EventType, matricule: Matricule | None, body: dict[str, object]) -> None:
        unit.journal.append(Event(office.employer.id, kind, at, unit.actor, matricule, body=body))

    for employee in changed:
        kind = EventType.EMPLOYEE_IMPORTED if employee.matricule in new else EventType.EMPLOYEE_CHANGED
        note(kind, employee.matricule, {"import": digest})
        _follow_manager(unit, employee, at)
    touched: dict[Matricule, int] = {}
    for matricule, _ in recorded:
        touched[matricule] = touched.get(matricule, 0) + 1
    for matricule, number in touched.items():
        note(EventType.FACT_RECORDED, matricule, {"import": digest, "facts": number})
    summary: dict[str, object] = {"employees": len(changed), "facts": len(recorded), "new": len(new)}
    note(EventType.ROSTER_IMPORTED, None, {"import": digest, **summary})
    unit.imports.add(at, digest, ", ".join(path.name for path in paths), summary)


def _follow_manager(unit: Unit, employee: Employee, at: datetime) -> None:
    """Give the cases not yet summoned to who manages the employee now; a meeting announced stays as it is."""
    if employee.manager is None:
        return
    for case in unit.cases.all(state=CaseState.DUE, matricule=employee.matricule):
        if case.manager != employee.manager:
            followed = replace(case, manager=employee.manager)
            unit.cases.update(followed, was=case)
            note_case(unit, followed, EventType.MANAGER_CHANGED, at, {"manager": employee.manager})


def _files_digest(paths: Sequence[Path]) -> Sha256:
    files = sorted(
        file for path in paths for file in (path.iterdir() if path.is_dir() else [path]) if file.is_file()
    )
    return sha256(canonical_json([[file.name, sha256(file.read_bytes())] for file in files]))
