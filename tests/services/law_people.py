"""People in the few situations that the top-up and the hypotheses tell apart; nothing of them is stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from toolkit.law import EmployerTerms, facts_of
from toolkit.model import Employee, History, Interview, InterviewKind, Matricule, Training
from toolkit.services.careers import Career

AS_OF = date(2026, 11, 22)
TERMS = EmployerTerms(80)


def career(
    hired: date,
    interviews: tuple[date, ...] = (),
    *,
    recap: date | None = None,
    trained: date | None = None,
    matricule: str = "0001",
    **person: date | None,
) -> Career:
    """Return the career of someone hired on a day, with interviews held, maybe a recap and a training."""
    held = [Interview(day, InterviewKind.PERIODIC, recap=day == recap) for day in interviews]
    history = History(
        interviews=tuple(held), trainings=(Training(trained, "Anglais"),) if trained is not None else ()
    )
    employee = Employee(Matricule(matricule), "Schmitt", "Élodie", hired, born=date(1990, 5, 2))
    employee = replace(employee, left_on=person.get("left_on"), contract_end=person.get("contract_end"))
    return Career(employee, facts_of(employee, history))


HELD_AND_LOST = career(date(2018, 1, 15), (date(2020, 1, 10), date(2024, 1, 12)), recap=date(2024, 1, 12))
"""A recap held in January 2024 on a cycle in which an interview was missed and nobody was trained."""

MISSED_ONE = career(date(2022, 6, 1), (date(2023, 9, 1),))
"""An interview late since 2025, the recap far ahead, no training."""

IN_ORDER = career(date(2022, 6, 1), (date(2024, 5, 30),))
"""Nothing late, no training yet."""
