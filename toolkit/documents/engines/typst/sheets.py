"""The sheet of a section: its size, its margins, and what Word does at its edges (ISO/IEC 29500-1, 17.6)."""

from __future__ import annotations

from lxml import etree

from toolkit.documents.engines.looks import number
from toolkit.documents.engines.typst.draft import points
from toolkit.documents.wordml import value_of, w

_APART = f"{w('compat')}/{w('doNotUseHTMLParagraphAutoSpacing')}"


def page_facts(section: etree._Element, settings: etree._Element | None) -> dict[str, str]:
    """Return the sheet, the margins and the habits of a section, as a record of the program."""
    size, margin = section.find(w("pgSz")), section.find(w("pgMar"))

    def of(holder: etree._Element | None, name: str, otherwise: int) -> int:
        return number(holder.get(w(name))) if holder is not None and holder.get(w(name)) else otherwise

    width, left, right = of(size, "w", 11906), of(margin, "left", 1417), of(margin, "right", 1417)
    left += of(margin, "gutter", 0)
    top, bottom = of(margin, "top", 1417), of(margin, "bottom", 1417)
    titled = section.find(w("titlePg"))
    even = settings.find(w("evenAndOddHeaders")) if settings is not None else None
    return {
        "width": points(width),
        "height": points(of(size, "h", 16838)),
        "left": points(left),
        "right": points(right),
        "inner": points(width - left - right),
        "top": points(abs(top)),
        "bottom": points(abs(bottom)),
        "header": points(of(margin, "header", 708)),
        "footer": points(of(margin, "footer", 708)),
        # A negative margin is Word's way to say "exactly": the body does not move.
        "fixed": _flag(top < 0 or bottom < 0),
        "titled": _flag(_is_on(titled)),
        "even": _flag(_is_on(even)),
        "apart": _flag(settings is None or settings.find(_APART) is not None),
    }


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and value_of(switch) not in {"0", "false", "off"}


def _flag(on: bool) -> str:  # noqa: FBT001 - a value to write, not a switch
    return "true" if on else "false"
