"""Delays run from date to date, month ends included, and never beyond the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import LawError
from toolkit.law.durations import (
    Duration,
    after,
    before,
    days_after,
    months_after,
    parse_duration,
    years_after,
)


@pytest.mark.parametrize(
    ("day", "delay", "end"),
    [
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2024, 2, 29), "P4Y", date(2028, 2, 29)),
        (date(2026, 12, 31), "P2M", date(2027, 2, 28)),
        (date(2027, 12, 31), "P2M", date(2028, 2, 29)),
        (date(2026, 10, 31), "P1M", date(2026, 11, 30)),
        (date(2026, 11, 21), "P15D", date(2026, 12, 6)),
        (date(2026, 11, 21), "P2W", date(2026, 12, 5)),
        (date(2026, 1, 31), "P1M1D", date(2026, 3, 1)),
    ],
)
def test_a_delay_ends_on_the_day_of_the_same_number_or_the_month_end(
    day: date, delay: str, end: date
) -> None:
    assert after(day, parse_duration(delay)) == end


@pytest.mark.parametrize("text", ["", "P", "4Y", "P4", "PT4H", "P-1Y", "p4y", "P4Y "])
def test_what_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(LawError, match="P4Y"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [("P4Y", "4 ans"), ("P1Y", "1 an"), ("P6M", "6 mois"), ("P18M", "1 an et 6 mois"), ("P15D", "15 jours")],
)
def test_a_delay_reads_in_french(text: str, words: str) -> None:
    assert str(parse_duration(text)) == words


def test_nothing_goes_beyond_the_calendar() -> None:
    assert years_after(date(9999, 1, 1), 1) == date.max
    assert years_after(date(1, 1, 1), -1) == date.min
    assert months_after(date(9999, 12, 31), 1) == date.max
    assert days_after(date.max, 1) == date.max
    assert days_after(date.min, -1) == date.min


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 40))
def test_years_count_the_same_by_years_and_by_months(day: date, years: int) -> None:
    assert years_after(day, years) == months_after(day, 12 * years)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(0, 200), st.integers(0, 400))
def test_coming_back_lands_at_most_a_month_end_earlier(day: date, months: int, days: int) -> None:
    delay = Duration(months, days)
    assert 0 <= (day - before(after(day, delay), delay)).days <= 3
