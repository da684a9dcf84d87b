"""Messages of a case: whose mailbox, in whose name, with which identifier; written now, sent later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address

from toolkit.errors import AddressRefusedError, SettingsError
from toolkit.mail import Contact, Heading, check_address, new_message_id
from toolkit.model import CampaignId, CaseId, Document, DocumentKind, Event, EventType, Matricule, Role
from toolkit.model.mail import MailKind, OutboxMail
from toolkit.services.office import Office
from toolkit.services.pieces import Piece, Place, file
from toolkit.store import Unit


@dataclass(frozen=True, slots=True)
class Message:
    """A written message, ready to be filed and queued."""

    kind: DocumentKind
    mail_kind: MailKind
    role: Role
    recipient: Address
    message_id: str
    content: bytes


def sender(office: Office) -> Address:
    """Return the address that messages come from.

    Raises:
        SettingsError: the settings name none, or one that cannot be used.
    """
    written = office.settings.mail.sender or office.employer.hr_email
    try:
        return check_address(written, office.employer.hr_name or office.employer.name)
    except AddressRefusedError as error:
        raise SettingsError(
            f"l’adresse d’expédition ne convient pas : {error.problem}",
            about="entretiens.toml, [mail] sender",
            next_step="Indiquez l’adresse d’une boîte que les ressources humaines lisent.",
        ) from error


def reply_to(office: Office) -> Address | None:
    """Return the mailbox that people answer to, where it is another than the sender's."""
    hr = office.employer.hr_email
    return check_address(hr, office.employer.hr_name) if hr and hr != sender(office).addr_spec else None


def heading(office: Office, recipient: Address, at: datetime, campaign: CampaignId | None) -> Heading:
    """Return the head of a new message."""
    origin = sender(office)
    return Heading(
        sender=origin,
        recipient=recipient,
        message_id=new_message_id(origin.domain, office.token),
        date=at,
        reply_to=reply_to(office),
        list_id=f"{campaign.lower()}.entretiens.{origin.domain}" if campaign else "",
    )


def contact(office: Office) -> Contact:
    """Return who writes, for the body of a message."""
    employer = office.employer
    return Contact(
        employer.name,
        employer.hr_name,
        employer.hr_email,
        employer.hr_phone,
        office.table.letterhead.colour,
    )


def mailbox(email: str, name: str) -> Address | None:
    """Return the address of a person who has one.

    Raises:
        AddressRefusedError: there is one that cannot be used.
    """
    return check_address(email, name) if email else None


def file_message(office: Office, unit: Unit, message: Message, place: Place, at: datetime) -> Document:
    """File a message's exact bytes as ``.eml`` and queue it, once."""
    piece = Piece(message.kind, "eml", message.content, part=message.role.value)
    document = file(office, unit, piece, place, at)
    mail = OutboxMail(
        key=mail_key(place.matricule, place.case, document),
        case=place.case,
        matricule=place.matricule,
        role=message.role,
        kind=message.mail_kind,
        message_id=message.message_id,
        sender=office.settings.mail.bounces or sender(office).addr_spec,
        recipient=message.recipient.addr_spec,
        content=document.sha256,
        queued_at=at,
    )
    if unit.outbox.enqueue(mail):
        unit.journal.append(
            Event(
                employer=office.employer.id,
                type=EventType.MAIL_QUEUED,
                at=at,
                actor=unit.actor,
                matricule=place.matricule,
                case=place.case,
                body={"mail": mail.key, "message": mail.message_id, "sha256": mail.content},
            )
        )
    return document


def mail_key(matricule: Matricule, case: CaseId | None, document: Document) -> str:
    """Return what names a message for ever: its case and its file, ``C0007/01_convocation_salarie``."""
    return f"{case or matricule}/{document.file_name.removesuffix('.eml')}"
