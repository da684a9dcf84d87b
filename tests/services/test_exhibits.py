"""Numbers of pieces that never change, whatever is added or erased, and how each piece is signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from toolkit.digest import Sha256, canonical_json
from toolkit.model import CaseId, Document, DocumentKind, EmployerId, Matricule
from toolkit.services.accounts import _told
from toolkit.services.exhibits import numbers
from toolkit.store import Act as Recorded

AT = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)
FIRST, SECOND = CaseId("C0001"), CaseId("C0002")


def piece(
    case: CaseId | None, kind: DocumentKind, step: int, suffix: str = "pdf", part: str = ""
) -> Document:
    """Return a piece whose SHA-256 tells it apart."""
    name = f"{case}{kind}{step}{part}{suffix}"
    digest = Sha256(name.encode().hex().ljust(64, "0")[:64])
    return Document(
        EmployerId("a"), Matricule("1"), case, kind, step, suffix, digest, size=1, made_at=AT, part=part
    )


LETTER = piece(FIRST, DocumentKind.CONVOCATION, 1)
MESSAGE = piece(FIRST, DocumentKind.CONVOCATION, 1, "eml", "salarie")
FATE = piece(FIRST, DocumentKind.CONVOCATION, 1, "json", "salarie")
FORM = piece(FIRST, DocumentKind.FORM_BLANK, 0, "docx")
REPORT = piece(FIRST, DocumentKind.REPORT, 2)
OTHER = piece(SECOND, DocumentKind.CONVOCATION, 1)
NOTICE = piece(None, DocumentKind.HIRING_NOTICE, 1)


def filed(*documents: Document) -> list[bytes]:
    """Return the lines that file pieces in this order."""
    return [
        canonical_json(
            {
                "type": "document_made",
                "case": document.case,
                "body": {"file": document.file_name, "sha256": document.sha256},
            }
        )
        for document in documents
    ]


def erased(*documents: Document) -> list[bytes]:
    """Return the line that erases pieces."""
    digests = [document.sha256 for document in documents]
    return [canonical_json({"type": "pieces_erased", "case": None, "body": {"pieces": digests}})]


def told(lines: list[bytes], *documents: Document) -> list[int]:
    """Return the number of each document."""
    given = numbers(lines, documents)
    return [given[each.case, each.file_name.rpartition(".")[0]] for each in documents]


def test_pieces_are_numbered_in_the_order_they_were_filed() -> None:
    assert told(filed(NOTICE, LETTER, REPORT), LETTER, REPORT, NOTICE) == [2, 3, 1]


def test_a_message_and_the_answer_of_the_server_are_one_piece() -> None:
    assert told(filed(LETTER, MESSAGE), LETTER, MESSAGE, FATE) == [1, 2, 2]


def test_a_later_answer_of_the_server_goes_with_its_message() -> None:
    assert told(filed(LETTER, MESSAGE), LETTER, MESSAGE, replace(FATE, version=2)) == [1, 2, 2]


def test_what_is_not_in_the_folder_takes_no_number() -> None:
    assert told(filed(FORM, LETTER), LETTER) == [1]


def test_a_piece_added_to_an_earlier_case_takes_the_next_number() -> None:
    before = told(filed(LETTER, OTHER), LETTER, OTHER)
    assert told(filed(LETTER, OTHER, REPORT), LETTER, REPORT, OTHER) == [before[0], 3, before[1]]


def test_an_erased_piece_takes_its_number_away_with_it() -> None:
    lines = filed(LETTER, MESSAGE, REPORT)
    before = told(lines, LETTER, MESSAGE, REPORT)
    assert told([*lines, *erased(MESSAGE)], LETTER, REPORT) == [before[0], before[2]]


@pytest.mark.parametrize(
    ("level", "told"),
    [
        ("in_presence", "Compte rendu signé en présence"),
        ("simple", "Compte rendu signé par lien personnel et code"),
        ("on_paper", "Compte rendu signé sur papier"),
        (None, "Compte rendu signé"),
    ],
)
def test_the_cover_says_how_a_report_was_signed_and_no_more(level: str | None, told: str) -> None:
    assert _told(Recorded(FIRST, "sign", "1", AT, "essai", {"level": level})) == told
