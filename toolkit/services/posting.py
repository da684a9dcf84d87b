"""Record that a letter was posted or handed over, with what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toolkit.clock import today
from toolkit.errors import UsageError
from toolkit.model import Case, CaseId, Channel, EventType
from toolkit.services.office import Office
from toolkit.workflow.course import Move, advance, recorded
from toolkit.workflow.states import Act


@dataclass(frozen=True, slots=True)
class Posted:
    """What recording it did; ``new`` is False where it was recorded before."""

    case: Case
    new: bool


def post(office: Office, case_id: CaseId, *, channel: Channel, on: date, proof: str) -> Posted:
    """Record that the present summons of a case left by ``channel``.

    Args:
        office: The employer's office.
        case_id: Which case.
        channel: By post, or by hand.
        on: The day it was posted or handed over.
        proof: What shows it: the number of a registered letter, a receipt signed.

    Raises:
        TransitionRefusedError: nothing was issued that could be posted.
        UsageError: the day is to come, or no proof is told.
    """
    if on > today(office.clock):
        raise UsageError("la date d’envoi est à venir.", about=f"{on:%d/%m/%Y}", next_step="Vérifiez-la.")
    if not proof.strip():
        raise UsageError(
            "un envoi se prouve.",
            next_step="Indiquez --preuve : numéro de lettre recommandée, décharge signée…",
        )
    with office.writing() as unit:
        case = unit.cases.get(case_id)
        key = str(case.summons)
        if recorded(unit, case, Act.POST, key):
            return Posted(case, new=False)
        body: dict[str, object] = {"summons": case.summons, "channel": channel, "on": on}
        move = Move(Act.POST, EventType.POSTED, key, office.clock.now(), body, {"proof": proof})
        done = advance(unit, case, move)
    return Posted(done, new=True)
