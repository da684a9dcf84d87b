"""Who may cost a corrective top-up, when, how much, and the cheapest act that still avoids it.

An act is named only after the rules, told that it was done, answered that nothing is due any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, partial
from typing import cast

from toolkit.clock import today
from toolkit.law import (
    DueInterview,
    EmployerTerms,
    Readings,
    RecapCheck,
    TopUp,
    parameters,
    readings_of,
    terms_of,
    timeline,
)
from toolkit.model import Employee, Matricule
from toolkit.services.careers import Career, careers
from toolkit.services.office import Office
from toolkit.services.remedies import Ahead, Remedy, Way, remedies
from toolkit.store import TopUpPayment


class Stake(StrEnum):
    """How near the top-up is, the nearest first."""

    OWED = "owed"
    RECAP_LATE = "recap_late"
    AT_RISK = "at_risk"
    WATCHED = "watched"
    PAID = "paid"


@dataclass(frozen=True)
class ExposedCycle:
    """A recap cycle that costs a top-up, may cost one, or has cost one.

    ``amount`` and ``paid`` in EUR. ``pay_by`` None: the recap is not held, and the text sets no day.
    ``missing`` are the interviews due and not held; ``find_ways`` looks for what avoids the top-up.
    ``otherwise`` tells whether it is due under the other answers to the open question.
    """

    employee: Employee
    since: date
    recap_due: date
    held_on: date | None
    stake: Stake
    amount: int
    paid: int
    pay_by: date | None
    missing: tuple[DueInterview, ...]
    otherwise: tuple[tuple[str, str, bool], ...]
    find_ways: Callable[[], tuple[Way, ...]] = field(repr=False, compare=False)

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """What avoids the top-up, the cheapest first; to pay, where nothing does. Looked for when asked."""
        return self.find_ways() or (Way(Remedy.PAY, self.pay_by),)

    @property
    def remaining(self) -> int:
        """What is still to pay, or may be, in EUR."""
        return max(self.amount - self.paid, 0)

    @property
    def on(self) -> date:
        """The day that counts: the last one to pay, else the day the recap is due."""
        return self.pay_by or self.recap_due


@dataclass(frozen=True, slots=True)
class Exposure:
    """What top-ups may cost as of a day; no line under ``floor`` employees, where none can be due."""

    as_of: date
    headcount: int
    floor: int
    lines: tuple[ExposedCycle, ...]

    @property
    def spared(self) -> bool:
        """Tell whether the headcount keeps every top-up away (article L6323-13)."""
        return self.headcount < self.floor

    def total(self, *stakes: Stake) -> int:
        """Return what remains to pay, or may, over the lines of these stakes, in EUR."""
        return sum(line.remaining for line in self.lines if line.stake in stakes)


def exposure(office: Office, as_of: date | None = None) -> Exposure:
    """Return what top-ups may cost the employer.

    Raises:
        LawError: the settings choose a reading that does not exist, or an agreement that contradicts itself.
    """
    day = as_of or today(office.clock)
    with office.reading() as unit:
        payments = unit.top_ups.all()
    terms, readings = terms_of(office.employer), readings_of(office.employer)
    return exposure_of(careers(office), terms, readings, day, payments)


def exposure_of(
    everyone: Iterable[Career],
    terms: EmployerTerms,
    readings: Readings,
    as_of: date,
    payments: Sequence[TopUpPayment] = (),
) -> Exposure:
    """Return what top-ups may cost an employer of these terms under these readings."""
    floor = cast("int", parameters()["top_up_headcount"].on(as_of).value)
    if terms.headcount < floor:
        return Exposure(as_of, terms.headcount, floor, ())
    known = [payment for payment in payments if payment.paid_on <= as_of]
    paid = {(p.matricule, p.recap_on): 0 for p in known}
    for payment in known:
        paid[payment.matricule, payment.recap_on] += payment.amount
    lines = [
        line for career in everyone for line in _exposed(Ahead(career, terms, readings, as_of), as_of, paid)
    ]
    return Exposure(as_of, terms.headcount, floor, tuple(sorted(lines, key=lambda line: line.on)))


def _exposed(ahead: Ahead, as_of: date, paid: Mapping[tuple[Matricule, date], int]) -> Iterable[ExposedCycle]:
    """Yield the exposed cycles of one employee, judged on the last day of employment where it is past."""
    end = ahead.career.ends_on
    line = timeline(ahead.career.facts, min(as_of, end or as_of), ahead.terms, ahead.readings)
    for check, test in zip(line.recap_checks, line.top_ups, strict=True):
        if check.held_on is None and end is not None and check.due > end:
            continue  # the contract ends before the recap is due
        matricule = ahead.career.employee.matricule
        sums = {day: paid.get((matricule, day), 0) for day in {check.due, check.held_on} if day}
        stake = _stake(check, test, sum(sums.values()), line.as_of)
        if stake is not None:
            yield _line(ahead, check, test, stake, sum(sums.values()))


def _stake(check: RecapCheck, test: TopUp, paid: int, as_of: date) -> Stake | None:
    if test.due and paid >= test.amount:
        return Stake.PAID
    if test.due:
        return Stake.RECAP_LATE if check.held_on is None else Stake.OWED
    if check.held_on is not None or check.due < as_of or check.other_training_followed:
        return None
    return Stake.AT_RISK if check.interviews_missing else Stake.WATCHED


def _line(ahead: Ahead, check: RecapCheck, test: TopUp, stake: Stake, paid: int) -> ExposedCycle:
    left = ahead.career.ends_on
    can_act = stake not in (Stake.OWED, Stake.PAID) and (left is None or left >= ahead.as_of)
    return ExposedCycle(
        employee=ahead.career.employee,
        since=check.start,
        recap_due=check.due,
        held_on=check.held_on,
        stake=stake,
        amount=test.amount or cast("int", parameters()["top_up_amount"].on(check.due).value),
        paid=paid,
        pay_by=test.pay_by,
        missing=check.interviews_missing,
        otherwise=test.alternatives,
        find_ways=partial(remedies, ahead, check) if can_act else tuple,
    )
