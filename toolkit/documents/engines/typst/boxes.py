"""Text boxes, of DrawingML (``wps``) and of the VML that older Words wrote: a frame, and blocks inside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from toolkit.documents.engines.typst.draft import Draft, guarded, record
from toolkit.documents.engines.typst.values import literal
from toolkit.documents.wordml import R_NS, w

if TYPE_CHECKING:
    from toolkit.documents.engines.typst.notes import Items
    from toolkit.documents.engines.typst.places import Place

EMU = 12700
"""English Metric Units in a point."""

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_V = "{urn:schemas-microsoft-com:vml}"
_INSETS = {
    "left": ("lIns", 91440),
    "top": ("tIns", 45720),
    "right": ("rIns", 91440),
    "bottom": ("bIns", 45720),
}
_UPRIGHT = {"t": "top", "ctr": "horizon", "b": "bottom"}
_NAMED = {
    "black": "000000",
    "white": "ffffff",
    "red": "ff0000",
    "blue": "0000ff",
    "green": "008000",
    "gray": "808080",
}
_SCHEME = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
_FIXED = {"dk1": "000000", "lt1": "ffffff"}
_LINE = 9525


class NotDrawnError(Exception):
    """A figure that this engine leaves to the other: what HR calls it, and why."""

    def __init__(self, name: str, why: str = "") -> None:
        super().__init__(name)
        self.why = why


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure ready to stand in the line, or at its place."""

    body: str
    size: tuple[float, float]
    place: Place | None


def shape_box(held: etree._Element, size: tuple[float, float], draft: Draft, items: Items) -> str:
    """Return a ``wps:wsp`` as a box of the program.

    Raises:
        NotDrawnError: its outline, colours or text are more than a plain frame of words.
    """
    shape = needed(held, f".//{_WPS}wsp")
    looks, body = needed(shape, f"{_WPS}spPr"), needed(shape, f"{_WPS}bodyPr")
    content = shape.find(f"{_WPS}txbx/{w('txbxContent')}")
    outline = looks.find(f"{_A}prstGeom")
    frame = looks.find(f"{_A}xfrm")
    if content is None or outline is None or outline.get("prst") not in {"rect", "roundRect"}:
        raise NotDrawnError("forme ou graphique")
    if frame is not None and (frame.get("rot") or "0") != "0":
        raise NotDrawnError("zone de texte tournée")
    if (
        body.get("vert", "horz") != "horz"
        or body.get("numCol", "1") != "1"
        or body.find(f"{_A}normAutofit[@fontScale]") is not None
    ):
        raise NotDrawnError("zone de texte verticale ou à colonnes")
    insets = {side: int(body.get(name, str(usual))) / EMU for side, (name, usual) in _INSETS.items()}
    rounded = min(size) * 0.16667 if outline.get("prst") == "roundRect" else 0
    facts = {
        "width": f"{size[0]:g}pt",
        "height": f"{size[1]:g}pt",
        "grows": "true" if body.find(f"{_A}spAutoFit") is not None else "false",
        "inset": record({side: f"{inset:g}pt" for side, inset in insets.items()}),
        "align": _UPRIGHT.get(body.get("anchor", "t"), "top") + " + left",
        "fill": _fill(looks, shape, draft),
        "stroke": _stroke(looks, shape, draft),
        "radius": f"{rounded:g}pt",
    }
    return f"boxed({draft.page}, {draft.named('x', record(facts))}, {guarded(items(content))})"


def needed(holder: etree._Element, path: str) -> etree._Element:
    """Return what ``path`` leads to.

    Raises:
        NotDrawnError: nothing is there, where Word always writes something.
    """
    found = holder.find(path)
    if found is None:
        raise NotDrawnError("forme ou graphique")
    return found


def _fill(looks: etree._Element, shape: etree._Element, draft: Draft) -> str:
    if looks.find(f"{_A}noFill") is not None:
        return "none"
    solid = looks.find(f"{_A}solidFill")
    if solid is not None:
        return _colour(solid, draft)
    if any(looks.find(f"{_A}{kind}") is not None for kind in ("gradFill", "blipFill", "pattFill", "grpFill")):
        raise NotDrawnError("dégradé ou motif d’une zone de texte")
    _refuse_styled(shape, "fillRef")
    return "none"


