"""Documents sealed while no timestamp server answered: which wait, and their stamping once one answers.

Each stamped document becomes the next version of its piece; the former one is kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

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
