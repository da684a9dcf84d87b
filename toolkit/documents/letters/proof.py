"""The proof of a signature, and no more than was done (Code civil, articles 1366 and 1367)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from toolkit.documents.letters.letter import Correspondence, Letter, base_context, composed, required, titled
from toolkit.documents.letters.pieces import Piece
from toolkit.french import NBSP, capitalised, long_day, zone_name
from toolkit.model.document import Role, Signature, SignatureLevel

_ROLES = {
    Role.EMPLOYEE: "salarié",
    Role.MANAGER: "responsable de l’entretien",
    Role.EMPLOYER: "employeur",
    Role.WITNESS: "témoin",
}


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """``proof.*``: the document that was signed."""

    document: str
    file_name: str
    employer_holds_key: bool
    on_paper: bool
    clock: str


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """``acts[]``: one person's act."""

    person: str
    role: str
    what: str
    at: str
    level: str
    details: tuple[str, ...]
    steps: tuple[str, ...]
    shown: str
    result: str
    consent_text: str
    consent_id: str
    consent_version: str
    no_consent: str
    reason: str


@dataclass(frozen=True, slots=True)
class SignatureProofContext:
    """Values of ``preuve-signature.docx``."""

    proof: ProofFacts
    acts: tuple[SignatureLine, ...]


def signature_proof(
    letter: Correspondence,
    document: Piece,
    signatures: Sequence[Signature],
    *,
    time_zone: str = "Europe/Paris",
    steps: Mapping[Role, Sequence[str]] | None = None,
    clock: str = "",
) -> Letter:
    """Return the proof of the signatures gathered on a document.

    Args:
        letter: Who kept the proof, about whom.
        document: What was signed.
        signatures: In the order in which they were gathered.
        time_zone: IANA name of the zone in which instants are told, beside UTC.
        steps: What was seen of each act, one line per step, in UTC.
        clock: Where the hours come from.

    Raises:
        MissingValueError: no signature.
    """
    template = "preuve-signature.docx"
    required(signatures, "signatures", template)
    held = {SignatureLevel.IN_PRESENCE, SignatureLevel.SIMPLE}
    context = SignatureProofContext(
        proof=ProofFacts(
            document=document.label,
            file_name=document.file_name,
            employer_holds_key=any(signature.level in held for signature in signatures),
            on_paper=any(signature.level is SignatureLevel.ON_PAPER for signature in signatures),
            clock=clock,
        ),
        acts=tuple(_act(s, time_zone, (steps or {}).get(s.role, ())) for s in signatures),
    )
    return Letter(
        template, composed(base_context(letter, template), context), titled("preuve de signature", letter)
    )


def _act(signature: Signature, time_zone: str, steps: Sequence[str]) -> SignatureLine:
    on_paper = signature.level is SignatureLevel.ON_PAPER
    return SignatureLine(
        person=signature.person,
        role=_ROLES[signature.role],
        what="a refusé de signer" if signature.declined else "a signé",
        at=instant(signature.at, time_zone),
        level=_level(signature),
        details=tuple(f"{capitalised(name)}{NBSP}: {value}" for name, value in signature.details.items())
        or ("–",),
        steps=tuple(steps),
        shown=signature.shown,
        result=signature.result or "",
        consent_text=signature.consent_text,
        consent_id=signature.consent_id,
        consent_version=signature.consent_version,
        no_consent="donné sur le papier" if on_paper and not signature.declined else "aucun",
        reason=signature.reason,
    )


def _level(signature: Signature) -> str:
    """Return what is claimed: a refusal is told by the employer, or was given by the person's own link."""
    if not signature.declined:
        return capitalised(signature.level.value)
    if signature.level is SignatureLevel.SIMPLE:
        return "Refus donné par la personne, par son lien personnel et un code"
    return "Mention portée par l’employeur"


def instant(at: datetime, time_zone: str) -> str:
    """Return ``12 mars 2026 à 10:42:07, heure de La Réunion (06:42:07 UTC)``; ``at`` is aware."""
    local = at.astimezone(ZoneInfo(time_zone))
    zone = zone_name(time_zone) or "heure de Paris"
    universal = at.astimezone(UTC)
    other_day = f"{universal:%d/%m/%Y} " if universal.date() != local.date() else ""
    return f"{long_day(local.date())} à {local:%H:%M:%S}, {zone} ({other_day}{universal:%H:%M:%S}{NBSP}UTC)"
