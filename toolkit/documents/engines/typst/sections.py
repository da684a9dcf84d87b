"""The sections of a body: their pages, headers and columns, and which of them share a page.

A section that starts « continuous » goes on with the page of the one before it (ISO/IEC 29500-1, 17.6.22);
any other one starts a new page. A header that a section does not name is that of the section before
(17.10.5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lxml import etree

from toolkit.documents.engines.looks import number
from toolkit.documents.engines.typst.constructs import SECTION, strangers
from toolkit.documents.engines.typst.draft import Draft, array, guarded, points, record
from toolkit.documents.engines.typst.sheets import page_facts
from toolkit.documents.engines.typst.tree import Story, balanced, is_tag
from toolkit.documents.wordml import R_NS, value_of, w

_KINDS = ("default", "first", "even")
_FORMS = {
    "": "1", "decimal": "1", "lowerRoman": "i", "upperRoman": "I", "lowerLetter": "a", "upperLetter": "A",
}  # fmt: skip

Links = dict[str, dict[str, str]]
"""Ids of the headers and footers of a section, by kind of story, then by kind of page."""


@dataclass(slots=True)
class Section:
    """One section: its properties, its blocks, and the headers that it names or inherits."""

    properties: etree._Element
    blocks: list[etree._Element] = field(default_factory=list)
    links: Links = field(default_factory=dict)

    @property
    def continues(self) -> bool:
        """Tell whether it starts on the page of the section before."""
        return value_of(self.properties.find(w("type"))) == "continuous"

    @property
    def columns(self) -> int:
        """How many columns it has."""
        columns = self.properties.find(w("cols"))
        return max(number(columns.get(w("num"))), 1) if columns is not None else 1

    def page(self) -> tuple[tuple[str, ...], ...]:
        """Return what decides its sheet and margins, to be compared."""
        names = {"pgSz": "w h", "pgMar": "top bottom left right header footer gutter"}
        return tuple(_attributes(self.properties.find(w(n)), names[n].split()) for n in names)


class Sections:
    """Writes the sections of a body.

    Args:
        draft: The program under way.
        story: The body.
        settings: Settings of the document.
        items: Writes blocks as items.
        running: Writes the header or footer of an id as items, ``none`` when there is none.
    """

    def __init__(
        self,
        draft: Draft,
        story: Story,
        settings: etree._Element | None,
        *,
        items: Callable[[Iterable[etree._Element]], str],
        running: Callable[[str], str],
    ) -> None:
        self._draft, self._story, self._settings = draft, story, settings
        self._items, self._running = items, running

    def source(self) -> str:
        """Return the calls that lay the sections out, in order."""
        body = self._story.root.find(w("body"))
        sections = cut_up(body if body is not None else self._story.root)
        for section in sections:
            self._check(section, alone=len(sections) == 1)
        groups: list[list[Section]] = []
        for section in sections:
            if groups and section.continues:
                self._check_same(groups[-1][-1], section)
                groups[-1].append(section)
            else:
                groups.append([section])
        if any(_numbered(section) for section in sections):
            self._draft.use("NUMBERED")
        pages = "".join(self._group(group, at, many=len(groups) > 1) for at, group in enumerate(groups))
        return ("#show: footed\n" if self._draft.uses("NOTES") else "") + pages

    def _group(self, group: list[Section], at: int, *, many: bool) -> str:
        first = group[0]
        facts = page_facts(first.properties, self._settings)
        if many and facts["titled"] == "true":
            facts["start"] = f"<section-{at}>"
        # Named, so that what stands on the page by its margins knows them.
        page = self._draft.page = self._draft.named("page", record(facts))
        self._draft.inner = float(facts["inner"].removesuffix("pt"))
        stories = [self._stories(kind, first) for kind in ("header", "footer")]
        if many or len(group) > 1 or first.columns > 1 or _numbered(first):
            self._draft.use("SECTIONS")
            parts = array([self._part(section, last=section is group[-1]) for section in group])
            start, form = _numbering(first)
            items = f"parted(<section-{at}>, (start: {start}, form: {form}), {parts})"
        else:
            items = self._items(first.blocks)
        alone = "false" if self._draft.uses("SECTIONS") else "alone"
        sheet = f"{page} + (lang: lang, region: region, alone: {alone})"
        pages = f"pages({sheet},\n{stories[0]},\n{stories[1]},\n{items})"
        return f"#{guarded(pages)}\n"

    def _part(self, section: Section, *, last: bool) -> str:
        if section.columns > 1 and not last:
            self._refuse("colonnes équilibrées", section, "Word seul sait les couper à la même hauteur")
        columns = section.properties.find(w("cols"))
        gap = number(columns.get(w("space")) or "708") if columns is not None else 0
        return record(
            {
                "columns": str(section.columns),
                "gap": points(gap),
                "items": self._items(section.blocks),
            }
        )

    def _stories(self, kind: str, section: Section) -> str:
        links = section.links.get(kind, {})
        return record({page: self._running(links.get(page, "")) for page in _KINDS})

    def _check(self, section: Section, *, alone: bool) -> None:
        for stranger in strangers(section.properties, SECTION):
            self._draft.route(stranger, section.properties, self._story)
        columns, notes = section.properties.find(w("cols")), section.properties.find(w("footnotePr"))
        if columns is not None and section.columns > 1:
            uneven = columns.get(w("equalWidth")) in {"0", "false"}
            if uneven or columns.get(w("sep")) in {"1", "true", "on"}:
                self._refuse("colonnes inégales ou séparées par un trait", section)
        numbers = section.properties.find(w("pgNumType"))
        if numbers is not None and (numbers.get(w("fmt")) or "") not in _FORMS:
            self._refuse("numéros de page particuliers", section)
        if numbers is not None and numbers.get(w("chapStyle")):
            self._refuse("numéros de page par chapitre", section)
        if notes is not None and any(
            value_of(part) not in {"decimal", "1", "continuous", "pageBottom"} for part in notes
        ):
            self._refuse("notes de bas de page particulières", section)
        grid = section.properties.find(w("docGrid"))
        if grid is not None and (grid.get(w("type")) or "default") != "default":
            self._draft.route(grid, section.properties, self._story)
        if not alone and not balanced(
            self._story.tag(node) for block in section.blocks for node in _tags(block)
        ):
            self._refuse("condition à cheval sur deux sections", section, "elle se fermerait dans une autre")

    def _check_same(self, before: Section, section: Section) -> None:
        """Note a section that goes on with a page whose sheet or headers are not its own."""
        if before.page() != section.page():
            self._refuse("section continue à d’autres marges", section)
        if before.links != section.links or _numbered(section):
            self._refuse("section continue à d’autres en-têtes ou numéros", section)

    def _refuse(self, name: str, section: Section, why: str = "") -> None:
        at = section.blocks[0] if section.blocks else section.properties
        self._draft.refuse(name, at, why, self._story)


def cut_up(body: etree._Element) -> list[Section]:
    """Return the sections of ``body``; the properties of each stand in its last paragraph (17.6.18)."""
    sections: list[Section] = []
    blocks: list[etree._Element] = []
    links: Links = {}
    for child in body:
        if child.tag == w("sectPr"):
            continue
        blocks.append(child)
        ends = child.find(f"{w('pPr')}/{w('sectPr')}") if child.tag == w("p") else None
        if ends is not None:
            links = _links(ends, links)
            sections.append(Section(ends, blocks, links))
            blocks = []
    last = body.find(w("sectPr"))
    last = etree.Element(w("sectPr")) if last is None else last
    sections.append(Section(last, blocks, _links(last, links)))
    return sections


def _links(section: etree._Element, before: Links) -> Links:
    found = {kind: dict(before.get(kind, {})) for kind in ("header", "footer")}
    for kind, links in found.items():
        for link in section.iterfind(w(f"{kind}Reference")):
            links[link.get(w("type")) or "default"] = link.get(f"{{{R_NS}}}id") or ""
    return found


def _numbering(section: Section) -> tuple[str, str]:
    numbers = section.properties.find(w("pgNumType"))
    start = numbers.get(w("start")) if numbers is not None else None
    form = _FORMS.get(numbers.get(w("fmt")) or "" if numbers is not None else "", "1")
    return (str(number(start)) if start else "none"), f'"{form}"'


def _numbered(section: Section) -> bool:
    return _numbering(section) != ("none", '"1"')


def _tags(block: etree._Element) -> list[etree._Element]:
    return [node for node in block.iter() if is_tag(node)]


def _attributes(element: etree._Element | None, names: list[str]) -> tuple[str, ...]:
    return tuple((element.get(w(name)) or "0") if element is not None else "0" for name in names)
