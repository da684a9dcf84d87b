"""What a person typed, as text that every document can hold, without a sign of it lost."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Word and the archive hold no control character: each shows as its picture (Unicode, block U+2400).
_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A}} | {0x7F: 0x2421}
_NO_TEXT = re.compile("[\x80-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def as_typed(text: str) -> str:
    """Return ``text`` with newlines as line ends, without spaces that nobody sees around its lines.

    A control character becomes its picture (␀ for the first), and what is no character at all « � ».
    """
    lines = _LINE_ENDS.sub("\n", text).translate(_PICTURES)
    return "\n".join(line.rstrip() for line in _NO_TEXT.sub("\ufffd", lines).split("\n")).strip()
