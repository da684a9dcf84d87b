"""First interview and those that follow it: N-FIRST, N-PERIOD, O-STOCK, O-PERIOD.

``first_term`` and ``next_term`` answer one question each: a delay that starts here, when does it end, and why? The
delays that meet the switch stand in ``transition``. ``interviews`` chains them over a career.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.law import suspensions, transition
from toolkit.law.career import Career
from toolkit.law.durations import after, before, days_after, years_after
from toolkit.law.rulebook import Rulebook, first_year_end
from toolkit.law.term import Term, old_term
from toolkit.model.obligation import Obligation, ObligationKind, Regime, Step

FALLS_AGAIN = Step("si l’entretien précédent n’est pas tenu plus tôt, l’échéance retombe à compter du {}")


def first_term(hired: date, met_by: date | None, book: Rulebook) -> Term:
    """Return the delay of the first interview after hiring.

    Args:
        hired: Seniority date.
        met_by: Day of the first interview, None when none was held.
        book: The rules in force.
    """
    if hired <= book.law_start:
        return old_term("O-STOCK", book.stock_first_due, book.steps["O-STOCK"], book)
    if hired >= book.switch:
        if book.delays.first_after is not None and not (book.delays.lapses and hired >= book.lapse):
            return transition.first_by_agreement(hired, book)
        due = first_year_end(hired, book.new_first)
        return Term(Regime.EPP, "N-FIRST", due, book.steps["N-FIRST"])
    expiry = after(hired, book.old_first)
    if expiry < book.switch or (met_by is not None and met_by < book.switch):
        rule = "O-PERIOD" if book.delays.silent else "O-PERIOD-AGR"
        return old_term(rule, expiry, book.steps["first_old"], book)
    if book.delays.first_after is not None:
        return transition.first_by_agreement(hired, book)
    return transition.never_interviewed(hired, expiry, book)


def next_term(last: date, met_by: date | None, book: Rulebook, *, missed: bool = False) -> Term:
    """Return the delay that starts with an interview.

    Args:
        last: Day of that interview, or of the missed one when ``missed``.
        met_by: Day of the next interview, None when none was held.
        book: The rules in force.
        missed: The delay starts with an interview that was not held, and falls again.
    """
    if book.delays.period is not None:
        return transition.by_agreement(last, met_by, book)
    if last >= book.switch:
        return Term(Regime.EPP, "N-PERIOD", years_after(last, book.new_period), book.steps["N-PERIOD"])
    expiry = years_after(last, book.old_period)
    if (met_by is not None and met_by < book.switch) or (missed and expiry < book.switch):
        return old_term("O-PERIOD", expiry, book.steps["O-PERIOD"], book)
    return (
        transition.running_delay(last, book)
        if expiry >= book.switch
        else transition.expired_delay(last, book)
    )


def interviews(career: Career, book: Rulebook) -> Iterator[Obligation]:
    """Yield the first interview, each later one, then those projected to the horizon."""
    hired, held = career.facts.hired, career.interviews
    met_by = held[0] if held else None
    opening = Step("embauche le {}", (hired,), "hired")
    first = first_term(hired, met_by, book)
    yield _obligation(ObligationKind.FIRST, first, opening, hired, met_by, career, book)
    for rank, last in enumerate(held):
        met_by = held[rank + 1] if rank + 1 < len(held) else None
        term = pushed(next_term(last, met_by, book), last, career, book)
        opening = Step("dernier entretien le {}", (last,), "last_interview")
        yield _periodic(term, opening, met_by, career, book, projected=False)
    yield from _projected(term.due if held else first.due, opening, career, book)


def _projected(due: date, opening: Step, career: Career, book: Rulebook) -> Iterator[Obligation]:
    """Yield the interviews that follow one not held yet: a missed one falls due again one period later."""
    while due <= career.end:
        again = Step(FALLS_AGAIN.phrase, (due,))
        term = pushed(next_term(due, None, book, missed=True), due, career, book)
        if term.due > min(career.horizon, career.end) or term.due <= due:
            return
        term = term._replace(steps=(again, *term.steps))
        yield _periodic(term, opening, None, career, book, projected=True)
        due = term.due


def pushed(term: Term, begun: date, career: Career, book: Rulebook) -> Term:
    """Return a new-regime ``term`` pushed by the suspensions inside it, as it is when there are none."""
    if not career.spells or term.regime is Regime.EP:
        return term
    days = suspensions.pushed_days(career.spells, begun, term.due)
    if not days:
        return term
    return term._replace(due=days_after(term.due, days), steps=(*term.steps, suspensions.step(days)))


def _periodic(
    term: Term, opening: Step, met_by: date | None, career: Career, book: Rulebook, *, projected: bool
) -> Obligation:
    tolerance = book.delays.tolerance
    limit = term.due if tolerance is None else after(term.due, tolerance)
    opens = None if tolerance is None else before(term.due, tolerance)
    return Obligation(
        ObligationKind.PERIODIC,
        term.regime,
        book.rules[term.rule],
        career.status(term.due, limit, opens, met_by),
        opens,
        term.due,
        None if tolerance is None else limit,
        term.originally_due,
        met_by,
        (opening, *term.steps),
        term.alternatives,
        term.readings,
        projected,
    )


def _obligation(
    kind: ObligationKind,
    term: Term,
    opening: Step,
    opens: date,
    met_by: date | None,
    career: Career,
    book: Rulebook,
) -> Obligation:
    return Obligation(
        kind,
        term.regime,
        book.rules[term.rule],
        career.status(term.due, term.due, opens, met_by),
        opens,
        term.due,
        None,
        term.originally_due,
        met_by,
        (opening, *term.steps),
        term.alternatives,
        term.readings,
    )
