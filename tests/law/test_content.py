"""What an interview covers, how long before it people are told, and the year's figures."""

from __future__ import annotations

from datetime import date

import pytest

from toolkit.law import (
    EmployerTerms,
    Facts,
    Payment,
    TopicId,
    indicators,
    refusal_by,
    refusal_complies,
    regime_on,
    summons_by,
    topics_for,
)
from toolkit.model.employer import Agreement, AgreementLevel
from toolkit.model.history import Absence, AbsenceKind, History, Interview, InterviewKind, Mandate, Training
from toolkit.model.identifiers import Matricule
from toolkit.model.obligation import ObligationKind, Regime

TERMS = EmployerTerms(80)
DAY = date(2026, 12, 8)
FIVE = [TopicId.SKILLS, TopicId.PATH, TopicId.TRAINING_NEEDS, TopicId.WISHES, TopicId.CPF]


def asked(
    *kinds: ObligationKind,
    born: date | None = date(1990, 5, 2),
    history: History | None = None,
    day: date = DAY,
    terms: EmployerTerms = TERMS,
) -> list[TopicId]:
    facts = Facts(Matricule("1"), date(2010, 3, 1), born, history=history or History())
    return [topic.id for topic in topics_for(kinds, facts, day, terms)]


def test_an_ordinary_interview_covers_the_five_topics_in_order() -> None:
    assert asked(ObligationKind.PERIODIC) == FIVE


def test_every_topic_has_a_title_a_sentence_and_a_text() -> None:
    facts = Facts(Matricule("1"), date(2010, 3, 1), date(1967, 1, 1))
    for topic in topics_for(list(ObligationKind), facts, DAY, TERMS):
        assert topic.title
        assert topic.covers.endswith(".")
        assert topic.reference.title


def test_before_the_switch_the_old_content_is_asked() -> None:
    assert asked(day=date(2025, 10, 25)) == [TopicId.PROSPECTS, TopicId.INFORMATION]
    assert asked(day=date(2025, 10, 26)) == FIVE


def test_a_senior_of_the_old_regime_also_speaks_of_going_on_working() -> None:
    assert TopicId.SENIOR_CONDITIONS in asked(born=date(1970, 1, 1), day=date(2024, 3, 1))


@pytest.mark.parametrize(
    ("born", "expected"),
    [(date(1981, 12, 9), False), (date(1981, 12, 8), True), (date(1981, 12, 7), True), (None, False)],
)
def test_from_45_each_interview_speaks_of_wear_and_mobility(born: date | None, expected: bool) -> None:  # noqa: FBT001 - a row
    assert (TopicId.EXPERIENCED in asked(ObligationKind.PERIODIC, born=born)) == expected


def test_mid_career_late_career_and_recap_add_their_own() -> None:
    assert asked(ObligationKind.MID_CAREER, born=date(1981, 1, 1))[5:] == [TopicId.MID_CAREER]
    assert asked(ObligationKind.LATE_CAREER, born=date(1967, 1, 1))[5:] == [
        TopicId.EXPERIENCED,
        TopicId.END_OF_CAREER,
    ]
    assert asked(ObligationKind.RECAP)[5:] == [TopicId.RECAP]


@pytest.mark.parametrize(
    ("born", "earlier", "expected"),
    [
        (date(1968, 12, 9), None, False),
        (date(1968, 12, 8), None, True),
        (date(1966, 12, 8), None, True),
        (date(1966, 12, 7), None, False),
        (date(1967, 6, 1), date(2026, 6, 1), False),
        (date(1967, 6, 1), date(2025, 6, 15), True),
        (None, None, False),
    ],
)
def test_the_first_epp_of_the_two_years_before_60_speaks_of_the_end_of_the_career(
    born: date | None,
    earlier: date | None,
    expected: bool,  # noqa: FBT001 - a row
) -> None:
    held = (Interview(earlier, InterviewKind.PERIODIC),) if earlier else ()
    found = asked(ObligationKind.PERIODIC, born=born, history=History(interviews=held))
    assert (TopicId.END_OF_CAREER in found) == expected


def test_a_return_from_parental_leave_examines_pay_and_career() -> None:
    away = Absence(AbsenceKind.PARENTAL, date(2025, 12, 1), date(2026, 11, 30))
    assert asked(ObligationKind.RETURN, history=History(absences=(away,)))[5:] == [
        TopicId.RESUMPTION,
        TopicId.PARENTAL_RETURN,
    ]


