"""How large a run is set and how far apart paragraphs stand: by themselves, their style, or the defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from toolkit.documents.package import parse_part
from toolkit.documents.wordml import value_of, w
from toolkit.errors import ConversionError

_STYLES = "word/styles.xml"
# What rdocx takes where the document says nothing: 11 points, lines of 1.08, 8 points after a paragraph.
_ENGINE_SIZE = 22
_ENGINE_SPACING = {"after": 160, "line": 259}
_SINGLE_LINE = 240


class Looks:
    """Sizes in half-points (``w:sz``, ISO/IEC 29500-1, 17.3.2.38) and spacings in twips.

    Args:
        parts: Package whose styles decide.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default_style = ""
        self._defaults: etree._Element | None = None
        if _STYLES in parts:
            self._read(parse_part(parts[_STYLES], about=_STYLES, refusal=ConversionError))

    def size_of(self, run: etree._Element) -> int:
        """Return the size of ``run`` in half-points."""
        own = number(value_of(run.find(f"{w('rPr')}/{w('sz')}")))
        if own:
            return own
        paragraph = next(run.iterancestors(w("p")), None)
        return self.text_size(paragraph) if paragraph is not None else _ENGINE_SIZE

    def text_size(self, paragraph: etree._Element) -> int:
        """Return the size that the style of ``paragraph`` sets, in half-points."""
        sizes = [number(value_of(style.find(f"{w('rPr')}/{w('sz')}"))) for style in self._chain(paragraph)]
        if self._defaults is not None:
            sizes.append(number(value_of(self._defaults.find(f"{w('rPrDefault')}/{w('rPr')}/{w('sz')}"))))
        return next((size for size in sizes if size), _ENGINE_SIZE)

    def space_around(self, paragraph: etree._Element) -> int:
        """Return the space before and after ``paragraph``, in twips."""
        return self._spacing(paragraph, "before") + self._spacing(paragraph, "after")

    def line_factor(self, paragraph: etree._Element) -> float:
        """Return the height of its lines as a multiple of single ones."""
        return max(self._spacing(paragraph, "line") or _SINGLE_LINE, _SINGLE_LINE) / _SINGLE_LINE

    def _spacing(self, paragraph: etree._Element, name: str) -> int:
        holders = [paragraph, *self._chain(paragraph)]
        if self._defaults is not None:
            holders += self._defaults.findall(w("pPrDefault"))
        for holder in holders:
            spacing = holder.find(f"{w('pPr')}/{w('spacing')}")
            if spacing is not None and spacing.get(w(name)) is not None:
                return number(spacing.get(w(name)))
        return _ENGINE_SPACING.get(name, 0) if self._defaults is None else 0

    def _chain(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        """Yield the style of a paragraph and those it is based on."""
        name = value_of(paragraph.find(f"{w('pPr')}/{w('pStyle')}")) or self._default_style
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = value_of(self._styles[name].find(w("basedOn")))

    def _read(self, root: etree._Element) -> None:
        self._defaults = root.find(w("docDefaults"))
        for style in root.iterfind(w("style")):
            name = style.get(w("styleId")) or ""
            self._styles[name] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in {"1", "true"}:
                self._default_style = name


def number(text: str | None) -> int:
    """Return a measure as a whole number; 0 when it is missing or none."""
    try:
        return int(float(text or 0))
    except (ValueError, OverflowError):
        return 0
