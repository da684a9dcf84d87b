"""LibreOffice, where somebody configured it: a profile of its own, a time limit, an output that is checked.

It is never needed. It leaves with code 0 and no file where it could not open one, so only a file counts; it
writes « en-US » and no instant, so the PDF is set right afterwards as the others are.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from toolkit.documents.package import Parts, parse_part, read_package, serialise_part, write_package
from toolkit.documents.properties import core_facts
from toolkit.errors import ConversionError, disk_words

_OPTIONS = {
    "SelectPdfVersion": {"type": "long", "value": "3"},  # 3 is PDF/A-3b
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
}
_NAMED = 3
_LINK = "/hyperlink"
_FILTER = f"pdf:writer_pdf_Export:{json.dumps(_OPTIONS)}"


class LibreOfficeEngine:
    """Draws Word documents with an installed LibreOffice; a context manager, as the other engines are.

    Args:
        program: Name or path of ``soffice``.
        seconds: Time that one call may take, and each further document of a batch again.
    """

    name = "libreoffice"

    def __init__(self, *, program: str = "soffice", seconds: float = 60) -> None:
        self._program = program
        self._seconds = seconds
        self._profile: Path | None = None
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def to_pdf(self, docx: bytes, *, title: str, language: str = "fr-FR") -> bytes:
        """Return the tagged PDF/A-3b of ``docx``.

        Raises:
            ConversionError: LibreOffice is missing, took too long, or wrote nothing.
        """
        return self.to_pdfs([(docx, title)], language=language)[0]

    def to_pdfs(self, documents: Sequence[tuple[bytes, str]], *, language: str = "fr-FR") -> list[bytes]:
        """Return the PDFs of documents, each with its title, made in one call.

        Raises:
            ConversionError: see :meth:`to_pdf`; one document that fails fails the batch.
        """
        packages = [read_package(docx, about=title, refusal=ConversionError) for docx, title in documents]
        facts = [core_facts(parts) for parts in packages]
        with self._lock, tempfile.TemporaryDirectory(prefix="entretiens-") as place:
            folder = Path(place)
            for number, parts in enumerate(packages):
                (folder / f"{number}.docx").write_bytes(write_package(_alone(parts)))
            self._convert(folder, [title for _, title in documents])
            drawn = [
                self._read(folder / f"{number}.pdf", title) for number, (_, title) in enumerate(documents)
            ]
        return [
            _checked(pdf, title, language, author, made_at)
            for pdf, (_, title), (author, made_at) in zip(drawn, documents, facts, strict=True)
        ]

    def close(self) -> None:
        """Take the profile away; a later document makes another."""
        if self._profile is not None:
            shutil.rmtree(self._profile, ignore_errors=True)
            self._profile = None

    def _convert(self, folder: Path, titles: Sequence[str]) -> None:
        if self._profile is None:
            self._profile = Path(tempfile.mkdtemp(prefix="entretiens-"))
        names = [str(folder / f"{number}.docx") for number in range(len(titles))]
        command = [
            shutil.which(self._program) or self._program,
            f"-env:UserInstallation={self._profile.as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", _FILTER, "--outdir", str(folder)),
            *names,
        ]
        try:
            process = subprocess.Popen(  # noqa: S603 - the program is the one that the settings name
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
        except OSError as error:
            raise ConversionError(
                f"LibreOffice ne démarre pas ({disk_words(error)}).",
                about=self._program,
                next_step="Vérifiez qu’il est installé, ou revenez au moteur fourni.",
            ) from error
        try:
            process.wait(timeout=self._seconds * max(len(titles), 1))
        except subprocess.TimeoutExpired as error:
            self._kill(process)
            raise ConversionError(
                f"LibreOffice dépasse {self._seconds:g}\N{NO-BREAK SPACE}s ; il est arrêté.",
                about=", ".join(titles[:_NAMED]),
                next_step="Ouvrez le document dans Word pour le vérifier, simplifiez-le, puis recommencez.",
            ) from error

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        """End LibreOffice and what it started; its profile may be broken, another is made."""
        with contextlib.suppress(OSError, AttributeError):
            os.killpg(process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        self.close()

    def _read(self, path: Path, title: str) -> bytes:
        try:
            pdf = path.read_bytes()
        except FileNotFoundError:
            pdf = b""
        if not pdf.startswith(b"%PDF"):
            raise ConversionError(
                "LibreOffice n’a rien écrit pour ce document.",
                about=title,
                next_step="Ouvrez le document dans Word pour le vérifier, puis recommencez.",
            )
        return pdf


def _alone(parts: Parts) -> Parts:
    """Return a document without what it takes from elsewhere: LibreOffice would open the files it links to.

    Hyperlinks stay: they are opened by whoever reads the page, and by nothing before.
    """
    alone = dict(parts)
    for name in [name for name in parts if name.endswith(".rels") and b"External" in parts[name]]:
        root = parse_part(parts[name], about=name, refusal=ConversionError)
        for relation in list(root):
            if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith(_LINK):
                root.remove(relation)
        alone[name] = serialise_part(root)
    return alone


def _checked(pdf: bytes, title: str, language: str, author: str, made_at: datetime | None) -> bytes:
    from toolkit.documents.pdfa import normalised, pdfa_problems  # noqa: PLC0415 - heavy to import

    written = normalised(pdf, title=title, language=language, author=author, made_at=made_at)
    broken = [problem for problem in pdfa_problems(written) if problem.broken]
    if broken:
        raise ConversionError(
            f"le PDF de LibreOffice n’est pas conforme à PDF/A-3b ({broken[0].message}).",
            about=title,
            next_step="Mettez LibreOffice à jour, ou revenez au moteur fourni.",
        )
    return written
