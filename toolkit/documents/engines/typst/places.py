"""Where an anchored figure stands: from the page, its margins or its paragraph (ISO/IEC 29500-1, 20.4.2)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from toolkit.documents.engines.typst.boxes import EMU, NotDrawnError
from toolkit.documents.wordml import WP_NS, w

_ACROSS = {
    "page": "page", "margin": "margin", "column": "margin", "character": "own",
    "leftMargin": "before", "rightMargin": "after",
}  # fmt: skip
_DOWN = {
    "page": "page", "margin": "margin", "paragraph": "own", "line": "own",
    "topMargin": "before", "bottomMargin": "after",
}  # fmt: skip
_ALIGNED = {"left": "start", "top": "start", "center": "center", "right": "end", "bottom": "end"}
# A line at most: text that fits above a figure would have to be set there.
_MOST_DOWN = 12
_AROUND = {"wrapSquare", "wrapTight", "wrapThrough"}


@dataclass(frozen=True, slots=True)
class Place:
    """Place of a figure as the program writes it: what it is measured from, and how far or how aligned.

    ``down`` and ``below`` are the room above and under a figure that pushes the text, in points.
    """

    x: str
    y: str
    behind: bool = False
    pushes: bool = False
    down: float = 0
    below: float = 0

    @property
    def is_below(self) -> bool:
        """Tell whether it stands under what was written before it."""
        return self.y.startswith('("own"') and not self.y.startswith('("own", -')


def place_of(anchor: etree._Element, drawing: etree._Element) -> Place:
    """Return the place of a ``wp:anchor``.

    Raises:
        NotDrawnError: text would flow beside it, or its place depends on more than the page.
    """
    wraps = {etree.QName(child).localname for child in anchor if "wrap" in str(child.tag)}
    if wraps & _AROUND:
        raise NotDrawnError("image habillée par le texte", "le texte coulerait à côté d’elle")
    if anchor.get("simplePos") in {"1", "true"} or anchor.get("hidden") in {"1", "true"}:
        raise NotDrawnError("forme ou graphique")
    if next(drawing.iterancestors(w("tc")), None) is not None:
        raise NotDrawnError("image ancrée dans un tableau", "Word la garde dans sa cellule")
    x, y = _spot(anchor, "positionH", _ACROSS), _spot(anchor, "positionV", _DOWN)
    pushes = "wrapTopAndBottom" in wraps
    down = _points(y[1]) if pushes and y[0] == "own" else 0.0
    if pushes and (y[0] != "own" or not 0 <= down <= _MOST_DOWN):
        raise NotDrawnError("image entre deux lignes", "le texte coulerait au-dessus et au-dessous d’elle")
    return Place(
        x=_pair(x),
        y=_pair(y),
        behind=anchor.get("behindDoc") in {"1", "true"},
        pushes=pushes,
        down=down,
        below=int(anchor.get("distB") or 0) / EMU,
    )


def _spot(anchor: etree._Element, name: str, known: dict[str, str]) -> tuple[str, str]:
    position = anchor.find(f"{{{WP_NS}}}{name}")
    if position is None:
        raise NotDrawnError("forme ou graphique")
    origin = known.get(position.get("relativeFrom") or "", "")
    offset, aligned = position.find(f"{{{WP_NS}}}posOffset"), position.find(f"{{{WP_NS}}}align")
    if origin and offset is not None:
        return origin, f"{int(offset.text or 0) / EMU:g}pt"
    side = _ALIGNED.get((aligned.text or "") if aligned is not None else "", "")
    if not origin or not side:
        raise NotDrawnError("image placée selon la page paire ou impaire")
    if origin == "own":
        raise NotDrawnError("image alignée sur une ligne")
    return origin, f'"{side}"'


def _pair(spot: tuple[str, str]) -> str:
    return f'("{spot[0]}", {spot[1]})'


def _points(length: str) -> float:
    return float(length.removesuffix("pt"))
