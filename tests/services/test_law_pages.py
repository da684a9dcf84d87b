"""The pages on the law say what the data says, and their examples run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toolkit import law
from toolkit.services.law_reference import law_reference
from toolkit.services.lawbook import UNITS, check_scenarios, parameters_of, worded

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = DOCS / "reference" / "law.md"
HOW_TO = DOCS / "how-to" / "write-a-law-scenario.md"
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", HOW_TO.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def test_the_reference_page_is_the_one_that_the_data_gives() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == law_reference(), "run `make law-reference`"


def test_the_reference_page_tells_every_rule_figure_and_question() -> None:
    titles = set(re.findall(r"^### (.+)$", law_reference(), re.MULTILINE))
    assert titles == {*law.rules(), *law.parameters(), *law.questions()}


def test_every_link_inside_the_reference_page_leads_somewhere() -> None:
    page = law_reference()
    titles = set(re.findall(r"^### (.+)$", page, re.MULTILINE))
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= titles


def test_every_unit_has_its_french_word() -> None:
    assert {one.unit for one in law.parameters().values()} <= set(UNITS)


def test_a_rule_knows_the_figures_that_it_rests_on() -> None:
    assert set(parameters_of("N-RETURN")) == {"return_absences", "return_exemption"}
    assert parameters_of("N-RIEN") == {}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("interview_period", "4 ans"),
        ("top_up_amount", "3\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}€"),
        ("top_up_headcount", "50\N{NO-BREAK SPACE}salariés"),
        ("mandate_share", "30 %"),
        ("top_up_penalty", "100 %"),
        ("late_career_age", "60\N{NO-BREAK SPACE}ans"),
        ("switch_date", "26/10/2025"),
    ],
)
def test_a_value_is_told_in_its_unit(name: str, told: str) -> None:
    parameter = law.parameters()[name]
    assert worded(parameter, parameter.values[-1]) == told


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_example_of_the_how_to_runs(example: str, tmp_path: Path) -> None:
    path = tmp_path / "scenarios.yaml"
    path.write_text(example, encoding="utf-8")
    outcomes = check_scenarios([path])
    assert outcomes
    assert [outcome.failures for outcome in outcomes if not outcome.passed] == []


def test_the_how_to_shows_the_failure_that_the_command_shows(tmp_path: Path) -> None:
    path = tmp_path / "scenarios.yaml"
    path.write_text(EXAMPLES[0].replace("2027-02-28", "2027-03-01"), encoding="utf-8")
    (outcome,) = check_scenarios([path])
    (failure,) = outcome.failures
    page = HOW_TO.read_text(encoding="utf-8")
    assert f"attendu : {failure.expected}" in page
    assert f"calculé : {failure.computed[0]}" in page
    assert failure.why[0] in page
