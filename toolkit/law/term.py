"""The answer of a rule: when a delay ends, under which regime, and why; before any status is known."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from toolkit.law.rulebook import Rulebook
from toolkit.model.obligation import AlternativeDate, Regime, Step

POSTPONED = Step(
    "échéance reportée en raison de la crise sanitaire (ordonnances n° 2020-387 et n° 2020-1501)"
)
"""O-COVID, in a reason."""


class Term(NamedTuple):
    """A delay that ends: regime, rule, day, and the steps that lead there."""

    regime: Regime
    rule: str
    due: date
    steps: tuple[Step, ...] = ()
    originally_due: date | None = None
    alternatives: tuple[AlternativeDate, ...] = ()
    readings: tuple[str, ...] = ()


def old_term(rule: str, due: date, steps: tuple[Step, ...], book: Rulebook) -> Term:
    """Return an old-regime term, postponed where O-COVID says so.

    Interviews and recaps due from 2020-01-01 to 2021-06-30 could be held until 2021-06-30 (ordonnances
    2020-387 and 2020-1501).
    """
    if book.covid_from <= due <= book.covid_until:
        return Term(Regime.EP, rule, book.covid_until, (*steps, POSTPONED), originally_due=due)
    return Term(Regime.EP, rule, due, steps)


def chosen(question: str, book: Rulebook, terms: dict[str, Term]) -> Term:
    """Return the term under the answer in force to ``question``, with the dates under the other answers."""
    answer = book.answers[question]
    others = tuple(
        AlternativeDate(question, other, term.due) for other, term in terms.items() if other != answer
    )
    return terms[answer]._replace(alternatives=others, readings=(f"{question}: {answer}",))
