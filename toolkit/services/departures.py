"""An employee or a manager leaves mid-way: cases are dropped or handed on, calendars withdrawn or revised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from toolkit.errors import UsageError
from toolkit.french import count
from toolkit.mail import Step
from toolkit.model import Case, CaseState, DocumentKind, EventType, Matricule
from toolkit.services.calendars import calendar_messages
from toolkit.services.correspondence import file_message
from toolkit.services.office import Office
from toolkit.services.people import manager_of, people_of
from toolkit.services.pieces import Piece, Place, file
from toolkit.services.planning import slot_day
from toolkit.store import Unit
from toolkit.workflow.course import Move, advance, note, note_person
from toolkit.workflow.states import Act, allows
from toolkit.workflow.withdrawal import withdraw_waiting

MEETING_AHEAD = frozenset({CaseState.SUMMONED, CaseState.UNCERTAIN, CaseState.UNDELIVERED})


@dataclass(frozen=True, slots=True)
class Left:
    """What recording a departure did; ``kept`` are cases that go on (meeting held, copy to hand over)."""

    new: bool
    dropped: tuple[Case, ...] = ()
    handed_on: tuple[Case, ...] = ()
    kept: tuple[Case, ...] = ()
    team: tuple[Matricule, ...] = ()


def left(office: Office, matricule: Matricule, on: date, *, replaced_by: Matricule | None = None) -> Left:
    """Record that a person leaves on ``on``, the last day of work.

    The employee's meetings that cannot take place any more are dropped and withdrawn from calendars. Where
    the person holds interviews, these go to ``replaced_by``, with revised invitations.

    Args:
        office: The employer's office.
        matricule: Who leaves, employee or manager.
        on: The last day.
        replaced_by: Who holds the interviews from now on.

    Raises:
        NotFoundError: no such person.
        UsageError: the person holds interviews and nobody replaces them.
    """
    with office.writing() as unit:
        employee = unit.employees.find(matricule)
        if employee is None:
            manager_of(unit, matricule)
        team = [e for e in unit.employees.all() if e.manager == matricule and e.left_on is None]
        held = [c for c in unit.cases.all() if c.manager == matricule and c.held_on is None and _goes_on(c)]
        if (team or held) and replaced_by is None:
            raise UsageError(
                f"cette personne tient les entretiens de {count(len(team), 'salarié')}.",
                about=str(matricule),
                next_step="Indiquez qui la remplace : --remplace-par MATRICULE.",
            )
        at = office.clock.now()
        new = employee is not None and employee.left_on != on
        if employee is not None and new:
            unit.employees.put(replace(employee, left_on=on))
            note_person(unit, matricule, EventType.EMPLOYEE_LEFT, at, {"on": on})
        own = [c for c in unit.cases.all(matricule=matricule) if c.state is not CaseState.CLOSED]
        dropped = tuple(_drop(office, unit, case, on) for case in own if _is_lost(case, on))
        handed_on: tuple[Case, ...] = ()
        if replaced_by is not None:
            _refuse_absent(unit, replaced_by, matricule, on)
            for person in team:
                unit.employees.put(replace(person, manager=replaced_by))
                body: dict[str, object] = {"manager": replaced_by}
                note_person(unit, person.matricule, EventType.MANAGER_CHANGED, at, body)
            handed_on = tuple(_hand_on(office, unit, case, replaced_by) for case in held)
        kept = tuple(case for case in own if not _is_lost(case, on))
    changed = new or bool(dropped or handed_on or team)
    return Left(changed, dropped, handed_on, kept, tuple(person.matricule for person in team))


def _refuse_absent(unit: Unit, successor: Matricule, leaving: Matricule, on: date) -> None:
    """Refuse that interviews go to someone who leaves as well."""
    manager_of(unit, successor)
    known = unit.employees.find(successor)
    gone = known.left_on if known is not None else None
    if successor == leaving or (gone is not None and gone <= on):
        raise UsageError(
            "cette personne s’en va aussi : elle ne peut pas tenir ces entretiens.",
            about=f"--remplace-par {successor}",
            next_step="Indiquez quelqu’un qui reste.",
        )


def _goes_on(case: Case) -> bool:
    return case.state is not CaseState.CLOSED


def _is_lost(case: Case, last_day: date) -> bool:
    """Tell whether the meeting cannot take place: it was not held, and no slot lies before the last day."""
    if case.held_on is not None or not allows(case, Act.DROP):
        return False
    return case.slot is None or slot_day(case.slot) > last_day


def _drop(office: Office, unit: Unit, case: Case, on: date) -> Case:
    at = office.clock.now()
    if case.state in MEETING_AHEAD and case.uid:
        withdraw_waiting(unit, office.store, case, at)
        withdrawn = replace(case, sequence=case.sequence + 1)
        _send_calendar(office, unit, withdrawn, Step.CANCELLED)
        case = _update(unit, case, withdrawn)
    body: dict[str, object] = {"left_on": on}
    return advance(unit, case, Move(Act.DROP, EventType.CASE_DROPPED, f"left/{on}", at, body))


def _hand_on(office: Office, unit: Unit, case: Case, to: Matricule) -> Case:
    """Give the meeting to another manager: the former one's calendar is cleared, the new one is invited."""
    at = office.clock.now()
    if case.state in MEETING_AHEAD and case.uid:
        _withdraw_from_manager(office, unit, case)
        moved = _update(unit, case, replace(case, manager=to, sequence=case.sequence + 1))
        _send_calendar(office, unit, moved, Step.MOVED)
    else:
        moved = _update(unit, case, replace(case, manager=to))
    note(unit, moved, EventType.MANAGER_CHANGED, at, {"manager": to, "sequence": moved.sequence})
    return moved


def _update(unit: Unit, was: Case, case: Case) -> Case:
    unit.cases.update(case, was=was)
    return case


def _withdraw_from_manager(office: Office, unit: Unit, case: Case) -> None:
    """Clear the former manager's calendar only: the employee's object lives on under the same UID."""
    _send_calendar(office, unit, replace(case, sequence=case.sequence + 1), Step.CANCELLED, manager_only=True)


def _send_calendar(office: Office, unit: Unit, case: Case, step: Step, *, manager_only: bool = False) -> None:
    at = office.clock.now()
    messages, calendars = calendar_messages(office, case, people_of(unit, case), at, step)
    place = Place(case.matricule, case.id, unit.documents.next_step(case.id))
    for message in messages:
        if not manager_only or message.role.value == "manager":
            file_message(office, unit, message, place, at)
    for role, ics in calendars:
        if not manager_only or role.value == "manager":
            file(office, unit, Piece(DocumentKind.INVITATION, "ics", ics, part=role.value), place, at)
