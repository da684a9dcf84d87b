"""The calendar object of a meeting as it stands, and the message that carries it to each of the two."""

from __future__ import annotations

from datetime import datetime

from toolkit.errors import UsageError
from toolkit.french import capitalised
from toolkit.invitations import (
    Attendee,
    AttendeeRole,
    Invitation,
    Party,
    build_cancel,
    build_request,
)
from toolkit.mail import (
    Audience,
    CalendarMethod,
    InvitationText,
    Step,
    invitation_message,
)
from toolkit.model import Case, DocumentKind, Role
from toolkit.model.mail import MailKind
from toolkit.services.addressing import interview_name
from toolkit.services.correspondence import Message, contact, heading, mailbox, sender
from toolkit.services.office import Office
from toolkit.services.people import People


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
