"""The meeting took place, in the tool or outside it: the fact joins the history, the case moves on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from toolkit.digest import sha256
from toolkit.errors import UsageError
from toolkit.french import local_day
from toolkit.model import (
    Case,
    CaseId,
    CaseState,
    DocumentKind,
    EventType,
    Interview,
    InterviewKind,
    Matricule,
    ObligationKind,
)
from toolkit.services.duties import regime_on
from toolkit.services.office import Office
from toolkit.services.people import site_of
from toolkit.services.pieces import Piece, Place, file
from toolkit.services.proofs import read_proof
from toolkit.store import Unit
from toolkit.workflow.course import Move, advance, entered, note, round_key
from toolkit.workflow.states import Act


@dataclass(frozen=True, slots=True)
class Held:
    """What recording a meeting did; ``new`` is False where it was recorded before.

    ``filed`` tells whether a proof was filed now, of a meeting recorded before too.
    """

    case: Case
    new: bool
    filed: bool = False


def interview_of(case: Case, on: date) -> Interview:
    """Return the fact that a meeting of ``case`` on ``on`` adds to the history."""
    recap = ObligationKind.RECAP in case.settles
    others = [kind for kind in case.settles if kind is not ObligationKind.RECAP]
    kind = InterviewKind(others[0].value) if others else InterviewKind.RECAP
    return Interview(on, kind, recap=recap)


def hold(office: Office, unit: Unit, case: Case, on: date, at: datetime, *, source: str) -> Case:
    """Record that the meeting of ``case`` took place on ``on``, and return the case.

    Raises:
        TransitionRefusedError: the case's state does not allow it.
    """
    body: dict[str, object] = {"held_on": on, "source": source}
    move = Move(Act.HOLD, EventType.HELD, round_key(unit, case), at, body)
    unit.histories.add(case.matricule, interview_of(case, on), f"case:{case.id}")
    return advance(unit, case, move, held_on=on, regime=regime_on(office, on))


def held_outside(office: Office, case_id: CaseId, on: date, proof: Path | None = None) -> Held:
    """Record an interview held outside the tool, with what proves it.

    Args:
        office: The employer's office.
        case_id: Which case.
        on: The day it was held.
        proof: The signed report or another paper, scanned.

    Raises:
        UsageError: the day is to come, or the proof cannot be read.
        TransitionRefusedError: the case's state does not allow it.
    """
    with office.writing() as unit:
        case = unit.cases.get(case_id)
        _refuse_future(office, unit, case.matricule, on)
        if entered(unit, case, Act.HOLD) and case.held_on == on:
            return Held(case, new=False, filed=_file_proof(office, unit, case, proof))
        at = office.clock.now()
        done = hold(office, unit, case, on, at, source="outside")
        filed = _file_proof(office, unit, done, proof)
    return Held(done, new=True, filed=filed)


def held_without_case(
    office: Office, matricule: Matricule, kind: InterviewKind, on: date, proof: Path | None = None
) -> Held:
    """Record an interview that no case handled: asked for by the employee, or held before the tool came.

    Raises:
        NotFoundError: no such employee.
        UsageError: the day is to come, or the proof cannot be read.
    """
    with office.writing() as unit:
        employee = unit.employees.get(matricule)
        _refuse_future(office, unit, matricule, on)
        at = office.clock.now()
        settles = (ObligationKind(kind.value),)
        for case in unit.cases.all(matricule=matricule):
            if case.held_on == on and case.settles == settles:
                return Held(case, new=False, filed=_file_proof(office, unit, case, proof))
        case = Case(
            id=unit.cases.next_id(),
            employer=office.employer.id,
            matricule=matricule,
            settles=settles,
            regime=regime_on(office, on),
            state=CaseState.DUE,
            opened_on=on,
            manager=employee.manager,
        )
        unit.cases.add(case)
        note(unit, case, EventType.CASE_OPENED, at, {"settles": list(settles), "asked_for": True})
        done = hold(office, unit, case, on, at, source="outside")
        filed = _file_proof(office, unit, done, proof)
    return Held(done, new=True, filed=filed)


def _refuse_future(office: Office, unit: Unit, matricule: Matricule, on: date) -> None:
    if on > local_day(office.clock.now(), site_of(unit, unit.employees.get(matricule)).time_zone):
        raise UsageError(
            "un entretien ne peut pas avoir été tenu à une date à venir.",
            about=f"{on:%d/%m/%Y}",
            next_step="Donnez le jour où il a eu lieu.",
        )


def _file_proof(office: Office, unit: Unit, case: Case, proof: Path | None) -> bool:
    """File what proves the meeting; False where there is nothing, or it was filed before."""
    if proof is None:
        return False
    suffix, content = read_proof(proof)
    filed = (d for d in unit.documents.of_case(case.id) if d.kind is DocumentKind.OUTSIDE_PROOF)
    if any(document.sha256 == sha256(content) for document in filed):
        return False
    place = Place(case.matricule, case.id, unit.documents.next_step(case.id))
    file(
        office,
        unit,
        Piece(DocumentKind.OUTSIDE_PROOF, suffix, content),
        place,
        office.clock.now(),
        received=True,
    )
    return True
