"""Margins that make room for the header and footer, as Word does and rdocx does not.

Word moves the body down when a header is taller than the top margin, and up for a footer. The heights are
estimated from the sizes of text, pictures and rows: an estimate on the high side costs a little white.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from lxml import etree

from toolkit.documents.engines.looks import Looks, number
from toolkit.documents.package import Parts, parse_part
from toolkit.documents.wordml import R_NS, WP_NS, w
from toolkit.errors import ConversionError

_MAIN = "word/document.xml"
_RELS = "word/_rels/document.xml.rels"
_EMU_PER_TWIP = 635
_TWIPS_PER_HALF_POINT = 10
_LINE = 1.22
_GAP = 113  # 2 mm between header and body, in twips


def grow_margins(roots: Mapping[str, etree._Element], parts: Parts, looks: Looks) -> None:
    """Raise the top and bottom margins of each section to the height of its header and footer."""
    if _MAIN not in roots or _RELS not in parts:
        return
    targets = _targets(parts)
    for section in roots[_MAIN].iter(w("sectPr")):
        margins = section.find(w("pgMar"))
        if margins is None:
            continue
        for side, story in (("top", "header"), ("bottom", "footer")):
            named = (targets.get(name, "") for name in _links(section, f"{story}Reference"))
            heights = [_height(roots[part], looks) for part in named if part in roots]
            _grow(margins, side, story, max(heights, default=0))


def _targets(parts: Parts) -> dict[str, str]:
    relations = parse_part(parts[_RELS], about=_RELS, refusal=ConversionError)
    return {
        r.get("Id", ""): posixpath.normpath(posixpath.join("word", r.get("Target", ""))) for r in relations
    }


def _links(section: etree._Element, reference: str) -> list[str]:
    return [link.get(f"{{{R_NS}}}id", "") for link in section.iterfind(w(reference))]


def _grow(margins: etree._Element, side: str, distance: str, height: int) -> None:
    needed = number(margins.get(w(distance))) + height + _GAP
    margin = number(margins.get(w(side)))
    # A negative margin is Word's way to say "exactly": the body does not move.
    if height and 0 <= margin < needed:
        margins.set(w(side), str(needed))


def _height(container: etree._Element, looks: Looks) -> int:
    """Return the height of the blocks in ``container``, in twips."""
    return sum(_block_height(child, looks) for child in container)


def _block_height(block: etree._Element, looks: Looks) -> int:
    if block.tag == w("tbl"):
        return sum(_row_height(row, looks) for row in block.iterfind(w("tr")))
    if block.tag == w("p"):
        return _paragraph_height(block, looks)
    return 0


def _row_height(row: etree._Element, looks: Looks) -> int:
    fixed = row.find(f"{w('trPr')}/{w('trHeight')}")
    least = number(fixed.get(w("val"))) if fixed is not None else 0
    if fixed is not None and fixed.get(w("hRule")) == "exact":
        return least
    return max([least, *(_height(cell, looks) for cell in row.iterfind(w("tc")))])


def _paragraph_height(paragraph: etree._Element, looks: Looks) -> int:
    largest = max((looks.size_of(run) for run in paragraph.iter(w("r"))), default=looks.text_size(paragraph))
    lines = 1 + sum(1 for _ in paragraph.iter(w("br")))
    text = round(largest * _TWIPS_PER_HALF_POINT * _LINE * looks.line_factor(paragraph)) * lines
    pictures = [
        number(extent.get("cy")) // _EMU_PER_TWIP
        for inline in paragraph.iter(f"{{{WP_NS}}}inline")
        for extent in inline.iterfind(f"{{{WP_NS}}}extent")
    ]
    return looks.space_around(paragraph) + max([text, *pictures])
