"""Which property decides: the direct one, else its style's, its table's, or the document's defaults.

The order is that of ISO/IEC 29500-1, 17.7.2: defaults, table style, numbering, paragraph style, character
style, direct formatting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from toolkit.documents.engines.looks import number
from toolkit.documents.package import parse_part
from toolkit.documents.wordml import value_of, w
from toolkit.errors import TemplateError

Region = tuple[str, tuple[str, ...]]
"""Where a paragraph is in a table: the style of the table, and the parts that the style dresses apart."""

NO_TABLE: Region = ("", ())
_OFF = frozenset({"0", "false", "off", "none"})


class Cascade:
    """Property containers (``w:pPr``, ``w:rPr``…), from the weakest to the strongest."""

    def __init__(self, *holders: etree._Element | None) -> None:
        self._holders = [holder for holder in holders if holder is not None]

    def over(self, *holders: etree._Element | None) -> Cascade:
        """Return this cascade with stronger containers on top."""
        return Cascade(*self._holders, *holders)

    def get(self, name: str) -> etree._Element | None:
        """Return the strongest ``w:name``."""
        for holder in reversed(self._holders):
            found = holder.find(w(name))
            if found is not None:
                return found
        return None

    def strongest_first(self) -> Iterator[etree._Element]:
        """Yield the containers, the strongest first."""
        return reversed(self._holders)

    def attribute(self, name: str, attribute: str) -> str:
        """Return the strongest ``w:attribute`` of ``w:name``; each attribute is inherited by itself."""
        for holder in reversed(self._holders):
            found = holder.find(w(name))
            if found is not None and found.get(w(attribute)) is not None:
                return str(found.get(w(attribute)))
        return ""

    def twips(self, name: str, *attributes: str) -> int:
        """Return the first of ``attributes`` that ``w:name`` has, in twentieths of a point."""
        return next((number(value) for a in attributes if (value := self.attribute(name, a))), 0)

    def value(self, name: str) -> str:
        """Return the ``w:val`` of ``w:name``."""
        return value_of(self.get(name))

    def on(self, name: str) -> bool:
        """Tell whether the switch ``w:name`` is on."""
        found = self.get(name)
        return found is not None and value_of(found).lower() not in _OFF


class Styles:
    """The styles, numberings and theme fonts of a template.

    Args:
        parts: Its package.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: dict[str, str] = {}
        self._defaults: etree._Element | None = None
        self.numbering = _part(parts, "word/numbering.xml")
        self._theme = _part(parts, "word/theme/theme1.xml")
        root = _part(parts, "word/styles.xml")
        if root is not None:
            self._defaults = root.find(w("docDefaults"))
            for style in root.iterfind(w("style")):
                self._add(style)

    def paragraph(self, own: etree._Element | None, table: Region) -> Cascade:
        """Return what decides a paragraph with properties ``own`` at ``table``."""
        style = self.paragraph_style(own)
        base = Cascade(
            self._default_of("pPrDefault", "pPr"),
            *self.region(table, "pPr"),
            *self.chain(style, "paragraph", "pPr"),
        )
        level = self.level(base.over(own))
        # A numbering that the style names is weaker than the style's own indents.
        if level is None:
            return base.over(own)
        indents = level.find(w("pPr"))
        direct = own is not None and own.find(w("numPr")) is not None
        if direct:
            return base.over(indents, own)
        return Cascade(
            self._default_of("pPrDefault", "pPr"), indents, *self.chain(style, "paragraph", "pPr"), own
        )

    def text(self, own: etree._Element | None, table: Region) -> Cascade:
        """Return what decides the text of a paragraph with properties ``own``."""
        return Cascade(
            self._default_of("rPrDefault", "rPr"),
            *self.region(table, "rPr"),
            *self.chain(self.paragraph_style(own), "paragraph", "rPr"),
        )

    def run(self, text: Cascade, own: etree._Element | None) -> Cascade:
        """Return what decides a run with properties ``own`` in a paragraph whose text is ``text``."""
        style = value_of(own.find(w("rStyle"))) if own is not None else ""
        return text.over(*self.chain(style, "character", "rPr"), own) if own is not None else text

    def paragraph_style(self, own: etree._Element | None) -> str:
        """Return the id of the style of a paragraph."""
        named = value_of(own.find(w("pStyle"))) if own is not None else ""
        return named if named in self._styles else self._default.get("paragraph", "")

    def table_style(self, own: etree._Element | None) -> str:
        """Return the id of the style of a table."""
        named = value_of(own.find(w("tblStyle"))) if own is not None else ""
        return named if named in self._styles else self._default.get("table", "")

    def chain(self, name: str, kind: str, part: str) -> list[etree._Element | None]:
        """Return the ``part`` of a style and of those it is based on, the weakest first."""
        return [style.find(w(part)) for style in reversed(list(self.lineage(name, kind)))]

    def region(self, region: Region, part: str) -> list[etree._Element | None]:
        """Return the ``part`` of a table style, then those of what it dresses apart, the weakest first."""
        name, kinds = region
        found = self.chain(name, "table", part)
        for kind in kinds:
            for style in reversed(list(self.lineage(name, "table"))):
                found += [
                    apart.find(w(part))
                    for apart in style.iterfind(w("tblStylePr"))
                    if apart.get(w("type")) == kind
                ]
        return found

    def theme_colour(self, name: str) -> str:
        """Return a colour of the theme as RRGGBB, empty when it has none of that name."""
        found = self._theme.find(f".//{{*}}clrScheme/{{*}}{name}") if self._theme is not None else None
        if found is None or not len(found):
            return ""
        return str(found[0].get("lastClr") or found[0].get("val") or "")

    def lineage(self, name: str, kind: str) -> Iterator[etree._Element]:
        """Yield a style of ``kind`` and those it is based on."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            if style.get(w("type")) == kind:
                yield style
            name = value_of(style.find(w("basedOn")))

    def level(self, paragraph: Cascade) -> etree._Element | None:
        """Return the level of numbering (``w:lvl``) of a paragraph."""
        listed = paragraph.get("numPr")
        if listed is None:
            return None
        return self.level_of(value_of(listed.find(w("numId"))), value_of(listed.find(w("ilvl"))) or "0")

    def level_of(self, identity: str, level: str) -> etree._Element | None:
        """Return a level of the numbering ``identity``."""
        instance, abstract = self._list(identity)
        if instance is None:
            return None
        for override in instance.iterfind(w("lvlOverride")):
            own = override.find(w("lvl"))
            if override.get(w("ilvl")) == level and own is not None:
                return own
        return _named(abstract, "lvl", "ilvl", level) if abstract is not None else None

    def list_of(self, identity: str) -> tuple[str, dict[int, int]]:
        """Return the name of the list that ``identity`` counts in, and where its levels start anew.

        Numberings of one definition go on from one another, unless they say where they start (17.9.15).
        """
        instance, abstract = self._list(identity)
        if instance is None or abstract is None:
            return identity, {}
        starts = {
            number(override.get(w("ilvl"))): number(value_of(override.find(w("startOverride"))))
            for override in instance.iterfind(w("lvlOverride"))
            if override.find(w("startOverride")) is not None
        }
        own = instance.find(w("lvlOverride")) is not None
        return (f"n{identity}" if own else f"a{abstract.get(w('abstractNumId'))}"), starts

    def list_by_style(self, identity: str) -> bool:
        """Tell whether ``identity`` is numbered by a style of lists."""
        abstract = self._list(identity)[1]
        return abstract is not None and abstract.find(w("numStyleLink")) is not None

    def _list(self, identity: str) -> tuple[etree._Element | None, etree._Element | None]:
        if self.numbering is None:
            return None, None
        instance = _named(self.numbering, "num", "numId", identity)
        if instance is None:
            return None, None
        shared = value_of(instance.find(w("abstractNumId")))
        return instance, _named(self.numbering, "abstractNum", "abstractNumId", shared)

    def family(self, run: Cascade) -> str:
        """Return the name of the font of a run."""
        theme = run.attribute("rFonts", "asciiTheme")
        if theme and self._theme is not None:
            kind = "major" if theme.startswith("major") else "minor"
            latin = self._theme.find(f".//{{*}}{kind}Font/{{*}}latin")
            if latin is not None and latin.get("typeface"):
                return str(latin.get("typeface"))
        return run.attribute("rFonts", "ascii") or run.attribute("rFonts", "hAnsi") or "Calibri"

    def _default_of(self, holder: str, part: str) -> etree._Element | None:
        return None if self._defaults is None else self._defaults.find(f"{w(holder)}/{w(part)}")

    def _add(self, style: etree._Element) -> None:
        name, kind = style.get(w("styleId")) or "", style.get(w("type")) or ""
        self._styles[name] = style
        if style.get(w("default")) in {"1", "true", "on"}:
            self._default[kind] = name


def _part(parts: Mapping[str, bytes], name: str) -> etree._Element | None:
    return parse_part(parts[name], about=name, refusal=TemplateError) if name in parts else None


def _named(root: etree._Element, tag: str, attribute: str, value: str) -> etree._Element | None:
    return next((e for e in root.iterfind(w(tag)) if e.get(w(attribute)) == value), None)
