"""The handling of one meeting, from the obligation to the filed proof; and the campaign that groups cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from toolkit.model.identifiers import CampaignId, CaseId, EmployerId, Matricule
from toolkit.model.obligation import ObligationKind, Regime


class CaseState(StrEnum):
    """Where a case stands; the moves between states are the table of ``toolkit.workflow.states``."""

    DUE = "due"
    SUMMONED = "summoned"
    UNCERTAIN = "uncertain"
    UNDELIVERED = "undelivered"
    ABSENT = "absent"
    REFUSED = "refused"
    HELD = "held"
    REPORTED = "reported"
    SIGNING = "signing"
    SIGNED = "signed"
    DECLINED = "declined"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


class Channel(StrEnum):
    """How something reached a person."""

    EMAIL = "email"
    POST = "post"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Slot:
    """When and where a meeting takes place.

    ``starts`` is aware, in UTC; ``minutes`` its length; ``time_zone`` the IANA name of the zone in which
    it is told to people. ``video_link`` is empty for a meeting on the premises.
    """

    starts: datetime
    minutes: int
    time_zone: str
    place: str
    video_link: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """The handling of one meeting with one employee.

    ``settles`` are the obligations one meeting would settle; the first gives the case its kind.
    ``sequence`` is that of its calendar object (RFC 5545, 3.8.7.4), ``summons`` how many were issued.
    """

    id: CaseId
    employer: EmployerId
    matricule: Matricule
    settles: tuple[ObligationKind, ...]
    regime: Regime
    state: CaseState
    opened_on: date
    campaign: CampaignId | None = None
    manager: Matricule | None = None
    due: date | None = None
    slot: Slot | None = None
    summons: int = 0
    uid: str = ""
    sequence: int = 0
    held_on: date | None = None

    @property
    def kind(self) -> ObligationKind:
        """The kind of obligation that names the case."""
        return self.settles[0]


@dataclass(frozen=True, slots=True)
class Campaign:
    """A group of cases opened together."""

    id: CampaignId
    employer: EmployerId
    title: str
    as_of: date
    opened_at: datetime


class ActionKind(StrEnum):
    """What a plan of action can hold."""

    TRAINING = "training"
    MOBILITY = "mobility"
    VAE = "vae"
    SKILLS_REVIEW = "skills_review"
    TUTORING = "tutoring"
    POST_ADAPTATION = "post_adaptation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Action:
    """One line of the plan of action that an interview ends with.

    ``done`` is the day it was carried out, or given up; ``outcome`` says what came of it.
    """

    number: int
    kind: ActionKind
    label: str
    owner: str = ""
    due: date | None = None
    outcome: str = ""
    done: date | None = None
