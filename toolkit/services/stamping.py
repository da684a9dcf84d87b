"""Timestamps of documents after they were sealed: a first one for those that wait, a new one before it ends.

Each stamped document becomes the next version of its piece; the former one is kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from toolkit.errors import TimestampUnavailableError
from toolkit.model import Document, PadesLevel
from toolkit.services.office import Office
from toolkit.services.pieces import Piece, Place, file
from toolkit.services.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Flushed:
    """What a flush did: the new versions, those that still wait, and why, in a French sentence."""

    stamped: tuple[Document, ...]
    waiting: int = 0
    reason: str = ""


def waiting_documents(office: Office) -> list[Document]:
    """Return the documents that wait for a timestamp; none where the settings name no server."""
    if not office.settings.signing.timestamp_servers:
        return []
    with office.reading() as unit:
        return unit.documents.at_level(PadesLevel.B_B)


def flush_timestamps(office: Office, *, told: Progress = silent) -> Flushed:
    """Stamp the documents that wait.

    A server that stops answering leaves the rest for the next time: what is done stays done.

    Raises:
        SettingsError: the timestamp settings are incomplete.
        SigningError: a document that waits is no longer what was sealed.
    """
    from toolkit.signing import upgrade_pdf  # noqa: PLC0415 - heavy to import

    waiting = waiting_documents(office)
    stamped: list[Document] = []
    for number, document in enumerate(waiting, start=1):
        content = office.store.files.get(document.sha256)
        try:
            sealed = upgrade_pdf(content, office.keys, office.protection, office.clock)
        except TimestampUnavailableError as error:
            return Flushed(tuple(stamped), len(waiting) - len(stamped), str(error))
        stamped.append(_next_version(office, document, sealed.pdf, sealed.level))
        told("Horodatages", number, len(waiting))
    return Flushed(tuple(stamped))


def renew_documents(office: Office, before: datetime, *, told: Progress = silent) -> Flushed:
    """Put a new timestamp over each document whose last one ends before an instant.

    Args:
        office: The employer's office.
        before: Aware instant.
        told: Told the progress.

    Raises:
        SettingsError: the timestamp settings are incomplete.
        SigningError: a document is no longer what was sealed, or its timestamp has ended already.
    """
    from toolkit.signing import renew_pdf  # noqa: PLC0415 - heavy to import

    servers = office.timestamps
    if servers is None:
        return Flushed(())
    with office.reading() as unit:
        dated = [*unit.documents.at_level(PadesLevel.B_LTA), *unit.documents.at_level(PadesLevel.B_T)]
    ending = [document for document in dated if _ends(office, document, before)]
    stamped: list[Document] = []
    for number, document in enumerate(ending, start=1):
        content = office.store.files.get(document.sha256)
        try:
            renewed = renew_pdf(content, servers, [office.keys.root_pem], office.clock.now())
        except TimestampUnavailableError as error:
            return Flushed(tuple(stamped), len(ending) - len(stamped), str(error))
        stamped.append(_next_version(office, document, renewed, document.level))
        told("Horodatages", number, len(ending))
    return Flushed(tuple(stamped))


def _ends(office: Office, document: Document, before: datetime) -> bool:
    """Tell whether the last timestamp over a document ends before an instant."""
    from toolkit.signing import provable_until  # noqa: PLC0415 - heavy to import

    until = provable_until(office.store.files.get(document.sha256), office.timestamp_roots)
    return until is not None and until < before


def _next_version(office: Office, document: Document, pdf: bytes, level: PadesLevel | None) -> Document:
    piece = Piece(
        document.kind,
        document.suffix,
        pdf,
        part=document.part,
        sealed=True,
        pages=document.pages,
        in_folder=document.in_folder,
        level=level,
    )
    place = Place(document.matricule, document.case, document.step)
    with office.writing() as unit:
        return file(office, unit, piece, place, office.clock.now())
