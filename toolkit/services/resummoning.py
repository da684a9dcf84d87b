"""Summon one person for a given hour: after an absence, a refusal or a cancellation, or on their own."""

from __future__ import annotations

from datetime import datetime

from toolkit.errors import UsageError
from toolkit.model import CaseId, CaseState
from toolkit.services.office import Office
from toolkit.services.planning import local_slot
from toolkit.services.summoning import Summoned, summon


def summon_at(
    office: Office, case_id: CaseId, moment: datetime, *, place: str = "", minutes: int | None = None
) -> Summoned:
    """Issue the next summons of a case for ``moment``; nothing where it is summoned for then already.

    Args:
        office: The employer's office.
        case_id: Which case.
        moment: Without zone, told in that of the employee's site.
        place: Where; as before, else the site's meeting place, where empty.
        minutes: How long; as before, else the setting, where None.

    Raises:
        TransitionRefusedError: the case's state allows no summons.
        UsageError: the moment is past.
    """
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        former = case.slot
        length = minutes or (former.minutes if former else office.table.summons.minutes)
        slot = local_slot(unit, case.matricule, moment, length, place or (former.place if former else ""))
    if case.state is CaseState.SUMMONED and former is not None and former.starts == slot.starts:
        return Summoned(case, new=False, to_print=False)
    if slot.starts <= office.clock.now():
        raise UsageError(
            "ce créneau est passé.", about=f"Dossier {case.id}", next_step="Donnez un moment à venir."
        )
    return summon(office, case_id, slot)
