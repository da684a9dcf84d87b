"""The marks of a drawn career: each standing has its own shape, its colour says it again."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from toolkit.documents.pictures.svg import BLUE, GREEN, MUTED, PAPER, VERMILION, Drawing
from toolkit.model import Obligation, Status


class Mark(StrEnum):
    """What stands at a date."""

    HELD = "held"
    HELD_LATE = "held_late"
    OVERDUE = "overdue"
    OPEN = "open"
    UPCOMING = "upcoming"
    SUSPENDED = "suspended"
    NOT_REACHED = "not_reached"
    PROJECTED = "projected"


MARKS: Mapping[Mark, str] = MappingProxyType(
    {
        Mark.HELD: "tenu",
        Mark.HELD_LATE: "tenu en retard",
        Mark.OVERDUE: "en retard",
        Mark.OPEN: "à tenir",
        Mark.UPCOMING: "à venir",
        Mark.SUSPENDED: "suspendu jusqu’au retour",
        Mark.NOT_REACHED: "non atteint",
        Mark.PROJECTED: "prévisible, la date suivra celle de l’entretien précédent",
    }
)
"""What each mark means, in the order of the legend."""


def mark_of(one: Obligation) -> Mark:
    """Return the mark of an obligation."""
    if one.projected and one.status in (Status.UPCOMING, Status.SUSPENDED):
        return Mark.PROJECTED
    return Mark(one.status.value)


def draw_mark(drawing: Drawing, mark: Mark, x: float, y: float) -> None:
    """Draw ``mark`` around a point."""
    match mark:
        case Mark.HELD | Mark.HELD_LATE:
            late = mark is Mark.HELD_LATE
            drawing.circle(x, y, 7, GREEN, VERMILION if late else GREEN)
            drawing.path(f"M{x - 3:.1f} {y:.1f} l2.5 3 l4 -6", "none", PAPER)
            if late:
                drawing.circle(x, y, 9.5, "none", VERMILION)
        case Mark.OVERDUE:
            drawing.path(f"M{x:.1f} {y - 8:.1f} l8 14 l-16 0 z", VERMILION, VERMILION)
            drawing.path(f"M{x:.1f} {y - 3:.1f} l0 4.5 M{x:.1f} {y + 3:.1f} l0 1.8", "none", PAPER)
        case Mark.OPEN:
            drawing.path(f"M{x:.1f} {y - 8:.1f} l8 8 l-8 8 l-8 -8 z", BLUE, BLUE)
        case Mark.UPCOMING:
            drawing.circle(x, y, 6, PAPER, BLUE)
        case Mark.SUSPENDED:
            drawing.path(f"M{x - 6:.1f} {y - 6:.1f} h12 v12 h-12 z", PAPER, BLUE)
            drawing.path(f"M{x - 2:.1f} {y - 3:.1f} v6 m4 -6 v6", "none", BLUE)
        case Mark.NOT_REACHED:
            drawing.path(f"M{x - 5:.1f} {y - 5:.1f} l10 10 m0 -10 l-10 10", "none", MUTED)
        case Mark.PROJECTED:
            drawing.circle(x, y, 5, PAPER, MUTED, dashes="2 2")
