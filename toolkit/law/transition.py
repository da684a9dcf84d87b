"""Delays that were running, or had expired, on the day of the switch T: TR-2 to TR-8b.

Article 2222 of the Code civil: a longer delay applies at once to delays that had not expired on T, and the
time already run counts. What it makes of the others is open, and is a reading.
"""

from __future__ import annotations

from datetime import date

from toolkit.law.durations import after, years_after
from toolkit.law.rulebook import Rulebook, first_year_end
from toolkit.law.term import Term, chosen, new_term, old_term


def running_delay(last: date, book: Rulebook) -> Term:
    """TR-2: last interview at ``last``, two years not expired on T; four years from that interview."""
    return new_term("TR-2", years_after(last, book.new_period), book)


def expired_delay(last: date, book: Rulebook) -> Term:
    """TR-3: two years had expired before T and no interview since; open."""
    expired = old_term("TR-3", years_after(last, book.old_period), book)
    extended = new_term("TR-3", years_after(last, book.new_period), book, "TR-3+")
    return chosen("overdue_at_switch", book, {"still_overdue": expired, "extended_to_4_years": extended})


def never_interviewed(hired: date, expiry: date, book: Rulebook) -> Term:
    """TR-4: hired before T, never interviewed, the old delay ends on ``expiry``, on T or later; open."""
    days = {
        "one_year_from_switch": min(years_after(book.switch, book.new_first), expiry),
        "one_year_from_hire": first_year_end(hired, book.new_first),
        "two_years_from_hire": expiry,
    }
    terms = {answer: new_term("TR-4", due, book, answer) for answer, due in days.items()}
    return chosen("never_interviewed_at_switch", book, terms)


def by_agreement(last: date, met_by: date | None, book: Rulebook) -> Term:
    """Return the end of the agreement's period, before and after T (O-PERIOD-AGR, TR-8, N-PERIOD-AGR).

    An agreement of more than four years gives way to TR-8b.
    """
    period = book.delays.period
    assert period is not None  # noqa: S101 - the caller asked
    due = after(last, period)
    if due < book.switch or (met_by is not None and met_by < book.switch):
        return old_term("O-PERIOD-AGR", due, book)
    if book.delays.lapses and due >= book.lapse and (met_by is None or met_by >= book.lapse):
        return lapsed_agreement(last, book)
    rule = "TR-8" if last < book.switch else "N-PERIOD-AGR"
    return new_term(rule, due, book)


def lapsed_agreement(last: date, book: Rulebook) -> Term:
    """TR-8b: from 2026-10-01 four years, never earlier; article 2222 does not start the delay again."""
    legal = years_after(last, book.new_period)
    if last >= book.lapse:
        return new_term("N-PERIOD", legal, book)
    return new_term("TR-8b", max(legal, book.lapse), book)


def first_by_agreement(hired: date, book: Rulebook) -> Term:
    """Return the first delay that an agreement sets, begun on ``hired``; its last day is the anniversary."""
    delay = book.delays.first_after
    assert delay is not None  # noqa: S101 - the caller asked
    due = after(hired, delay)
    if book.delays.lapses and due >= book.lapse:
        due = max(first_year_end(hired, book.new_first), book.lapse)
        return new_term("TR-8b", due, book)
    rule = "TR-8" if hired < book.switch else "N-PERIOD-AGR"
    return new_term(rule, due, book, "first_after")
