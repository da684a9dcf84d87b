"""What the law asks of the employer for one employee, with its why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from toolkit.model.identifiers import Matricule


class ObligationKind(StrEnum):
    """Kinds of obligation."""

    HIRING_NOTICE = "hiring_notice"
    FIRST = "first"
    PERIODIC = "periodic"
    RETURN = "return"
    MID_CAREER = "mid_career"
    LATE_CAREER = "late_career"
    RECAP = "recap"


class Regime(StrEnum):
    """``EP``: entretien professionnel, before the switch. ``EPP``: entretien de parcours professionnel."""

    EP = "EP"
    EPP = "EPP"


class Status(StrEnum):
    """Where an obligation stands on a given day."""

    HELD = "held"
    HELD_LATE = "held_late"
    NOT_REACHED = "not_reached"
    SUSPENDED = "suspended"
    OVERDUE = "overdue"
    OPEN = "open"
    UPCOMING = "upcoming"


@dataclass(frozen=True, slots=True)
class Reference:
    """A text that decides: its title and, where public, its address."""

    title: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class AlternativeDate:
    """The date under another defensible reading of an open question."""

    question: str
    answer: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Obligation:
    """One obligation of the employer towards one employee.

    ``due`` is the last day to meet it, None where the law sets none; ``latest`` an outer limit;
    ``originally_due`` the date before a postponement. ``facts`` are the dates that the reason rests on, by
    name; ``met_by`` the day of the interview that settled it; ``reason`` the ordered steps, in French.
    """

    kind: ObligationKind
    regime: Regime
    rule: str
    status: Status
    opens: date | None = None
    due: date | None = None
    latest: date | None = None
    originally_due: date | None = None
    met_by: date | None = None
    reason: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    parameters_version: str = ""
    facts: dict[str, date] = field(default_factory=dict)
    readings: tuple[str, ...] = ()
    alternatives: tuple[AlternativeDate, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact that is missing or contradicts another: who, which field, and what it prevents.

    ``field`` is the French heading of the roster; ``message`` is one French sentence.
    """

    code: str
    matricule: Matricule
    field: str
    message: str
    prevents: str = ""
