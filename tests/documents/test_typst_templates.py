"""Every shipped template is drawn by the fast engine as the other engines draw it."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from jinja2 import Environment, nodes
from PIL import Image, ImageChops, ImageFilter

from toolkit.documents import DocumentProperties, render_docx, signature_boxes
from toolkit.documents.authoring.catalogue import templates
from toolkit.documents.engines import LibreOfficeEngine, Program
from toolkit.documents.engines.rdocx_engine import draw as draw_by_rdocx
from toolkit.documents.engines.typst import faces
from toolkit.documents.engines.typst.compiler import compiled
from toolkit.documents.engines.typst.drawing import draw
from toolkit.documents.engines.typst.engine import filled
from toolkit.documents.engines.typst.tree import Story
from toolkit.documents.package import read_package
from toolkit.documents.pdfa import pdfa_problems
from toolkit.documents.wordml import is_story

TEMPLATES = {template.name: template.docx() for template in templates()}
NARROW = frozenset({"note-cse.docx"})
PICTURES = Path(__file__).parent / "pictures"
MADE_AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
PROPERTIES = DocumentProperties("Essai", "Atelier & Fils", MADE_AT)


def made_up(template: bytes) -> dict[str, object]:
    """Return a context for ``template``: each field says its name, each list has two items, all is true."""
    context: dict[str, object] = {}
    parts = read_package(template, about="x")
    for part in filter(is_story, sorted(parts)):
        tree = Environment(autoescape=True).parse(Story(parts[part], "x").source)
        _give(tree, {}, context)
    return context


def _give(node: nodes.Node, loops: dict[str, dict[str, object]], context: dict[str, object]) -> None:
    if isinstance(node, nodes.For):
        assert isinstance(node.target, nodes.Name)
        items = _put(node.iter, loops, context, {})
        _give_all(node.body, loops | {node.target.name: items}, context)
        return
    if isinstance(node, nodes.Name | nodes.Getattr):
        _put(node, loops, context, None)
        return
    _give_all(list(node.iter_child_nodes()), loops, context)


def _give_all(
    found: list[nodes.Node], loops: dict[str, dict[str, object]], context: dict[str, object]
) -> None:
    for child in found:
        _give(child, loops, context)


def _put(
    node: nodes.Node,
    loops: dict[str, dict[str, object]],
    context: dict[str, object],
    item: dict[str, object] | None,
) -> dict[str, object]:
    """Put a field in its place; a list, when ``item`` is given, of which each element is that item."""
    path: list[str] = []
    while isinstance(node, nodes.Getattr):
        path.insert(0, node.attr)
        node = node.node
    assert isinstance(node, nodes.Name)
    holder = loops.get(node.name, context)
    path = path if node.name in loops else [node.name, *path]
    if not path:
        holder[""] = f"texte {node.name}"
        return holder
    for step in path[:-1]:
        inner = holder.get(step)
        # A condition may have named it before its fields are.
        holder[step] = inner if isinstance(inner, dict) else {}
        holder = holder[step]  # type: ignore[assignment]  # just put there
    if item is None:
        # Numbers stand in narrow columns.
        made = "12" if path[-1] in {"number", "pages"} else f"{path[-1].replace('_', ' ')} œuvre"
        holder.setdefault(path[-1], made)
        return {}
    existing = holder.get(path[-1])
    held = existing if isinstance(existing, _Twice) else _Twice(item)
    holder[path[-1]] = held
    return held.item


class _Twice:
    def __init__(self, item: dict[str, object]) -> None:
        self.item = item


def settled(value: object) -> object:
    """Return a made-up value with its lists as lists."""
    if isinstance(value, _Twice):
        text = value.item.get("")
        return [text or settled(value.item)] * 2
    if isinstance(value, dict):
        return {key: settled(inner) for key, inner in value.items()}
    return value


@cache
def context_of(name: str) -> dict[str, object]:
    context = settled(made_up(TEMPLATES[name]))
    assert isinstance(context, dict)
    return context


def fast(program: Program, context: dict[str, object]) -> bytes:
    source = filled(program, context, language="fr-FR").encode()
    return draw(
        source, program.files, program.faces, ("Essai", "fr-FR", "Atelier & Fils", MADE_AT), program.digest
    )


@cache
def by_typst(name: str) -> bytes:
    return fast(compiled(TEMPLATES[name], name)[0], context_of(name))


@cache
def word_of(name: str) -> bytes:
    return render_docx(TEMPLATES[name], context_of(name), properties=PROPERTIES, name=name)


@cache
def by_rdocx(name: str) -> bytes:
    return draw_by_rdocx(word_of(name), "Essai", "fr-FR")


def pages(pdf: bytes) -> list[list[str]]:
    """Return the words of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range().split() for page in document]
    finally:
        document.close()


