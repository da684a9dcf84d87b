"""The recap's check, the top-up it may bring, and what still avoids it."""

from __future__ import annotations

from datetime import date

from toolkit.law import Act, EmployerTerms, Facts, RecapCheck, Timeline, exposures, readings, timeline
from toolkit.model.employer import Agreement, AgreementLevel
from toolkit.model.history import (
    Absence,
    AbsenceKind,
    Certification,
    History,
    Interview,
    InterviewKind,
    MedicalVisit,
    Progression,
    Training,
)
from toolkit.model.identifiers import Matricule
from toolkit.model.obligation import ObligationKind

TERMS = EmployerTerms(80)


def of(
    hired: date, history: History, as_of: date, terms: EmployerTerms = TERMS, born: date | None = None
) -> Timeline:
    return timeline(Facts(Matricule("1"), hired, born, history=history), as_of, terms)


def held(*days: date, recap: date | None = None) -> tuple[Interview, ...]:
    found = tuple(Interview(day) for day in days)
    return (*found, Interview(recap, InterviewKind.RECAP)) if recap else found


def lines(check: RecapCheck) -> list[tuple[ObligationKind, date | None, date | None, bool]]:
    return [(one.kind, one.due, one.met_by, one.missing) for one in check.interviews]


def test_an_old_cycle_of_six_years_has_three_interviews_due() -> None:
    history = History(interviews=held(recap=date(2023, 10, 2)))
    (check, _) = of(date(2017, 10, 2), history, date(2024, 1, 1)).recap_checks
    assert lines(check) == [
        (ObligationKind.FIRST, date(2019, 10, 2), date(2023, 10, 2), False),
        (ObligationKind.PERIODIC, date(2021, 10, 2), None, True),
        (ObligationKind.RECAP, date(2023, 10, 2), date(2023, 10, 2), False),
    ]
    assert len(check.interviews_due) == 3


def test_a_new_cycle_of_eight_years_has_three_too() -> None:
    history = History(interviews=held(date(2026, 9, 1), date(2030, 8, 30), recap=date(2033, 12, 1)))
    (check, _) = of(date(2026, 1, 5), history, date(2034, 2, 1)).recap_checks
    assert [one.kind for one in check.interviews_due] == [
        ObligationKind.FIRST,
        ObligationKind.PERIODIC,
        ObligationKind.RECAP,
    ]
    assert check.interviews_missing == ()


def test_old_interviews_inside_the_first_long_cycle_count_as_held() -> None:
    history = History(interviews=held(date(2023, 2, 1), date(2025, 1, 20)))
    (check,) = of(date(2021, 3, 1), history, date(2026, 11, 21)).recap_checks
    assert (check.start, check.due) == (date(2021, 3, 1), date(2029, 3, 1))
    assert [one.met_by for one in check.interviews if one.met_by] == [date(2023, 2, 1), date(2025, 1, 20)]


def test_mid_and_late_career_interviews_count_among_those_due_and_returns_do_not() -> None:
    history = History(
        interviews=held(date(2026, 9, 1), date(2030, 8, 30), recap=date(2033, 12, 1)),
        absences=(Absence(AbsenceKind.SABBATICAL, date(2031, 6, 1), date(2031, 8, 31)),),
        medical_visits=(MedicalVisit(date(2027, 3, 1)),),
    )
    computed = of(date(2026, 1, 5), history, date(2034, 6, 1), born=date(1972, 5, 2))
    counted = {one.kind for one in computed.recap_checks[0].interviews if one.counted}
    assert {ObligationKind.MID_CAREER, ObligationKind.LATE_CAREER} <= counted
    returns = [one for one in computed.recap_checks[0].interviews if one.kind is ObligationKind.RETURN]
    assert all(not one.counted and one.due is None for one in returns)


def test_the_three_conclusions_rest_on_facts_of_the_cycle_only() -> None:
    history = History(
        interviews=held(recap=date(2022, 9, 1)),
        trainings=(
            Training(date(2016, 8, 31)),
            Training(date(2018, 5, 4), "Habilitation électrique", mandatory=True, legal_basis="R4544-9"),
            Training(date(2022, 9, 2)),
        ),
        certifications=(Certification(date(2020, 6, 1), "CQP"),),
        progressions=(Progression(date(2024, 1, 1)),),
    )
    (check, _) = of(date(2016, 9, 1), history, date(2024, 6, 1)).recap_checks
    assert [training.legal_basis for training in check.trainings] == ["R4544-9"]
    assert (check.training_followed, check.other_training_followed) == (True, False)
    assert (check.certification_obtained, check.progression_obtained) == (True, False)


