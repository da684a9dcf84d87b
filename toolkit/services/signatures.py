"""Sign a report for the persons present, with the employer's seal that names them, and file the proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from toolkit.digest import canonical_json, sha256
from toolkit.french import capitalised
from toolkit.model import (
    Case,
    CaseId,
    DocumentKind,
    EventType,
    Matricule,
    Role,
    Signature,
    SignatureLevel,
)
from toolkit.services.addressing import correspondence, interview_name
from toolkit.services.ceremony import Attendance, Ceremony, acts_of, prepare_ceremony, signed_already
from toolkit.services.clock_words import clock_source
from toolkit.services.office import Office
from toolkit.services.pieces import Piece, Place, file, sealed_letter
from toolkit.workflow.course import Move, advance, note
from toolkit.workflow.states import Act

if TYPE_CHECKING:
    from toolkit.signing import Sealed, SigningAct


@dataclass(frozen=True, slots=True)
class Signed:
    """What gathering signatures did; ``new`` is False where they were gathered before."""

    case: Case
    new: bool


def sign_in_presence(
    office: Office,
    case_id: CaseId,
    attendances: Sequence[Attendance],
    *,
    collected_by: str,
    ceremony: Ceremony | None = None,
) -> Signed:
    """Record each consent or refusal, sign the report, and file it with its proof.

    Args:
        office: The employer's office.
        case_id: Which case.
        attendances: One per person, the employee and the manager.
        collected_by: Who was present and collected the signatures.
        ceremony: What the persons were shown; shown now where None.

    Raises:
        UsageError: a person is missing or told twice.
        NotFoundError: the case has no report.
        TransitionRefusedError: the case's state does not allow signatures.
        SigningError: the report may not be signed.
    """
    before = signed_already(office, case_id)
    if before is not None:
        return Signed(before, new=False)
    shown = ceremony or prepare_ceremony(office, case_id, collected_by)
    acts = acts_of(office, shown, attendances)
    result = _signed(office, shown, acts)
    signatures = [_signature(act, shown, result.pdf) for act in acts]
    at = office.clock.now()
    name = replace(shown.document, part="", version=1).file_name
    pieces = (
        Piece(DocumentKind.REPORT, "pdf", result.pdf, sealed=True, pages=shown.pages, level=result.level),
        _record(office, shown, acts, result, name, at),
        _proof(office, shown, signatures, result.pdf, name, at),
    )
    return Signed(_file(office, shown, signatures, pieces, at), new=True)


def _signed(office: Office, ceremony: Ceremony, acts: Sequence[SigningAct]) -> Sealed:
    """Return the report signed and sealed, each block in its box."""
    from toolkit.documents import signature_boxes  # noqa: PLC0415 - heavy to import
    from toolkit.signing import Box, sign_in_presence  # noqa: PLC0415

    boxes = {
        role: Box(box.page, box.x1, box.y1, box.x2, box.y2)
        for role, box in signature_boxes(ceremony.report).items()
    }
    return sign_in_presence(
        ceremony.report,
        acts,
        office.keys,
        boxes,
        office.clock,
        office.protection,
        made_as=ceremony.document.sha256,
    )


def _signature(act: SigningAct, ceremony: Ceremony, result: bytes) -> Signature:
    return Signature(
        role=act.role,
        matricule=Matricule(act.matricule),
        person=act.person,
        at=act.at,
        level=act.level,
        consent_id=act.consent.id if act.consent else "",
        consent_version=act.consent.version if act.consent else "",
        consent_text=act.consent.text if act.consent else "",
        shown=ceremony.document.sha256,
        result=sha256(result),
        declined=act.declined,
        reason=act.reason,
        details={"recueillie par": act.collected_by, "identité": act.identity_source, "poste": act.device},
    )


def _record(
    office: Office, ceremony: Ceremony, acts: Sequence[SigningAct], result: Sealed, name: str, at: datetime
) -> Piece:
    """Return the evidence record, for a machine and for an expert."""
    from toolkit.signing import evidence_record  # noqa: PLC0415 - heavy to import

    record = evidence_record(
        name,
        acts,
        shown=ceremony.report,
        result=result,
        keyring=office.keys,
        recorded_at=at,
        clock_source=clock_source(office),
    )
    return Piece(DocumentKind.REPORT, "json", canonical_json(record), part="preuve")


def _proof(
    office: Office,
    ceremony: Ceremony,
    signatures: Sequence[Signature],
    result: bytes,
    name: str,
    at: datetime,
) -> Piece:
    """Return the same proof as a document that a person reads."""
    from toolkit.documents.letters import Piece as Listed  # noqa: PLC0415 - heavy to import
    from toolkit.documents.letters import signature_proof  # noqa: PLC0415

    case, people = ceremony.case, ceremony.people
    head = replace(correspondence(office, people, case, at), channel=None)
    listed = Listed(name, capitalised(f"compte rendu d’{interview_name(case)}"), sha256(result))
    letter = signature_proof(head, listed, signatures, time_zone=people.site.time_zone)
    proof = sealed_letter(office, letter, DocumentKind.REPORT, "Preuve de signature établie par l’employeur")
    return replace(proof, part="preuve")


def _file(
    office: Office,
    ceremony: Ceremony,
    signatures: Sequence[Signature],
    pieces: Sequence[Piece],
    at: datetime,
) -> Case:
    """Record the acts and file the pieces, in one transaction."""
    declined = any(s.declined for s in signatures if s.role is Role.EMPLOYEE)
    act, event = (Act.DECLINE, EventType.DECLINED) if declined else (Act.SIGN, EventType.SIGNED)
    with office.writing() as unit:
        case = unit.cases.get(ceremony.case.id)
        for signature in signatures:
            unit.signatures.add(case.id, signature)
            kind = EventType.DECLINED if signature.declined else EventType.CONSENTED
            body: dict[str, object] = {
                "role": signature.role,
                "shown": signature.shown,
                "consent": f"{signature.consent_id}/{signature.consent_version}",
            }
            note(unit, case, kind, signature.at, body)
        for piece in pieces:
            file(office, unit, piece, Place(case.matricule, case.id, ceremony.document.step), at)
        level = SignatureLevel.IN_PRESENCE.name.lower()
        result: dict[str, object] = {"level": level, "result": signatures[0].result}
        return advance(unit, case, Move(act, event, ceremony.document.sha256, at, result))
