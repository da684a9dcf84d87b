"""How long before a meeting: the summons, and a written refusal that is no fault where an agreement says so.

The law sets no notice for the summons: branches say 7 or 15 days, an agreement or the employer's setting
decides. An agreement may also say that a refusal written so many working days before is no fault, and that
the employer is then held to have complied.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from toolkit.law.durations import before, days_after, parse_duration
from toolkit.law.facts import EmployerTerms
from toolkit.law.parameter import duration_of

_SUNDAY = 6


def summons_by(meeting: date, terms: EmployerTerms) -> date:
    """Return the last day on which to summon to a ``meeting``: 15 days before, or the agreement's notice.

    Raises:
        LawError: the agreement's notice is no ISO 8601 duration.
    """
    own = terms.agreement.notice if terms.agreement is not None else None
    notice = parse_duration(own, about="préavis de l’accord") if own else duration_of("summons_notice")
    return before(meeting, notice)


def refusal_by(meeting: date, terms: EmployerTerms, holidays: Container[date] = frozenset()) -> date | None:
    """Return the last day on which a written refusal of ``meeting`` is no fault.

    None where no agreement says so.

    Args:
        meeting: Day of the meeting.
        terms: The employer's terms; the agreement gives the number of working days.
        holidays: Public holidays; working days (jours ouvrables) are all others but Sundays.
    """
    days = terms.agreement.refusal_notice_working_days if terms.agreement is not None else None
    if days is None:
        return None
    day = meeting
    while days > 0 and day > date.min:
        day = days_after(day, -1)
        if day.weekday() != _SUNDAY and day not in holidays:
            days -= 1
    return day


def refusal_complies(
    refused_on: date, meeting: date, terms: EmployerTerms, holidays: Container[date] = frozenset()
) -> bool:
    """Tell whether a written refusal is no fault and leaves the employer held to have complied."""
    last = refusal_by(meeting, terms, holidays)
    return last is not None and refused_on <= last
