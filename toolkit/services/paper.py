"""The signed paper, scanned: filed as a copy that says so, sealed, with the place of the original."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.clock import today
from toolkit.confined import Confined
from toolkit.errors import ConfinedError, DocumentError, UsageError, disk_words
from toolkit.french import day
from toolkit.model import (
    Case,
    CaseId,
    CaseState,
    Document,
    DocumentKind,
    EventType,
    Role,
    Signature,
    SignatureLevel,
)
from toolkit.model.signature_request import ANSWERED
from toolkit.services.addressing import interview_name
from toolkit.services.office import Office
from toolkit.services.paper_proofs import MENTION, Paper, paper_piece, paper_proof, paper_signature
from toolkit.services.people import people_of
from toolkit.services.pieces import Piece, Place, file
from toolkit.services.signature_requests import standing, unsigned, withdraw_in
from toolkit.store import Unit
from toolkit.text import clean_line
from toolkit.workflow.course import Move, advance, recorded
from toolkit.workflow.states import Act, next_state

if TYPE_CHECKING:
    from toolkit.documents.scans import ScannedPage
    from toolkit.signing import Sealed

PART = "papier"
"""Part of the name of the scan as it was received."""

_SECONDS, _MEMORY = 60, 1_500_000_000


@dataclass(frozen=True, slots=True)
class Filed:
    """What filing the paper did; ``new`` is False where it was filed before."""

    case: Case
    new: bool
    pages: int = 0


def file_paper(
    office: Office, case_id: CaseId, scan: Path, original: str, signed_on: date | None = None
) -> Filed:
    """File the report that both persons signed on paper, from its scan.

    Requests by link that nobody answered yet are taken back; where one person has signed by link, the paper
    is refused: one document would bear two kinds of signature, and neither proof would be whole.

    Args:
        office: The employer's office.
        case_id: Which case.
        scan: A PDF, PNG or JPEG file.
        original: Where the paper is kept.
        signed_on: The day written on the paper; today by default.

    Raises:
        UsageError: no place is told, the day is to come, the scan cannot be read, or one signed by link.
        DocumentError: the scan is no scan, or cannot be read.
        TransitionRefusedError: the case's state does not allow signatures.
    """
    paper = Paper(_read(scan), _place(original), _day(office, signed_on))
    with office.reading() as unit:
        case = unit.cases.get(case_id)
        document = unsigned(unit, case_id)
        if recorded(unit, case, Act.SIGN, document.sha256):
            return Filed(case, new=False)
        next_state(case, Act.SIGN)
        _refuse_mixed(unit, case)
        people = people_of(unit, case)
    pages = _pages(paper.scan)
    at = office.clock.now()
    result = _sealed(office, case, paper, pages, at)
    signatures = [
        paper_signature(role, people, document, paper, result, at) for role in (Role.EMPLOYEE, Role.MANAGER)
    ]
    name = replace(document, part="", version=1).file_name
    pieces = (
        Piece(DocumentKind.REPORT, "pdf", result.pdf, sealed=True, pages=len(pages), level=result.level),
        paper_piece(office, name, document, paper, signatures, result, at),
        paper_proof(office, case, people, signatures, name, at),
    )
    done = _file(office, case, document, paper, pieces, signatures, at)
    return Filed(done, new=True, pages=len(pages))


def to_print(office: Office, case_id: CaseId) -> Path:
    """Lay the report where it can be printed for signing by hand, and return where.

    Raises:
        NotFoundError: the case has no report.
        TransitionRefusedError: the case's state does not allow signatures.
    """
    with office.reading() as unit:
        next_state(unit.cases.get(case_id), Act.SIGN)
        document = unsigned(unit, case_id)
    path = office.place("a-signer") / f"{case_id}_compte-rendu.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(office.store.files.get(document.sha256))
    return path


def _read(scan: Path) -> bytes:
    from toolkit.documents.scans import MAX_BYTES, scan_suffix  # noqa: PLC0415 - few papers come back

    try:
        with scan.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(
            f"le fichier est illisible ({disk_words(error)}).",
            about=str(scan),
            next_step="Vérifiez son emplacement.",
        ) from error
    scan_suffix(content)
    return content


def _place(original: str) -> str:
    place = clean_line(original)
    if not place:
        raise UsageError(
            "il faut dire où le papier signé est conservé.",
            next_step="Donnez --original, par exemple « armoire RH, classeur 2026 ».",
        )
    return place


def _day(office: Office, signed_on: date | None) -> date:
    present = today(office.clock)
    if signed_on is not None and signed_on > present:
        raise UsageError(
            "ce jour est à venir.", about=day(signed_on), next_step="Donnez le jour de la signature."
        )
    return signed_on or present


def _refuse_mixed(unit: Unit, case: Case) -> None:
    answered = [request for request in standing(unit, case.id) if request.state in ANSWERED]
    if case.state is CaseState.SIGNING and answered:
        raise UsageError(
            f"{answered[0].person} a déjà répondu par lien : un document ne se signe pas moitié sur papier.",
            about=f"Dossier {case.id}",
            next_step="Attendez l’autre réponse par lien, ou retirez les demandes (« entretiens sign "
            "withdraw ») et faites signer les deux personnes sur le papier.",
        )


def _pages(scan: bytes) -> list[ScannedPage]:
    """Return the pages, drawn in a process that may be ended: a scan comes from anywhere."""
    from toolkit.documents.scans import scan_pages  # noqa: PLC0415 - few papers come back

    try:
        with Confined(seconds=_SECONDS, memory=_MEMORY) as confined:
            return confined.run(scan_pages, scan)
    except ConfinedError as error:
        raise DocumentError(
            "la copie numérisée ne se laisse pas lire.",
            about="Copie numérisée",
            next_step="Numérisez de nouveau le papier signé.",
        ) from error


def _sealed(office: Office, case: Case, paper: Paper, pages: list[ScannedPage], at: datetime) -> Sealed:
    from toolkit.documents.scans import pdf_of_scan  # noqa: PLC0415 - few papers come back
    from toolkit.signing import seal_pdf  # noqa: PLC0415 - heavy to import

    told = f"{MENTION} le {day(today(office.clock))}. Original conservé : {paper.original}."
    pdf = pdf_of_scan(
        pages,
        told,
        title=f"{MENTION} : compte rendu d’{interview_name(case)}, dossier {case.id}",
        author=office.employer.name,
        made_at=at,
    )
    return seal_pdf(pdf, office.keys, reason=told, clock=office.clock, protection=office.protection)


def _file(
    office: Office,
    case: Case,
    document: Document,
    paper: Paper,
    pieces: tuple[Piece, ...],
    signatures: list[Signature],
    at: datetime,
) -> Case:
    """File the pieces and the scan as received, take open requests back, and move the case, at once."""
    from toolkit.documents.scans import scan_suffix  # noqa: PLC0415 - few papers come back

    with office.writing() as unit:
        present = unit.cases.get(case.id)
        if present.state is CaseState.SIGNING:
            _refuse_mixed(unit, present)
            present = withdraw_in(office, unit, present, "signature sur papier", at)
        place = Place(case.matricule, case.id, document.step)
        received = Piece(DocumentKind.OUTSIDE_PROOF, scan_suffix(paper.scan), paper.scan, part=PART)
        file(office, unit, received, place, at, received=True)
        for piece in pieces:
            file(office, unit, piece, place, at)
        for signature in signatures:
            unit.signatures.add(case.id, signature)
        body: dict[str, object] = {
            "level": SignatureLevel.ON_PAPER.name.lower(),
            "result": signatures[0].result,
            "signed_on": paper.signed_on,
        }
        private: dict[str, object] = {"original": paper.original}
        return advance(unit, present, Move(Act.SIGN, EventType.SIGNED, document.sha256, at, body, private))
