"""How large a run is set, by its own size, its paragraph's style, or the document's default."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from toolkit.documents.package import parse_part
from toolkit.documents.wordml import value_of, w
from toolkit.errors import ConversionError

_STYLES = "word/styles.xml"
_WORD_DEFAULT = 20


class Sizes:
    """Sizes in half-points, as ``w:sz`` counts (ISO/IEC 29500-1, 17.3.2.38).

    Args:
        parts: Package whose styles decide.
    """

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._own: dict[str, int] = {}
        self._parents: dict[str, str] = {}
        self._default_style = ""
        self._default = _WORD_DEFAULT
        if _STYLES in parts:
            self._read(parse_part(parts[_STYLES], about=_STYLES, refusal=ConversionError))

    def of(self, run: etree._Element) -> int:
        """Return the size of ``run`` in half-points."""
        own = number(value_of(run.find(f"{w('rPr')}/{w('sz')}")))
        if own:
            return own
        paragraph = next(run.iterancestors(w("p")), None)
        return self.of_paragraph(paragraph) if paragraph is not None else self._default

    def of_paragraph(self, paragraph: etree._Element) -> int:
        """Return the size that the style of ``paragraph`` sets, in half-points."""
        style = value_of(paragraph.find(f"{w('pPr')}/{w('pStyle')}")) or self._default_style
        seen: set[str] = set()
        while style and style not in seen:
            if style in self._own:
                return self._own[style]
            seen.add(style)
            style = self._parents.get(style, "")
        return self._default

    def _read(self, root: etree._Element) -> None:
        defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}/{w('sz')}")
        self._default = number(value_of(defaults)) or _WORD_DEFAULT
        for style in root.iterfind(w("style")):
            name = style.get(w("styleId")) or ""
            size = number(value_of(style.find(f"{w('rPr')}/{w('sz')}")))
            if size:
                self._own[name] = size
            self._parents[name] = value_of(style.find(w("basedOn")))
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in {"1", "true"}:
                self._default_style = name


def number(text: str | None) -> int:
    """Return a measure as a whole number; 0 when it is missing or none."""
    try:
        return int(float(text or 0))
    except (ValueError, OverflowError):
        return 0
