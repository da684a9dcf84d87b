"""Rows of an employee's history, validated, and the fact that each becomes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Self

from pydantic import model_validator

from toolkit.model import (
    Absence,
    AbsenceKind,
    Certification,
    Interview,
    InterviewKind,
    Mandate,
    MedicalVisit,
    Progression,
    ProgressionKind,
    Training,
)
from toolkit.roster import cells
from toolkit.roster.fields import Code, Day, EndDay, Line, Row, Share, Whole, YesNo, labelled

Fact = Interview | Absence | Training | Certification | Progression | MedicalVisit | Mandate
"""Anything that a history holds."""

MID_CAREER_VISIT = "mid_career"


class FactRow(Row):
    """A row of an employee's history."""

    matricule: Code

    def fact(self) -> Fact | None:
        """Return the fact, or None for a row that the roster does not keep."""
        raise NotImplementedError


class InterviewRow(FactRow):
    """An interview that was held."""

    on: Day
    kind: Annotated[InterviewKind, labelled("interview")] = InterviewKind.PERIODIC
    recap: YesNo = False

    def fact(self) -> Interview:
        """Return the interview; one whose kind is the recap is a recap."""
        return Interview(self.on, self.kind, recap=self.recap or self.kind is InterviewKind.RECAP)


class AbsenceRow(FactRow):
    """A period away, told by its last day or by the day of return."""

    kind: Annotated[AbsenceKind, labelled("absence")]
    start: Day
    until: EndDay = None
    back_on: EndDay = None
    delegation_share: Share = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Refuse an absence that ends before it begins, or whose two ends disagree."""
        if self.until and self.back_on and self.back_on <= self.until:
            raise cells.refused(
                "return_within_absence", "la date de reprise précède le dernier jour d’absence."
            )
        until = self.last_day()
        if until and until < self.start:
            raise cells.refused(
                "absence_ends_before_start",
                f"l’absence finit ({until:%d/%m/%Y}) avant de commencer ({self.start:%d/%m/%Y}).",
                "un dernier jour qui suit le premier, ou une cellule vide si l’absence dure encore.",
            )
        return self

    def last_day(self) -> date | None:
        """Return the last day away."""
        return self.until or (self.back_on - timedelta(days=1) if self.back_on else None)

    def fact(self) -> Absence:
        """Return the absence."""
        return Absence(self.kind, self.start, self.last_day(), self.delegation_share)


class TrainingRow(FactRow):
    """A training followed."""

    on: Day
    title: Line = ""
    mandatory: YesNo = False
    legal_basis: Line = ""
    hours: Whole = None

    def fact(self) -> Training:
        """Return the training."""
        return Training(self.on, self.title, self.mandatory, self.legal_basis, self.hours)


class CertificationRow(FactRow):
    """Elements of certification obtained."""

    on: Day
    title: Line = ""

    def fact(self) -> Certification:
        """Return the certification."""
        return Certification(self.on, self.title)


class ProgressionRow(FactRow):
    """A progression."""

    on: Day
    kind: Annotated[ProgressionKind, labelled("progression")] = ProgressionKind.SALARY
    detail: Line = ""

    def fact(self) -> Progression:
        """Return the progression."""
        return Progression(self.on, self.kind, self.detail)


class MedicalVisitRow(FactRow):
    """A visit to the occupational physician; the mid-career one alone is kept."""

    on: Day
    kind: Annotated[str, labelled("visit")] = MID_CAREER_VISIT

    def fact(self) -> MedicalVisit | None:
        """Return the mid-career visit, None for any other."""
        return MedicalVisit(self.on) if self.kind == MID_CAREER_VISIT else None


class MandateRow(FactRow):
    """A mandate."""

    start: Day
    until: EndDay = None
    delegation_share: Share = None
    title: Line = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Refuse a mandate that ends before it begins."""
        if self.until and self.until < self.start:
            raise cells.refused("mandate_ends_before_start", "le mandat finit avant de commencer.")
        return self

    def fact(self) -> Mandate:
        """Return the mandate."""
        return Mandate(self.start, self.until, self.delegation_share, self.title)
