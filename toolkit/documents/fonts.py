"""Which faces the documents are set in, and which characters each of them can draw.

Word templates are set in Calibri, which every Word has. The fast engine draws it with the machine's Calibri
or Carlito, else with a face of a package that is fitted to it (:mod:`.engines.typst.faces`). rdocx draws it
with Carlito, which it carries inside and which has the same widths, so a letter breaks its lines at the same
places in Word and in the PDF, on a machine without a single font installed. Carlito draws accented capitals,
œ, Vietnamese names, € and the narrow no-break space. It has no check boxes: those stand in a run of their
own, in ``SYMBOL_FONT`` in Word and in ``PDF_SYMBOL_FONT`` (carried by rdocx too) in its PDF.
"""

from __future__ import annotations

DOCUMENT_FONT = "Calibri"
"""The face of every template: body, headings, tables, header and footer."""

SYMBOL_FONT = "MS Gothic"
"""The face of ☐ and ☒ in Word's own check boxes; only symbols stand in such a run."""

PDF_SYMBOL_FONT = "Noto Sans Symbols 2"
"""The face of symbols in PDFs; preparation replaces ``SYMBOL_FONT`` by it."""

_SYMBOLS = frozenset("⇨◆◻☐☑☒✓✗❍❑❒❖➔➢⧫⬥⬧")

# Ranges that all four faces of Carlito cover, as read in their character maps; the no-break space is added,
# which the engine draws as a space.
_TEXT_RANGES = (
    "0020-007E 00A0-00AC 00AE-02B9 02BB-02C8 0300-036F 0374-0375 037A-037E 0384-038A 038C 038E-03A1 "
    "03A3-03CE 03D0-0475 048A-0513 1E00-1E9B 1E9E 1EA0-1EF9 2000-200A 2012-2022 2026 202F-2030 "
    "2033-2034 2039-203A 203C 2044 205F 2070-2071 2074-2094 20A0-20B5 20B8-20B9 2105 2113 2116-2117 "
    "2120 2122 2126 212E 2153-215F 2190-2199 2202 2206 220F 2211-2212 2215 221A 221E-221F 2229 222B "
    "2248 2260-2261 2264-2265 2460-2473 2500 2502 250C 2510 2514 2518 25A1 25AA-25AB 25CA-25CC 25CF "
    "25E6 FB00-FB04"
)


def _expand(ranges: str) -> frozenset[str]:
    bounds = (part.partition("-") for part in ranges.split())
    return frozenset(
        chr(code) for low, _, high in bounds for code in range(int(low, 16), int(high or low, 16) + 1)
    )


_TEXT = _expand(_TEXT_RANGES)

SUBSTITUTE = "□"
"""What stands in a PDF for a character that no carried face can draw."""


def is_symbol(character: str) -> bool:
    """Tell whether ``character`` must be set in the symbol face, in a run of its own."""
    return character in _SYMBOLS


def is_drawable(character: str) -> bool:
    """Tell whether the embedded engine draws ``character`` whatever the machine has installed."""
    return character in _TEXT or character in _SYMBOLS


def undrawable(text: str) -> tuple[str, ...]:
    """Return the characters of ``text`` that a PDF would show as ``SUBSTITUTE``, each once, in order."""
    return tuple(dict.fromkeys(c for c in text if not is_drawable(c) and c not in "\n\t\r"))
