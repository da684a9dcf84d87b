"""Values as Typst text: string literals that can be nothing else, of characters that a face can draw."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from markupsafe import Markup

from toolkit.documents.fonts import SUBSTITUTE
from toolkit.documents.syntax import TemplateSyntax
from toolkit.french import NBSP, NNBSP

# An invisible character may have no glyph, and PDF/A refuses a glyph that is missing.
_PLAIN = str.maketrans(
    {"\N{SOFT HYPHEN}": None, "\N{ZERO WIDTH SPACE}": None, "\N{WORD JOINER}": None, "\ufeff": None}
    | dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}", "-")
    | {"\N{HORIZONTAL BAR}": "\N{EM DASH}"}
)
# Braces too: the program is itself a Jinja template.
_ESCAPED = str.maketrans({'"': '\\"', "\\": "\\\\", "{": "\\u{7b}", "}": "\\u{7d}"})
_FIRST_COMBINING = 0x300
_PUNCTUATION = (0x2010, 0x20CF)
_BREAKS = {"\n": "#linebreak();", "\t": "#h(2em);"}


class TypstSyntax(TemplateSyntax):
    """The small language of templates, its values printed as Typst string literals.

    Args:
        template: File name of the template, for errors.
        drawn: Tells whether some face has a glyph for a character.
    """

    def __init__(self, template: str, drawn: Callable[[str], bool]) -> None:
        self.drawn = drawn
        self._ordinary: set[str] = set()
        super().__init__(template)

    def _printed(self, value: object) -> object:
        text = str(super()._printed(value))
        if text and self._ordinary.issuperset(text):
            return Markup(f'#"{text}";')  # noqa: S704 - no character of it stands for anything else
        self._ordinary.update(c for c in set(text) if _is_ordinary(c) and self.drawn(c))
        return Markup(text_of(text, self.drawn))  # noqa: S704 - every character is escaped by text_of


def text_of(text: str, drawn: Callable[[str], bool]) -> str:
    """Return ``text`` as Typst markup that shows it literally: strings, line breaks, tabs."""
    return "".join(_pieces(drawable(text, drawn)))


def drawable(text: str, drawn: Callable[[str], bool]) -> str:
    """Return ``text`` with ``SUBSTITUTE`` for what no face draws, a plain space for a space."""
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    return "".join(c if c in _BREAKS or drawn(c) else _instead(c) for c in plain)


def _is_ordinary(character: str) -> bool:
    """Tell whether a character stands for itself, and is written with no other in another way (NFC)."""
    code = ord(character)
    if character in _BREAKS or code in _PLAIN or code in _ESCAPED:
        return False
    return code < _FIRST_COMBINING or _PUNCTUATION[0] <= code <= _PUNCTUATION[1]


def _instead(character: str) -> str:
    if unicodedata.category(character) != "Zs":
        return SUBSTITUTE
    return NBSP if character == NNBSP else " "


def literal(text: str) -> str:
    """Return ``text`` as a Typst string, quotes included."""
    return f'"{text.translate(_ESCAPED)}"'


def _pieces(text: str) -> list[str]:
    pieces, start = [], 0
    for at, character in enumerate(text):
        if character in _BREAKS:
            pieces += [f"#{literal(text[start:at])};"] * (at > start) + [_BREAKS[character]]
            start = at + 1
    if start < len(text):
        pieces.append(f"#{literal(text[start:])};")
    return pieces
