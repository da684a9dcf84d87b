"""What a timeline tells a campaign: what is late, what is due, what one meeting would settle, and why."""

from __future__ import annotations

from datetime import date

from toolkit.law import (
    DEFAULT,
    EmployerTerms,
    Facts,
    Timeline,
    facts_of,
    readings,
    rulebook,
    timeline,
    visit_window,
)
from toolkit.model.employee import Employee
from toolkit.model.employer import Agreement, AgreementLevel
from toolkit.model.history import (
    Absence,
    AbsenceKind,
    History,
    Interview,
    InterviewKind,
    Mandate,
    MedicalVisit,
)
from toolkit.model.identifiers import Matricule
from toolkit.model.obligation import Finding, Obligation, ObligationKind, Status

AS_OF = date(2026, 11, 21)
TERMS = EmployerTerms(80)


def of(hired: date, *interviews: date, born: date | None = date(1990, 5, 2)) -> Timeline:
    history = History(interviews=tuple(Interview(day) for day in interviews))
    return timeline(Facts(Matricule("0042"), hired, born, history=history), AS_OF, TERMS)


def kinds(obligations: tuple[Obligation, ...]) -> list[ObligationKind]:
    return [one.kind for one in obligations]


def test_the_reason_reads_from_the_fact_to_the_date() -> None:
    computed = of(date(2020, 9, 1), date(2022, 6, 10), date(2024, 3, 12))
    due = next(one for one in computed.obligations if one.due == date(2028, 3, 12))
    assert " · ".join(due.reason) == (
        "Dernier entretien le 12/03/2024 · délai de 2 ans non expiré au 26/10/2025 · "
        "article 2222 du Code civil · 4 ans · échéance le 12/03/2028"
    )
    assert due.facts == {"last_interview": date(2024, 3, 12)}
    assert "Article 2222 du Code civil" in {reference.title for reference in due.references}


def test_an_open_question_is_told_with_the_reading_in_force_and_the_other_dates() -> None:
    computed = of(date(2019, 9, 1), date(2021, 6, 10), date(2023, 6, 14))
    late = next(one for one in computed.overdue if one.kind is ObligationKind.PERIODIC)
    assert late.readings == ("overdue_at_switch: still_overdue",)
    assert [(other.answer, other.due) for other in late.alternatives] == [
        ("extended_to_4_years", date(2027, 6, 14))
    ]


def test_the_extended_reading_is_an_obligation_of_the_new_regime() -> None:
    facts = Facts(
        Matricule("1"), date(2019, 9, 1), history=History(interviews=(Interview(date(2021, 6, 10)),))
    )
    chosen = readings({"overdue_at_switch": "extended_to_4_years"})
    due = timeline(facts, AS_OF, TERMS, chosen).obligations[1]
    assert (due.regime.value, due.due) == ("EPP", date(2025, 6, 10))


def test_what_is_late_is_listed_once_per_kind_however_long_ago() -> None:
    computed = of(date(2010, 1, 4))
    assert kinds(computed.overdue) == [ObligationKind.FIRST, ObligationKind.RECAP]
    assert computed.overdue[0].due == date(2016, 3, 7)
    projected = [one for one in computed.obligations if one.projected and one.status is Status.OVERDUE]
    assert projected, "missed interviews that fell due again stay in the whole timeline"


def test_a_campaign_takes_what_is_due_by_its_end() -> None:
    computed = of(date(2025, 12, 1))
    assert kinds(computed.due_by(date(2026, 11, 29))) == [ObligationKind.HIRING_NOTICE]
    assert kinds(computed.due_by(date(2026, 11, 30))) == [ObligationKind.HIRING_NOTICE, ObligationKind.FIRST]


def test_a_campaign_takes_open_returns_and_leaves_those_away_in_peace() -> None:
    history = History(
        absences=(
            Absence(AbsenceKind.MATERNITY, date(2025, 11, 3), date(2026, 3, 1)),
            Absence(AbsenceKind.ILLNESS, date(2026, 11, 1)),
        )
    )
    facts = Facts(Matricule("1"), date(2025, 11, 10), date(1990, 1, 1), history=history)
    computed = timeline(facts, AS_OF, TERMS)
    assert ObligationKind.RETURN in kinds(computed.due_by(AS_OF))
    assert ObligationKind.FIRST not in kinds(computed.due_by(AS_OF))
    assert Status.SUSPENDED in {one.status for one in computed.current}


def test_one_meeting_is_proposed_for_what_it_would_settle() -> None:
    computed = of(date(2020, 1, 6), date(2021, 12, 1), date(2023, 11, 30), born=date(1968, 4, 2))
    (merge,) = computed.merges
    assert kinds(merge.obligations) == [
        ObligationKind.PERIODIC,
        ObligationKind.RECAP,
        ObligationKind.LATE_CAREER,
    ]
    assert (merge.opens, merge.by) == (date(2027, 1, 6), date(2027, 11, 30))


def test_what_is_late_is_merged_with_what_can_be_held_today() -> None:
    computed = of(date(2010, 1, 4), born=date(1968, 4, 2))
    (merge,) = computed.merges
    assert kinds(merge.obligations) == [
        ObligationKind.FIRST,
        ObligationKind.RECAP,
        ObligationKind.LATE_CAREER,
    ]
    assert (merge.opens, merge.by) == (AS_OF, None)


def test_meetings_years_apart_are_not_merged() -> None:
    assert of(date(2026, 1, 5), date(2026, 10, 1)).merges == ()