def body_words(pdf: bytes, name: str) -> Counter[str]:
    """Return the words of a document; its letters, where words are cut in columns too narrow for them."""
    text = " ".join(word for page in pages(pdf) for word in page)
    if name in NARROW:
        return Counter(re.findall(r"\w", text))
    return Counter(re.findall(r"\w+|[^\w\s]", text.replace("\ufffe", "-").replace("\x02", "-")))


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_of_a_shipped_template_is_left_to_another_engine(name: str) -> None:
    assert compiled(TEMPLATES[name], name)[1] == ()


@pytest.mark.parametrize("name", TEMPLATES)
def test_words_and_pages_are_those_of_the_other_engine(name: str) -> None:
    one, other = by_typst(name), by_rdocx(name)
    assert body_words(one, name) == body_words(other, name)
    if faces.face_for("Calibri").family != faces.LAST_RESORT:
        assert len(pages(one)) == len(pages(other))


@pytest.mark.slow
@pytest.mark.parametrize("name", TEMPLATES)
def test_words_and_pages_are_those_of_libreoffice(name: str) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    with LibreOfficeEngine() as engine:
        other = engine.to_pdf(word_of(name), title="Essai")
    assert body_words(by_typst(name), name) == body_words(other, name)
    assert len(pages(by_typst(name))) == len(pages(other))


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_pdf_is_tagged_titled_french_pdfa_and_the_same_each_time(name: str) -> None:
    pdf = by_typst(name)
    assert not [problem for problem in pdfa_problems(pdf) if problem.broken]
    assert fast(compiled(TEMPLATES[name], name)[0], context_of(name)) == pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "fr-FR"
        assert str(document.docinfo.Title) == "Essai"
        assert bool(document.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in document.Root


def test_headings_lists_and_tables_are_tagged_as_such() -> None:
    found = {kind for name in TEMPLATES for kind in structure(by_typst(name))}
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/LBody", "/Table", "/TR", "/TD", "/TH"} <= found


def structure(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return {
            str(item.S)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/P" in item and "/K" in item
        }


def test_signature_boxes_of_a_report_are_found_where_the_other_engine_puts_them() -> None:
    one, other = (
        signature_boxes(pdf) for pdf in (by_typst("compte-rendu.docx"), by_rdocx("compte-rendu.docx"))
    )
    assert one.keys() == other.keys()
    for role, box in one.items():
        assert abs(box.x1 - other[role].x1) < 6
        assert abs((box.x2 - box.x1) - (other[role].x2 - other[role].x1)) < 6


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_page_looks_as_it_did(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set in the packaged face, which is the same on every machine."""
    monkeypatch.setattr(faces, "_machine", dict)
    faces.face_for.cache_clear()
    try:
        program = compiled.__wrapped__(TEMPLATES[name], name)[0]
    finally:
        monkeypatch.undo()
        faces.face_for.cache_clear()
    seen = picture(fast(program, context_of(name)))
    kept = PICTURES / f"{Path(name).stem}.png"
    if not kept.exists():
        seen.save(kept, optimize=True)
        pytest.fail(f"{kept.name} was missing: look at the picture just drawn, then keep it")
    assert distance(seen, Image.open(kept)) < 0.004


def picture(pdf: bytes) -> Image.Image:
    """Return the first page, small and grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page: Image.Image = document[0].render(scale=0.6).to_pil()
        return page.convert("L").quantize(16).convert("L")
    finally:
        document.close()


def distance(one: Image.Image, other: Image.Image) -> float:
    """Return how much of two pages differs, after a blur that forgives half a pixel."""
    assert one.size == other.size
    blurred = (image.convert("L").filter(ImageFilter.GaussianBlur(1.5)) for image in (one, other))
    histogram = ImageChops.difference(*blurred).histogram()
    return sum(count for level, count in enumerate(histogram) if level > 40) / (one.width * one.height)
