"""Which obligations one meeting would settle, and when to hold it.

Proposals, each obligation keeps its own line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toolkit.law.durations import months_after
from toolkit.model.obligation import Obligation, Status

NEAR = 12
"""Months by which a meeting may be held ahead of a due date in order to settle another obligation too."""
AFTER_RETURN = 3
"""Months after a return in which its interview still makes sense; the law sets no delay."""


@dataclass(frozen=True, slots=True)
class Merge:
    """One meeting proposed for several obligations.

    ``opens`` is the first day that suits them all, ``by`` the last; ``by`` None: one is late, as soon as
    possible.
    """

    obligations: tuple[Obligation, ...]
    opens: date
    by: date | None


def merges(current: tuple[Obligation, ...], as_of: date) -> tuple[Merge, ...]:
    """Return the merges proposed among obligations still to be held, the most pressing first."""
    waiting = sorted(
        (one for one in current if one.status is not Status.SUSPENDED),
        key=lambda one: one.due or one.opens or date.max,
    )
    found: list[Merge] = []
    while waiting:
        group = [waiting.pop(0)]
        opens, by = _window(group[0], as_of)
        for other in list(waiting):
            other_opens, other_by = _window(other, as_of)
            if max(opens, other_opens) <= min(by, other_by):
                opens, by = max(opens, other_opens), min(by, other_by)
                group.append(other)
                waiting.remove(other)
        if len(group) > 1:
            late = any(one.status is Status.OVERDUE for one in group)
            found.append(Merge(tuple(group), opens, None if late else by))
    return tuple(found)


def _window(one: Obligation, as_of: date) -> tuple[date, date]:
    """Return the days on which a meeting settles ``one`` sensibly; what is late, today."""
    if one.due is None:
        opens = one.opens or as_of
        return max(opens, as_of), max(months_after(opens, AFTER_RETURN), as_of)
    if one.due < as_of:
        return as_of, as_of
    opens = one.opens if one.opens is not None else months_after(one.due, -NEAR)
    return max(opens, as_of), one.due
