"""The load by month: what is late, then what is due month after month, recaps apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from toolkit.documents.pictures.svg import BLUE, BODY, INK, MUTED, PAPER, TITLE, VERMILION, YELLOW, Drawing
from toolkit.french import count, day

_WIDTH: Final = 400
_LEFT: Final = 104
_RIGHT: Final = 52
_ROW: Final = 24
_BAR: Final = 16
_MOST: Final = 2.0
"""A bar longer than this many times the fullest month is cut short, and says so."""
_MONTHS: Final = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
_KINDS: Final = (
    ("late", "entretiens en retard", VERMILION, "url(#hachures)"),
    ("due", "entretiens à tenir", BLUE, ""),
    ("recap", "états des lieux à établir", YELLOW, "url(#points)"),
)


@dataclass(frozen=True, slots=True)
class LoadRow:
    """How many obligations one row holds: those ``late``, those ``due``, and the recaps due."""

    label: str
    late: int = 0
    due: int = 0
    recap: int = 0

    @property
    def total(self) -> int:
        """How many obligations in all."""
        return self.late + self.due + self.recap


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be held as of a day: ``ahead`` first (late, without a day), then month after month.

    ``beyond`` counts what is due after the last month.
    """

    as_of: date
    ahead: tuple[LoadRow, ...]
    months: tuple[LoadRow, ...]
    beyond: int = 0
    owner: str = ""

    @property
    def rows(self) -> tuple[LoadRow, ...]:
        """Every row, in the order drawn."""
        return (*self.ahead, *self.months)


def month_label(month: date, *, first: bool = False) -> str:
    """Return ``mars``, with its year in January and on the first row."""
    name = _MONTHS[month.month - 1]
    return f"{name} {month.year}" if first or month.month == 1 else name


def load_picture(load: Load) -> str:
    """Return the load as an SVG document, one row per month."""
    drawing = Drawing(_WIDTH, f"Charge des entretiens au {day(load.as_of)}", _described(load))
    y = drawing.paragraph(12, 28, drawing.title, size=TITLE)
    if load.owner:
        y = drawing.paragraph(12, y, load.owner, fill=MUTED)
    y = _legend(drawing, y + 4)
    unit = _unit(load)
    for rows, gap in ((load.ahead, 10), (load.months, 6)):
        for row in rows:
            _row(drawing, y, row, unit)
            y += _ROW
        y += gap if rows else 0
    if load.beyond:
        y = drawing.paragraph(
            12, y + 12, f"Au-delà du dernier mois : {count(load.beyond, 'échéance')}.", fill=MUTED
        )
    return drawing.svg(y + 6)


def _described(load: Load) -> str:
    """Return the figures as a sentence, for who cannot see the picture."""
    told = [
        f"{row.label} : {row.total}"
        + (f" dont {count(row.recap, 'état des lieux', 'états des lieux')}" if row.recap else "")
        for row in load.rows
        if row.total
    ]
    return "Nombre d’échéances. " + (" ; ".join(told) if told else "Rien n’est dû") + "."


def _legend(drawing: Drawing, y: float) -> float:
    for _, label, colour, pattern in _KINDS:
        _segment(drawing, 12, y, 18, colour, pattern)
        drawing.text(38, y + BODY, label)
        y += 21
    return y + 8


def _unit(load: Load) -> float:
    """Return the length of one obligation."""
    fullest = max((row.total for row in load.months), default=0)
    longest = max((row.total for row in load.rows), default=0)
    most = min(longest, _MOST * fullest) if fullest else longest
    return (_WIDTH - _LEFT - _RIGHT) / max(most, 1)


def _row(drawing: Drawing, y: float, row: LoadRow, unit: float) -> None:
    drawing.text(_LEFT - 8, y + BODY, row.label, anchor="end")
    drawing.line(_LEFT, y - 3, _LEFT, y + _ROW - 3)
    full = row.total * unit
    room = min(full, float(_WIDTH - _LEFT - _RIGHT))
    x = float(_LEFT)
    for name, _, colour, pattern in _KINDS:
        width = room * getattr(row, name) / max(row.total, 1)
        if width:
            _segment(drawing, x, y, width, colour, pattern)
        x += width
    if full > room + 1:
        for left in (_LEFT + 12, _LEFT + 18):
            drawing.path(f"M{left:.1f} {y + _BAR + 2:.1f} l6 -{_BAR + 4}", "none", PAPER)
    if row.total:
        drawing.text(x + 6, y + BODY, str(row.total), bold=True)
    else:
        drawing.text(_LEFT + 6, y + BODY, "0", fill=MUTED)


def _segment(drawing: Drawing, x: float, y: float, width: float, colour: str, pattern: str) -> None:
    drawing.rectangle(x, y, width, _BAR, colour, stroke=INK)
    if pattern:
        drawing.rectangle(x, y, width, _BAR, pattern)


def rows_of_months(first: date, counts: Sequence[tuple[int, int]]) -> tuple[LoadRow, ...]:
    """Return a row for each month from ``first``; ``counts`` are (interviews, recaps) due in each."""
    rows = []
    month = first.replace(day=1)
    for number, (due, recap) in enumerate(counts):
        rows.append(LoadRow(month_label(month, first=number == 0), due=due, recap=recap))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return tuple(rows)
