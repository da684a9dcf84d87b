"""The runs of a paragraph as Typst markup: text as strings, values as fields, pictures, page numbers."""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Callable, Mapping

from lxml import etree

from toolkit.documents.engines.typst.blanks import asks_for_blank, blank_markup
from toolkit.documents.engines.typst.cascade import Cascade
from toolkit.documents.engines.typst.constructs import SILENT, TEXT, strangers, title_of
from toolkit.documents.engines.typst.draft import Draft
from toolkit.documents.engines.typst.looks import wrapped
from toolkit.documents.engines.typst.tree import Story, is_tag
from toolkit.documents.engines.typst.values import literal
from toolkit.documents.fonts import SUBSTITUTE
from toolkit.documents.wordml import R_NS, WP_NS, value_of, w

_WINGDINGS = {
    "F0A8": "☐",
    "F06F": "☐",
    "F0FE": "☒",
    "F0FD": "☒",
    "F078": "☒",
    "F0FC": "✓",
    "F0FB": "✗",
    "F0B7": "•",
}
_FIELDS = {"PAGE": "#page-number;", "NUMPAGES": "#page-count;"}
_SPACES = re.compile(r"[\n\r\t]")
_EMU_PER_POINT = 12700
_PICTURES = {".png", ".jpg", ".jpeg", ".gif"}
TAB = "\x00"
"""Where a tab stands in the markup of a paragraph, until the paragraph is cut there."""

NOT_DRAWN = "le moteur rapide ne le dessine pas."


