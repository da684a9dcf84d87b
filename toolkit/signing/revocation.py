"""What a timestamp authority says of its own certificates, asked while it still can answer."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeAlias

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from toolkit.signing.exchange import ExchangeError, exchange

Answer: TypeAlias = asn1_ocsp.OCSPResponse | asn1_crl.CertificateList

_SECONDS = 10.0
_FRESH_SECONDS = 600.0
_GAP_SECONDS = 60.0
_known: dict[tuple[x509.Certificate, ...], tuple[float, list[Answer]]] = {}


def revocation_of(path: Sequence[x509.Certificate]) -> list[Answer]:
    """Return what can be learnt of each certificate of ``path`` below its root, from its issuer's servers.

    A server that does not answer leaves a gap, and nothing is raised: the level read from the document tells.
    Whole answers serve for ten minutes, and a gap for one: a campaign does not wait at each letter for a
    server that is down.

    Args:
        path: Certificates from the lowest up to the root.
    """
    known = _known.get(tuple(path))
    if known is not None and time.time() < known[0]:
        return known[1]
    answers = asyncio.run(_all(path))
    whole = len(answers) == len(path) - 1
    _known[tuple(path)] = (time.time() + (_FRESH_SECONDS if whole else _GAP_SECONDS), answers)
    return answers


async def _all(path: Sequence[x509.Certificate]) -> list[Answer]:
    found = [await _of(certificate, issuer) for certificate, issuer in pairwise(path)]
    return [answer for answer in found if answer is not None]


async def _of(certificate: x509.Certificate, issuer: x509.Certificate) -> Answer | None:
    for url in _responders(certificate):
        answer = await _asked(url, certificate, issuer)
        if answer is not None:
            return answer
    for url in _lists(certificate):
        try:
            return asn1_crl.CertificateList.load(await exchange(url, None, timeout=_SECONDS), strict=True)
        except (ExchangeError, ValueError):
            continue
    return None


async def _asked(
    url: str, certificate: x509.Certificate, issuer: x509.Certificate
) -> asn1_ocsp.OCSPResponse | None:
    builder = ocsp.OCSPRequestBuilder().add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303 - names
    try:
        answer = await exchange(
            url,
            builder.build().public_bytes(Encoding.DER),
            asking="application/ocsp-request",
            expecting="application/ocsp-response",
            timeout=_SECONDS,
        )
        response = asn1_ocsp.OCSPResponse.load(answer, strict=True)
        known = response["response_status"].native == "successful"
    except (ExchangeError, ValueError):
        return None
    return response if known else None


def _responders(certificate: x509.Certificate) -> Iterable[str]:
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except x509.ExtensionNotFound:
        return ()
    return [
        each.access_location.value
        for each in access.value
        if each.access_method == AuthorityInformationAccessOID.OCSP
    ]


def _lists(certificate: x509.Certificate) -> Iterable[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints)
    except x509.ExtensionNotFound:
        return ()
    return [name.value for point in points.value for name in point.full_name or ()]
