"""What the embedded PDF engine promises, and what it survives."""

from __future__ import annotations

import io
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from toolkit.documents import DocumentProperties, RdocxEngine, pdf_page_count, pdfa_problems, render_docx
from toolkit.documents.engines.workers import Worker
from toolkit.documents.package import CONTENT_TYPES, DOCUMENT_PART, read_package, write_package
from toolkit.errors import ConversionError

Word = Callable[..., bytes]

PANGRAM = (
    "L’été, œuvre, Œ, Nguyễn Thị Ánh, Ç, Æ, 3\u202f000\u00a0€, «\u00a0oui\u00a0», à 9\u00a0h\u00a030 – — …"
)


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return "\n".join(pages).replace("\r\n", "\n")


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_french_typography_and_vietnamese_names_are_drawn_and_extractable(
    engine: RdocxEngine, word: Word
) -> None:
    bold = f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{PANGRAM}</w:t></w:r></w:p>"
    italic = f"<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>{PANGRAM}</w:t></w:r></w:p>"
    plain_face = f"<w:p><w:r><w:t>{PANGRAM}</w:t></w:r></w:p>"
    pdf = engine.to_pdf(word(xml=plain_face + bold + italic), title="Essai")
    assert plain(text_of(pdf)).count(plain(PANGRAM)) == 3
    assert pdfa_problems(pdf) == ()


def test_check_boxes_among_words_soft_hyphens_and_foreign_letters_do_not_turn_the_line_to_boxes(
    engine: RdocxEngine, word: Word
) -> None:
    pdf = engine.to_pdf(word("Oui ☐ Non ☒ peut\u00adêtre ☑ 漢", "porte\u2011monnaie 😀"), title="Essai")
    assert text_of(pdf).split() == ["Oui", "☐", "Non", "☒", "peutêtre", "☑", "□", "porte-monnaie", "□"]
    assert pdfa_problems(pdf) == ()


def test_words_do_not_break_where_runs_end(engine: RdocxEngine, word: Word) -> None:
    runs = "".join(
        f'<w:r w:rsidR="00{n}"><w:t>{part}</w:t></w:r>' for n, part in enumerate(("profe", "ssionnel"))
    )
    pdf = engine.to_pdf(word(xml=f"<w:p>{runs}<w:proofErr w:type='spellEnd'/></w:p>" * 30), title="Essai")
    assert text_of(pdf).split() == ["professionnel"] * 30


def test_content_controls_show_what_they_hold(engine: RdocxEngine, word: Word) -> None:
    inside = "<w:sdtPr><w:tag w:val='a'/></w:sdtPr><w:sdtContent>{}</w:sdtContent>"
    inline = f"<w:sdt>{inside.format('<w:r><w:t>réponse</w:t></w:r>')}</w:sdt>"
    block = f"<w:sdt>{inside.format(f'<w:p><w:r><w:t>Question : </w:t></w:r>{inline}</w:p>')}</w:sdt>"
    assert text_of(engine.to_pdf(word(xml=block), title="Essai")).strip() == "Question : réponse"


def test_the_pdf_is_tagged_french_titled_and_without_action(
    engine: RdocxEngine, word: Word, properties: DocumentProperties
) -> None:
    docx = render_docx(word("Bonjour"), {}, properties=properties)
    with pikepdf.open(io.BytesIO(engine.to_pdf(docx, title="Convocation de l’été"))) as pdf:
        assert str(pdf.Root.Lang) == "fr-FR"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert "/OpenAction" not in pdf.Root
        assert str(pdf.docinfo.Title) == "Convocation de l’été"
        assert str(pdf.docinfo.Author) == "Atelier & Fils"
        assert str(pdf.docinfo.CreationDate) == "D:20260312090000Z"


def test_the_same_document_gives_the_same_pdf_and_another_gives_another_id(
    engine: RdocxEngine, word: Word
) -> None:
    first, again, other = (engine.to_pdf(word(text), title="Essai") for text in ("a", "a", "b"))
    assert first == again
    ids = [pikepdf.open(io.BytesIO(pdf)).trailer.ID[0] for pdf in (first, other)]
    assert bytes(ids[0]) != bytes(ids[1])


