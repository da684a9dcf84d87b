"""Every shipped template is drawn by the fast engine as the other engines draw it, on every machine."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from toolkit.documents import signature_boxes
from toolkit.documents.engines import LibreOfficeEngine
from toolkit.documents.engines.typst import faces
from toolkit.documents.engines.typst.compiler import compiled
from toolkit.documents.pdfa import pdfa_problems

from .drawings import (
    ALL,
    FIRST,
    HARD,
    TEMPLATES,
    Drawn,
    by_rdocx,
    by_typst,
    by_typst_packaged,
    fast,
    pages,
    word_of,
    words,
)

PICTURES = Path(__file__).parent / "pictures"
REPORT = next(one for one in FIRST if one.template == "compte-rendu.docx")


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_of_a_shipped_template_is_left_to_another_engine(name: str) -> None:
    assert compiled(TEMPLATES[name], name)[1] == ()


@pytest.mark.parametrize("one", [*FIRST, *HARD], ids=str)
def test_words_and_pages_are_those_of_the_other_engine(one: Drawn) -> None:
    assert words(by_typst(one), one) == words(by_rdocx(one), one)
    assert len(pages(by_typst(one))) == len(pages(by_rdocx(one)))


@pytest.mark.parametrize("one", [*FIRST, *HARD], ids=str)
def test_words_and_pages_are_the_same_on_a_machine_without_fonts(one: Drawn) -> None:
    assert words(by_typst_packaged(one), one) == words(by_typst(one), one)
    assert len(pages(by_typst_packaged(one))) == len(pages(by_typst(one)))


def test_the_last_resort_is_fitted_to_the_face_it_stands_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "_machine", dict)
    calibri, unknown = (faces.face_for.__wrapped__(name) for name in ("Calibri", "Police Inconnue"))
    assert {calibri.family, unknown.family} == {faces.LAST_RESORT}
    assert calibri.scale < 1
    assert unknown.scale == 1
    assert calibri.ascent + calibri.descent == pytest.approx(1.2207, abs=0.001)


@pytest.fixture(scope="module")
def office() -> Iterator[LibreOfficeEngine]:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    with LibreOfficeEngine() as engine:
        yield engine


@pytest.mark.slow
@pytest.mark.parametrize("one", ALL, ids=str)
def test_words_and_pages_are_those_of_libreoffice(one: Drawn, office: LibreOfficeEngine) -> None:
    other = office.to_pdf(word_of(one), title=one.title)
    assert words(by_typst(one), one) == words(other, one)
    assert len(pages(by_typst(one))) == len(pages(other))


@pytest.mark.slow
@pytest.mark.parametrize("one", ALL, ids=str)
def test_every_case_has_the_pages_of_the_other_engine(one: Drawn) -> None:
    assert words(by_typst(one), one) == words(by_rdocx(one), one)
    counts = {len(pages(pdf)) for pdf in (by_typst(one), by_typst_packaged(one), by_rdocx(one))}
    assert len(counts) == 1


@pytest.mark.parametrize("one", FIRST, ids=str)
def test_the_pdf_is_pdfa_and_the_same_each_time(one: Drawn) -> None:
    pdf = by_typst(one)
    assert not [problem for problem in pdfa_problems(pdf) if problem.broken]
    assert fast(compiled(TEMPLATES[one.template], one.template)[0], one) == pdf


def test_headings_lists_and_tables_are_tagged_as_such() -> None:
    found = {kind for one in FIRST for kind in structure(by_typst(one))}
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/LBody", "/Table", "/TR", "/TD", "/TH"} <= found


def structure(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            str(item.S)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/P" in item and "/K" in item
        }


def test_signature_boxes_of_a_report_are_found_where_the_other_engine_puts_them() -> None:
    one, other = (signature_boxes(pdf) for pdf in (by_typst(REPORT), by_rdocx(REPORT)))
    assert one.keys() == other.keys()
    for role, box in one.items():
        assert abs(box.x1 - other[role].x1) < 6
        assert abs((box.x2 - box.x1) - (other[role].x2 - other[role].x1)) < 6


@pytest.mark.parametrize("one", [*FIRST, *HARD], ids=str)
def test_the_page_looks_as_it_did(one: Drawn) -> None:
    """Letters and long names by their first page, what is signed by its last."""
    signed = one.template in {"compte-rendu.docx", "constat-refus.docx"}
    seen = picture(by_typst_packaged(one), -1 if signed else 0)
    suffix = "-noms-longs" if one.is_hard else ""
    kept = PICTURES / f"{Path(one.template).stem}{suffix}.png"
    if not kept.exists():
        seen.save(kept, optimize=True)
        pytest.fail(f"{kept.name} was missing: look at the picture just drawn, then keep it")
    assert distance(seen, Image.open(kept)) < 0.004


def picture(pdf: bytes, number: int) -> Image.Image:
    """Return a page, small and grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page: Image.Image = document[number % len(document)].render(scale=0.5).to_pil()
        return page.convert("L").quantize(8).convert("L")
    finally:
        document.close()


def distance(one: Image.Image, other: Image.Image) -> float:
    """Return how much of two pages differs, after a blur that forgives half a pixel."""
    assert one.size == other.size
    blurred = (image.convert("L").filter(ImageFilter.GaussianBlur(1.5)) for image in (one, other))
    histogram = ImageChops.difference(*blurred).histogram()
    return sum(count for level, count in enumerate(histogram) if level > 40) / (one.width * one.height)
