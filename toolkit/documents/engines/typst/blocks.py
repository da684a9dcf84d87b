"""Paragraphs and tables of a story as Typst items, Jinja tags between them where the author put them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from toolkit.documents.engines.looks import number
from toolkit.documents.engines.typst.cascade import NO_TABLE, Cascade, Region
from toolkit.documents.engines.typst.constructs import PARAGRAPH, SILENT
from toolkit.documents.engines.typst.draft import Draft, array, record
from toolkit.documents.engines.typst.inline import ALTERNATE, COLUMN, PAGE, TAB, Inline, chosen
from toolkit.documents.engines.typst.looks import height_of_line, paragraph_record, text_record
from toolkit.documents.engines.typst.names import NOT_DRAWN
from toolkit.documents.engines.typst.tables import Tables
from toolkit.documents.engines.typst.tree import Story, balanced, is_tag
from toolkit.documents.engines.typst.values import literal
from toolkit.documents.wordml import value_of, w

_BREAKS = re.compile(f"([{PAGE}{COLUMN}])")
_LOGIC = re.compile(r"{%.*?%}", re.DOTALL)
_KINDS = {"lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "decimal", "bullet", "none"}
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "o": "○", "\uf0fc": "✓", "\uf0a8": "☐"}


class Blocks:
    """Writes the blocks of one story.

    Args:
        draft: The program under way.
        story: The story.
        inline: What writes its paragraphs.
    """

    def __init__(self, draft: Draft, story: Story, inline: Inline) -> None:
        self._draft, self._story, self._inline = draft, story, inline
        self._tables = Tables(draft, story, self)
        self._flows = 0
        inline.hold(self.items)

    def items(self, container: Iterable[etree._Element], table: Region = NO_TABLE) -> str:
        """Return the items of a body, header or cell, as a Typst array.

        Args:
            container: What holds the blocks.
            table: Where in which table it is.
        """
        self._flows += 1
        flow = f"{id(self._story)}-{self._flows}"
        return f"({self._blocks(container, table, flow)})"

    def _blocks(self, container: Iterable[etree._Element], table: Region, flow: str) -> str:
        return "".join(self._block(child, table, flow) for child in container)

    def _block(self, child: etree._Element, table: Region, flow: str) -> str:
        if is_tag(child):
            return self.statement(child)
        if child.tag == w("p"):
            return self._paragraph(child, table, flow)
        if child.tag == w("tbl"):
            return self._tables.item(child)
        held = _held(child)
        if held is None and child.tag not in SILENT | {
            w("sectPr"),
            w("tcPr"),
            w("customXmlPr"),
            w("sdtPr"),
            w("sdtEndPr"),
        }:
            self._draft.route(child, child, self._story)
        return "" if held is None else self._blocks(held, table, flow)

    def statement(self, node: etree._Element) -> str:
        """Return a tag that stands between blocks, rows or cells; only conditions and loops may."""
        tag = self._story.tag(node)
        if tag.startswith("{{"):
            self._draft.refuse(
                "sous-document", node, "une valeur y remplacerait un morceau du document.", self._story
            )
        return "" if tag.startswith("{#") else tag

    def _paragraph(self, paragraph: etree._Element, table: Region, flow: str) -> str:
        own = paragraph.find(w("pPr"))
        styles = self._draft.styles
        look, text = styles.paragraph(own, table), styles.text(own, table)
        self._draft.check(look, PARAGRAPH, paragraph, self._story)
        markup = self._inline.content(paragraph, look, text)
        if own is not None and own.find(w("sectPr")) is not None and not markup:
            return ""
        style = paragraph_record(self._draft, look, text, styles.paragraph_style(own))
        style["num"] = self._marker(look, text, paragraph, flow)
        mark = own.find(w("rPr")) if own is not None else None
        pieces = _BREAKS.split(markup)
        if len(pieces) == 1:
            return self._written(style, markup, height_of_line(self._draft, text.over(mark), look), paragraph)
        return self._torn(style, pieces, paragraph, height_of_line(self._draft, text, look))

    def _written(self, style: dict[str, str], markup: str, height: str, paragraph: etree._Element) -> str:
        """Return a paragraph as an item; ``height`` holds it open where it may be empty."""
        if not _surely_written(markup):
            markup = f"#{self._draft.named('h', height)};" + markup
        name = self._draft.named("p", record(style))
        pieces = markup.split(TAB)
        if len(pieces) == 1:
            return f'(k: "p", s: {name}, b: [{markup}]), '
        if style["num"] != "none":
            self._draft.refuse("tabulation dans une liste", paragraph, NOT_DRAWN, self._story)
        self._draft.use("TABS")
        return f'(k: "p", s: {name}, b: tabbed({name}, {array([f"[{piece}]" for piece in pieces])})), '

    def _torn(self, style: dict[str, str], pieces: list[str], paragraph: etree._Element, height: str) -> str:
        """Return a paragraph cut by page or column breaks: what follows goes on at the top."""
        texts = pieces[::2]
        parent = paragraph.getparent()
        held = parent is None or parent.tag not in {w("body"), w("sdtContent")} or style["num"] != "none"
        if held or not all(balanced(_LOGIC.findall(text)) for text in texts):
            self._draft.refuse(
                "saut de page dans un texte", paragraph, "il couperait le paragraphe en deux.", self._story
            )
        out, at_top = "", False
        for place, piece in enumerate(pieces):
            if place % 2:
                out, at_top = out + '(k: "b", column: %s), ' % ("true" if piece == COLUMN else "false"), True
            elif piece:
                more = {"before": "0pt", "first": "0pt"} if at_top and out.count("(k:") > 1 else {}
                ends = {} if place == len(pieces) - 1 else {"after": "0pt"}
                out += self._written(style | more | ends, piece, height, paragraph)
        return out

    def _marker(self, look: Cascade, text: Cascade, paragraph: etree._Element, flow: str) -> str:
        """Return what numbers or marks a paragraph of a list, ``none`` outside lists."""
        level = self._draft.styles.level(look)
        listed = look.get("numPr")
        if level is None or listed is None:
            return "none"
        kind = value_of(level.find(w("numFmt")))
        shown = value_of(level.find(w("lvlText")))
        if kind not in _KINDS or level.find(w("lvlPicBulletId")) is not None:
            self._draft.refuse("numérotation particulière", paragraph, NOT_DRAWN, self._story)
        identity = value_of(listed.find(w("numId")))
        if kind not in {"bullet", "none"}:
            self._draft.numbered.setdefault(identity, set()).add(flow)
            if len(self._draft.numbered[identity]) > 1:
                self._draft.refuse(
                    "numérotation à travers des cellules ou des sections",
                    paragraph,
                    "les numéros recommenceraient.",
                    self._story,
                )
        run = self._draft.styles.run(text, level.find(w("rPr")))
        font = run.attribute("rFonts", "ascii")
        marks = run if font not in {"Symbol", "Wingdings", "Courier New"} else text
        return record(
            {
                "id": literal(identity),
                "level": str(number(level.get(w("ilvl")))),
                "bullet": "true" if kind in {"bullet", "none"} else "false",
                "parts": array(_parts(_BULLETS.get(shown, shown))),
                "kinds": array([literal(k) for k in self._levels(look, "numFmt")]),
                "starts": array([str(number(k)) for k in self._levels(look, "start")]),
                "text": record(text_record(self._draft, marks, look)),
            }
        )

    def _levels(self, look: Cascade, name: str) -> list[str]:
        """Return the ``w:val`` of ``name`` for each level of the list that a paragraph is in."""
        listed = look.get("numPr")
        found = []
        for level in range(9):
            copy = etree.Element(w("pPr"))
            twin = etree.SubElement(copy, w("numPr"))
            etree.SubElement(twin, w("ilvl")).set(w("val"), str(level))
            etree.SubElement(twin, w("numId")).set(
                w("val"), value_of(listed.find(w("numId"))) if listed is not None else "0"
            )
            held = self._draft.styles.level(Cascade(copy))
            found.append(value_of(held.find(w(name))) if held is not None else "1")
        return found


def _held(child: etree._Element) -> etree._Element | None:
    """Return what a wrapper of blocks holds; None when ``child`` is no wrapper."""
    if child.tag == w("sdt"):
        content = child.find(w("sdtContent"))
        return child if content is None else content
    if child.tag == w("customXml"):
        return child
    return chosen(child) if child.tag == ALTERNATE else None


def _parts(shown: str) -> list[str]:
    """Return the text of a marker as strings and levels, levels counted from 0."""
    parts: list[str] = []
    pieces = shown.split("%")
    if pieces[0]:
        parts.append(literal(pieces[0]))
    for piece in pieces[1:]:
        if piece[:1].isdigit():
            parts.append(str(int(piece[0]) - 1))
            piece = piece[1:]  # noqa: PLW2901 - what follows the number
        if piece:
            parts.append(literal(piece))
    return parts


def _surely_written(markup: str) -> bool:
    """Tell whether a paragraph has text whatever the values: none of it then has no line."""
    depth = 0
    for piece in markup.split("{"):
        if piece.startswith(("% if", "% for")):
            depth += 1
        elif piece.startswith(("% endif", "% endfor")):
            depth -= 1
        shows = '{ "' in "{" + piece or "#page-" in piece
        if shows and depth == 0:
            return True
    return False
