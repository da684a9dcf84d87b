"""The calendar object of an interview, its later versions and its cancellation, as values (RFC 5545, 5546).

One calendar object serves the employee and the person who holds the interview; each receives it in a message
of his own. A version is recognised by three things, and whoever stores them is answerable for them:

- ``uid`` never changes while the meeting lives, whatever its slot; after a cancellation a new one is drawn,
  because clients ask before they revive a meeting that was deleted;
- ``sequence`` grows by one whenever the slot changes, and with the cancellation;
- ``stamp`` grows strictly with every version, or clients take the new version for one already processed.

:func:`revised` keeps the last two rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from toolkit.errors import InvitationError
from toolkit.model.case import Slot

_UID_RANDOM_BYTES = 16


class AttendeeRole(StrEnum):
    """How a person takes part (RFC 5545, 3.2.16)."""

    CHAIR = "CHAIR"
    REQUIRED = "REQ-PARTICIPANT"


@dataclass(frozen=True, slots=True)
class Party:
    """A person of the invitation: ``name`` as shown, ``email`` an ASCII address already checked."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person invited, and how."""

    party: Party
    role: AttendeeRole = AttendeeRole.REQUIRED


@dataclass(frozen=True, slots=True)
class Invitation:
    """One version of the calendar object of an interview.

    ``summary`` and ``description`` stay neutral: clients echo them in answers, delegates see them.
    ``stamp`` is aware, ``organizer`` a mailbox of human resources that somebody reads.
    """

    uid: str
    sequence: int
    stamp: datetime
    slot: Slot
    summary: str
    description: str
    organizer: Party
    attendees: tuple[Attendee, ...]
    cancelled: bool = False


def new_uid(case: str, domain: str, random_bytes: Callable[[int], bytes]) -> str:
    """Return ``entretien-<case>-<32 hex digits>@<domain>``; the random part makes an answer hard to forge.

    Args:
        case: Number of the case, or campaign and case; only its letters, digits and hyphens are kept.
        domain: Domain of the employer's mail.
        random_bytes: Gives that many random bytes, for example ``secrets.token_bytes``.

    Raises:
        InvitationError: ``domain`` is no domain name.
    """
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.\-]*[A-Za-z0-9])?", domain):
        raise InvitationError(
            "le domaine de messagerie de l’employeur n’est pas utilisable dans une invitation.",
            about=domain,
            next_step="Vérifiez l’adresse d’expédition dans entretiens.toml ([mail] sender).",
        )
    label = re.sub(r"[^A-Za-z0-9-]+", "-", case).strip("-")
    return f"entretien-{label}-{random_bytes(_UID_RANDOM_BYTES).hex()}@{domain.lower()}"


def revised(
    previous: Invitation, *, stamp: datetime, slot: Slot | None = None, cancelled: bool = False
) -> Invitation:
    """Return the next version of ``previous``: another slot, or the cancellation.

    Raises:
        InvitationError: ``stamp`` does not lie at least a second after the previous version's, or the meeting
            is already cancelled.
    """
    if previous.cancelled:
        raise InvitationError(
            "cette invitation est déjà annulée.",
            about=previous.uid,
            next_step="Convoquez de nouveau : une nouvelle invitation sera créée.",
        )
    if stamp - previous.stamp < timedelta(seconds=1):
        raise InvitationError(
            "la nouvelle version de l’invitation porte une heure qui n’est pas postérieure à la précédente.",
            about=previous.uid,
            next_step="Vérifiez l’heure de cet ordinateur, puis relancez la commande.",
        )
    return replace(
        previous,
        sequence=previous.sequence + 1,
        stamp=stamp,
        slot=slot or previous.slot,
        cancelled=cancelled,
    )
