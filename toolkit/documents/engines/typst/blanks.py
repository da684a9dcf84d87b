"""A place to write in: an empty box under a link that names it, which is where a form puts its field.

Word knows no such thing; it is asked for by a smart tag (ISO/IEC 29500-1, 17.5.1.9) that holds the name as
its text: ``w:uri`` is the address before the name, ``w:element`` is « champ », and two attributes give the
size in points. Without a width the place is as wide as what it stands in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from toolkit.documents.engines.typst.values import literal
from toolkit.documents.wordml import w

if TYPE_CHECKING:
    from toolkit.documents.engines.typst.draft import Draft

ELEMENT = "champ"
_DEEPEST = 4.0
WIDTH, HEIGHT = "largeur", "hauteur"


def blank_request(address: str, name: str, *, width: float = 0, height: float) -> etree._Element:
    """Return the element that asks for a place to write in.

    Args:
        address: Address before the name.
        name: Name of the field; tags are allowed in it.
        width: Points, 0 for the whole width.
        height: Points.
    """
    made = etree.Element(w("smartTag"), {w("uri"): address, w("element"): ELEMENT})
    sizes = etree.SubElement(made, w("smartTagPr"))
    for key, size in ((WIDTH, width), (HEIGHT, height)):
        etree.SubElement(sizes, w("attr"), {w("name"): key, w("val"): f"{size:g}"})
    etree.SubElement(etree.SubElement(made, w("r")), w("t")).text = name
    return made


def asks_for_blank(element: etree._Element) -> bool:
    """Tell whether ``element`` is such a request."""
    return element.tag == w("smartTag") and element.get(w("element")) == ELEMENT


def blank_markup(draft: Draft, request: etree._Element, name: str) -> str:
    """Return the markup of a place to write in, ``name`` the markup of its name."""
    sizes = {attr.get(w("name")): attr.get(w("val")) or "0" for attr in request.iter(w("attr"))}
    width, height = (float(sizes.get(key, "0")) for key in (WIDTH, HEIGHT))
    wide = f"{width:g}pt" if width else "100%"
    # It reaches under the base line as letters do, so that it alone makes the height of its line.
    place = f"box(width: {wide}, height: {height:g}pt, baseline: {min(_DEEPEST, height / 4):g}pt)"
    address = literal(request.get(w("uri")) or "")
    spelled = 'if n.has("text") { n.text } else { n.children.map(c => c.at("text", default: "")).join() }'
    return f"#{draft.named('f', f'n => link({address} + {spelled}, {place})')}[{name}];"
