"""What stands inside a paragraph: French text, Jinja tags, page fields, line breaks."""

from __future__ import annotations

import re

from toolkit.documents.authoring.markup import XML_SPACE, Element, w
from toolkit.documents.authoring.theme import accent
from toolkit.french import NBSP, NNBSP

_TAG = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_RULES = (
    (re.compile("'"), "’"),
    (re.compile(r" ([;!?])"), rf"{NNBSP}\1"),
    (re.compile(r" ([:»%€])"), rf"{NBSP}\1"),
    (re.compile(r"« "), f"«{NBSP}"),
    (re.compile(r"\b([Aa]rticles?|n°|[LRD]\.|page|[Ss]ociété) (?=[\dLRD])"), rf"\1{NBSP}"),
    (re.compile(r"(?<=\d) (?=(?:ans|mois|jours|salariés|heures|h|minutes)\b)"), NBSP),
)


def french(text: str) -> str:
    """Return ``text`` with the apostrophes and no-break spaces of French; Jinja tags are left alone.

    Line ends and indents of the source become one space.
    """
    pieces = _TAG.split(re.sub(r"\s*\n\s*", " ", text))
    # A space just before or after a tag belongs to the sentence: rules see it, tags do not change.
    return "".join(piece if _TAG.fullmatch(piece) else _ruled(piece) for piece in pieces)


def _ruled(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text


def run(
    text: str, *, bold: bool = False, italic: bool = False, tone: str = "", size: float | None = None
) -> Element:
    """Return one run; a tab or a vertical tab in the text becomes Word's tab or line break.

    Args:
        text: As it stands; :func:`runs` is for French sentences.
        bold: In bold.
        italic: In italics.
        tone: ``accent``, or a colour RRGGBB.
        size: In points, instead of the style's.
    """
    properties = [
        w("b") if bold else None,
        w("i") if italic else None,
        w("color", **accent()) if tone == "accent" else w("color", val=tone) if tone else None,
        w("sz", val=round(size * 2)) if size else None,
    ]
    kept = [item for item in properties if item is not None]
    made = w("r", w("rPr", *kept) if kept else None)
    for piece in re.split(r"([\t\v])", text):
        if piece == "\t":
            made.append(w("tab"))
        elif piece == "\v":
            made.append(w("br"))
        elif piece:
            made.append(_text(piece))
    return made


def _text(content: str) -> Element:
    made = w("t")
    made.text = content
    made.set(XML_SPACE, "preserve")
    return made


def runs(
    text: str, *, bold: bool = False, italic: bool = False, tone: str = "", size: float | None = None
) -> list[Element]:
    """Return the runs of a French sentence; ``**word**`` is bold, each Jinja tag stays whole in its run."""
    made = []
    for number, piece in enumerate(_BOLD.split(french(text))):
        if piece:
            made.append(run(piece, bold=bold or number % 2 == 1, italic=italic, tone=tone, size=size))
    return made


def field(instruction: str, shown: str = "1") -> list[Element]:
    """Return a field such as ``PAGE`` or ``NUMPAGES`` (ISO/IEC 29500-1, 17.16.5)."""
    instruction_text = w("instrText")
    instruction_text.text = f" {instruction} "
    instruction_text.set(XML_SPACE, "preserve")
    return [
        w("r", w("fldChar", fldCharType="begin")),
        w("r", instruction_text),
        w("r", w("fldChar", fldCharType="separate")),
        run(shown),
        w("r", w("fldChar", fldCharType="end")),
    ]
