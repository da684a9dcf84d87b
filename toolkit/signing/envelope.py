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
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

DIGEST = "sha256"
"""The one digest that is used."""


def encode(
    seal: x509.Certificate,
    issuing: x509.Certificate,
    attributes: cms.CMSAttributes,
    signature: bytes,
    token: bytes | None = None,
) -> bytes:
    """Return the DER bytes of a signature with the certificates of seal and authority, and no root.

    ``token`` is the timestamp of the signature, joined as it is (RFC 3161, appendix A).
    """
    holder_certificate = as_asn1(seal)
    digest_algorithm = algos.DigestAlgorithm({"algorithm": DIGEST})
    beside = {} if token is None else {"unsigned_attrs": _stamped_by(token)}
    signer = cms.SignerInfo(
        {
            **beside,
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


def _stamped_by(token: bytes) -> cms.CMSAttributes:
    stamp = {"type": "signature_time_stamp_token", "values": [cms.ContentInfo.load(token)]}
    return cms.CMSAttributes([cms.CMSAttribute(stamp)])


def is_exact(encoded: bytes, known: Sequence[x509.Certificate], token: bytes | None = None) -> bool:
    """Tell whether ``encoded`` is what :func:`encode` makes with ``token`` and certificates of ``known``."""
    signer = signer_of(encoded)
    seal = named_by(signer, known)
    if seal is None:
        return False
    attributes = cms.CMSAttributes(list(signer["signed_attrs"]))
    attributes = cms.CMSAttributes.load(attributes.dump(force=True))  # longer encodings become the short one
    signature = bytes(signer["signature"].native)
    return any(encode(seal, other, attributes, signature, token) == encoded for other in known)


def with_token(encoded: bytes, known: Sequence[x509.Certificate], token: bytes) -> bytes:
    """Return a signature that bears no timestamp with ``token`` joined; what it signs stays as it is.

    Args:
        encoded: What :func:`encode` made.
        known: The certificates that it carries.
        token: A timestamp over its signature value.
    """
    signer = signer_of(encoded)
    seal = named_by(signer, known)
    if seal is None or not is_exact(encoded, known):
        raise ValueError("not a signature of ours")
    attributes = cms.CMSAttributes.load(signer["signed_attrs"].untag().dump())
    signature = bytes(signer["signature"].native)
    issuing = next(each for each in known if encode(seal, each, attributes, signature) == encoded)
    return encode(seal, issuing, attributes, signature, token)


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


def as_certificates(signature: EmbeddedPdfSignature) -> list[x509.Certificate]:
    """Return the certificates that a PDF signature carries, the signer's first."""
    carried = (signature.signer_cert, *signature.other_embedded_certs)
    return [x509.load_der_x509_certificate(each.dump()) for each in carried]


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """Return a certificate in the form that CMS structures take."""
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
