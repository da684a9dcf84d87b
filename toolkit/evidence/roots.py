"""Which root certificates a check relies on: those of the reader, else the folder's own, told as such."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.evidence import layout
from toolkit.evidence.dating import stamp_roots
from toolkit.evidence.report import FolderFinding

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----\r?\n?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Roots:
    """The certificates relied on: of seals, and of timestamps; what to tell the reader of them."""

    seals: tuple[bytes, ...]
    stamps: tuple[bytes, ...]
    findings: tuple[FolderFinding, ...] = ()
    notes: tuple[str, ...] = ()


def choose(contents: Mapping[str, bytes], trust: bytes | None) -> Roots:
    """Return the roots of a folder's check.

    Args:
        contents: The files of the folder, which has roots of its own.
        trust: Certificates in PEM, one after the other, that the reader has from elsewhere, of seals and of
            timestamps alike; None relies on the folder's own and says so.
    """
    inside = contents.get(layout.ROOT)
    dated = tuple(stamp_roots(contents))
    if trust is None:
        notes = [_to_compare(inside)] if inside is not None else []
        notes += [_to_compare_of_stamps(pem) for pem in dated]
        return Roots((inside,) if inside is not None else (), dated, notes=tuple(notes))
    trusted = tuple(_PEM.findall(trust))
    known = {fingerprint(pem) for pem in trusted}
    vouched = inside is not None and fingerprint(inside) in known
    seals = (inside,) if inside is not None and vouched else trusted
    findings = (_stranger(),) if inside is not None and not vouched else ()
    confirmed = tuple(pem for pem in dated if fingerprint(pem) in known)
    told = tuple(_to_compare_of_stamps(pem) for pem in dated) if dated and not confirmed else ()
    return Roots(seals, confirmed or dated or trusted, findings, told)


def fingerprint(pem: bytes) -> str:
    """Return the SHA-256 of a PEM certificate's DER bytes; of the bytes themselves when they are not PEM."""
    lines = [line for line in pem.splitlines() if line and not line.startswith(b"-----")]
    try:
        der = base64.b64decode(b"".join(lines), validate=True)
    except binascii.Error:
        der = pem
    return hashlib.sha256(der).hexdigest()


def _stranger() -> FolderFinding:
    return FolderFinding(layout.ROOT, "ce n’est pas la racine de confiance indiquée.")


def _to_compare(pem: bytes) -> str:
    return (
        "La racine de confiance a été prise dans le dossier : l’empreinte "
        f"{_grouped(fingerprint(pem))} est à comparer à celle imprimée sur le sommaire "
        "et dans les courriels de remise."
    )


def _to_compare_of_stamps(pem: bytes) -> str:
    return (
        "Le certificat de l’autorité d’horodatage a été pris dans le dossier : l’empreinte "
        f"{_grouped(fingerprint(pem))} est à comparer à celle que cette autorité publie."
    )


def _grouped(digits: str) -> str:
    upper = digits.upper()
    return " ".join(upper[i : i + 4] for i in range(0, len(upper), 4))
