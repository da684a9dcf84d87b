"""How much room a paragraph surely has enough of, on one line: what is known of it need not be measured.

Measuring lays a text out a second time. A header that grows with its values pushes the body, a row that has a
least height may outgrow it; where their lines are sure to be short, the program is told so. The widths of
letters come from the faces themselves, the largest of all styles; nothing is moved closer or joined, as the
program asks of the typesetter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

OPEN, NAME, CLOSE = "\x05", "\x03", "\x04"
"""Around the markup of a paragraph whose room is told, then around the name of its style."""

_TOLD = re.compile(f"{OPEN}\\[([^{OPEN}]*?)\\]{NAME}(p\\d+){CLOSE}")
_PIECES = re.compile(
    r'#"(?P<text>(?:[^"\\]|\\.)*)";|#(?P<run>r\d+)\[|(?P<end>\];)|#(?P<strut>h\d+);'
    r"|#(?P<page>page-(?:number|count));|(?P<other>.)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u\{(\w+)\}|(.))")
_PLAIN_RUN = re.compile(r"\(b\) => text\(\.\.\(([^()]*(?:\([^()]*\)[^()]*)*)\), b\)")
_STRUT = re.compile(
    r"box\(width: 0pt, height: (-?[\d.]+)(?: \* ([\d.]+))?pt - \((-?[\d.]+)(?: \* ([\d.]+))?pt\)"
)
_LOOK = re.compile(r"(size|top-edge|bottom-edge): (-?[\d.]+)(pt|em)")
_SPACED = re.compile(r"tracking|kerning|upper|smallcaps")
_UNKNOWN = 1.5
_LONGEST_NUMBER = "00000"
_MARGIN = 1.02


@dataclass(frozen=True, slots=True)
class _Look:
    """Size in points, and how far a line reaches, in ems or points; None is that of what is around."""

    size: float | None
    above: tuple[float, str] | None
    below: tuple[float, str] | None


class Rooms:
    """Tells the room of paragraphs of one program.

    Args:
        names: Value by name of everything that the program defines.
        files: The files of its faces.
    """

    def __init__(self, names: Mapping[str, str], files: Iterable[str]) -> None:
        self._files = tuple(files)
        self._looks: dict[str, _Look] = {}
        for name, value in names.items():
            look = _look(name, value)
            if look is not None:
                self._looks[name] = look
        self._one = lru_cache(maxsize=256)(self._room)

    def told(self, source: str) -> str:
        """Return a filled program that tells the room of each paragraph that asks for it."""
        # One may hold a text box, whose paragraphs come first.
        while OPEN in source:
            source = _TOLD.sub(lambda found: f"[{found[1]}], m: {self._one(found[1], found[2])}", source)
        return source

    def _room(self, markup: str, name: str) -> str:
        """Return the room of a filled paragraph as a record, ``none`` where it is not known."""
        own = self._looks.get(name)
        if own is None or own.size is None:
            return "none"
        around, used, ems = [own], [own], 0.0
        for piece in _PIECES.finditer(markup):
            kind = piece.lastgroup or "text"
            if kind == "text":
                text = _ESCAPE.sub(lambda e: chr(int(e[1], 16)) if e[1] else e[2], piece["text"])
                ems += sum(_widest(c, self._files) for c in text)
            elif kind == "page":
                ems += sum(_widest(c, self._files) for c in _LONGEST_NUMBER)
            elif kind == "end" and len(around) > 1:
                around.pop()
            elif kind in {"run", "strut"} and piece[kind] in self._looks:
                used.append(_within(self._looks[piece[kind]], around[-1]))
                around += [used[-1]] * (kind == "run")
            else:
                return "none"
        width = ems * max(look.size or 0 for look in used) * _MARGIN
        above = max(_reach(look, look.above) for look in used)
        below = max(-_reach(look, look.below) for look in used)
        return f"(w: {width:.2f}pt, l: {above + below + 0.01:.2f}pt)"


def _look(name: str, value: str) -> _Look | None:
    """Return how a paragraph, a run or a strut looks; None where its width is not that of its letters."""
    if name.startswith("h"):
        sizes = _STRUT.match(value)
        if sizes is None:
            return None
        above, below = float(sizes[1]) * float(sizes[2] or 1), float(sizes[3]) * float(sizes[4] or 1)
        return _Look(None, (above, "pt"), (below, "pt"))
    if name.startswith("r"):
        run = _PLAIN_RUN.fullmatch(value)
        value = run[1] if run is not None else "upper"
    elif not name.startswith("p") or "text: (" not in value:
        return None
    else:
        value = value[value.index("text: (") :]
    if _SPACED.search(value):
        return None
    found = {key: (float(length), unit) for key, length, unit in _LOOK.findall(value)}
    size = found["size"][0] if "size" in found else None
    return _Look(size, found.get("top-edge"), found.get("bottom-edge"))


def _within(look: _Look, around: _Look) -> _Look:
    size = around.size if look.size is None else look.size
    return _Look(size, look.above or around.above, look.below or around.below)


def _reach(look: _Look, edge: tuple[float, str] | None) -> float:
    length, unit = edge or (2.0, "em")
    return length * (look.size or 0) if unit == "em" else length


@lru_cache(maxsize=4096)
def _widest(character: str, files: tuple[str, ...]) -> float:
    """Return the width of a character in ems, the largest of the faces that have it."""
    widths = [font.width(character) for font in map(_font, files)]
    known = [width for width in widths if width]
    return max(known) if len(known) == len(widths) and known else _UNKNOWN


@dataclass(frozen=True, slots=True)
class _Font:
    em: int
    glyphs: Mapping[int, str]
    widths: Mapping[str, tuple[int, int]]

    def width(self, character: str) -> float:
        glyph = self.glyphs.get(ord(character))
        return self.widths[glyph][0] / self.em if glyph is not None and glyph in self.widths else 0.0


@lru_cache(maxsize=64)
def _font(path: str) -> _Font:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - loaded where documents are filled

    with TTFont(Path(path), lazy=True) as font:
        return _read(font)


def _read(font: TTFont) -> _Font:
    return _Font(font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"].metrics)
