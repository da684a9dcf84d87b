"""Who moves, from when to when, under another agreement or another reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toolkit.law.timeline import Timeline
from toolkit.model.identifiers import Matricule
from toolkit.model.obligation import Obligation, ObligationKind


@dataclass(frozen=True, slots=True)
class Move:
    """An obligation whose day differs; None where there is none, or no day, on one side."""

    matricule: Matricule
    kind: ObligationKind
    before: Obligation | None
    after: Obligation | None

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The day due before and after; for a return, the day it opens."""
        return _day(self.before), _day(self.after)


def moves(before: Timeline, after: Timeline) -> tuple[Move, ...]:
    """Return what moves between two timelines of one employee, among what is not merely projected."""
    found = []
    for kind in ObligationKind:
        old, new = _of(before, kind), _of(after, kind)
        missing: list[Obligation | None] = [None] * abs(len(old) - len(new))
        left, right = ([*old, *missing], new) if len(old) < len(new) else (old, [*new, *missing])
        found += [
            Move(before.facts.matricule, kind, one, other)
            for one, other in zip(left, right, strict=True)
            if _day(one) != _day(other)
        ]
    return tuple(found)


def _of(timeline: Timeline, kind: ObligationKind) -> list[Obligation | None]:
    return [one for one in timeline.obligations if one.kind is kind and not one.projected]


def _day(one: Obligation | None) -> date | None:
    return None if one is None else one.due or one.opens
