"""The parts of a table that its style dresses apart: first row, bands (ISO/IEC 29500-1, 17.7.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from toolkit.documents.engines.looks import number
from toolkit.documents.engines.typst.cascade import Cascade, Region, Styles
from toolkit.documents.wordml import value_of, w

_SWITCHES = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}
_BANDS = ("band1Horz", "band2Horz")
_ACROSS = frozenset({"firstRow", "lastRow", *_BANDS})
_DOWN = frozenset({"firstCol", "lastCol", "band1Vert", "band2Vert"})
_EDGES = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell in its table: its row and first column, counted from 0, and whether they are the last ones.

    ``row`` is None where a loop decides how many rows stand above.
    """

    row: int | None
    column: int
    last_row: bool
    last_column: bool


class Regions:
    """What the style of one table dresses apart.

    Args:
        styles: Styles of the template.
        style: Id of the style of the table.
        own: Properties of the table.
    """

    def __init__(self, styles: Styles, style: str, own: etree._Element | None) -> None:
        self._styles, self._style = styles, style
        self._apart: dict[str, list[etree._Element]] = {}
        for element in reversed(list(styles.lineage(style, "table"))):
            for apart in element.iterfind(w("tblStylePr")):
                self._apart.setdefault(apart.get(w("type")) or "", []).append(apart)
        look = own.find(w("tblLook")) if own is not None else None
        self._on = {name: _is_on(look, name, bit) for name, bit in _SWITCHES.items()}
        sizes = Cascade(*styles.chain(style, "table", "tblPr"), own)
        self.high = max(number(sizes.value("tblStyleRowBandSize")), 1)
        self._wide = max(number(sizes.value("tblStyleColBandSize")), 1)

    @property
    def parts(self) -> list[etree._Element]:
        """What the style says of each part that may be dressed."""
        return [apart for kind, found in self._apart.items() for apart in found if self._may(kind)]

    @property
    def banded(self) -> bool:
        """Tell whether rows are dressed in turn."""
        return any(self._may(kind) and kind in self._apart for kind in _BANDS)

    @property
    def first_row(self) -> bool:
        """Tell whether the first row is dressed apart."""
        return self._on["firstRow"]

    @property
    def last_row(self) -> bool:
        """Tell whether the last row is dressed apart."""
        return self._on["lastRow"] and "lastRow" in self._apart

    @property
    def plain_bands(self) -> bool:
        """Tell whether bands differ by their fill alone."""
        return all(
            {child.tag for child in part} <= {w("tcPr")} and {child.tag for child in part[0]} <= {w("shd")}
            for kind in _BANDS
            for part in self._apart.get(kind, [])
            if len(part)
        )

    def fills(self) -> tuple[str, str]:
        """Return the fills of the two bands, as RRGGBB."""
        found = [Cascade(*(part.find(w("tcPr")) for part in self._apart.get(kind, []))) for kind in _BANDS]
        return found[0].attribute("shd", "fill"), found[1].attribute("shd", "fill")

    def at(self, spot: Spot) -> Region:
        """Return where ``spot`` is: the parts it belongs to, the weakest first."""
        return (self._style, tuple(kind for kind in self._kinds(spot) if kind in self._apart))

    def borders(self, region: Region, spot: Spot) -> dict[str, etree._Element]:
        """Return the borders that the parts give to a cell: their own edges, or the lines inside them."""
        found: dict[str, etree._Element] = {}
        for kind in region[1]:
            for part in self._apart[kind]:
                lines = part.find(f"{w('tcPr')}/{w('tcBorders')}")
                for side, inside in _EDGES.items():
                    line = (
                        lines.find(w(side if _is_edge(kind, side, spot) else inside))
                        if lines is not None
                        else None
                    )
                    if line is not None:
                        found[side] = line
        return found

    def _may(self, kind: str) -> bool:
        switch = {"firstCol": "firstColumn", "lastCol": "lastColumn"}.get(kind, kind)
        if switch in self._on:
            return self._on[switch]
        if kind.endswith(("Horz", "Vert")):
            return not self._on["noHBand" if kind.endswith("Horz") else "noVBand"]
        corners = {"nwCell": (0, 0), "neCell": (0, 1), "swCell": (1, 0), "seCell": (1, 1)}
        if kind in corners:
            row, column = corners[kind]
            return self._on[("firstRow", "lastRow")[row]] and self._on[("firstColumn", "lastColumn")[column]]
        return True

    def _kinds(self, spot: Spot) -> Iterator[str]:
        top, bottom = self._on["firstRow"] and spot.row == 0, self._on["lastRow"] and spot.last_row
        left, right = (
            self._on["firstColumn"] and spot.column == 0,
            self._on["lastColumn"] and spot.last_column,
        )
        yield "wholeTable"
        if self._may("band1Vert") and not left and not right:
            turn = (spot.column - self._on["firstColumn"]) // self._wide % 2
            yield ("band1Vert", "band2Vert")[turn]
        if self._may("band1Horz") and not top and not bottom and spot.row is not None:
            turn = (spot.row - self._on["firstRow"]) // self.high % 2
            yield _BANDS[turn]
        yield from (kind for kind, on in (("firstCol", left), ("lastCol", right)) if on)
        yield from (kind for kind, on in (("firstRow", top), ("lastRow", bottom)) if on)
        rows, columns = (("n", top), ("s", bottom)), (("w", left), ("e", right))
        yield from (f"{v}{h}Cell" for v, on in rows for h, also in columns if on and also)


def _is_edge(kind: str, side: str, spot: Spot) -> bool:
    """Tell whether ``side`` of a cell is an edge of the part ``kind``, not a line inside it."""
    edges = {
        "top": spot.row == 0,
        "bottom": spot.last_row,
        "left": spot.column == 0,
        "right": spot.last_column,
    }
    if kind in _ACROSS and side in {"top", "bottom"}:
        return True
    if kind in _DOWN and side in {"left", "right"}:
        return True
    return kind.endswith("Cell") or edges[side]


def _is_on(look: etree._Element | None, name: str, bit: int) -> bool:
    if look is None:
        return False
    if look.get(w(name)) is not None:
        return look.get(w(name)) in {"1", "true", "on"}
    try:
        return bool(int(value_of(look) or "0", 16) & bit)
    except ValueError:
        return False
