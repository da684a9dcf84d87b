"""Make text from a roster safe to print and to send: nothing invisible, nothing that ends a line.

A cell of a workbook may hold control characters, line ends, marks that turn the direction of writing or
letters of no width. None of them may reach a header, a calendar property or a letter: a CR or LF there starts
a new header (RFC 5322, 2.2) or property (RFC 5545, 3.1), the others make a reader see what is not written.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}]")
_SPACES = re.compile(" {2,}")
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, format marks (bidi, zero width), lone surrogates, line and paragraph separators."""

_NONCHARACTERS_START, _NONCHARACTERS_END = 0xFDD0, 0xFDEF


def clean_paragraphs(text: str) -> str:
    """Return ``text`` in NFC without invisible characters; its line ends become LF, its tabs spaces."""
    if text.isascii() and text.isprintable():
        return text.strip()
    with_line_feeds = _LINE_ENDS.sub("\n", text.replace("\t", " "))
    visible = "".join(c for c in with_line_feeds if c == "\n" or _is_visible(c))
    return unicodedata.normalize("NFC", visible).strip()


def clean_line(text: str) -> str:
    """Return ``text`` on one line, in NFC, without invisible characters; line ends become one space."""
    return _SPACES.sub(" ", clean_paragraphs(text).replace("\n", " "))


def _is_visible(character: str) -> bool:
    point = ord(character)
    return (
        unicodedata.category(character) not in _REFUSED_CATEGORIES
        and point & 0xFFFE != 0xFFFE  # noqa: PLR2004 - U+FFFE and U+FFFF of each plane are no characters
        and not _NONCHARACTERS_START <= point <= _NONCHARACTERS_END
    )
