"""Time is handed in, goes forward, and is counted in French days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from toolkit.clock import SteppedClock, SystemClock, today


def test_the_machine_clock_speaks_utc_to_the_second() -> None:
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert now.microsecond == 0


def test_a_stepped_clock_moves_by_its_step() -> None:
    clock = SteppedClock(datetime(2026, 10, 5, 6, tzinfo=UTC), timedelta(seconds=2))
    assert (clock.now(), clock.now()) == (
        datetime(2026, 10, 5, 6, tzinfo=UTC),
        datetime(2026, 10, 5, 6, 0, 2, tzinfo=UTC),
    )


def test_a_stepped_clock_never_goes_back() -> None:
    clock = SteppedClock(datetime(2026, 10, 5, 6, tzinfo=UTC))
    with pytest.raises(ValueError, match="the clock stands at"):
        clock.set(datetime(2026, 10, 4, tzinfo=UTC))


def test_a_naive_start_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        SteppedClock(datetime(2026, 10, 5))  # noqa: DTZ001 - the refusal is the promise


def test_today_is_the_day_in_paris() -> None:
    assert today(SteppedClock(datetime(2026, 10, 4, 22, 30, tzinfo=UTC))) == date(2026, 10, 5)
