"""The visible block reads well in a wide box and in a narrow one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.signing.stamps import Box, _width, fitted

LABEL = "cachet de l’employeur, signature recueillie en présence"
TEXT = f"Nadia Benali-Lefèvre, salarié(e)\nle 12/03/2026 à 10:42\n{LABEL}"


def test_lines_are_kept_whole_where_there_is_room() -> None:
    assert fitted(TEXT, Box(0, 60, 200, 300, 260)) == TEXT


def test_lines_are_broken_rather_than_shrunk_in_a_third_of_a_page() -> None:
    lines = fitted(TEXT, Box(0, 76, 252, 220, 317)).split("\n")
    assert max(map(_width, lines)) <= 144 - 12
    assert " ".join(lines).endswith(LABEL)


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=200))
@pytest.mark.parametrize("box", [Box(0, 0, 0, 40, 20), Box(0, 0, 0, 144, 65)])
def test_no_word_is_lost(box: Box, text: str) -> None:
    assert "".join(fitted(text, box).split()) == "".join(text.split())
