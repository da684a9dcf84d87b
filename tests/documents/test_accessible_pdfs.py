"""Who listens to a document hears all of it, in the order of the page, in French.

What is checked here is what we know how to check. It is no claim of PDF/UA (ISO 14289-1): no document carries
that mark, which PDF/A checkers deny beside theirs.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise

import pikepdf
import pytest
from lxml import etree
from PIL import Image

from toolkit.documents import dressed
from toolkit.documents.authoring.package import Relationship, unzipped, zipped
from toolkit.documents.engines.typst.compiler import compiled
from toolkit.documents.wordml import w

from .drawings import FIRST, HARD, TEMPLATES, Drawn, by_rdocx, by_typst, fast, word_of
from .structure import Node, Place, around, goes_back, texts, tree

Draw = Callable[[Drawn], bytes]

BLOCKS = frozenset({"P", "H1", "H2", "H3", "H4", "H5", "H6", "TD", "TH", "LBody", "Lbl", "Figure"})
EVERY = [*FIRST, *HARD]


@pytest.fixture(params=[by_typst, by_rdocx], ids=["typst", "rdocx"])
def drawn(request: pytest.FixtureRequest) -> Draw:
    made: Draw = request.param
    return made


@pytest.mark.parametrize("one", EVERY, ids=str)
def test_the_pdf_says_its_language_its_title_and_that_it_is_tagged(one: Drawn, drawn: Draw) -> None:
    with pikepdf.open(io.BytesIO(drawn(one))) as pdf:
        assert str(pdf.Root.Lang) == "fr-FR"
        assert str(pdf.docinfo.Title) == one.title
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(pdf.Root.MarkInfo.Marked)
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize("one", EVERY, ids=str)
def test_headings_follow_one_another_without_a_gap(one: Drawn, drawn: Draw) -> None:
    levels = [int(node.kind[1]) for node in tree(drawn(one)).walk() if re.fullmatch(r"H\d", node.kind)]
    assert all(after <= before + 1 for before, after in pairwise([0, *levels]))


@pytest.mark.parametrize("one", EVERY, ids=str)
def test_every_figure_is_told_in_words(one: Drawn, drawn: Draw) -> None:
    figures = [node for node in tree(drawn(one)).walk() if node.kind == "Figure"]
    assert [node for node in figures if not node.alt] == []


@pytest.mark.parametrize("one", EVERY, ids=str)
def test_each_table_that_has_headings_in_word_has_them_in_the_pdf(one: Drawn) -> None:
    tables = [node for node in tree(by_typst(one)).walk() if node.kind == "Table"]
    headed = [
        rows for rows in map(_rows, tables) if rows and {"TH"} == {cell.kind for cell in rows[0].children}
    ]
    assert len(headed) == _headed_tables(word_of(one))


@pytest.mark.parametrize("one", EVERY, ids=str)
def test_all_that_is_shown_is_read_or_marked_as_page_furniture(one: Drawn, drawn: Draw) -> None:
    pdf = drawn(one)
    read = set(tree(pdf).leaves)
    unread = [text for mark, shown in texts(pdf).items() if mark not in read for _, text in shown]
    furniture = " ".join(_furniture(word_of(one)))
    assert [text for text in unread if not _holds(furniture, text)] == []


@pytest.mark.parametrize("one", EVERY, ids=str)
def test_reading_goes_down_the_page(one: Drawn) -> None:
    pdf = by_typst(one)
    shown = texts(pdf)
    blocks = [
        around([place for mark in node.leaves for place, _ in shown.get(mark, [])])
        for node in _blocks(tree(pdf))
        if any(mark in shown for mark in node.leaves)
    ]
    assert len(blocks) > 5
    assert [(before, after) for before, after in pairwise(blocks) if goes_back(before, after)] == []


@pytest.mark.parametrize("one", FIRST, ids=str)
def test_what_is_read_is_what_the_word_document_says(one: Drawn) -> None:
    pdf = by_typst(one)
    shown = texts(pdf)
    heard = " ".join(text for mark in tree(pdf).leaves for _, text in shown.get(mark, []))
    said = " ".join(_lines(word_of(one), r"word/document\.xml"))
    assert Counter(_letters(said)) - Counter(_letters(heard)) == Counter()


def test_a_picture_of_the_text_keeps_its_words_in_the_pdf() -> None:
    template = _with_its_logo_in_the_text(TEMPLATES["annulation.docx"])
    one = next(one for one in FIRST if one.template == "annulation.docx")
    figures = [
        node for node in tree(fast(compiled(template, "logo")[0], one)).walk() if node.kind == "Figure"
    ]
    assert [node.alt for node in figures] == ["Logo de l’employeur"]


@pytest.mark.parametrize(
    ("after", "back"),
    [((0, 50, 0, 90, 700), True), ((0, 50, 0, 90, 600), False), ((0, 300, 0, 390, 700), False)],
)
def test_the_eye_goes_down_or_to_the_right(after: Place, back: bool) -> None:  # noqa: FBT001 - a parameter of the table
    assert goes_back((0, 50, 0, 90, 650), after) is back
    assert goes_back((1, 50, 0, 90, 100), after)


def _with_its_logo_in_the_text(template: bytes) -> bytes:
    """Return a template whose logo stands in the body as it does in the header."""
    image = io.BytesIO()
    Image.new("RGB", (40, 10), "#0B6E4F").save(image, "PNG")
    parts = unzipped(dressed(template, logo=image.getvalue()))
    found = re.search(rb"<w:drawing>.*?</w:drawing>", parts["word/header1.xml"], re.DOTALL)
    assert found is not None
    picture = found.group().replace(b"rIdLogo", b"rIdBody")
    namespaces = re.findall(rb'xmlns:\w+="[^"]+"', parts["word/header1.xml"])
    paragraph = b"<w:p><w:r %s>%s</w:r></w:p>" % (b" ".join(namespaces), picture)
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + paragraph, 1)
    link = Relationship("rIdBody", "image", "media/logo-employeur.png").xml().encode()
    links = "word/_rels/document.xml.rels"
    parts[links] = parts[links].replace(b"</Relationships>", link + b"</Relationships>")
    return zipped(parts)


def _rows(table: Node) -> list[Node]:
    return [node for node in table.walk() if node.kind == "TR"]


def _blocks(root: Node) -> Iterator[Node]:
    """Yield the lowest blocks in reading order."""
    if root.kind in BLOCKS and not any(child.kind in BLOCKS for child in list(root.walk())[1:]):
        yield root
        return
    for child in root.children:
        yield from _blocks(child)


def _headed_tables(docx: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return sum(
        row.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        for table in root.iter(w("tbl"))
        for row in list(table.iterfind(w("tr")))[:1]
    )


def _furniture(docx: bytes) -> list[str]:
    """Return the words of headers and footers, and the headings that a table repeats on its next pages."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    repeated = [
        text.text or ""
        for row in root.iter(w("tr"))
        if row.find(f"{w('trPr')}/{w('tblHeader')}") is not None
        for text in row.iter(w("t"))
    ]
    return [*_lines(docx, r"word/(?:header|footer)\d\.xml"), *repeated, "Page sur 0123456789"]


def _lines(docx: bytes, parts: str) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        found = [archive.read(name) for name in archive.namelist() if re.fullmatch(parts, name)]
    return [text.text or "" for content in found for text in etree.fromstring(content).iter(w("t"))]


def _holds(furniture: str, text: str) -> bool:
    return "".join(text.split()) in "".join(furniture.split()) or text.strip() in {"•", "–"}


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text))
