"""What is shown to the persons present before they sign, and what each of them does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from toolkit.errors import NotFoundError, UsageError
from toolkit.model import Case, CaseId, CaseState, Document, DocumentKind, Role
from toolkit.services.addressing import interview_name
from toolkit.services.office import Office
from toolkit.services.people import People, people_of
from toolkit.services.reports import UNSIGNED
from toolkit.store import Unit
from toolkit.workflow.course import recorded
from toolkit.workflow.states import Act, next_state

if TYPE_CHECKING:
    from toolkit.signing import Consent, SigningAct

CONSENTS = {Role.EMPLOYEE: "presence-salarie", Role.MANAGER: "presence-manager"}
"""The text that each person agrees to."""

DEVICE = "poste de l’employeur"


@dataclass(frozen=True, slots=True)
class Attendance:
    """What one person did before the one who collects: signed, or refused with the reason given.

    ``identity`` says how the person is known to be that person; ``at`` the aware instant of the act, that of
    the signing where None.
    """

    role: Role
    signed: bool = True
    reason: str = ""
    identity: str = "connu(e) de l’employeur"
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What the persons are shown from ``shown_at`` on: the report, and the text of each consent."""

    case: Case
    people: People
    document: Document
    report: bytes
    consents: dict[Role, Consent]
    collected_by: str
    shown_at: datetime

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return self.document.pages or 0


def prepare_ceremony(office: Office, case_id: CaseId, collected_by: str) -> Ceremony:
    """Return what to show: the report to sign, and what each person agrees to.

    Args:
        office: The employer's office.
        case_id: Which case.
        collected_by: Who is present and collects the signatures.

    Raises:
        NotFoundError: the case has no report.
        TransitionRefusedError: the case's state does not allow signatures.
        UsageError: they are asked for by links.
    """
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        next_state(case, Act.SIGN)
        _refuse_asked(case)
        document = _unsigned(unit, case_id)
        people = people_of(unit, case)
    return Ceremony(
        case=case,
        people=people,
        document=document,
        report=office.store.files.get(document.sha256),
        consents={role: _consent(office, case, people, document, role, collected_by) for role in CONSENTS},
        collected_by=collected_by,
        shown_at=office.clock.now(),
    )


def signed_already(office: Office, case_id: CaseId) -> Case | None:
    """Return the case where the signatures on its present report are gathered, else None."""
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        document = unit.documents.find(case_id, DocumentKind.REPORT, part=UNSIGNED)
        gathered = document is not None and any(
            recorded(unit, case, act, document.sha256) for act in (Act.SIGN, Act.DECLINE)
        )
    return case if gathered else None


def acts_of(office: Office, ceremony: Ceremony, attendances: Sequence[Attendance]) -> list[SigningAct]:
    """Return what each person did, as the signing room records it.

    Raises:
        UsageError: a person is missing or told twice.
    """
    if sorted(a.role for a in attendances) != sorted(CONSENTS):
        raise UsageError(
            "il faut dire ce que fait chacun : le salarié et le responsable.",
            about=f"Dossier {ceremony.case.id}",
            next_step="Indiquez pour chacun la signature ou le refus.",
        )
    return [_act(office, ceremony, attendance) for attendance in attendances]


def _refuse_asked(case: Case) -> None:
    """Refuse what would leave links alive that lead to a document signed otherwise."""
    if case.state is CaseState.SIGNING:
        raise UsageError(
            "les signatures de ce dossier sont demandées par lien.",
            about=f"Dossier {case.id}",
            next_step="Attendez les réponses, ou retirez d’abord les demandes : « entretiens sign withdraw "
            f"{case.id} --motif TEXTE ».",
        )


def _unsigned(unit: Unit, case_id: CaseId) -> Document:
    document = unit.documents.find(case_id, DocumentKind.REPORT, part=UNSIGNED)
    if document is None:
        raise NotFoundError(
            "le compte rendu n’est pas encore établi.",
            about=f"Dossier {case_id}",
            next_step="Établissez-le avec « entretiens report ».",
        )
    return document


def _consent(
    office: Office, case: Case, people: People, document: Document, role: Role, collected_by: str
) -> Consent:
    from toolkit.signing import consent_text  # noqa: PLC0415 - heavy to import

    person = people.employee if role is Role.EMPLOYEE else people.manager
    return consent_text(
        CONSENTS[role],
        person=person.name,
        document=f"Compte rendu d’{interview_name(case)}, dossier {case.id}",
        sha256=document.sha256,
        collected_by=collected_by,
        employer=office.employer.name,
    )


def _act(office: Office, ceremony: Ceremony, attendance: Attendance) -> SigningAct:
    from toolkit.signing import ActEvent, SigningAct  # noqa: PLC0415 - heavy to import

    people = ceremony.people
    person = people.employee if attendance.role is Role.EMPLOYEE else people.manager
    at = attendance.at or office.clock.now()
    shown = ActEvent(ceremony.shown_at, "document_shown", {"pages": str(ceremony.pages)})
    outcome = ActEvent(at, "consent_given" if attendance.signed else "refused")
    return SigningAct(
        role=attendance.role,
        person=person.name,
        at=at,
        consent=ceremony.consents[attendance.role] if attendance.signed else None,
        matricule=person.matricule,
        collected_by=ceremony.collected_by,
        identity_source=attendance.identity,
        device=DEVICE,
        time_zone=people.site.time_zone,
        declined=not attendance.signed,
        reason=attendance.reason,
        events=(shown, outcome),
    )