def test_a_tall_header_pushes_the_body_down_as_in_word(engine: RdocxEngine, word: Word) -> None:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    lines = "".join(f"<w:p><w:r><w:t>entete{n}</w:t></w:r></w:p>" for n in range(12))
    parts = read_package(word("corps"), about="x")
    reference = f'<w:sectPr><w:headerReference xmlns:r="{relation}" w:type="default" r:id="rId9"/>'
    parts[DOCUMENT_PART] = parts[DOCUMENT_PART].replace(b"<w:sectPr>", reference.encode())
    parts["word/header1.xml"] = f"<w:hdr {names}>{lines}</w:hdr>".encode()
    parts["word/_rels/document.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        f'Id="rId9" Type="{relation}/header" Target="header1.xml"/></Relationships>'
    ).encode()
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(
        b"</Types>",
        b'<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'wordprocessingml.header+xml"/></Types>',
    )
    document = pypdfium2.PdfDocument(engine.to_pdf(write_package(parts), title="Essai"))
    try:
        text = document[0].get_textpage()
        heights = [text.get_charbox(text.search(found).get_next()[0])[1] for found in ("entete11", "corps")]
    finally:
        document.close()
    assert heights[0] > heights[1] + 5


def test_pages_are_counted(engine: RdocxEngine, word: Word) -> None:
    assert pdf_page_count(engine.to_pdf(word(*["ligne"] * 120), title="Essai")) > 2
    with pytest.raises(ConversionError, match="ne peut pas être lu"):
        pdf_page_count(b"not a pdf")


@pytest.mark.parametrize("content", [b"", b"not a word file", b"PK\x03\x04torn"])
def test_a_file_that_is_no_document_is_a_clear_error(engine: RdocxEngine, content: bytes) -> None:
    with pytest.raises(ConversionError):
        engine.to_pdf(content, title="Essai")


def crash(*_: object) -> bytes:
    os.abort()


def hang(*_: object) -> bytes:
    time.sleep(60)
    return b""


def eat(*_: object) -> bytes:
    return bytes(8 * 2**30)


def echo(word: object) -> bytes:
    return str(word).encode()


def crash_on_bad(word: str) -> bytes:
    return echo(word) if word != "bad" else crash()


@pytest.mark.parametrize(
    ("task", "seconds", "told"),
    [(crash, 30, "arrêté net"), (hang, 1, "dépasse 1\u00a0s"), (eat, 30, "mémoire")],
)
def test_a_crash_a_hang_and_a_hog_each_end_in_a_clear_error(
    task: Callable[..., bytes], seconds: float, told: str
) -> None:
    started = time.perf_counter()
    worker = Worker(task, seconds=seconds, memory=2**30, recycle_after=10)
    with worker, pytest.raises(ConversionError, match=told):
        worker.run("x")
    assert time.perf_counter() - started < 10


def test_after_a_crash_the_next_document_gets_a_new_process() -> None:
    with Worker(crash_on_bad, seconds=20, memory=2**31, recycle_after=2) as worker:
        assert worker.run("un") == b"un"
        with pytest.raises(ConversionError):
            worker.run("bad")
        assert [worker.run(word) for word in ("deux", "trois", "quatre")] == [b"deux", b"trois", b"quatre"]


def test_a_paragraph_of_a_million_words_ends_in_an_error_and_the_engine_lives(word: Word) -> None:
    with RdocxEngine(seconds=5, memory=2**30) as engine:
        started = time.perf_counter()
        with pytest.raises(ConversionError):
            engine.to_pdf(word("mot " * 1_000_000), title="Essai")
        assert time.perf_counter() - started < 15
        assert pdf_page_count(engine.to_pdf(word("court"), title="Essai")) == 1


def test_poppler_reads_the_fonts_as_embedded(engine: RdocxEngine, word: Word, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(engine.to_pdf(word("Été ☐"), title="Essai"))
    try:
        listing = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("pdffonts is not installed")
    fonts = listing.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)
