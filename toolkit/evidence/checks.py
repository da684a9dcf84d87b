"""What folders need of whoever knows signatures and timestamps; this room knows none itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol


class SignatureVerdict(Protocol):
    """What a signature is worth: French sentences, none when it is sound."""

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong."""
        ...


class SealVerdict(SignatureVerdict, Protocol):
    """What the seal of a manifest is worth."""

    @property
    def sealed_by(self) -> str:
        """Who sealed."""
        ...

    @property
    def sealed_at(self) -> datetime | None:
        """The instant that the seal states."""
        ...

    @property
    def content_changed(self) -> bool:
        """Whether the seal is sound, but of another content."""
        ...


class TimestampVerdict(SignatureVerdict, Protocol):
    """What a timestamp is worth (RFC 3161)."""

    @property
    def stamped_by(self) -> str:
        """Who stamped."""
        ...

    @property
    def stamped_at(self) -> datetime | None:
        """The instant that it states."""
        ...

    @property
    def valid_until(self) -> datetime | None:
        """Until when it proves its date, unless it is renewed before."""
        ...

    @property
    def content_changed(self) -> bool:
        """Whether the timestamp is sound, but of another content."""
        ...


class SignatureChecks(Protocol):
    """Checks signatures and timestamps.

    ``at`` is the instant at which dates must still be proved; None asks only that all was sound when made.
    """

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
        ...

    def verify_detached(
        self, data: bytes, p7s: bytes, trust_roots: Iterable[bytes], certs: Iterable[bytes] = ()
    ) -> SealVerdict:
        """Check a detached seal byte for byte."""
        ...

    def verify_timestamp(
        self, data: bytes, tst: bytes, trust_roots: Iterable[bytes], *, at: datetime | None = None
    ) -> TimestampVerdict:
        """Check a timestamp token of ``data`` byte for byte."""
        ...


class Timestamper(Protocol):
    """Dates bytes by someone other than the employer."""

    def timestamp(self, data: bytes) -> bytes | None:
        """Return the DER timestamp token of ``data``, None when no server answers now."""
        ...
