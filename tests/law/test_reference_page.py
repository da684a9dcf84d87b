"""The reference page names every rule, parameter and reading; what-if tells who moves."""

from __future__ import annotations

from datetime import date

from toolkit.law import (
    EmployerTerms,
    Facts,
    moves,
    parameters,
    questions,
    readings,
    reference_page,
    rules,
    timeline,
)
from toolkit.model.employer import Agreement, AgreementLevel
from toolkit.model.history import Absence, AbsenceKind, History, Interview
from toolkit.model.identifiers import Matricule
from toolkit.model.obligation import ObligationKind

AS_OF = date(2026, 11, 21)
FACTS = Facts(
    Matricule("1"),
    date(2020, 9, 1),
    history=History(interviews=(Interview(date(2022, 6, 10)), Interview(date(2023, 6, 14)))),
)


def test_every_rule_parameter_and_reading_stands_on_the_page() -> None:
    headings = {
        line.removeprefix("### ") for line in reference_page().splitlines() if line.startswith("### ")
    }
    assert headings == set(rules()) | set(parameters()) | set(questions())


def test_values_are_shown_with_their_unit_and_day() -> None:
    page = reference_page()
    assert "| 26/10/2025 | 4 ans | [Article L6315-1" in page
    assert "3000 €" in page
    assert "Vérifié le 22/11/2026." in page


def test_every_open_question_bears_on_a_rule_that_is_told() -> None:
    assert {question.rule for question in questions().values()} <= set(rules())


def test_another_reading_tells_who_moves_and_from_when_to_when() -> None:
    terms = EmployerTerms(80)
    other = readings({"overdue_at_switch": "extended_to_4_years"})
    (move,) = moves(timeline(FACTS, AS_OF, terms), timeline(FACTS, AS_OF, terms, other))
    assert (move.matricule, move.kind) == (Matricule("1"), ObligationKind.PERIODIC)
    assert move.days == (date(2025, 6, 14), date(2027, 6, 14))


def test_another_agreement_tells_who_moves() -> None:
    three_years = EmployerTerms(80, Agreement(AgreementLevel.COMPANY, adapts_rules=True, period="P3Y"))
    found = moves(timeline(FACTS, AS_OF, EmployerTerms(80)), timeline(FACTS, AS_OF, three_years))
    assert (date(2025, 6, 14), date(2026, 6, 14)) in [move.days for move in found]


def test_an_exempted_return_moves_to_none() -> None:
    away = Absence(AbsenceKind.MATERNITY, date(2026, 1, 5), date(2026, 5, 31))
    facts = Facts(
        Matricule("1"),
        date(2022, 9, 1),
        history=History(interviews=(Interview(date(2025, 9, 10)),), absences=(away,)),
    )
    other = readings({"old_interview_exempts_return": "yes"})
    terms = EmployerTerms(80)
    (move,) = moves(timeline(facts, AS_OF, terms), timeline(facts, AS_OF, terms, other))
    assert move.days == (date(2026, 6, 1), None)
