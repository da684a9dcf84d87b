"""The rows of a table as an author wrote them, and which of them a loop repeats."""

from __future__ import annotations

from lxml import etree

from toolkit.documents.engines.typst.regions import Regions, Spot
from toolkit.documents.engines.typst.tree import is_tag
from toolkit.documents.wordml import w


class Grid:
    """The rows of one table as they are written, and those that a loop repeats.

    Args:
        table: The table.
        regions: What its style dresses apart.
        columns: How many columns it has.
    """

    def __init__(self, table: etree._Element, regions: Regions, columns: int) -> None:
        self.regions, self._columns = regions, columns
        self._rows: list[etree._Element] = []
        self._known: dict[int, int | None] = {}
        self.loops = False
        self._read(table)

    @property
    def turns(self) -> bool:
        """Tell whether rows take the fills of the bands in turn, as many as a loop makes of them."""
        return self.loops and self.regions.banded

    def takes_turn(self, spot: Spot) -> bool:
        """Tell whether a cell takes the fill of a band where it stands at last."""
        apart = (self.regions.first_row and spot.row == 0) or (self.regions.last_row and spot.last_row)
        return self.turns and not apart

    def spot(self, inside: etree._Element, column: int, span: int) -> Spot:
        """Return where a cell, or the row ``inside`` is, stands."""
        row = inside if inside.tag == w("tr") else next(inside.iterancestors(w("tr")))
        at = next(number for number, one in enumerate(self._rows) if one is row)
        return Spot(
            row=self._known[at],
            column=column,
            last_row=at == len(self._rows) - 1,
            last_column=column + span >= self._columns,
        )

    def _read(self, holder: etree._Element) -> None:
        for child in holder:
            if is_tag(child):
                self.loops = True
            elif child.tag == w("tr"):
                # The first row is known even where a loop follows.
                self._known[len(self._rows)] = None if self.loops else len(self._rows)
                self._rows.append(child)
            elif child.tag in {w("sdt"), w("sdtContent"), w("customXml")}:
                self._read(child)
