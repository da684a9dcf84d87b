"""Where the cases stand, and what to do next with each: what an HR assistant opens in the morning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from toolkit.french import day, hour, local_day
from toolkit.model import Campaign, CampaignId, Case, CaseState, Matricule, OutboxMail, Slot
from toolkit.model.mail import MailState
from toolkit.services.directory import names_of
from toolkit.services.office import Office

NEXT_STEPS: Mapping[CaseState, str] = MappingProxyType(
    {
        CaseState.DUE: "Convoquer : « entretiens campaign plan », « send » (ou « summon »).",
        CaseState.SUMMONED: "Tenir l’entretien, puis relire la trame : « entretiens form read ».",
        CaseState.UNCERTAIN: "Vérifier l’envoi : « entretiens mail list ».",
        CaseState.UNDELIVERED: "Joindre autrement : « entretiens mail settle » ou « campaign posted ».",
        CaseState.ABSENT: "Convoquer de nouveau : « entretiens campaign summon ».",
        CaseState.REFUSED: "Rien n’est obligatoire ; le constat est au dossier.",
        CaseState.HELD: "Relire la trame puis établir le compte rendu : « form read », « report ».",
        CaseState.REPORTED: "Recueillir les signatures : « entretiens sign ».",
        CaseState.SIGNING: "Recueillir les signatures : « entretiens sign ».",
        CaseState.SIGNED: "Remettre la copie : « entretiens handover ».",
        CaseState.DECLINED: "Remettre la copie : « entretiens handover ».",
        CaseState.HANDED_OVER: "Rien : la copie est remise.",
        CaseState.CLOSED: "Rien : le dossier est clos.",
    }
)
"""What a person does next, by state of the case."""

_TROUBLED = (MailState.UNCERTAIN, MailState.FAILED, MailState.BOUNCED, MailState.SENDING)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case with the names of its people and what comes next."""

    case: Case
    employee: str
    manager: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The cases of a campaign, or all of them, and the messages that need a person."""

    campaign: Campaign | None
    lines: tuple[CaseLine, ...]
    troubled: tuple[OutboxMail, ...]
    waiting: int

    @property
    def counts(self) -> dict[CaseState, int]:
        """How many cases stand in each state, in the order of the course."""
        states = [line.case.state for line in self.lines]
        return {state: states.count(state) for state in CaseState if state in states}


def overview(office: Office, campaign: CampaignId | None = None) -> Overview:
    """Return where the cases stand.

    Raises:
        NotFoundError: no such campaign.
    """
    with office.reading() as unit:
        found = unit.campaigns.get(campaign) if campaign else None
        cases = unit.cases.all(campaign=campaign)
        mails = unit.outbox.all()
    names = names_of(office, (m for case in cases for m in (case.matricule, case.manager)))
    mine = {case.id for case in cases}
    troubled = tuple(m for m in mails if m.state in _TROUBLED and (campaign is None or m.case in mine))
    waiting = sum(m.state in (MailState.QUEUED, MailState.DEFERRED) for m in mails)
    return Overview(found, tuple(_line(case, names) for case in cases), troubled, waiting)


def _line(case: Case, names: Mapping[Matricule | None, str]) -> CaseLine:
    return CaseLine(case, names[case.matricule], names[case.manager], NEXT_STEPS[case.state])


def all_campaigns(office: Office) -> list[tuple[Campaign, int]]:
    """Return every campaign with how many cases it holds, the first opened first."""
    with office.reading() as unit:
        return [(c, len(unit.cases.all(campaign=c.id))) for c in unit.campaigns.all()]


def told_slot(slot: Slot | None) -> str:
    """Return ``12/03/2026 9 h 30`` in the zone of the meeting; nothing where none is set."""
    if slot is None:
        return ""
    return f"{day(local_day(slot.starts, slot.time_zone))} {hour(slot.starts, slot.time_zone)}"
