"""Whether a raw signature is that of some bytes, by the key of a certificate."""

from __future__ import annotations

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey


def is_signed_by(certificate: x509.Certificate, signature: bytes, data: bytes) -> bool:
    """Tell whether ``signature`` is RSASSA-PKCS1-v1_5 with SHA-256 of ``data`` (RFC 8017, 8.2)."""
    public = certificate.public_key()
    if not isinstance(public, RSAPublicKey):
        return False
    try:
        public.verify(signature, data, PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True
