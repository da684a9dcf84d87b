"""The one encoding of a signature that this project makes, and its way back.

CMS leaves room around what is signed: versions, algorithm identifiers, the order and the number of
certificates, longer encodings of the same values. Building the expected bytes again from what is signed and
comparing leaves none (RFC 5652, 5; X.690, 10).
"""

from __future__ import annotations

from collections.abc import Sequence

from asn1crypto import algos, cms, core
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from toolkit.signing.signer import DIGEST


def encode(
    seal: x509.Certificate, issuing: x509.Certificate, attributes: cms.CMSAttributes, signature: bytes
) -> bytes:
    """Return the DER bytes of a signature with the certificates of seal and authority, and no root."""
    holder_certificate = as_asn1(seal)
    digest_algorithm = algos.DigestAlgorithm({"algorithm": DIGEST})
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": holder_certificate.issuer, "serial_number": holder_certificate.serial_number},
            ),
            "digest_algorithm": digest_algorithm,
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_rsa", "parameters": core.Null()},
            "signature": signature,
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest_algorithm],
            "encap_content_info": {"content_type": "data"},
            "certificates": [
                cms.CertificateChoices("certificate", holder_certificate),
                cms.CertificateChoices("certificate", as_asn1(issuing)),
            ],
            "signer_infos": [signer],
        }
    )
    content = cms.ContentInfo({"content_type": "signed_data", "content": signed})
    return bytes(content.dump())


def is_exact(encoded: bytes, known: Sequence[x509.Certificate]) -> bool:
    """Tell whether ``encoded`` is exactly what :func:`encode` makes with certificates of ``known``."""
    signer = signer_of(encoded)
    seal = named_by(signer, known)
    if seal is None:
        return False
    attributes = cms.CMSAttributes(list(signer["signed_attrs"]))
    attributes = cms.CMSAttributes.load(attributes.dump(force=True))  # longer encodings become the short one
    signature = bytes(signer["signature"].native)
    return any(encode(seal, other, attributes, signature) == encoded for other in known)


def signer_of(encoded: bytes) -> cms.SignerInfo:
    """Return the one signer that a signature tells of."""
    (signer,) = cms.ContentInfo.load(encoded, strict=True)["content"]["signer_infos"]
    return signer


def carried_by(encoded: bytes) -> list[x509.Certificate]:
    """Return the certificates within a signature."""
    certificates = cms.ContentInfo.load(encoded, strict=True)["content"]["certificates"]
    return [x509.load_der_x509_certificate(choice.chosen.dump()) for choice in certificates]


def named_by(signer: cms.SignerInfo, known: Sequence[x509.Certificate]) -> x509.Certificate | None:
    """Return the certificate that the signer information names by its issuer and serial number."""
    named = signer["sid"].chosen
    for certificate in known:
        candidate = as_asn1(certificate)
        same_serial = certificate.serial_number == named["serial_number"].native
        if same_serial and candidate.issuer.dump() == named["issuer"].dump():
            return certificate
    return None


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """Return a certificate in the form that CMS structures take."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
