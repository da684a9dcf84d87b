"""A letter that left on paper: posted, or handed over, with what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toolkit.clock import today
from toolkit.errors import UsageError
from toolkit.model import Case, CaseId, Channel, EventType
from toolkit.services.office import Office
from toolkit.workflow.course import Move, advance, entered, round_key
from toolkit.workflow.states import Act


@dataclass(frozen=True, slots=True)
class Posted:
    """What recording it did; ``new`` is False where it was recorded before."""

    case: Case
    new: bool


def posted(office: Office, case_id: CaseId, channel: Channel, on: date, proof: str) -> Posted:
    """Record that the present summons of a case left on paper.

    Args:
        office: The employer's office.
        case_id: Which case.
        channel: By post, or by hand.
        on: The day it left.
        proof: Number of the registered letter, or who signed the receipt; the second summons cites it.

    Raises:
        UsageError: no summons was issued, the day is to come, or no proof is told.
        TransitionRefusedError: the case's state does not allow it.
    """
    if on > today(office.clock):
        raise UsageError(
            "ce jour est à venir.", about=f"{on:%d/%m/%Y}", next_step="Donnez le jour de l’envoi."
        )
    if not proof.strip():
        raise UsageError(
            "il faut dire ce qui prouve l’envoi.",
            next_step="Donnez --preuve : le numéro du recommandé, ou qui a signé le reçu.",
        )
    with office.writing() as unit:
        case = unit.cases.get(case_id)
        if not case.summons:
            raise UsageError(
                "aucune convocation n’a été établie.",
                about=f"Dossier {case.id}",
                next_step="Convoquez d’abord (« entretiens campaign send »).",
            )
        if entered(unit, case, Act.POST):
            return Posted(case, new=False)
        key = round_key(unit, case)
        body: dict[str, object] = {"channel": channel, "on": on, "summons": case.summons}
        move = Move(Act.POST, EventType.POSTED, key, office.clock.now(), body, {"proof": proof})
        return Posted(advance(unit, case, move), new=True)
