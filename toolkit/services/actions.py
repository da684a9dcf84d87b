"""The plans of action: what was decided at interviews, by when, by whom, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.clock import today
from toolkit.errors import NotFoundError, UsageError
from toolkit.french import ACTIONS, capitalised, collation_key, count, day, plain_letters
from toolkit.model import Action, ActionKind, Case, CaseId, Employee, EventType, Matricule
from toolkit.roster import Value, write_table
from toolkit.services.office import Office
from toolkit.store import Unit
from toolkit.workflow.course import note

if TYPE_CHECKING:
    from toolkit.documents import CarriedAction, FormReading
    from toolkit.documents.letters.recap import DecidedAction

HEADINGS = (
    "Situation", "Échéance", "Responsable", "Nature", "Action", "Suite donnée", "Achevée le",
    "Dossier", "Matricule", "Nom", "Prénom",
)  # fmt: skip


class Standing(StrEnum):
    """Where an action stands; in the order in which they are listed."""

    OVERDUE = "overdue"
    OPEN = "open"
    LEFT = "left"
    DONE = "done"


STANDINGS = {
    Standing.OVERDUE: "en retard",
    Standing.OPEN: "à faire",
    Standing.LEFT: "salarié parti",
    Standing.DONE: "achevée",
}


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """An action, the case whose interview decided it, and whom it concerns."""

    case: CaseId
    employee: Employee
    action: Action
    standing: Standing

    @property
    def kind(self) -> str:
        """Its nature, as a person reads it."""
        name = ACTIONS[self.action.kind]
        return name if self.action.kind is ActionKind.VAE else capitalised(name)


@dataclass(frozen=True, slots=True)
class Sought:
    """Which actions are asked for; everything by default.

    ``owner`` is found anywhere in the owner's name, accents and case aside; ``until`` keeps what is still to
    be done by that day, the overdue included.
    """

    late: bool = False
    owner: str = ""
    employee: Matricule | None = None
    until: date | None = None

    def admits(self, line: PlannedAction) -> bool:
        """Tell whether ``line`` is asked for."""
        action = line.action
        return (
            (not self.late or line.standing is Standing.OVERDUE)
            and _plain(self.owner) in _plain(action.owner)
            and self.employee in {None, line.employee.matricule}
            and (self.until is None or _is_due_by(line, self.until))
        )


def actions(office: Office, sought: Sought | None = None) -> list[PlannedAction]:
    """Return the actions of all plans, the overdue first, then by the day they are due."""
    as_of = today(office.clock)
    sought = sought or Sought()
    with office.reading() as unit:
        cases = {case.id: case for case in unit.cases.all()}
        people = {person.matricule: person for person in unit.employees.all()}
        plans = unit.actions.all()
    lines = [
        PlannedAction(case, employee, action, _standing(action, employee, as_of))
        for case, plan in plans.items()
        if (employee := people.get(cases[case].matricule)) is not None
        for action in plan
    ]
    return sorted((line for line in lines if sought.admits(line)), key=_urgency)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An outcome that was recorded; ``new`` is False where it was recorded before, word for word."""

    case: CaseId
    employee: Employee
    action: Action
    new: bool


def record_outcome(office: Office, case_id: CaseId, number: int, *, outcome: str, on: date) -> Recorded:
    """Record what came of an action and the day it was over; once.

    The journal tells that it is over and since when, and never the words.

    Args:
        office: The employer's office.
        case_id: The case whose interview decided it.
        number: Its number in that plan.
        outcome: What came of it.
        on: The day it was carried out, or given up.

    Raises:
        NotFoundError: no such case, or no such action in its plan.
        UsageError: no words, or a day to come.
    """
    if not outcome.strip():
        raise UsageError("la suite donnée est vide.", next_step="Ajoutez --resultat « … ».")
    if on > today(office.clock):
        raise UsageError(
            "une action ne peut pas avoir été achevée à une date à venir.",
            about=day(on),
            next_step="Donnez le jour où elle l’a été.",
        )
    with office.writing() as unit:
        case = unit.cases.get(case_id)
        employee = unit.employees.get(case.matricule)
        former = _action(unit, case, number)
        action = replace(former, outcome=outcome.strip(), done=on)
        if action == former:
            return Recorded(case_id, employee, action, new=False)
        _rewrite(unit, case, [action])
        _note_done(office, unit, case, action)
    return Recorded(case_id, employee, action, new=True)


