"""Who judges signatures when folders are verified: the one door by which strangers' files reach a parser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from toolkit.services.confined_checks import ConfinedChecks

if TYPE_CHECKING:
    from toolkit.evidence import SealVerdict, SignatureChecks, SignatureVerdict, TimestampVerdict


@cache
def checks() -> SignatureChecks:
    """Return what judges the signatures of folders from anywhere: one child, kept until the end."""
    return ConfinedChecks(SigningChecks())


class SigningChecks:
    """The checks of :mod:`toolkit.signing`, in whatever process calls them."""

    def verify_pdf(
        self,
        pdf: bytes,
        trust_roots: Iterable[bytes],
        expected_fields: Sequence[str] | None = None,
        *,
        at: datetime | None = None,
        timestamp_roots: Iterable[bytes] | None = None,
    ) -> SignatureVerdict:
        """Check every signature of a PDF, and that nothing was added after the last."""
        from toolkit.signing import verify_pdf  # noqa: PLC0415 - heavy to import

        return verify_pdf(pdf, trust_roots, expected_fields, at=at, timestamp_roots=timestamp_roots)

    def verify_detached(
        self, data: bytes, p7s: bytes, trust_roots: Iterable[bytes], certs: Iterable[bytes] = ()
    ) -> SealVerdict:
        """Check a detached seal byte for byte."""
        from toolkit.signing import verify_detached  # noqa: PLC0415 - heavy to import

        return verify_detached(data, p7s, trust_roots, certs)

    def verify_timestamp(
        self, data: bytes, tst: bytes, trust_roots: Iterable[bytes], *, at: datetime | None = None
    ) -> TimestampVerdict:
        """Check a timestamp token byte for byte."""
        from toolkit.signing import verify_timestamp  # noqa: PLC0415 - heavy to import

        return verify_timestamp(data, tst, trust_roots, at=at)
