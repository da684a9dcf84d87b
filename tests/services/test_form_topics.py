"""Which sections a form has, by what the interview is held for, the employee's age and what happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from toolkit.documents import read_form
from toolkit.model import Absence, AbsenceKind, DocumentKind, Mandate, ObligationKind
from toolkit.services.forms import make_forms
from toolkit.services.office import Office
from toolkit.store import Fact

from .conftest import LAMBERT, case_of, pieces

FIVE = ["skills", "path", "training", "wishes", "rights"]
FIRST, PERIODIC, RETURN, MID, LATE, RECAP = (
    ObligationKind.FIRST,
    ObligationKind.PERIODIC,
    ObligationKind.RETURN,
    ObligationKind.MID_CAREER,
    ObligationKind.LATE_CAREER,
    ObligationKind.RECAP,
)
# The meeting of Mme Lambert is planned for October 2026, under the agreement's new rules.
YOUNG, AT_44, AT_45, AT_57, AT_58, AT_60, OVER_60 = (
    date(1993, 6, 25),
    date(1981, 11, 30),
    date(1981, 9, 30),
    date(1968, 11, 30),
    date(1968, 9, 30),
    date(1966, 11, 30),
    date(1966, 9, 30),
)
SICK = Absence(AbsenceKind.LONG_ILLNESS, date(2026, 1, 5), date(2026, 9, 18))
PARENTAL = Absence(AbsenceKind.PARENTAL, date(2025, 9, 1), date(2026, 9, 18))
MANDATE = Mandate(date(2022, 10, 1), date(2026, 9, 30), 320)
SMALL_MANDATE = Mandate(date(2022, 10, 1), date(2026, 9, 30), 120)


def sections(office: Office) -> list[str]:
    """Return the sections of the form of Mme Lambert, without those that every form has."""
    case = case_of(office, LAMBERT)
    make_forms(office, [case.id])
    (form,) = pieces(office, case, DocumentKind.FORM_BLANK, "docx")
    asked = [topic.id for topic in read_form(form).topics]
    assert (asked[0], asked[-2:]) == ("meeting", ["information", "comment"])
    return asked[1:-2]


def given(office: Office, kinds: tuple[ObligationKind, ...], born: date | None, *happened: Fact) -> None:
    """Set what the meeting is held for, the birth, and what happened before it."""
    with office.writing() as unit:
        person = unit.employees.get(LAMBERT)
        unit.employees.put(replace(person, born=born))
        for fact in happened:
            unit.histories.add(LAMBERT, fact, "essai")
        case = case_of(office, LAMBERT)
        unit.cases.update(replace(case, settles=kinds), was=case)


@pytest.mark.parametrize(
    ("kinds", "born", "happened", "expected"),
    [
        ((FIRST,), YOUNG, (), []),
        ((PERIODIC,), YOUNG, (), []),
        ((PERIODIC,), None, (), []),
        ((PERIODIC,), AT_44, (), []),
        ((PERIODIC,), AT_45, (), ["senior"]),
        ((PERIODIC,), AT_57, (), ["senior"]),
        ((PERIODIC,), AT_58, (), ["senior", "late"]),
        ((PERIODIC,), AT_60, (), ["senior", "late"]),
        ((PERIODIC,), OVER_60, (), ["senior"]),
        ((MID,), AT_44, (), ["senior"]),
        ((MID,), AT_45, (), ["senior"]),
        ((LATE,), AT_58, (), ["senior", "late"]),
        ((RETURN,), YOUNG, (SICK,), ["back"]),
        ((PERIODIC,), YOUNG, (SICK,), ["back"]),
        ((RETURN,), AT_45, (SICK,), ["back", "senior"]),
        ((RETURN,), YOUNG, (PARENTAL,), ["back", "parental"]),
        ((RETURN,), YOUNG, (MANDATE,), ["back", "mandate"]),
        ((RETURN,), YOUNG, (SMALL_MANDATE,), ["back"]),
        ((RECAP,), YOUNG, (), ["recap"]),
        ((PERIODIC, RECAP), AT_58, (PARENTAL,), ["back", "parental", "senior", "late", "recap"]),
    ],
)
def test_the_sections_follow_from_the_occasion_and_the_age(
    summoned: Office,
    kinds: tuple[ObligationKind, ...],
    born: date | None,
    happened: tuple[Fact, ...],
    expected: list[str],
) -> None:
    given(summoned, kinds, born, *happened)
    assert sections(summoned) == [*FIVE, *expected]


def test_the_physician_s_measures_are_asked_for_after_the_mid_career_visit_alone(summoned: Office) -> None:
    given(summoned, (MID,), AT_45)
    sections(summoned)
    (form,) = pieces(summoned, case_of(summoned, LAMBERT), DocumentKind.FORM_BLANK, "docx")
    questions = [question.id for topic in read_form(form).topics for question in topic.questions]
    assert "senior.physician" in questions
