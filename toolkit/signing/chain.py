"""From a seal certificate up to the root that the reader trusts (RFC 5280, 6, for a chain of fixed shape)."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from toolkit.signing.certificates import holder, is_authority, is_seal

UNTRUSTED = "le certificat du cachet ne remonte pas à la racine de confiance."
"""Said of a seal that no trusted root vouches for."""


def chain_problems(
    seal: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> tuple[str, ...]:
    """Return what keeps ``seal`` from being an employer's seal under one of ``roots``, in French sentences.

    Args:
        seal: The certificate that sealed.
        others: Certificates that may stand between it and a root.
        roots: The roots trusted, already chosen by the reader.
        at: Instant at which the certificates must have been valid.
    """
    problems = []
    if not is_seal(seal):
        problems.append(f"celui qui a scellé, « {holder(seal)} », n’est pas le cachet de l’employeur.")
    path = _path(seal, others, roots)
    if not path:
        return (*problems, UNTRUSTED)
    problems += [
        f"le certificat « {holder(step)} » n’était pas valable le {at:%d/%m/%Y}."
        for step in path
        if not step.not_valid_before_utc <= at <= step.not_valid_after_utc
    ]
    return tuple(problems)


def provider_problems(
    certificate: x509.Certificate,
    others: Sequence[x509.Certificate],
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> tuple[str, ...]:
    """Return what keeps ``certificate`` from being a person's own, issued by a provider under ``roots``.

    Args:
        certificate: The certificate that signed.
        others: Certificates that may stand between it and a root.
        roots: The providers' roots that the reader trusts.
        at: Instant at which the certificates must have been valid.
    """
    path = authority_path(certificate, others, roots)
    if path is None:
        return (f"le certificat de « {holder(certificate)} » ne remonte à aucun prestataire de confiance.",)
    return tuple(
        f"le certificat « {holder(step)} » n’était pas valable le {at:%d/%m/%Y}."
        for step in path
        if not step.not_valid_before_utc <= at <= step.not_valid_after_utc
    )


def authority_path(
    certificate: x509.Certificate, others: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]
) -> tuple[x509.Certificate, ...] | None:
    """Return the chain from ``certificate`` up to one of ``roots``, both included; None when there is none.

    Args:
        certificate: Where the chain begins.
        others: Authorities that may stand between.
        roots: Certificates trusted by themselves.
    """
    if certificate in roots:
        return (certificate,)
    for root in roots:
        if _issued(certificate, root):
            return certificate, root
    for issuer in others:
        if issuer != certificate and _issued(certificate, issuer):
            above = [each for each in others if each not in (certificate, issuer)]
            rest = authority_path(issuer, above, roots)
            if rest is not None:
                return certificate, *rest
    return None


def load_pems(pems: Iterable[bytes]) -> list[x509.Certificate]:
    """Return the certificates that can be read; the chain tells of one that is missing."""
    loaded = []
    for pem in pems:
        with contextlib.suppress(ValueError):
            loaded.append(x509.load_pem_x509_certificate(pem))
    return loaded


def _path(
    seal: x509.Certificate, others: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """Return the chain seal, issuing authority, root; empty when there is none."""
    for issuing in others:
        if not _issued(seal, issuing):
            continue
        for root in roots:
            if _issued(issuing, root) and _issued(root, root):
                return seal, issuing, root
    return ()


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return is_authority(issuer)
