"""What keeps a closed document provable after its certificates have ended (EN 319 142-1, 5.4 and 5.5).

Two things are added in one revision: the certificates and the answers about revocation that a reader will
need then, and a document timestamp over everything, so that the last signature still covers the whole file.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from cryptography import x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from toolkit.errors import SigningError
from toolkit.signing.envelope import DIGEST, as_asn1, as_certificates, with_token
from toolkit.signing.keys import KeyRing
from toolkit.signing.revocation import revocation_of
from toolkit.signing.signatures import token_of, tokens_within, written
from toolkit.signing.signer import INVISIBLE, TokenStamper
from toolkit.signing.timestamps import TimestampServers
from toolkit.signing.tokens import imprint_of

STAMP_FIELD = "Horodatage"
"""Name of the document timestamps' fields, followed by their number."""


def archived(
    pdf: bytes, servers: TimestampServers, keyring: KeyRing | None = None, at: datetime | None = None
) -> bytes:
    """Return ``pdf`` with what its signatures and timestamps need later, under one more document timestamp.

    Args:
        pdf: A closed document.
        servers: Who stamps it.
        keyring: Says that the seal is not revoked; None where the document holds that already.
        at: Aware instant at which ``keyring`` says so.

    Raises:
        TimestampUnavailableError: no timestamp server answered.
        SigningError: the PDF library could not write.
    """
    certificates: list[x509.Certificate] = []
    answers: list[asn1_ocsp.OCSPResponse | asn1_crl.CertificateList] = []
    if keyring is not None and keyring.responder is not None and at is not None:
        certificates += [keyring.issuing, keyring.responder.certificate]
        answers += keyring.responder.answers(keyring.seal, keyring.issuing, at)
    for path in _distinct(tokens_within(pdf, servers.roots)):
        certificates += path[:-1]
        answers += revocation_of(path)
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    if certificates or answers:
        DocumentSecurityStore.supply_dss_in_writer(
            writer,
            None,
            certs=[as_asn1(each) for each in certificates],
            ocsps=[each for each in answers if isinstance(each, asn1_ocsp.OCSPResponse)],
            crls=[each for each in answers if isinstance(each, asn1_crl.CertificateList)],
        )
    return _stamped(writer, _next_field(pdf), servers)


def stamped_within(pdf: bytes, servers: TimestampServers) -> bytes:
    """Return ``pdf`` with a timestamp of its last signature, in the room that this signature keeps.

    Nothing that is signed changes. A document whose last signature is stamped, or has no room, is returned as
    it is.

    Raises:
        TimestampUnavailableError: no timestamp server answered.
    """
    last = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1]
    if last.sig_object.get("/Type") == "/DocTimeStamp" or token_of(last) is not None:
        return pdf
    token = servers.stamp(imprint_of(bytes(last.signer_info["signature"].native)))
    encoded = with_token(written(last, pdf).encoded, as_certificates(last), token.der).hex().upper()
    start, length, resume, _ = (int(number) for number in last.byte_range)
    room = resume - (start + length) - len("<>")
    if len(encoded) > room:
        return pdf
    return pdf[: start + length + 1] + encoded.ljust(room, "0").encode() + pdf[resume - 1 :]


def _stamped(writer: IncrementalPdfFileWriter, field: str, servers: TimestampServers) -> bytes:
    stamper = PdfTimeStamper(
        TokenStamper(servers),
        field_name=field,
        invis_settings=INVISIBLE,
        readable_field_name="Horodatage du document",
    )
    try:
        stamped = stamper.timestamp_pdf(writer, DIGEST, bytes_reserved=servers.room)
    except SigningError:
        raise
    except Exception as error:
        raise SigningError(
            f"l’horodatage n’a pas pu être écrit ({error}).",
            next_step="Refaites le document depuis son modèle, puis scellez-le de nouveau.",
        ) from error
    return bytes(stamped.getvalue())


def _next_field(pdf: bytes) -> str:
    made = len(PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures)
    return f"{STAMP_FIELD}{made + 1}"


def _distinct(
    paths: Sequence[tuple[x509.Certificate, ...]],
) -> list[tuple[x509.Certificate, ...]]:
    return list(dict.fromkeys(paths))
