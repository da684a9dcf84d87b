"""What holds for any facts, agreement and readings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.law.facts_strategy import (
    ANY_DAY,
    LIKELY,
    NO_AGREEMENT,
    TERMS,
    any_readings,
    facts_on,
    histories_on,
    shifted,
)

from toolkit.law import EmployerTerms, Facts, Readings, Timeline, exposures, timeline, topics_for
from toolkit.model.employee import Contract
from toolkit.model.history import History, Interview, InterviewKind
from toolkit.model.obligation import Obligation, ObligationKind

FOUR_YEARS = 1461
NEW_REGIME = st.dates(date(2026, 7, 1), date(2036, 12, 31))
OLD_REGIME = st.dates(date(2014, 3, 8), date(2015, 11, 30))
SLOW = settings(max_examples=120, deadline=None)


def without_status(computed: Timeline) -> list[Obligation]:
    return [one._replace(status=one.status.UPCOMING) for one in computed.obligations]


def dates_of(one: Obligation) -> tuple[date | None, ...]:
    return one.opens, one.due, one.latest, one.originally_due, one.met_by


def days_in(facts: Facts) -> set[date]:
    history = facts.history
    days = {facts.hired, facts.born, facts.hiring_notice_on}
    days |= {one.on for one in history.interviews} | {one.on for one in history.medical_visits}
    days |= {day for one in history.absences for day in (one.start, one.until)}
    days |= {day for one in history.mandates for day in (one.start, one.until)}
    return {day for day in days if day is not None}


@SLOW
@given(facts_on(ANY_DAY), ANY_DAY, TERMS, any_readings())
def test_no_facts_make_it_raise(facts: Facts, as_of: date, terms: EmployerTerms, chosen: Readings) -> None:
    computed = timeline(facts, as_of, terms, chosen)
    assert all(one.reason for one in computed.obligations)
    assert all(test.amount in {0, 3000} for test in (computed.top_up, *computed.top_ups))
    assert all(finding.message and finding.field for finding in computed.findings)
    assert all(len(merge.obligations) > 1 for merge in computed.merges)
    assert all(exposure.advice for exposure in exposures(computed))
    assert topics_for(list(ObligationKind), facts, as_of, terms)


@SLOW
@given(facts_on(LIKELY), LIKELY, TERMS, any_readings())
def test_likely_facts_do_not_either_and_give_obligations(
    facts: Facts, as_of: date, terms: EmployerTerms, chosen: Readings
) -> None:
    in_scope = facts.contract is not Contract.AGENCY and facts.hired <= as_of
    assert bool(timeline(facts, as_of, terms, chosen).obligations) == in_scope


@SLOW
@given(facts_on(LIKELY), TERMS, any_readings(), st.integers(0, 4000), st.integers(1, 4000))
def test_a_later_day_changes_statuses_only(
    facts: Facts, terms: EmployerTerms, chosen: Readings, wait: int, more: int
) -> None:
    ended = tuple(one for one in facts.history.absences if one.until is not None)
    facts = replace(facts, history=replace(facts.history, absences=ended))
    ends = [one.until for one in ended] + [one.until for one in facts.history.mandates]
    everything = days_in(facts) | {day for day in (facts.left_on, facts.contract_end) if day is not None}
    last = max(everything | {day for day in ends if day is not None}) + timedelta(days=1)
    early, late = last + timedelta(days=wait), last + timedelta(days=wait + more)
    before, after = timeline(facts, early, terms, chosen), timeline(facts, late, terms, chosen)
    assert without_status(before) == without_status(after)


@SLOW
@given(facts_on(LIKELY), LIKELY, TERMS, any_readings(), st.data())
def test_facts_begun_after_the_day_change_nothing(
    facts: Facts, as_of: date, terms: EmployerTerms, chosen: Readings, data: st.DataObject
) -> None:
    later = data.draw(histories_on(st.dates(as_of + timedelta(days=1), date(2040, 1, 1))))
    known = facts.history
    more = History(
        interviews=known.interviews + later.interviews,
        absences=known.absences + later.absences,
        trainings=known.trainings + later.trainings,
        certifications=known.certifications + later.certifications,
        progressions=known.progressions + later.progressions,
        medical_visits=known.medical_visits + later.medical_visits,
        mandates=known.mandates + later.mandates,
    )
    left_later = replace(facts, left_on=as_of + timedelta(days=1)) if facts.left_on is None else facts
    plain = timeline(facts, as_of, terms, chosen)
    assert timeline(replace(facts, history=more), as_of, terms, chosen).obligations == plain.obligations
    assert timeline(left_later, as_of, terms, chosen).obligations == plain.obligations
    assert timeline(replace(facts, history=more), as_of, terms, chosen).top_ups == plain.top_ups


@SLOW
@given(facts_on(LIKELY), TERMS, any_readings(), st.integers(1, 3000))
def test_an_interview_after_the_last_never_makes_the_next_earlier(
    facts: Facts, terms: EmployerTerms, chosen: Readings, gap: int
) -> None:
    as_of = date(2046, 1, 1)
    known = sorted(one.on for one in facts.history.interviews if facts.hired <= one.on)
    known = [day for day in known if day >= date(2014, 3, 7)]
    assume(known)
    added = Interview(known[-1] + timedelta(days=gap), InterviewKind.PERIODIC)
    assume(added.on <= as_of)
    more = replace(facts, history=replace(facts.history, interviews=(*facts.history.interviews, added)))
    before, after = (_next_periodic(timeline(one, as_of, terms, chosen)) for one in (facts, more))
    assert before is None or after is None or before <= after


def _next_periodic(computed: Timeline) -> date | None:
    waiting = [
        one.due
        for one in computed.obligations
        if one.kind is ObligationKind.PERIODIC and one.met_by is None and not one.projected
    ]
    return waiting[0] if waiting else None


@SLOW
@given(facts_on(NEW_REGIME), st.dates(date(2037, 1, 1), date(2045, 1, 1)))
def test_moving_every_fact_by_four_years_moves_every_date_of_the_new_regime(
    facts: Facts, as_of: date
) -> None:
    facts = replace(facts, born=None)  # a birth stands outside the regime
    here = timeline(facts, as_of, NO_AGREEMENT).obligations
    there = timeline(shifted(facts, FOUR_YEARS), as_of + timedelta(days=FOUR_YEARS), NO_AGREEMENT).obligations
    assert [(one.kind, one.rule, one.status, *map(_moved, dates_of(one))) for one in here] == [
        (one.kind, one.rule, one.status, *dates_of(one)) for one in there
    ]


@SLOW
@given(facts_on(OLD_REGIME))
def test_moving_every_fact_by_four_years_moves_every_date_of_the_old_regime(facts: Facts) -> None:
    """Days first due, before the Covid postponement, of interviews due before the switch and of returns."""
    facts = replace(facts, born=None, contract_end=None, left_on=None)
    here = _first_due(timeline(facts, date(2016, 1, 1), NO_AGREEMENT))
    there = _first_due(timeline(shifted(facts, FOUR_YEARS), date(2020, 1, 2), NO_AGREEMENT))
    assert [(kind, *map(_moved, days)) for kind, *days in here] == [(kind, *days) for kind, *days in there]


def _first_due(computed: Timeline) -> list[tuple[ObligationKind, date | None, date | None, date | None]]:
    kinds = {ObligationKind.FIRST, ObligationKind.PERIODIC, ObligationKind.RETURN}
    return [
        (one.kind, one.opens, one.originally_due or one.due, one.met_by)
        for one in computed.obligations
        if one.kind in kinds and not one.projected
    ]


def _moved(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=FOUR_YEARS)


@SLOW
@given(facts_on(LIKELY), LIKELY, TERMS, any_readings())
def test_every_date_has_a_reason_whose_facts_are_in_the_input(
    facts: Facts, as_of: date, terms: EmployerTerms, chosen: Readings
) -> None:
    known = days_in(facts)
    for one in timeline(facts, as_of, terms, chosen).obligations:
        assert one.facts, one
        assert set(one.facts.values()) <= known
        assert one.references
        assert one.due is None or f"échéance le {one.due:%d/%m/%Y}" in one.reason
        assert one.met_by is None or one.met_by in known
