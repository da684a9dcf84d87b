"""Summon an employee: the sealed letter, the message that carries it, the invitations, all filed at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.french import REGIMES, capitalised, listing, local_day
from toolkit.invitations import (
    Attendee,
    AttendeeRole,
    Invitation,
    Party,
    build_cancel,
    build_request,
    holiday_on,
    new_uid,
)
from toolkit.mail import (
    Attachment,
    Audience,
    CalendarMethod,
    ConvocationText,
    InvitationText,
    Step,
    invitation_message,
    letter_message,
)
from toolkit.mail.texts import LetterText
from toolkit.model import Case, CaseId, Channel, DocumentKind, Employee, EventType, Role, Site, Slot
from toolkit.model.mail import MailKind
from toolkit.services.correspondence import Message, contact, file_message, heading, mailbox, sender
from toolkit.services.office import Office
from toolkit.services.people import People, people_of
from toolkit.services.pieces import Piece, Place, file, pdf_of, sealed_letter
from toolkit.services.printing import print_letter
from toolkit.services.summons_history import SummonsHistory, summons_history
from toolkit.store import Unit
from toolkit.workflow.course import Move, advance
from toolkit.workflow.states import Act, next_state

if TYPE_CHECKING:
    from toolkit.documents.letters import Correspondence, Letter

REPLY_DAYS = 5
"""Calendar days before the meeting until which another slot may be asked for."""

FRIDAY = 4
"""As :meth:`datetime.date.weekday` counts."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A letter about a meeting and the invitations that go with it, made but not yet recorded.

    ``to_print`` is set when the employee has no e-mail.
    """

    case: Case
    people: People
    letter: Piece
    messages: tuple[Message, ...]
    calendars: tuple[tuple[Role, bytes], ...]
    at: datetime
    enclosed: tuple[Piece, ...] = ()

    @property
    def to_print(self) -> bool:
        """Whether the letter must be printed and posted or handed over."""
        return not self.people.employee.email


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
        planned, _ = _with_slot(case, slot)
        history = summons_history(office, unit, case)
    summoned = replace(
        planned,
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
            slot=summoned.slot,
            summons=summoned.summons,
            uid=summoned.uid,
            sequence=summoned.sequence,
        )
        file_notice(office, unit, notice)
    print_if_needed(office, notice)
    return Summoned(moved, new=True, to_print=notice.to_print)


def print_if_needed(office: Office, notice: Notice) -> None:
    """Lay the letter and what it encloses to be printed, where the employee has no e-mail."""
    if notice.to_print:
        for piece in (notice.letter, *notice.enclosed):
            print_letter(office, piece, notice.people.employee, notice.case.campaign, notice.case.id)


def _with_slot(case: Case, slot: Slot | None) -> tuple[Case, Slot]:
    chosen = slot or case.slot
    if chosen is None:
        raise UsageError(
            "aucun créneau n’est prévu.",
            about=f"Dossier {case.id}",
            next_step="Planifiez la campagne (« entretiens campaign plan »), ou donnez --creneau.",
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


def file_notice(office: Office, unit: Unit, notice: Notice) -> None:
    """File the letter, its message, the calendars and their messages, and queue what goes by mail."""
    case = notice.case
    step = unit.documents.next_step(case.id)
    place = Place(case.matricule, case.id, step)
    for piece in (notice.letter, *notice.enclosed):
        file(office, unit, piece, place, notice.at)
    letters = [m for m in notice.messages if m.kind is not DocumentKind.INVITATION]
    invitations = [m for m in notice.messages if m.kind is DocumentKind.INVITATION]
    for message in letters:
        file_message(office, unit, message, place, notice.at)
    beside = replace(place, step=step + 1)
    for message in invitations:
        file_message(office, unit, message, beside, notice.at)
    for role, ics in notice.calendars:
        piece = Piece(DocumentKind.INVITATION, "ics", ics, part=role.value)
        file(office, unit, piece, beside, notice.at)


def correspondence(office: Office, people: People, case: Case, at: datetime) -> Correspondence:
    """Return who writes to whom about ``case``, as letters want it."""
    from toolkit.documents.letters import Correspondence  # noqa: PLC0415 - heavy to import

    return Correspondence(
        employer=office.employer,
        employee=people.employee,
        on=local_day(at, people.site.time_zone),
        case=case.id,
        channel=channel_of(people.employee),
        footer=office.table.letterhead.footer,
        demonstration=office.demonstration,
    )


def channel_of(employee: Employee) -> Channel:
    """Return how a letter reaches the employee: by e-mail, else by post, else by hand at work."""
    if employee.email:
        return Channel.EMAIL
    return Channel.POST if employee.address else Channel.BY_HAND


def interview_name(case: Case) -> str:
    """Return how messages and calendars name the interview: its regime only, as delegates see it too."""
    return REGIMES[case.regime]


def invited(people: People) -> tuple[Attendee, ...]:
    """Return those of the two who have a mailbox."""
    candidates = (
        (people.employee.email, people.employee.name, AttendeeRole.REQUIRED),
        (people.manager.email, people.manager.name, AttendeeRole.CHAIR),
    )
    return tuple(
        Attendee(Party(name, address.addr_spec), role)
        for email, name, role in candidates
        if (address := mailbox(email, name)) is not None
    )


def calendar_of(
    office: Office, case: Case, people: People, at: datetime, *, cancelled: bool = False
) -> Invitation | None:
    """Return the calendar object of the meeting as it stands; None where nobody has a mailbox.

    Raises:
        UsageError: the case has no slot.
    """
    attendees = invited(people)
    if not attendees:
        return None
    if case.slot is None:
        raise UsageError("aucun créneau n’est prévu.", about=f"Dossier {case.id}")
    origin = sender(office)
    return Invitation(
        uid=case.uid,
        sequence=case.sequence,
        stamp=at,
        slot=case.slot,
        summary=capitalised(interview_name(case)),
        description=f"Dossier {case.id}. La convocation est adressée séparément.",
        organizer=Party(origin.display_name, origin.addr_spec),
        attendees=attendees,
        cancelled=cancelled,
    )


def calendar_messages(
    office: Office, case: Case, people: People, at: datetime, step: Step
) -> tuple[tuple[Message, ...], tuple[tuple[Role, bytes], ...]]:
    """Return one invitation message per mailbox, and the calendar each carries."""
    calendar = calendar_of(office, case, people, at, cancelled=step is Step.CANCELLED)
    if calendar is None or case.slot is None:
        return (), ()
    cancelled = step is Step.CANCELLED
    ics = build_cancel(calendar) if cancelled else build_request(calendar)
    method = CalendarMethod.CANCEL if cancelled else CalendarMethod.REQUEST
    employee, manager = people.employee, people.manager
    recipients = (
        (Role.EMPLOYEE, Audience.EMPLOYEE, employee.email, employee.name, manager.name),
        (Role.MANAGER, Audience.MANAGER, manager.email, manager.name, employee.name),
    )
    messages = []
    for role, audience, email, name, other in recipients:
        address = mailbox(email, name)
        if address is None:
            continue
        head = heading(office, address, at, case.campaign)
        text = InvitationText(name, contact(office), audience, interview_name(case), case.slot, other, step)
        content = invitation_message(head, text, ics, method, demonstration=office.demonstration)
        messages.append(
            Message(DocumentKind.INVITATION, MailKind.INVITATION, role, address, head.message_id, content)
        )
    return tuple(messages), tuple((message.role, ics) for message in messages)


def letter_messages(
    office: Office, case: Case, people: People, pieces: Sequence[Piece], text: LetterText, at: datetime
) -> tuple[Message, ...]:
    """Return the message that carries the letter, first of ``pieces``; none where there is no mailbox."""
    address = mailbox(people.employee.email, people.employee.name)
    if address is None:
        return ()
    head = heading(office, address, at, case.campaign)
    attachments = [Attachment(f"{piece.kind.value}_{case.id}.pdf", piece.content) for piece in pieces]
    content = letter_message(head, text, attachments, demonstration=office.demonstration)
    letter = pieces[0].kind
    return (Message(letter, _MAIL_KINDS[letter], Role.EMPLOYEE, address, head.message_id, content),)


_MAIL_KINDS = {
    DocumentKind.CONVOCATION: MailKind.LETTER,
    DocumentKind.SECOND_CONVOCATION: MailKind.LETTER,
    DocumentKind.CHANGE_NOTICE: MailKind.CHANGE_NOTICE,
    DocumentKind.CANCELLATION_NOTICE: MailKind.CANCELLATION,
}


def reply_by(slot: Slot, on: date, site: Site) -> date:
    """Return the last day to ask for another slot: a working day of ``site`` some days before the meeting.

    Never before the day after ``on``, nor after the meeting.
    """
    meeting = local_day(slot.starts, slot.time_zone)
    last = meeting - timedelta(days=REPLY_DAYS)
    while last.weekday() > FRIDAY or holiday_on(last, site) is not None:
        last -= timedelta(days=1)
    return min(max(last, on + timedelta(days=1)), meeting)


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
        reply_by=reply_by(slot, at.date(), people.site),
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
