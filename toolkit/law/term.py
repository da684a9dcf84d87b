"""The answer of a rule: when a delay ends, under which regime, and why; before any status is known."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from toolkit.law.rulebook import Rulebook
from toolkit.model.obligation import AlternativeDate, Obligation, ObligationKind, Regime, Rule, Status, Step

POSTPONED = (
    "échéance du {} reportée en raison de la crise sanitaire (ordonnances n° 2020-387 et n° 2020-1501)"
)
"""O-COVID, in a reason."""


class Term(NamedTuple):
    """A delay that ends: regime, rule, day, and the steps that lead there."""

    regime: Regime
    rule: Rule
    due: date
    steps: tuple[Step, ...] = ()
    originally_due: date | None = None
    alternatives: tuple[AlternativeDate, ...] = ()
    readings: tuple[str, ...] = ()


def new_term(rule: str, due: date, book: Rulebook, steps: str = "") -> Term:
    """Return a new-regime term; ``steps`` names the wording where it is not the rule's own."""
    return Term(Regime.EPP, book.rules[rule], due, book.steps[steps or rule])


def old_term(rule: str, due: date, book: Rulebook, steps: str = "") -> Term:
    """Return an old-regime term, postponed where O-COVID says so.

    Interviews and recaps due from 2020-01-01 to 2021-06-30 could be held until 2021-06-30 (ordonnances
    2020-387 and 2020-1501).
    """
    term = Term(Regime.EP, book.rules[rule], due, book.steps[steps or rule])
    if book.covid_from <= due < book.covid_until:
        return term._replace(
            due=book.covid_until, steps=(*term.steps, Step(POSTPONED, (due,))), originally_due=due
        )
    return term


def row(  # noqa: PLR0913, PLR0917 - one argument per answer that a term does not hold
    kind: ObligationKind,
    term: Term,
    opening: Step,
    status: Status,
    opens: date | None,
    latest: date | None,
    met_by: date | None,
    projected: bool = False,  # noqa: FBT001, FBT002 - passed by position, a million times
) -> Obligation:
    """Return the obligation that ``term`` makes, its reason opened by the fact it starts from."""
    regime, rule, due, steps, first_due, alternatives, readings = term
    return Obligation(
        kind,
        regime,
        rule,
        status,
        opens,
        due,
        latest,
        first_due,
        met_by,
        (opening, *steps),
        alternatives,
        readings,
        projected,
    )


def chosen(question: str, book: Rulebook, terms: dict[str, Term]) -> Term:
    """Return the term under the answer in force to ``question``, with the dates under the other answers."""
    answer = book.answers[question]
    others = tuple(
        AlternativeDate(question, other, term.due) for other, term in terms.items() if other != answer
    )
    return terms[answer]._replace(alternatives=others, readings=(f"{question}: {answer}",))
