"""Every scenario of this folder passes, and a wrong one says what was computed and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.errors import LawError
from toolkit.law import Outcome, check_file

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.yaml"))
OUTCOMES = [outcome for file in FILES for outcome in check_file(file)]

GOOD = """
- name: Premier entretien
  as_of: 2026-06-01
  employer: {headcount: 80}
  employee: {hired: 2026-03-01, born: 1990-05-02}
"""


@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: f"{outcome.file}: {outcome.name}")
def test_scenario_holds(outcome: Outcome) -> None:
    assert not outcome.failures


def test_at_least_120_scenarios_stand_beside_the_published_cases() -> None:
    assert sum(outcome.file != "published.yaml" for outcome in OUTCOMES) >= 120
    assert len({(outcome.file, outcome.name) for outcome in OUTCOMES}) == len(OUTCOMES)


def _checked(tmp_path: Path, text: str) -> list[Outcome]:
    file = tmp_path / "essai.yaml"
    file.write_text(text, encoding="utf-8")
    return check_file(file)


def test_a_wrong_date_says_what_was_computed_and_why(tmp_path: Path) -> None:
    (outcome,) = _checked(tmp_path, GOOD + "  expect: [{kind: first, due: 2027-03-01}]\n")
    (failure,) = outcome.failures
    assert not outcome.passed
    assert failure.expected == "kind: first, due: 2027-03-01"
    assert "due: 2027-02-28" in failure.computed[0]
    assert failure.why[-1] == "échéance le 28/02/2027"


@pytest.mark.parametrize(
    ("expectation", "said"),
    [
        ("expect_none: [first]", "aucune obligation « first »"),
        ("expect_finding: [birth_date_missing]", "constat « birth_date_missing »"),
        ("expect_top_up: {due: true}", "abondement due: True"),
        (
            "expect_alternative: [{kind: first, reading: {next_recap_from: seniority}, due: 2027-01-01}]",
            "due: 2027-01-01",
        ),
        ("expect: [{kind: mid_career}]", "kind: mid_career"),
    ],
)
def test_every_kind_of_expectation_can_fail(tmp_path: Path, expectation: str, said: str) -> None:
    (outcome,) = _checked(tmp_path, f"{GOOD}  {expectation}\n")
    assert said in outcome.failures[0].expected
    assert outcome.failures[0].computed


@pytest.mark.parametrize(
    ("text", "about", "problem"),
    [
        ("- [", "essai.yaml", "n’est pas lisible"),
        ("name: seul", "essai.yaml", "une liste"),
        ("- name: A", "essai.yaml, scénario 1 « A »", "« employer » manque"),
        (GOOD + "  attendu: []", "scénario 1 « Premier entretien »", "« attendu » est inconnue"),
        (
            GOOD + "  expect: [{kind: premier}]",
            "« Premier entretien », expect, kind",
            "« premier » est inconnu",
        ),
        (GOOD + "  expect: [{due: demain}]", "expect, due", "n’est pas une date"),
        (GOOD + "  readings: {next_recap_from: demain}", "« Premier entretien »", "« demain » n’existe pas"),
        (GOOD + "  readings: {demain: next_recap_from}", "« Premier entretien »", "« demain » n’existe pas"),
        (GOOD + "  absences: [{kind: maternity, to: 2026-01-01}]", "absences", "« from » manque"),
        (GOOD + "  trainings: [{on: 2026-04-01, mandatory: 1}]", "trainings", "ni true ni false"),
        (GOOD + "  expect_none: [entretien]", "expect_none", "inconnu"),
        (GOOD.replace("80", "beaucoup"), "headcount", "n’est pas un effectif"),
        (
            GOOD.replace("80", "80, agreement: {adapts_rules: true, period: 3 ans}"),
            "« Premier entretien »",
            "« 3 ans » n’est pas lisible",
        ),
        (
            GOOD.replace("80", "80, agreement: {adapts_rules: true, period: P0D}"),
            "« Premier entretien »",
            "nulle",
        ),
    ],
)
def test_a_malformed_scenario_names_file_scenario_and_key(
    tmp_path: Path, text: str, about: str, problem: str
) -> None:
    with pytest.raises(LawError) as caught:
        _checked(tmp_path, text)
    assert about in caught.value.about
    assert problem in str(caught.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"absent\.yaml"):
        check_file(tmp_path / "absent.yaml")
