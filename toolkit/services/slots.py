"""Move or cancel a meeting after the summons: notice to the employee, the same calendar object revised."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from toolkit.errors import UsageError
from toolkit.french import listing
from toolkit.mail import CancellationText, ChangeText, Step
from toolkit.model import Case, CaseId, DocumentKind, EventType, Slot
from toolkit.services.addressing import correspondence, interview_name, reply_by
from toolkit.services.calendars import calendar_messages
from toolkit.services.correspondence import contact
from toolkit.services.duties import regime_on
from toolkit.services.notices import Notice, file_notice, letter_messages, print_if_needed
from toolkit.services.office import Office
from toolkit.services.people import People, people_of
from toolkit.services.pieces import sealed_letter
from toolkit.services.planning import local_slot, slot_day
from toolkit.workflow.course import Move, advance
from toolkit.workflow.states import Act, next_state
from toolkit.workflow.withdrawal import withdraw_waiting


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change of slot did; ``new`` is False where it stood so already."""

    case: Case
    new: bool
    to_print: bool = False


def move(office: Office, case_id: CaseId, to: datetime, *, place: str = "", reason: str = "") -> Changed:
    """Move the meeting: notice sealed and filed, invitation revised, messages queued.

    Args:
        office: The employer's office.
        case_id: Which case.
        to: The new moment, without zone, told in that of the employee's site.
        place: The new place; the same where empty.
        reason: Told to the employee, where given.

    Raises:
        TransitionRefusedError: the case was not summoned, or the meeting took place.
        UsageError: the new moment is past.
    """
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        next_state(case, Act.MOVE)
        people = people_of(unit, case)
        former = _slot(case)
        slot = local_slot(unit, case.matricule, to, former.minutes, place or former.place)
        slot = replace(slot, video_link=former.video_link)
    if slot == former:
        return Changed(case, new=False)
    at = office.clock.now()
    if slot.starts <= at:
        raise UsageError(
            "le nouveau créneau est passé.", about=f"Dossier {case.id}", next_step="Donnez un moment à venir."
        )
    regime = regime_on(office, slot_day(slot))
    moved = replace(case, slot=slot, sequence=case.sequence + 1, regime=regime)
    notice = _change_notice(office, moved, former, people, reason, at)
    body: dict[str, object] = {"starts": slot.starts, "sequence": moved.sequence}
    step = Move(Act.MOVE, EventType.MOVED, f"{case.uid}/{moved.sequence}", at, body, {"reason": reason})
    with office.writing() as unit:
        done = advance(unit, unit.cases.get(case_id), step, slot=slot, sequence=moved.sequence, regime=regime)
        file_notice(office, unit, notice)
        print_if_needed(office, notice)
    return Changed(done, new=True, to_print=notice.to_print)


def cancel(office: Office, case_id: CaseId, *, reason: str = "") -> Changed:
    """Cancel the meeting: notice, calendar withdrawn; the case is due again.

    Raises:
        TransitionRefusedError: there is nothing to cancel in the case's state.
    """
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        if case.summons and not case.uid and case.slot is None:
            return Changed(case, new=False)
        next_state(case, Act.CANCEL)
        people = people_of(unit, case)
    slot, at = _slot(case), office.clock.now()
    cancelled = replace(case, sequence=case.sequence + 1)
    notice = _cancellation_notice(office, cancelled, slot, people, reason, at)
    body: dict[str, object] = {"starts": slot.starts, "sequence": cancelled.sequence, "uid": case.uid}
    step = Move(
        Act.CANCEL, EventType.CANCELLED, f"{case.uid}/{cancelled.sequence}", at, body, {"reason": reason}
    )
    with office.writing() as unit:
        done = advance(unit, unit.cases.get(case_id), step, slot=None, uid="", sequence=0)
        withdraw_waiting(unit, office.store, done, at)
        file_notice(office, unit, notice)
        print_if_needed(office, notice)
    return Changed(done, new=True, to_print=notice.to_print)


def _slot(case: Case) -> Slot:
    if case.slot is None:
        raise UsageError("aucun créneau n’est prévu.", about=f"Dossier {case.id}")
    return case.slot


def _within_sentence(reason: str) -> str:
    """Return a reason as the letter's own sentence takes it: without a full stop of its own."""
    return reason.strip().rstrip(".")


def _change_notice(
    office: Office, case: Case, former: Slot, people: People, reason: str, at: datetime
) -> Notice:
    from toolkit.documents.letters import Meeting, change_of_slot  # noqa: PLC0415 - heavy to import

    slot = _slot(case)
    head = correspondence(office, people, case, at)
    meeting = Meeting(case, people.manager, reply_by=reply_by(slot, head.on, people.site))
    letter = change_of_slot(head, meeting, former=former, reason=_within_sentence(reason))
    piece = sealed_letter(
        office, letter, DocumentKind.CHANGE_NOTICE, "Changement d’horaire émis par l’employeur"
    )
    text = ChangeText(
        name=people.employee.name,
        contact=contact(office),
        interview=interview_name(case),
        slot=slot,
        previous=former,
        held_by=listing([part for part in (people.manager.name, people.manager.title) if part]),
    )
    messages, calendars = calendar_messages(office, case, people, at, Step.MOVED)
    letters = letter_messages(office, case, people, (piece,), text, at)
    return Notice(case, people, piece, (*letters, *messages), calendars, at)


def _cancellation_notice(
    office: Office, case: Case, slot: Slot, people: People, reason: str, at: datetime
) -> Notice:
    from toolkit.documents.letters import Meeting, cancellation  # noqa: PLC0415 - heavy to import

    head = correspondence(office, people, case, at)
    letter = cancellation(head, Meeting(case, people.manager), slot=slot, reason=_within_sentence(reason))
    piece = sealed_letter(
        office, letter, DocumentKind.CANCELLATION_NOTICE, "Annulation émise par l’employeur"
    )
    text = CancellationText(people.employee.name, contact(office), interview_name(case), slot, reason)
    messages, calendars = calendar_messages(office, case, people, at, Step.CANCELLED)
    letters = letter_messages(office, case, people, (piece,), text, at)
    return Notice(case, people, piece, (*letters, *messages), calendars, at)
