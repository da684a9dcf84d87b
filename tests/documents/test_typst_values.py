"""A value is printed the same way the second time, by the short way, as the first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.documents.engines.typst.values import TypstSyntax, text_of

ALPHABET = 'aé’ « –\u00a0\u202f\u2011\u00ad\u2010"\\{}#[]\n\t\u0301œ☐€\ufb01'


def drawn(character: str) -> bool:
    return character != "€"


@given(st.lists(st.text(ALPHABET, max_size=12), max_size=8))
def test_a_value_is_the_same_text_however_many_came_before(values: list[str]) -> None:
    syntax = TypstSyntax("essai.docx", drawn)
    template = syntax.from_string("{% for v in values %}{{ v }}|{% endfor %}")

    printed = template.render({"values": [*values, *values], "_budget": [100]})

    alone = [text_of(str(syntax.filters["_given"](value, "v")), drawn) for value in values]
    assert printed == "".join(f"{text}|" for text in [*alone, *alone])


@pytest.mark.parametrize(
    "value", ['"); #read("x")', "\\u{41}", "{{ 7 }}", "a\u0301", "\u212a", "\u1100\u1161"]
)
def test_what_means_something_to_the_typesetter_never_takes_the_short_way(value: str) -> None:
    syntax = TypstSyntax("essai.docx", lambda _: True)
    template = syntax.from_string("{{ v }}")

    first, second = (template.render({"v": value, "_budget": [9]}) for _ in range(2))

    assert first == second == text_of(value, lambda _: True)
