"""Leaves that are no effective work push the delays of the new regime by their length (ministry, 2026).

Calendar days, first and last included, that fall on or after T and inside the delay. A day added to the
delay is inside it too. A leave still running pushes nothing yet.
"""

from __future__ import annotations

from datetime import date

from toolkit.law.durations import ONE_DAY, days_after
from toolkit.law.rulebook import Rulebook
from toolkit.model.history import Absence
from toolkit.model.obligation import Step


def pushing(absences: list[Absence], as_of: date, book: Rulebook) -> list[tuple[date, date]]:
    """Return the spells (first and last day) that push delays, merged where they touch, in order."""
    ended = sorted(
        (max(away.start, book.switch), away.until)
        for away in absences
        if away.kind in book.suspending and away.until is not None and away.until < as_of
    )
    spells: list[tuple[date, date]] = []
    for start, until in ended:
        if start > until:
            continue
        if spells and start <= days_after(spells[-1][1], 1):
            spells[-1] = (spells[-1][0], max(spells[-1][1], until))
        else:
            spells.append((start, until))
    return spells


def pushed_days(spells: list[tuple[date, date]], begun: date, due: date) -> int:
    """Return by how many calendar days ``spells`` push a delay from ``begun`` that would end on ``due``."""
    added = 0
    for start, until in spells:
        first = max(start, days_after(begun, 1))
        if first > until or first > days_after(due, added):
            continue
        added += (until - first + ONE_DAY).days
    return added


def step(days: int) -> Step:
    """Return the step of a reason that tells the push."""
    return Step("délai repoussé de {} jours de congé non assimilé à du travail effectif", (days,))
