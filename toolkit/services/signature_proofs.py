"""What proves signatures given at a distance: a row for each, a record for experts, a proof for a judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from toolkit.digest import canonical_json, sha256
from toolkit.french import capitalised
from toolkit.model import (
    Case,
    DocumentKind,
    Matricule,
    OutboxMail,
    RequestEvent,
    Role,
    Signature,
    SignatureRequest,
)
from toolkit.services.addressing import correspondence, interview_name
from toolkit.services.clock_words import clock_source
from toolkit.services.office import Office
from toolkit.services.people import People
from toolkit.services.pieces import Piece, sealed_letter
from toolkit.services.signature_facts import told_details, told_events

if TYPE_CHECKING:
    from toolkit.signing import Sealed, SigningAct


def signature_of(
    request: SignatureRequest, act: SigningAct, result: bytes, mails: Sequence[OutboxMail]
) -> Signature:
    """Return what the store keeps of one person's act on the closed document."""
    return Signature(
        role=request.role,
        matricule=Matricule(request.matricule),
        person=request.person,
        at=act.at,
        level=act.level,
        consent_id=act.consent.id if act.consent else "",
        consent_version=act.consent.version if act.consent else "",
        consent_text=act.consent.text if act.consent else "",
        shown=request.shown,
        result=sha256(result),
        declined=act.declined,
        reason=act.reason,
        details=told_details(request, mails),
    )


def record_of(
    office: Office,
    name: str,
    acts: Sequence[SigningAct],
    shown: bytes,
    result: Sealed,
    ceremonies: Mapping[Role, Mapping[str, object]],
    at: datetime,
) -> Piece:
    """Return the evidence record, for a machine and for an expert."""
    from toolkit.signing import evidence_record  # noqa: PLC0415 - heavy to import

    record = evidence_record(
        name,
        acts,
        shown=shown,
        result=result,
        keyring=office.keys,
        recorded_at=at,
        clock_source=clock_source(office),
        ceremonies=ceremonies,
    )
    return Piece(DocumentKind.REPORT, "json", canonical_json(record), part="preuve")


def proof_of(
    office: Office,
    case: Case,
    people: People,
    signatures: Sequence[Signature],
    events: Mapping[Role, Sequence[RequestEvent]],
    name: str,
    at: datetime,
) -> Piece:
    """Return the same proof as a document that a judge reads."""
    from toolkit.documents.letters import Piece as Listed  # noqa: PLC0415 - heavy to import
    from toolkit.documents.letters import signature_proof  # noqa: PLC0415

    head = replace(correspondence(office, people, case, at), channel=None)
    result = signatures[0].result
    assert result is not None  # noqa: S101 - every signature of a closed document has it
    listed = Listed(name, capitalised(f"compte rendu d’{interview_name(case)}"), result)
    letter = signature_proof(
        head,
        listed,
        signatures,
        time_zone=people.site.time_zone,
        steps={role: told_events(found) for role, found in events.items()},
        clock=clock_source(office),
    )
    proof = sealed_letter(office, letter, DocumentKind.REPORT, "Preuve de signature établie par l’employeur")
    return replace(proof, part="preuve")
