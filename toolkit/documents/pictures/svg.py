"""The few shapes that the pictures are made of (SVG 1.1, second edition).

Colours are those of Okabe and Ito, told apart by people who see colours otherwise; a hatching or a shape says
the same again, for prints in grey. Everything is drawn in a width that fits a phone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape, quoteattr

INK: Final = "#1a1a1a"
MUTED: Final = "#595959"
RULE: Final = "#c8c8c8"
PAPER: Final = "#ffffff"
BLUE: Final = "#0072b2"
GREEN: Final = "#009e73"
VERMILION: Final = "#d55e00"
YELLOW: Final = "#f0e442"
PALE_BLUE: Final = "#cfe6f5"
PALE_GREY: Final = "#e3e3e3"

FONTS: Final = "'Source Sans Pro', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
BODY: Final = 13
TITLE: Final = 17
CHARACTER: Final = 0.56
"""Mean width of a character, in sizes of the font."""

_HATCHING: Final = (
    '<pattern id="hachures" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="2" height="6" fill="#ffffff" fill-opacity="0.55"/></pattern>'
    '<pattern id="points" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle cx="2" cy="2" r="1.1" fill="#1a1a1a" fill-opacity="0.55"/></pattern>'
)


@dataclass(slots=True)
class Drawing:
    """A picture being drawn, ``width`` units wide; its height is known at the end.

    ``title`` and ``description`` are what a screen reader says of it.
    """

    width: int
    title: str
    description: str
    _parts: list[str] = field(default_factory=list)

    def rectangle(
        self, x: float, y: float, width: float, height: float, fill: str, *, stroke: str = "none"
    ) -> None:
        """Draw a rectangle."""
        self._parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
            f'fill="{fill}" stroke="{stroke}"/>'
        )

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str = RULE, *, dashes: str = ""
    ) -> None:
        """Draw a line."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}"{dashed}/>'
        )

    def circle(self, x: float, y: float, radius: float, fill: str, stroke: str, *, dashes: str = "") -> None:
        """Draw a circle."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self._parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}" stroke="{stroke}" '
            f'stroke-width="2"{dashed}/>'
        )

    def path(self, commands: str, fill: str, stroke: str = "none") -> None:
        """Draw a path; ``commands`` as SVG writes them."""
        self._parts.append(f'<path d="{commands}" fill="{fill}" stroke="{stroke}" stroke-width="2"/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: int = BODY,
        fill: str = INK,
        anchor: str = "start",
        bold: bool = False,
    ) -> None:
        """Write one line."""
        weight = ' font-weight="bold"' if bold else ""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" '
            f'text-anchor="{anchor}"{weight}>{escape(words)}</text>'
        )

    def paragraph(self, x: float, y: float, words: str, *, size: int = BODY, fill: str = INK) -> float:
        """Write ``words`` over as many lines as the width asks for; return where the next line stands."""
        for line in wrapped(words, self.width - x - 12, size):
            self.text(x, y, line, size=size, fill=fill)
            y += size + 4
        return y

    def svg(self, height: float) -> str:
        """Return the picture as one SVG document."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {height:.0f}" '
            f'width="{self.width}" height="{height:.0f}" style="max-width:100%;height:auto" '
            f'role="img" aria-labelledby="titre description" lang="fr" font-family={quoteattr(FONTS)}>\n'
            f'<title id="titre">{escape(self.title)}</title>\n'
            f'<desc id="description">{escape(self.description)}</desc>\n'
            f"<defs>{_HATCHING}</defs>\n"
            f'<rect width="{self.width}" height="{height:.0f}" fill="{PAPER}"/>\n'
            + "\n".join(self._parts)
            + "\n</svg>\n"
        )


def wrapped(words: str, width: float, size: int = BODY) -> list[str]:
    """Return ``words`` cut into lines that hold in ``width`` units."""
    most = max(int(width / (size * CHARACTER)), 8)
    lines: list[str] = []
    for word in words.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
