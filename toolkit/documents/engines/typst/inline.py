"""The runs of a paragraph as Typst markup: text as strings, values as fields, pictures, page numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from toolkit.documents.engines.typst.blanks import asks_for_blank, blank_markup
from toolkit.documents.engines.typst.cascade import Cascade
from toolkit.documents.engines.typst.constructs import SILENT, TEXT
from toolkit.documents.engines.typst.draft import Draft
from toolkit.documents.engines.typst.fields import Fields
from toolkit.documents.engines.typst.figures import Figures
from toolkit.documents.engines.typst.looks import wrapped
from toolkit.documents.engines.typst.notes import Items, Notes
from toolkit.documents.engines.typst.relations import Relations
from toolkit.documents.engines.typst.tree import Story, is_tag
from toolkit.documents.engines.typst.values import literal
from toolkit.documents.fonts import SUBSTITUTE
from toolkit.documents.wordml import R_NS, w

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
_SYMBOL_FACES = frozenset({"Wingdings", "Wingdings 2", "Wingdings 3", "Webdings", "Symbol"})
_SPACES = re.compile(r"[\n\r\t]")
TAB = "\x00"
"""Where a tab stands in the markup of a paragraph, until the paragraph is cut there."""
PAGE, COLUMN = "\x01", "\x02"
"""Where a page or a column ends in the markup of a paragraph, until the paragraph is cut there."""

_LOGIC = re.compile(r"({%.*?%}|[\x00-\x02])", re.DOTALL)
_MC_NS = "http://schemas.openxmlformats.org/markup-compatibility/2006"
ALTERNATE = f"{{{_MC_NS}}}AlternateContent"
_WRAPPERS = frozenset({w("smartTag"), w("customXml"), w("bdo"), w("dir")})
_SETTINGS = frozenset({w("pPr"), w("smartTagPr"), w("customXmlPr"), w("sdtPr"), w("sdtEndPr")})
_UNDERSTOOD = frozenset({"wps", "wp14", "w14", "w15", "w16se", "w16cid", "w16", "w16cex", "w16sdtdh", "a14"})


class Inline:
    """Writes the content of paragraphs of one story.

    Args:
        draft: The program under way.
        story: The story.
        relations: What its part points to.
    """

    def __init__(self, draft: Draft, story: Story, relations: Relations) -> None:
        self._draft, self._story, self._relations = draft, story, relations
        self._fields = Fields(draft, story)
        self._figures = Figures(draft, story, relations)
        self._notes = Notes(draft, story)
        self._look = self._around = Cascade()
        self._writers: dict[str, Callable[[etree._Element], str]] = {
            w("t"): self._text,
            w("tab"): lambda _: TAB,
            w("br"): self._break,
            w("cr"): self._break,
            w("sym"): self._symbol,
            w("noBreakHyphen"): self._symbol,
            w("drawing"): self._drawn,
            w("pict"): self._drawn,
            w("footnoteReference"): self._notes.reference,
            w("footnoteRef"): self._notes.number,
            w("separator"): lambda _: "",
            w("continuationSeparator"): lambda _: "",
            ALTERNATE: lambda found: "".join(self._piece(child) for child in chosen(found)),
        }

    def hold(self, items: Items) -> None:
        """Tell what writes the blocks inside text boxes and notes."""
        self._figures.items = self._notes.items = items

    def content(self, paragraph: etree._Element, look: Cascade, text: Cascade) -> str:
        """Return the markup of ``paragraph``, with ``TAB``, ``PAGE`` and ``COLUMN`` where it has them."""
        return self._children(paragraph, look, text)

    def _children(self, holder: etree._Element, look: Cascade, text: Cascade) -> str:
        return "".join(self._child(child, look, text) for child in holder)

    def _child(self, child: etree._Element, look: Cascade, text: Cascade) -> str:
        if is_tag(child):
            return self._tag(child, in_run=False)
        if child.tag == w("r"):
            return self._run(child, look, text)
        if child.tag == w("fldSimple"):
            return self._simple_field(child, look, text)
        if child.tag == w("hyperlink"):
            address = self._relations.address(child.get(f"{{{R_NS}}}id"))
            return linked(address, self._children(child, look, text))
        if asks_for_blank(child):
            return self._blank(child)
        held = _held(child)
        if held is None and child.tag not in SILENT | _SETTINGS:
            self._refuse(child)
        return "" if held is None else self._children(held, look, text)

    def _simple_field(self, field: etree._Element, look: Cascade, text: Cascade) -> str:
        own = field.find(f"{w('r')}/{w('rPr')}")
        shown = self._dressed(self._fields.simple(field), self._draft.styles.run(text, own), look, text)
        shown += self._children(field, look, text)
        self._fields.close()
        return shown

    def _blank(self, request: etree._Element) -> str:
        """Return a place to write in; its name is the text of the request, without any look."""
        name = "".join(self._text(text) for text in request.iter(w("t")))
        return blank_markup(self._draft, request, name)

    def _run(self, run: etree._Element, look: Cascade, text: Cascade) -> str:
        own = run.find(w("rPr"))
        dress = self._draft.styles.run(text, own)
        self._draft.check(dress, TEXT, run, self._story)
        self._look, self._around = look, text
        if self._draft.styles.family(dress) in _SYMBOL_FACES and run.find(w("t")) is not None:
            self._draft.refuse(
                "texte en police de symboles", run, "ses lettres y sont des dessins", self._story
            )
        address = self._fields.address
        pieces = "".join(self._piece(child) for child in run if child is not own)
        return linked(address, self._dressed(pieces, dress, look, text))

    def _dressed(self, markup: str, dress: Cascade, look: Cascade, text: Cascade) -> str:
        return (
            around(f"#{name}[", "];", markup) if (name := wrapped(self._draft, dress, text, look)) else markup
        )

    def _piece(self, child: etree._Element) -> str:
        if is_tag(child):
            return self._tag(child, in_run=True)
        if child.tag == w("fldChar"):
            return self._fields.mark(child)
        if child.tag == w("instrText"):
            self._fields.instruct(child.text or "")
            return ""
        if self._fields.hides or child.tag in SILENT:
            return ""
        write = self._writers.get(str(child.tag))
        if write is None:
            self._refuse(child)
            return ""
        return write(child)

    def _drawn(self, element: etree._Element) -> str:
        return self._figures.written(element, self._look, self._around)

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
        if tag.startswith("{#") or (self._fields.hides and tag.startswith("{{")):
            return ""
        if tag[2:3] == "-" or tag[-3:-2] == "-":
            self._draft.refuse(
                "balise à tiret", node, "le moteur rapide ne soude pas les textes", self._story
            )
        if tag.startswith("{{") and not in_run:
            self._draft.refuse(
                "texte enrichi ou sous-document",
                node,
                "une valeur y remplacerait un morceau du document",
                self._story,
            )
        return tag

    def _break(self, mark: etree._Element) -> str:
        return {"page": PAGE, "column": COLUMN}.get(mark.get(w("type")) or "", "#linebreak();")

    def _symbol(self, symbol: etree._Element) -> str:
        code = (symbol.get(w("char")) or "").upper()
        if symbol.tag == w("noBreakHyphen"):
            return self._static("-")
        if code not in _WINGDINGS:
            self._refuse(symbol)
        return self._static(_WINGDINGS.get(code, SUBSTITUTE))

    def _refuse(self, element: etree._Element) -> None:
        self._draft.route(element, element, self._story)


def around(start: str, end: str, markup: str) -> str:
    """Return ``markup`` between ``start`` and ``end``, its conditions, loops, tabs and breaks left outside.

    A condition may open in a run and close in another: what it holds is dressed, it is not.
    """
    pieces = _LOGIC.split(markup)
    return "".join(
        f"{start}{piece}{end}" if at % 2 == 0 and piece else piece for at, piece in enumerate(pieces)
    )


def linked(address: str, markup: str) -> str:
    """Return ``markup`` as a link to ``address``; the text alone where it leads nowhere outside."""
    return around(f"#link({literal(address)})[", "];", markup) if address else markup


def chosen(alternate: etree._Element) -> etree._Element:
    """Return the branch of ``mc:AlternateContent`` that this engine understands (ISO/IEC 29500-3, 7.6)."""
    for choice in alternate.iterfind(f"{{{_MC_NS}}}Choice"):
        if set((choice.get("Requires") or "").split()) <= _UNDERSTOOD:
            return choice
    fallback = alternate.find(f"{{{_MC_NS}}}Fallback")
    return fallback if fallback is not None else etree.Element("none")


def _held(child: etree._Element) -> etree._Element | None:
    """Return what a wrapper of runs holds; None when ``child`` is no wrapper."""
    if child.tag == w("sdt"):
        content = child.find(w("sdtContent"))
        return child if content is None else content
    if child.tag in _WRAPPERS:
        return child
    return chosen(child) if child.tag == ALTERNATE else None


def _quoted(text: str) -> str:
    """Return fixed text as a Jinja constant, so that it is escaped by the same hand as the values."""
    flat = " ".join(_SPACES.split(text))
    escaped = "".join(c if c.isalnum() or c in " .,;:-/()" else f"\\U{ord(c):08x}" for c in flat)
    return f'"{escaped}"'
