"""A letter about a meeting with all that goes along: made first, then filed and queued at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from toolkit.mail import (
    Attachment,
    letter_message,
)
from toolkit.mail.texts import LetterText
from toolkit.model import Case, DocumentKind, Role
from toolkit.model.mail import MailKind
from toolkit.services.correspondence import Message, file_message, heading, mailbox
from toolkit.services.office import Office
from toolkit.services.people import People
from toolkit.services.pieces import Piece, Place, file
from toolkit.services.printing import print_letter
from toolkit.store import Unit

_MAIL_KINDS = {
    DocumentKind.CONVOCATION: MailKind.LETTER,
    DocumentKind.SECOND_CONVOCATION: MailKind.LETTER,
    DocumentKind.CHANGE_NOTICE: MailKind.CHANGE_NOTICE,
    DocumentKind.CANCELLATION_NOTICE: MailKind.CANCELLATION,
}


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


def print_if_needed(office: Office, notice: Notice) -> None:
    """Lay the letter and what it encloses to be printed, where the employee has no e-mail."""
    if notice.to_print:
        for piece in (notice.letter, *notice.enclosed):
            print_letter(office, piece, notice.people.employee, notice.case.campaign, notice.case.id)
