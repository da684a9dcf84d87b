"""What an interview must cover, by regime, occasion and age.

The lists behind the form and the convocation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from toolkit.law.agreements import switch_date
from toolkit.law.durations import days_after, years_after
from toolkit.law.facts import EmployerTerms, Facts
from toolkit.law.parameter import number_of
from toolkit.law.yaml import Node, mapping, read_yaml, required
from toolkit.model.history import AbsenceKind
from toolkit.model.obligation import ObligationKind, Reference, Regime


class TopicId(StrEnum):
    """Names of topics, stable: forms and reports keep them."""

    SKILLS = "skills"
    PATH = "path"
    TRAINING_NEEDS = "training_needs"
    WISHES = "wishes"
    CPF = "cpf"
    PROSPECTS = "prospects"
    INFORMATION = "information"
    SENIOR_CONDITIONS = "senior_conditions"
    RESUMPTION = "resumption"
    PARENTAL_RETURN = "parental_return"
    MANDATE_SKILLS = "mandate_skills"
    MID_CAREER = "mid_career"
    EXPERIENCED = "experienced"
    END_OF_CAREER = "end_of_career"
    RECAP = "recap"


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: its French title, what is to be covered under it, and the text that asks for it."""

    id: TopicId
    title: str
    covers: str
    reference: Reference


@cache
def _topics() -> Mapping[TopicId, Topic]:
    text = (files("toolkit.law") / "topics.yaml").read_text(encoding="utf-8")
    table = mapping(read_yaml(text, "topics.yaml"), "topics.yaml", list(TopicId))
    return {TopicId(name): _topic(TopicId(name), node) for name, node in table.items()}


def _topic(name: TopicId, node: Node) -> Topic:
    about = f"topics.yaml : {name}"
    table = mapping(node, about, {"title", "covers", "reference", "href"})
    title, covers, text = (str(required(table, key, about)) for key in ("title", "covers", "reference"))
    return Topic(name, title, covers, Reference(text, str(table.get("href", ""))))


_NEW_CORE = (TopicId.SKILLS, TopicId.PATH, TopicId.TRAINING_NEEDS, TopicId.WISHES, TopicId.CPF)
_OLD_CORE = (TopicId.PROSPECTS, TopicId.INFORMATION)
_CHILD = frozenset({AbsenceKind.PARENTAL, AbsenceKind.PARENTAL_PART_TIME})


def topics_for(
    kinds: Collection[ObligationKind], facts: Facts, day: date, employer_terms: EmployerTerms
) -> tuple[Topic, ...]:
    """Return the topics of an interview held on ``day``, in the order in which the form asks them.

    Args:
        kinds: The obligations that the meeting settles.
        facts: What is known of the employee; birth, absences and mandates add topics.
        day: Day of the interview; it decides the regime (T is the employer's).
        employer_terms: Headcount and agreement.
    """
    return tuple(_topics()[name] for name in dict.fromkeys(_names(kinds, facts, day, employer_terms)))


def regime_on(day: date, employer_terms: EmployerTerms) -> Regime:
    """Return the regime of an interview held on ``day``."""
    return Regime.EPP if day >= switch_date(employer_terms) else Regime.EP


def _names(
    kinds: Collection[ObligationKind], facts: Facts, day: date, employer_terms: EmployerTerms
) -> Iterator[TopicId]:
    new = regime_on(day, employer_terms) is Regime.EPP
    yield from _NEW_CORE if new else _OLD_CORE
    yield from _after_absence(kinds, facts, day, employer_terms)
    if new:
        yield from _with_age(kinds, facts, day, switch_date(employer_terms))
    elif facts.born is not None and years_after(facts.born, number_of("senior_topics_age")) <= day:
        yield TopicId.SENIOR_CONDITIONS
    if ObligationKind.RECAP in kinds:
        yield TopicId.RECAP


def _with_age(kinds: Collection[ObligationKind], facts: Facts, day: date, switch: date) -> Iterator[TopicId]:
    if ObligationKind.MID_CAREER in kinds:
        yield TopicId.MID_CAREER
    elif facts.born is not None and years_after(facts.born, number_of("senior_topics_age")) <= day:
        yield TopicId.EXPERIENCED
    if ObligationKind.LATE_CAREER in kinds or _first_before_60(facts, day, switch):
        yield TopicId.END_OF_CAREER


def _first_before_60(facts: Facts, day: date, switch: date) -> bool:
    """N-LATE: the first EPP in the two years before the 60th birthday, whatever it is held for."""
    if facts.born is None:
        return False
    birthday = years_after(facts.born, number_of("late_career_age"))
    opens = max(years_after(birthday, -number_of("late_career_window")), switch)
    return opens <= day <= birthday and not any(opens <= one.on < day for one in facts.history.interviews)


def _after_absence(
    kinds: Collection[ObligationKind], facts: Facts, day: date, employer_terms: EmployerTerms
) -> Iterator[TopicId]:
    """Add what the return from leave, the care of a child or the end of a mandate asks for.

    A leave counts when it ended after the last interview before ``day``.
    """
    held = [one.on for one in facts.history.interviews if one.on < day]
    since = max(held, default=date.min)
    ended = [
        away
        for away in facts.history.absences
        if away.until is not None and since <= away.until < days_after(day, 1)
    ]
    if ObligationKind.RETURN in kinds or any(away.kind is not AbsenceKind.PAID_LEAVE for away in ended):
        yield TopicId.RESUMPTION
    if any(away.kind in _CHILD for away in ended):
        yield TopicId.PARENTAL_RETURN
    shares = [away.delegation_share for away in ended if away.kind is AbsenceKind.UNION_MANDATE]
    shares += [
        mandate.delegation_share
        for mandate in facts.history.mandates
        if mandate.until is not None and since <= mandate.until <= day
    ]
    if any(_inventory_owed(share, employer_terms) for share in shares):
        yield TopicId.MANDATE_SKILLS


def _inventory_owed(share: int | None, employer_terms: EmployerTerms) -> bool:
    """N-MANDATE: under 2,000 employees, only for holders whose hours reach 30 % of working time."""
    if employer_terms.headcount >= number_of("mandate_headcount"):
        return True
    return share is not None and share >= number_of("mandate_share")
