"""What became of a message, filed beside its exact bytes."""

from __future__ import annotations

from dataclasses import replace

from toolkit.digest import canonical_json
from toolkit.model import Document
from toolkit.model.mail import OutboxMail
from toolkit.store import Store, Unit


def file_fate(unit: Unit, store: Store, mail: OutboxMail) -> dict[str, object]:
    """File what became of a message beside its exact bytes, as JSON for a machine and for an expert.

    Returns what the line about the message says of it: the SHA-256 of that JSON, so that it cannot be changed
    or left out later; nothing where the message is not filed.
    """
    message = _message_of(unit, mail)
    if message is None:
        return {}
    attempts = [
        {
            "number": attempt.number,
            "began_at": attempt.began_at,
            "ended_at": attempt.ended_at,
            "outcome": attempt.outcome,
            "code": attempt.code,
            "reply": attempt.reply,
        }
        for attempt in unit.outbox.attempts(mail.key)
    ]
    content = canonical_json(
        {
            "message_id": mail.message_id,
            "envelope": {"from": mail.sender, "to": mail.recipient},
            "message_sha256": mail.content,
            "state": mail.state,
            "reply": mail.reply,
            "connection": mail.details,
            "attempts": attempts,
        }
    )
    former = unit.documents.find(
        message.case, message.kind, message.part, "json", matricule=message.matricule
    )
    digest = store.files.put(content)
    unit.documents.add(
        replace(
            message,
            suffix="json",
            sha256=digest,
            size=len(content),
            made_at=mail.sent_at or mail.queued_at,
            version=former.version + 1 if former is not None else 1,
        )
    )
    return {"answer": digest}


def _pieces(unit: Unit, mail: OutboxMail) -> list[Document]:
    if mail.case is not None:
        return unit.documents.of_case(mail.case)
    return [d for d in unit.documents.of_employee(mail.matricule) if d.case is None]


def _message_of(unit: Unit, mail: OutboxMail) -> Document | None:
    """Return the filed ``.eml`` that ``mail`` sends."""
    return next((d for d in _pieces(unit, mail) if d.suffix == "eml" and d.sha256 == mail.content), None)
