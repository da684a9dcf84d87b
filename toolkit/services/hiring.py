"""Tell new employees, in writing, of the interview of their first year (article L6315-1 I)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from toolkit.clock import today
from toolkit.errors import EntretiensError
from toolkit.french import REGIMES, local_day
from toolkit.law import parse_duration
from toolkit.mail import Attachment, HiringNoticeText, letter_message
from toolkit.model import (
    CampaignId,
    DocumentKind,
    Employee,
    Event,
    EventType,
    Matricule,
    ObligationKind,
    Role,
    Site,
    Status,
)
from toolkit.model.mail import MailKind
from toolkit.services.addressing import channel_of
from toolkit.services.correspondence import Message, contact, file_message, heading, mailbox
from toolkit.services.duties import Duties, all_duties, regime_on
from toolkit.services.office import Office
from toolkit.services.people import site_of
from toolkit.services.pieces import Piece, Place, file, sealed_letter
from toolkit.services.printing import print_letter
from toolkit.services.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Notices:
    """What issuing the notices did; ``troubles`` names whom it could not be done for, and why."""

    issued: tuple[Matricule, ...]
    to_print: tuple[Matricule, ...]
    troubles: tuple[tuple[Matricule, str], ...]


def issue_notices(office: Office, campaign: CampaignId | None = None, told: Progress = silent) -> Notices:
    """Issue every hiring notice that is owed: sealed letter, message queued or letter to print; once each."""
    owed = [d for d in all_duties(office, today(office.clock)) if _is_owed(d)]
    issued: list[Matricule] = []
    to_print: list[Matricule] = []
    troubles: list[tuple[Matricule, str]] = []
    for number, duties in enumerate(owed, start=1):
        employee = duties.employee
        try:
            printed = _issue(office, duties, campaign)
        except EntretiensError as error:
            troubles.append((employee.matricule, str(error)))
        else:
            issued.append(employee.matricule)
            if printed:
                to_print.append(employee.matricule)
        told("Informations à l’embauche", number, len(owed))
    return Notices(tuple(issued), tuple(to_print), tuple(troubles))


def _is_owed(duties: Duties) -> bool:
    return any(
        o.kind is ObligationKind.HIRING_NOTICE and o.status in (Status.OVERDUE, Status.OPEN)
        for o in duties.timeline.obligations
    )


def _issue(office: Office, duties: Duties, campaign: CampaignId | None) -> bool:
    """Issue one notice; tell whether it must be printed."""
    employee = duties.employee
    with office.reading() as unit:
        site = site_of(unit, employee)
    at = office.clock.now()
    piece = _letter(office, duties, site, at)
    message = _message(office, employee, site, piece, campaign, at)
    with office.writing() as unit:
        if not unit.histories.set_hiring_notice(employee.matricule, local_day(at, site.time_zone)):
            return False
        place = Place(employee.matricule, None, unit.documents.next_step(None, employee.matricule))
        document = file(office, unit, piece, place, at)
        if message is not None:
            file_message(office, unit, message, place, at)
        body: dict[str, object] = {"sha256": document.sha256, "channel": channel_of(employee)}
        unit.journal.append(
            Event(
                office.employer.id,
                EventType.HIRING_NOTICE_ISSUED,
                at,
                unit.actor,
                employee.matricule,
                body=body,
            )
        )
        if message is None:
            print_letter(office, piece, employee, campaign, None)
    return message is None


def _letter(office: Office, duties: Duties, site: Site, at: datetime) -> Piece:
    from toolkit.documents.letters import Correspondence, hiring_notice  # noqa: PLC0415 - heavy to import

    employee = duties.employee
    agreement = office.employer.agreement
    period = parse_duration(agreement.period) if agreement and agreement.period else None
    head = Correspondence(
        employer=office.employer,
        employee=employee,
        on=local_day(at, site.time_zone),
        channel=channel_of(employee),
        footer=office.table.letterhead.footer,
        demonstration=office.demonstration,
    )
    first = next((o for o in duties.timeline.obligations if o.kind is ObligationKind.FIRST), None)
    letter = hiring_notice(
        head,
        regime=regime_on(office, head.on),
        first_by=first.due if first else None,
        period_years=period.months // 12 if period and not period.months % 12 else None,
    )
    return sealed_letter(
        office, letter, DocumentKind.HIRING_NOTICE, "Information à l’embauche émise par l’employeur"
    )


def _message(
    office: Office, employee: Employee, site: Site, piece: Piece, campaign: CampaignId | None, at: datetime
) -> Message | None:
    address = mailbox(employee.email, employee.name)
    if address is None:
        return None
    head = heading(office, address, at, campaign)
    regime = regime_on(office, local_day(at, site.time_zone))
    text = HiringNoticeText(employee.name, contact(office), REGIMES[regime])
    attachment = Attachment(f"{piece.kind.value}_{employee.matricule}.pdf", piece.content)
    content = letter_message(head, text, [attachment], demonstration=office.demonstration)
    return Message(
        DocumentKind.HIRING_NOTICE, MailKind.HIRING_NOTICE, Role.EMPLOYEE, address, head.message_id, content
    )
