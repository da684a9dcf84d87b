"""Erase pieces, or all that is known of a person: rows, bytes, folder and working copies."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.digest import Sha256, sha256
from toolkit.errors import UsageError
from toolkit.evidence import folder_name
from toolkit.french import day
from toolkit.model import Case, Document, Event, EventType, Matricule
from toolkit.services.folders import build_folders, evidence_folder
from toolkit.services.office import Office

_KEEPS = frozenset({"pieces"})
"""Folders of the data folder that hold no working copy under a person's name; the keys are another."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased of one person; ``remaining`` are files that hold others too, to be looked at."""

    matricule: Matricule
    whole: bool
    pieces: int
    copies: tuple[Path, ...]
    remaining: tuple[Path, ...]


def erase_pieces(office: Office, matricule: Matricule, documents: Sequence[Document], reason: str) -> Erased:
    """Erase some pieces of a person, and build the evidence folder again without them.

    Args:
        office: The employer's office.
        matricule: Whose.
        documents: Which pieces.
        reason: Why; only its SHA-256 is kept.
    """
    with office.writing() as unit:
        unit.employees.get(matricule)
        unit.erasures.pieces(matricule, documents, reason)
        body = _body(reason, {document.sha256 for document in documents})
        unit.journal.append(_event(office, EventType.PIECES_ERASED, matricule, body))
    _remove_bytes(office, matricule)
    if any(evidence_folder(office).glob(f"{folder_name(matricule, '', '')}_*")):
        build_folders(office, [matricule])
    return Erased(matricule, whole=False, pieces=len(documents), copies=(), remaining=())


def erase_person(office: Office, matricule: Matricule, reason: str) -> Erased:
    """Erase all that is known of a person; the journal keeps numbers and hashes, and its chain stays whole.

    Args:
        office: The employer's office.
        matricule: Who.
        reason: Why; only its SHA-256 is kept.

    Raises:
        NotFoundError: nobody bears this matricule.
        UsageError: no reason, or the person still holds interviews of others.
    """
    if not reason.strip():
        raise UsageError("un effacement se motive.", next_step="Ajoutez --motif « … ».")
    with office.writing() as unit:
        employee = unit.employees.get(matricule)
        team = [other for other in unit.employees.all() if other.manager == matricule and not other.left_on]
        if team:
            raise UsageError(
                "cette personne tient encore des entretiens.",
                about=f"{employee.name} ({matricule})",
                next_step=f"Enregistrez d’abord son départ : « entretiens left {matricule} --le JJ/MM/AAAA "
                "--remplace-par MATRICULE ».",
            )
        cases = unit.cases.all(matricule=matricule)
        pieces = unit.documents.of_employee(matricule)
        unit.erasures.person(matricule, reason)
        body = _body(reason, {piece.sha256 for piece in pieces})
        unit.journal.append(_event(office, EventType.PERSON_ERASED, matricule, body))
    _remove_bytes(office, matricule)
    copies = _remove_copies(office, matricule, cases)
    remaining = tuple(sorted(_shared(office, cases)))
    return Erased(matricule, whole=True, pieces=len(pieces), copies=copies, remaining=remaining)


def erased_on(office: Office, matricule: Matricule) -> str:
    """Return the day on which all of a person was erased, for a reader; empty where it was not."""
    with office.reading() as unit:
        whole = [erasure for erasure in unit.erasures.of(matricule) if erasure.whole]
    return day(whole[-1].at.date()) if whole else ""


def _body(reason: str, pieces: Iterable[Sha256]) -> dict[str, object]:
    return {"reason": sha256(reason.encode()), "pieces": sorted(pieces)}


def _event(office: Office, kind: EventType, matricule: Matricule, body: dict[str, object]) -> Event:
    return Event(office.employer.id, kind, office.clock.now(), office.actor, matricule, body=body)


def _remove_bytes(office: Office, matricule: Matricule) -> None:
    """Delete the bytes that traces of the person name and that nothing refers to.

    After the commit, and for every trace: a run cut short here is completed by the next.
    """
    with office.writing() as unit:
        named = {Sha256(piece) for erasure in unit.erasures.of(matricule) for piece in erasure.pieces}
        for digest in unit.erasures.unreferred(named):
            office.store.files.remove(digest)


def _remove_copies(office: Office, matricule: Matricule, cases: Sequence[Case]) -> tuple[Path, ...]:
    """Delete the evidence folder and the working copies that bear the person's numbers."""
    removed = []
    for folder in sorted(evidence_folder(office).glob(f"{folder_name(matricule, '', '')}_*")):
        shutil.rmtree(folder)
        removed.append(folder)
    numbers = {str(matricule), *(str(case.id) for case in cases)}
    for path in sorted(_working_files(office)):
        if numbers & set(re.split(r"[_.\s]", path.name)):
            path.unlink()
            removed.append(path)
    return tuple(removed)


def _working_files(office: Office) -> Iterator[Path]:
    keys = Path(office.settings.signing.folder).parts[:1]
    for folder in office.folder.iterdir():
        if folder.is_dir() and folder.name not in {*_KEEPS, *keys}:
            own = office.place(folder.name)
            yield from (path for path in own.rglob("*") if path.is_file()) if own.is_dir() else ()


def _shared(office: Office, cases: Sequence[Case]) -> Iterator[Path]:
    """Yield the workbooks of the person's campaigns: they hold other people's lines too."""
    campaigns: set[str] = {str(case.campaign) for case in cases if case.campaign is not None}
    for path in _working_files(office):
        place = path.relative_to(office.folder).as_posix()
        if path.suffix == ".xlsx" and any(name in place for name in campaigns):
            yield path
