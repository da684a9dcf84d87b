"""Move a case along its course: state, act and journal in the one transaction, and never twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypedDict, Unpack

from toolkit.errors import StoreError
from toolkit.model import Case, Document, Event, EventType, Matricule, ObligationKind, Regime, Slot
from toolkit.store import Act as Recorded
from toolkit.store import Unit
from toolkit.workflow.states import Act, next_state


class CaseChanges(TypedDict, total=False):
    """What an act may change in a case beside its state."""

    regime: Regime
    manager: Matricule | None
    slot: Slot | None
    summons: int
    uid: str
    sequence: int
    held_on: date | None
    settles: tuple[ObligationKind, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """One act about to be recorded, and the line that the journal will hold.

    ``key`` tells this act from others of its kind on the same case: the number of the summons it answers,
    the new slot, the version of the report. The same act with the same key is the same act. ``private`` is
    what the act keeps beside ``body`` and the journal must not hold: free text, names.
    """

    act: Act
    event: EventType
    key: str
    at: datetime
    body: dict[str, object] = field(default_factory=dict)
    private: dict[str, object] = field(default_factory=dict)


def round_key(unit: Unit, case: Case) -> str:
    """Return the key of an act that answers the present summons: its number, and how often it was corrected.

    The same entry made twice has the same key; after a correction the entry may be made anew.
    """
    corrections = sum(done.act == Act.CORRECT for done in unit.acts.of(case.id))
    return f"{case.summons}.{corrections}" if corrections else str(case.summons)


def standing(acts: Sequence[Recorded]) -> list[Recorded]:
    """Return the acts of a case that no correction took back, without the corrections themselves."""
    taken_back = {(act.body.get("of"), act.body.get("key")) for act in acts if act.act == Act.CORRECT}
    return [act for act in acts if act.act != Act.CORRECT and (act.act, act.key) not in taken_back]


def recorded(unit: Unit, case: Case, act: Act, key: str) -> bool:
    """Tell whether this very act stands in the case's history already."""
    return unit.acts.find(case.id, act, key) is not None


def entered(unit: Unit, case: Case, act: Act) -> bool:
    """Tell whether ``act`` stands for the present summons; an entry taken back does not."""
    return any(done.act == act and round_of(done) == str(case.summons) for done in standing_of(unit, case))


def round_of(act: Recorded) -> str:
    """Return the number of the summons that an act under a :func:`round_key` answers."""
    return act.key.partition(".")[0]


def standing_of(unit: Unit, case: Case) -> list[Recorded]:
    """Return the acts of ``case`` that no correction took back."""
    return standing(unit.acts.of(case.id))


def advance(unit: Unit, case: Case, move: Move, **changes: Unpack[CaseChanges]) -> Case:
    """Record ``move`` and return the case as it then stands.

    The act's body keeps the state it left, so that a mistaken entry can be taken back by a further event.

    Raises:
        TransitionRefusedError: the case's state does not allow the act.
        StoreError: the case changed meanwhile, or this very act was recorded meanwhile.
    """
    moved = replace(case, state=next_state(case, move.act), **changes)
    left: dict[str, object] = {"from": case.state.value, **move.body, **move.private}
    if not unit.acts.record(case.id, move.act, move.key, move.at, left):
        raise StoreError(
            "cette opération vient d’être enregistrée par quelqu’un d’autre.",
            about=f"Dossier {case.id}",
            next_step="Relisez le dossier, puis refaites-la si elle est encore utile.",
        )
    unit.cases.update(moved, was=case)
    note(unit, moved, move.event, move.at, {"state": moved.state.value, **move.body})
    return moved


def note(unit: Unit, case: Case, event: EventType, at: datetime, body: dict[str, object]) -> None:
    """Append one line about ``case`` to its employee's chain."""
    unit.journal.append(
        Event(
            employer=case.employer,
            type=event,
            at=at,
            actor=unit.actor,
            matricule=case.matricule,
            case=case.id,
            body=body,
        )
    )


def file_piece(unit: Unit, document: Document, *, received: bool = False) -> bool:
    """File a piece whose bytes are kept already, and write its line; False when it was filed before."""
    if not unit.documents.add(document):
        return False
    unit.journal.append(
        Event(
            employer=document.employer,
            type=EventType.DOCUMENT_RECEIVED if received else EventType.DOCUMENT_MADE,
            at=document.made_at,
            actor=unit.actor,
            matricule=document.matricule,
            case=document.case,
            body={"file": document.file_name, "sha256": document.sha256},
        )
    )
    return True


def note_person(
    unit: Unit, matricule: Matricule, event: EventType, at: datetime, body: dict[str, object]
) -> None:
    """Append one line about an employee, outside any case, to the employee's chain."""
    unit.journal.append(
        Event(employer=unit.employer, type=event, at=at, actor=unit.actor, matricule=matricule, body=body)
    )