def carried(unit: Unit, case: Case) -> tuple[CarriedAction, ...]:
    """Return the actions that the interview of ``case`` looks back on.

    They are those of the employee's last plan, and what is still to be done of earlier ones.
    """
    from toolkit.documents import CarriedAction  # noqa: PLC0415 - heavy to import

    earlier = [
        other
        for other in unit.cases.all(matricule=case.matricule)
        if other.id != case.id and _came_before(other, case)
    ]
    held = sorted(earlier, key=lambda other: (other.held_on or date.min, other.id))
    plans = [(other.id, plan) for other in held if (plan := unit.actions.of(other.id))]
    last = plans[-1][0] if plans else None
    return tuple(
        CarriedAction(of, action)
        for of, plan in plans
        for action in plan
        if of == last or action.done is None
    )


def decided(unit: Unit, case: Case) -> tuple[DecidedAction, ...]:
    """Return what the employee's earlier interviews decided, the oldest first, for a recap."""
    from toolkit.documents.letters.recap import DecidedAction  # noqa: PLC0415 - heavy to import

    held = [
        (other.held_on, other.id)
        for other in unit.cases.all(matricule=case.matricule)
        if other.held_on is not None and other.id != case.id and _came_before(other, case)
    ]
    return tuple(DecidedAction(on, action) for on, of in sorted(held) for action in unit.actions.of(of))


def keep_plan(office: Office, unit: Unit, case: Case, reading: FormReading, held_on: date) -> None:
    """Keep the plan of a form, and what it says of the actions of earlier interviews."""
    known = {action.number: action for action in unit.actions.of(case.id)}
    unit.actions.replace(case.id, [_with_outcome(action, known) for action in reading.actions])
    for told in reading.followed:
        other = unit.cases.find(told.case)
        if other is None or other.matricule != case.matricule:
            continue
        former = next((a for a in unit.actions.of(other.id) if a.number == told.number), None)
        if former is None:
            continue
        done = former.done or (held_on if told.over else None)
        action = replace(former, outcome=told.outcome, done=done)
        if action != former:
            _rewrite(unit, other, [action])
        if action.done != former.done:
            _note_done(office, unit, other, action)


def actions_workbook(path: Path, lines: Iterable[PlannedAction]) -> None:
    """Write the list as a workbook, one line per action.

    Raises:
        RosterError: the file cannot be written.
    """
    rows: list[tuple[Value, ...]] = [
        (
            STANDINGS[line.standing],
            line.action.due,
            line.action.owner,
            line.kind,
            line.action.label,
            line.action.outcome,
            line.action.done,
            line.case,
            line.employee.matricule,
            line.employee.surname,
            line.employee.given_name,
        )
        for line in lines
    ]
    write_table(path, "Actions", HEADINGS, rows)


def _standing(action: Action, employee: Employee, as_of: date) -> Standing:
    if action.done is not None:
        return Standing.DONE
    if employee.left_on is not None and employee.left_on < as_of:
        return Standing.LEFT
    return Standing.OVERDUE if action.due is not None and action.due < as_of else Standing.OPEN


def _urgency(line: PlannedAction) -> tuple[int, date, str, CaseId, int]:
    rank = list(Standing).index(line.standing)
    name = str(collation_key(line.employee.surname))
    return rank, line.action.due or date.max, name, line.case, line.action.number


def _is_due_by(line: PlannedAction, until: date) -> bool:
    pending = line.standing in {Standing.OVERDUE, Standing.OPEN}
    return pending and line.action.due is not None and line.action.due <= until


def _plain(text: str) -> str:
    return plain_letters(text).casefold()


def _action(unit: Unit, case: Case, number: int) -> Action:
    plan = unit.actions.of(case.id)
    for action in plan:
        if action.number == number:
            return action
    there = count(len(plan), "action") if plan else "aucune action"
    raise NotFoundError(
        f"le plan de ce dossier n’a pas d’action numéro {number} ({there}).",
        about=f"Dossier {case.id}",
        next_step="Les actions et leurs numéros sont listés par « entretiens actions ».",
    )


def _rewrite(unit: Unit, case: Case, changed: list[Action]) -> None:
    by_number = {action.number: action for action in changed}
    unit.actions.replace(case.id, [by_number.get(a.number, a) for a in unit.actions.of(case.id)])


def _note_done(office: Office, unit: Unit, case: Case, action: Action) -> None:
    body: dict[str, object] = {"number": action.number, "done": action.done}
    note(unit, case, EventType.ACTION_DONE, office.clock.now(), body)


def _came_before(other: Case, case: Case) -> bool:
    if other.held_on is None:
        return False
    return case.held_on is None or other.held_on < case.held_on


def _with_outcome(action: Action, known: dict[int, Action]) -> Action:
    """Return ``action`` of a form read again, with what was recorded of it since."""
    former = known.get(action.number)
    if former is None or former.done is None or (former.kind, former.label) != (action.kind, action.label):
        return action
    return replace(action, done=former.done, outcome=former.outcome)


def days_ahead(office: Office, days: int) -> date:
    """Return the day ``days`` calendar days from today."""
    return today(office.clock) + timedelta(days=days)