class Inline:
    """Writes the content of paragraphs of one story.

    Args:
        draft: The program under way.
        story: The story.
        relations: Targets of its relations, by id.
        parts: Package of the template, for its pictures.
    """

    def __init__(
        self, draft: Draft, story: Story, relations: Mapping[str, str], parts: Mapping[str, bytes]
    ) -> None:
        self._draft, self._story, self._relations, self._parts = draft, story, relations, parts
        self._field: str | None = None
        self._shown = False
        self._writers: dict[str, Callable[[etree._Element], str]] = {
            w("t"): self._text,
            w("tab"): lambda _: TAB,
            w("br"): self._break,
            w("cr"): self._break,
            w("sym"): self._symbol,
            w("noBreakHyphen"): self._symbol,
            w("drawing"): self._picture,
        }

    def content(self, paragraph: etree._Element, look: Cascade, text: Cascade) -> str:
        """Return the markup of ``paragraph``, with ``TAB`` where it has tabs."""
        self._field, self._shown = None, False
        return self._children(paragraph, look, text)

    def _children(self, holder: etree._Element, look: Cascade, text: Cascade) -> str:
        return "".join(self._child(child, look, text) for child in holder)

    def _child(self, child: etree._Element, look: Cascade, text: Cascade) -> str:
        if is_tag(child):
            return self._tag(child, in_run=False)
        if child.tag == w("r"):
            return self._run(child, look, text)
        if child.tag == w("sdt"):
            content = child.find(w("sdtContent"))
            return "" if content is None else self._children(content, look, text)
        if child.tag == w("fldSimple"):
            return self._simple_field(child)
        if child.tag in {w("hyperlink"), w("smartTag"), w("bdo"), w("dir")}:
            return self._blank(child) if asks_for_blank(child) else self._children(child, look, text)
        if child.tag not in SILENT and child.tag != w("pPr"):
            self._refuse(child)
        return ""

    def _blank(self, request: etree._Element) -> str:
        """Return a place to write in; its name is the text of the request, without any look."""
        name = "".join(self._text(text) for text in request.iter(w("t")))
        return blank_markup(self._draft, request, name)

    def _run(self, run: etree._Element, look: Cascade, text: Cascade) -> str:
        own = run.find(w("rPr"))
        for stranger in strangers(own, TEXT):
            if value_of(stranger) not in {"0", "false"}:
                self._refuse(stranger)
        inside = "".join(self._piece(child) for child in run if child is not own)
        dress = wrapped(self._draft, self._draft.styles.run(text, own), text, look)
        if not dress:
            return inside
        # A tab cuts the paragraph: each side of it is dressed.
        return TAB.join(f"#{dress}[{piece}];" if piece else "" for piece in inside.split(TAB))

    def _piece(self, child: etree._Element) -> str:
        if is_tag(child):
            return self._tag(child, in_run=True)
        if child.tag == w("fldChar"):
            return self._field_mark(child)
        if child.tag == w("instrText"):
            self._field = (self._field or "") + (child.text or "")
            return ""
        hidden = self._field is not None and self._shown
        if hidden or child.tag in SILENT:
            return ""
        write = self._writers.get(str(child.tag))
        if write is None:
            self._refuse(child)
            return ""
        return write(child)

    def _text(self, holder: etree._Element) -> str:
        markup = self._static(holder.text or "")
        for tag in holder:
            markup += self._tag(tag, in_run=True) + self._static(tag.tail or "")
        return markup

    def _static(self, text: str) -> str:
        # A tag at the level of the run leaves tails that the parser gives to it; those are text too.
        return f"{{{{ {_quoted(text)} }}}}" if text else ""

    def _tag(self, node: etree._Element, *, in_run: bool) -> str:
        tag = self._story.tag(node)
        if tag.startswith("{#"):
            return ""
        if tag[2:3] == "-" or tag[-3:-2] == "-":
            self._draft.refuse(
                "balise à tiret", node, "le moteur rapide ne soude pas les textes.", self._story
            )
        if tag.startswith("{{") and not in_run:
            self._draft.refuse(
                "texte enrichi ou sous-document",
                node,
                "une valeur y remplacerait un morceau du document.",
                self._story,
            )
        return tag

    def _field_mark(self, mark: etree._Element) -> str:
        kind = mark.get(w("fldCharType"))
        if kind == "begin":
            self._field, self._shown = "", False
        elif kind == "separate":
            return self._show_field(mark)
        elif kind == "end":
            shown = "" if self._shown else self._show_field(mark)
            self._field, self._shown = None, False
            return shown
        return ""

    def _show_field(self, at: etree._Element) -> str:
        self._shown = True
        code = (self._field or "").split()
        name = code[0].upper() if code else ""
        if name == "HYPERLINK":
            self._field, self._shown = None, False
            return ""
        if name not in _FIELDS:
            self._draft.refuse(f"champ Word « {name} »", at, "sa valeur est calculée par Word.", self._story)
        return _FIELDS.get(name, "")

    def _simple_field(self, field: etree._Element) -> str:
        self._field = field.get(w("instr")) or ""
        shown = self._show_field(field)
        self._field, self._shown = None, False
        return shown

    def _break(self, mark: etree._Element) -> str:
        if mark.get(w("type")) in {"page", "column"}:
            self._draft.refuse(
                "saut de page dans un texte", mark, "il couperait le paragraphe en deux.", self._story
            )
        return "#linebreak();"

    def _symbol(self, symbol: etree._Element) -> str:
        code = (symbol.get(w("char")) or "").upper()
        return self._static("-" if symbol.tag == w("noBreakHyphen") else _WINGDINGS.get(code, SUBSTITUTE))

    def _picture(self, drawing: etree._Element) -> str:
        inline = drawing.find(f"{{{WP_NS}}}inline")
        blip = drawing.find(".//{*}blip")
        extent = inline.find(f"{{{WP_NS}}}extent") if inline is not None else None
        if inline is None or blip is None or extent is None or drawing.find(".//{*}srcRect") is not None:
            self._refuse(drawing)
            return ""
        target = self._relations.get(blip.get(f"{{{R_NS}}}embed") or "", "")
        suffix = posixpath.splitext(target)[1].lower()
        if target not in self._parts or suffix not in _PICTURES:
            self._draft.refuse("image d’un format ancien", drawing, NOT_DRAWN, self._story)
            return ""
        content = self._parts[target]
        name = f"{hashlib.sha256(content).hexdigest()[:16]}{suffix}"
        self._draft.files[name] = content
        properties = inline.find(f"{{{WP_NS}}}docPr")
        alt = (properties.get("descr") or "") if properties is not None else ""
        width, height = (int(extent.get(side) or 0) / _EMU_PER_POINT for side in ("cx", "cy"))
        return (
            f"#box(image({literal(name)}, alt: {literal(alt)}, width: {width:g}pt, height: {height:g}pt, "
            'fit: "stretch"));'
        )

    def _refuse(self, element: etree._Element) -> None:
        self._draft.refuse(title_of(element), element, NOT_DRAWN, self._story)


def _quoted(text: str) -> str:
    """Return fixed text as a Jinja constant, so that it is escaped by the same hand as the values."""
    flat = " ".join(_SPACES.split(text))
    escaped = "".join(c if c.isalnum() or c in " .,;:-/()" else f"\\U{ord(c):08x}" for c in flat)
    return f'"{escaped}"'
