"""Readings: the employer's answers to open questions are checked, and the valid ones are told."""

from __future__ import annotations

import pytest

from toolkit.errors import LawError
from toolkit.law import DEFAULT, questions, readings, readings_of
from toolkit.model.employer import ChosenReading, Employer, Signatory
from toolkit.model.identifiers import EmployerId


def test_the_default_is_the_first_answer_of_each_question() -> None:
    assert {name: DEFAULT.answer(name) for name in questions()} == {
        "overdue_at_switch": "still_overdue",
        "never_interviewed_at_switch": "one_year_from_switch",
        "recap_expired_at_switch": "still_overdue",
        "next_recap_from": "seniority",
        "old_interview_exempts_return": "no",
        "interviews_missing_means": "any_missing",
    }


def test_an_unknown_question_lists_the_valid_ones() -> None:
    with pytest.raises(LawError, match="overdue_at_switch, never_interviewed_at_switch"):
        readings({"overdue": "still_overdue"})


def test_an_unknown_answer_lists_the_valid_ones() -> None:
    with pytest.raises(LawError, match="still_overdue, extended_to_4_years"):
        readings({"overdue_at_switch": "yes"})


def test_an_employers_choices_are_its_readings() -> None:
    chosen = {
        "next_recap_from": ChosenReading("last_recap", "Décision du comité de direction du 3 mars 2026")
    }
    employer = Employer(EmployerId("vega"), "Vega", 64, Signatory("A. B.", "DRH"), readings=chosen)
    assert readings_of(employer).answer("next_recap_from") == "last_recap"
    assert readings_of(employer).answer("overdue_at_switch") == "still_overdue"


def test_one_answer_can_be_tried_without_touching_the_others() -> None:
    tried = readings({"next_recap_from": "last_recap"}).with_answer(
        "overdue_at_switch", "extended_to_4_years"
    )
    assert tried.answer("next_recap_from") == "last_recap"
    assert tried.answer("overdue_at_switch") == "extended_to_4_years"
