"""What is known of revocation, signed in-house: without it nothing can be validated after certificates end.

A list of revoked certificates alone does not pass long-term validation; an answer per certificate does
(RFC 6960). The issuing authority is vouched for by one answer given when it is created, since the root's
key then goes to a safe. The seal is vouched for at each signature by a responder that the issuing
authority delegates (4.2.2.2), so that the key of that authority need not be in memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from toolkit.signing.certificates import responder_certificate

_FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Responder:
    """Answers for the certificates of one employer.

    ``issuing_status`` is the answer about the issuing authority, given in the root's name, in DER.
    """

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate
    issuing_status: bytes

    def answers(
        self, seal: x509.Certificate, issuing: x509.Certificate, at: datetime
    ) -> list[asn1_ocsp.OCSPResponse]:
        """Return what a document that ``seal`` signed must hold: one answer per certificate below the root.

        Args:
            seal: The certificate that signed.
            issuing: The authority that issued it.
            at: Aware instant at which it is said not to be revoked.
        """
        seal_status = status(seal, issuing, self.certificate, self.key, at, at + _FRESH)
        return [asn1_ocsp.OCSPResponse.load(each) for each in (seal_status, self.issuing_status)]


def new_responder(
    employer_name: str,
    issuing: x509.Certificate,
    issuing_key: RSAPrivateKey,
    vouched: bytes,
    start: datetime,
) -> Responder:
    """Return who answers for the seals of an authority from ``start`` on, with a key of its own.

    Args:
        employer_name: Whose authority.
        issuing: The authority.
        issuing_key: Its key.
        vouched: The answer about the authority itself, see :func:`issuing_status`.
        start: Aware instant.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    return Responder(key, responder_certificate(employer_name, key, issuing, issuing_key, start), vouched)


def issuing_status(
    employer_name: str,
    root: x509.Certificate,
    root_key: RSAPrivateKey,
    issuing: x509.Certificate,
    start: datetime,
) -> bytes:
    """Return the root's answer about the authority that issues seals, good for as long as that lasts.

    The root answers through a delegate, whose key is used once and forgotten: validators do not take a trust
    anchor's own signature on such an answer.
    """
    once = ec.generate_private_key(ec.SECP256R1())
    delegate = responder_certificate(employer_name, once, root, root_key, start)
    return status(issuing, root, delegate, once, start, issuing.not_valid_after_utc)


def status(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    responder: x509.Certificate,
    key: EllipticCurvePrivateKey | RSAPrivateKey,
    at: datetime,
    until: datetime,
    *,
    revoked_at: datetime | None = None,
) -> bytes:
    """Return the answer about ``certificate``, in DER (RFC 6960, 4.2).

    Args:
        certificate: Asked about.
        issuer: Who issued it.
        responder: Who answers in the issuer's name; its certificate is joined.
        key: The responder's.
        at: Aware instant at which this is known.
        until: Aware instant until which this may be relied upon.
        revoked_at: Aware instant of its revocation; None says that it is not revoked.
    """
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            certificate,
            issuer,
            hashes.SHA256(),
            ocsp.OCSPCertStatus.REVOKED if revoked_at else ocsp.OCSPCertStatus.GOOD,
            at,
            until,
            revocation_time=revoked_at,
            revocation_reason=None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, responder)
    )
    builder = builder.certificates([responder])
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
