"""What the fast engine promises of any template, and what it survives."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from toolkit.documents import DocumentProperties, pdf_page_count, pdfa_problems
from toolkit.documents.engines import LibreOfficeEngine, PdfMaker, RdocxEngine, TypstEngine, unsupported
from toolkit.documents.engines.typst import faces
from toolkit.errors import ConversionError, EntretiensError, MissingValueError, TemplateError

Word = Callable[..., bytes]
PROPERTIES = DocumentProperties("Essai", "Atelier", datetime(2026, 3, 12, 9, tzinfo=UTC))


@pytest.fixture(scope="module")
def fast() -> Iterator[TypstEngine]:
    with TypstEngine() as engine:
        yield engine


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return "\n".join(pages).replace("\r\n", "\n").replace("\xa0", " ").strip()


def shown(fast: TypstEngine, template: bytes, **values: object) -> str:
    return text_of(fast.draw(fast.compile(template), values, title="Essai"))


@pytest.mark.parametrize(
    "value",
    [
        '"); #read("/etc/passwd")',
        '#import "@preview/cetz:0.3.0"',
        "\\u{41} \\n \\\\",
        "{{ 7*7 }} {% if x %} {# y #}",
        "*gras* _ital_ `code` $x^2$ <label> @ref = titre - puce // note /* note */ ~ -- ... [x]",
        "O'Connor & Fils <Test>",
        "#{1+1} #(1+1) #panic()",
        "]#pagebreak()[",
        "}}",
    ],
)
def test_a_value_comes_out_literally_whatever_it_holds(fast: TypstEngine, word: Word, value: str) -> None:
    found = shown(fast, word("{{ a.b }}"), a={"b": value})
    assert "".join(found.split()) == "".join(value.split())


def test_fixed_text_comes_out_literally_too(fast: TypstEngine, word: Word) -> None:
    text = 'Prix : 3 #x * y * "z" [k] \\ $5$ @moi — « oui »'
    assert shown(fast, word(text.replace('"', "&quot;"))) == text


def test_lines_of_a_value_are_lines_and_control_characters_go(fast: TypstEngine, word: Word) -> None:
    assert shown(fast, word("{{ t }}"), t="un\ndeux\x00\x07").split("\n") == ["un", "deux"]


def test_conditions_loops_and_filters_mean_what_they_mean_in_word(fast: TypstEngine, word: Word) -> None:
    template = word(
        "{%p for item in items %}",
        "- {{ item.name | majuscules }}{% if item.last %}.{% endif %}",
        "{%p endfor %}",
        "{%p if absent %}", "jamais", "{%p else %}", "sinon", "{%p endif %}",
    )  # fmt: skip
    items = [{"name": "un", "last": False}, {"name": "deux", "last": True}]
    assert shown(fast, template, items=items, absent="").split() == ["-", "UN", "-", "DEUX.", "sinon"]


def test_a_missing_value_is_named(fast: TypstEngine, word: Word) -> None:
    with pytest.raises(MissingValueError, match=r"recipient\.name"):
        shown(fast, word("{{ recipient.name }}"), recipient={})


@pytest.mark.parametrize(
    "tag",
    [
        "{{ lipsum.__globals__ }}",
        "{{ 'a' * 200000000 }}",
        "{% for x in range(9) %}{% endfor %}",
        "{{ a.__class__ }}",
        "{% include 'x' %}",
    ],
)
def test_a_template_that_asks_for_more_than_the_small_language_is_refused(
    fast: TypstEngine, word: Word, tag: str
) -> None:
    with pytest.raises(TemplateError):
        fast.compile(word(tag))


def test_a_character_without_glyph_is_replaced_and_the_pdf_stays_pdfa(fast: TypstEngine, word: Word) -> None:
    pdf = fast.draw(fast.compile(word("{{ t }} ☐ ☒")), {"t": "漢 😀 Nguyễn"}, title="Essai")
    assert text_of(pdf).split() == ["□", "□", "Nguyễn", "☐", "☒"]
    assert not [problem for problem in pdfa_problems(pdf) if problem.broken]


def test_a_face_the_machine_lacks_is_replaced_by_the_packaged_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faces, "_machine", dict)
    assert faces.face_for.__wrapped__("Calibri").family == faces.LAST_RESORT


def test_a_word_wider_than_its_page_is_cut_and_nothing_is_lost(fast: TypstEngine, word: Word) -> None:
    found = shown(fast, word("{{ t }}"), t="x" * 400)
    assert found.count("x") == 400
    assert len(found.split("\n")) > 3


@pytest.mark.parametrize(
    ("xml", "named"),
    [
        ("<w:p><w:r><w:footnoteReference w:id='2'/></w:r></w:p>", "note de bas de page"),
        ("<w:p><w:ins w:id='1'><w:r><w:t>a</w:t></w:r></w:ins></w:p>", "suivi des modifications"),
        ("<w:p><w:r><w:drawing/></w:r></w:p>", "forme ou graphique"),
        ("<w:p><w:r><w:pict/></w:r></w:p>", "image ou zone de texte ancienne"),
        ("<w:p><w:pPr><w:framePr w:w='100'/></w:pPr></w:p>", "cadre"),
        ("<w:p><w:r><w:t>{{r riche }}</w:t></w:r></w:p>", "texte enrichi ou sous-document"),
        ("<w:p><w:r><w:t>{{p corps }}</w:t></w:r></w:p>", "sous-document"),
        ("<w:p><w:fldSimple w:instr='TOC'/></w:p>", "table des matières jamais calculée"),
        (
            "<w:p><w:r><w:t>{% if a %}a</w:t><w:br w:type='page'/><w:t>b{% endif %}</w:t></w:r></w:p>",
            "saut de page dans un texte",
        ),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r></w:p>", "texte masqué"),
        ("<w:altChunk/>", "document inséré"),
    ],
)
def test_what_is_not_drawn_is_told_and_goes_to_the_other_engine(word: Word, xml: str, named: str) -> None:
    template = word(xml=f"<w:p><w:r><w:t>avant</w:t></w:r></w:p>{xml}")
    assert named in [construct.name for construct in unsupported(template)]
    with TypstEngine() as engine, RdocxEngine() as other:
        assert PdfMaker(fast=engine, other=other).engine_for(template) == "rdocx"
        with pytest.raises(TemplateError, match="ne dessine pas"):
            engine.compile(template)


def test_the_paragraph_of_what_is_not_drawn_is_quoted(word: Word) -> None:
    xml = "<w:p><w:r><w:t>Voir la note</w:t><w:footnoteReference w:id='2'/></w:r></w:p>"
    assert [construct.quote for construct in unsupported(word(xml=xml))] == ["Voir la note"]


def test_a_template_is_drawn_by_the_engine_that_can_and_says_the_same(word: Word) -> None:
    simple = word("Bonjour {{ name }}")
    boxed = word(
        xml="<w:p><w:pPr><w:framePr w:w='100'/></w:pPr><w:r><w:t>Bonjour {{ name }}</w:t></w:r></w:p>"
    )
    with PdfMaker(fast=TypstEngine(), other=RdocxEngine()) as maker:
        assert [maker.engine_for(template) for template in (simple, boxed)] == ["typst", "rdocx"]
        for template in (simple, boxed):
            pdf = maker.make(template, {"name": "Léa"}, properties=PROPERTIES)
            assert " ".join(text_of(pdf).split()) == "Bonjour Léa"
            assert not [problem for problem in pdfa_problems(pdf) if problem.broken]


def test_a_finished_document_is_drawn_with_its_braces_as_text(fast: TypstEngine, word: Word) -> None:
    pdf = fast.to_pdf(word("Salaire {{ secret }} {% if x %}"), title="Essai")
    assert text_of(pdf) == "Salaire {{ secret }} {% if x %}"


def test_cells_merged_downwards_and_numbered_lists_are_drawn(fast: TypstEngine, word: Word) -> None:
    def cell(text: str, merge: str = "") -> str:
        return f"<w:tc><w:tcPr>{merge}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    restart = '<w:vMerge w:val="restart"/>'
    xml = (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='2000'/><w:gridCol w:w='3000'/></w:tblGrid>"
        f"<w:tr>{cell('haut', restart)}{cell('b')}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('d')}</w:tr></w:tbl>"
    )
    assert sorted("".join(shown(fast, word(xml=xml)).split())) == sorted("hautbd")


@pytest.mark.parametrize("content", [b"", b"not a word file", b"PK\x03\x04torn"])
def test_a_file_that_is_no_document_is_a_clear_error(fast: TypstEngine, content: bytes) -> None:
    with pytest.raises(TemplateError):
        fast.compile(content)
    with pytest.raises(ConversionError):
        fast.to_pdf(content, title="Essai")


def test_a_condition_that_tears_a_table_is_a_clear_error(fast: TypstEngine, word: Word) -> None:
    torn = (
        "<w:p><w:r><w:t>{% if a %}</w:t></w:r></w:p>"
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='900'/></w:tblGrid>"
        "<w:tr><w:tc><w:p><w:r><w:t>{% endif %}x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    with pytest.raises(EntretiensError):
        shown(fast, word(xml=torn), a="")


def test_a_document_of_one_page_is_the_same_whatever_was_drawn_before_it(
    fast: TypstEngine, word: Word
) -> None:
    """Whether it has one page is guessed from the one before; a wrong guess must not show."""
    program = fast.compile(word("{% for l in lines %}", "{{ l }}", "{% endfor %}"))

    def drawn(lines: int) -> bytes:
        return fast.draw(program, {"lines": [str(n) for n in range(lines)]}, title="Essai")

    short, long = drawn(3), drawn(200)
    assert pdf_page_count(short) == 1
    assert pdf_page_count(long) > 1
    assert [drawn(3), drawn(3), drawn(200), drawn(200)] == [short, short, long, long]


def test_a_giant_document_ends_in_an_error_and_the_engine_lives(word: Word) -> None:
    with TypstEngine(seconds=3, memory=2 * 2**30) as engine:
        program = engine.compile(word("{%p for x in many %}", "{{ x }}", "{%p endfor %}"))
        started = time.perf_counter()
        with pytest.raises(EntretiensError):
            engine.draw(program, {"many": ["mot " * 100] * 10_000}, title="Essai")
        assert time.perf_counter() - started < 20
        assert shown(engine, word("court")) == "court"


@pytest.mark.slow
def test_memory_is_flat_over_many_letters(word: Word) -> None:
    with TypstEngine(memory=1200 * 2**20, recycle_after=10_000) as engine:
        program = engine.compile(word(*["{{ name }} " * 30] * 12))
        for number in range(1_500):
            engine.draw(program, {"name": f"Nom{number}"}, title=f"Lettre {number}")


def test_libreoffice_that_is_missing_or_writes_nothing_is_a_clear_error(word: Word) -> None:
    with (
        LibreOfficeEngine(program="absent-soffice") as absent,
        pytest.raises(ConversionError, match="démarre pas"),
    ):
        absent.to_pdf(word("a"), title="Essai")
    with LibreOfficeEngine(program="true") as silent, pytest.raises(ConversionError, match="rien écrit"):
        silent.to_pdf(word("a"), title="Essai")


def test_libreoffice_that_hangs_is_stopped(word: Word, tmp_path: Path) -> None:
    hang = tmp_path / "hang"
    hang.write_text("#!/bin/sh\nsleep 60\n")
    hang.chmod(0o755)
    started = time.perf_counter()
    with (
        LibreOfficeEngine(program=str(hang), seconds=0.5) as engine,
        pytest.raises(ConversionError, match="dépasse"),
    ):
        engine.to_pdf(word("a"), title="Essai")
    assert time.perf_counter() - started < 10


def test_the_pdf_has_no_action_and_reads_no_file(fast: TypstEngine, word: Word) -> None:
    pdf = fast.draw(fast.compile(word("a")), {}, title="Essai", made_at=PROPERTIES.made_at, author="Atelier")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert "/OpenAction" not in document.Root
        assert str(document.docinfo.Author) == "Atelier"
        assert str(document.docinfo.CreationDate) == "D:20260312090000Z"
