"""Hand the copy over, which is what the law asks for: by e-mail, or on paper against a receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from toolkit.errors import NotFoundError
from toolkit.french import local_day
from toolkit.mail import Attachment, HandoverText, handover_message
from toolkit.model import Case, CaseId, Channel, Document, DocumentKind, EventType, Role
from toolkit.model.mail import MailKind
from toolkit.services.addressing import correspondence, interview_name
from toolkit.services.correspondence import Message, contact, file_message, heading, mailbox
from toolkit.services.office import Office
from toolkit.services.people import People, people_of
from toolkit.services.pieces import Piece, Place, file, sealed_letter
from toolkit.services.printing import print_letter
from toolkit.store import Unit
from toolkit.workflow.course import Move, advance, recorded
from toolkit.workflow.states import Act, next_state

LABELS = {
    DocumentKind.REPORT: "Compte rendu de l’entretien",
    DocumentKind.RECAP_STATEMENT: "État des lieux récapitulatif",
}
"""What is handed over: the report, and the recap as a document of its own."""

_KEY = "copie"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What handing over did; ``to_print`` when the employee has no e-mail."""

    case: Case
    new: bool
    channel: Channel = Channel.EMAIL
    to_print: bool = False


def hand_over(
    office: Office, case_id: CaseId, *, by_hand: bool = False, on: date | None = None
) -> HandedOver:
    """File the letter that accompanies the copies, and queue the message, or lay the receipt to be signed.

    Args:
        office: The employer's office.
        case_id: Which case.
        by_hand: On paper against a receipt, although there is an e-mail address.
        on: The day it was given by hand; today by default.

    Raises:
        TransitionRefusedError: nothing is signed, or declined, yet.
        NotFoundError: the signed report is not there.
    """
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        if recorded(unit, case, Act.HAND_OVER, _KEY):
            return HandedOver(case, new=False)
        next_state(case, Act.HAND_OVER)
        people = people_of(unit, case)
        copies = copies_of(unit, case_id)
    at = office.clock.now()
    channel = Channel.BY_HAND if by_hand or not people.employee.email else Channel.EMAIL
    letter = _letter(office, case, people, copies, channel, at)
    message = _message(office, case, people, copies, letter, at) if channel is Channel.EMAIL else None
    with office.writing() as unit:
        body: dict[str, object] = {
            "channel": channel,
            "copies": [copy.sha256 for copy in copies],
            "on": on or local_day(at, people.site.time_zone),
        }
        done = advance(
            unit,
            unit.cases.get(case_id),
            Move(Act.HAND_OVER, EventType.HANDED_OVER, _KEY, at, body),
        )
        place = Place(case.matricule, case_id, unit.documents.next_step(case_id))
        file(office, unit, letter, place, at)
        if message is not None:
            file_message(office, unit, message, place, at)
        if channel is Channel.BY_HAND:
            given = [Piece(c.kind, c.suffix, office.store.files.get(c.sha256)) for c in copies]
            for piece in (letter, *given):
                print_letter(office, piece, people.employee, case.campaign, case.id)
    return HandedOver(done, new=True, channel=channel, to_print=channel is Channel.BY_HAND)


def copies_of(unit: Unit, case_id: CaseId) -> tuple[Document, ...]:
    """Return what is handed over: the signed report, and the recap statement where there is one.

    Raises:
        NotFoundError: the signed report is not there.
    """
    found = [unit.documents.find(case_id, kind) for kind in LABELS]
    copies = tuple(document for document in found if document is not None and document.sealed)
    if not any(copy.kind is DocumentKind.REPORT for copy in copies):
        raise NotFoundError(
            "le compte rendu signé est introuvable.",
            about=f"Dossier {case_id}",
            next_step="Recueillez les signatures (« entretiens sign »).",
        )
    return copies


def _copy_name(case: Case, copy: Document) -> str:
    """Return the name under which the employee receives ``copy``, and which the letter cites."""
    return f"{copy.kind.value}_{case.id}.{copy.suffix}"


def _letter(
    office: Office,
    case: Case,
    people: People,
    copies: Sequence[Document],
    channel: Channel,
    at: datetime,
) -> Piece:
    from toolkit.documents.letters import Piece as Listed  # noqa: PLC0415 - heavy to import
    from toolkit.documents.letters import handover  # noqa: PLC0415

    head = replace(correspondence(office, people, case, at), channel=channel)
    listed = [Listed(_copy_name(case, c), LABELS[c.kind], c.sha256, c.pages) for c in copies]
    letter = handover(
        head,
        case,
        listed,
        held_on=case.held_on or local_day(at, people.site.time_zone),
        root_fingerprint=office.keys.root_fingerprint,
    )
    return sealed_letter(office, letter, DocumentKind.HANDOVER, "Remise de copie par l’employeur")


def _message(
    office: Office,
    case: Case,
    people: People,
    copies: Sequence[Document],
    letter: Piece,
    at: datetime,
) -> Message | None:
    address = mailbox(people.employee.email, people.employee.name)
    if address is None:
        return None
    head = heading(office, address, at, case.campaign)
    titles = tuple(LABELS[copy.kind] for copy in copies)
    text = HandoverText(
        name=people.employee.name,
        contact=contact(office),
        interview=interview_name(case),
        held_on=case.held_on or local_day(at, people.site.time_zone),
        documents=(*titles, "Lettre de remise"),
        fingerprint=office.keys.root_fingerprint,
    )
    attachments = [Attachment(_copy_name(case, c), office.store.files.get(c.sha256)) for c in copies]
    attachments.append(Attachment(f"{letter.kind.value}_{case.id}.pdf", letter.content))
    content = handover_message(head, text, attachments, demonstration=office.demonstration)
    return Message(DocumentKind.HANDOVER, MailKind.HANDOVER, Role.EMPLOYEE, address, head.message_id, content)
