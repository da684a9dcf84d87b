"""The works council's figures of a year (BDESE, articles R2312-8 and R2312-9)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from toolkit.law.durations import years_after
from toolkit.law.facts import Facts
from toolkit.model.history import InterviewKind
from toolkit.model.identifiers import Matricule


@dataclass(frozen=True, slots=True)
class Payment:
    """A top-up paid for an employee; ``amount`` in EUR."""

    matricule: Matricule
    on: date
    amount: int


@dataclass(frozen=True, slots=True)
class Indicators:
    """The figures of ``year``.

    ``by_kind`` counts employees per kind of interview held, ``recap`` included; an employee counts once per
    kind, and once in ``employees``. ``by_group`` gives the same under each group asked for (sex, category).
    ``trainings_after`` counts training actions that followed an interview of the year within twelve months.
    """

    year: int
    employees: int
    by_kind: Mapping[str, int]
    by_group: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    top_up_beneficiaries: int = 0
    top_up_paid: int = 0
    trainings_after: int = 0


def indicators(
    everyone: Iterable[Facts],
    year: int,
    payments: Iterable[Payment] = (),
    group_of: Callable[[Matricule], str] | None = None,
) -> Indicators:
    """Return the figures of ``year``.

    Args:
        everyone: Facts of all employees, those who left included.
        year: Civil year.
        payments: Top-ups paid, of any year.
        group_of: Names the group of an employee where known, for example its sex; "" leaves it out.
    """
    kinds: Counter[str] = Counter()
    groups: dict[str, Counter[str]] = {}
    employees = trainings = 0
    for facts in everyone:
        held = _held(facts, year)
        employees += bool(held)
        kinds.update(held)
        trainings += _trainings_after(facts, year)
        group = group_of(facts.matricule) if group_of is not None and held else ""
        if group:
            groups.setdefault(group, Counter()).update(held)
    paid = [payment for payment in payments if payment.on.year == year]
    return Indicators(
        year=year,
        employees=employees,
        by_kind=_in_order(kinds),
        by_group={group: _in_order(counts) for group, counts in groups.items()},
        top_up_beneficiaries=len({payment.matricule for payment in paid}),
        top_up_paid=sum(payment.amount for payment in paid),
        trainings_after=trainings,
    )


def _in_order(counts: Counter[str]) -> dict[str, int]:
    """Return counts in the order of the kinds, so that the same year is told the same way each time."""
    return {kind.value: counts[kind.value] for kind in InterviewKind if counts[kind.value]}


def _held(facts: Facts, year: int) -> set[str]:
    held = [one for one in facts.history.interviews if one.on.year == year]
    kinds = {one.kind.value for one in held}
    return kinds | ({InterviewKind.RECAP.value} if any(one.recap for one in held) else set())


def _trainings_after(facts: Facts, year: int) -> int:
    held = [one.on for one in facts.history.interviews if one.on.year == year]
    return sum(
        any(day <= training.on <= years_after(day, 1) for day in held) for training in facts.history.trainings
    )
