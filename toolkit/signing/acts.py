"""What one person did with a document that was shown: consented or refused, where, how, before whom.

Nobody but the employer holds a key here: each person's field is closed with the employer's seal and names the
person (Regulation (EU) 910/2014, article 26 c, is not met and not claimed). The proof is the evidence record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from toolkit.model.document import Role, SignatureLevel
from toolkit.signing.consents import Consent

CERTIFICATION_FIELD = "Certification"
"""Name of the first signature, the employer's: it freezes the pages before anybody signs."""

SEAL_FIELD = "Cachet"
"""Name of the field that holds the employer's final seal."""

FIELDS: Mapping[Role, str] = MappingProxyType(
    {
        Role.EMPLOYEE: "Salarie",
        Role.MANAGER: "Manager",
        Role.WITNESS: "Temoin",
        Role.EMPLOYER: SEAL_FIELD,
    }
)
"""Names of the signature fields in the PDF."""

PERSONS_FIELDS = frozenset(name for role, name in FIELDS.items() if role is not Role.EMPLOYER)
"""Names of the fields that persons sign, as opposed to the employer's."""

ROLES: Mapping[Role, str] = MappingProxyType(
    {Role.EMPLOYEE: "salarié(e)", Role.MANAGER: "responsable", Role.WITNESS: "témoin"}
)

IN_PRESENCE = "in_presence"
LINK = "link"
PAPER = "paper"


@dataclass(frozen=True, slots=True)
class ActEvent:
    """One step of an act as it was seen: what, when (aware, UTC), and what is worth knowing of it."""

    at: datetime
    kind: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SigningAct:
    """What one person did.

    Args:
        role: In what capacity the person acts; not the employer.
        person: Name as it is to be read.
        matricule: The person's number, or empty.
        at: Aware instant of the consent, or of the refusal.
        consent: The text agreed to; None for a refusal.
        collected_by: Who was present and collected it, or who sent the link.
        identity_source: How the person's identity is known.
        device: On whose device, for example ``poste du service RH``.
        time_zone: IANA name of the zone in which the hour is told.
        declined: The person refuses to sign.
        reason: The reason given for a refusal, or empty.
        events: The steps seen, for the evidence record.
        level: What is claimed of the signature.
        channel: ``in_presence``, ``link`` or ``paper``.
    """

    role: Role
    person: str
    at: datetime
    consent: Consent | None = None
    matricule: str = ""
    collected_by: str = ""
    identity_source: str = ""
    device: str = ""
    time_zone: str = "Europe/Paris"
    declined: bool = False
    reason: str = ""
    events: tuple[ActEvent, ...] = ()
    level: SignatureLevel = SignatureLevel.IN_PRESENCE
    channel: str = IN_PRESENCE

    @property
    def field_name(self) -> str:
        """Name of the person's signature field."""
        return FIELDS[self.role]

    @property
    def when(self) -> str:
        """The instant, for a reader: ``12/03/2026 à 10:42``."""
        return f"{self.at.astimezone(ZoneInfo(self.time_zone)):%d/%m/%Y à %H:%M}"

    @property
    def who(self) -> str:
        """The person and the capacity, for a reader."""
        return f"{self.person}, {ROLES[self.role]}"


PresenceAct = SigningAct
"""Its name from when every act took place in presence."""


def field_names(acts: Sequence[SigningAct]) -> tuple[str, ...]:
    """Return the fields that are signed in the closed document, in the order of signing."""
    return (CERTIFICATION_FIELD, *(act.field_name for act in acts if not act.declined), SEAL_FIELD)


def signature_mention(act: SigningAct) -> str:
    """Return the visible text of a signature."""
    return f"{act.who}\nle {act.when}\n{act.level.value}"


def refusal_mention(act: SigningAct) -> str:
    """Return the visible text of a refusal that is known before anybody signs."""
    lines = [act.who, f"a refusé de signer le {act.when}"]
    if act.reason:
        lines.append(f"Motif donné : {act.reason}")
    lines.append("Mention portée par l’employeur.")
    return "\n".join(lines)


def told(act: SigningAct) -> str:
    """Return the sentence that the closing seal says of an act."""
    if not act.declined:
        return f"{act.who} : {act.level.value}."
    reason = f", motif donné : {act.reason.rstrip('.')}" if act.reason else ""
    return f"{act.who}, a refusé de signer le {act.when}{reason}."
