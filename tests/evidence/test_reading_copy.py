"""A merged copy to read: marked on every page, bookmarked, without a signature, and always the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pikepdf
import pytest
from pypdfium2 import PdfDocument

from toolkit import signing
from toolkit.evidence import FolderPlan, ReadingPiece, reading_copy

from .conftest import plain_pdf

INTRO = ("Ce fichier ne porte aucune signature : elles sont dans les originaux.",)


def as_read(plan: FolderPlan) -> list[ReadingPiece]:
    """Return the pieces of a plan, numbered in their order."""
    cover = ReadingPiece("", "Sommaire", "", "00_sommaire.pdf", lambda: plan.cover)
    return [
        cover,
        *(
            ReadingPiece(str(number), f"Nature {number}", "Dossier C0007", piece.path, piece.read)
            for number, piece in enumerate(plan.pieces, start=1)
        ),
    ]


@pytest.fixture(scope="module")
def copy(plan: FolderPlan) -> bytes:
    return reading_copy("Dossier de Thị Ánh Nguyễn", INTRO, as_read(plan))


def said(pdf: bytes) -> Sequence[str]:
    document = PdfDocument(pdf)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    finally:
        document.close()


def test_every_page_bears_the_mark_and_its_place(copy: bytes) -> None:
    pages = said(copy)
    assert len(pages) == 4
    for number, page in enumerate(pages, start=1):
        assert "COPIE DE LECTURE" in page
        assert "sans valeur de signature" in page
        assert f"{number}/{len(pages)}" in page


def test_the_first_page_says_where_the_signatures_are(copy: bytes) -> None:
    first = said(copy)[0]
    assert "Dossier de Thị Ánh Nguyễn" in first
    assert "elles sont dans les originaux" in first


def test_the_pages_of_a_piece_bear_its_number(copy: bytes) -> None:
    assert "Pièce n° 1 – Nature 1, page 1/1" in said(copy)[2]


def test_what_is_no_pdf_is_listed_with_its_number(copy: bytes) -> None:
    first = said(copy)[0]
    assert "Pièce n° 2 – Nature 2 : 01_convocation_salarie.eml, à ouvrir dans le dossier" in first
    assert "Pièce n° 1 – Nature 1 : page 3" in first


def test_no_signature_field_script_or_link_is_left(copy: bytes, keyring: signing.KeyRing) -> None:
    with pikepdf.open(BytesIO(copy)) as document:
        assert "/AcroForm" not in document.Root
        assert "/OpenAction" not in document.Root
        assert all("/Annots" not in page.obj for page in document.pages)
    assert signing.verify_pdf(copy, [keyring.root_pem]).problems == ("il ne porte aucune signature.",)


def test_what_the_signatures_showed_stays_to_be_read(copy: bytes) -> None:
    assert "Nadia Benali" in said(copy)[3]


def test_the_bookmarks_go_by_case_then_by_piece(copy: bytes) -> None:
    with pikepdf.open(BytesIO(copy)) as document, document.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "Copie de lecture : à lire d’abord",
            "Sommaire",
            "Dossier C0007",
        ]
        assert [item.title for item in outline.root[2].children] == [
            "Pièce n° 1 – Nature 1",
            "Pièce n° 3 – Nature 3",
        ]


def test_the_same_pieces_give_the_same_bytes(copy: bytes, plan: FolderPlan) -> None:
    assert reading_copy("Dossier de Thị Ánh Nguyễn", INTRO, as_read(plan)) == copy


def test_a_file_that_cannot_be_read_is_told_and_stops_nothing() -> None:
    broken = ReadingPiece(
        "1", "Pièce établie ailleurs", "Dossier C0007", "01_x.pdf", lambda: b"%PDF-1.7\nrien"
    )
    sound = ReadingPiece("2", "Convocation", "Dossier C0007", "02_y.pdf", lambda: plain_pdf("Bonjour"))
    pages = said(reading_copy("Dossier", INTRO, [broken, sound]))
    assert "Pièce n° 1 – Pièce établie ailleurs : illisible ici" in pages[0]
    assert "Bonjour" in pages[1]


def test_many_pieces_make_several_first_pages_with_the_right_numbers() -> None:
    pieces = [
        ReadingPiece(str(n), "Convocation", "Dossier C0007", f"{n:02d}_x.pdf", lambda: plain_pdf("Lettre"))
        for n in range(1, 81)
    ]
    pages = said(reading_copy("Dossier", INTRO, pieces))
    front = len(pages) - 80
    assert front == 2
    assert f"Pièce n° 80 – Convocation : page {front + 80}" in pages[1]
    assert "Pièce n° 80 – Convocation, page 1/1" in pages[-1]
