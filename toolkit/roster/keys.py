"""What makes two facts the same one: an import twice over adds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from toolkit.model import (
    Absence,
    Certification,
    History,
    Interview,
    Mandate,
    MedicalVisit,
    Progression,
    Training,
)
from toolkit.roster.fact_rows import Fact
from toolkit.roster.layout import Table
from toolkit.roster.wording import folded

FactKey: TypeAlias = tuple[Table, date, str]
"""Table, day, and what tells two facts of that day apart."""


def fact_key(fact: Fact) -> FactKey:  # noqa: PLR0911 - one line for each kind of fact
    """Return the natural key of a fact; all its other fields may change without making it another."""
    match fact:
        case Interview():
            return Table.INTERVIEWS, fact.on, fact.kind
        case Absence():
            return Table.ABSENCES, fact.start, fact.kind
        case Training():
            return Table.TRAININGS, fact.on, folded(fact.title)
        case Certification():
            return Table.CERTIFICATIONS, fact.on, folded(fact.title)
        case Progression():
            return Table.PROGRESSIONS, fact.on, fact.kind
        case MedicalVisit():
            return Table.MEDICAL_VISITS, fact.on, ""
        case Mandate():
            return Table.MANDATES, fact.start, folded(fact.title)


def facts_of(history: History) -> Iterator[Fact]:
    """Yield every fact of a history."""
    yield from history.interviews
    yield from history.absences
    yield from history.trainings
    yield from history.certifications
    yield from history.progressions
    yield from history.medical_visits
    yield from history.mandates


def history_of(facts: list[Fact]) -> History:
    """Return the history made of ``facts``, each kind in the order given."""
    return History(
        interviews=tuple(f for f in facts if isinstance(f, Interview)),
        absences=tuple(f for f in facts if isinstance(f, Absence)),
        trainings=tuple(f for f in facts if isinstance(f, Training)),
        certifications=tuple(f for f in facts if isinstance(f, Certification)),
        progressions=tuple(f for f in facts if isinstance(f, Progression)),
        medical_visits=tuple(f for f in facts if isinstance(f, MedicalVisit)),
        mandates=tuple(f for f in facts if isinstance(f, Mandate)),
    )
