"""The addendum of a report: what would run over its place, or that no face draws, stands there in full."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from toolkit.documents.fonts import SUBSTITUTE

Drawn = Callable[[str], bool]
"""Tells whether the report shows a character."""

# What a reader never sees, and every engine leaves out or writes otherwise.
_UNSEEN = frozenset("\n\t\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}")
_PLAIN = frozenset("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{HORIZONTAL BAR}")
_MOST = 60_000


class Annex:
    """The addendum under way.

    Args:
        kept: Whether the template has one; without it long answers stand where they are asked for.
        drawn: Tells whether a character has a glyph.
    """

    def __init__(self, *, kept: bool, drawn: Drawn) -> None:
        self._kept, self._drawn = kept, drawn
        self.pages: list[dict[str, object]] = []

    def short(self, title: str, text: str, limit: int) -> str:
        """Return ``text``, or as much of it as its place shows and where the whole of it stands."""
        spelled = self.spelled(text)
        if not self._kept or (len(text) <= limit and spelled == text):
            return spelled
        shown = "".join(c if self._shows(c) else SUBSTITUTE for c in unicodedata.normalize("NFC", text))
        if len(shown) > limit:
            cut = shown[:limit]
            shown = (cut.rsplit(maxsplit=1)[0] if len(cut.split(maxsplit=1)) > 1 else cut) + " […]"
        first = len(self.pages) + 1
        self._put(title, spelled)
        return f"{shown} (texte entier : annexe\N{NO-BREAK SPACE}{first})"

    def spelled(self, text: str) -> str:
        """Return ``text`` with the number and the name of each character that has no glyph."""
        composed = unicodedata.normalize("NFC", text)
        if all(self._shows(c) for c in composed):
            return text
        return "".join(c if self._shows(c) else _spelled(c) for c in composed)

    def _put(self, title: str, text: str) -> None:
        """Add ``text``, in pages that a template can hold."""
        pieces = [text[at : at + _MOST] for at in range(0, len(text), _MOST)]
        for number, piece in enumerate(pieces, start=1):
            part = f" ({number} sur {len(pieces)})" if len(pieces) > 1 else ""
            self.pages.append({"number": str(len(self.pages) + 1), "title": f"{title}{part}", "text": piece})

    def _shows(self, character: str) -> bool:
        return character in _UNSEEN or character in _PLAIN or self._drawn(character)


def _spelled(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"[U+{ord(character):04X}{f' {name}' if name else ''}]"
