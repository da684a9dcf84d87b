"""How fast the law room computes, beside its oracle in the same run.

    python bench/law.py              100,000 employees, about 400,000 events
    python bench/law.py --million    1,000,000 employees, streamed, with peak memory

The rules give whole timelines (every obligation to the horizon, with the steps of its reason); the oracle
gives the dates of the core only, as columns. Reasons are put into words for a thousand employees, to show
what that costs.
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.law.oracle import core, table
from tests.law.population import AS_OF, employees

from toolkit.law import EmployerTerms, Facts, timeline

TERMS = EmployerTerms(80)
GOAL = 3.0
"""Seconds for 100,000 employees on one core."""


def timed(label: str, count: int, work: Callable[[], object]) -> float:
    """Print and return the processor seconds of ``work`` over ``count`` employees."""
    begun = time.process_time()
    result = work()
    seconds = time.process_time() - begun
    print(f"{label:<44}{seconds:8.2f} s{seconds / count * 1e6:10.1f} µs each   {result}")
    return seconds


def computed(people: Iterable[Facts]) -> str:
    """Compute every timeline and say how many obligations they hold."""
    return f"{sum(len(timeline(facts, AS_OF, TERMS).obligations) for facts in people):,} obligations"


def worded(people: Iterable[Facts]) -> str:
    """Compute every timeline and put every reason into words."""
    found = (one for facts in people for one in timeline(facts, AS_OF, TERMS).obligations)
    return f"{sum(len(' · '.join(one.reason)) for one in found):,} characters"


def hundred_thousand() -> None:
    """Compare rules and oracle on 100,000 employees."""
    people = list(employees(100_000))
    history = [facts.history for facts in people]
    events = sum(len(one.interviews) + len(one.absences) + len(one.trainings) for one in history)
    print(f"{len(people):,} employees, {events:,} events, as of {AS_OF}\n")
    timeline(people[0], AS_OF, TERMS)  # parameters are read once
    gc.collect()
    gc.freeze()
    rules = timed("rules: whole timelines", len(people), lambda: computed(people))
    timed("rules: with all reasons in words (1,000)", 1_000, lambda: worded(people[:1_000]))
    columns = table(people)
    peer = timed("oracle: core dates in polars (all cores)", len(people), lambda: core(columns).shape)
    print(f"\nrules / oracle: {rules / peer:.0f}   rules / goal of {GOAL:.0f} s: {rules / GOAL:.2f}")


def million() -> None:
    """Stream 1,000,000 employees and print seconds and peak memory after each tenth."""
    begun = time.process_time()
    for done, facts in enumerate(employees(1_000_000), start=1):
        timeline(facts, AS_OF, TERMS)
        if done % 100_000 == 0:
            seconds = time.process_time() - begun
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{done:>9,} employees {seconds:7.1f} s (drawing them included), peak {peak} MiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--million", action="store_true")
    million() if parser.parse_args().million else hundred_thousand()
