"""Each construct that people put in a letter with Word is drawn as LibreOffice draws it, or told by its name.

One small Word file for each. What LibreOffice 7.4 makes of it was measured once, with Carlito, and stands in
``constructs.json``: the place of each word, in points from the top left corner of the sheet. `make test-slow`
measures again where LibreOffice is installed.
"""

from __future__ import annotations

import ctypes
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pypdfium2 import raw

from toolkit.documents import pdfa_problems
from toolkit.documents.engines import LibreOfficeEngine, TypstEngine, unsupported
from toolkit.documents.engines.typst.faces import face_for

from .constructs import DRAWN, TOLD
from .small import CALL, NOTE, STYLED, Small, anchor, apart, cell, dressed, heads, p, row, run, table, textbox

MEASURED = Path(__file__).with_name("constructs.json")
Word = tuple[int, float, float, str]
"""A word of a PDF: its page, where its base line starts, across and down in points, and its letters."""

LEADERS = re.compile(r"(?:[._]\s*){3,}")


def words_of(pdf: bytes) -> list[Word]:
    """Return the words of a PDF as they come, without leaders and the boxes that LibreOffice paints."""
    found: list[Word] = []
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        text, height, inside = page.get_textpage(), page.get_height(), False
        letters = [chr(raw.FPDFText_GetUnicode(text, at)) for at in range(text.count_chars())]
        leaders = {at for run in LEADERS.finditer("".join(letters)) for at in range(*run.span())}
        for at, letter in enumerate(letters):
            if letter.isspace() or letter in "\x00\x02☒" or at in leaders:
                inside = False
            elif inside:
                found[-1] = (*found[-1][:3], found[-1][3] + letter)
            else:
                x, y = ctypes.c_double(), ctypes.c_double()
                raw.FPDFText_GetCharOrigin(text, at, x, y)
                found.append((number, round(x.value, 1), round(height - y.value, 1), letter))
                inside = True
    document.close()
    return found


def lines_of(words: list[Word]) -> str:
    """Return all letters in the order of the page: line by line, each from the left."""
    ordered = sorted(words, key=lambda word: (word[0], round(word[2] / 6), word[1]))
    return "".join(word[3] for word in ordered)


def far_apart(ours: list[Word], theirs: list[Word], allowed: tuple[float, float]) -> list[tuple[Word, Word]]:
    """Return the words that stand further from one another than ``allowed``, or on other pages."""
    same = sorted((word[3], *word[:3]) for word in ours), sorted((word[3], *word[:3]) for word in theirs)
    return [
        ((one[1], one[2], one[3], one[0]), (other[1], other[2], other[3], other[0]))
        for one, other in zip(*same, strict=True)
        if one[1] != other[1] or abs(one[2] - other[2]) > allowed[0] or abs(one[3] - other[3]) > allowed[1]
    ]


@pytest.fixture(scope="module")
def fast() -> Iterator[TypstEngine]:
    with TypstEngine() as engine:
        yield engine


@pytest.fixture(scope="module")
def measured() -> dict[str, list[Word]]:
    kept = json.loads(MEASURED.read_text(encoding="utf-8"))
    return {name: [(page, x, y, word) for page, x, y, word in words] for name, words in kept.items()}


def drawn(fast: TypstEngine, small: Small, **values: object) -> bytes:
    return fast.draw(fast.compile(small.docx()), values, title="Essai")


@pytest.mark.parametrize("name", DRAWN)
def test_it_is_drawn_where_libreoffice_draws_it(
    fast: TypstEngine, measured: dict[str, list[Word]], name: str
) -> None:
    small = DRAWN[name]
    assert unsupported(small.docx()) == ()
    pdf = drawn(fast, small)
    ours, theirs = words_of(pdf), measured[name]
    assert "".join(sorted(lines_of(ours))) == "".join(sorted(lines_of(theirs)))
    assert {word[0] for word in ours} == {word[0] for word in theirs}
    if face_for("Calibri").family in {"Calibri", "Carlito"} and len(ours) == len(theirs):
        assert far_apart(ours, theirs, small.apart) == []
        assert lines_of(ours) == lines_of(theirs)


@pytest.mark.parametrize("name", DRAWN)
def test_its_pdf_is_archivable_and_the_same_each_time(fast: TypstEngine, name: str) -> None:
    pdf = drawn(fast, DRAWN[name])
    assert pdf == drawn(fast, DRAWN[name])
    assert [problem for problem in pdfa_problems(pdf) if problem.broken] == []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert "/StructTreeRoot" in document.Root


@pytest.mark.parametrize("name", TOLD)
def test_it_is_told_by_its_name_and_left_to_the_other_engine(name: str) -> None:
    assert name in [construct.name for construct in unsupported(TOLD[name].docx())]


