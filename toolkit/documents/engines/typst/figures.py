"""Pictures and text boxes: in the line of a text, or at a place of their own on the page.

Text never flows beside one of them here: a figure that the text goes around is told, and left to the other
engine (ISO/IEC 29500-1, 20.4).
"""

from __future__ import annotations

import hashlib
import posixpath

from lxml import etree

from toolkit.documents.engines.looks import number
from toolkit.documents.engines.typst.boxes import EMU, NotDrawnError, needed, shape_box, vml_figure
from toolkit.documents.engines.typst.cascade import Cascade
from toolkit.documents.engines.typst.draft import Draft
from toolkit.documents.engines.typst.looks import text_record
from toolkit.documents.engines.typst.notes import Items
from toolkit.documents.engines.typst.places import Place, place_of
from toolkit.documents.engines.typst.relations import Relations
from toolkit.documents.engines.typst.tree import Story, is_tag
from toolkit.documents.engines.typst.values import literal
from toolkit.documents.wordml import R_NS, WP_NS, w

_PICTURES = {".png", ".jpg", ".jpeg", ".gif"}
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SHAPE = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp"
_WHOLE = 100_000


class Figures:
    """Writes the figures of one story.

    Args:
        draft: The program under way.
        story: The story.
        relations: What its part points to.
    """

    items: Items

    def __init__(self, draft: Draft, story: Story, relations: Relations) -> None:
        self._draft, self._story, self._relations = draft, story, relations

    def written(self, element: etree._Element, look: Cascade, text: Cascade) -> str:
        """Return a ``w:drawing`` or ``w:pict`` as markup of its paragraph.

        Args:
            element: The figure.
            look: What decides its paragraph.
            text: What decides the text of its paragraph.
        """
        try:
            if element.tag == w("pict"):
                return self._ancient(element, look, text)
            held = _held(element)
            extent = needed(held, f"{{{WP_NS}}}extent")
            width, height = (int(extent.get(side) or 0) / EMU for side in ("cx", "cy"))
            body = self._linked(held, self._body(held, width, height))
            if held.tag.endswith("}inline"):
                return f"#box({_in_line(held, body)});"
            return self._placed(place_of(held, element), (width, height), body, (look, text), element)
        except NotDrawnError as error:
            self._draft.refuse(str(error), element, error.why, self._story)
        except ValueError:
            # A measure that is no number.
            self._draft.refuse(
                "forme ou graphique", element, "le moteur rapide ne le comprend pas", self._story
            )
        return ""

    def _placed(
        self,
        place: Place,
        size: tuple[float, float],
        body: str,
        paragraph: tuple[Cascade, Cascade],
        element: etree._Element,
    ) -> str:
        if place.behind and not (self._comes_first(element) or place.is_below):
            raise NotDrawnError("image derrière un texte déjà écrit")
        look, text = paragraph
        self._draft.use("PLACED")
        looks = text_record(self._draft, text, look)
        ascent = looks["top-edge"].replace("em", f" * {looks['size']}")
        width, height = (f"{side:g}pt" for side in size)
        if place.pushes:
            if not _starts_paragraph(element):
                raise NotDrawnError("image au milieu d’un paragraphe")
            room = f"{place.down:g}pt, {place.below:g}pt"
            return f"#topped({self._draft.page}, {place.x}, {room}, {width}, {height}, {body});"
        return f"#placed({self._draft.page}, {place.x}, {place.y}, {width}, {height}, {ascent}, {body});"

    def _comes_first(self, element: etree._Element) -> bool:
        """Tell whether nothing is painted before a figure: headers are painted before the body."""
        if element.getroottree().getroot().tag in {w("hdr"), w("ftr")}:
            return True
        paragraph = next(iter(element.iterancestors(w("p"))))
        parent = paragraph.getparent()
        before = [one for one in paragraph.itersiblings(preceding=True) if not is_tag(one)]
        return parent is not None and parent.tag == w("body") and not before

    def _body(self, held: etree._Element, width: float, height: float) -> str:
        if held.find(f".//{_SHAPE}") is not None:
            self._draft.use("BOXED")
            return shape_box(held, (width, height), self._draft, self.items)
        picture = held.find(f"{_A}graphic/{_A}graphicData/{{*}}pic")
        blip = picture.find(f".//{_A}blip") if picture is not None else None
        if picture is None or blip is None:
            raise NotDrawnError("forme ou graphique")
        _refuse_dressed(picture, blip)
        frame = picture.find(f".//{_A}xfrm")
        if frame is not None and any(
            (frame.get(turn) or "0") not in {"0", "false"} for turn in ("rot", "flipH", "flipV")
        ):
            raise NotDrawnError("image tournée")
        properties = held.find(f"{{{WP_NS}}}docPr")
        alt = (properties.get("descr") or "") if properties is not None else ""
        name = self._file(blip.get(f"{{{R_NS}}}embed"))
        return _cropped(name, alt, (width, height), picture.find(".//{*}srcRect"))

    def _file(self, link: str | None) -> str:
        """Return the name that the program gives to a picture of the package."""
        content = self._relations.content(link)
        suffix = posixpath.splitext(self._relations.inside(link))[1].lower()
        if content is None:
            raise NotDrawnError("image absente du modèle")
        if suffix not in _PICTURES:
            raise NotDrawnError(f"image d’un format ancien ({suffix.lstrip('.').upper()})")
        name = f"{hashlib.sha256(content).hexdigest()[:16]}{suffix}"
        self._draft.files[name] = content
        return name

    def _linked(self, held: etree._Element, body: str) -> str:
        click = held.find(f"{{{WP_NS}}}docPr/{_A}hlinkClick")
        address = self._relations.address(click.get(f"{{{R_NS}}}id")) if click is not None else ""
        return f"link({literal(address)}, {body})" if address else body

    def _ancient(self, pict: etree._Element, look: Cascade, text: Cascade) -> str:
        figure = vml_figure(pict, self._draft, self.items, self._file)
        if figure.place is None:
            return f"#box({_in_line(pict, figure.body)});"
        if next(pict.iterancestors(w("tc")), None) is not None:
            raise NotDrawnError("image ancrée dans un tableau", "Word la garde dans sa cellule")
        return self._placed(figure.place, figure.size, figure.body, (look, text), pict)


