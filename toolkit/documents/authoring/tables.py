"""Tables: widths that hold in every engine, repeated headings, shading, borders (ISO/IEC 29500-1, 17.4)."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.documents.authoring.blocks import Block, flat, para
from toolkit.documents.authoring.inline import run
from toolkit.documents.authoring.markup import Element, qualified, twips, w
from toolkit.documents.authoring.theme import accent

SOFT = "1A"
"""Tint of a shaded cell: a tenth of the accent, dark text reads well on it."""

_SIDES = ("top", "left", "bottom", "right")


def cell(
    *blocks: Block | str,
    style: str = "Cellule",
    shaded: bool = False,
    span: int = 1,
    align: str = "",
    vertical: str = "",
    borders: str = "",
) -> Element:
    """Return a cell; a string is one paragraph in ``style``.

    Args:
        blocks: Paragraphs, lists, nested tables, or strings.
        style: Style of the strings.
        shaded: On a light tint of the employer's colour.
        span: Columns covered.
        align: Alignment of the strings.
        vertical: ``center`` or ``bottom``.
        borders: Sides drawn in the employer's colour, for example ``"bottom"``; other lines are the table's.
    """
    properties = w(
        "tcPr",
        w("tcW", w=0, type="dxa"),
        w("gridSpan", val=span) if span > 1 else None,
        _cell_borders(borders.split()) if borders else None,
        w("shd", **{"val": "clear", "color": "auto", **accent("fill", tint=SOFT)}) if shaded else None,
        w("vAlign", val=vertical) if vertical else None,
    )
    made = [para(b, style=style, align=align) if isinstance(b, str) else b for b in blocks]
    return w("tc", properties, *flat(made or [para(style=style)]))


def _cell_borders(sides: Sequence[str]) -> Element:
    return w(
        "tcBorders",
        *(
            w(side, **{"val": "single", "sz": 8, "space": 0, **accent("color")})
            for side in _SIDES
            if side in sides
        ),
    )


def row(
    *cells: Element,
    header: bool = False,
    height: float | None = None,
    exact: bool = False,
    whole: bool = True,
) -> Element:
    """Return a row.

    Args:
        cells: Its cells.
        header: Repeated at the top of each page.
        height: In centimetres, at least, or ``exact``.
        exact: The height never grows; what does not fit is cut.
        whole: Never split between two pages.
    """
    properties = w(
        "trPr",
        w("cantSplit") if whole else None,
        w("trHeight", val=twips(height), hRule="exact" if exact else "atLeast") if height else None,
        w("tblHeader") if header else None,
    )
    return w("tr", properties if len(properties) else None, *cells)


def headings(*texts: str) -> Element:
    """Return a heading row, shaded and repeated on each page."""
    return row(
        *(cell(text, style="EnTeteTableau", shaded=True, borders="bottom") for text in texts), header=True
    )


def row_tag(jinja: str, columns: int) -> Element:
    """Return a row that holds only docxtpl's ``{%tr … %}`` and disappears when rendered."""
    holder = cell(w("p", w("pPr", w("pStyle", val="Cellule")), run(f"{{%tr {jinja} %}}")), span=columns)
    return w("tr", holder)


def each_row(loop: str, *cells: Element) -> list[Element]:
    """Return a row repeated by the Jinja ``loop``, for example ``piece in pieces``."""
    columns = len(cells)
    return [row_tag(f"for {loop}", columns), row(*cells), row_tag("endfor", columns)]


def when_row(condition: str, *rows: Element, columns: int) -> list[Element]:
    """Return ``rows`` shown only when the Jinja ``condition`` holds."""
    return [row_tag(f"if {condition}", columns), *rows, row_tag("endif", columns)]


def table(
    widths: Sequence[float], *rows: Block, lines: str = "grid", caption: str = "", indent: float = 0
) -> Element:
    """Return a table of fixed layout.

    Args:
        widths: Of each column, in centimetres.
        rows: Rows, or lists of rows.
        lines: ``grid`` (thin grey), ``rows`` (between rows only), ``plain`` (no line; for shaded boxes) or
            ``none`` (no line, and text aligned with the text around).
        caption: What the table shows, read aloud by screen readers.
        indent: From the left margin, in centimetres.
    """
    properties = w(
        "tblPr",
        w("tblStyle", val="Grille" if lines == "grid" else "TableauNormal"),
        w("tblW", w=twips(sum(widths)), type="dxa"),
        w("tblInd", w=twips(indent), type="dxa"),
        _row_lines() if lines == "rows" else None,
        w("tblLayout", type="fixed"),
        _no_padding() if lines == "none" else None,
        w("tblLook", val="0420"),
        w("tblCaption", val=caption) if caption else None,
    )
    grid = w("tblGrid", *(w("gridCol", w=twips(width)) for width in widths))
    made = w("tbl", properties, grid, *flat(rows))
    _set_widths(made, widths)
    return made


def _row_lines() -> Element:
    line = {"val": "single", "sz": 4, "space": 0, **accent("color", tint="66")}
    return w("tblBorders", w("top", **line), w("bottom", **line), w("insideH", **line))


def _no_padding() -> Element:
    """Return margins that align the text of a table without lines with the text around it."""
    return w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa"))


def _set_widths(made: Element, widths: Sequence[float]) -> None:
    for line in made.iterchildren(qualified("tr")):
        column = 0
        for tc in line.iterchildren(qualified("tc")):
            span = int(
                next((mark.get(qualified("val"), "1") for mark in tc[0].iter(qualified("gridSpan"))), "1")
            )
            tc[0][0].set(qualified("w"), str(twips(sum(widths[column : column + span]))))
            column += span
