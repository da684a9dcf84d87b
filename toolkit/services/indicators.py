"""The works council's figures of a year (BDESE, articles R2312-8 and R2312-9), small numbers pointed out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from toolkit import law
from toolkit.clock import today
from toolkit.errors import UsageError
from toolkit.law import Indicators, Payment
from toolkit.model import Action, ActionKind, CaseId, Employee, Sex
from toolkit.services.careers import Career, careers
from toolkit.services.office import Office

SMALL = 5
"""Under so many persons, a figure may tell who they are; our own threshold, the texts set none."""

SEXES: Mapping[Sex | None, str] = {Sex.WOMAN: "femmes", Sex.MAN: "hommes", None: "sexe non renseigné"}
UNKNOWN_CATEGORY = "catégorie non renseignée"


@dataclass(frozen=True, slots=True)
class PlanReview:
    """What became of the actions decided at the interviews of the year, of one kind.

    ``done`` have an outcome, ``late`` have none and their day is past.
    """

    kind: ActionKind
    decided: int
    done: int
    late: int


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one group; ``present`` employees were there at some time of the year."""

    name: str
    present: int
    figures: Indicators

    @property
    def small(self) -> bool:
        """Tell whether one of its figures is so small that persons may be recognised."""
        counts = (self.figures.employees, self.figures.top_up_beneficiaries, *self.figures.by_kind.values())
        return 0 < self.present < SMALL or any(0 < count < SMALL for count in counts)


@dataclass(frozen=True, slots=True)
class YearIndicators:
    """The figures of ``year`` as known on ``as_of``, for everyone, by sex and by category."""

    year: int
    as_of: date
    everyone: Group
    by_sex: tuple[Group, ...]
    by_category: tuple[Group, ...]
    actions: tuple[PlanReview, ...] = field(default_factory=tuple)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Every group, all employees first."""
        return (self.everyone, *self.by_sex, *self.by_category)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of interview held that year."""
        return tuple(self.everyone.figures.by_kind)


def indicators(office: Office, year: int) -> YearIndicators:
    """Return the figures of ``year``.

    Raises:
        UsageError: the year is to come.
    """
    as_of = today(office.clock)
    if year > as_of.year:
        raise UsageError("cette année n’a pas commencé.", about=str(year))
    there = [career for career in careers(office) if _present(career, year)]
    with office.reading() as unit:
        payments = [Payment(p.matricule, p.paid_on, p.amount) for p in unit.top_ups.all()]
        plans = unit.actions.all()
        mine = {case.id for case in unit.cases.all() if case.held_on and case.held_on.year == year}
    return YearIndicators(
        year=year,
        as_of=as_of,
        everyone=_group("ensemble", there, year, payments),
        by_sex=_groups(there, year, payments, lambda e: SEXES[e.sex], list(SEXES.values())),
        by_category=_groups(there, year, payments, lambda e: e.category or UNKNOWN_CATEGORY),
        actions=_review(plans, mine, as_of),
    )


def _present(career: Career, year: int) -> bool:
    end = career.employee.left_on
    return career.employee.hired.year <= year and (end is None or end.year >= year)


def _groups(
    there: Iterable[Career],
    year: int,
    payments: list[Payment],
    name_of: Callable[[Employee], str],
    order: list[str] | None = None,
) -> tuple[Group, ...]:
    members: dict[str, list[Career]] = {name: [] for name in order or ()}
    for career in there:
        members.setdefault(name_of(career.employee), []).append(career)
    names = order or sorted(members, key=lambda name: (name == UNKNOWN_CATEGORY, name))
    return tuple(_group(name, members[name], year, payments) for name in names if members[name])


def _group(name: str, members: list[Career], year: int, payments: list[Payment]) -> Group:
    known = {career.employee.matricule for career in members}
    figures = law.indicators(
        (career.facts for career in members), year, [p for p in payments if p.matricule in known]
    )
    return Group(name, len(members), figures)


def _review(plans: Mapping[CaseId, list[Action]], cases: set[CaseId], as_of: date) -> tuple[PlanReview, ...]:
    decided: Counter[ActionKind] = Counter()
    done: Counter[ActionKind] = Counter()
    late: Counter[ActionKind] = Counter()
    for action in (action for case, plan in plans.items() if case in cases for action in plan):
        decided[action.kind] += 1
        done[action.kind] += bool(action.outcome)
        late[action.kind] += not action.outcome and action.due is not None and action.due < as_of
    return tuple(
        PlanReview(kind, decided[kind], done[kind], late[kind]) for kind in ActionKind if decided[kind]
    )
