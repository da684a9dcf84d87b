"""The signatures and timestamps that a PDF bears, each with the room that it fills and what it carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import parser
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from toolkit.signing.tokens import Token, TokenError, read


@dataclass(frozen=True, slots=True)
class Written:
    """One signature or document timestamp as it is written: its encoding, and whether nothing else is."""

    encoded: bytes
    plainly: bool


def written(signature: EmbeddedPdfSignature, pdf: bytes) -> Written:
    """Return what the hole of the byte range holds: one encoding in capitals, then zeros only."""
    start, length, resume, _ = (int(number) for number in signature.byte_range)
    hole = pdf[start + length : resume]
    content = signature.pkcs7_content
    encoded = content[: parser.peek(content)]
    expected = encoded.hex().upper().encode()
    digits = hole[1:-1]
    plainly = (
        digits[: len(expected)] == expected
        and not digits[len(expected) :].strip(b"0")
        and hole[:1] == b"<"
        and hole[-1:] == b">"
    )
    return Written(encoded, plainly)


def token_of(signature: EmbeddedPdfSignature) -> bytes | None:
    """Return the timestamp token that a signature carries beside what it signs (RFC 3161, A), or None."""
    attributes = signature.signer_info["unsigned_attrs"]
    for attribute in attributes or ():
        if attribute["type"].native == "signature_time_stamp_token":
            return bytes(attribute["values"][0].dump())
    return None


def tokens_within(pdf: bytes, roots: Sequence[x509.Certificate]) -> list[tuple[x509.Certificate, ...]]:
    """Return the path of each timestamp that ``pdf`` bears, those that lead to none of ``roots`` left out."""
    reader = PdfFileReader(BytesIO(pdf))
    encoded = [token_of(each) for each in reader.embedded_regular_signatures]
    encoded += [written(each, pdf).encoded for each in reader.embedded_timestamp_signatures]
    return [token.path for each in encoded if each is not None for token in _sound(each, roots)]


def _sound(encoded: bytes, roots: Sequence[x509.Certificate]) -> list[Token]:
    try:
        return [read(encoded, roots)]
    except TokenError:
        return []
