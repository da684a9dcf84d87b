"""Each path that a user's file can take, run where it is measured: a limited process of its own."""

from __future__ import annotations

import html
import io
import multiprocessing
import re
import time
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pypdfium2

from toolkit.documents import (
    DocumentProperties,
    LibreOfficeEngine,
    RdocxEngine,
    TypstEngine,
    read_form,
    render_docx,
)
from toolkit.documents.checking import check_template
from toolkit.documents.checking.samples import samples
from toolkit.documents.rendering import by_docxtpl, opened_template
from toolkit.documents.wordml import is_story
from toolkit.errors import EntretiensError, TemplateError

NATURE = "annulation"
ABOUT = f"{NATURE}.docx"
MADE = DocumentProperties("Essai", "Atelier", datetime(2026, 3, 12, 9, tzinfo=UTC))
SECONDS = 10.0
"""Time that the engines are given here for one document."""

STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: refused with a whole message, or taken with the words it shows.

    ``seconds`` are by the clock, ``cpu`` those of this process, ``megabytes`` its highest mark.
    """

    refused: bool
    told: str
    complete: bool
    words: str
    seconds: float
    cpu: float
    megabytes: float


def context(hostile: str = "") -> dict[str, object]:
    """Return values for the fields of the sound template, a long list, and one value more."""
    sample = next(iter(samples(ABOUT)))
    return {**sample.letter.context, "xs": [str(number) for number in range(1_000)], "hostile": hostile}


def attempt(path: str, content: bytes, hostile: str = "") -> Outcome:
    """Put ``content`` through one path with a value, and tell what came of it, how long, how large."""
    # The engines start children of their own here, which a daemon may not.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    _forget_peak()
    started, busy = time.perf_counter(), time.process_time()
    try:
        words = PATHS[path](content, hostile)
    except EntretiensError as error:
        told = str(error)
        refused, complete, words = True, bool(error.about and error.next_step), ""
    else:
        refused, told, complete = False, "", True
    seconds, cpu = time.perf_counter() - started, time.process_time() - busy
    return Outcome(refused, told, complete, words, seconds, cpu, _peak())


def _forget_peak() -> None:
    if FORGET.exists():
        FORGET.write_text("5")  # the highest mark starts again from here (proc(5))


def _peak() -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text()) if STATUS.exists() else None
    return int(found[1]) / 1024 if found else 0.0


def _checked(content: bytes, _: str) -> str:
    check = check_template(content, name=ABOUT)
    wrong = [one for one in check.findings if one.weight.name == "WRONG"]
    if wrong:
        raise TemplateError(
            wrong[0].problem, about=check.name, next_step=wrong[0].next_step or wrong[0].where
        )
    return " ".join(one.problem for one in check.findings)


def _compiled(content: bytes, hostile: str) -> str:
    return words_of(render_docx(content, context(hostile), properties=MADE, name=ABOUT))


def _by_docxtpl(content: bytes, hostile: str) -> str:
    return words_of(by_docxtpl(opened_template(content, name=ABOUT), context(hostile), MADE))


def _typst(content: bytes, hostile: str) -> str:
    engine = _typst_engine()
    pdf = engine.draw(engine.compile(content, name=ABOUT), context(hostile), title="Essai")
    return words_of_pdf(pdf)


def _finished_typst(content: bytes, _: str) -> str:
    return words_of_pdf(_typst_engine().to_pdf(content, title="Essai"))


def _rdocx(content: bytes, _: str) -> str:
    return words_of_pdf(_rdocx_engine().to_pdf(content, title="Essai"))


def _libreoffice(content: bytes, _: str) -> str:
    return words_of_pdf(_libreoffice_engine().to_pdf(content, title="Essai"))


def _form(content: bytes, _: str) -> str:
    reading = read_form(content, about="retour")
    return f"{reading.answers} {reading.actions} {reading.outside}"


@cache
def _typst_engine() -> TypstEngine:
    return TypstEngine(seconds=SECONDS)


@cache
def _rdocx_engine() -> RdocxEngine:
    return RdocxEngine(seconds=SECONDS)


@cache
def _libreoffice_engine() -> LibreOfficeEngine:
    return LibreOfficeEngine(seconds=SECONDS)


def words_of(docx: bytes) -> str:
    """Return what people read in a Word document."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        stories = [archive.read(part).decode() for part in sorted(archive.namelist()) if is_story(part)]
    return html.unescape(re.sub(r"<[^>]+>", "", " ".join(stories)))


def words_of_pdf(pdf: bytes) -> str:
    """Return what people read in a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


PATHS: Mapping[str, Callable[[bytes, str], str]] = {
    "check": _checked,
    "compiled": _compiled,
    "docxtpl": _by_docxtpl,
    "typst": _typst,
    "typst, finished": _finished_typst,
    "rdocx": _rdocx,
    "libreoffice": _libreoffice,
    "form": _form,
}
"""Ways into the room, by name."""