def test_a_return_that_follows_a_mandate_is_proposed() -> None:
    history = History(mandates=(Mandate(date(2022, 6, 15), date(2026, 6, 14), 350),))
    facts = Facts(Matricule("1"), date(2012, 3, 1), date(1980, 5, 2), history=history)
    found = [one for one in timeline(facts, AS_OF, TERMS).obligations if one.kind is ObligationKind.RETURN]
    assert [one.opens for one in found] == [date(2026, 6, 15)]


def test_findings_name_the_employee_the_field_and_what_they_prevent() -> None:
    computed = of(date(2025, 12, 1), born=None)
    assert computed.findings == (
        Finding(
            "birth_date_missing",
            Matricule("0042"),
            "date de naissance",
            "La date de naissance manque.",
            "l’entretien de fin de carrière et les thèmes propres aux 45 ans et plus",
        ),
    )


def test_a_missing_mid_career_visit_is_told_in_its_civil_year_and_the_next() -> None:
    def codes(as_of: date, *visits: date) -> set[str]:
        history = History(medical_visits=tuple(MedicalVisit(day) for day in visits))
        facts = Facts(Matricule("1"), date(2012, 3, 1), date(1981, 5, 2), history=history)
        return {finding.code for finding in timeline(facts, as_of, TERMS).findings}

    assert "mid_career_visit_missing" not in codes(date(2025, 12, 31))
    assert "mid_career_visit_missing" in codes(date(2026, 1, 1))
    assert "mid_career_visit_missing" in codes(date(2027, 12, 31))
    assert "mid_career_visit_missing" not in codes(date(2026, 1, 1), date(2024, 3, 4))


def test_the_horizon_is_a_parameter() -> None:
    facts = Facts(Matricule("1"), date(2026, 1, 5), date(1990, 1, 1))
    one, two = (timeline(facts, AS_OF, TERMS, cycles=cycles) for cycles in (1, 2))
    assert [o.due for o in one.obligations if o.kind is ObligationKind.RECAP] == [date(2034, 1, 5)]
    assert [o.due for o in two.obligations if o.kind is ObligationKind.RECAP] == [
        date(2034, 1, 5),
        date(2042, 1, 5),
    ]


def test_two_recaps_of_the_same_cycle_are_told() -> None:
    held = (
        Interview(date(2016, 2, 1)),
        Interview(date(2020, 2, 3), InterviewKind.RECAP),
        Interview(date(2020, 5, 4), InterviewKind.RECAP),
    )
    facts = Facts(Matricule("1"), date(2008, 3, 1), date(1980, 5, 2), history=History(interviews=held))
    computed = timeline(facts, AS_OF, TERMS)
    assert "recap_too_early" in {finding.code for finding in computed.findings}
    recaps = [(one.due, one.met_by) for one in computed.obligations if one.kind is ObligationKind.RECAP]
    assert recaps[:2] == [(date(2021, 6, 30), date(2020, 2, 3)), (date(2028, 3, 7), None)]


def test_a_first_delay_set_by_a_lapsed_agreement_gives_way() -> None:
    agreement = Agreement(AgreementLevel.BRANCH, adapts_rules=True, first_after="P3Y", period="P6Y")
    terms = EmployerTerms(80, agreement)
    for hired, due in (
        (date(2023, 9, 29), date(2026, 9, 29)),
        (date(2024, 1, 8), date(2026, 10, 1)),
        (date(2026, 3, 2), date(2027, 3, 1)),
        (date(2026, 10, 1), date(2027, 9, 30)),
    ):
        first = timeline(Facts(Matricule("1"), hired), AS_OF, terms).obligations
        assert next(one.due for one in first if one.kind is ObligationKind.FIRST) == due


def test_an_employees_record_becomes_facts() -> None:
    employee = Employee(Matricule("0007"), "MARTIN", "Léa", date(2026, 1, 5), born=date(1990, 1, 1))
    facts = facts_of(employee, History(), hiring_notice_on=date(2026, 1, 5))
    notice = timeline(facts, AS_OF, TERMS).obligations[0]
    assert (notice.kind, notice.status) == (ObligationKind.HIRING_NOTICE, Status.HELD)


def test_what_the_contract_does_not_reach_and_what_waits_for_the_return_is_said() -> None:
    short = Facts(Matricule("1"), date(2026, 3, 1), contract_end=date(2026, 8, 31))
    first = timeline(short, date(2026, 6, 1), TERMS).obligations[1]
    assert first.reason[-1] == "non atteint, le contrat prend fin avant"
    away = History(absences=(Absence(AbsenceKind.MATERNITY, date(2026, 9, 1)),))
    waiting = timeline(Facts(Matricule("1"), date(2025, 11, 10), history=away), AS_OF, TERMS).obligations[1]
    assert waiting.reason[-1].startswith("suspendu jusqu’au retour")


def test_epp_08_the_mid_career_visit_falls_in_the_civil_year_of_45_or_the_two_before() -> None:
    """Published case EPP-08, for a birth on 3 April 1981."""
    assert visit_window(date(1981, 4, 3), rulebook(TERMS, DEFAULT)) == (date(2024, 1, 1), date(2026, 12, 31))


def test_one_recap_for_two_cycles_shows_the_one_that_costs() -> None:
    held = (
        Interview(date(2022, 2, 10)),
        Interview(date(2024, 2, 10)),
        Interview(date(2026, 2, 10)),
        Interview(date(2028, 4, 3), InterviewKind.RECAP),
    )
    facts = Facts(Matricule("1"), date(2004, 4, 13), history=History(interviews=held))
    computed = timeline(facts, date(2028, 6, 1), TERMS)
    assert [test.due for test in computed.top_ups][:2] == [True, False]
    assert computed.top_up.recap_due == date(2021, 6, 30)
