"""A signature made elsewhere, in two steps: what is to be signed goes out, the signature comes back.

Between the steps nothing is held in memory: :class:`AwaitedSignature` is bytes, kept for minutes or days. It
serves whoever signs with a means of their own: a card, a service without the consortium's API.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from toolkit.errors import SigningError
from toolkit.signing.envelope import DIGEST
from toolkit.signing.rsa import is_signed_by
from toolkit.signing.signer import BYTES_RESERVED, DatedPdfSigner


@dataclass(frozen=True, slots=True)
class AwaitedSignature:
    """A document with room for one signature, and what must be signed for it.

    Args:
        document: The document, its signature still empty.
        digest: SHA-256 of the document but for that room.
        start: Where the room begins, in bytes.
        end: Where it ends.
        to_sign: The signed attributes in DER (RFC 5652, 5.4): the bytes that the key signs.
        certificate: Certificate of the key, in DER.
        chain: Certificates that vouch for it, in DER, without a root.
    """

    document: bytes
    digest: bytes
    start: int
    end: int
    to_sign: bytes
    certificate: bytes
    chain: tuple[bytes, ...] = ()

    @property
    def imprint(self) -> bytes:
        """SHA-256 of ``to_sign``, for services that sign hashes."""
        return hashlib.sha256(self.to_sign).digest()


def prepare(
    document: bytes,
    metadata: signers.PdfSignatureMetadata,
    certificate: x509.Certificate,
    chain: Sequence[x509.Certificate] = (),
    *,
    at: datetime,
    style: TextStampStyle | None = None,
) -> AwaitedSignature:
    """Return what somebody else is to sign, and the document that waits for it.

    Args:
        document: A document with an empty field of the name in ``metadata``.
        metadata: Field, person and reason.
        certificate: Certificate of the key that will sign; RSA.
        chain: Certificates that vouch for it.
        at: Aware instant that the signature states.
        style: The visible block.

    Raises:
        SigningError: the key is of another kind than the project signs with.
    """
    if not isinstance(certificate.public_key(), RSAPublicKey):
        raise SigningError(
            "ce certificat n’est pas celui d’une clé RSA : la signature ne serait pas conforme au PDF/A-3.",
            about=certificate.subject.rfc4514_string(),
            next_step="Demandez un certificat RSA à votre prestataire.",
        )
    der = certificate.public_bytes(Encoding.DER)
    others = tuple(each.public_bytes(Encoding.DER) for each in chain)
    signer = _stand_in(der, others)
    pdf_signer = DatedPdfSigner(metadata, signer, at=at, stamp_style=style)
    prepared, _, output = asyncio.run(
        pdf_signer.async_digest_doc_for_signing(
            IncrementalPdfFileWriter(BytesIO(document)),
            existing_fields_only=True,
            bytes_reserved=BYTES_RESERVED,
        )
    )
    attributes = asyncio.run(signer.signed_attrs(prepared.document_digest, DIGEST, use_pades=True))
    output.seek(0)
    return AwaitedSignature(
        document=output.read(),
        digest=prepared.document_digest,
        start=prepared.reserved_region_start,
        end=prepared.reserved_region_end,
        to_sign=attributes.dump(),
        certificate=der,
        chain=others,
    )


def finish(awaited: AwaitedSignature, signature: bytes) -> bytes:
    """Return the document with the signature that came back, once it is seen to be right.

    Args:
        awaited: What :func:`prepare` returned.
        signature: RSASSA-PKCS1-v1_5 with SHA-256 of ``to_sign``.

    Raises:
        SigningError: it is not the signature of what was to be signed.
    """
    certificate = x509.load_der_x509_certificate(awaited.certificate)
    if not is_signed_by(certificate, signature, awaited.to_sign):
        raise SigningError(
            "la signature rendue n’est pas celle de ce document par ce certificat.",
            about=certificate.subject.rfc4514_string(),
            next_step="Recommencez la demande de signature.",
        )
    signer = _stand_in(awaited.certificate, awaited.chain, signature)
    attributes = cms.CMSAttributes.load(awaited.to_sign)
    content = asyncio.run(signer.async_sign_prescribed_attributes(DIGEST, attributes))
    output = BytesIO(awaited.document)
    prepared = PreparedByteRangeDigest(awaited.digest, awaited.start, awaited.end)
    PdfTBSDocument.finish_signing(output, prepared, content)
    return output.getvalue()


def _stand_in(certificate: bytes, chain: Sequence[bytes], signature: bytes = b"") -> signers.ExternalSigner:
    """Return a signer that holds no key: it knows the certificate, and the signature once there is one."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([asn1_x509.Certificate.load(each) for each in chain])
    return signers.ExternalSigner(
        signing_cert=asn1_x509.Certificate.load(certificate),
        cert_registry=store,
        signature_value=signature or 512,
        embed_roots=False,
    )
