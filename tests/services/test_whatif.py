"""What another agreement, reading or headcount changes: who moves, from when to when, at what cost."""

from __future__ import annotations

from datetime import date

import pytest
from tests.services.law_people import AS_OF, IN_ORDER, MISSED_ONE, TERMS, career

from toolkit.errors import LawError, UsageError
from toolkit.law import DEFAULT, EmployerTerms
from toolkit.model import ObligationKind
from toolkit.services.careers import Career
from toolkit.services.exposure import Stake
from toolkit.services.office import Office
from toolkit.services.whatif import Hypothesis, WhatIf, compared, what_if

OLD_LATE = career(date(2019, 9, 1), (date(2021, 6, 10), date(2023, 6, 14)))


def supposed(hypothesis: Hypothesis, *people: Career, terms: EmployerTerms = TERMS) -> WhatIf:
    return compared(people, (terms, DEFAULT), hypothesis, AS_OF, [])


def test_another_reading_moves_who_was_late_at_the_switch() -> None:
    found = supposed(Hypothesis(readings=(("overdue_at_switch", "extended_to_4_years"),)), OLD_LATE, IN_ORDER)
    (moved,) = found.moved
    assert moved.before is not None
    assert moved.after is not None
    assert (moved.before.due, moved.after.due) == (date(2025, 6, 14), date(2027, 6, 14))
    assert moved.employee == OLD_LATE.employee
    assert found.people == 1


def test_a_period_of_three_years_brings_the_next_interview_nearer() -> None:
    found = supposed(Hypothesis(period="P3Y"), IN_ORDER)
    (moved,) = (one for one in found.moved if one.kind is ObligationKind.PERIODIC)
    assert moved.before is not None
    assert moved.after is not None
    assert (moved.before.due, moved.after.due) == (date(2028, 5, 30), date(2027, 5, 30))


def test_the_same_terms_move_nobody() -> None:
    agreed = Hypothesis(period="P3Y").terms(TERMS)
    found = supposed(Hypothesis(period="P3Y"), IN_ORDER, OLD_LATE, terms=agreed)
    assert found.moved == ()
    assert found.unmoved > 0


def test_without_the_agreement_the_legal_delays_apply() -> None:
    agreed = Hypothesis(period="P3Y").terms(TERMS)
    assert Hypothesis(without_agreement=True).terms(agreed) == TERMS


def test_fewer_employees_take_the_exposure_away() -> None:
    found = supposed(Hypothesis(headcount=49), MISSED_ONE)
    assert found.before.total(Stake.AT_RISK) == 3000
    assert found.after.total(Stake.AT_RISK) == 0
    assert found.after.spared
    assert found.moved == ()


def test_suppositions_that_exclude_one_another_are_refused() -> None:
    with pytest.raises(UsageError, match="s’excluent"):
        supposed(Hypothesis(without_agreement=True, period="P3Y"), IN_ORDER)


def test_an_answer_that_does_not_exist_lists_those_that_do() -> None:
    with pytest.raises(LawError) as error:
        supposed(Hypothesis(readings=(("overdue_at_switch", "jamais"),)), IN_ORDER)
    assert "still_overdue" in error.value.next_step


def test_supposing_nothing_is_a_wrong_usage(imported: Office) -> None:
    with pytest.raises(UsageError, match="rien n’est supposé"):
        what_if(imported, Hypothesis())


def test_supposing_writes_nothing(imported: Office) -> None:
    with imported.reading() as unit:
        before = unit.journal.lines(None)
    assert what_if(imported, Hypothesis(period="P4Y")).moved
    with imported.reading() as unit:
        assert unit.journal.lines(None) == before
