"""Templates of one's own: started from ours, checked, tried with a fictional employee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import DocumentError, TemplateError, UsageError, disk_words
from toolkit.resources import template_path
from toolkit.services.office import Office

if TYPE_CHECKING:
    from toolkit.documents.checking import Field, TemplateCheck, Trial

FOLDER = "modeles"
"""Folder of the data folder whose templates come before ours."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a trial wrote for one case of a document."""

    case: str
    files: tuple[Path, ...]


def kinds() -> tuple[str, ...]:
    """Return the kinds of documents that have a template."""
    from toolkit.documents.checking import natures  # noqa: PLC0415 - heavy to import

    return natures()


def fields_by_kind(kind: str = "") -> dict[str, tuple[Field, ...]]:
    """Return the fields of one kind of document, of all of them by default."""
    from toolkit.documents.checking import fields_of  # noqa: PLC0415 - heavy to import

    return {name: tuple(fields_of(name).values()) for name in ([kind] if kind else kinds())}


def check_files(paths: Iterable[Path], kind: str = "") -> Iterator[tuple[Path, TemplateCheck]]:
    """Yield what is wrong with each template, or worth knowing; one limited process reads them all.

    Args:
        paths: Files in .docx.
        kind: Kind of document; told by each file's name when empty.

    Raises:
        TemplateError: a file cannot be read.
    """
    from toolkit.documents.checking import LimitedChecks  # noqa: PLC0415 - heavy to import

    with LimitedChecks() as checks:
        for path in paths:
            yield path, checks.check(_content(path), name=path.name, nature=kind)


def try_out(path: Path, check: TemplateCheck, target: Path) -> Iterator[Tried]:
    """Write each case of a template as Word, PDF and pictures of its pages, and yield what was written.

    Args:
        path: The template.
        check: What was found in it; says the kind of document and the engine.
        target: Folder to write to, made where it is missing.

    Raises:
        DocumentError: the template cannot be filled or drawn, or a file cannot be written.
    """
    from toolkit.documents import PdfMaker, RdocxEngine, TypstEngine  # noqa: PLC0415 - heavy to import
    from toolkit.documents.checking import LimitedChecks  # noqa: PLC0415 - same

    content = _content(path)
    target.mkdir(parents=True, exist_ok=True)
    with LimitedChecks() as checks, PdfMaker(fast=TypstEngine(), other=RdocxEngine()) as maker:
        for trial in checks.tried(content, nature=check.nature, name=path.name):
            if not trial.problem:
                pdf = maker.make(
                    content, trial.sample.letter.context, properties=trial.properties, name=path.name
                )
                yield Tried(trial.sample.case, tuple(_written(trial, path.stem, target, pdf)))


def start_from_ours(kind: str, path: Path, *, replace: bool = False) -> Path:
    """Write a copy of our template of ``kind`` and return its path.

    Raises:
        UsageError: a file is there and is not to be replaced.
    """
    path = path if path.suffix.lower() == ".docx" else path.with_name(f"{path.name}.docx")
    if path.exists() and not replace:
        raise UsageError(
            "ce fichier existe déjà ; il n’a pas été touché.",
            about=str(path),
            next_step="Donnez un autre nom, ou ajoutez --remplacer.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(template_path(f"{kind}.docx").read_bytes())
    return path


def own_templates(office: Office) -> Sequence[Path]:
    """Return the employer's own templates, without what Word leaves there while a file is open."""
    folder = office.folder / FOLDER
    found = sorted(folder.glob("*.docx")) if folder.is_dir() else []
    return [path for path in found if not path.name.startswith("~$")]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TemplateError(
            f"le fichier du modèle ne peut pas être lu ({disk_words(error)}).",
            about=str(path),
            next_step="Vérifiez qu’il existe et qu’il n’est pas ouvert ailleurs.",
        ) from error


def _written(trial: Trial, stem: str, target: Path, pdf: bytes) -> Iterator[Path]:
    from toolkit.documents.checking import file_stem, pictures  # noqa: PLC0415 - heavy to import

    base = f"{stem}_{file_stem(trial.sample.case)}"
    contents = {f"{base}.docx": trial.docx, f"{base}.pdf": pdf}
    contents |= {f"{base}_p{number}.png": page for number, page in enumerate(pictures(pdf), start=1)}
    for name, content in contents.items():
        path = target / name
        try:
            path.write_bytes(content)
        except OSError as error:
            raise DocumentError(
                f"le fichier n’a pas pu être écrit ({disk_words(error)}).",
                about=str(path),
                next_step="Vérifiez vos droits, et qu’aucun autre logiciel ne le tient ouvert.",
            ) from error
        yield path
