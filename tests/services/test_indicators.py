"""The works council's figures: counted per person, by sex and category, small numbers pointed out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from python_calamine import load_workbook
from tests.services.conftest import ACTION, LAMBERT, MULLER, case_of

from toolkit.errors import UsageError
from toolkit.model import ActionKind
from toolkit.services.indicator_words import small_words, workbook
from toolkit.services.indicators import PlanReview, indicators
from toolkit.services.office import Office


def test_an_employee_counts_once_per_kind_of_interview(imported: Office) -> None:
    found = indicators(imported, 2024)
    assert found.everyone.figures.employees == 2
    assert dict(found.everyone.figures.by_kind) == {"periodic": 1, "recap": 1, "first": 1}


def test_groups_add_up_to_everyone(imported: Office) -> None:
    found = indicators(imported, 2023)
    for groups in (found.by_sex, found.by_category):
        assert sum(group.present for group in groups) == found.everyone.present
        assert sum(group.figures.employees for group in groups) == found.everyone.figures.employees
    assert [group.name for group in found.by_sex] == ["femmes", "hommes"]
    assert [group.name for group in found.by_category] == ["catégorie non renseignée"]


def test_nobody_hired_later_or_gone_before_is_present(imported: Office) -> None:
    assert indicators(imported, 2017).everyone.present == 0
    with imported.writing() as unit:
        unit.employees.put(replace(unit.employees.get(MULLER), left_on=date(2024, 12, 31)))
    before, after = (indicators(imported, year).everyone.present for year in (2024, 2025))
    assert (before, after) == (6, 5)


def test_small_numbers_are_pointed_out_and_none_of_zero(imported: Office) -> None:
    assert "hommes" in small_words(indicators(imported, 2023))
    assert small_words(indicators(imported, 2017)) == ""


def test_the_actions_decided_at_the_interviews_of_the_year_are_reviewed(held: Office) -> None:
    case = case_of(held, LAMBERT)
    with held.writing() as unit:
        unit.actions.replace(
            case.id,
            [
                replace(ACTION, number=1, outcome="session suivie"),
                replace(ACTION, number=2, due=date(2026, 11, 1)),
                replace(ACTION, number=3, due=None),
            ],
        )
    with held.reading() as unit:
        others = sum(len(plan) for owner, plan in unit.actions.all().items() if owner != case.id)
    (review,) = indicators(held, 2026).actions
    assert review == PlanReview(ActionKind.TRAINING, decided=3 + others, done=1, late=1)
    assert indicators(held, 2025).actions == ()


def test_a_year_to_come_has_no_figures(imported: Office) -> None:
    with pytest.raises(UsageError, match="pas commencé"):
        indicators(imported, 2027)


def test_the_workbook_holds_the_figures_of_every_group(imported: Office, tmp_path: Path) -> None:
    found = indicators(imported, 2023)
    path = tmp_path / "bdese.xlsx"
    workbook(path, found)
    rows = load_workbook(path).get_sheet_by_index(0).to_python()
    told = {(row[0], row[1]): row[2] for row in rows[1:]}
    assert told["ensemble", "Salariés ayant eu un entretien"] == found.everyone.figures.employees
    assert told["ensemble", "Sommes versées au titre de l’abondement correctif"] == 0
    assert {row[0] for row in rows[1:]} == {group.name for group in found.groups}
