"""Facts of any kind for property tests: plausible ones, and ones that contradict themselves."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from toolkit.law import EmployerTerms, Facts, Readings, questions, readings
from toolkit.model.employee import Contract
from toolkit.model.employer import Agreement, AgreementLevel
from toolkit.model.history import (
    Absence,
    AbsenceKind,
    Certification,
    History,
    Interview,
    InterviewKind,
    Mandate,
    MedicalVisit,
    Progression,
    Training,
)
from toolkit.model.identifiers import Matricule

ANY_DAY = st.dates()
LIKELY = st.dates(date(2008, 1, 1), date(2036, 12, 31))


def absences_on(days: st.SearchStrategy[date]) -> st.SearchStrategy[Absence]:
    return st.builds(
        Absence, st.sampled_from(AbsenceKind), days, st.none() | days, st.none() | st.integers(0, 1000)
    )


def histories_on(days: st.SearchStrategy[date]) -> st.SearchStrategy[History]:
    def some(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
        return st.lists(one, max_size=4).map(tuple)

    return st.builds(
        History,
        interviews=some(st.builds(Interview, days, st.sampled_from(InterviewKind), st.booleans())),
        absences=some(absences_on(days)),
        trainings=some(st.builds(Training, days, mandatory=st.booleans())),
        certifications=some(st.builds(Certification, days)),
        progressions=some(st.builds(Progression, days)),
        medical_visits=some(st.builds(MedicalVisit, days)),
        mandates=some(st.builds(Mandate, days, st.none() | days, st.none() | st.integers(0, 1000))),
    )


def facts_on(days: st.SearchStrategy[date]) -> st.SearchStrategy[Facts]:
    return st.builds(
        Facts,
        matricule=st.just(Matricule("0001")),
        hired=days,
        born=st.none() | days | st.dates(date(1950, 1, 1), date(1995, 12, 31)),
        contract=st.sampled_from(Contract),
        contract_end=st.none() | days,
        left_on=st.none() | days,
        transferred_on=st.none() | days,
        history=histories_on(days),
        hiring_notice_on=st.none() | days,
    )


DELAYS = st.none() | st.sampled_from(["P6M", "P1Y", "P2Y", "P3Y", "P4Y", "P5Y", "P6Y", "P90D"])
AGREEMENTS = st.builds(
    Agreement,
    st.sampled_from(AgreementLevel),
    st.booleans(),
    switch_on=st.none() | LIKELY,
    first_after=DELAYS,
    period=DELAYS,
    tolerance=st.none() | st.sampled_from(["P1M", "P3M"]),
)
TERMS = st.builds(EmployerTerms, st.sampled_from([12, 49, 50, 51, 3000]), st.none() | AGREEMENTS)
NO_AGREEMENT = EmployerTerms(80)


@st.composite
def any_readings(draw: st.DrawFn) -> Readings:
    return readings({name: draw(st.sampled_from(list(one.answers))) for name, one in questions().items()})


def shifted(facts: Facts, days: int) -> Facts:
    """Return ``facts`` with every date moved by ``days``."""
    by = timedelta(days=days)

    def moved(day: date | None) -> date | None:
        return None if day is None else day + by

    history = facts.history
    return Facts(
        matricule=facts.matricule,
        hired=facts.hired + by,
        born=moved(facts.born),
        contract=facts.contract,
        contract_end=moved(facts.contract_end),
        left_on=moved(facts.left_on),
        transferred_on=moved(facts.transferred_on),
        history=History(
            interviews=tuple(Interview(one.on + by, one.kind, one.recap) for one in history.interviews),
            absences=tuple(
                Absence(one.kind, one.start + by, moved(one.until), one.delegation_share)
                for one in history.absences
            ),
            trainings=tuple(Training(one.on + by, mandatory=one.mandatory) for one in history.trainings),
            certifications=tuple(Certification(one.on + by) for one in history.certifications),
            progressions=tuple(Progression(one.on + by) for one in history.progressions),
            medical_visits=tuple(MedicalVisit(one.on + by) for one in history.medical_visits),
            mandates=tuple(
                Mandate(one.start + by, moved(one.until), one.delegation_share) for one in history.mandates
            ),
        ),
        hiring_notice_on=moved(facts.hiring_notice_on),
    )
