"""Which instants are proven by others than the employer, and for how long they stay proven.

A timestamp proves its date while its server's certificate lasts; another one, set over it before that end,
takes over from there (RFC 3161, 4; EN 319 102-1, 5.6.2.4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from toolkit.signing.certificates import holder
from toolkit.signing.signatures import token_of, written
from toolkit.signing.timestamps import expired
from toolkit.signing.tokens import Token, TokenError, imprint_of, read


@dataclass(frozen=True, slots=True)
class Stamp:
    """A document timestamp: its field, its place among the revisions, its token where that is sound."""

    field: str
    revision: int
    token: Token | None
    problems: tuple[str, ...]

    @property
    def by(self) -> str:
        """Who stamped."""
        return holder(self.token.server) if self.token else ""


def document_stamps(
    signatures: Sequence[EmbeddedPdfSignature], pdf: bytes, roots: Sequence[x509.Certificate]
) -> tuple[Stamp, ...]:
    """Return the document timestamps of ``pdf`` in their order, each checked."""
    return tuple(_stamp(each, pdf, roots) for each in signatures if _is_stamp(each))


def signature_token(
    signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate]
) -> tuple[Token | None, tuple[str, ...]]:
    """Return the timestamp that a signature carries, and what is wrong with it."""
    encoded = token_of(signature)
    if encoded is None:
        return None, ()
    signed = bytes(signature.signer_info["signature"].native)
    return _checked(encoded, imprint_of(signed), roots)


def holds(token: Token, later: Sequence[Stamp], at: datetime) -> bool:
    """Tell whether ``token`` still proves its date at ``at``, by itself or through stamps set ``later``."""
    end = token.server.not_valid_after_utc
    if at <= end:
        return True
    return any(
        stamp.token is not None and stamp.token.at <= end and holds(stamp.token, later[number + 1 :], at)
        for number, stamp in enumerate(later)
    )


def unkept(stamps: Sequence[Stamp], at: datetime) -> list[str]:
    """Return what is said of the last document timestamp where it proves nothing any more at ``at``."""
    last = stamps[-1].token if stamps else None
    if last is None or holds(last, (), at):
        return []
    return [f"« {stamps[-1].field} » : {expired(last.server)}"]


def _stamp(signature: EmbeddedPdfSignature, pdf: bytes, roots: Sequence[x509.Certificate]) -> Stamp:
    found = written(signature, pdf)
    digest = signature.compute_digest() if signature.md_algorithm == "sha256" else b""
    token, problems = _checked(found.encoded, digest, roots)
    if not found.plainly:
        problems = (*problems, "l’horodatage n’est pas écrit comme il l’a été à l’origine.")
    told = tuple(f"« {signature.field_name} » : {each}" for each in problems)
    return Stamp(signature.field_name, signature.signed_revision, token, told)


def _checked(
    encoded: bytes, imprint: bytes, roots: Sequence[x509.Certificate]
) -> tuple[Token | None, tuple[str, ...]]:
    try:
        token = read(encoded, roots)
    except TokenError as error:
        return None, (f"l’horodatage {error}.",)
    if token.imprint != imprint:
        return None, ("l’horodatage n’est pas celui de ce contenu.",)
    return token, ()


def _is_stamp(signature: EmbeddedPdfSignature) -> bool:
    return bool(signature.sig_object.get("/Type") == "/DocTimeStamp")
