"""The VML of old Words: measures and places hidden in ``style`` attributes (ISO/IEC 29500-4, 14.1.2)."""

from __future__ import annotations

from lxml import etree

from toolkit.documents.engines.typst.boxes import NotDrawnError, vml_colour
from toolkit.documents.engines.typst.draft import record
from toolkit.documents.engines.typst.places import Place

_V = "{urn:schemas-microsoft-com:vml}"
_W10 = "{urn:schemas-microsoft-com:office:word}"
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75}
_ORIGINS = {"page": "page", "margin": "margin", "text": "own", "char": "own", "line": "own"}
_ALIGNED = {"left": "start", "top": "start", "center": "center", "right": "end", "bottom": "end"}
_OFF = {"f", "false", "0"}
_INSETS = ("7.2pt", "3.6pt", "7.2pt", "3.6pt")


class Style:
    """The declarations of a ``style`` attribute.

    Args:
        text: The attribute.
    """

    def __init__(self, text: str) -> None:
        pairs = (declaration.partition(":") for declaration in text.split(";"))
        self._values = {name.strip(): value.strip() for name, _, value in pairs}

    def get(self, name: str, otherwise: str = "") -> str:
        """Return a declaration."""
        return self._values.get(name, otherwise)

    def points(self, name: str) -> float:
        """Return a length in points, 0 when there is none."""
        return points(self.get(name, "0"))


def points(length: str) -> float:
    """Return a length of CSS in points.

    Raises:
        NotDrawnError: its unit is none of Word's.
    """
    unit = length[-2:]
    try:
        return float(length[:-2]) * _UNITS[unit] if unit in _UNITS else float(length or 0)
    except ValueError as error:
        raise NotDrawnError("image ou zone de texte ancienne") from error


def place_in_vml(style: Style, shape: etree._Element) -> Place | None:
    """Return where a shape stands, None in the line of its text.

    Raises:
        NotDrawnError: text would flow beside it.
    """
    if style.get("position") != "absolute":
        return None
    wrap = shape.find(f"{_W10}wrap")
    if (
        style.get("rotation")
        or style.get("mso-width-percent", "0") != "0"
        or style.get("mso-height-percent", "0") != "0"
    ):
        raise NotDrawnError("image ou zone de texte ancienne")
    if wrap is not None and wrap.get("type") not in {None, "none"}:
        raise NotDrawnError("image habillée par le texte", "le texte coulerait à côté d’elle")
    return Place(
        x=_spot(style, "horizontal", "left", "margin"),
        y=_spot(style, "vertical", "top", "own"),
        behind=style.get("z-index").startswith("-"),
    )


def _spot(style: Style, side: str, edge: str, text: str) -> str:
    origin = style.get(f"mso-position-{side}-relative", "text")
    if origin not in _ORIGINS:
        raise NotDrawnError("image ou zone de texte ancienne")
    start = text if origin == "text" else _ORIGINS[origin]
    aligned = style.get(f"mso-position-{side}", "absolute")
    if aligned in _ALIGNED and start != "own":
        return f'("{start}", "{_ALIGNED[aligned]}")'
    if aligned != "absolute":
        raise NotDrawnError("image ou zone de texte ancienne")
    return f'("{start}", {style.points(f"margin-{edge}") + style.points(edge):g}pt)'


def box_facts(shape: etree._Element, style: Style) -> dict[str, str]:
    """Return the frame of a text box as a record of the program.

    Raises:
        NotDrawnError: its fill or its line is more than a colour.
    """
    textbox = shape.find(f"{_V}textbox")
    fill, line = shape.find(f"{_V}fill"), shape.find(f"{_V}stroke")
    if fill is not None and fill.get("type", "solid") != "solid":
        raise NotDrawnError("dégradé ou motif d’une zone de texte")
    if line is not None and (
        line.get("dashstyle", "solid") != "solid" or line.get("linestyle", "single") != "single"
    ):
        raise NotDrawnError("bordure double ou décorée")
    inset = textbox.get("inset") if textbox is not None else None
    own = [one.strip() for one in (inset or "").split(",")]
    given = [(own[at] if at < len(own) and own[at] else usual) for at, usual in enumerate(_INSETS)]
    lengths = (f"{points(one):g}pt" for one in given)
    flow = Style(textbox.get("style") or "") if textbox is not None else Style("")
    if flow.get("layout-flow", "horizontal") != "horizontal":
        raise NotDrawnError("zone de texte verticale ou à colonnes")
    stroked, filled = shape.get("stroked", "t") not in _OFF, shape.get("filled", "t") not in _OFF
    weight = points(shape.get("strokeweight", "0.75pt"))
    return {
        "width": f"{style.points('width'):g}pt",
        "height": f"{style.points('height'):g}pt",
        "grows": "true" if flow.get("mso-fit-shape-to-text") == "t" else "false",
        "inset": record(dict(zip(("left", "top", "right", "bottom"), lengths, strict=True))),
        "align": {"middle": "horizon", "bottom": "bottom"}.get(style.get("v-text-anchor"), "top") + " + left",
        "fill": vml_colour(shape.get("fillcolor", "white")) if filled else "none",
        "stroke": record(
            {"thickness": f"{weight:g}pt", "paint": vml_colour(shape.get("strokecolor", "black"))}
        )
        if stroked
        else "none",
        "radius": "0pt",
    }
