"""Take a mistaken entry back by a further event; nothing that was written is erased."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from toolkit.errors import UsageError
from toolkit.model import Case, CaseId, CaseState, EventType, Interview, Matricule
from toolkit.services.duties import regime_on
from toolkit.services.holding import interview_of
from toolkit.services.office import Office
from toolkit.services.planning import slot_day
from toolkit.store import Act as Recorded
from toolkit.store import Unit
from toolkit.workflow.course import note, note_person, standing
from toolkit.workflow.states import ACTS_IN_FRENCH, Act

CORRECTABLE = (Act.ABSENT, Act.REFUSE, Act.HOLD, Act.POST)
"""Entries of a person about what happened; what was sent, signed or handed over cannot be taken back."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was taken back, in French, and the case as it stands."""

    case: Case
    what: str


def correct(office: Office, case_id: CaseId, *, reason: str) -> Corrected:
    """Take back the last entry of a case: absence, refusal, meeting held, or letter posted.

    The case returns to the state it left; pieces already filed stay, and the journal says why.

    Args:
        office: The employer's office.
        case_id: Which case.
        reason: Why, in words; kept with the case, its digest in the journal.

    Raises:
        UsageError: no reason, or nothing that can be taken back.
    """
    if not reason.strip():
        raise UsageError("une correction se motive.", next_step="Ajoutez --motif « … ».")
    with office.writing() as unit:
        case = unit.cases.get(case_id)
        mistaken = _last_standing(unit, case)
        at = office.clock.now()
        restored = replace(case, state=CaseState(str(mistaken.body["from"])))
        if mistaken.act == Act.HOLD and case.held_on is not None:
            unit.histories.withdraw(case.matricule, interview_of(case, case.held_on), f"correction:{case.id}")
            planned_for = slot_day(case.slot) if case.slot else case.opened_on
            restored = replace(restored, held_on=None, regime=regime_on(office, planned_for))
        unit.acts.record(
            case.id,
            Act.CORRECT,
            f"{mistaken.act}/{mistaken.key}",
            at,
            {"of": mistaken.act, "key": mistaken.key, "from": case.state, "reason": reason},
        )
        unit.cases.update(restored, was=case)
        body: dict[str, object] = {"of": mistaken.act, "key": mistaken.key, "state": restored.state}
        note(unit, restored, EventType.CORRECTED, at, body)
    return Corrected(restored, ACTS_IN_FRENCH[Act(mistaken.act)])


def _last_standing(unit: Unit, case: Case) -> Recorded:
    acts = standing(unit.acts.of(case.id))
    last = acts[-1] if acts else None
    if last is None or last.act not in CORRECTABLE:
        told = ACTS_IN_FRENCH[Act(last.act)] if last else "aucune"
        raise UsageError(
            f"la dernière écriture ({told}) ne peut pas être reprise.",
            about=f"Dossier {case.id}",
            next_step="Se corrigent ainsi : une absence, un refus, un entretien tenu, un envoi postal.",
        )
    return last


def withdraw_interview(office: Office, matricule: Matricule, on: date, *, reason: str) -> Interview:
    """Withdraw a past interview that the roster brought by mistake.

    Raises:
        NotFoundError: no such employee.
        UsageError: no interview of that day, or no reason.
    """
    if not reason.strip():
        raise UsageError("une correction se motive.", next_step="Ajoutez --motif « … ».")
    with office.writing() as unit:
        employee = unit.employees.get(matricule)
        found = next((i for i in unit.histories.of(matricule).interviews if i.on == on), None)
        if found is None:
            raise UsageError(
                f"aucun entretien n’est enregistré le {on:%d/%m/%Y}.",
                about=f"{employee.name} ({matricule})",
                next_step="Voyez ses entretiens avec « entretiens explain ».",
            )
        unit.histories.withdraw(matricule, found, reason)
        body: dict[str, object] = {"interview": on, "kind": found.kind}
        note_person(unit, matricule, EventType.FACT_WITHDRAWN, office.clock.now(), body)
    return found
