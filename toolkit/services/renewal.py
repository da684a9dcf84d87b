"""Timestamps of folders and documents renewed before their certificate ends; the old ones stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from toolkit.errors import TimestampUnavailableError
from toolkit.model import Document, Employee, Matricule, PadesLevel
from toolkit.services.folder_dating import FolderDating
from toolkit.services.folders import KeySealer, build_one, note_folder
from toolkit.services.office import Office
from toolkit.services.pieces import Piece, Place, file
from toolkit.services.progress import Progress, silent
from toolkit.services.stamping import flush_timestamps

AHEAD = timedelta(days=365)
"""How long before its end a timestamp is renewed, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """How the timestamp of one folder stands.

    Args:
        matricule: Whose folder.
        path: Where it is.
        until: When its last timestamp ceases to prove its date; None while it waits for its first.
        renewed: A new one was put over it now.
        wanting: It needs one that no server gave.
    """

    matricule: Matricule
    path: Path
    until: datetime | None
    renewed: bool = False
    wanting: bool = False


@dataclass(frozen=True, slots=True)
class DocumentsRenewed:
    """How many documents got their first timestamp, how many a further one, how many still wait."""

    stamped: int
    renewed: int
    waiting: int


def renew_folders(
    office: Office,
    matricules: Sequence[Matricule] = (),
    *,
    before: datetime | None = None,
    act: bool = True,
    told: Progress = silent,
) -> list[Renewal]:
    """Bring the folders up to date, and renew the timestamps that end before an instant.

    Args:
        office: The employer's office.
        matricules: Whose; everyone's where empty.
        before: Timestamps that end before are renewed; a year ahead by default.
        act: False only tells how they stand; folders are brought up to date all the same.
        told: Told the progress.

    Raises:
        NotFoundError: no such employee.
        TimestampUnavailableError: the settings name no timestamp server.
        EvidenceError: a piece lost its bytes, or the disk refused.
    """
    if office.timestamps is None:
        raise TimestampUnavailableError(
            "aucun serveur d’horodatage n’est réglé : il n’y a rien à renouveler.",
            about="entretiens.toml, signing.timestamp_servers",
            next_step="Indiquez l’adresse d’un serveur d’horodatage, et signing.timestamp_roots.",
        )
    horizon = before or office.clock.now() + AHEAD
    with office.reading() as unit:
        people = [unit.employees.get(m) for m in matricules] or unit.employees.all()
    sealer = KeySealer(office.keys, office)
    done = []
    for number, employee in enumerate(people, start=1):
        done.append(_renewed(office, sealer, employee, horizon, act=act))
        told("Horodatages", number, len(people))
    return done


def renew_documents(
    office: Office,
    matricules: Sequence[Matricule] = (),
    *,
    before: datetime | None = None,
    told: Progress = silent,
) -> DocumentsRenewed:
    """Stamp the documents that still wait, and stamp anew those whose last timestamp ends before an instant.

    Each becomes the next version of its piece; the former one is kept, and stays in the folder.

    Args:
        office: The employer's office.
        matricules: Whose documents are stamped anew; everyone's where empty. Those that wait are everyone's.
        before: Timestamps that end before are renewed; a year ahead by default.
        told: Told the progress.

    Raises:
        SettingsError: the timestamp settings are incomplete.
        SigningError: a document is no longer what was sealed, or its timestamps have ended.
    """
    from toolkit.signing import renew_pdf, verify_pdf  # noqa: PLC0415 - heavy to import

    flushed = flush_timestamps(office, told=told)
    servers = office.timestamps
    horizon = before or office.clock.now() + AHEAD
    renewed: list[Document] = []
    with office.reading() as unit:
        sealed = unit.documents.at_level(PadesLevel.B_LTA)
    archived = [document for document in sealed if not matricules or document.matricule in matricules]
    for number, document in enumerate(archived, start=1):
        content = office.store.files.get(document.sha256)
        roots = [office.keys.root_pem]
        until = verify_pdf(content, roots, timestamp_roots=office.timestamp_roots).provable_until
        if servers is not None and until is not None and until < horizon:
            try:
                content = renew_pdf(content, servers, roots, office.clock.now())
            except TimestampUnavailableError:
                waiting = flushed.waiting + len(archived) - number + 1
                return DocumentsRenewed(len(flushed.stamped), len(renewed), waiting)
            renewed.append(_filed(office, document, content))
        told("Documents", number, len(archived))
    return DocumentsRenewed(len(flushed.stamped), len(renewed), flushed.waiting)


def _filed(office: Office, document: Document, content: bytes) -> Document:
    """File the next version of a document, of the same nature and level."""
    piece = Piece(
        document.kind,
        document.suffix,
        content,
        part=document.part,
        sealed=True,
        pages=document.pages,
        in_folder=document.in_folder,
        level=document.level,
    )
    place = Place(document.matricule, document.case, document.step)
    with office.writing() as unit:
        return file(office, unit, piece, place, office.clock.now())


def _renewed(
    office: Office, sealer: KeySealer, employee: Employee, horizon: datetime, *, act: bool
) -> Renewal:
    dating = FolderDating(office, employee.matricule)
    folder = build_one(office, sealer, employee)
    until = dating.valid_until(folder.stamps)
    if until is not None and (until >= horizon or not act):
        return Renewal(employee.matricule, folder.path, until)
    if not folder.stamps or dating.timestamp(folder.stamps[-1]) is None:
        return Renewal(employee.matricule, folder.path, until, wanting=True)
    folder = build_one(office, sealer, employee)
    with office.writing() as unit:
        note_folder(office, unit, employee.matricule, folder)
    return Renewal(employee.matricule, folder.path, dating.valid_until(folder.stamps), renewed=True)
