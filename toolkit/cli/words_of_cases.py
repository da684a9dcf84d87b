"""Short French words for tables and sentences about cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from toolkit.french import MAIL_KINDS, MAIL_STATES, OBLIGATIONS
from toolkit.model import Case, CaseState, Channel, MailState, ObligationKind, Role
from toolkit.services.overview import told_slot

__all__ = [
    "FINISHED",
    "HANDED",
    "MAIL_KINDS",
    "MAIL_STATES",
    "ROLES",
    "TO_SETTLE",
    "meeting",
    "short",
]

ROLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.EMPLOYEE: "salarié",
        Role.MANAGER: "responsable",
        Role.EMPLOYER: "employeur",
        Role.WITNESS: "témoin",
    }
)

HANDED: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.EMAIL: "par courriel",
        Channel.POST: "par courrier",
        Channel.BY_HAND: "en main propre",
    }
)

TO_SETTLE = (MailState.UNCERTAIN, MailState.FAILED, MailState.BOUNCED, MailState.SENDING)
"""Messages that wait for a person's decision."""

FINISHED = frozenset({CaseState.CLOSED, CaseState.HANDED_OVER})


def short(kinds: Iterable[ObligationKind]) -> str:
    """Return ``périodique, état des lieux``: kinds without the words that all share."""
    told = (OBLIGATIONS[kind].removesuffix(" récapitulatif").removeprefix("entretien ") for kind in kinds)
    return ", ".join(text.removeprefix("de ") for text in told)


def meeting(case: Case) -> str:
    """Return when the meeting takes place, in the zone of the site; a dash where no slot is set."""
    return told_slot(case.slot) or "—"
