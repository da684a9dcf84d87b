"""First interview and those that follow it: N-FIRST, N-PERIOD, O-STOCK, O-PERIOD.

``first_term`` and ``next_term`` answer one question each: a delay that starts here, when does it end, and
why? The delays that meet the switch stand in ``transition``. ``interviews`` chains them over a career.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from toolkit.law import suspensions, transition
from toolkit.law.career import Career
from toolkit.law.durations import after, before, days_after, years_after
from toolkit.law.rulebook import Rulebook, first_year_end
from toolkit.law.term import Term, new_term, old_term, row
from toolkit.model.obligation import Obligation, ObligationKind, Regime, Step

FALLS_AGAIN = "si l’entretien précédent n’est pas tenu plus tôt, l’échéance retombe à compter du {}"
FIRST, PERIODIC = ObligationKind.FIRST, ObligationKind.PERIODIC  # bound once, as in ``career``
PROJECTED = True
REMEMBERED = 1 << 16
"""Answers remembered: more than the days of a century and a half."""


@lru_cache(maxsize=REMEMBERED)
def first_term(hired: date, met_by: date | None, book: Rulebook) -> Term:
    """Return the delay of the first interview after hiring.

    Args:
        hired: Seniority date.
        met_by: Day of the first interview, None when none was held.
        book: The rules in force.
    """
    if hired <= book.law_start:
        return old_term("O-STOCK", book.stock_first_due, book)
    if hired >= book.switch:
        if book.delays.first_after is not None and not (book.delays.lapses and hired >= book.lapse):
            return transition.first_by_agreement(hired, book)
        due = first_year_end(hired, book.new_first)
        return new_term("N-FIRST", due, book)
    expiry = after(hired, book.old_first)
    if expiry < book.switch or (met_by is not None and met_by < book.switch):
        rule = "O-PERIOD" if book.delays.silent else "O-PERIOD-AGR"
        return old_term(rule, expiry, book, "first_old")
    if book.delays.first_after is not None:
        return transition.first_by_agreement(hired, book)
    return transition.never_interviewed(hired, expiry, book)


@lru_cache(maxsize=REMEMBERED)
def next_term(last: date, met_by: date | None, book: Rulebook) -> Term:
    """Return the delay that starts with an interview held on ``last``.

    Args:
        last: Day of that interview.
        met_by: Day of the next interview, None when none was held.
        book: The rules in force.
    """
    if book.delays.period is not None:
        return transition.by_agreement(last, met_by, book)
    if last >= book.switch:
        return new_term("N-PERIOD", years_after(last, book.new_period), book)
    expiry = years_after(last, book.old_period)
    if met_by is not None and met_by < book.switch:
        return old_term("O-PERIOD", expiry, book)
    return (
        transition.running_delay(last, book)
        if expiry >= book.switch
        else transition.expired_delay(last, book)
    )


@lru_cache(maxsize=REMEMBERED)
def again_term(missed: date, book: Rulebook) -> Term:
    """Return the delay that starts on the due day of an interview not held.

    It falls due again one period later.
    """
    term = next_term(missed, None, book)
    if term.rule.id == "TR-3":  # that question bears on the last interview held, not on what falls due again
        term = old_term("O-PERIOD", years_after(missed, book.old_period), book)
    return term._replace(steps=(Step(FALLS_AGAIN, (missed,)), *term.steps))


def interviews(career: Career, book: Rulebook) -> list[Obligation]:
    """Return the first interview, each later one, then those projected to the horizon."""
    hired, held = career.facts.hired, career.interviews
    following: list[date | None] = [*held, None]
    met_by = following[0]
    opening = Step("Embauche le {}", (hired,), "hired")
    term = first_term(hired, book.representative(met_by), book)
    status = career.status(term.due, term.due, hired, met_by)
    found = [row(FIRST, term, opening, status, hired, None, met_by)]
    for rank, last in enumerate(held, start=1):
        met_by = following[rank]
        opening = Step("Dernier entretien le {}", (last,), "last_interview")
        term = next_term(last, book.representative(met_by), book)
        if career.spells:
            term = pushed(term, last, career)
        found.append(_periodic(term, opening, met_by, career, book, not PROJECTED))
    _project(found, opening, career, book)
    return found


def _project(found: list[Obligation], opening: Step, career: Career, book: Rulebook) -> None:
    """Add the interviews that follow one not held yet, to the horizon or the end of the contract."""
    missed, until = found[-1].due or date.max, min(career.horizon, career.end)
    if career.spells:
        terms = _chain(missed, until, lambda day: pushed(again_term(day, book), day, career))
    else:
        terms = falling_again(missed, until, book)
    found += [_periodic(term, opening, None, career, book, PROJECTED) for term in terms]


@lru_cache(maxsize=REMEMBERED)
def falling_again(missed: date, until: date, book: Rulebook) -> tuple[Term, ...]:
    """Return the delays that follow an interview not held, one after the other, that end by ``until``."""
    return _chain(missed, until, lambda day: again_term(day, book))


def _chain(missed: date, until: date, again: Callable[[date], Term]) -> tuple[Term, ...]:
    terms = []
    term = again(missed)
    while missed < term.due <= until:
        terms.append(term)
        missed, term = term.due, again(term.due)
    return tuple(terms)


def pushed(term: Term, begun: date, career: Career) -> Term:
    """Return a new-regime ``term`` pushed by the suspensions inside it."""
    if term.regime is Regime.EP:
        return term
    days = suspensions.pushed_days(career.spells, begun, term.due)
    if not days:
        return term
    return term._replace(due=days_after(term.due, days), steps=(*term.steps, suspensions.step(days)))


def _periodic(
    term: Term,
    opening: Step,
    met_by: date | None,
    career: Career,
    book: Rulebook,
    projected: bool,  # noqa: FBT001 - by name, PROJECTED
) -> Obligation:
    due, tolerance = term.due, book.delays.tolerance
    if tolerance is None:
        status = career.status(due, due, None, met_by)
        return row(PERIODIC, term, opening, status, None, None, met_by, projected)
    opens, latest = before(due, tolerance), after(due, tolerance)
    status = career.status(due, latest, opens, met_by)
    return row(PERIODIC, term, opening, status, opens, latest, met_by, projected)
