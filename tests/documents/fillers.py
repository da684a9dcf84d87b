"""Programs that fill PDF forms as a person would: pypdf, pikepdf, PDFium (Chrome's), pdf.js (Firefox's)."""

from __future__ import annotations

import ctypes
import io
import json
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
from pypdfium2 import raw

Answers = Mapping[str, str | bool]
"""What to put in each field, by its full name: a text, the value kept of a list, a tick."""

Filler = Callable[[bytes, Answers], bytes]


def widgets(pdf: pikepdf.Pdf) -> Iterator[tuple[str, int, pikepdf.Object]]:
    """Yield each field that stands on a page: full name, page, widget."""
    for number, page in enumerate(pdf.pages):
        for widget in page.get("/Annots", []):
            names, field = [str(widget.T)], widget
            while "/Parent" in field:
                field = field.Parent
                names.insert(0, str(field.T))
            yield ".".join(names), number, widget


def by_pypdf(blank: bytes, answers: Answers) -> bytes:
    """Fill the form with pypdf."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(blank))
    values = {tag: _state(answer) for tag, answer in answers.items()}
    for page in writer.pages:
        writer.update_page_form_field_values(page, values, auto_regenerate=False)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def by_pikepdf(blank: bytes, answers: Answers) -> bytes:
    """Fill the form by writing its values, its lines ended as Acrobat ends them."""
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        for tag, _, widget in widgets(pdf):
            answer = answers.get(tag)
            if isinstance(answer, bool):
                widget.V = widget.AS = pikepdf.Name(_state(answer))
            elif answer is not None:
                widget.V = pikepdf.String(answer.replace("\r\n", "\n").replace("\n", "\r\n"))
        pdf.save(buffer)
    return buffer.getvalue()


def by_pdfium(blank: bytes, answers: Answers) -> bytes:
    """Fill the form as Chrome's engine does: clicks, typing, choices by their place in the list."""
    with pikepdf.open(io.BytesIO(blank)) as pdf:
        places = {tag: (page, [float(side) for side in widget.Rect]) for tag, page, widget in widgets(pdf)}
        lists = {
            tag: [str(option[0]) for option in widget.Opt]
            for tag, _, widget in widgets(pdf)
            if "/Opt" in widget
        }
    document = pypdfium2.PdfDocument(blank)
    document.init_forms()
    forms = document.formenv
    pages = [document[number] for number in range(len(document))]

    def click(tag: str) -> pypdfium2.PdfPage:
        number, (left, bottom, right, top) = places[tag]
        x, y = (left + right) / 2, (bottom + top) / 2
        raw.FORM_OnMouseMove(forms, pages[number], 0, x, y)
        raw.FORM_OnLButtonDown(forms, pages[number], 0, x, y)
        raw.FORM_OnLButtonUp(forms, pages[number], 0, x, y)
        return pages[number]

    for tag, answer in answers.items():
        page = click(tag)
        if tag in lists:
            assert raw.FORM_SetIndexSelected(forms, page, lists[tag].index(str(answer)), 1)
        elif isinstance(answer, str):
            letters = ctypes.create_string_buffer((answer + "\0").encode("utf-16-le"))
            raw.FORM_SelectAllText(forms, page)
            raw.FORM_ReplaceSelection(forms, page, ctypes.cast(letters, raw.FPDF_WIDESTRING))
        raw.FORM_ForceToKillFocus(forms)
    buffer = io.BytesIO()
    document.save(buffer)
    for page in pages:
        page.close()
    document.close()
    return buffer.getvalue()


def by_pdfjs(library: Path, place: Path) -> Filler:
    """Return what fills a form with the pdf.js of the folder ``library``, run by node in ``place``."""

    def fill(blank: bytes, answers: Answers) -> bytes:
        form, wanted, result = (place / name for name in ("form.pdf", "answers.json", "result.pdf"))
        form.write_bytes(blank)
        wanted.write_text(json.dumps(dict(answers)), encoding="utf-8")
        script = Path(__file__).with_name("fill_with_pdfjs.mjs")
        command = ["node", *map(str, (script, library, form, wanted, result))]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return result.read_bytes()

    return fill


def _state(answer: str | bool) -> str:  # noqa: FBT001 - a tick is a yes or no
    if isinstance(answer, bool):
        return "/Oui" if answer else "/Off"
    return answer
