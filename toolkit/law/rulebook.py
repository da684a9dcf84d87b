"""The law as it stands for one employer.

Dated parameters, its agreement and its readings, put together once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from toolkit.law.agreements import AgreementDelays, agreement_delays, resolve, switch_date
from toolkit.law.durations import ONE_DAY, Duration, years_after
from toolkit.law.facts import EmployerTerms
from toolkit.law.parameter import day_of, duration_of, number_of, parameters, rules, words_of
from toolkit.law.readings import Readings, questions
from toolkit.law.wording import wording
from toolkit.model.history import AbsenceKind
from toolkit.model.obligation import Rule, Step


@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """Every figure that the rules need, for one employer and its readings.

    One rulebook exists per employer and readings; it is compared by identity, so that what the rules answer
    for a day can be remembered.

    ``switch`` is T, the day on which the employer's interviews became entretiens de parcours professionnel;
    ``lapse`` the day from which an agreement of more than four years no longer applies.
    """

    terms: EmployerTerms
    readings: Readings
    switch: date
    lapse: date
    delays: AgreementDelays
    answers: dict[str, str]
    rules: dict[str, Rule]
    steps: dict[str, tuple[Step, ...]]
    law_start: date
    stock_first_due: date
    old_period: int
    new_period: int
    new_first: int
    old_first: Duration
    old_cycle: int
    new_cycle: int
    old_outer: int
    new_outer: int
    first_recap_opening: int
    old_returns: frozenset[AbsenceKind]
    new_returns: frozenset[AbsenceKind]
    birth_leave_from: date
    return_exemption: Duration
    long_illness: Duration
    suspending: frozenset[AbsenceKind]
    mid_career_delay: Duration
    mid_career_age: int
    mid_career_advance: int
    late_career_age: int
    late_career_window: int
    covid_from: date
    covid_until: date

    def representative(self, met_by: date | None) -> date | None:
        """Return the day that stands for ``met_by`` in every rule: they only ask on which side of T it lies.

        Also on which side of the day on which agreements of more than four years lapse. It keeps the number
        of different questions small, so that their answers can be remembered.
        """
        if met_by is None or met_by >= self.lapse:
            return None
        return date.min if met_by < self.switch else self.switch


def _years(name: str, on: date) -> int:
    return duration_of(name, on).months // 12


def _absences(on: date, name: str = "return_absences") -> frozenset[AbsenceKind]:
    return frozenset(AbsenceKind(word) for word in words_of(name, on))


def old_first_delay(delays: AgreementDelays) -> Duration:
    """Return the delay of the first interview before T: two years, or what the agreement sets (O-PERIOD-AGR).

    An agreement without a first delay has its period run from hiring.
    """
    first, period = delays.first_after, delays.period
    general = duration_of("first_interview", day_of("old_regime_start"))
    return resolve(
        "premier entretien de l’ancien régime",
        general,
        [
            ("premier délai de l’accord", first is not None, first or general),
            ("période de l’accord", first is None and period is not None, period or general),
        ],
    )


@lru_cache(maxsize=256)
def rulebook(terms: EmployerTerms, readings: Readings) -> Rulebook:
    """Return the rulebook of an employer.

    Raises:
        LawError: the agreement or the parameters contradict themselves.
    """
    old, new = day_of("old_regime_start"), day_of("switch_date")
    switch, delays = switch_date(terms), agreement_delays(terms)
    birth_leave_from = next(
        day for day in _value_days("return_absences") if AbsenceKind.BIRTH_SUPPLEMENTARY in _absences(day)
    )
    return Rulebook(
        terms=terms,
        readings=readings,
        switch=switch,
        lapse=day_of("agreement_cap_from"),
        delays=delays,
        answers={question: readings.answer(question) for question in questions()},
        rules=dict(rules()),
        steps=wording(switch, delays),
        law_start=old,
        stock_first_due=day_of("stock_first_due"),
        old_period=_years("interview_period", old),
        new_period=_years("interview_period", new),
        new_first=_years("first_interview", new),
        old_first=old_first_delay(delays),
        old_cycle=_years("recap_period", old),
        new_cycle=_years("recap_period", new),
        old_outer=_years("recap_outer", old),
        new_outer=_years("recap_outer", new),
        first_recap_opening=_years("first_recap_opening", new),
        old_returns=_absences(old),
        new_returns=_absences(date.max),
        birth_leave_from=birth_leave_from,
        return_exemption=duration_of("return_exemption"),
        long_illness=duration_of("long_illness"),
        suspending=_absences(date.max, "suspending_absences"),
        mid_career_delay=duration_of("mid_career_delay"),
        mid_career_age=number_of("mid_career_age"),
        mid_career_advance=number_of("mid_career_advance"),
        late_career_age=number_of("late_career_age"),
        late_career_window=number_of("late_career_window"),
        covid_from=day_of("covid_due_from"),
        covid_until=day_of("covid_held_until"),
    )


def _value_days(name: str) -> list[date]:
    return [value.since for value in parameters()[name].values]


def first_year_end(hired: date, years: int) -> date:
    """Return the last day of the first year after hiring (N-FIRST): the eve of the anniversary."""
    end = years_after(hired, years)
    return end if end == date.max else end - ONE_DAY
