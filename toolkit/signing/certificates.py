"""The employer's own certification authority: a root kept apart, an issuing authority, a seal.

Validities cover the years during which a folder may have to be shown; an authority that expires before the
signatures it vouches for makes them uncheckable (RFC 5280, 6.1.3).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
    ObjectIdentifier,
)

KEY_BITS = 3072
"""Bits of every RSA key. P-256 would make PDF files claim version 2.0, which PDF/A-3 forbids."""

ROOT_YEARS = 25
ISSUING_YEARS = 24
SEAL_YEARS = 10

SEAL_ROLE = "Cachet employeur"
"""Organisational unit that the seal certificate alone carries: it tells who may seal, in plain letters."""

_NAME_BYTES = 64
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")


def new_key() -> rsa.RSAPrivateKey:
    """Return a fresh private key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def root_certificate(employer_name: str, key: rsa.RSAPrivateKey, start: datetime) -> x509.Certificate:
    """Return the self-signed root of an employer, valid :data:`ROOT_YEARS` from ``start``."""
    subject = _name(employer_name, f"Racine – {employer_name}")
    builder = _builder(subject, subject, key.public_key(), start, _after(start, ROOT_YEARS))
    builder = _as_authority(builder, path_length=1, issuer_key=key.public_key())
    return builder.sign(key, hashes.SHA256())


def issuing_certificate(
    employer_name: str, key: rsa.RSAPrivateKey, root: x509.Certificate, root_key: rsa.RSAPrivateKey
) -> x509.Certificate:
    """Return the certificate of the authority that issues seals, valid :data:`ISSUING_YEARS`."""
    subject = _name(employer_name, f"Autorité – {employer_name}")
    start = root.not_valid_before_utc
    builder = _builder(subject, root.subject, key.public_key(), start, _after(start, ISSUING_YEARS))
    builder = _as_authority(builder, path_length=0, issuer_key=root_key.public_key())
    builder = _answered_for(builder)
    return builder.sign(root_key, hashes.SHA256())


def seal_certificate(
    employer_name: str,
    key: rsa.RSAPublicKey,
    issuing: x509.Certificate,
    issuing_key: rsa.RSAPrivateKey,
    start: datetime,
) -> x509.Certificate:
    """Return the certificate of the employer's seal, valid :data:`SEAL_YEARS` from ``start``.

    ``key`` is the public half: the private one may be in a token that does not let it out.

    It is fit for documents (RFC 9336) and for CMS checked by ``openssl cms -verify``, whose default
    purpose asks for e-mail protection.
    """
    subject = _name(employer_name, f"Cachet – {employer_name}", SEAL_ROLE)
    builder = _builder(subject, issuing.subject, key, start, _after(start, SEAL_YEARS))
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_key_usage(sign=True), critical=True)
    builder = builder.add_extension(
        x509.ExtendedKeyUsage([_DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
    )
    builder = _answered_for(builder)
    builder = builder.add_extension(_issued_by(issuing_key.public_key()), critical=False)
    return builder.sign(issuing_key, hashes.SHA256())


def responder_certificate(
    employer_name: str,
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: rsa.RSAPrivateKey,
    start: datetime,
) -> x509.Certificate:
    """Return the certificate of who answers about revocation in the name of ``authority``, and as long as it.

    Nobody can ask whether the responder itself is revoked, as its certificate says (RFC 6960, 4.2.2.2.1).
    """
    subject = _name(employer_name, f"Révocation – {employer_name}")
    builder = _builder(subject, authority.subject, key.public_key(), start, authority.not_valid_after_utc)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_key_usage(sign=True), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
    builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    builder = builder.add_extension(_issued_by(authority_key.public_key()), critical=False)
    return builder.sign(authority_key, hashes.SHA256())


def is_seal(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate may seal for the employer; being of the same authority is not enough."""
    roles = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return [role.value for role in roles] == [SEAL_ROLE] and not is_authority(certificate)


def is_authority(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate may issue others (RFC 5280, 4.2.1.9)."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def holder(certificate: x509.Certificate) -> str:
    """Return the common name of a certificate's holder."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def organisation(certificate: x509.Certificate) -> str:
    """Return the organisation that a certificate was issued to."""
    names = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(names[0].value) if names else ""


def _name(employer_name: str, common_name: str, unit: str = "") -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, _short(employer_name)),
    ]
    if unit:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit))
    parts.append(x509.NameAttribute(NameOID.COMMON_NAME, _short(common_name)))
    return x509.Name(parts)


def _short(text: str) -> str:
    """Return as much of ``text`` as a name may hold (RFC 5280, A.1: 64, counted here in bytes)."""
    return text.encode()[:_NAME_BYTES].decode(errors="ignore").rstrip()


def _after(start: datetime, years: int) -> datetime:
    return start + timedelta(days=round(365.25 * years))


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey,
    start: datetime,
    end: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _as_authority(
    builder: x509.CertificateBuilder, *, path_length: int, issuer_key: rsa.RSAPublicKey
) -> x509.CertificateBuilder:
    return (
        builder.add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(_key_usage(sign=False), critical=True)
        .add_extension(_issued_by(issuer_key), critical=False)
    )


def _answered_for(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    """Declare that revocation is told by OCSP, else validators do not read the answer they are given.

    The answer stands in each document; the address is one that can never exist (RFC 6761, 6.4).
    """
    place = x509.UniformResourceIdentifier("http://revocation.invalid/")
    access = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, place)
    return builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)


def answers_for(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate declares that its revocation is told by OCSP."""
    try:
        certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except x509.ExtensionNotFound:
        return False
    return True


def _issued_by(issuer_key: rsa.RSAPublicKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key)


def _key_usage(*, sign: bool) -> x509.KeyUsage:
    """Return the usages of a seal (``sign``) or of an authority."""
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=sign,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not sign,
        crl_sign=not sign,
        encipher_only=False,
        decipher_only=False,
    )
