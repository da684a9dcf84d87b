"""The time of one person while a campaign is planned."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator


class Diary:
    """The time of one person: engagements that stand, and meetings being placed, all of one length.

    Args:
        minutes: Length of the meetings being placed; starts are counted in minutes since 1970.
    """

    def __init__(self, minutes: int) -> None:
        self._minutes = minutes
        self._fixed: list[tuple[int, int]] = []
        self._starts: list[int] = []
        self._meetings: dict[int, int] = {}

    def engage(self, start: int, minutes: int) -> None:
        """Note time that cannot be moved."""
        self._fixed.append((start, start + minutes))

    def add(self, start: int, number: int) -> None:
        """Note the meeting ``number``."""
        insort(self._starts, start)
        self._meetings[start] = number

    def remove(self, start: int) -> None:
        """Take out the meeting that starts then."""
        self._starts.pop(bisect_left(self._starts, start))
        del self._meetings[start]

    def is_fixed(self, start: int) -> bool:
        """Tell whether a meeting starting then would meet time that cannot be moved."""
        end = start + self._minutes
        return any(low < end and start < high for low, high in self._fixed)

    def meetings_at(self, start: int) -> Iterator[int]:
        """Yield the meetings that overlap one starting at ``start``."""
        low = bisect_right(self._starts, start - self._minutes)
        high = bisect_left(self._starts, start + self._minutes)
        for other in self._starts[low:high]:
            yield self._meetings[other]
