"""Open a campaign for those to whom an interview is owed, plan its slots, and see where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from toolkit.clock import today
from toolkit.errors import UsageError
from toolkit.french import OBLIGATIONS, STATES, capitalised, listing
from toolkit.model import (
    Campaign,
    CampaignId,
    Case,
    CaseState,
    Employee,
    Event,
    EventType,
    Matricule,
    Obligation,
    ObligationKind,
    Regime,
    SiteId,
    Status,
)
from toolkit.services.duties import Duties, all_duties, regime_on
from toolkit.services.office import Office
from toolkit.store import Unit
from toolkit.workflow.course import note

MEETING_KINDS = (
    ObligationKind.RECAP,
    ObligationKind.LATE_CAREER,
    ObligationKind.MID_CAREER,
    ObligationKind.RETURN,
    ObligationKind.FIRST,
    ObligationKind.PERIODIC,
)
"""Kinds that a meeting settles, the one that gives a shared case its name first."""

Handled: TypeAlias = dict[tuple[Matricule, ObligationKind], Case]

OPEN_STATES = frozenset(CaseState) - {CaseState.CLOSED, CaseState.HANDED_OVER}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who is not in the campaign although something is owed, and why in French."""

    matricule: Matricule
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a campaign did; ``new`` is False when it stood already and nothing was added."""

    campaign: Campaign
    new: bool
    opened: tuple[Case, ...]
    left_out: tuple[LeftOut, ...]


def open_campaign(
    office: Office,
    name: str,
    *,
    until: date,
    as_of: date | None = None,
    sites: frozenset[SiteId] = frozenset(),
    only: frozenset[Matricule] = frozenset(),
) -> Opened:
    """Open a case for every employee to whom a meeting is owed by ``until``; again adds only who is new.

    One case settles all that one meeting can settle for the employee.

    Args:
        office: The employer's office.
        name: Short name of the campaign.
        until: Last day of what is looked at.
        as_of: The day on which obligations are computed; today by default.
        sites: Only these establishments, all where empty.
        only: Only these employees, all where empty.

    Raises:
        UsageError: ``until`` lies before ``as_of``.
    """
    day = as_of or today(office.clock)
    if until < day:
        raise UsageError("la date de fin de la campagne est passée.", next_step="Donnez une date à venir.")
    campaign = Campaign(CampaignId(name), office.employer.id, f"Campagne {name}", day, office.clock.now())
    regime = regime_on(office, day)
    opened: list[Case] = []
    left_out: list[LeftOut] = []
    asked = [
        d
        for d in all_duties(office, day)
        if (not sites or d.employee.site in sites) and (not only or d.employee.matricule in only)
    ]
    with office.writing() as unit:
        new = unit.campaigns.add(campaign)
        if new:
            _note_campaign(unit, campaign, until)
        taken = _handled(unit, day)
        for duties in asked:
            owed = _owed(duties, until)
            if suspended := _suspended(duties):
                left_out.append(suspended)
            left_out += _elsewhere(duties.employee, owed, taken, campaign.id)
            kinds = tuple(
                k for k in MEETING_KINDS if k in owed and (duties.employee.matricule, k) not in taken
            )
            if kinds:
                opened.append(_open_case(unit, campaign, duties.employee, regime, owed, kinds))
    return Opened(campaign, new or bool(opened), tuple(opened), tuple(left_out))


def _note_campaign(unit: Unit, campaign: Campaign, until: date) -> None:
    body: dict[str, object] = {"campaign": campaign.id, "as_of": campaign.as_of, "until": until}
    unit.journal.append(
        Event(campaign.employer, EventType.CAMPAIGN_OPENED, campaign.opened_at, unit.actor, body=body)
    )


def _handled(unit: Unit, day: date) -> Handled:
    """Return what an unfinished case already handles, and which.

    A meeting held by ``day`` is in the history: what is owed in spite of it is another meeting.
    """
    return {
        (case.matricule, kind): case
        for case in unit.cases.all()
        if case.state in OPEN_STATES and (case.held_on is None or case.held_on > day)
        for kind in case.settles
    }


def _elsewhere(
    employee: Employee, owed: Iterable[ObligationKind], taken: Handled, campaign: CampaignId
) -> Iterator[LeftOut]:
    """Tell what is owed to ``employee`` and handled by a case outside ``campaign``, once for each case."""
    mine = [(kind, taken[employee.matricule, kind]) for kind in owed if (employee.matricule, kind) in taken]
    for case in dict.fromkeys(case for _, case in mine if case.campaign != campaign):
        kinds = listing([OBLIGATIONS[kind] for kind, handler in mine if handler == case])
        reason = f"{capitalised(kinds)} : déjà au dossier {case.id}, à l’état « {STATES[case.state]} »."
        yield LeftOut(employee.matricule, employee.name, reason)


def _owed(duties: Duties, until: date) -> dict[ObligationKind, Obligation]:
    """Return the meetings owed by ``until``, the earliest of each kind."""
    owed: dict[ObligationKind, Obligation] = {}
    for obligation in duties.timeline.due_by(until):
        if obligation.kind in MEETING_KINDS:
            owed.setdefault(obligation.kind, obligation)
    return owed


def _suspended(duties: Duties) -> LeftOut | None:
    held_back = [o for o in duties.timeline.obligations if o.status is Status.SUSPENDED]
    if not held_back:
        return None
    kinds = ", ".join(dict.fromkeys(OBLIGATIONS[o.kind] for o in held_back))
    return LeftOut(
        duties.employee.matricule,
        duties.employee.name,
        f"{capitalised(kinds)} : suspendu pendant l’absence, à proposer au retour.",
    )


def _open_case(
    unit: Unit,
    campaign: Campaign,
    employee: Employee,
    regime: Regime,
    owed: dict[ObligationKind, Obligation],
    kinds: tuple[ObligationKind, ...],
) -> Case:
    dates = [due for kind in kinds if (due := owed[kind].due) is not None]
    case = Case(
        id=unit.cases.next_id(),
        employer=campaign.employer,
        matricule=employee.matricule,
        settles=kinds,
        regime=regime,
        state=CaseState.DUE,
        opened_on=campaign.as_of,
        campaign=campaign.id,
        manager=employee.manager,
        due=min(dates, default=None),
    )
    unit.cases.add(case)
    rules: dict[str, object] = {
        "settles": list(kinds),
        "rules": [owed[kind].rule for kind in kinds],
        "due": case.due,
    }
    note(unit, case, EventType.CASE_OPENED, campaign.opened_at, rules)
    return case
