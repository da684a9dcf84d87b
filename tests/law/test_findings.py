"""Each trouble in the facts is found, and told only when it is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from toolkit.law import EmployerTerms, Facts, timeline
from toolkit.model.employee import Contract
from toolkit.model.history import (
    Absence,
    AbsenceKind,
    History,
    Interview,
    InterviewKind,
    Mandate,
    MedicalVisit,
    Training,
)
from toolkit.model.identifiers import Matricule

HIRED, BORN, AS_OF = date(2020, 3, 2), date(1990, 5, 2), date(2026, 11, 21)
LATER = date(2026, 11, 22)


def codes(history: History | None = None, **others: object) -> list[str]:
    known: dict[str, object] = {"born": BORN, **others}
    facts = Facts(Matricule("1"), HIRED, history=history or History(), **known)  # type: ignore[arg-type]
    return [finding.code for finding in timeline(facts, AS_OF, EmployerTerms(80)).findings]


def test_clean_facts_give_no_finding() -> None:
    clean = History(
        interviews=(Interview(date(2022, 2, 1)), Interview(date(2024, 1, 15))),
        absences=(Absence(AbsenceKind.MATERNITY, date(2023, 1, 2), date(2023, 6, 30)),),
        trainings=(Training(date(2023, 9, 1)), Training(date(2023, 9, 1), "SST", True, "R4224-15")),  # noqa: FBT003
        mandates=(Mandate(date(2022, 1, 1), date(2023, 12, 31), 200),),
    )
    assert codes(clean) == []


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"born": None}, "birth_date_missing"),
        ({"born": date(2010, 1, 1)}, "hired_before_14"),
        ({"contract": Contract.CDD}, "contract_end_missing"),
        ({"contract": Contract.APPRENTICE}, "contract_end_missing"),
        ({"contract": Contract.AGENCY}, "agency_worker"),
        ({"contract_end": date(2019, 1, 1)}, "contract_end_before_hire"),
        ({"left_on": date(2019, 1, 1)}, "left_before_hire"),
        ({"transferred_on": date(2019, 1, 1)}, "transfer_before_hire"),
    ],
)
def test_the_person_and_the_contract_are_checked(others: dict[str, object], code: str) -> None:
    assert codes(None, **others) == [code]


@pytest.mark.parametrize(
    ("history", "code"),
    [
        (History(interviews=(Interview(date(2020, 3, 1)),)), "interview_before_hire"),
        (
            History(absences=(Absence(AbsenceKind.UNPAID, date(2022, 2, 2), date(2022, 2, 1)),)),
            "absence_ends_before_start",
        ),
        (
            History(absences=(Absence(AbsenceKind.UNPAID, date(2020, 3, 1), date(2022, 2, 1)),)),
            "absence_before_hire",
        ),
        (
            History(absences=(Absence(AbsenceKind.LONG_ILLNESS, date(2022, 1, 10), date(2022, 7, 9)),)),
            "long_illness_too_short",
        ),
        (History(absences=(Absence(AbsenceKind.ILLNESS, date(2026, 5, 21)),)), "illness_over_six_months"),
        (History(medical_visits=(MedicalVisit(date(2032, 12, 31)),)), ""),
        (History(medical_visits=(MedicalVisit(date(2026, 2, 2)),)), "visit_before_43"),
        (History(mandates=(Mandate(date(2022, 1, 2), date(2022, 1, 1), 300),)), "mandate_ends_before_start"),
        (History(mandates=(Mandate(date(2022, 1, 2), date(2024, 1, 1)),)), "delegation_share_missing"),
        (History(trainings=(Training(date(2020, 3, 1)),)), "training_before_hire"),
        (History(trainings=(Training(date(2022, 3, 1), mandatory=True),)), "mandatory_without_basis"),
        (
            History(interviews=(Interview(date(2026, 3, 1), InterviewKind.RECAP),)),
            "recap_without_interviews",
        ),
        (
            History(
                interviews=(Interview(date(2021, 1, 1)), Interview(date(2021, 3, 1), InterviewKind.RECAP))
            ),
            "recap_too_early",
        ),
    ],
)
def test_the_history_is_checked(history: History, code: str) -> None:
    assert codes(history) == ([code] if code else [])


def test_two_absences_that_share_a_day_overlap_and_two_that_touch_do_not() -> None:
    first = Absence(AbsenceKind.MATERNITY, date(2023, 1, 2), date(2023, 6, 30))
    touching = Absence(AbsenceKind.PARENTAL, date(2023, 7, 1), date(2023, 12, 31))
    sharing = Absence(AbsenceKind.PARENTAL, date(2023, 6, 30), date(2023, 12, 31))
    assert codes(History(absences=(first, touching))) == []
    assert codes(History(absences=(first, sharing))) == ["absences_overlap"]


def test_a_mandate_held_while_at_work_overlaps_nothing() -> None:
    mandate = Absence(AbsenceKind.UNION_MANDATE, date(2022, 1, 1), date(2025, 12, 31), 300)
    leave = Absence(AbsenceKind.MATERNITY, date(2023, 1, 2), date(2023, 6, 30))
    assert codes(History(absences=(mandate, leave))) == []


def test_what_happens_after_the_day_is_not_found_yet() -> None:
    later = History(
        interviews=(Interview(LATER),),
        absences=(Absence(AbsenceKind.UNPAID, LATER, date(2020, 1, 1)),),
        medical_visits=(MedicalVisit(LATER),),
        mandates=(Mandate(LATER, date(2020, 1, 1)),),
        trainings=(Training(LATER, mandatory=True),),
    )
    assert codes(later) == []


def test_an_interview_after_the_employee_left_is_told() -> None:
    history = History(interviews=(Interview(date(2025, 1, 1)), Interview(date(2026, 6, 1))))
    assert "interview_after_departure" in codes(history, left_on=date(2026, 5, 31))


def test_a_second_recap_needs_interviews_of_its_own_cycle() -> None:
    held = (
        Interview(date(2020, 2, 3)),
        Interview(date(2024, 2, 28), InterviewKind.RECAP),
        Interview(date(2032, 2, 2), InterviewKind.RECAP),
    )
    facts = Facts(Matricule("1"), date(2018, 3, 1), BORN, history=History(interviews=held))
    (finding,) = timeline(facts, date(2032, 6, 1), EmployerTerms(80)).findings
    assert (finding.code, "02/02/2032" in finding.message) == ("recap_without_interviews", True)
    between = (*held, Interview(date(2028, 2, 28)))
    assert (
        timeline(
            replace(facts, history=History(interviews=between)), date(2032, 6, 1), EmployerTerms(80)
        ).findings
        == ()
    )
