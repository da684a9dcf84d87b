"""The evidence record of a signing: who, how, when, what was shown, which text was agreed to.

It follows the list that French courts look for in a « fichier de preuve »; it holds no geolocation and no
biometric trait of a drawn signature (Regulation (EU) 2016/679, article 5, 1 c).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from toolkit import __version__
from toolkit.digest import Sha256, sha256
from toolkit.model.document import Role, SignatureLevel
from toolkit.signing.acts import SEAL_FIELD, SigningAct, field_names
from toolkit.signing.keys import KeyRing
from toolkit.signing.protection import Sealed
from toolkit.signing.stamped import stamps_of

FORMAT = "preuve-signature/1"
"""Name and version of the record's own form."""


def evidence_record(  # noqa: PLR0913 - what a judge asks for, each from its own source
    document: str,
    acts: Sequence[SigningAct],
    *,
    shown: bytes,
    result: Sealed,
    keyring: KeyRing,
    recorded_at: datetime,
    clock_source: str = "horloge du poste",
    ceremonies: Mapping[Role, Mapping[str, object]] | None = None,
) -> dict[str, object]:
    """Return the record of what the persons did and of what was sealed (:mod:`toolkit.signing.sequence`).

    Its canonical bytes are those of :func:`toolkit.digest.canonical_json`.

    Args:
        document: File name of the document in the evidence folder.
        acts: The acts, in the order of signing.
        shown: The document as it was shown, before any signature.
        result: The document signed and sealed, with the level that it reached.
        keyring: The keys that sealed.
        recorded_at: Aware instant of the record.
        clock_source: Where the hours come from, in French.
        ceremonies: What is known of how each signed at a distance, by role.
    """
    return {
        "format": FORMAT,
        "tool": f"entretiens-toolkit {__version__}",
        "level": " ; ".join(dict.fromkeys(act.level.value for act in acts)),
        "document": {
            "name": document,
            "sha256_shown": sha256(shown),
            "sha256_signed": sha256(result.pdf),
            "size_signed": len(result.pdf),
            "fields": list(field_names(acts)),
        },
        "seal": _seal(result, keyring),
        "clock": clock_source,
        "recorded_at": recorded_at,
        "acts": [
            _act(number, act, shown) | {"ceremony": dict((ceremonies or {}).get(act.role, {}))}
            for number, act in enumerate(acts, start=1)
        ],
    }


def paper_record(
    document: str,
    *,
    shown: Sha256,
    result: Sealed,
    keyring: KeyRing,
    recorded_at: datetime,
    paper: Mapping[str, object],
    clock_source: str = "horloge du poste",
) -> dict[str, object]:
    """Return the record of a document signed by hand, of which a copy was sealed.

    Args:
        document: File name of the copy in the evidence folder.
        shown: SHA-256 of the document that was printed.
        result: The copy, sealed.
        keyring: The keys that sealed.
        recorded_at: Aware instant of the record.
        paper: What is known of the paper: who, when, where it is kept.
        clock_source: Where the hours come from, in French.
    """
    return {
        "format": FORMAT,
        "tool": f"entretiens-toolkit {__version__}",
        "level": SignatureLevel.ON_PAPER.value,
        "document": {
            "name": document,
            "sha256_shown": shown,
            "sha256_signed": sha256(result.pdf),
            "size_signed": len(result.pdf),
            "fields": [SEAL_FIELD],
        },
        "seal": _seal(result, keyring),
        "clock": clock_source,
        "recorded_at": recorded_at,
        "paper": dict(paper),
        "acts": [],
    }


def _seal(result: Sealed, keyring: KeyRing) -> dict[str, object]:
    return {
        "serial": keyring.seal_serial,
        "subject": keyring.seal.subject.rfc4514_string(),
        "root_sha256": keyring.root_fingerprint.replace(" ", "").lower(),
        "pades": result.level.value,
        "awaiting_timestamp": result.waiting,
        "timestamps": stamps_of(result.pdf),
    }


def _act(number: int, act: SigningAct, shown: bytes) -> dict[str, object]:
    consent = act.consent
    return {
        "number": number,
        "role": act.role.value,
        "person": act.person,
        "matricule": act.matricule,
        "outcome": "refused" if act.declined else "signed",
        "reason": act.reason,
        "at": act.at,
        "time_zone": act.time_zone,
        "channel": act.channel,
        "level": act.level.value,
        "collected_by": act.collected_by,
        "identity_source": act.identity_source,
        "device": act.device,
        "sha256_shown": sha256(shown),
        "field": None if act.declined else act.field_name,
        "consent": None
        if consent is None
        else {"id": consent.id, "version": consent.version, "text": consent.text},
        "events": [
            {"at": event.at, "kind": event.kind, "details": dict(event.details)} for event in act.events
        ],
    }
