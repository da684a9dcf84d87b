"""The faces that the fast engine draws with: the machine's own when it has them, else those of a package.

Calibri is drawn with Calibri where the machine has it, with Carlito (same widths) else, with Source Sans Pro
from its package last. Symbols come from a face that the typesetter carries inside.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_SAME_WIDTHS = {
    "Calibri": "Carlito",
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
class Face:
    """A family as it will be drawn: its name, its files, and the height of its lines in ems."""

    family: str
    files: tuple[Path, ...]
    ascent: float
    descent: float
    characters: frozenset[int]


@lru_cache(maxsize=32)
def face_for(family: str) -> Face:
    """Return the face that draws ``family``: itself, one of the same widths, or the last resort."""
    for name in (family, _SAME_WIDTHS.get(family, "")):
        files = _machine().get(name.lower(), ())
        if name and files:
            return _read(name, files)
    return _read(LAST_RESORT, _packaged())


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
                em, metrics = font["head"].unitsPerEm, font["OS/2"]
                ascent, descent = metrics.usWinAscent / em, metrics.usWinDescent / em
    return Face(family, files, round(ascent, 4), round(descent, 4), frozenset.intersection(*covered))


def _packaged() -> tuple[Path, ...]:
    import font_source_sans_pro  # noqa: PLC0415 - only where the machine has no face of its own

    folder = Path(font_source_sans_pro.__file__).parent / "files"
    return tuple(folder / f"SourceSansPro-{style}.ttf" for style in ("Regular", "Bold", "It", "BoldIt"))


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
