"""The level that a closed document reached, read from its bytes and never assumed (EN 319 142-1, 6.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from toolkit.model.document import PadesLevel
from toolkit.signing.dating import Stamp, document_stamps, signature_token
from toolkit.signing.envelope import as_certificates
from toolkit.signing.longterm import answered, lasts
from toolkit.signing.tokens import Token


def level_of(
    pdf: bytes, roots: Sequence[x509.Certificate], stamp_roots: Sequence[x509.Certificate], at: datetime
) -> PadesLevel:
    """Return the level of the signature that reached least, a long-term one being tried before it is claimed.

    Args:
        pdf: The document just closed or stamped.
        roots: Roots of seals.
        stamp_roots: Roots of timestamp servers.
        at: The present, aware.
    """
    reader = PdfFileReader(BytesIO(pdf))
    signatures = list(reader.embedded_signatures)
    stamps = document_stamps(signatures, pdf, stamp_roots)
    seen = Evidence(reader, stamps)
    levels = [
        seen.level(each, signature_token(each, stamp_roots)[0]) for each in reader.embedded_regular_signatures
    ]
    level = min(levels, key=lambda each: each.rank, default=PadesLevel.B_B)
    if level.rank <= PadesLevel.B_T.rank:
        return level
    stamped = (signature_token(each, stamp_roots)[0] is not None for each in signatures)
    alike = (frozenset(seen.answers), tuple(stamped), at.date())
    if alike not in _tried:
        _tried[alike] = lasts(pdf, roots, stamp_roots, at)
    return level if _tried[alike] else PadesLevel.B_T


_tried: dict[tuple[frozenset[int], tuple[bool, ...], date], bool] = {}
"""Whether a long-term validation passed, for documents of a day that rest on the same certificates: one tells
for all, and a campaign need not try ten thousand."""


class Evidence:
    """What a document holds beside its signatures: timestamps over it, and answers about revocation.

    Args:
        reader: The document.
        stamps: Its document timestamps.
    """

    def __init__(self, reader: PdfFileReader, stamps: Sequence[Stamp]) -> None:
        self._stamps = [each for each in stamps if each.token is not None]
        self.answers: Mapping[int, datetime | None] = answered(reader)
        self._kept: Mapping[int, datetime | None] = {}
        if self._stamps:
            self._kept = answered(reader.get_historical_resolver(self._stamps[-1].revision))

    def later(self, signature: EmbeddedPdfSignature) -> list[Stamp]:
        """Return the document timestamps over a signature."""
        return [each for each in self._stamps if each.revision > signature.signed_revision]

    def level(self, signature: EmbeddedPdfSignature, token: Token | None) -> PadesLevel:
        """Return the level of one signature, which bears ``token``."""
        if token is None and not self.later(signature):
            return PadesLevel.B_B
        below = [each for each in as_certificates(signature) if each.issuer != each.subject]
        needed = {each.serial_number for each in (*below, *(token.path[:-1] if token else ()))}
        if not needed <= self.answers.keys():
            return PadesLevel.B_T
        kept = bool(self.later(signature)) and needed <= self._kept.keys()
        return PadesLevel.B_LTA if kept else PadesLevel.B_LT
