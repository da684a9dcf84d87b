"""Facts of a career: the same fact is recorded once, and nothing recorded is ever lost."""

from __future__ import annotations

from datetime import date

import pytest
from tests.store.conftest import EMPLOYER, MATRICULE, NOW, employee

from toolkit.clock import SteppedClock
from toolkit.errors import NotFoundError, StoreError
from toolkit.model import (
    Absence,
    AbsenceKind,
    Certification,
    History,
    Interview,
    InterviewKind,
    Mandate,
    Matricule,
    MedicalVisit,
    Progression,
    ProgressionKind,
    Training,
)
from toolkit.store import Fact, Store, Unit

DAY = date(2024, 2, 29)
OPEN = Absence(AbsenceKind.MATERNITY, DAY)
ENDED = Absence(AbsenceKind.MATERNITY, DAY, until=date(2024, 6, 30))

ONE_OF_EACH: tuple[Fact, ...] = (
    Interview(DAY, InterviewKind.RETURN, recap=True),
    ENDED,
    Training(DAY, "Excel  avancé", mandatory=True, legal_basis="R4141-1", hours=7),
    Certification(DAY, "CléA"),
    Progression(DAY, ProgressionKind.PROFESSIONAL, "chef d’équipe"),
    MedicalVisit(DAY),
    Mandate(DAY, None, 300, "CSE"),
)


def test_each_kind_of_fact_comes_back_in_its_place(unit: Unit) -> None:
    for fact in ONE_OF_EACH:
        assert unit.histories.add(MATRICULE, fact, "import")
    assert unit.histories.of(MATRICULE) == History(*((fact,) for fact in ONE_OF_EACH))  # type: ignore[arg-type]


@pytest.mark.parametrize("fact", ONE_OF_EACH, ids=lambda fact: type(fact).__name__)
def test_the_same_fact_is_recorded_once(unit: Unit, fact: Fact) -> None:
    assert unit.histories.add(MATRICULE, fact, "import")
    assert not unit.histories.add(MATRICULE, fact, "second import")
    assert len(unit.histories.trace(MATRICULE)) == 1


def test_facts_of_one_day_that_differ_in_kind_or_title_are_two(unit: Unit) -> None:
    assert unit.histories.add(MATRICULE, Interview(DAY, InterviewKind.PERIODIC), "import")
    assert unit.histories.add(MATRICULE, Interview(DAY, InterviewKind.RETURN), "import")
    assert unit.histories.add(MATRICULE, Training(DAY, "Excel"), "import")
    assert unit.histories.add(MATRICULE, Training(DAY, "Word"), "import")
    history = unit.histories.of(MATRICULE)
    assert (len(history.interviews), len(history.trainings)) == (2, 2)


def test_a_detail_that_comes_later_is_brought_up_to_date_and_traced(unit: Unit) -> None:
    unit.histories.add(MATRICULE, OPEN, "mars.xlsx")
    assert unit.histories.add(MATRICULE, ENDED, "juillet.xlsx")
    assert unit.histories.of(MATRICULE).absences == (ENDED,)
    assert unit.histories.matching(MATRICULE, OPEN) == ENDED
    first, second = unit.histories.trace(MATRICULE)
    assert (first.fact, first.withdrawn_at, first.reason) == (OPEN, NOW, "remplacé (juillet.xlsx)")
    assert (second.fact, second.withdrawn_at, second.source) == (ENDED, None, "juillet.xlsx")


def test_many_at_once_are_as_one_by_one(unit: Unit) -> None:
    unit.histories.add(MATRICULE, OPEN, "mars.xlsx")
    given = [(MATRICULE, fact) for fact in (ENDED, MedicalVisit(DAY), MedicalVisit(DAY))]
    assert unit.histories.add_all(given, "juillet.xlsx") == given[:2]
    assert unit.histories.add_all(given, "juillet.xlsx") == []
    assert unit.histories.of(MATRICULE) == History(absences=(ENDED,), medical_visits=(MedicalVisit(DAY),))
    assert len(unit.histories.trace(MATRICULE)) == 3


def test_a_withdrawn_fact_leaves_the_history_but_not_the_trace(unit: Unit) -> None:
    unit.histories.add(MATRICULE, OPEN, "import")
    unit.histories.withdraw(MATRICULE, OPEN, "saisie par erreur")
    assert unit.histories.of(MATRICULE) == History()
    (trace,) = unit.histories.trace(MATRICULE)
    assert (trace.fact, trace.withdrawn_by, trace.reason) == (OPEN, "a.weber", "saisie par erreur")
    assert unit.histories.add(MATRICULE, OPEN, "import")


def test_a_fact_is_replaced_by_another(unit: Unit) -> None:
    unit.histories.add(MATRICULE, MedicalVisit(DAY), "import")
    unit.histories.replace(MATRICULE, MedicalVisit(DAY), MedicalVisit(date(2024, 3, 1)))
    assert unit.histories.of(MATRICULE).medical_visits == (MedicalVisit(date(2024, 3, 1)),)


def test_only_a_recorded_fact_can_be_withdrawn(unit: Unit) -> None:
    with pytest.raises(NotFoundError, match="2024-02-29"):
        unit.histories.withdraw(MATRICULE, OPEN, "")


def test_every_employee_has_a_history(unit: Unit) -> None:
    unit.employees.put(employee("7"))
    unit.histories.add(MATRICULE, MedicalVisit(DAY), "import")
    assert unit.histories.all() == {
        MATRICULE: History(medical_visits=(MedicalVisit(DAY),)),
        Matricule("7"): History(),
    }


def test_facts_come_in_the_order_of_their_days(unit: Unit) -> None:
    for day in (date(2024, 1, 1), date(2020, 1, 1), date(2022, 1, 1)):
        unit.histories.add(MATRICULE, Interview(day), "import")
    assert [i.on.year for i in unit.histories.of(MATRICULE).interviews] == [2020, 2022, 2024]


def test_the_hiring_notice_is_recorded_once(unit: Unit) -> None:
    assert unit.histories.hiring_notice(MATRICULE) is None
    assert unit.histories.set_hiring_notice(MATRICULE, DAY)
    assert not unit.histories.set_hiring_notice(MATRICULE, DAY)
    assert unit.histories.hiring_notice(MATRICULE) == DAY
    assert unit.histories.hiring_notices() == {MATRICULE: DAY}


def test_a_fact_of_nobody_is_refused_at_the_end_of_the_unit(store: Store) -> None:
    with (
        pytest.raises(StoreError, match="n’est pas enregistré"),
        store.writing(EMPLOYER, "a.weber", SteppedClock(NOW)) as unit,
    ):
        unit.histories.add(Matricule("9999"), MedicalVisit(DAY), "import")
    with store.writing(EMPLOYER, "a.weber", SteppedClock(NOW)) as unit:
        assert unit.histories.all() == {}
        assert unit.employees.put(employee())


def test_a_unit_may_record_facts_before_their_employee(store: Store) -> None:
    with store.writing(EMPLOYER, "a.weber", SteppedClock(NOW)) as unit:
        unit.histories.add(MATRICULE, MedicalVisit(DAY), "import")
        unit.employees.put(employee())
    with store.reading(EMPLOYER) as unit:
        assert unit.histories.of(MATRICULE).medical_visits == (MedicalVisit(DAY),)
