"""Make a piece from a letter: Word, PDF, the employer's seal; and keep its bytes before anything names it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from toolkit.errors import SettingsError, disk_words
from toolkit.model import CaseId, Document, DocumentKind, Matricule, PadesLevel
from toolkit.resources import template_path
from toolkit.services.office import Office
from toolkit.store import Unit
from toolkit.workflow.course import file_piece

if TYPE_CHECKING:
    from toolkit.documents import DocumentProperties
    from toolkit.documents.letters import Letter


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that are kept, and what they are."""

    kind: DocumentKind
    suffix: str
    content: bytes
    part: str = ""
    sealed: bool = False
    pages: int | None = None
    in_folder: bool = True
    level: PadesLevel | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where pieces are filed: whose, in which case, at which step."""

    matricule: Matricule
    case: CaseId | None
    step: int


def template_of(office: Office, name: str) -> bytes:
    """Return the template ``name`` in the employer's colour and with its logo.

    The employer's own ``modeles/<name>`` comes before the shipped one.

    Raises:
        SettingsError: the logo that the settings name cannot be read.
        DocumentError: the template is missing, or the logo is no picture.
    """
    from toolkit.documents import dressed  # noqa: PLC0415 - heavy to import

    own = office.folder / "modeles" / name
    path = own if own.is_file() else template_path(name)
    letterhead = office.table.letterhead
    return dressed(path.read_bytes(), colour=letterhead.colour, logo=_logo(office, letterhead.logo))


def _logo(office: Office, name: str) -> bytes:
    if not name:
        return b""
    try:
        return (office.folder / name).read_bytes()
    except OSError as error:
        raise SettingsError(
            f"le logo est illisible ({disk_words(error)}).",
            about=f"entretiens.toml, letterhead.logo : {name}",
            next_step="Vérifiez le nom du fichier, à donner depuis le dossier de données.",
        ) from error


def word_of(office: Office, letter: Letter) -> bytes:
    """Return ``letter`` as a Word document.

    Raises:
        MissingValueError: the template asks for a value that nobody gave.
    """
    from toolkit.documents import render_docx  # noqa: PLC0415 - heavy to import

    template = template_of(office, letter.template)
    return render_docx(template, letter.context, properties=_properties(office, letter), name=letter.template)


def pdf_of(office: Office, letter: Letter) -> bytes:
    """Return ``letter`` as a PDF/A, drawn by the engine that the settings choose.

    Raises:
        MissingValueError: the template asks for a value that nobody gave.
        ConversionError: the engine could not draw it.
    """
    template = template_of(office, letter.template)
    return office.engine.make(
        template, letter.context, properties=_properties(office, letter), name=letter.template
    )


def _properties(office: Office, letter: Letter) -> DocumentProperties:
    from toolkit.documents import DocumentProperties  # noqa: PLC0415 - heavy to import

    return DocumentProperties(title=letter.title, author=office.employer.name, made_at=office.clock.now())


def sealed_letter(office: Office, letter: Letter, kind: DocumentKind, reason: str) -> Piece:
    """Return ``letter`` as a PDF that bears the employer's seal."""
    from toolkit.documents import pdf_page_count  # noqa: PLC0415 - heavy to import
    from toolkit.signing import seal_pdf  # noqa: PLC0415

    pdf = pdf_of(office, letter)
    sealed = seal_pdf(pdf, office.keys, reason=reason, clock=office.clock, protection=office.protection)
    return Piece(kind, "pdf", sealed.pdf, sealed=True, pages=pdf_page_count(pdf), level=sealed.level)


def file(
    office: Office, unit: Unit, piece: Piece, place: Place, at: datetime, *, received: bool = False
) -> Document:
    """Keep the bytes of ``piece``, file it as the next version of its kind, and write its line."""
    document = Document(
        employer=office.employer.id,
        matricule=place.matricule,
        case=place.case,
        kind=piece.kind,
        step=place.step,
        suffix=piece.suffix,
        sha256=office.store.files.put(piece.content),
        size=len(piece.content),
        made_at=at,
        part=piece.part,
        sealed=piece.sealed,
        pages=piece.pages,
        in_folder=piece.in_folder,
        level=piece.level,
    )
    former = unit.documents.find(place.case, piece.kind, piece.part, piece.suffix, matricule=place.matricule)
    if former is not None:
        document = replace(document, version=former.version + 1)
    file_piece(unit, document, received=received)
    return document
