"""Compile a Word template, once, into a Typst program that is filled with values for each document."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

from toolkit.digest import sha256
from toolkit.documents.engines.looks import number
from toolkit.documents.engines.typst.blocks import Blocks
from toolkit.documents.engines.typst.cascade import Styles
from toolkit.documents.engines.typst.constructs import SECTION, strangers, title_of
from toolkit.documents.engines.typst.draft import Draft, points, record
from toolkit.documents.engines.typst.faces import draws
from toolkit.documents.engines.typst.inline import NOT_DRAWN, Inline
from toolkit.documents.engines.typst.prelude import PRELUDE
from toolkit.documents.engines.typst.program import Construct, Program
from toolkit.documents.engines.typst.tree import Story
from toolkit.documents.engines.typst.values import TypstSyntax
from toolkit.documents.package import Limits, Parts, parse_part, read_package
from toolkit.documents.syntax import TemplateSyntax
from toolkit.documents.wordml import R_NS, value_of, w
from toolkit.errors import TemplateError

_MAIN = "word/document.xml"
_LIMITS = Limits(entries=300, total=48 * 2**20, xml=4 * 2**20)
_MAX_TAGS = 2_000
_APART = f"{w('compat')}/{w('doNotUseHTMLParagraphAutoSpacing')}"
_KINDS = ("default", "first", "even")


class _Compilation:
    """One template on its way to a program."""

    def __init__(self, template: bytes, name: str) -> None:
        self.name = name
        self.parts: Parts = read_package(
            template, about=f"Modèle {name}", limits=_LIMITS, refusal=TemplateError
        )
        self.draft = Draft(Styles(self.parts))
        self._checks = TemplateSyntax(name)

    def source(self) -> str:
        """Return the part of the program that Jinja fills."""
        story = self._story(_MAIN)
        relations = self._relations(_MAIN)
        sections = list(story.root.iter(w("sectPr")))
        for section in sections[:-1]:
            self.draft.refuse("plusieurs sections", section, NOT_DRAWN, story)
        section = sections[-1] if sections else etree.Element(w("sectPr"))
        for stranger in strangers(section, SECTION):
            self.draft.refuse(title_of(stranger), section, NOT_DRAWN, story)
        columns = section.find(w("cols"))
        if columns is not None and number(columns.get(w("num"))) > 1:
            self.draft.refuse("colonnes de texte", section, NOT_DRAWN, story)
        page = self._page(section)
        stories = [self._running(kind, section, relations) for kind in ("header", "footer")]
        body = story.root.find(w("body"))
        items = self._items(story, body if body is not None else story.root, _MAIN)
        return f"#pages({page},\n{stories[0]},\n{stories[1]},\n{items})\n"

    def _story(self, part: str) -> Story:
        xml = self.parts[part]
        if xml.count(b"{%") + xml.count(b"{{") > _MAX_TAGS:
            raise TemplateError(
                "le modèle compte trop de balises dans une même partie.",
                about=f"Modèle {self.name}",
                next_step=f"Gardez-en moins de {_MAX_TAGS}.",
            )
        story = Story(xml, self.name)
        self._checks.from_string(story.source)
        return story

    def _items(self, story: Story, root: etree._Element, part: str) -> str:
        inline = Inline(self.draft, story, self._relations(part), self.parts)
        return Blocks(self.draft, story, inline).items(root)

    def _running(self, kind: str, section: etree._Element, relations: Mapping[str, str]) -> str:
        """Return the headers or the footers, by the pages that they stand on."""
        found = dict.fromkeys(_KINDS, "none")
        for link in section.iterfind(w(f"{kind}Reference")):
            part = relations.get(link.get(f"{{{R_NS}}}id") or "", "")
            if part in self.parts:
                story = self._story(part)
                found[link.get(w("type")) or "default"] = self._items(story, story.root, part)
        return record(found)

    def _page(self, section: etree._Element) -> str:
        size, margin = section.find(w("pgSz")), section.find(w("pgMar"))
        settings = self._settings()

        def of(holder: etree._Element | None, name: str, otherwise: int) -> int:
            return number(holder.get(w(name))) if holder is not None and holder.get(w(name)) else otherwise

        width, left, right = of(size, "w", 11906), of(margin, "left", 1417), of(margin, "right", 1417)
        left += of(margin, "gutter", 0)
        top, bottom = of(margin, "top", 1417), of(margin, "bottom", 1417)
        titled = section.find(w("titlePg"))
        facts = {
            "width": points(width),
            "height": points(of(size, "h", 16838)),
            "left": points(left),
            "right": points(right),
            "inner": points(width - left - right),
            "top": points(abs(top)),
            "bottom": points(abs(bottom)),
            "header": points(of(margin, "header", 708)),
            "footer": points(of(margin, "footer", 708)),
            # A negative margin is Word's way to say "exactly": the body does not move.
            "fixed": "true" if top < 0 or bottom < 0 else "false",
            "titled": "true" if titled is not None and value_of(titled) not in {"0", "false"} else "false",
            "even": "true"
            if settings is not None and settings.find(w("evenAndOddHeaders")) is not None
            else "false",
            "apart": "true" if settings is None or settings.find(_APART) is not None else "false",
            "lang": "lang",
            "region": "region",
        }
        return record(facts)

    def _settings(self) -> etree._Element | None:
        name = "word/settings.xml"
        if name not in self.parts:
            return None
        return parse_part(self.parts[name], about=name, refusal=TemplateError)

    def _relations(self, part: str) -> dict[str, str]:
        folder, file = posixpath.split(part)
        name = f"{folder}/_rels/{file}.rels"
        if name not in self.parts:
            return {}
        root = parse_part(self.parts[name], about=name, refusal=TemplateError)
        return {
            relation.get("Id") or "": posixpath.normpath(posixpath.join(folder, relation.get("Target") or ""))
            for relation in root
            if relation.get("TargetMode") != "External"
        }


@lru_cache(maxsize=64)
def compiled(template: bytes, name: str) -> tuple[Program, tuple[Construct, ...]]:
    """Return the program of a template, and what of the template it does not draw.

    Raises:
        TemplateError: the template cannot be used by any engine.
    """
    work = _Compilation(template, name)
    filled = work.source()
    faces = work.draft.faces
    drawn = draws(faces)
    syntax = TypstSyntax(name, drawn)
    files = tuple(str(path) for face in faces for path in face.files)
    # What is the same in every document is a file of its own, which the typesetter reads and works out once.
    words = f"{PRELUDE}{work.draft.definitions}".encode()
    module = f"{sha256(words)[:16]}.typ"
    source = f'#import "{module}": *\n{filled}'
    program = Program(name, source, {**work.draft.files, module: words}, syntax, files)
    syntax.from_string(program.source)
    return program, tuple(work.draft.constructs)
