"""One employee's career drawn: what was held, what is late, what is to come, windows and absences.

Time runs downwards, so that the picture holds on a phone and beside a text; each date has its label, moved
down where two would touch, and tied to its place by a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from toolkit.documents.pictures.marks import MARKS, Mark, draw_mark, mark_of
from toolkit.documents.pictures.svg import (
    BODY,
    INK,
    MUTED,
    PALE_BLUE,
    PALE_GREY,
    TITLE,
    VERMILION,
    Drawing,
    wrapped,
)
from toolkit.french import ABSENCES, NBSP, OBLIGATIONS, STATUSES, capitalised, day
from toolkit.model import Absence, Obligation, Status

_WIDTH: Final = 440
_AXIS: Final = 64
_WINDOWS: Final = 76
_ABSENCES: Final = 90
_LABELS: Final = 122
_LINE: Final = BODY + 4
_YEAR: Final = 365.25
_TALL: Final = 760
_LONG_ABSENCE: Final = 60
"""Days from which an absence is drawn."""
_CLEAR: Final = 13
_MARGIN: Final = timedelta(days=200)


@dataclass(frozen=True, slots=True)
class _Label:
    on: date
    words: str
    mark: Mark | None


def career_picture(
    name: str, hired: date, as_of: date, obligations: Sequence[Obligation], absences: Sequence[Absence] = ()
) -> str:
    """Return the career as an SVG document.

    Args:
        name: Whose.
        hired: Seniority date.
        as_of: The day of the picture, drawn as a line.
        obligations: What to draw, in any order.
        absences: Those of two months or more are drawn.
    """
    shown = [one for one in obligations if _day(one) is not None]
    away = [a for a in absences if ((a.until or as_of) - a.start).days >= _LONG_ABSENCE]
    labels = sorted([*_labels(shown), *_away(away)], key=lambda label: label.on)
    drawing = Drawing(_WIDTH, f"Frise de {name} au {day(as_of)}", _described(labels))
    y = drawing.paragraph(12, 28, drawing.title, size=TITLE)
    y = drawing.paragraph(12, y, f"Ancienneté depuis le {day(hired)}.", fill=MUTED)
    axis = _Axis.over([label.on for label in labels] + [as_of], top=y + 6)
    axis.draw(drawing, as_of)
    _draw_spans(drawing, axis, shown, away, as_of)
    _draw_today(drawing, axis, as_of)
    y = max(_draw_labels(drawing, axis, labels), axis.bottom)
    return drawing.svg(_legend(drawing, y + 16, {label.mark for label in labels if label.mark}))


@dataclass(frozen=True, slots=True)
class _Axis:
    """The time scale: ``first`` stands at ``top``, ``last`` at ``bottom``."""

    first: date
    last: date
    top: float
    bottom: float

    @classmethod
    def over(cls, days: Sequence[date], top: float) -> _Axis:
        first, last = min(days) - _MARGIN, max(days) + _MARGIN
        years = (last - first).days / _YEAR
        return cls(first, last, top, top + years * min(46, max(22, _TALL / years)))

    def y(self, on: date) -> float:
        inside = min(max(on, self.first), self.last)
        return (
            self.top + (self.bottom - self.top) * (inside - self.first).days / (self.last - self.first).days
        )

    def draw(self, drawing: Drawing, as_of: date) -> None:
        """Draw the line and its years, but the year that would touch the mark of the day."""
        drawing.line(_AXIS, self.top, _AXIS, self.bottom, MUTED)
        for year in range(self.first.year + 1, self.last.year + 1):
            y = self.y(date(year, 1, 1))
            drawing.line(_AXIS - 5, y, _AXIS, y, MUTED)
            if abs(y - self.y(as_of) + 3) > _CLEAR:
                drawing.text(_AXIS - 9, y + 4, str(year), size=12, fill=MUTED, anchor="end")


def _day(one: Obligation) -> date | None:
    return one.met_by or one.due or one.opens


def _labels(obligations: Sequence[Obligation]) -> Iterator[_Label]:
    """Yield one label per day and mark: what one meeting settled is told together."""
    told: dict[tuple[date, Mark], list[Obligation]] = {}
    for one in obligations:
        on = _day(one)
        if on is not None:
            told.setdefault((on, mark_of(one)), []).append(one)
    for (on, mark), ones in told.items():
        kinds = " + ".join(dict.fromkeys(OBLIGATIONS[one.kind] for one in ones))
        yield _Label(on, f"{day(on)} · {capitalised(kinds)}, {_standing(mark, ones[0])}", mark)


def _standing(mark: Mark, one: Obligation) -> str:
    if one.status is Status.HELD_LATE and one.due:
        return f"{STATUSES[one.status]} (dû le {day(one.due)})"
    return "prévisible" if mark is Mark.PROJECTED else STATUSES[one.status].replace("à ", f"à{NBSP}")


def _away(absences: Sequence[Absence]) -> Iterator[_Label]:
    for one in absences:
        days = f"du {day(one.start)} au {day(one.until)}" if one.until else f"depuis le {day(one.start)}"
        yield _Label(one.start, f"{capitalised(ABSENCES[one.kind])} {days}", None)


def _described(labels: Sequence[_Label]) -> str:
    return "Du plus ancien au plus lointain. " + (" ; ".join(label.words for label in labels) or "Rien") + "."


def _draw_spans(
    drawing: Drawing, axis: _Axis, obligations: Sequence[Obligation], away: Sequence[Absence], as_of: date
) -> None:
    """Draw windows (pale blue), delays (vermilion) and absences (grey, dotted)."""
    for one in obligations:
        end = one.due or one.latest
        if one.met_by is None and one.opens and end and one.opens < end and not one.projected:
            _span(drawing, axis, _WINDOWS, (one.opens, end), PALE_BLUE)
        if one.due and one.status in (Status.OVERDUE, Status.HELD_LATE):
            _span(drawing, axis, _WINDOWS, (one.due, one.met_by or as_of), VERMILION)
    for absence in away:
        _span(drawing, axis, _ABSENCES, (absence.start, absence.until or as_of), PALE_GREY)


def _span(drawing: Drawing, axis: _Axis, x: float, days: tuple[date, date], fill: str) -> None:
    top, bottom = axis.y(days[0]), axis.y(days[1])
    drawing.rectangle(x, top, 8, max(bottom - top, 2), fill, stroke=MUTED)
    if fill == PALE_GREY:
        drawing.rectangle(x, top, 8, max(bottom - top, 2), "url(#points)")


def _draw_today(drawing: Drawing, axis: _Axis, as_of: date) -> None:
    y = axis.y(as_of)
    drawing.line(8, y, _LABELS - 8, y, INK, dashes="5 3")
    drawing.text(8, y - 5, "ce jour", size=12, bold=True)


def _draw_labels(drawing: Drawing, axis: _Axis, labels: Sequence[_Label]) -> float:
    """Write each label beside its place, or under the one before; return where the last one ends."""
    free = axis.top
    for label in labels:
        place = axis.y(label.on)
        y = max(place, free)
        x = _AXIS if label.mark else _ABSENCES + 4
        drawing.path(
            f"M{x} {place:.1f} L{_LABELS - 16} {place:.1f} L{_LABELS - 4} {y:.1f}", "none", "#c8c8c8"
        )
        if label.mark:
            draw_mark(drawing, label.mark, _AXIS, place)
        for number, line in enumerate(wrapped(label.words, _WIDTH - _LABELS - 10)):
            drawing.text(_LABELS, y + 4 + number * _LINE, line, fill=INK if label.mark else MUTED)
            free = y + (number + 1) * _LINE + 3
    return free


def _legend(drawing: Drawing, y: float, marks: set[Mark]) -> float:
    drawing.line(12, y, _WIDTH - 12, y)
    y += 20
    for mark, words in MARKS.items():
        if mark in marks:
            draw_mark(drawing, mark, 22, y)
            y = drawing.paragraph(40, y + 4, words, size=12, fill=MUTED) + 4
    return drawing.paragraph(
        12,
        y + 4,
        "Barre bleue : période ouverte. Barre orange : retard. Barre pointillée : absence.",
        size=12,
        fill=MUTED,
    )
