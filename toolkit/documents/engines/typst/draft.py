"""What the compiler writes while it walks a template: definitions, pictures, faces, and what is not drawn."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from lxml import etree

from toolkit.documents.engines.typst.cascade import Cascade, Styles
from toolkit.documents.engines.typst.constructs import strangers
from toolkit.documents.engines.typst.extras import EXTRAS
from toolkit.documents.engines.typst.faces import Face, face_for
from toolkit.documents.engines.typst.names import named, why
from toolkit.documents.engines.typst.program import Construct
from toolkit.documents.engines.typst.tree import Story, is_tag
from toolkit.documents.wordml import value_of, w

_QUOTE = 90


class Draft:
    """The program under way.

    Args:
        styles: Styles of the template.
    """

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.files: dict[str, bytes] = {}
        self.constructs: list[Construct] = []
        self.numbered: dict[str, set[str]] = {}
        self.tab, self.stands_out = "36pt", True
        self.at_the_end: list[Callable[[], None]] = []
        self.page, self.inner = "", 0.0
        self.note: Callable[[str], str | None] = lambda _: None
        self._names: dict[str, str] = {}
        self._used: dict[str, None] = {}
        self._faces: dict[str, Face] = {}

    @property
    def faces(self) -> tuple[Face, ...]:
        """The faces that the program uses, each once."""
        return tuple(dict.fromkeys(self._faces.values()))

    @property
    def names(self) -> dict[str, str]:
        """What was defined so far, by name."""
        return {name: value for value, name in self._names.items()}

    @property
    def definitions(self) -> str:
        """The words that this program alone uses, then the ``#let`` lines of everything defined so far."""
        extras = "".join(EXTRAS[word] for word in self._used)
        return extras + "".join(f"#let {name} = {value}\n" for value, name in self._names.items())

    def named(self, prefix: str, value: str) -> str:
        """Return the name of ``value``, defined once however often it is used."""
        if value not in self._names:
            self._names[value] = f"{prefix}{len(self._names)}"
        return self._names[value]

    def face(self, family: str) -> Face:
        """Return the face that draws ``family``, and remember that it is used."""
        if family not in self._faces:
            self._faces[family] = face_for(family)
        return self._faces[family]

    def use(self, word: str) -> None:
        """Add a chapter of :mod:`.extras` to the program: one that does not need it costs nothing."""
        self._used[word] = None

    def uses(self, word: str) -> bool:
        """Tell whether the program has a chapter of :mod:`.extras`."""
        return word in self._used

    def check(self, cascade: Cascade, known: frozenset[str], at: etree._Element, story: Story) -> None:
        """Note what of a paragraph or a run is not drawn: its own properties, and those of its styles."""
        for holder in cascade.strongest_first():
            for stranger in strangers(holder, known):
                self.route(stranger, at, story)

    def route(self, element: etree._Element, at: etree._Element, story: Story) -> None:
        """Note an element that is not drawn, by the name that HR gives it."""
        self.refuse(named(element), at, why(element), story)

    def refuse(self, name: str, at: etree._Element, why: str, story: Story) -> None:
        """Note something that is not drawn, with the text of its paragraph, once."""
        found = Construct(name, quoted(at, story), why)
        if found not in self.constructs:
            self.constructs.append(found)


def quoted(at: etree._Element, story: Story) -> str:
    """Return the text of the paragraph that ``at`` is in, its tags as the author wrote them."""
    holder = at if at.tag == w("p") else next(iter(at.iterancestors(w("p"))), at)
    pieces = [
        story.tag(node) if is_tag(node) else (node.text or "")
        for node in holder.iter()
        if is_tag(node) or node.tag == w("t")
    ]
    tails = [node.tail or "" for node in holder.iter() if is_tag(node)]
    text = unicodedata.normalize("NFC", "".join([*pieces, *tails])).strip()
    return text if len(text) <= _QUOTE else text[: _QUOTE - 1] + "…"


def points(twips: float) -> str:
    """Return twentieths of a point as a Typst length."""
    return f"{twips / 20:g}pt"


def guarded(code: str) -> str:
    """Return ``code`` in braces: what a torn condition leaves of it is an error, never text on the page."""
    return f"{{ {code}\n}}"


def colour(value: str, otherwise: str) -> str:
    """Return RRGGBB as a Typst colour, ``otherwise`` for « auto » or nothing."""
    is_hex = len(value) == 6 and all(c in "0123456789abcdefABCDEF" for c in value)  # noqa: PLR2004 - RRGGBB
    return f'rgb("#{value.lower()}")' if is_hex else otherwise


def line(border: etree._Element | None) -> str:
    """Return a border (ISO/IEC 29500-1, 17.3.4) as a Typst stroke, ``none`` when there is none."""
    if border is None or value_of(border) in {"", "nil", "none"}:
        return "none"
    width = float(border.get(w("sz")) or 4) / 8
    dash = {"dotted": "dotted", "dashed": "dashed", "dashSmallGap": "dashed"}.get(value_of(border), "")
    paint = colour(border.get(w("color")) or "", "black")
    return f"(thickness: {width:g}pt, paint: {paint}{f', dash: {chr(34)}{dash}{chr(34)}' if dash else ''})"


Pairs = Mapping[str, str]


def record(pairs: Pairs) -> str:
    """Return ``pairs`` as a Typst dictionary."""
    return "(" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + ")" if pairs else "(:)"


def array(items: list[str]) -> str:
    """Return ``items`` as a Typst array, one of a single item included."""
    return "(" + "".join(f"{item}, " for item in items) + ")"
