"""The law is shown with its sources, and scenarios are checked with expected, computed and why."""

from __future__ import annotations

from pathlib import Path

from tests.cli.desk import Desk

SCENARIOS = """
- name: Premier entretien
  as_of: 2027-03-01
  employer: {headcount: 80}
  employee: {hired: 2026-12-01, born: 1990-05-02, contract: cdi}
  expect: [{kind: first, due: %s}]
"""


def check(tmp_path: Path, due: str, *words: str) -> tuple[int, str, Desk]:
    path = tmp_path / "scenarios.yaml"
    path.write_text(SCENARIOS % due, encoding="utf-8")
    ran = Desk(tmp_path).run("law", "check", path, *words, here=False)
    return ran.code, ran.out, Desk(tmp_path)


def test_scenarios_that_pass_close_with_the_count(tmp_path: Path) -> None:
    code, out, _ = check(tmp_path, "2027-11-30")
    assert code == 0
    assert out.splitlines()[-1] == "1 passed, 0 failed"


def test_a_failure_says_what_was_expected_what_was_computed_and_why(tmp_path: Path) -> None:
    code, out, _ = check(tmp_path, "2030-01-01")
    assert code == 1
    assert "attendu" in out
    assert "2030-01-01" in out
    assert "2027-11-30" in out
    assert "parce que" in out
    assert out.splitlines()[-1] == "0 passed, 1 failed"


def test_failures_in_json(tmp_path: Path) -> None:
    path = tmp_path / "scenarios.yaml"
    path.write_text(SCENARIOS % "2030-01-01", encoding="utf-8")
    ran = Desk(tmp_path).run("law", "check", path, "--json", here=False)
    assert ran.code == 1
    assert ran.data["failed"] == 1
    assert ran.data["failures"][0]["failures"][0]["why"]


def test_a_malformed_scenario_could_not_be_checked(tmp_path: Path) -> None:
    path = tmp_path / "scenarios.yaml"
    path.write_text("- name: rien\n  as_of: jamais\n", encoding="utf-8")
    ran = Desk(tmp_path).run("law", "check", path, here=False)
    assert ran.code == 3
    assert "scenarios.yaml" in ran.flat_err


def test_the_project_s_own_scenarios_are_checked_as_a_folder(tmp_path: Path) -> None:
    folder = Path(__file__).parents[1] / "law"
    ran = Desk(tmp_path).run("law", "check", folder, here=False)
    assert ran.out.splitlines()[-1].endswith(" 0 failed")


def test_rules_figures_and_questions_are_shown(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    whole = desk.run("law", "show", here=False)
    assert "N-FIRST" in whole.out
    assert "interview_period" in whole.out
    assert "overdue_at_switch" in whole.out
    assert "Article L6315-1" in desk.run("law", "show", "N-FIRST", here=False).flat
    assert "depuis le 26/10/2025" in desk.run("law", "show", "interview_period", here=False).flat
    assert "(par défaut)" in desk.run("law", "show", "overdue_at_switch", here=False).flat
    assert desk.run("law", "show", "N-RIEN", here=False).code == 2


def test_the_whole_law_is_one_json_document(tmp_path: Path) -> None:
    data = Desk(tmp_path).run("law", "show", "--json", here=False).data
    assert set(data) == {"version", "rules", "parameters", "questions"}
