"""What is set in a PDF by its bytes is what a reader of PDF would set, and nothing else changes."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pikepdf
import pytest
import typst

from toolkit.documents import normalised, pdfa_problems
from toolkit.documents.restating import restated

FACTS = {"title": "Été & Cie (1) – « suite »", "language": "fr-FR", "author": "Ateliers & Fils"}
MADE_AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
HEADINGS = (
    b'#set text(lang: "fr", region: "FR")\n= Un (deux\n#"(page 1)"\n== Deux\n#pagebreak()\n= Trois\nFin'
)
WORDS_LIKE_PLACES = HEADINGS + b'\n= #"a /Dest 1 0 R>> xref trailer startxref"\n'


def drawn(source: bytes) -> bytes:
    pdf = typst.compile(source, format="pdf", pdf_standards="a-3b", timestamp=0)
    assert isinstance(pdf, bytes)
    return pdf


@pytest.mark.parametrize("source", [b"Bonjour", HEADINGS])
def test_facts_bookmarks_and_pages_are_those_that_a_reader_of_pdf_writes(source: bytes) -> None:
    ours = restated(drawn(source), made_at=MADE_AT, **FACTS)
    theirs = normalised(drawn(source), made_at=MADE_AT, **FACTS)
    assert ours is not None
    with pikepdf.open(io.BytesIO(ours)) as one, pikepdf.open(io.BytesIO(theirs)) as other:
        assert one.docinfo == other.docinfo
        assert one.Root.Metadata.read_bytes() == other.Root.Metadata.read_bytes()
        assert one.Root.Lang == "fr-FR"
        assert bool(one.Root.ViewerPreferences.DisplayDocTitle)
        assert set(one.Root.keys()) == set(other.Root.keys())
        with one.open_outline() as bookmarks, other.open_outline() as expected:
            assert [mark.title for mark in bookmarks.root] == [mark.title for mark in expected.root]
        contents = [[page.Contents.read_bytes() for page in document.pages] for document in (one, other)]
        assert contents[0] == contents[1]
    assert not [problem for problem in pdfa_problems(ours) if problem.broken]
    assert len(ours) < 1.02 * len(theirs)


def test_the_same_input_gives_the_same_bytes_and_another_title_another_identity() -> None:
    pdf = drawn(HEADINGS)
    first, again = (restated(pdf, title="A", language="fr-FR") for _ in range(2))
    other = restated(pdf, title="B", language="fr-FR")
    assert first == again
    assert first is not None
    assert other is not None
    with pikepdf.open(io.BytesIO(first)) as one, pikepdf.open(io.BytesIO(other)) as two:
        assert one.trailer.ID != two.trailer.ID


def test_a_file_written_in_another_way_is_left_to_the_reader_of_pdf() -> None:
    pdf = drawn(HEADINGS)
    known = restated(pdf, title="A", language="fr-FR")
    assert known is not None
    for strange in (
        b"",
        b"%PDF-1.7\n",
        known,
        pdf.replace(b"/Type/Catalog", b"/Type/Catalog/AA<<>>"),
        pdf.replace(b"trailer\n", b"trailer \n"),
        normalised(pdf, title="A", language="fr-FR"),
        drawn(WORDS_LIKE_PLACES),
    ):
        assert restated(strange, title="A", language="fr-FR") is None
    assert restated(pdf, title="A", language="fr) /X (") is None
