"""What the law asks of the employer for one employee, with its why.

A hundred thousand timelines of a dozen obligations are built at a time: an obligation is therefore a named
tuple, it shares its rule with all others of its kind, and its French reason is put into words only when
somebody asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

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
class Rule:
    """The rule an obligation comes from; ``version`` names the parameters it was computed with."""

    id: str
    title: str = ""
    references: tuple[Reference, ...] = ()
    version: str = ""


class AlternativeDate(NamedTuple):
    """The date under another defensible reading of an open question.

    ``due`` None: that reading sets no date, or creates no obligation at all.
    """

    question: str
    answer: str
    due: date | None


class Step(NamedTuple):
    """One step of a reason, kept as data until it is read.

    ``phrase`` is French with one ``{}`` per value; where ``fact`` is given, it names the fact of the employee
    that the first value is.
    """

    phrase: str
    values: tuple[date | int | str, ...] = ()
    fact: str = ""

    @property
    def text(self) -> str:
        """The step in words, dates as ``12/03/2026``."""
        return self.phrase.format(*(_worded(value) for value in self.values))


def _worded(value: date | int | str) -> str:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


class Obligation(NamedTuple):
    """One obligation of the employer towards one employee.

    ``due`` is the last day to meet it, None where the law sets none; ``latest`` an outer limit;
    ``originally_due`` the date before a postponement; ``met_by`` the day of the interview that settled it.
    ``projected``: it follows another that is not met yet, and will move with the day that one is held.
    """

    kind: ObligationKind
    regime: Regime
    basis: Rule
    status: Status
    opens: date | None = None
    due: date | None = None
    latest: date | None = None
    originally_due: date | None = None
    met_by: date | None = None
    steps: tuple[Step, ...] = ()
    alternatives: tuple[AlternativeDate, ...] = ()
    readings: tuple[str, ...] = ()
    projected: bool = False

    @property
    def rule(self) -> str:
        """Id of the rule, for example ``N-FIRST``."""
        return self.basis.id

    @property
    def references(self) -> tuple[Reference, ...]:
        """The texts that decide."""
        return self.basis.references

    @property
    def parameters_version(self) -> str:
        """Version of the parameters it was computed with."""
        return self.basis.version

    @property
    def facts(self) -> dict[str, date]:
        """The employee's facts that the reason rests on, by name."""
        return {
            step.fact: day for step in self.steps if step.fact and isinstance(day := step.values[0], date)
        }

    @property
    def reason(self) -> tuple[str, ...]:
        """The ordered steps in French, from the facts to the date."""
        return tuple(step.text for step in (*self.steps, *self._closing()))

    def _closing(self) -> tuple[Step, ...]:
        steps = [Step("échéance le {}", (self.due,)) if self.due else Step("sans échéance légale")]
        if self.kind is ObligationKind.RECAP and self.latest:
            steps.append(Step("au plus tard le {}", (self.latest,)))
        if self.met_by:
            steps.append(Step("tenu le {}", (self.met_by,)))
        elif self.status in _SAID:
            steps.append(_SAID[self.status])
        return tuple(steps)


_SAID = {
    Status.NOT_REACHED: Step("non atteint, le contrat prend fin avant"),
    Status.SUSPENDED: Step("suspendu jusqu’au retour de l’absence en cours"),
}
"""Statuses that a reason explains."""


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
