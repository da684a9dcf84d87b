"""How a link and a code reach a person: by a message that leaves, or by a sheet that is handed over."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path

from toolkit.french import hour, local_day, long_day, plain_letters
from toolkit.mail import CODE_PLACE, Audience, SignatureCodeText, SignatureLinkText, secret_message
from toolkit.model import (
    Case,
    CaseState,
    DocumentKind,
    LinkChannel,
    MailKind,
    MailState,
    Role,
    SignatureRequest,
)
from toolkit.services.addressing import interview_name
from toolkit.services.correspondence import Message, contact, file_message, heading, mail_key, mailbox
from toolkit.services.office import Office
from toolkit.services.people import People, people_of
from toolkit.services.pieces import Place
from toolkit.services.secrets_in_mail import PATH, key_of_links, link_with_mark, mint
from toolkit.services.signature_steps import step
from toolkit.store import Unit
from toolkit.workflow.withdrawal import withdraw_one

FOLDER = "liens-a-remettre"
"""Where the links to be handed over lie, readable by the owner of the data folder only."""


def hand_link(office: Office, unit: Unit, request: SignatureRequest, at: datetime, *, again: bool) -> None:
    """Queue the message that will carry the link, or lay the sheet that bears it.

    Raises:
        SettingsError: no public address, no sender, or no key.
        AddressRefusedError: the person's address cannot be used.
    """
    case = unit.cases.get(request.case)
    people = people_of(unit, case)
    withdraw_links(office, unit, request, at, "remplacé par un nouveau lien")
    if request.route.link is LinkChannel.EMAIL:
        message = _link_message(office, case, people, request, at, again=again)
        place = Place(case.matricule, case.id, unit.documents.next_step(case.id))
        file_message(office, unit, message, place, at)
    else:
        _lay_sheet(office, unit, case, people, request, at)


def queue_code(office: Office, unit: Unit, request: SignatureRequest, at: datetime) -> str:
    """Queue the message that will carry the code, and return its key.

    Raises:
        SettingsError: no sender.
        AddressRefusedError: the address for the code cannot be used.
    """
    from toolkit.signing.ceremony import CODE_MINUTES  # noqa: PLC0415 - few requests make codes

    case = unit.cases.get(request.case)
    people = people_of(unit, case)
    address = mailbox(request.route.code_to, request.person)
    assert address is not None  # noqa: S101 - a route by e-mail has an address
    head = heading(office, address, at, None)
    text = SignatureCodeText(
        name=request.person,
        contact=contact(office),
        code=CODE_PLACE,
        minutes=CODE_MINUTES,
        asked_at=hour(at, people.site.time_zone),
    )
    content = secret_message(head, text, demonstration=office.demonstration)
    kind, mail_kind = DocumentKind.SIGNATURE_CODE, MailKind.SIGNATURE_CODE
    message = Message(kind, mail_kind, request.role, address, head.message_id, content)
    place = Place(case.matricule, case.id, unit.documents.next_step(case.id))
    return mail_key(case.matricule, case.id, file_message(office, unit, message, place, at))


def withdraw_links(office: Office, unit: Unit, request: SignatureRequest, at: datetime, reason: str) -> None:
    """Take back what carries a link or a code of this request and has not left, sheet included."""
    for mail in unit.outbox.of_case(request.case):
        carries = mail.kind in (MailKind.SIGNATURE_LINK, MailKind.SIGNATURE_CODE)
        if carries and mail.role is request.role and mail.state in (MailState.QUEUED, MailState.DEFERRED):
            withdraw_one(unit, office.store, mail, at, reason)
    take_sheet_away(office, request)


def take_sheet_away(office: Office, request: SignatureRequest) -> None:
    """Remove the sheet that bears the link, if there is one."""
    sheet_of(office, request).unlink(missing_ok=True)


def sheet_of(office: Office, request: SignatureRequest) -> Path:
    """Return where the sheet of a request lies, or would."""
    name = f"{plain_letters(request.person)}_{request.case}_{request.role.value}.txt"
    return office.place(FOLDER) / name


def _link_message(
    office: Office, case: Case, people: People, request: SignatureRequest, at: datetime, *, again: bool
) -> Message:
    from toolkit.signing.ceremony import masked  # noqa: PLC0415 - few requests make links

    address = mailbox(request.route.link_to, request.person)
    assert address is not None  # noqa: S101 - a route by e-mail has an address
    head = heading(office, address, at, case.campaign)
    text = SignatureLinkText(
        name=request.person,
        contact=contact(office),
        audience=Audience.EMPLOYEE if request.role is Role.EMPLOYEE else Audience.MANAGER,
        interview=interview_name(case),
        held_on=case.held_on or local_day(at, people.site.time_zone),
        employee=people.employee.name,
        link=link_with_mark(office),
        until=last_day(office, people, at),
        code_to=masked(request.route.code_to),
        again=again,
    )
    content = secret_message(head, text, demonstration=office.demonstration)
    kind, mail_kind = DocumentKind.SIGNATURE_REQUEST, MailKind.SIGNATURE_LINK
    return Message(kind, mail_kind, request.role, address, head.message_id, content)


def last_day(office: Office, people: People, at: datetime) -> date:
    """Return the last day of a link made at ``at``, as the person is told."""
    until = at + timedelta(days=office.settings.ceremony.link_days)
    return local_day(until, people.site.time_zone)


_SHEET = """\
Lien personnel de signature

Pour : {person}
Document : compte rendu d’entretien, dossier {case}
Valable jusqu’au {until}, pour une seule réponse.

{link}

À remettre à cette personne et à elle seule. Le code à usage unique lui sera envoyé séparément ({code_to}).
Au poste du service des ressources humaines : entretiens sign open « {name} »
"""


def _lay_sheet(
    office: Office, unit: Unit, case: Case, people: People, request: SignatureRequest, at: datetime
) -> None:
    """Lay the sheet within the transaction that records its link; nobody but the owner reads it."""
    from toolkit.signing.ceremony import masked  # noqa: PLC0415 - few requests make links

    assert case.state in (CaseState.REPORTED, CaseState.SIGNING)  # noqa: S101 - the callers' promise
    token = mint(office, unit, key_of_links(office), request, {"channel": LinkChannel.IN_PERSON.value})
    address = office.settings.ceremony.public_address.rstrip("/")
    path = sheet_of(office, request)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = _SHEET.format(
        person=request.person,
        case=case.id,
        until=long_day(last_day(office, people, at)),
        link=f"{address}{PATH}{token}" if address else token,
        code_to=masked(request.route.code_to),
        name=path.name,
    )
    draft = path.with_suffix(".partiel")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    draft.replace(path)
    step(office, unit, request, "link_handed", {"channel": LinkChannel.IN_PERSON.value})
