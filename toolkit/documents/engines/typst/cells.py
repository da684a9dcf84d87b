"""How a cell is dressed: its borders, its margins, its fill, each its own or those of its table."""

from __future__ import annotations

from lxml import etree

from toolkit.documents.engines.looks import number
from toolkit.documents.engines.typst.cascade import Cascade
from toolkit.documents.engines.typst.draft import colour, points, record
from toolkit.documents.wordml import w

_LOGICAL = {"left": "start", "right": "end"}
_WORD_MARGINS = {"left": 108, "right": 108}


def dress_of(cell: Cascade, table: Cascade) -> dict[str, str]:
    """Return how a cell is filled, where its text stands, and its margins."""
    sides = ("top", "bottom", "left", "right")
    return {
        "fill": colour(cell.attribute("shd", "fill") or table.attribute("shd", "fill"), "none"),
        "align": {"center": "horizon", "bottom": "bottom"}.get(cell.value("vAlign"), "top") + " + left",
        "inset": record({side: points(margin_of(side, cell, table)) for side in sides}),
    }


def side_of(borders: etree._Element | None, side: str) -> etree._Element | None:
    """Return the line of a side, by its name or by the one that says where text starts."""
    if borders is None:
        return None
    found = borders.find(w(side))
    return found if found is not None else borders.find(w(_LOGICAL.get(side, side)))


def borders_of(borders: etree._Element | None) -> dict[str, etree._Element]:
    """Return the lines that ``borders`` gives to the four sides."""
    found = {side: side_of(borders, side) for side in ("top", "bottom", "left", "right")}
    return {side: border for side, border in found.items() if border is not None}


def margin_of(side: str, cell: Cascade, table: Cascade) -> int:
    """Return the margin of a cell in twips: its own, its table's, or Word's."""
    for cascade, name in ((cell, "tcMar"), (table, "tblCellMar")):
        found = _strongest(cascade, name, side)
        if found is not None:
            return number(found.get(w("w")))
    return _WORD_MARGINS.get(side, 0)


def _strongest(cascade: Cascade, name: str, side: str) -> etree._Element | None:
    for holder in cascade.strongest_first():
        found = side_of(holder.find(w(name)), side)
        if found is not None:
            return found
    return None