def test_every_name_is_explained_to_those_who_write_templates() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/word.md").read_text(encoding="utf-8")
    assert [name for name in TOLD if name not in page and name != "élément « inconnu »"] == []


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_still_draws_them_as_it_was_measured(measured: dict[str, list[Word]]) -> None:
    with LibreOfficeEngine() as engine:
        pdfs = engine.to_pdfs([(small.docx(), name) for name, small in DRAWN.items()])
    now = dict(zip(DRAWN, map(words_of, pdfs), strict=True))
    moved = {name: far_apart(now[name], measured[name], (1, 1)) for name in DRAWN}
    assert {name: words for name, words in moved.items() if words} == {}


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "<w:p>{}</w:p>",
        "<w:p><w:r>{}</w:r></w:p>",
        "<w:p><w:pPr>{}</w:pPr></w:p>",
        "<w:p><w:r><w:rPr>{}</w:rPr><w:t>a</w:t></w:r></w:p>",
        "<w:p><w:hyperlink>{}</w:hyperlink></w:p>",
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        table("{}"),
        table("<w:tr>{}</w:tr>"),
        table("<w:tr><w:tc><w:tcPr>{}</w:tcPr><w:p/></w:tc></w:tr>"),
        table("<w:tr><w:trPr>{}</w:trPr><w:tc><w:p/></w:tc></w:tr>"),
        table("<w:tr><w:tc>{}<w:p/></w:tc></w:tr>"),
        table(row(cell("a"), cell("b")), look="{}"),
        "<w:p><w:pPr><w:sectPr>{}</w:sectPr></w:pPr></w:p>",
    ],
)
def test_what_nobody_foresaw_is_told_wherever_it_stands(body: str) -> None:
    small = Small(body.replace("{}", "<w:nouveau/>"))
    assert "élément « nouveau »" in [construct.name for construct in unsupported(small.docx())]


def test_what_nobody_foresaw_is_told_in_styles_headers_and_notes_too() -> None:
    style = '<w:style w:type="paragraph" w:styleId="S"><w:pPr><w:nouveau/></w:pPr></w:style>'
    strange = p("a").replace("</w:p>", "<w:nouveau/></w:p>")
    note = NOTE.replace("</w:footnote>", f"{strange}</w:footnote>")
    for small in (
        Small(p("a", '<w:pStyle w:val="S"/>'), styles=style),
        Small(p("a"), last=heads(("default", "header1")), parts={"header1": strange}),
        Small(p(runs=CALL), parts={"footnotes": note}),
    ):
        assert "élément « nouveau »" in [construct.name for construct in unsupported(small.docx())]


@pytest.mark.parametrize("name", ["lien", "lien en champ"])
def test_a_link_leads_where_word_says(fast: TypstEngine, name: str) -> None:
    with pikepdf.open(io.BytesIO(drawn(fast, DRAWN[name]))) as document:
        targets = [str(annotation.A.URI) for annotation in document.pages[0].Annots]
    assert targets == ["https://exemple.fr/a?b=1&c=2" if name == "lien" else "https://exemple.fr/"]


def test_a_condition_may_open_in_a_bold_run_and_close_in_another(fast: TypstEngine) -> None:
    small = Small(p(runs=run("{% if a %}oui ", "<w:b/>") + run("et") + run("{% endif %}non", "<w:i/>")))
    shown = ["".join(word[3] for word in words_of(drawn(fast, small, a=value))) for value in ("", "1")]
    assert shown == ["non", "ouietnon"]


def test_values_are_filled_in_notes_boxes_and_headers(fast: TypstEngine) -> None:
    box = textbox("{{ b }}")
    small = Small(
        p(runs=anchor(x="margin 200", y="paragraph 20", graphic=box) + run("{{ a }}") + CALL),
        last=heads(("default", "header1")),
        parts={"header1": p("{{ c }}"), "footnotes": NOTE.replace("code", "{{ d }}")},
    )
    found = {word[3] for word in words_of(drawn(fast, small, a="un", b="deux", c="trois", d="quatre"))}
    assert {"deux", "trois", "quatre"} < found


def test_rows_of_a_loop_take_the_fills_of_the_bands_in_turn(fast: TypstEngine) -> None:
    small = Small(
        table(
            row(cell("Titre"), cell("")),
            row(cell("{%tr for x in y %}"), cell("")),
            row(cell("{{ x }}"), cell("")),
            row(cell("{%tr endfor %}"), cell("")),
            look=STYLED,
        ),
        styles=dressed(
            apart("firstRow", "000080"), apart("band1Horz", "FF0000"), apart("band2Horz", "00FF00")
        ),
    )
    page = pypdfium2.PdfDocument(drawn(fast, small, y=["a", "b", "c"]))[0]
    picture = page.render(scale=1).to_pil().convert("RGB")
    # One row after the other, each 13.5 points high, seen beside its words.
    seen = [picture.getpixel((190, round(70.9 + 13.5 * (at + 0.5)))) for at in range(4)]
    assert seen == [(0, 0, 128), (255, 0, 0), (0, 255, 0), (255, 0, 0)]


def test_a_letter_without_a_construct_pays_nothing_for_it(fast: TypstEngine) -> None:
    program = fast.compile(Small(p("Bonjour")).docx())
    words = b"".join(content for name, content in program.files.items() if name.endswith(".typ"))
    assert not [word for word in (b"tabbed(s", b"footed", b"placed(", b"boxed(", b"parted(") if word in words]