def _refuse_dressed(picture: etree._Element, blip: etree._Element) -> None:
    """Refuse a picture that Word frames, cuts to a shape, or retouches."""
    looks = picture.find("{*}spPr")
    shape = looks.find(f"{_A}prstGeom") if looks is not None else None
    line = looks.find(f"{_A}ln") if looks is not None else None
    effects = looks.find(f"{_A}effectLst") if looks is not None else None
    if line is not None and line.find(f"{_A}solidFill") is not None:
        raise NotDrawnError("image encadrée")
    if shape is not None and shape.get("prst") != "rect":
        raise NotDrawnError("image découpée en forme")
    if (effects is not None and len(effects)) or [one for one in blip if one.tag != f"{_A}extLst"]:
        raise NotDrawnError("image retouchée")


def _held(drawing: etree._Element) -> etree._Element:
    for child in drawing:
        if child.tag in {f"{{{WP_NS}}}inline", f"{{{WP_NS}}}anchor"}:
            return child
    raise NotDrawnError("forme ou graphique")


def _in_line(figure: etree._Element, body: str) -> str:
    """Return a figure that stands on the base line: a grid has none of its own, the text of a box has."""
    return body if next(figure.iter(w("txbxContent")), None) is None else f"grid({body})"


def _cropped(name: str, alt: str, size: tuple[float, float], crop: etree._Element | None) -> str:
    """Return a picture, without the edges that ``a:srcRect`` cuts off (20.1.8.55)."""
    width, height = size
    left, top, right, bottom = (
        (number(crop.get(side)) / _WHOLE if crop is not None else 0) for side in ("l", "t", "r", "b")
    )
    wide, high = width / (1 - left - right), height / (1 - top - bottom)
    image = (
        f'image({literal(name)}, alt: {literal(alt)}, width: {wide:g}pt, height: {high:g}pt, fit: "stretch")'
    )
    if not any((left, top, right, bottom)):
        return image
    return (
        f"box(clip: true, width: {width:g}pt, height: {height:g}pt, "
        f"place(dx: {-left * wide:g}pt, dy: {-top * high:g}pt, {image}))"
    )


def _starts_paragraph(element: etree._Element) -> bool:
    """Tell whether no text stands before a figure in its paragraph."""
    paragraph = next(iter(element.iterancestors(w("p"))))
    for node in paragraph.iter():
        if node is element:
            return True
        if is_tag(node) or (node.tag == w("t") and node.text) or node.tag in {w("tab"), w("br")}:
            return False
    return False
