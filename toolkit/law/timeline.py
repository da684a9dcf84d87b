"""Every obligation of an employer towards one employee, from hiring to a horizon, as it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from toolkit.law import hiring, late_career, mid_career, periodic, recap, returns
from toolkit.law.career import Career, career_of
from toolkit.law.facts import EmployerTerms, Facts
from toolkit.law.findings import findings
from toolkit.law.merges import Merge, merges
from toolkit.law.readings import DEFAULT, Readings
from toolkit.law.recap_check import RecapCheck, recap_checks
from toolkit.law.rulebook import Rulebook, rulebook
from toolkit.law.top_up import NOTHING_DUE, TopUp, top_up
from toolkit.model.employee import Contract
from toolkit.model.obligation import Finding, Obligation, Status

UNMET = frozenset({Status.OVERDUE, Status.OPEN, Status.UPCOMING, Status.SUSPENDED})
"""Statuses of what is still to be held."""
TWO_CYCLES = 2


@dataclass(frozen=True)
class Timeline:
    """The obligations of one employee as they stand on ``as_of``, in the order of their kinds and days.

    What is read less often (findings, recap checks, top-up, merges) is computed when it is first asked for.
    """

    facts: Facts
    as_of: date
    book: Rulebook
    career: Career
    obligations: tuple[Obligation, ...]

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is missing or contradicts itself in the facts."""
        return findings(self.facts, self.as_of, self.book)

    @cached_property
    def recap_checks(self) -> tuple[RecapCheck, ...]:
        """For each recap cycle begun by ``as_of``: the interviews due, the measures, the conclusions."""
        return recap_checks(self.career, self.obligations, self.book)

    @cached_property
    def top_ups(self) -> tuple[TopUp, ...]:
        """The top-up test of each recap cycle begun by ``as_of``, in their order."""
        return tuple(top_up(check, self.book) for check in self.recap_checks)

    @cached_property
    def top_up(self) -> TopUp:
        """The top-up of the latest recap held; else of the latest recap overdue; else nothing is due.

        Where one recap settled two cycles, the one that costs.
        """
        held = [test for test in self.top_ups if test.held_on is not None]
        overdue = [test for test in self.top_ups if test.held_on is None and test.recap_due < self.as_of]
        if held:
            return max(held, key=lambda test: (test.held_on, test.due, test.recap_due))
        return overdue[-1] if overdue else NOTHING_DUE

    @cached_property
    def merges(self) -> tuple[Merge, ...]:
        """Which obligations one meeting would settle, and when to hold it; proposals only."""
        return merges(self.current, self.as_of)

    @property
    def current(self) -> tuple[Obligation, ...]:
        """What is still to be held and can be planned.

        Unmet, reached by the contract, not merely projected.
        """
        return tuple(one for one in self.obligations if one.status in UNMET and not one.projected)

    @property
    def overdue(self) -> tuple[Obligation, ...]:
        """What is late."""
        return tuple(one for one in self.current if one.status is Status.OVERDUE)

    @property
    def open(self) -> tuple[Obligation, ...]:
        """What can be held now and is not late."""
        return tuple(one for one in self.current if one.status is Status.OPEN)

    def due_by(self, day: date) -> tuple[Obligation, ...]:
        """Return what a campaign up to ``day`` must hold: late, due by then, or open without a due date.

        What is suspended by an absence waits for the return and is not in it.
        """
        return tuple(
            one for one in self.current if one.status is not Status.SUSPENDED and _asked_by(one, day)
        )


def _asked_by(one: Obligation, day: date) -> bool:
    if one.due is not None:
        return one.due <= day
    return one.opens is not None and one.opens <= day


def timeline(
    facts: Facts,
    as_of: date,
    employer_terms: EmployerTerms,
    readings: Readings = DEFAULT,
    *,
    cycles: int = TWO_CYCLES,
) -> Timeline:
    """Return the timeline of one employee on a day.

    Args:
        facts: What is known of the employee; what is dated after ``as_of`` is ignored.
        as_of: The day that statuses are told for; it moves no date.
        employer_terms: Headcount and agreement.
        readings: The employer's answers to the open questions.
        cycles: How many recap cycles ahead of the last fact are projected.

    Raises:
        LawError: the agreement contradicts itself; facts never raise, they give findings.
    """
    book = rulebook(employer_terms, readings)
    career = career_of(facts, as_of, book, cycles)
    in_scope = facts.contract is not Contract.AGENCY and facts.hired <= as_of
    return Timeline(facts, as_of, book, career, _obligations(career, book) if in_scope else ())


def _obligations(career: Career, book: Rulebook) -> tuple[Obligation, ...]:
    facts = career.facts
    return (
        *(hiring.hiring_notice(career, book) if facts.hired >= book.switch else ()),
        *periodic.interviews(career, book),
        *(returns.returns(career, book) if career.absences or facts.history.mandates else ()),
        *(mid_career.mid_career(career, book) if facts.history.medical_visits else ()),
        *late_career.late_career(career, book),
        *recap.recaps(career, book),
    )
