"""The faces that the fast engine draws with: the machine's own when it has them, else those of a package.

Calibri is drawn with Calibri where the machine has it, with Carlito (same widths) else, with Source Sans Pro
from its package last. That one is fitted to the face it stands for: its letters are scaled so that French
prose is as wide, and its lines are made as high. A letter then keeps its pages on every machine, as a web
page does with ``size-adjust`` and ``ascent-override`` (CSS Fonts 5, 11). Symbols come from a face that the
typesetter carries inside.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_SAME_WIDTHS = {
    "Calibri": "Carlito",
    "Carlito": "Calibri",
    "Cambria": "Caladea",
    "Arial": "Liberation Sans",
    "Helvetica": "Liberation Sans",
    "Times New Roman": "Liberation Serif",
    "Courier New": "Liberation Mono",
}
LAST_RESORT = "Source Sans Pro"
SYMBOLS = "DejaVu Sans Mono"
"""Carried by the typesetter; it draws check boxes."""

# The no-break space is shaped as a space where a face has none.
_SYMBOLS_DRAWN = frozenset("\N{NO-BREAK SPACE}☐☑☒✓✔✗✘✕❍❏❑❒❖➔➢◆◻◼○●■□▪▫▲►▼◄★☆♦♥♠♣→←↑↓↔⇒⇐⇔√∞≠≤≥≈")
_SUFFIXES = (".ttf", ".otf")


@dataclass(frozen=True, slots=True)
class _Fit:
    """What the last resort must look like: the height of the lines in ems, and how its letters are scaled.

    The scale is the mean width of the letters of our own documents in the face that was asked for, over
    theirs in Source Sans Pro. For Calibri it is that of its bold, a little under that of its regular: no line
    of text gets longer.
    """

    ascent: float
    descent: float
    scale: float


_FITS = {
    "Calibri": _Fit(0.9521, 0.2686, 0.975),
    "Arial": _Fit(0.9380, 0.2119, 1.07),
    "Times New Roman": _Fit(0.9335, 0.2163, 0.98),
}
_FITTED_AS = {"Carlito": "Calibri", "Helvetica": "Arial", "Liberation Sans": "Arial"}


@dataclass(frozen=True, slots=True)
class Face:
    """A family as it will be drawn: its name, its files, and the height of its lines.

    The height is in ems of the family that was asked for; ``scale`` is how large the letters are beside what
    the template says.
    """

    family: str
    files: tuple[Path, ...]
    ascent: float
    descent: float
    characters: frozenset[int]
    scale: float = 1


@lru_cache(maxsize=32)
def face_for(family: str) -> Face:
    """Return the face that draws ``family``: itself, one of the same widths, or the last resort fitted."""
    for name in (family, _SAME_WIDTHS.get(family, "")):
        files = _machine().get(name.lower(), ())
        if name and files:
            return _read(name, files)
    face = _read(LAST_RESORT, _packaged())
    fit = _FITS.get(_FITTED_AS.get(family, family))
    return replace(face, ascent=fit.ascent, descent=fit.descent, scale=fit.scale) if fit else face


def same_widths(family: str, other: str) -> bool:
    """Tell whether two faces break their lines at the same places, by design."""
    return family == other or other == _SAME_WIDTHS.get(family)


def draws(faces: tuple[Face, ...]) -> Callable[[str], bool]:
    """Return a test of whether one of ``faces``, or the symbols, has a glyph for a character."""
    common = frozenset.union(*(face.characters for face in faces)) if faces else frozenset()

    def drawn(character: str) -> bool:
        return ord(character) in common or character in _SYMBOLS_DRAWN

    return drawn


def _read(family: str, files: tuple[Path, ...]) -> Face:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - loaded when a template is compiled

    covered: list[frozenset[int]] = []
    ascent = descent = 0.0
    for number, path in enumerate(files):
        with TTFont(path, lazy=True) as font:
            covered.append(frozenset(font.getBestCmap()))
            if number == 0:
                ascent, descent = _line(font)
    return Face(family, files, round(ascent, 4), round(descent, 4), frozenset.intersection(*covered))


def _line(font: TTFont) -> tuple[float, float]:
    """Return how far a line reaches above and below, in ems: Word adds the external leading above it."""
    em, lines, metrics = font["head"].unitsPerEm, font["hhea"], font["OS/2"]
    height = metrics.usWinAscent + metrics.usWinDescent
    leading = max(0, lines.lineGap - (height - (lines.ascent - lines.descent)))
    return (metrics.usWinAscent + leading) / em, metrics.usWinDescent / em


def _packaged() -> tuple[Path, ...]:
    import font_source_sans_pro  # noqa: PLC0415 - only where the machine has no face of its own

    # Its semibold is as wide and as dark as the bold of Calibri; its own bold is wider.
    folder = Path(font_source_sans_pro.__file__).parent / "files"
    styles = ("Regular", "Semibold", "It", "SemiboldIt")
    return tuple(folder / f"SourceSansPro-{style}.ttf" for style in styles)


@lru_cache(maxsize=1)
def _machine() -> dict[str, tuple[Path, ...]]:
    """Return the files of the four ordinary styles of each family that the machine has."""
    found: dict[str, dict[str, Path]] = {}
    for path in _font_files():
        with contextlib.suppress(Exception):  # a font that cannot be read is a font that is not there
            family, style = _names(path)
            found.setdefault(family.lower(), {}).setdefault(style, path)
    return {
        family: tuple(styles[style] for style in _STYLES if style in styles)
        for family, styles in found.items()
        if "regular" in styles
    }


_STYLES = ("regular", "bold", "italic", "bold italic")


def _names(path: Path) -> tuple[str, str]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - loaded when a template is compiled

    with TTFont(path, lazy=True) as font:
        table = font["name"]
        family, style = table.getDebugName(1) or "", (table.getDebugName(2) or "").lower()
        if "fvar" in font:
            style = ""
    return family, "regular" if style in {"book", "roman", "normal"} else style


def _font_files() -> Iterator[Path]:
    for folder in _folders():
        if folder.is_dir():
            yield from sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES)


def _folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home))
        return [
            Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
            Path(local) / "Microsoft/Windows/Fonts",
        ]
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    return [
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    ]
