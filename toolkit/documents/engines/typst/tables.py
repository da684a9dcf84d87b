"""Tables as Typst items: rows and cells, each with the borders and margins that Word would give it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from toolkit.documents.engines.looks import number
from toolkit.documents.engines.typst.cascade import Cascade
from toolkit.documents.engines.typst.cells import borders_of, dress_of, margin_of, side_of
from toolkit.documents.engines.typst.constructs import (
    CELL,
    CELL_OF_STYLE,
    ROW,
    SILENT,
    TABLE,
    TABLE_OF_STYLE,
    strangers,
)
from toolkit.documents.engines.typst.draft import Draft, array, colour, line, points, record
from toolkit.documents.engines.typst.grids import Grid
from toolkit.documents.engines.typst.names import NOT_DRAWN
from toolkit.documents.engines.typst.regions import Regions
from toolkit.documents.engines.typst.tree import Story, is_tag
from toolkit.documents.wordml import value_of, w

if TYPE_CHECKING:
    from toolkit.documents.engines.typst.blocks import Blocks

_SIDES = {"top": "top", "bottom": "bottom", "left": "left", "right": "right", "h": "insideH", "v": "insideV"}
# Where less is left beside a floating table, no text stands there; further down, some stands above it.
_LEAST_BESIDE, _CLOSE = 72, 40


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: its facts, and of each cell how it looks and what it holds."""

    facts: dict[str, str]
    cells: list[tuple[str, str]]

    def written(self, draft: Draft) -> str:
        """Return it as a value of the program."""
        cells = array([f"{look} + (b: {content})" for look, content in self.cells])
        return f"{draft.named('w', record(self.facts))} + (cells: {cells}),\n"


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
        columns = [number(c.get(w("w"))) for c in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
        grid = Grid(table, Regions(self._draft.styles, style, own), len(columns))
        look = Cascade(*self._draft.styles.chain(style, "table", "tblPr"), own)
        self._check(table, own, grid)
        if not columns:
            self._draft.refuse("tableau sans largeurs", table, "Word seul sait les calculer", self._story)
            return ""
        borders = {key: line(side_of(look.get("tblBorders"), name)) for key, name in _SIDES.items()}
        plain = all(stroke == "none" for stroke in borders.values())
        titled = own is not None and own.find(w("tblCaption")) is not None
        heads = table.find(f"{w('tr')}/{w('trPr')}/{w('tblHeader')}") is not None
        rows = [row for child in table for row in self._row(child, look, grid)]
        indent, side = self._position(table, own, look, sum(columns))
        facts = {
            "cols": array([points(width) for width in columns]),
            "indent": points(indent),
            "align": side,
            "grid": "true" if plain and not titled and not heads else "false",
            "borders": self._draft.named("d", record(borders)),
        }
        if grid.turns:
            fills = array([colour(fill, "none") for fill in grid.regions.fills()])
            skip = str(int(grid.regions.first_row))
            facts["bands"] = record({"skip": skip, "high": str(grid.regions.high), "fills": fills})
        return self._written(facts, rows)

    def _written(self, facts: dict[str, str], rows: list[_Row | str]) -> str:
        """Return a table as an item: its plan is made once where each document has the same rows."""
        fixed = [row for row in rows if isinstance(row, _Row)]
        if len(fixed) == len(rows):
            bare = [record(row.facts | {"cells": array([look for look, _ in row.cells])}) for row in fixed]
            plan = self._draft.named("t", f"planned({record(facts | {'rows': array(bare)})})")
            cells = array([array([content for _, content in row.cells]) for row in fixed])
            return record({"k": '"t"', "plan": plan, "cells": cells}) + ",\n"
        written = "".join(row if isinstance(row, str) else row.written(self._draft) for row in rows)
        whole = self._draft.named("t", record({"k": '"t"'} | facts))
        return f"{whole} + (rows: ({written})), "

    def _check(self, table: etree._Element, own: etree._Element | None, grid: Grid) -> None:
        """Note what of a table and of its style is not drawn."""
        for stranger in strangers(own, TABLE):
            self._draft.route(stranger, table, self._story)
        for element in self._draft.styles.lineage(self._draft.styles.table_style(own), "table"):
            self._check_style(element, table)
        for part in grid.regions.parts:
            self._check_style(part, table)
            inner = part.find(w("tblPr"))
            if inner is not None and len(inner):
                self._draft.route(part, table, self._story)
        if grid.loops and grid.regions.banded and not grid.regions.plain_bands:
            self._draft.refuse(
                "bandes de lignes répétées", table, "leur style dépend du nombre de lignes", self._story
            )
        ends = [is_tag(child) for child in table if is_tag(child) or child.tag in {w("tr"), w("sdt")}]
        if (grid.regions.last_row and ends and ends[-1]) or (
            grid.regions.first_row and grid.regions.parts and ends and ends[0]
        ):
            self._draft.refuse(
                "première ou dernière ligne répétée",
                table,
                "une boucle ou une condition décide laquelle c’est",
                self._story,
            )

    def _check_style(self, holder: etree._Element, table: etree._Element) -> None:
        known = {"tcPr": CELL_OF_STYLE, "trPr": ROW}
        if holder.tag == w("style"):
            known["tblPr"] = TABLE_OF_STYLE
        for name, drawn in known.items():
            for stranger in strangers(holder.find(w(name)), drawn):
                self._draft.route(stranger, table, self._story)

    def _position(
        self, table: etree._Element, own: etree._Element | None, look: Cascade, width: int
    ) -> tuple[int, str]:
        """Return how far a table stands from the left, in twips, and how it is aligned."""
        side = {"center": "center", "right": "right", "end": "right"}
        floating = own.find(w("tblpPr")) if own is not None else None
        if floating is None:
            aligned = side.get(look.value("jc"), "left")
            return look.twips("tblInd", "w") - self._outdent(table, look, aligned), aligned
        across, down = floating.get(w("tblpXSpec")) or "", number(floating.get(w("tblpY")))
        alone = self._draft.inner - width / 20 < _LEAST_BESIDE
        near = (
            floating.get(w("vertAnchor")) == "text"
            and 0 <= down <= _CLOSE
            and not floating.get(w("tblpYSpec"))
        )
        if not (alone and near) or floating.get(w("horzAnchor")) == "page" or across in {"inside", "outside"}:
            self._draft.refuse("tableau flottant", table, "le texte coulerait à côté de lui", self._story)
        return (0 if across else number(floating.get(w("tblpX")))), side.get(across, "left")

    def _outdent(self, table: etree._Element, look: Cascade, aligned: str) -> int:
        """Return how far a table stands out: before Word 2013 its text was on the margin, not its edge."""
        if not self._draft.stands_out or aligned != "left":
            return 0
        first = table.find(f".//{w('tc')}/{w('tcPr')}")
        return margin_of("left", Cascade(first), look)

    def _row(self, child: etree._Element, look: Cascade, grid: Grid) -> list[_Row | str]:
        """Return the rows that an element of a table is or holds, and the tags among them."""
        if is_tag(child):
            tag = self._blocks.statement(child)
            return [tag] if tag else []
        if child.tag in {w("sdt"), w("customXml")}:
            held = child.iterfind(f"{w('sdtContent')}/*") if child.tag == w("sdt") else iter(child)
            return [row for part in held for row in self._row(part, look, grid)]
        if child.tag != w("tr"):
            if child.tag not in SILENT | {w("tblPr"), w("tblGrid"), w("customXmlPr")}:
                self._draft.route(child, child, self._story)
            return []
        own = child.find(w("trPr"))
        for stranger in strangers(own, ROW):
            self._draft.route(stranger, child, self._story)
        if child.find(w("tblPrEx")) is not None:
            self._draft.refuse("exception de ligne", child, NOT_DRAWN, self._story)
        facts = Cascade(own)
        height = facts.get("trHeight")
        exact = height is not None and height.get(w("hRule")) == "exact"
        kept = child.find(f"{w('tc')}/{w('p')}")
        region = grid.regions.at(grid.spot(child, 0, 1))
        keep = kept is not None and self._draft.styles.paragraph(kept.find(w("pPr")), region).on("keepNext")
        cells: list[tuple[str, str]] = []
        column = 0
        before = self._blocks.told
        for cell in child:
            # The first cell holds a row up to its least height.
            self._blocks.told = before or (height is not None and not exact and column == 0)
            written, span = self._cell(cell, look, grid, column)
            cells, column = cells + written, column + span
        self._blocks.told = before
        row = {
            "h": points(number(height.get(w("val")))) if height is not None else "none",
            "exact": _flag(exact),
            "head": _flag(facts.on("tblHeader")),
            "split": _flag(not facts.on("cantSplit")),
            "keep": _flag(keep),
        }
        return [_Row(row, cells)]

    def _cell(
        self, child: etree._Element, look: Cascade, grid: Grid, column: int
    ) -> tuple[list[tuple[str, str]], int]:
        """Return the cells that an element of a row is or holds, and how many columns they take.

        Of each: how it looks and what it holds.
        """
        if is_tag(child):
            self._draft.refuse("colonnes répétées", child, "le nombre de colonnes changerait", self._story)
            return [], 0
        if child.tag in {w("sdt"), w("customXml")}:
            held = child.iterfind(f"{w('sdtContent')}/*") if child.tag == w("sdt") else iter(child)
            found: list[tuple[str, str]] = []
            taken = 0
            for cell in held:
                written, span = self._cell(cell, look, grid, column + taken)
                found, taken = found + written, taken + span
            return found, taken
        if child.tag != w("tc"):
            if child.tag not in SILENT | {w("trPr"), w("tblPrEx"), w("customXmlPr")}:
                self._draft.route(child, child, self._story)
            return [], 0
        own = child.find(w("tcPr"))
        for stranger in strangers(own, CELL):
            self._draft.route(stranger, child, self._story)
        if own is not None and any("{" in value for e in own.iter(etree.Element) for value in e.values()):
            self._draft.refuse(
                "cellule calculée", child, "sa couleur ou sa largeur est une valeur", self._story
            )
        direct = Cascade(own)
        span = max(number(direct.value("gridSpan")), 1)
        spot = grid.spot(child, column, span)
        region = grid.regions.at(spot)
        facts = Cascade(*self._draft.styles.region(region, "tcPr"), own)
        merged = own.find(w("vMerge")) if own is not None else None
        content = self._blocks.items(child, region)
        place = {
            "span": str(span),
            "vm": "none" if merged is None else f'"{value_of(merged) or "continue"}"',
        }
        borders = grid.regions.borders(region, spot) | borders_of(direct.get("tcBorders"))
        own_lines = record({side: line(border) for side, border in borders.items()})
        shown = dress_of(facts, look) | {"own": own_lines} | place
        if grid.takes_turn(spot) and not facts.attribute("shd", "fill"):
            shown["turns"] = "true"
        return [(self._draft.named("c", record(shown)), content)], span


def _flag(on: bool) -> str:  # noqa: FBT001 - a value to write, not a switch
    return "true" if on else "false"
