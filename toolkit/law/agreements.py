"""What a collective agreement changes: the day of the switch, the first delay, the period, the tolerance.

A general rule and its exceptions: what an agreement sets replaces the general figure where the law lets it.
Two exceptions that both apply are an error, never "the last one wins".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from toolkit.errors import LawError
from toolkit.law.durations import Duration, parse_duration
from toolkit.law.facts import EmployerTerms
from toolkit.law.parameter import day_of, duration_of
from toolkit.model.employer import Agreement

V = TypeVar("V")


def resolve(name: str, general: V, exceptions: Sequence[tuple[str, bool, V]]) -> V:
    """Return the value of the one exception that applies, else the general one.

    Args:
        name: What is being settled, for the message.
        general: The value without exception.
        exceptions: Name, whether it applies, and value of each exception.

    Raises:
        LawError: two exceptions apply.
    """
    applying = [(label, value) for label, applies, value in exceptions if applies]
    if len(applying) > 1:
        raise LawError(
            f"deux exceptions s’appliquent : {applying[0][0]} et {applying[1][0]}.",
            about=name,
            next_step="Corrigez l’accord ou les paramètres : une seule exception peut remplacer la règle.",
        )
    return applying[0][1] if applying else general


@dataclass(frozen=True, slots=True)
class AgreementDelays:
    """The delays that an agreement sets, and whether it is one of more than four years."""

    first_after: Duration | None = None
    period: Duration | None = None
    tolerance: Duration | None = None
    lapses: bool = False

    @property
    def silent(self) -> bool:
        """Tell whether it leaves the first delay and the period to the law."""
        return self.first_after is None and self.period is None


NO_DELAYS = AgreementDelays()


def adapting(terms: EmployerTerms) -> Agreement | None:
    """Return the agreement where it adapts the rules of the interviews, else None."""
    return terms.agreement if terms.agreement is not None and terms.agreement.adapts_rules else None


def switch_date(terms: EmployerTerms) -> date:
    """Return T, the day on which the employer switched to the new regime (loi 2025-989, article 3).

    The agreement's own switch date counts within what the law allows: not before the law, not after its
    last day.
    """
    agreement = adapting(terms)
    legal, last = day_of("switch_date"), day_of("switch_date_with_agreement")
    own = agreement.switch_on if agreement is not None else None
    return resolve(
        "passage au nouveau régime",
        legal,
        [
            ("date de l’accord", own is not None, min(max(own or legal, legal), last)),
            ("accord sans date", agreement is not None and own is None, last),
        ],
    )


def agreement_delays(terms: EmployerTerms) -> AgreementDelays:
    """Return the delays that the agreement sets; none where it does not adapt the rules.

    Raises:
        LawError: a duration cannot be read, or is zero.
    """
    agreement = adapting(terms)
    if agreement is None:
        return NO_DELAYS
    period = _delay(agreement.period, "période de l’accord")
    return AgreementDelays(
        first_after=_delay(agreement.first_after, "premier entretien de l’accord"),
        period=period,
        tolerance=parse_duration(agreement.tolerance, about="tolérance") if agreement.tolerance else None,
        lapses=period is not None and period.exceeds(duration_of("agreement_period_cap")),
    )


def _delay(text: str | None, about: str) -> Duration | None:
    if text is None:
        return None
    delay = parse_duration(text, about=about)
    if delay == Duration():
        raise LawError("la durée est nulle.", about=about, next_step="Indiquez par exemple P2Y.")
    return delay
