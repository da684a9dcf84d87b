"""Where the time comes from: injected, so that a run can be repeated and a demonstration can step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


class Clock(Protocol):
    """Tell the present instant."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the machine's present instant in UTC, to the second."""
        return datetime.now(UTC).replace(microsecond=0)

    def precise(self) -> datetime:
        """Return the machine's present instant in UTC, to the millisecond."""
        instant = datetime.now(UTC)
        return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


class SteppedClock:
    """A clock that moves only when told to, by ``step`` after each reading and by :meth:`set`.

    Args:
        start: First instant told; aware.
        step: What each reading adds; zero for a clock that stands still.
        name: How documents name it, for example "horloge de démonstration".
    """

    def __init__(self, start: datetime, step: timedelta = timedelta(0), name: str = "horloge fixe") -> None:
        if start.tzinfo is None:
            raise ValueError("start must be aware")
        self._next = start.astimezone(UTC)
        self._step = step
        self.name = name

    def now(self) -> datetime:
        """Return the present step, then move on by one."""
        instant = self._next
        self._next += self._step
        return instant

    def set(self, instant: datetime) -> None:
        """Move to ``instant``; going back is refused, as time does not.

        Raises:
            ValueError: ``instant`` lies before the clock's present.
        """
        if instant < self._next:
            raise ValueError(f"the clock stands at {self._next}, after {instant}")
        self._next = instant.astimezone(UTC)


def precise_now(clock: Clock) -> datetime:
    """Return the present instant in UTC, to the millisecond where the clock tells it."""
    precise: Callable[[], datetime] = getattr(clock, "precise", clock.now)
    return precise()


def today(clock: Clock) -> date:
    """Return the civil day in metropolitan France, the one legal delays are counted in."""
    return clock.now().astimezone(PARIS).date()
