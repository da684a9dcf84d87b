"""The rules and an oracle written apart in polars agree, employee by employee."""

from __future__ import annotations

from datetime import date

import pytest
from tests.law.oracle import core, table
from tests.law.population import AS_OF, employees

from toolkit.law import EmployerTerms, Facts, timeline
from toolkit.model.obligation import ObligationKind

TERMS = EmployerTerms(80)
CHAIN = {ObligationKind.FIRST, ObligationKind.PERIODIC}
Core = tuple[date | None, ...]


def computed(facts: Facts) -> Core:
    """Return what the rules say of the core, in the oracle's columns."""
    known = [one for one in timeline(facts, AS_OF, TERMS).obligations if not one.projected]
    dues = [one.due for one in known if one.kind in CHAIN]
    recaps = [(one.due, one.met_by) for one in known if one.kind is ObligationKind.RECAP]
    back = next(((one.opens, one.met_by) for one in known if one.kind is ObligationKind.RETURN), (None, None))
    first, second = (*recaps, (None, None))[:2]
    return (*dues, *[None] * (5 - len(dues)), *first, *second, *back)


def differences(count: int, seed: int) -> list[tuple[Facts, Core, Core]]:
    people = list(employees(count, seed))
    expected = core(table(people)).rows()
    found = ((facts, computed(facts), row) for facts, row in zip(people, expected, strict=True))
    return [(facts, ours, row) for facts, ours, row in found if ours != row]


def test_rules_and_oracle_agree_on_ten_thousand_employees() -> None:
    assert differences(10_000, seed=1) == []


@pytest.mark.slow
def test_rules_and_oracle_agree_on_a_hundred_thousand_employees() -> None:
    assert differences(100_000, seed=2026) == []
