"""Tables as Typst items: rows and cells, each with the borders and margins that Word would give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from toolkit.documents.engines.looks import number
from toolkit.documents.engines.typst.cascade import Cascade
from toolkit.documents.engines.typst.constructs import CELL, ROW, SILENT, TABLE, strangers, title_of
from toolkit.documents.engines.typst.draft import Draft, array, colour, line, points, record
from toolkit.documents.engines.typst.inline import NOT_DRAWN
from toolkit.documents.engines.typst.tree import Story, is_tag
from toolkit.documents.wordml import value_of, w

if TYPE_CHECKING:
    from toolkit.documents.engines.typst.blocks import Blocks

_SIDES = {"top": "top", "bottom": "bottom", "left": "left", "right": "right", "h": "insideH", "v": "insideV"}
_LOGICAL = {"left": "start", "right": "end"}
_WORD_MARGINS = {"left": 108, "right": 108}


class Tables:
    """Writes the tables of one story.

    Args:
        draft: The program under way.
        story: The story.
        blocks: What writes the content of cells.
    """

    def __init__(self, draft: Draft, story: Story, blocks: Blocks) -> None:
        self._draft, self._story, self._blocks = draft, story, blocks

    def item(self, table: etree._Element) -> str:
        """Return ``table`` as an item of a flow."""
        own = table.find(w("tblPr"))
        style = self._draft.styles.table_style(own)
        for element in self._draft.styles.lineage(style, "table"):
            for conditional in element.iterfind(w("tblStylePr")):
                self._refuse(conditional, table)
        for stranger in strangers(own, TABLE):
            self._refuse(stranger, table)
        look = Cascade(*self._draft.styles.chain(style, "table", "tblPr"), own)
        columns = [number(c.get(w("w"))) for c in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
        if not columns:
            self._draft.refuse("tableau sans largeurs", table, "Word seul sait les calculer.", self._story)
            return ""
        borders = {key: line(_side(look.get("tblBorders"), name)) for key, name in _SIDES.items()}
        plain = all(stroke == "none" for stroke in borders.values())
        titled = own is not None and own.find(w("tblCaption")) is not None
        heads = table.find(f"{w('tr')}/{w('trPr')}/{w('tblHeader')}") is not None
        rows = "".join(self._row(child, look, style) for child in table)
        facts = {
            "k": '"t"',
            "cols": array([points(width) for width in columns]),
            "indent": points(look.twips("tblInd", "w")),
            "align": {"center": "center", "right": "right", "end": "right"}.get(look.value("jc"), "left"),
            "grid": "true" if plain and not titled and not heads else "false",
            "borders": self._draft.named("d", record(borders)),
            "rows": f"({rows})",
        }
        return record(facts) + ", "

    def _row(self, child: etree._Element, look: Cascade, style: str) -> str:
        if is_tag(child):
            return self._blocks.statement(child)
        if child.tag == w("sdt"):
            return "".join(self._row(row, look, style) for row in child.iterfind(f"{w('sdtContent')}/*"))
        if child.tag != w("tr"):
            if child.tag not in SILENT | {w("tblPr"), w("tblGrid")}:
                self._refuse(child, child)
            return ""
        own = child.find(w("trPr"))
        for stranger in strangers(own, ROW):
            self._refuse(stranger, child)
        if child.find(w("tblPrEx")) is not None:
            self._draft.refuse("exception de ligne", child, NOT_DRAWN, self._story)
        facts = Cascade(own)
        height = facts.get("trHeight")
        exact = height is not None and height.get(w("hRule")) == "exact"
        kept = child.find(f"{w('tc')}/{w('p')}")
        keep = kept is not None and self._draft.styles.paragraph(kept.find(w("pPr")), style).on("keepNext")
        row = {
            "h": points(number(height.get(w("val")))) if height is not None else "none",
            "exact": _flag(exact),
            "head": _flag(facts.on("tblHeader")),
            "split": _flag(not facts.on("cantSplit")),
            "keep": _flag(keep),
            "cells": f"({''.join(self._cell(cell, look, style) for cell in child)})",
        }
        return record(row) + ",\n"

    def _cell(self, child: etree._Element, look: Cascade, style: str) -> str:
        if is_tag(child):
            self._draft.refuse("colonnes répétées", child, "le nombre de colonnes changerait.", self._story)
            return ""
        if child.tag == w("sdt"):
            return "".join(self._cell(cell, look, style) for cell in child.iterfind(f"{w('sdtContent')}/*"))
        if child.tag != w("tc"):
            if child.tag not in SILENT | {w("trPr"), w("tblPrEx")}:
                self._refuse(child, child)
            return ""
        own = child.find(w("tcPr"))
        for stranger in strangers(own, CELL):
            self._refuse(stranger, child)
        if own is not None and any("{" in value for e in own.iter(etree.Element) for value in e.values()):
            self._draft.refuse(
                "cellule calculée", child, "sa couleur ou sa largeur est une valeur.", self._story
            )
        facts = Cascade(own)
        merged = own.find(w("vMerge")) if own is not None else None
        cell = {
            "b": self._blocks.items(child, style),
            "span": str(max(number(facts.value("gridSpan")), 1)),
            "vm": "none" if merged is None else f'"{value_of(merged) or "continue"}"',
        }
        shown = {
            "fill": colour(facts.attribute("shd", "fill") or look.attribute("shd", "fill"), "none"),
            "align": {"center": "horizon", "bottom": "bottom"}.get(facts.value("vAlign"), "top") + " + left",
            "inset": record(
                {side: points(_margin(side, facts, look)) for side in ("top", "bottom", "left", "right")}
            ),
            "own": record(_own_borders(facts.get("tcBorders"))),
        }
        return f"{self._draft.named('c', record(shown))} + {record(cell)}, "

    def _refuse(self, element: etree._Element, at: etree._Element) -> None:
        self._draft.refuse(title_of(element), at, NOT_DRAWN, self._story)


def _side(borders: etree._Element | None, side: str) -> etree._Element | None:
    if borders is None:
        return None
    found = borders.find(w(side))
    return found if found is not None else borders.find(w(_LOGICAL.get(side, side)))


def _own_borders(borders: etree._Element | None) -> dict[str, str]:
    found = {side: _side(borders, side) for side in ("top", "bottom", "left", "right")}
    return {side: line(border) for side, border in found.items() if border is not None}


def _margin(side: str, cell: Cascade, table: Cascade) -> int:
    """Return the margin of a cell in twips: its own, its table's, or Word's."""
    for cascade, name in ((cell, "tcMar"), (table, "tblCellMar")):
        found = _strongest(cascade, name, side)
        if found is not None:
            return number(found.get(w("w")))
    return _WORD_MARGINS.get(side, 0)


def _strongest(cascade: Cascade, name: str, side: str) -> etree._Element | None:
    for holder in cascade.strongest_first():
        found = _side(holder.find(w(name)), side)
        if found is not None:
            return found
    return None


def _flag(on: bool) -> str:  # noqa: FBT001 - a value to write, not a switch
    return "true" if on else "false"
