"""Parameters are dated, referenced and recently checked; contradictions are refused when they are read."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from toolkit.clock import SteppedClock, SystemClock, today
from toolkit.errors import LawError
from toolkit.law import EmployerTerms, parameters, parameters_version, questions, rulebook, rules
from toolkit.law.agreements import agreement_delays, resolve, switch_date
from toolkit.law.parameter import parameter_from
from toolkit.law.readings import DEFAULT
from toolkit.law.yaml import read_yaml
from toolkit.model.employer import Agreement, AgreementLevel

YEAR = timedelta(days=366)
GOOD = """
description: Essai
unit: duration
last_checked_on: 2026-11-22
values:
  - {since: 2025-10-26, value: P4Y, reference: Nouveau texte}
  - {since: 2014-03-07, value: P2Y, reference: Ancien texte}
"""


def stale(day: date) -> list[str]:
    """Return the parameters whose last check is over twelve months old on ``day``."""
    return [name for name, parameter in parameters().items() if day - parameter.last_checked_on > YEAR]


def test_every_parameter_was_checked_within_twelve_months() -> None:
    assert stale(today(SystemClock())) == []


def test_a_parameter_left_unchecked_for_over_a_year_is_named() -> None:
    later = today(SteppedClock(datetime(2027, 11, 24, 12, tzinfo=UTC)))
    assert "interview_period" in stale(later)


def test_every_value_has_a_day_a_unit_and_a_reference() -> None:
    for name, parameter in parameters().items():
        assert parameter.unit, name
        assert parameter.description, name
        for value in parameter.values:
            assert value.reference.title, name
            assert value.reference.href.startswith("http"), name


def test_the_value_that_governs_a_day_is_the_latest_begun_by_then() -> None:
    period = parameters()["interview_period"]
    assert period.on(date(2025, 10, 25)).value == "P2Y"
    assert period.on(date(2025, 10, 26)).value == "P4Y"


def test_a_day_before_the_first_value_is_refused() -> None:
    with pytest.raises(LawError, match="interview_period"):
        parameters()["interview_period"].on(date(2014, 3, 6))


def test_values_are_kept_in_the_order_of_their_days() -> None:
    parameter = parameter_from("essai", read_yaml(GOOD, "essai"))
    assert [value.value for value in parameter.values] == ["P2Y", "P4Y"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (GOOD.replace("2014-03-07", "2025-10-26"), "même jour"),
        (GOOD.replace("unit:", "unite:"), "« unite » est inconnue"),
        (GOOD.replace("unit: duration\n", ""), "« unit » manque"),
        (GOOD.replace("reference: Ancien texte", "ref: Ancien texte"), "« ref » est inconnue"),
        (GOOD.replace("2014-03-07", "hier"), "n’est pas une date"),
    ],
)
def test_a_parameter_that_contradicts_itself_is_refused(text: str, problem: str) -> None:
    with pytest.raises(LawError, match=problem):
        parameter_from("essai", read_yaml(text, "essai"))


def test_every_rule_rests_on_parameters_that_exist_and_on_texts() -> None:
    assert all(rule.references for rule in rules().values())
    assert {rule.version for rule in rules().values()} == {parameters_version()}


def test_every_open_question_names_its_sources_and_two_answers_at_least() -> None:
    for question in questions().values():
        assert len(question.answers) >= 2
        assert question.sources
        assert question.default == next(iter(question.answers))


def test_two_exceptions_that_both_apply_are_an_error() -> None:
    with pytest.raises(LawError, match="deux exceptions s’appliquent : a et b"):
        resolve("essai", 1, [("a", True, 2), ("b", True, 3)])


def test_one_exception_replaces_the_general_rule() -> None:
    assert resolve("essai", 1, [("a", False, 2), ("b", True, 3)]) == 3
    assert resolve("essai", 1, [("a", False, 2)]) == 1


def _terms(**terms: str | date | None) -> EmployerTerms:
    return EmployerTerms(80, Agreement(AgreementLevel.COMPANY, adapts_rules=True, **terms))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("agreed", "switch"),
    [
        (None, date(2026, 10, 1)),
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2025, 1, 1), date(2025, 10, 26)),
        (date(2027, 1, 1), date(2026, 10, 1)),
    ],
)
def test_an_agreement_switches_within_what_the_law_allows(agreed: date | None, switch: date) -> None:
    assert switch_date(_terms(switch_on=agreed)) == switch


@pytest.mark.parametrize(
    ("period", "lapses"), [("P4Y", False), ("P48M", False), ("P4Y1D", True), ("P6Y", True)]
)
def test_only_an_agreement_of_more_than_four_years_lapses(period: str, lapses: bool) -> None:  # noqa: FBT001 - a row
    assert agreement_delays(_terms(period=period)).lapses is lapses


def test_a_zero_period_is_refused_rather_than_looped_over() -> None:
    with pytest.raises(LawError, match="nulle"):
        rulebook(_terms(period="P0D"), DEFAULT)
