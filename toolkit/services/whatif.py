"""What another agreement, reading or headcount would change: who moves, from when to when, at what cost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from toolkit.clock import today
from toolkit.errors import UsageError
from toolkit.law import EmployerTerms, Readings, readings_of, terms_of, timeline
from toolkit.model import Agreement, AgreementLevel, Employee, Obligation, ObligationKind
from toolkit.services.careers import Career, careers, present
from toolkit.services.exposure import Exposure, exposure_of
from toolkit.services.office import Office
from toolkit.store import TopUpPayment

ASSUMED = "Accord supposé"
"""Title of an agreement that exists in the hypothesis only."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What is supposed otherwise; None leaves a thing as it is. Durations are ISO 8601 (``P3Y``)."""

    readings: tuple[tuple[str, str], ...] = ()
    headcount: int | None = None
    without_agreement: bool = False
    switch_on: date | None = None
    first_after: str | None = None
    period: str | None = None
    tolerance: str | None = None

    @property
    def empty(self) -> bool:
        """Tell whether nothing is supposed otherwise."""
        return self == Hypothesis()

    @property
    def _agreed(self) -> bool:
        return any((self.switch_on, self.first_after, self.period, self.tolerance))

    def terms(self, present_terms: EmployerTerms) -> EmployerTerms:
        """Return the employer's terms under the hypothesis.

        Raises:
            UsageError: an agreement's value is supposed, and no agreement.
        """
        headcount = present_terms.headcount if self.headcount is None else self.headcount
        if self.without_agreement:
            if self._agreed:
                raise UsageError("« sans accord » et une valeur d’accord s’excluent.")
            return EmployerTerms(headcount)
        agreement = present_terms.agreement
        if self._agreed:
            base = agreement or Agreement(AgreementLevel.COMPANY, adapts_rules=True, title=ASSUMED)
            agreement = replace(
                base,
                adapts_rules=True,
                switch_on=self.switch_on or base.switch_on,
                first_after=self.first_after or base.first_after,
                period=self.period or base.period,
                tolerance=self.tolerance or base.tolerance,
            )
        return EmployerTerms(headcount, agreement)

    def answers(self, present_readings: Readings) -> Readings:
        """Return the readings under the hypothesis.

        Raises:
            LawError: no such question, or no such answer; the valid ones are listed.
        """
        for question, answer in self.readings:
            present_readings = present_readings.with_answer(question, answer)
        return present_readings


@dataclass(frozen=True, slots=True)
class Moved:
    """An obligation that the hypothesis moves; None where it exists on one side only."""

    employee: Employee
    kind: ObligationKind
    before: Obligation | None
    after: Obligation | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What the hypothesis changes as of a day, among what is still to be held and in the exposure."""

    as_of: date
    moved: tuple[Moved, ...]
    unmoved: int
    before: Exposure
    after: Exposure

    @property
    def people(self) -> int:
        """How many employees it concerns."""
        return len({one.employee.matricule for one in self.moved})


def what_if(office: Office, hypothesis: Hypothesis, as_of: date | None = None) -> WhatIf:
    """Return what ``hypothesis`` would change.

    Raises:
        UsageError: nothing is supposed otherwise, or suppositions exclude one another.
        LawError: no such reading, or an agreement that contradicts itself.
    """
    if hypothesis.empty:
        raise UsageError(
            "rien n’est supposé autrement.",
            next_step="Ajoutez par exemple --reading overdue_at_switch=extended_to_4_years, ou --period P3Y.",
        )
    day = as_of or today(office.clock)
    with office.reading() as unit:
        payments = unit.top_ups.all()
    terms, readings = terms_of(office.employer), readings_of(office.employer)
    return compared(careers(office), (terms, readings), hypothesis, day, payments)


def compared(
    everyone: Iterable[Career],
    now: tuple[EmployerTerms, Readings],
    hypothesis: Hypothesis,
    as_of: date,
    payments: list[TopUpPayment],
) -> WhatIf:
    """Return what ``hypothesis`` changes from the terms and readings of ``now``."""
    everyone = list(everyone)
    then = (hypothesis.terms(now[0]), hypothesis.answers(now[1]))
    moved: list[Moved] = []
    unmoved = 0
    for career in present(everyone, as_of):
        before = timeline(career.facts, as_of, *now).current
        after = timeline(career.facts, as_of, *then).current
        pairs = list(_paired(before, after))
        changed = [Moved(career.employee, kind, a, b) for kind, a, b in pairs if _differ(a, b)]
        moved += changed
        unmoved += len(pairs) - len(changed)
    return WhatIf(
        as_of,
        tuple(sorted(moved, key=_first_day)),
        unmoved,
        exposure_of(everyone, *now, as_of, payments),
        exposure_of(everyone, *then, as_of, payments),
    )


def _paired(
    before: Iterable[Obligation], after: Iterable[Obligation]
) -> Iterable[tuple[ObligationKind, Obligation | None, Obligation | None]]:
    """Yield the obligations of each kind side by side, the last ones facing each other.

    The hypothesis adds or takes away overdue ones, which come first; what is furthest ahead is the same.
    """
    sides: dict[ObligationKind, tuple[list[Obligation], list[Obligation]]] = defaultdict(lambda: ([], []))
    for side, obligations in enumerate((before, after)):
        for one in obligations:
            # a first interview never held becomes a periodic one under another reading, and conversely
            kind = ObligationKind.PERIODIC if one.kind is ObligationKind.FIRST else one.kind
            sides[kind][side].append(one)
    for left, right in sides.values():
        for a, b in zip_longest(reversed(left), reversed(right)):
            one = b or a
            assert one is not None  # noqa: S101 - zip_longest yields no pair of two fills
            yield one.kind, a, b


def _differ(before: Obligation | None, after: Obligation | None) -> bool:
    if before is None or after is None:
        return True
    return (before.opens, before.due, before.latest, before.status) != (
        after.opens,
        after.due,
        after.latest,
        after.status,
    )


def _first_day(one: Moved) -> date:
    days = [o.due or o.opens for o in (one.before, one.after) if o is not None]
    return min((day for day in days if day is not None), default=date.max)
