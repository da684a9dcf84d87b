"""Take messages back before they leave, each with its fate filed and its line in the journal."""

from __future__ import annotations

from datetime import datetime

from toolkit.model import Case, Event, EventType
from toolkit.model.mail import OutboxMail
from toolkit.store import Store, Unit
from toolkit.workflow.course import note
from toolkit.workflow.fates import file_fate


def withdraw_waiting(unit: Unit, store: Store, case: Case, at: datetime) -> None:
    """Take back what was written about a meeting that is given up and has not left yet.

    A message in the hands of a delivery that runs at this moment is no longer waiting, and goes.
    """
    for mail in unit.outbox.withdraw(case.id, at, "retiré avant l’envoi : le rendez-vous n’a plus lieu"):
        body: dict[str, object] = {"message": mail.message_id, "sha256": mail.content, "mail": mail.key}
        body |= file_fate(unit, store, mail)
        note(unit, case, EventType.MAIL_WITHDRAWN, at, body)


def withdraw_one(unit: Unit, store: Store, mail: OutboxMail, at: datetime, reason: str) -> bool:
    """Take back one message if it still waits to leave, with its line in the journal."""
    withdrawn = unit.outbox.withdraw_one(mail.key, at, reason)
    if withdrawn is None:
        return False
    body: dict[str, object] = {"message": mail.message_id, "sha256": mail.content, "mail": mail.key}
    body |= file_fate(unit, store, withdrawn)
    event = EventType.MAIL_WITHDRAWN
    unit.journal.append(Event(unit.employer, event, at, unit.actor, mail.matricule, mail.case, body))
    return True