def test_an_absence_already_spoken_of_is_not_asked_again() -> None:
    away = Absence(AbsenceKind.PARENTAL, date(2025, 12, 1), date(2026, 5, 30))
    history = History(absences=(away,), interviews=(Interview(date(2026, 6, 15), InterviewKind.RETURN),))
    assert asked(ObligationKind.PERIODIC, history=history) == FIVE


@pytest.mark.parametrize(
    ("headcount", "share", "expected"),
    [(1999, 299, False), (1999, 300, True), (1999, None, False), (2000, 100, True), (2000, None, True)],
)
def test_the_mandates_skills_are_listed_for_whom_the_law_says(
    headcount: int,
    share: int | None,
    expected: bool,  # noqa: FBT001 - a row
) -> None:
    history = History(mandates=(Mandate(date(2022, 1, 1), date(2026, 10, 1), share),))
    found = asked(ObligationKind.RETURN, history=history, terms=EmployerTerms(headcount))
    assert (TopicId.MANDATE_SKILLS in found) == expected


def test_the_regime_of_a_meeting_is_that_of_its_day() -> None:
    adapting = EmployerTerms(80, Agreement(AgreementLevel.BRANCH, adapts_rules=True))
    assert regime_on(date(2026, 9, 30), adapting) is Regime.EP
    assert regime_on(date(2026, 10, 1), adapting) is Regime.EPP
    assert regime_on(date(2026, 9, 30), TERMS) is Regime.EPP


def test_agr_05_a_branch_gives_15_days_and_a_refusal_seven_working_days_before_is_no_fault() -> None:
    """Published case AGR-05 (KALIARTI000032826552), on a meeting of Thursday 26 November 2026."""
    branch = Agreement(
        AgreementLevel.BRANCH, adapts_rules=False, notice="P15D", refusal_notice_working_days=7
    )
    terms, meeting = EmployerTerms(80, branch), date(2026, 11, 26)
    assert summons_by(meeting, terms) == date(2026, 11, 11)
    assert refusal_by(meeting, terms) == date(2026, 11, 18)
    assert refusal_complies(date(2026, 11, 18), meeting, terms)
    assert not refusal_complies(date(2026, 11, 19), meeting, terms)


def test_public_holidays_and_sundays_are_no_working_days() -> None:
    branch = Agreement(AgreementLevel.BRANCH, adapts_rules=False, refusal_notice_working_days=7)
    terms, meeting = EmployerTerms(80, branch), date(2026, 11, 16)
    assert refusal_by(meeting, terms) == date(2026, 11, 7)
    assert refusal_by(meeting, terms, {date(2026, 11, 11)}) == date(2026, 11, 6)


def test_without_agreement_the_summons_is_sent_15_days_before_and_refusal_stays_a_refusal() -> None:
    assert summons_by(date(2026, 11, 26), TERMS) == date(2026, 11, 11)
    assert refusal_by(date(2026, 11, 26), TERMS) is None
    assert not refusal_complies(date(2026, 1, 1), date(2026, 11, 26), TERMS)


def test_the_works_council_is_given_the_years_figures() -> None:
    anna = Facts(
        Matricule("1"),
        date(2015, 1, 1),
        history=History(
            interviews=(
                Interview(date(2026, 3, 2), InterviewKind.PERIODIC, recap=True),
                Interview(date(2026, 9, 2), InterviewKind.RETURN),
            ),
            trainings=(Training(date(2026, 3, 1)), Training(date(2026, 5, 1)), Training(date(2028, 1, 1))),
        ),
    )
    boris = Facts(
        Matricule("2"), date(2015, 1, 1), history=History(interviews=(Interview(date(2025, 12, 31)),))
    )
    paid = [
        Payment(Matricule("2"), date(2026, 6, 30), 3000),
        Payment(Matricule("2"), date(2025, 6, 30), 3000),
    ]
    sexes = {Matricule("1"): "femmes"}
    figures = indicators([anna, boris], 2026, paid, lambda matricule: sexes.get(matricule, ""))
    assert (figures.employees, figures.trainings_after) == (1, 1)
    assert list(figures.by_kind.items()) == [("periodic", 1), ("return", 1), ("recap", 1)]
    assert figures.by_group == {"femmes": {"periodic": 1, "recap": 1, "return": 1}}
    assert (figures.top_up_beneficiaries, figures.top_up_paid) == (1, 3000)


def test_a_year_without_top_up_says_zero() -> None:
    figures = indicators([], 2026)
    assert (figures.employees, figures.top_up_beneficiaries, figures.top_up_paid) == (0, 0, 0)
