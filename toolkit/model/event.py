"""What the journal records: each line says what happened, by whom, when, and on what it rests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from toolkit.model.identifiers import CaseId, EmployerId, Matricule


class EventType(StrEnum):
    """Types of event, on an employee's chain unless said."""

    EMPLOYEE_IMPORTED = "employee_imported"
    EMPLOYEE_CHANGED = "employee_changed"
    FACT_RECORDED = "fact_recorded"
    FACT_WITHDRAWN = "fact_withdrawn"
    EMPLOYEE_LEFT = "employee_left"
    MANAGER_CHANGED = "manager_changed"
    HIRING_NOTICE_ISSUED = "hiring_notice_issued"
    CASE_OPENED = "case_opened"
    CASE_DROPPED = "case_dropped"
    SLOT_SET = "slot_set"
    DOCUMENT_MADE = "document_made"
    DOCUMENT_RECEIVED = "document_received"
    SUMMONED = "summoned"
    MAIL_QUEUED = "mail_queued"
    MAIL_ACCEPTED = "mail_accepted"
    MAIL_REFUSED = "mail_refused"
    MAIL_UNCERTAIN = "mail_uncertain"
    MAIL_SETTLED = "mail_settled"
    MAIL_WITHDRAWN = "mail_withdrawn"
    POSTED = "posted"
    MOVED = "moved"
    CANCELLED = "cancelled"
    ABSENT = "absent"
    REFUSED = "refused"
    HELD = "held"
    FORM_MADE = "form_made"
    FORM_READ = "form_read"
    ACTION_DONE = "action_done"
    REPORTED = "reported"
    SIGNATURES_ASKED = "signatures_asked"
    SIGNATURE_STEP = "signature_step"
    SIGNATURES_WITHDRAWN = "signatures_withdrawn"
    CONSENTED = "consented"
    DECLINED = "declined"
    SIGNED = "signed"
    HANDED_OVER = "handed_over"
    DECISIONS_TOLD = "decisions_told"
    CLOSED = "closed"
    REOPENED = "reopened"
    CORRECTED = "corrected"
    TOP_UP_PAID = "top_up_paid"
    TOP_UP_WITHDRAWN = "top_up_withdrawn"
    PIECES_ERASED = "pieces_erased"
    PERSON_ERASED = "person_erased"
    # on the employer's own chain
    SETTINGS_CHANGED = "settings_changed"
    ROSTER_IMPORTED = "roster_imported"
    CAMPAIGN_OPENED = "campaign_opened"
    CAMPAIGN_PLANNED = "campaign_planned"
    KEYS_CREATED = "keys_created"
    SEAL_REPLACED = "seal_replaced"
    FOLDER_BUILT = "folder_built"
    ANCHORED = "anchored"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a chain, before it is linked.

    ``matricule`` None puts it on the employer's own chain. ``body`` holds hashes, ids, dates and codes, never
    a name, so that a person can be erased without breaking a chain.
    """

    employer: EmployerId
    type: EventType
    at: datetime
    actor: str
    matricule: Matricule | None = None
    case: CaseId | None = None
    body: dict[str, object] = field(default_factory=dict)
