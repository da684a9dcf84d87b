"""Gather signatures in presence: the text each person agrees to, the employer's seal that names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from toolkit.digest import canonical_json, sha256
from toolkit.errors import NotFoundError, UsageError
from toolkit.french import capitalised
from toolkit.model import (
    Case,
    CaseId,
    Document,
    DocumentKind,
    EventType,
    Role,
    Signature,
    SignatureLevel,
)
from toolkit.services.addressing import correspondence, interview_name
from toolkit.services.office import Office
from toolkit.services.people import People, people_of
from toolkit.services.pieces import Piece, Place, file, sealed_letter
from toolkit.services.reports import UNSIGNED
from toolkit.store import Unit
from toolkit.workflow.course import Move, advance, note, recorded
from toolkit.workflow.states import Act, next_state

if TYPE_CHECKING:
    from toolkit.signing import Consent, PresenceAct

CONSENTS = {Role.EMPLOYEE: "presence-salarie", Role.MANAGER: "presence-manager"}


@dataclass(frozen=True, slots=True)
class Attendance:
    """What one person did before the one who collects: signed, or refused with the reason given.

    ``identity`` says how the person is known to be that person.
    """

    role: Role
    signed: bool = True
    reason: str = ""
    identity: str = "connu(e) de l’employeur"


@dataclass(frozen=True, slots=True)
class Ceremony:
    """What the persons are shown before they sign: the report and the text of each consent."""

    case: Case
    report: bytes
    pages: int
    consents: dict[Role, Consent]


@dataclass(frozen=True, slots=True)
class Signed:
    """What gathering signatures did; ``new`` is False where they were gathered before."""

    case: Case
    new: bool


def prepare_ceremony(office: Office, case_id: CaseId, collected_by: str) -> Ceremony:
    """Return what to show: the report to sign, and what each person agrees to.

    Args:
        office: The employer's office.
        case_id: Which case.
        collected_by: Who is present and collects the signatures.

    Raises:
        NotFoundError: the case has no report.
        TransitionRefusedError: the case's state does not allow signatures.
    """
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        next_state(case, Act.SIGN)
        unsigned = _unsigned(unit, case_id)
        people = people_of(unit, case)
    report = office.store.files.get(unsigned.sha256)
    consents = {role: _consent(office, case, people, role, unsigned, collected_by) for role in CONSENTS}
    return Ceremony(case, report, unsigned.pages or 0, consents)


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
    office: Office, case: Case, people: People, role: Role, document: Document, collected_by: str
) -> Consent:
    from toolkit.signing import consent_text  # noqa: PLC0415 - heavy to import

    person = people.employee.name if role is Role.EMPLOYEE else people.manager.name
    return consent_text(
        CONSENTS[role],
        person=person,
        document=f"Compte rendu d’{interview_name(case)}, dossier {case.id}",
        sha256=document.sha256,
        collected_by=collected_by,
        employer=office.employer.name,
    )


def already_signed(office: Office, case_id: CaseId) -> bool:
    """Tell whether the signatures on the present report of a case are gathered."""
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        unsigned = unit.documents.find(case_id, DocumentKind.REPORT, part=UNSIGNED)
        return unsigned is not None and _already(unit, case, unsigned)


def sign_in_presence(
    office: Office, case_id: CaseId, attendances: Sequence[Attendance], *, collected_by: str
) -> Signed:
    """Record each consent or refusal, sign the report, and file it with its proof.

    Args:
        office: The employer's office.
        case_id: Which case.
        attendances: One per person, the employee and the manager.
        collected_by: Who was present and collected the signatures.

    Raises:
        UsageError: a person is missing or told twice.
        NotFoundError: the case has no report.
        TransitionRefusedError: the case's state does not allow signatures.
        SigningError: the report may not be signed.
    """
    from toolkit.documents import signature_boxes  # noqa: PLC0415 - heavy to import
    from toolkit.signing import Box, evidence_record  # noqa: PLC0415
    from toolkit.signing import sign_in_presence as sign_pdf  # noqa: PLC0415

    if sorted(a.role for a in attendances) != sorted(CONSENTS):
        raise UsageError(
            "il faut dire ce que fait chacun : le salarié et le responsable.",
            about=f"Dossier {case_id}",
            next_step="Indiquez pour chacun la signature ou le refus.",
        )
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        unsigned = _unsigned(unit, case_id)
        if _already(unit, case, unsigned):
            return Signed(case, new=False)
    ceremony = prepare_ceremony(office, case_id, collected_by)
    with office.reading() as unit:
        people = people_of(unit, case)
    acts = [_act(office, people, a, ceremony, collected_by) for a in attendances]
    boxes = {
        role: Box(box.page, box.x1, box.y1, box.x2, box.y2)
        for role, box in signature_boxes(ceremony.report).items()
    }
    result = sign_pdf(ceremony.report, acts, office.keys, boxes, office.clock)
    at = office.clock.now()
    name = replace(unsigned, part="", version=1).file_name
    record = evidence_record(
        name,
        acts,
        shown=ceremony.report,
        result=result,
        keyring=office.keys,
        recorded_at=at,
        clock_source=clock_name(office),
    )
    signatures = [_signature(act, a, unsigned, result) for act, a in zip(acts, attendances, strict=True)]
    proof = _proof(office, case, people, name, signatures, result, at)
    pieces = [
        Piece(DocumentKind.REPORT, "pdf", result, sealed=True, pages=ceremony.pages),
        Piece(DocumentKind.REPORT, "json", canonical_json(record), part="preuve"),
        proof,
    ]
    return Signed(_record(office, case_id, unsigned, signatures, pieces, at), new=True)


def clock_name(office: Office) -> str:
    """Return where the hours come from, as proofs name it."""
    return str(getattr(office.clock, "name", "horloge du poste"))


def _already(unit: Unit, case: Case, unsigned: Document) -> bool:
    return any(recorded(unit, case, act, unsigned.sha256) for act in (Act.SIGN, Act.DECLINE))


def _act(
    office: Office, people: People, attendance: Attendance, ceremony: Ceremony, collected_by: str
) -> PresenceAct:
    from toolkit.signing import ActEvent, PresenceAct  # noqa: PLC0415 - heavy to import

    employee = attendance.role is Role.EMPLOYEE
    person = people.employee if employee else people.manager
    shown_at = office.clock.now()
    shown = ActEvent(shown_at, "document_shown", {"pages": str(ceremony.pages)})
    at = office.clock.now()
    outcome = ActEvent(at, "consent_given" if attendance.signed else "refused")
    return PresenceAct(
        role=attendance.role,
        person=person.name,
        at=at,
        consent=ceremony.consents[attendance.role] if attendance.signed else None,
        matricule=person.matricule,
        collected_by=collected_by,
        identity_source=attendance.identity,
        device="poste de l’employeur",
        time_zone=people.site.time_zone,
        declined=not attendance.signed,
        reason=attendance.reason,
        events=(shown, outcome),
    )


def _signature(act: PresenceAct, attendance: Attendance, shown: Document, result: bytes) -> Signature:
    from toolkit.model import Matricule  # noqa: PLC0415 - a type for one value

    return Signature(
        role=attendance.role,
        matricule=Matricule(act.matricule),
        person=act.person,
        at=act.at,
        level=SignatureLevel.IN_PRESENCE,
        consent_id=act.consent.id if act.consent else "",
        consent_version=act.consent.version if act.consent else "",
        consent_text=act.consent.text if act.consent else "",
        shown=shown.sha256,
        result=sha256(result),
        declined=act.declined,
        reason=act.reason,
        details={"recueillie par": act.collected_by, "identité": act.identity_source, "poste": act.device},
    )


def _proof(
    office: Office,
    case: Case,
    people: People,
    name: str,
    signatures: Sequence[Signature],
    result: bytes,
    at: datetime,
) -> Piece:
    from toolkit.documents.letters import Piece as Listed  # noqa: PLC0415 - heavy to import
    from toolkit.documents.letters import signature_proof  # noqa: PLC0415

    head = replace(correspondence(office, people, case, at), channel=None)
    listed = Listed(
        name,
        capitalised(f"compte rendu d’{interview_name(case)}"),
        sha256(result),
    )
    letter = signature_proof(head, listed, signatures, time_zone=people.site.time_zone)
    proof = sealed_letter(office, letter, DocumentKind.REPORT, "Preuve de signature établie par l’employeur")
    return replace(proof, part="preuve")


def _record(
    office: Office,
    case_id: CaseId,
    unsigned: Document,
    signatures: Sequence[Signature],
    pieces: Sequence[Piece],
    at: datetime,
) -> Case:
    declined = any(s.declined for s in signatures if s.role is Role.EMPLOYEE)
    act, event = (Act.DECLINE, EventType.DECLINED) if declined else (Act.SIGN, EventType.SIGNED)
    with office.writing() as unit:
        case = unit.cases.get(case_id)
        place = Place(case.matricule, case_id, unsigned.step)
        for signature in signatures:
            unit.signatures.add(case_id, signature)
            kind = EventType.DECLINED if signature.declined else EventType.CONSENTED
            body: dict[str, object] = {
                "role": signature.role,
                "shown": signature.shown,
                "consent": f"{signature.consent_id}/{signature.consent_version}",
            }
            note(unit, case, kind, signature.at, body)
        for piece in pieces:
            file(office, unit, piece, place, at)
        level: dict[str, object] = {
            "level": SignatureLevel.IN_PRESENCE.name.lower(),
            "result": signatures[0].result,
        }
        return advance(unit, case, Move(act, event, unsigned.sha256, at, level))
