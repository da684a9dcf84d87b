"""Paragraphs and tables of a story as Typst items, Jinja tags between them where the author put them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from toolkit.documents.engines.typst.cascade import NO_TABLE, Region
from toolkit.documents.engines.typst.constructs import PARAGRAPH, SILENT
from toolkit.documents.engines.typst.draft import Draft, array, record
from toolkit.documents.engines.typst.inline import ALTERNATE, COLUMN, PAGE, TAB, Inline, chosen
from toolkit.documents.engines.typst.looks import height_of_line, paragraph_record
from toolkit.documents.engines.typst.names import NOT_DRAWN
from toolkit.documents.engines.typst.numbers import Numbers
from toolkit.documents.engines.typst.rooms import CLOSE, NAME, OPEN
from toolkit.documents.engines.typst.tables import Tables
from toolkit.documents.engines.typst.tree import Story, balanced, is_tag
from toolkit.documents.wordml import w

_BREAKS = re.compile(f"([{PAGE}{COLUMN}])")
_LOGIC = re.compile(r"{%.*?%}", re.DOTALL)


class Blocks:
    """Writes the blocks of one story.

    Args:
        draft: The program under way.
        story: The story.
        inline: What writes its paragraphs.
        told: Whether the room of each paragraph is told.
    """

    def __init__(self, draft: Draft, story: Story, inline: Inline, *, told: bool = False) -> None:
        self._draft, self._story, self._inline = draft, story, inline
        self._tables = Tables(draft, story, self)
        self._numbers = Numbers(draft, story)
        self._flows = 0
        self.told = told
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
                "sous-document", node, "une valeur y remplacerait un morceau du document", self._story
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
        style["num"] = self._numbers.marker(look, text, paragraph, flow)
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
            written = f"{OPEN}[{markup}]{NAME}{name}{CLOSE}" if self.told else f"[{markup}]"
            return f'(k: "p", s: {name}, b: {written}), '
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
                "saut de page dans un texte", paragraph, "il couperait le paragraphe en deux", self._story
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


def _held(child: etree._Element) -> etree._Element | None:
    """Return what a wrapper of blocks holds; None when ``child`` is no wrapper."""
    if child.tag == w("sdt"):
        content = child.find(w("sdtContent"))
        return child if content is None else content
    if child.tag == w("customXml"):
        return child
    return chosen(child) if child.tag == ALTERNATE else None


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
