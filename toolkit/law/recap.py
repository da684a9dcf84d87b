"""État des lieux récapitulatif, cycle by cycle.

N-RECAP with its opening and outer limit, O-RECAP, TR-5, TR-6, TR-7, TR-9, TR-13.

Cycles follow one another from hiring (from 2014-03-07 for those already there). ``cycles`` tells for each
when its recap is due and which held recap meets it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from toolkit.law import suspensions
from toolkit.law.career import Career
from toolkit.law.durations import ONE_DAY, days_after, years_after
from toolkit.law.periodic import REMEMBERED
from toolkit.law.rulebook import Rulebook
from toolkit.law.term import Term, chosen, new_term, old_term, row
from toolkit.model.obligation import AlternativeDate, Obligation, ObligationKind, Regime, Step

RECAP = ObligationKind.RECAP  # bound once, as in ``career``
QUESTION = "next_recap_from"
"""TR-9, the open question."""


class Cycle(NamedTuple):
    """One recap cycle: where it starts, the term of its recap, its outer limit, and the day it was held.

    ``ends`` is the anniversary that closes it, before any postponement.
    """

    start: date
    term: Term
    latest: date
    ends: date
    met_by: date | None


@lru_cache(maxsize=REMEMBERED)
def recap_term(start: date, met_by: date | None, book: Rulebook) -> Term:
    """Return when the recap of the cycle begun on ``start`` is due, suspensions left aside."""
    eight_years = years_after(start, book.new_cycle)
    if start >= book.switch:
        return new_term("N-RECAP", eight_years, book)
    six_years = years_after(start, book.old_cycle)
    if met_by is not None and met_by < book.switch:
        return old_term("O-RECAP", six_years, book)
    if six_years >= book.switch:
        return new_term("TR-5", eight_years, book)
    if years_after(start, book.old_outer) < book.switch:
        return old_term("TR-7", six_years, book)
    overdue = old_term("TR-6", six_years, book)
    extended = new_term("TR-6", eight_years, book, "TR-6+")
    return chosen(
        "recap_expired_at_switch", book, {"still_overdue": overdue, "extended_to_8_years": extended}
    )


@lru_cache(maxsize=REMEMBERED)
def plain_cycle(start: date, met_by: date | None, book: Rulebook) -> Cycle:
    """Return the cycle begun on ``start`` with its outer limit, suspensions left aside."""
    term = recap_term(start, met_by, book)
    term = term._replace(steps=(Step("cycle ouvert le {}", (start,)), *term.steps))
    if term.regime is Regime.EP:
        latest = max(_eve(years_after(start, book.old_outer)), term.due)
        return Cycle(start, term, latest, term.originally_due or term.due, None)
    return Cycle(start, term, _eve(years_after(start, book.new_outer)), term.due, None)


def cycle_from(start: date, met_by: date | None, career: Career, book: Rulebook) -> Cycle:
    """Return the cycle begun on ``start``, pushed by the suspensions inside it."""
    cycle = plain_cycle(start, book.representative(met_by), book)
    if career.spells and cycle.term.regime is Regime.EPP:
        cycle = _pushed(cycle, suspensions.pushed_days(career.spells, start, cycle.term.due))
    return cycle if met_by is None else cycle._replace(met_by=met_by)


def _pushed(cycle: Cycle, days: int) -> Cycle:
    if not days:
        return cycle
    due = days_after(cycle.term.due, days)
    term = cycle.term._replace(due=due, steps=(*cycle.term.steps, suspensions.step(days)))
    return cycle._replace(term=term, latest=days_after(cycle.latest, days), ends=due)


def _eve(day: date) -> date:
    return day if day in {date.max, date.min} else day - ONE_DAY


def first_cycle_start(hired: date, book: Rulebook) -> date:
    """Return C, the start of the first cycle: hiring, or the first day of the law for those already there."""
    return max(hired, book.law_start)


def cycles(career: Career, book: Rulebook) -> list[Cycle]:
    """Return the cycles in order: those whose recap was held, the first without, then those to the horizon.

    A recap meets the cycle that was running, or the one left without; it also settles every cycle whose
    recap was due by then. One held in the first half of a cycle meets none (finding ``recap_too_early``).
    """
    start: date | None = first_cycle_start(career.facts.hired, book)
    found: list[Cycle] = []
    if career.recaps:
        found, start = _met_cycles(career, book)
    if start is not None:
        until = min(career.horizon, career.end)
        if career.spells:
            found += _chain(start, until, lambda day: cycle_from(day, None, career, book))
        else:
            found += unmet_cycles(start, until, book)
    return found


def _met_cycles(career: Career, book: Rulebook) -> tuple[list[Cycle], date | None]:
    """Return the cycles met, and where the first that is not starts; None when the contract ends first."""
    start, left = first_cycle_start(career.facts.hired, book), list(career.recaps)
    found: list[Cycle] = []
    settled: date | None = None
    while True:
        cycle = _next_cycle(start, settled, left, career, book)
        if cycle.met_by is None:
            return found, start
        found.append(cycle)
        settled, following = cycle.met_by, _next_start(cycle, book)
        if following <= start or cycle.term.due > career.end:
            return found, None
        start = following


@lru_cache(maxsize=REMEMBERED)
def unmet_cycles(start: date, until: date, book: Rulebook) -> tuple[Cycle, ...]:
    """Return the cycle begun on ``start``, then those whose recap is due by ``until``; none was held."""
    return _chain(start, until, lambda day: plain_cycle(day, None, book))


def _chain(start: date, until: date, cycle_at: Callable[[date], Cycle]) -> tuple[Cycle, ...]:
    found = [cycle_at(start)]
    while found[-1].ends > found[-1].start:
        cycle = cycle_at(found[-1].ends)
        if cycle.term.due > until:
            break
        found.append(cycle)
    return tuple(found)


def _next_cycle(start: date, settled: date | None, left: list[date], career: Career, book: Rulebook) -> Cycle:
    """Return the cycle begun on ``start`` with the recap that meets it, taken from those ``left``."""
    if settled is not None:
        again = cycle_from(start, settled, career, book)
        if again.term.due <= settled:
            return again
    while left:
        held = left.pop(0)
        if held >= years_after(start, half_cycle(held, book)):
            return cycle_from(start, held, career, book)
    return cycle_from(start, None, career, book)


def half_cycle(day: date, book: Rulebook) -> int:
    """Return the years of half a cycle under the regime of ``day``."""
    return (book.old_cycle if day < book.switch else book.new_cycle) // 2


def _next_start(cycle: Cycle, book: Rulebook) -> date:
    """TR-9: the seniority anniversary, or the day the recap was held."""
    if cycle.met_by is not None and book.answers[QUESTION] == "last_recap":
        return cycle.met_by
    return cycle.ends


def recaps(career: Career, book: Rulebook) -> list[Obligation]:
    """Return one obligation per cycle."""
    hired = Step("Ancienneté depuis le {}", (career.facts.hired,), "hired")
    found: list[Obligation] = []
    before: Cycle | None = None
    for cycle in cycles(career, book):
        found.append(_obligation(cycle, before, hired, career, book))
        before = cycle
    return found


def _obligation(
    cycle: Cycle, before: Cycle | None, hired: Step, career: Career, book: Rulebook
) -> Obligation:
    due, met_by = cycle.term.due, cycle.met_by
    opens = None if before is not None else _opening(cycle, career, book)
    status = career.status(due, due, opens, met_by)
    projected = before is not None and before.met_by is None
    found = row(RECAP, cycle.term, hired, status, opens, cycle.latest, met_by, projected)
    return found if before is None or projected else _after_a_recap(found, cycle, before, career, book)


def _after_a_recap(
    found: Obligation, cycle: Cycle, before: Cycle, career: Career, book: Rulebook
) -> Obligation:
    """TR-9: name the recap that came before, and tell when this one is due under the other answer."""
    answer, held = book.answers[QUESTION], before.met_by or before.ends
    starts = {"seniority": before.ends, "last_recap": held}
    others = tuple(
        AlternativeDate(QUESTION, other, cycle_from(start, cycle.met_by, career, book).term.due)
        for other, start in starts.items()
        if other != answer
    )
    last = Step("dernier état des lieux le {}", (held,), "last_recap")
    return found._replace(
        steps=(found.steps[0], last, *found.steps[1:]),
        alternatives=found.alternatives + others,
        readings=(*found.readings, f"{QUESTION}: {answer}"),
    )


def _opening(cycle: Cycle, career: Career, book: Rulebook) -> date | None:
    """N-RECAP-FIRST: from seven years after the first interview, when that was an EPP.

    Never after the due date.
    """
    if cycle.term.regime is Regime.EP or not career.interviews or career.interviews[0] < book.switch:
        return None
    return min(years_after(career.interviews[0], book.first_recap_opening), cycle.term.due)