def test_a_late_recap_is_tested_over_the_six_years() -> None:
    history = History(interviews=held(recap=date(2024, 2, 1)), trainings=(Training(date(2023, 3, 1)),))
    computed = of(date(2016, 9, 1), history, date(2024, 6, 1))
    assert computed.recap_checks[0].trainings == ()
    assert (computed.top_up.due, computed.top_up.pay_by) == (True, date(2024, 6, 30))


def test_the_top_up_says_why_and_what_delay_costs() -> None:
    computed = of(date(2017, 10, 2), History(interviews=held(recap=date(2023, 10, 2))), date(2024, 1, 1))
    top_up = computed.top_up
    assert top_up.reason == (
        "du 02/10/2017 au 02/10/2023 : 3 entretiens dus, 1 non tenu",
        "aucune formation autre qu’obligatoire",
        "les deux conditions cumulatives sont réunies : abondement",
    )
    assert (top_up.amount, top_up.penalty) == (3000, 3000)
    assert top_up.alternatives == (("interviews_missing_means", "all_missing", False),)


def test_a_recap_never_held_is_an_exposure_without_a_day_to_pay() -> None:
    computed = of(date(2016, 9, 1), History(), date(2026, 11, 21))
    overdue, running = exposures(computed)
    assert (overdue.amount, overdue.pay_by, overdue.certain, overdue.act) == (
        3000,
        None,
        False,
        Act.HOLD_RECAP,
    )
    assert (running.act, running.act_by) == (Act.TRAIN_BEFORE_RECAP, date(2030, 9, 1))


def test_all_missing_bites_only_when_the_recap_itself_was_not_held() -> None:
    chosen = readings({"interviews_missing_means": "all_missing"})
    facts = Facts(Matricule("1"), date(2016, 9, 1))
    assert timeline(facts, date(2026, 11, 21), TERMS, chosen).top_up.due
    with_recap = Facts(
        Matricule("1"), date(2016, 9, 1), history=History(interviews=held(recap=date(2022, 9, 1)))
    )
    assert not timeline(with_recap, date(2026, 11, 21), TERMS, chosen).top_up.due


def test_a_training_before_the_recap_is_the_cheapest_act_once_an_interview_is_lost() -> None:
    (exposure,) = exposures(of(date(2022, 9, 1), History(), date(2026, 11, 21)))
    assert (exposure.act, exposure.act_by, exposure.missing) == (
        Act.TRAIN_BEFORE_RECAP,
        date(2030, 9, 1),
        1,
    )


def test_without_a_lost_interview_holding_the_next_is_enough() -> None:
    history = History(interviews=held(date(2026, 9, 1)))
    (exposure,) = exposures(of(date(2026, 1, 5), history, date(2026, 11, 21)))
    assert (exposure.act, exposure.act_by) == (Act.HOLD_INTERVIEWS, date(2030, 9, 1))


def test_a_training_already_followed_leaves_no_exposure() -> None:
    history = History(trainings=(Training(date(2026, 3, 1)),))
    assert exposures(of(date(2026, 1, 5), history, date(2026, 11, 21))) == ()


def test_under_fifty_employees_nothing_is_exposed() -> None:
    assert exposures(of(date(2016, 9, 1), History(), date(2026, 11, 21), EmployerTerms(49))) == ()


def test_an_interview_is_missed_only_once_the_tolerance_has_run_out() -> None:
    agreement = Agreement(AgreementLevel.BRANCH, adapts_rules=True, period="P3Y", tolerance="P1M")
    terms = EmployerTerms(80, agreement)
    history = History(interviews=held(date(2026, 11, 2)))
    inside = of(date(2026, 1, 5), history, date(2029, 12, 2), terms).recap_checks[0]
    after = of(date(2026, 1, 5), history, date(2029, 12, 3), terms).recap_checks[0]
    assert inside.interviews_missing == ()
    assert [one.due for one in after.interviews_missing] == [date(2029, 11, 2)]


def test_the_interview_due_on_the_anniversary_is_the_recap_of_the_cycle_that_ends() -> None:
    history = History(interviews=held(date(2016, 3, 7), date(2018, 3, 7)))
    first, second = of(date(2009, 6, 1), history, date(2026, 11, 21)).recap_checks
    assert [(one.kind, one.due) for one in first.interviews] == [
        (ObligationKind.FIRST, date(2016, 3, 7)),
        (ObligationKind.PERIODIC, date(2018, 3, 7)),
        (ObligationKind.RECAP, date(2021, 6, 30)),
    ]
    assert date(2021, 6, 30) not in {one.due for one in second.interviews}
