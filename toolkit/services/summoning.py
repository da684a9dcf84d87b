"""Summon an employee: the sealed letter, the message that carries it, the invitations, recorded at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.french import listing, local_day
from toolkit.invitations import (
    new_uid,
)
from toolkit.mail import (
    ConvocationText,
    Step,
)
from toolkit.model import Case, CaseId, DocumentKind, EventType, Slot
from toolkit.services.addressing import channel_of, correspondence, interview_name, reply_by
from toolkit.services.calendars import calendar_messages
from toolkit.services.correspondence import contact, sender
from toolkit.services.duties import regime_on
from toolkit.services.notices import Notice, file_notice, letter_messages, print_if_needed
from toolkit.services.office import Office
from toolkit.services.people import People, people_of
from toolkit.services.pieces import Piece, pdf_of, sealed_letter
from toolkit.services.planning import slot_day
from toolkit.services.summons_history import SummonsHistory, summons_history
from toolkit.workflow.course import Move, advance
from toolkit.workflow.states import Act, next_state

if TYPE_CHECKING:
    from toolkit.documents.letters import Letter


@dataclass(frozen=True, slots=True)
class Summoned:
    """What a summons did; ``new`` is False where it stood already."""

    case: Case
    new: bool
    to_print: bool


def summon(office: Office, case_id: CaseId, slot: Slot | None = None) -> Summoned:
    """Issue the next summons of a case: letter sealed and filed, messages queued, all in one transaction.

    Args:
        office: The employer's office.
        case_id: Which case.
        slot: The new slot; the one planned where None.

    Raises:
        TransitionRefusedError: the case's state allows no summons.
        UsageError: no slot is planned.
        AddressRefusedError: an e-mail address cannot be used.
    """
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        next_state(case, Act.SUMMON)
        people = people_of(unit, case)
        planned, chosen = _with_slot(case, slot)
        history = summons_history(office, unit, case)
    summoned = replace(
        planned,
        regime=regime_on(office, slot_day(chosen)),
        summons=case.summons + 1,
        uid=case.uid or new_uid(case.id, sender(office).domain, office.token),
        sequence=case.sequence + 1 if case.uid else 0,
    )
    at = office.clock.now()
    notice = _summons(office, summoned, history, people, at)
    with office.writing() as unit:
        fresh = unit.cases.get(case_id)
        moved = advance(
            unit,
            fresh,
            Move(Act.SUMMON, EventType.SUMMONED, str(summoned.summons), at, _summons_body(notice)),
            regime=summoned.regime,
            slot=summoned.slot,
            summons=summoned.summons,
            uid=summoned.uid,
            sequence=summoned.sequence,
        )
        file_notice(office, unit, notice)
        print_if_needed(office, notice)
    return Summoned(moved, new=True, to_print=notice.to_print)


def _with_slot(case: Case, slot: Slot | None) -> tuple[Case, Slot]:
    chosen = slot or case.slot
    if chosen is None:
        raise UsageError(
            "aucun créneau n’est prévu.",
            about=f"Dossier {case.id}",
            next_step="Planifiez la campagne (« entretiens campaign plan »), ou donnez la date : "
            "« entretiens campaign summon DOSSIER --nouvelle-date … ».",
        )
    return replace(case, slot=chosen), chosen


def _summons_body(notice: Notice) -> dict[str, object]:
    slot = notice.case.slot
    return {
        "summons": notice.case.summons,
        "starts": slot.starts if slot else None,
        "minutes": slot.minutes if slot else None,
        "channel": channel_of(notice.people.employee),
        "uid": notice.case.uid,
        "sequence": notice.case.sequence,
    }


def _summons(office: Office, case: Case, history: SummonsHistory, people: People, at: datetime) -> Notice:
    """Make the letter of a first or further summons, and what goes with it."""
    letter, sheet = _letter(office, case, history, people, at)
    again = history.missed
    kind = DocumentKind.SECOND_CONVOCATION if again else DocumentKind.CONVOCATION
    piece = sealed_letter(office, letter, kind, "Convocation émise par l’employeur")
    slot = _with_slot(case, None)[1]
    text = ConvocationText(
        name=people.employee.name,
        contact=contact(office),
        interview=interview_name(case),
        slot=slot,
        held_by=listing([part for part in (people.manager.name, people.manager.title) if part]),
        reply_by=reply_by(slot, local_day(at, people.site.time_zone), people.site),
        again=again,
    )
    invitations, calendars = calendar_messages(office, case, people, at, Step.NEW)
    letters = letter_messages(office, case, people, (piece, sheet), text, at)
    return Notice(case, people, piece, (*letters, *invitations), calendars, at, enclosed=(sheet,))


def _letter(
    office: Office, case: Case, history: SummonsHistory, people: People, at: datetime
) -> tuple[Letter, Piece]:
    """Return the letter of summons, and the preparation sheet that it encloses."""
    from toolkit.documents import pdf_page_count  # noqa: PLC0415 - heavy to import
    from toolkit.documents.letters import (  # noqa: PLC0415
        Meeting,
        convocation,
        preparation_sheet,
        second_convocation,
    )

    head = correspondence(office, people, case, at)
    meeting = Meeting(
        case,
        people.manager,
        reply_by=reply_by(_with_slot(case, None)[1], head.on, people.site),
        absence=history.absence,
        recap_since=history.recap_since,
    )
    pdf = pdf_of(office, preparation_sheet(replace(head, channel=None), meeting))
    sheet = Piece(DocumentKind.PREPARATION_SHEET, "pdf", pdf, pages=pdf_page_count(pdf))
    if not history.missed:
        return convocation(head, meeting), sheet
    again = second_convocation(
        head,
        meeting,
        earlier=history.earlier,
        after_refusal=history.after_refusal,
        reason_given=history.reason_given,
    )
    return again, sheet
