"""One meeting as letters speak of it: which interview, why, when, where, with whom (article L6315-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from toolkit.documents.letters.letter import Correspondence
from toolkit.documents.letters.words import (
    RECAP_YEARS,
    counted_years,
    full_name,
    interview_name,
    legal_basis,
    periodicity,
    slot_hours,
    slot_moment,
)
from toolkit.errors import MissingValueError
from toolkit.french import ABSENCES, REGIMES, count, local_day, long_day, weekday, zone_name
from toolkit.model.case import Case, Slot
from toolkit.model.employee import Employee, Manager
from toolkit.model.history import Absence, AbsenceKind
from toolkit.model.obligation import ObligationKind, Regime

SENIOR_AGE = 45
"""From which each interview has further topics (article L6315-1 I)."""

_PARENTAL = frozenset({AbsenceKind.PARENTAL, AbsenceKind.PARENTAL_PART_TIME})


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a letter needs to know of the meeting it is about.

    Args:
        case: Its kinds and its regime decide the wording, its slot the rendezvous.
        host: Who holds the interview.
        reply_by: Last day to ask for another slot; the day of the letter when none is given.
        absence: The one that the employee comes back from, for a return interview.
        recap_since: First day of the cycle that a recap covers; the hire date when none is given.
    """

    case: Case
    host: Manager
    reply_by: date | None = None
    absence: Absence | None = None
    recap_since: date | None = None


@dataclass(frozen=True, slots=True)
class SlotContext:
    """``slot.*``: when and where, as people of the site say it."""

    day: str
    hours: str
    zone: str
    moment: str
    place: str
    video_link: str


@dataclass(frozen=True, slots=True)
class MeetingContext:
    """``meeting.*``: which interview, why, with whom; the flags choose the sentences of the template.

    ``may_decline``: the meeting is a return interview and nothing else, which the employer only proposes.
    """

    name: str
    regime_name: str
    basis: str
    host: str
    capacity: str
    reply_by: str
    periodicity: str
    recap_periodicity: str
    recap_since: str
    absence: str
    back_on: str
    refusal_notice: str
    is_epp: bool
    is_first: bool
    is_periodic: bool
    is_return: bool
    is_mid_career: bool
    is_late_career: bool
    is_recap: bool
    is_senior: bool
    is_parental: bool
    is_mandate: bool
    may_decline: bool


def slot_context(slot: Slot) -> SlotContext:
    """Return a slot as letters print it, in the zone of its site."""
    return SlotContext(
        day=weekday(local_day(slot.starts, slot.time_zone)),
        hours=slot_hours(slot),
        zone=zone_name(slot.time_zone),
        moment=slot_moment(slot),
        place=slot.place,
        video_link=slot.video_link,
    )


def agreed_slot(case: Case, template: str) -> SlotContext:
    """Return the slot of a case.

    Raises:
        MissingValueError: it has none, or neither a place nor a video link.
    """
    if case.slot is None:
        raise MissingValueError("créneau", template=template)
    if not (case.slot.place or case.slot.video_link):
        raise MissingValueError("créneau.lieu", template=template)
    return slot_context(case.slot)


def meeting_context(letter: Correspondence, meeting: Meeting) -> MeetingContext:
    """Return what is said of a meeting in a letter."""
    case, absence = meeting.case, meeting.absence
    met = frozenset(case.settles)
    back = absence.until + timedelta(days=1) if absence is not None and absence.until is not None else None
    return MeetingContext(
        name=interview_name(case.regime, case.settles),
        regime_name=REGIMES[case.regime],
        basis=legal_basis(letter.employer),
        host=", ".join(part for part in (full_name(meeting.host), meeting.host.title) if part),
        capacity=_capacity(letter.employee, meeting.host),
        reply_by=weekday(meeting.reply_by or letter.on),
        periodicity=periodicity(letter.employer, case.regime, letter.on),
        recap_periodicity=f"tous les {counted_years(RECAP_YEARS[case.regime])}",
        recap_since=long_day(meeting.recap_since or letter.employee.hired),
        absence=ABSENCES[absence.kind] if absence is not None else "absence",
        back_on=long_day(back) if back else "",
        refusal_notice=_refusal_notice(letter),
        is_epp=case.regime is Regime.EPP,
        is_first=ObligationKind.FIRST in met,
        is_periodic=ObligationKind.PERIODIC in met,
        is_return=ObligationKind.RETURN in met,
        is_mid_career=ObligationKind.MID_CAREER in met,
        is_late_career=ObligationKind.LATE_CAREER in met,
        is_recap=ObligationKind.RECAP in met,
        is_senior=ObligationKind.MID_CAREER in met or _age(letter.employee, letter.on) >= SENIOR_AGE,
        is_parental=absence is not None and absence.kind in _PARENTAL,
        is_mandate=absence is not None and absence.kind is AbsenceKind.UNION_MANDATE,
        may_decline=met == {ObligationKind.RETURN},
    )


def _capacity(employee: Employee, host: Manager) -> str:
    """Say in what capacity the interview is held: line superior, or representative of management."""
    return "responsable hiérarchique" if employee.manager == host.matricule else "représentant la direction"


def _refusal_notice(letter: Correspondence) -> str:
    agreement = letter.employer.agreement
    days = agreement.refusal_notice_working_days if agreement else None
    return count(days, "jour ouvrable", "jours ouvrables") if days else ""


def _age(employee: Employee, on: date) -> int:
    if employee.born is None:
        return 0
    return on.year - employee.born.year - ((on.month, on.day) < (employee.born.month, employee.born.day))
