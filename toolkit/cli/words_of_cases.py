"""Short French words for tables and sentences about cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from toolkit.french import OBLIGATIONS
from toolkit.model import Case, CaseState, Channel, MailKind, MailState, ObligationKind, Role
from toolkit.services.overview import told_slot

MAIL_STATES: Mapping[MailState, str] = MappingProxyType(
    {
        MailState.QUEUED: "en attente",
        MailState.SENDING: "interrompu",
        MailState.DEFERRED: "à réessayer",
        MailState.ACCEPTED: "accepté",
        MailState.FAILED: "refusé",
        MailState.BOUNCED: "revenu",
        MailState.UNCERTAIN: "incertain",
        MailState.POSTED: "par courrier",
        MailState.WITHDRAWN: "retiré",
    }
)

MAIL_KINDS: Mapping[MailKind, str] = MappingProxyType(
    {
        MailKind.LETTER: "convocation",
        MailKind.INVITATION: "invitation",
        MailKind.CHANGE_NOTICE: "changement",
        MailKind.CANCELLATION: "annulation",
        MailKind.HIRING_NOTICE: "embauche",
        MailKind.FORM: "trame",
        MailKind.REFUSAL_RECORD: "constat de refus",
        MailKind.REMINDER: "relance",
        MailKind.SIGNATURE_LINK: "demande de signature",
        MailKind.SIGNATURE_CODE: "code de signature",
        MailKind.HANDOVER: "remise de copie",
        MailKind.DECISIONS: "décisions",
    }
)

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
