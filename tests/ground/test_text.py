"""Text from a roster loses what cannot be seen, and nothing else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.text import clean_line, clean_paragraphs

ANY = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("Jean-Éric D’Œuvre, 2ᵉ étage ; « oui »", "Jean-Éric D’Œuvre, 2ᵉ étage ; « oui »"),
        ("12\u00a0h\u202f30", "12\u00a0h\u202f30"),
        ("a\r\nb\rc\nd\u2028e\x85f", "a b c d e f"),
        ("\u202edrow\u202c\u200b\ufeff\u00ad", "drow"),
        ("a\x00\x07\x1b\x9fb", "ab"),
        ("a\tb", "a b"),
        ("\ud800x\uffff\ufdd0", "x"),
        ("e\u0301", "é"),
        ("  a   b  ", "a b"),
    ],
)
def test_a_line_keeps_its_letters_and_loses_its_traps(written: str, cleaned: str) -> None:
    assert clean_line(written) == cleaned


def test_paragraphs_keep_their_line_feeds() -> None:
    assert clean_paragraphs("un\r\n\r\ndeux\u2029trois\n") == "un\n\ndeux\ntrois"


@given(text=ANY)
def test_nothing_invisible_remains(text: str) -> None:
    line = clean_line(text)
    assert not [c for c in line if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    assert line.encode().decode() == line
    assert unicodedata.is_normalized("NFC", line)


@given(text=ANY)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean_line(clean_line(text)) == clean_line(text)
    assert clean_paragraphs(clean_paragraphs(text)) == clean_paragraphs(text)
