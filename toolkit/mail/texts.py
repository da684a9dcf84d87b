"""What our messages say: one frozen value per kind of message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, TypeAlias

from toolkit.french import NBSP, local_day, long_day
from toolkit.model.case import Slot


class Audience(StrEnum):
    """Whom a message speaks to."""

    EMPLOYEE = "employee"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Contact:
    """Who writes, and whom to ask. ``colour`` is that of the letterhead, six hexadecimal digits."""

    employer: str
    hr_name: str = ""
    hr_email: str = ""
    hr_phone: str = ""
    colour: str = "1F4E79"


@dataclass(frozen=True, slots=True)
class ConvocationText:
    """The message that carries the letter of summons to the employee.

    ``interview`` is its full French name; ``held_by`` the manager's name and capacity; ``reply_by`` the
    last day to ask for another slot; ``again`` tells that it is a further summons.
    """

    template: ClassVar[str] = "convocation"
    name: str
    contact: Contact
    interview: str
    slot: Slot
    held_by: str
    reply_by: date | None = None
    again: bool = False

    @property
    def subject(self) -> str:
        """The subject line."""
        opening = "Nouvelle convocation" if self.again else "Convocation"
        return f"{opening} à votre {self.interview}, le {_slot_day(self.slot)}"


@dataclass(frozen=True, slots=True)
class ChangeText:
    """The message that carries the letter about a moved meeting."""

    template: ClassVar[str] = "changement"
    name: str
    contact: Contact
    interview: str
    slot: Slot
    previous: Slot
    held_by: str

    @property
    def subject(self) -> str:
        """The subject line."""
        return f"Votre {self.interview} est déplacé au {_slot_day(self.slot)}"


@dataclass(frozen=True, slots=True)
class CancellationText:
    """The message that tells the employee that the meeting will not take place. ``reason`` may be empty."""

    template: ClassVar[str] = "annulation"
    name: str
    contact: Contact
    interview: str
    slot: Slot
    reason: str = ""

    @property
    def subject(self) -> str:
        """The subject line."""
        return f"Votre {self.interview} du {_slot_day(self.slot)} est annulé"


class Step(StrEnum):
    """What an invitation does to the diary."""

    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class InvitationText:
    """The message that carries the calendar object, to the employee or to the manager.

    ``other`` names the other person of the meeting.
    """

    template: ClassVar[str] = "invitation"
    name: str
    contact: Contact
    audience: Audience
    interview: str
    slot: Slot
    other: str
    step: Step = Step.NEW

    @property
    def subject(self) -> str:
        """The subject line: neutral, because calendars and delegates show it."""
        opening = {Step.NEW: "Invitation", Step.MOVED: "Nouvel horaire", Step.CANCELLED: "Annulation"}[
            self.step
        ]
        return f"{opening}{NBSP}: {self.interview}, le {_slot_day(self.slot)}"


@dataclass(frozen=True, slots=True)
class HandoverText:
    """The message that hands the copy of the report over (article L6315-1 du Code du travail).

    ``documents`` are the titles of what is attached; ``fingerprint`` that of the employer's root certificate,
    which checks the seals, empty when nothing is sealed.
    """

    template: ClassVar[str] = "remise"
    name: str
    contact: Contact
    interview: str
    held_on: date
    documents: tuple[str, ...]
    fingerprint: str = ""

    @property
    def subject(self) -> str:
        """The subject line."""
        return f"Copie de votre compte rendu d’entretien du {long_day(self.held_on)}"


@dataclass(frozen=True, slots=True)
class HiringNoticeText:
    """The message that carries the information owed on hiring; the first interview is due by ``first_by``."""

    template: ClassVar[str] = "embauche"
    name: str
    contact: Contact
    interview: str
    first_by: date | None = None

    @property
    def subject(self) -> str:
        """The subject line."""
        return f"Votre {self.interview}{NBSP}: information à l’embauche"


@dataclass(frozen=True, slots=True)
class DecisionsText:
    """The message that carries the letter of the decisions taken after the interview."""

    template: ClassVar[str] = "decisions"
    name: str
    contact: Contact
    interview: str
    held_on: date

    @property
    def subject(self) -> str:
        """The subject line: neutral, what is decided is in the letter."""
        return f"Décisions prises après votre entretien du {long_day(self.held_on)}"


@dataclass(frozen=True, slots=True)
class SignatureLinkText:
    """The message that asks for a signature, with the person's own link.

    ``employee`` names whose interview it was where the reader is the manager; ``code_to`` tells, masked,
    where the code will arrive; ``until`` is the last day of the link; ``again`` tells that it replaces one.
    """

    template: ClassVar[str] = "signature"
    name: str
    contact: Contact
    audience: Audience
    interview: str
    held_on: date
    employee: str
    link: str
    until: date
    code_to: str
    again: bool = False

    @property
    def subject(self) -> str:
        """The subject line."""
        opening = f"Rappel{NBSP}: compte rendu" if self.again else "Compte rendu"
        return f"{opening} d’entretien du {long_day(self.held_on)} à signer"


@dataclass(frozen=True, slots=True)
class SignatureCodeText:
    """The message that carries the one-time code; ``asked_at`` is the hour at which it was asked for."""

    template: ClassVar[str] = "code-signature"
    name: str
    contact: Contact
    code: str
    minutes: int
    asked_at: str

    @property
    def subject(self) -> str:
        """The subject line: without the code, which a locked screen would show."""
        return "Votre code pour signer"


SecretText: TypeAlias = SignatureLinkText | SignatureCodeText
LetterText: TypeAlias = ConvocationText | ChangeText | CancellationText | HiringNoticeText | DecisionsText
MessageText: TypeAlias = LetterText | InvitationText | HandoverText | SecretText


def _slot_day(slot: Slot) -> str:
    return long_day(local_day(slot.starts, slot.time_zone))
