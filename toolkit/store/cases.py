"""Campaigns, cases, and the acts done on each case, every act once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Final

from sqlalchemy import ColumnElement, func, select

from toolkit.errors import NotFoundError, StoreError
from toolkit.model import Campaign, CampaignId, Case, CaseId, CaseState, Matricule
from toolkit.store.erasures import last_erased_case
from toolkit.store.rows import Scope, Shape
from toolkit.store.tables import ACTS, CAMPAIGNS, CASES

_CAMPAIGN: Final = Shape(CAMPAIGNS, Campaign, {"id": "campaign_id", "employer": "employer_id"})
_CASE: Final = Shape(CASES, Case, {"id": "case_id", "employer": "employer_id"})


class Campaigns:
    """The employer's campaigns."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def add(self, campaign: Campaign) -> bool:
        """Record a new campaign; False where one of that name is there, which then stays."""
        _same_employer(self._scope, campaign.employer, campaign.id)
        return self._scope.insert_once(CAMPAIGNS, _CAMPAIGN.row(campaign))

    def find(self, campaign_id: CampaignId) -> Campaign | None:
        """Return the campaign, or None."""
        row = self._scope.one(CAMPAIGNS, CAMPAIGNS.c.campaign_id == campaign_id)
        return None if row is None else _CAMPAIGN.value(row)

    def get(self, campaign_id: CampaignId) -> Campaign:
        """Return the campaign.

        Raises:
            NotFoundError: there is none of that name; names close to it are proposed.
        """
        campaign = self.find(campaign_id)
        if campaign is None:
            names = [known.id for known in self.all()]
            close = get_close_matches(campaign_id, names, n=3, cutoff=0.5)
            raise NotFoundError(
                "aucune campagne de ce nom.",
                about=campaign_id,
                next_step=f"Vouliez-vous dire {' ou '.join(close)} ?"
                if close
                else "Ouvrez-la avec « entretiens campaign new ».",
            )
        return campaign

    def all(self) -> list[Campaign]:
        """Return all campaigns, the first opened first."""
        return [_CAMPAIGN.value(r) for r in self._scope.all(CAMPAIGNS, order=["opened_at", "campaign_id"])]


class Cases:
    """The employer's cases, numbered ``C0001``, ``C0002``… in the order they were opened."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._seen: dict[CaseId, Case] = {}
        self._given = 0

    def next_id(self) -> CaseId:
        """Return the next number; asked again before the case is added, the one after it."""
        statement = select(func.max(CASES.c.number)).where(self._scope.mine(CASES))
        last: int | None = self._scope.connection.execute(statement).scalar_one()
        self._given = max(last or 0, self._given, last_erased_case(self._scope)) + 1
        return CaseId(f"C{self._given:04d}")

    def add(self, case: Case) -> None:
        """Record a new case.

        Raises:
            StoreError: its number is taken, or is no number of a case.
        """
        _same_employer(self._scope, case.employer, case.id)
        row = _CASE.row(case) | {"number": _number(case.id)}
        if not self._scope.insert_once(CASES, row):
            raise StoreError("ce numéro de dossier est déjà pris.", about=case.id)
        self._seen[case.id] = case

    def find(self, case_id: CaseId) -> Case | None:
        """Return the case, or None."""
        row = self._scope.one(CASES, CASES.c.case_id == case_id)
        if row is None:
            return None
        case = _CASE.value(row)
        self._seen[case_id] = case
        return case

    def get(self, case_id: CaseId) -> Case:
        """Return the case.

        Raises:
            NotFoundError: there is none of that number.
        """
        case = self.find(case_id)
        if case is None:
            raise NotFoundError(
                "aucun dossier de ce numéro.",
                about=case_id,
                next_step="Les numéros sont listés par « entretiens campaign show ».",
            )
        return case

    def all(
        self,
        campaign: CampaignId | None = None,
        state: CaseState | None = None,
        matricule: Matricule | None = None,
    ) -> list[Case]:
        """Return the cases by number; those of a campaign, in a state, of an employee where given."""
        asked = {CASES.c.campaign: campaign, CASES.c.state: state, CASES.c.matricule: matricule}
        conditions: list[ColumnElement[bool]] = [
            c == value for c, value in asked.items() if value is not None
        ]
        cases = [_CASE.value(row) for row in self._scope.all(CASES, *conditions, order=["number"])]
        self._seen.update({case.id: case for case in cases})
        return cases

    def counts(self, campaign: CampaignId | None = None) -> dict[CaseState, int]:
        """Return how many cases stand in each state; states without a case are left out."""
        mine = [CASES.c.campaign == campaign] if campaign is not None else []
        statement = (
            select(CASES.c.state, func.count()).where(self._scope.mine(CASES, *mine)).group_by(CASES.c.state)
        )
        counted = {row[0]: row[1] for row in self._scope.connection.execute(statement)}
        return {state: counted[state] for state in CaseState if state in counted}

    def update(self, case: Case, *, was: Case | None = None) -> None:
        """Record the case as it stands now.

        Args:
            case: The case, changed.
            was: The case as it stood when the change was decided; not needed where this unit read it.

        Raises:
            StoreError: it no longer stands as it was read, or this unit never read it.
        """
        before = was or self._seen.get(case.id)
        if before is None:
            raise StoreError("ce dossier est à relire avant d’être modifié.", about=case.id)
        now = self.get(case.id)
        if now != before:
            raise StoreError(
                "ce dossier vient d’être modifié par quelqu’un d’autre.",
                about=case.id,
                next_step="Relisez-le, puis refaites l’opération si elle est encore utile.",
            )
        self._scope.update(CASES, _CASE.row(case), CASES.c.case_id == case.id)
        self._seen[case.id] = case


@dataclass(frozen=True, slots=True)
class Act:
    """Something done on a case, once: ``key`` tells apart acts of one name (the number of a summons)."""

    case: CaseId
    act: str
    key: str
    at: datetime
    actor: str
    body: dict[str, object]


_ACT: Final = Shape(ACTS, Act, {"case": "case_id"})


class Acts:
    """What was done on each case, so that a step run twice is done once."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope

    def record(
        self, case_id: CaseId, act: str, key: str, at: datetime, body: dict[str, object] | None = None
    ) -> bool:
        """Record that ``act`` was done; False where it was recorded before, which then stays.

        Dates, enumerations and values of the model in ``body`` come back as JSON holds them.
        """
        done = Act(case_id, act, key, at, self._scope.actor, body or {})
        return self._scope.insert_once(ACTS, _ACT.row(done))

    def find(self, case_id: CaseId, act: str, key: str) -> Act | None:
        """Return the act, or None where it was not done."""
        row = self._scope.one(ACTS, ACTS.c.case_id == case_id, ACTS.c.act == act, ACTS.c.key == key)
        return None if row is None else _ACT.value(row)

    def of(self, case_id: CaseId) -> list[Act]:
        """Return the acts of the case in the order they were recorded."""
        return [_ACT.value(row) for row in self._scope.all(ACTS, ACTS.c.case_id == case_id, order=["n"])]


def _number(case_id: CaseId) -> int:
    digits = case_id.removeprefix("C")
    if not (case_id.startswith("C") and digits.isascii() and digits.isdigit() and int(digits) > 0):
        raise StoreError("ce n’est pas un numéro de dossier (C0001, par exemple).", about=case_id)
    return int(digits)


def _same_employer(scope: Scope, employer: str, about: str) -> None:
    if employer != scope.employer:
        raise StoreError(f"cet élément est celui de l’employeur « {employer} ».", about=about)
