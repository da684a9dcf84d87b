"""Delays in years, months and days, counted as the law counts them: date to date, month ends included.

29 February plus one year is 28 February; 31 December plus two months is the last of February. Additions never
fail: beyond the calendar they stop at its first or last day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from toolkit.errors import LawError

_ISO = re.compile(r"^P(?!$)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?$")
_SCALE = date(2024, 1, 1)
"""Where durations are compared: the four years that follow hold exactly one leap day."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Duration:
    """A delay of calendar ``months`` then ``days``."""

    months: int = 0
    days: int = 0

    def __str__(self) -> str:
        """Return the delay in French, for example ``4 ans``."""
        years, months = divmod(self.months, 12)
        parts = (
            f"{years} an{'s' if years > 1 else ''}" if years else "",
            f"{months} mois" if months else "",
            f"{self.days} jour{'s' if self.days > 1 else ''}" if self.days else "",
        )
        return " et ".join(part for part in parts if part) or "0 jour"

    def exceeds(self, other: Duration) -> bool:
        """Tell whether this delay is longer than ``other``."""
        return after(_SCALE, self) > after(_SCALE, other)


def parse_duration(text: str, *, about: str = "") -> Duration:
    """Return the delay written as an ISO 8601 duration (``P4Y``, ``P2M``, ``P15D``).

    Raises:
        LawError: ``text`` is no such duration.
    """
    found = _ISO.match(text)
    if found is None:
        raise LawError(
            f"la durée « {text} » n’est pas lisible.",
            about=about,
            next_step="Écrivez-la sous la forme ISO 8601 : P4Y (4 ans), P6M (6 mois), P15D (15 jours).",
        )
    years, months, weeks, days = (int(part or 0) for part in found.groups())
    return Duration(12 * years + months, 7 * weeks + days)


def years_after(day: date, years: int) -> date:
    """Return the anniversary of ``day``, ``years`` later (earlier when negative)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return _clamped(day.year + years, day.month, day.day)


def months_after(day: date, months: int) -> date:
    """Return ``day`` moved by calendar months, held back to the month's last day."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return day.replace(year=day.year + years, month=month + 1)
    except ValueError:
        return _clamped(day.year + years, month + 1, day.day)


def days_after(day: date, days: int) -> date:
    """Return ``day`` moved by calendar days."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def after(day: date, delay: Duration) -> date:
    """Return the day on which ``delay``, begun on ``day``, ends."""
    moved = months_after(day, delay.months)
    return days_after(moved, delay.days) if delay.days else moved


def before(day: date, delay: Duration) -> date:
    """Return the day ``delay`` earlier than ``day``."""
    return months_after(days_after(day, -delay.days), -delay.months)


def _clamped(year: int, month: int, day: int) -> date:
    if year > MAXYEAR:
        return date.max
    if year < MINYEAR:
        return date.min
    return date(year, month, min(day, monthrange(year, month)[1]))
