"""What proves a signature on paper: who signed, what was scanned, where the original is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from toolkit.digest import Sha256, canonical_json, sha256
from toolkit.french import capitalised, day
from toolkit.model import Case, Document, DocumentKind, Role, Signature, SignatureLevel
from toolkit.services.addressing import correspondence, interview_name
from toolkit.services.clock_words import clock_source
from toolkit.services.office import Office
from toolkit.services.people import People
from toolkit.services.pieces import Piece, sealed_letter

if TYPE_CHECKING:
    from toolkit.signing import Sealed

MENTION = "Signature manuscrite sur papier, copie numérisée"
"""What every page of the copy says of itself."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper as HR tells it: the scan, where the original is kept, the day written on it."""

    scan: bytes
    original: str
    signed_on: date


def paper_signature(
    role: Role, people: People, document: Document, paper: Paper, result: Sealed, at: datetime
) -> Signature:
    """Return what the store keeps of one person's signature on the paper."""
    person = people.employee if role is Role.EMPLOYEE else people.manager
    return Signature(
        role=role,
        matricule=person.matricule,
        person=person.name,
        at=at,
        level=SignatureLevel.ON_PAPER,
        consent_id="",
        consent_version="",
        consent_text="",
        shown=document.sha256,
        result=sha256(result.pdf),
        details={
            "signé sur papier le": day(paper.signed_on),
            "original conservé": paper.original,
            "numérisation reçue": f"SHA-256 {sha256(paper.scan)}",
            "heure indiquée": "celle de l’enregistrement de la copie",
        },
    )


def paper_piece(
    office: Office,
    name: str,
    document: Document,
    paper: Paper,
    signatures: list[Signature],
    result: Sealed,
    at: datetime,
) -> Piece:
    """Return the evidence record, for a machine and for an expert."""
    from toolkit.signing.records import paper_record  # noqa: PLC0415 - heavy to import

    record = paper_record(
        name,
        shown=document.sha256,
        result=result,
        keyring=office.keys,
        recorded_at=at,
        clock_source=clock_source(office),
        paper={
            "mention": MENTION,
            "original": paper.original,
            "signed_on": paper.signed_on,
            "scan_sha256": sha256(paper.scan),
            "recorded_by": office.actor,
            "persons": [{"role": s.role, "person": s.person, "matricule": s.matricule} for s in signatures],
        },
    )
    return Piece(DocumentKind.REPORT, "json", canonical_json(record), part="preuve")


def paper_proof(
    office: Office, case: Case, people: People, signatures: list[Signature], name: str, at: datetime
) -> Piece:
    """Return the same proof as a document that a person reads."""
    from toolkit.documents.letters import Piece as Listed  # noqa: PLC0415 - heavy to import
    from toolkit.documents.letters import signature_proof  # noqa: PLC0415

    head = replace(correspondence(office, people, case, at), channel=None)
    listed = Listed(
        name, capitalised(f"compte rendu d’{interview_name(case)}"), Sha256(signatures[0].result or "")
    )
    zone = people.site.time_zone
    letter = signature_proof(head, listed, signatures, time_zone=zone, clock=clock_source(office))
    proof = sealed_letter(office, letter, DocumentKind.REPORT, "Preuve de signature établie par l’employeur")
    return replace(proof, part="preuve")
