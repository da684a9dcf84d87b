"""What happened in an employee's career: the facts that the law reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class InterviewKind(StrEnum):
    """Kinds of interview, which are also the kinds of obligation that one can meet."""

    FIRST = "first"
    PERIODIC = "periodic"
    RETURN = "return"
    MID_CAREER = "mid_career"
    LATE_CAREER = "late_career"
    RECAP = "recap"


class AbsenceKind(StrEnum):
    """Kinds of absence; those of article L6315-1 I open a return interview."""

    MATERNITY = "maternity"
    ADOPTION = "adoption"
    PARENTAL = "parental"
    PARENTAL_PART_TIME = "parental_part_time"
    CAREGIVER = "caregiver"
    SABBATICAL = "sabbatical"
    SECURED_MOBILITY = "secured_mobility"
    LONG_ILLNESS = "long_illness"
    UNION_MANDATE = "union_mandate"
    BIRTH_SUPPLEMENTARY = "birth_supplementary"
    PARENTAL_PRESENCE = "parental_presence"
    FAMILY_SOLIDARITY = "family_solidarity"
    UNPAID = "unpaid"
    ILLNESS = "illness"
    WORK_ACCIDENT = "work_accident"
    PAID_LEAVE = "paid_leave"
    OTHER = "other"


class ProgressionKind(StrEnum):
    """Salary or professional progression (article L6315-1 II 3°)."""

    SALARY = "salary"
    PROFESSIONAL = "professional"


@dataclass(frozen=True, slots=True, order=True)
class Interview:
    """An interview that was held. ``recap`` tells that it was also the recap of the career path."""

    on: date
    kind: InterviewKind = InterviewKind.PERIODIC
    recap: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """A period away. ``until`` is the last day away; None while still away.

    ``delegation_share`` is for a mandate: delegation hours over working time, in thousandths
    (300 is the 30 % of article L6315-1).
    """

    kind: AbsenceKind
    start: date
    until: date | None = None
    delegation_share: int | None = None


@dataclass(frozen=True, slots=True)
class Training:
    """A training followed. ``mandatory``: in the meaning of article L6321-2, with its ``legal_basis``."""

    on: date
    title: str = ""
    mandatory: bool = False
    legal_basis: str = ""
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Certification:
    """Elements of certification obtained by training or by VAE (article L6315-1 II 2°)."""

    on: date
    title: str = ""


@dataclass(frozen=True, slots=True)
class Progression:
    """A progression in salary or in the profession (article L6315-1 II 3°)."""

    on: date
    kind: ProgressionKind = ProgressionKind.SALARY
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MedicalVisit:
    """The mid-career medical visit (article L4624-2-2)."""

    on: date


@dataclass(frozen=True, slots=True)
class Mandate:
    """A union or staff-representative mandate; ``delegation_share`` in thousandths of working time."""

    start: date
    until: date | None = None
    delegation_share: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """Every fact known of one employee, in no particular order."""

    interviews: tuple[Interview, ...] = ()
    absences: tuple[Absence, ...] = ()
    trainings: tuple[Training, ...] = ()
    certifications: tuple[Certification, ...] = ()
    progressions: tuple[Progression, ...] = ()
    medical_visits: tuple[MedicalVisit, ...] = ()
    mandates: tuple[Mandate, ...] = ()