def _stroke(looks: etree._Element, shape: etree._Element, draft: Draft) -> str:
    line = looks.find(f"{_A}ln")
    solid = line.find(f"{_A}solidFill") if line is not None else None
    if line is None or (solid is None and line.find(f"{_A}noFill") is None):
        _refuse_styled(shape, "lnRef")
        return "none"
    if solid is None:
        return "none"
    dash = line.find(f"{_A}prstDash")
    kind = dash.get("val") if dash is not None else "solid"
    dashes = {"solid": "solid", "dash": "dashed", "sysDash": "dashed", "sysDot": "dotted", "dot": "dotted"}
    if kind not in dashes or line.get("cmpd", "sng") != "sng":
        raise NotDrawnError("bordure double ou décorée")
    width = int(line.get("w") or _LINE) / EMU
    return record({"thickness": f"{width:g}pt", "paint": _colour(solid, draft), "dash": f'"{dashes[kind]}"'})


def _refuse_styled(shape: etree._Element, name: str) -> None:
    reference = shape.find(f"{_WPS}style/{_A}{name}")
    if reference is not None and reference.get("idx", "0") != "0":
        raise NotDrawnError("zone de texte aux couleurs d’un style")


def _colour(holder: etree._Element, draft: Draft) -> str:
    """Return a colour of DrawingML; one that Word computes from another is not guessed (20.1.2.3)."""
    colour = holder[0]
    name, value = etree.QName(colour).localname, colour.get("val") or ""
    if len(colour):
        raise NotDrawnError("couleur calculée d’une zone de texte")
    if name == "schemeClr":
        kind = _SCHEME.get(value, value)
        value = draft.styles.theme_colour(kind) or _FIXED.get(kind, "")
    elif name == "sysClr":
        value = colour.get("lastClr") or ""
    elif name == "prstClr":
        value = _NAMED.get(value, "")
    return vml_colour(f"#{value}")


def vml_colour(value: str) -> str:
    """Return ``#rrggbb``, ``#rgb`` or a name as a colour of the program."""
    code = value.split(maxsplit=1)[0].lstrip("#").lower() if value else ""
    code = _NAMED.get(code, code)
    code = "".join(c * 2 for c in code) if len(code) == 3 else code  # noqa: PLR2004 - #rgb
    if len(code) != 6 or any(c not in "0123456789abcdef" for c in code):  # noqa: PLR2004 - RRGGBB
        raise NotDrawnError("couleur particulière d’une zone de texte")
    return f'rgb("#{code}")'


def vml_figure(pict: etree._Element, draft: Draft, items: Items, file: Callable[[str | None], str]) -> Figure:
    """Return the figure of a ``w:pict`` (ISO/IEC 29500-4, 14.1): a picture in the line, or a text box.

    Raises:
        NotDrawnError: it is anything else.
    """
    from toolkit.documents.engines.typst.vml import Style, box_facts, place_in_vml  # noqa: PLC0415 - rare

    shape = next((child for child in pict if child.tag in {f"{_V}shape", f"{_V}rect"}), None)
    if shape is None or [
        child for child in pict if child.tag not in {f"{_V}shape", f"{_V}rect", f"{_V}shapetype"}
    ]:
        raise NotDrawnError("image ou zone de texte ancienne")
    style = Style(shape.get("style") or "")
    size, place = (style.points("width"), style.points("height")), place_in_vml(style, shape)
    data, content = shape.find(f"{_V}imagedata"), shape.find(f"{_V}textbox/{w('txbxContent')}")
    if data is not None:
        framed = "t75" not in (shape.get("type") or "") and shape.get("stroked", "t") not in {"f", "false"}
        if framed or shape.get("stroked") in {"t", "true"}:
            raise NotDrawnError("image ou zone de texte ancienne")
        alt = shape.get("alt") or data.get("{urn:schemas-microsoft-com:office:office}title") or ""
        width, height = (f"{side:g}pt" for side in size)
        name = literal(file(data.get(f"{{{R_NS}}}id")))
        return Figure(
            f'image({name}, alt: {literal(alt)}, width: {width}, height: {height}, fit: "stretch")',
            size,
            place,
        )
    if content is None:
        raise NotDrawnError("image ou zone de texte ancienne")
    draft.use("BOXED")
    facts = draft.named("x", record(box_facts(shape, style)))
    return Figure(f"boxed({draft.page}, {facts}, {guarded(items(content))})", size, place)
