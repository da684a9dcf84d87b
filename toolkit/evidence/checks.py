"""What checking a folder needs of whoever knows signatures; this room knows none itself."""

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


class SignatureChecks(Protocol):
    """Checks signatures; ``toolkit.signing`` itself is one."""

    def verify_pdf(
        self, pdf: bytes, trust_roots: Iterable[bytes], expected_fields: Sequence[str] | None = None
    ) -> SignatureVerdict:
        """Check every signature of a PDF, and that nothing was added after the last."""
        ...

    def verify_detached(
        self, data: bytes, p7s: bytes, trust_roots: Iterable[bytes], certs: Iterable[bytes] = ()
    ) -> SealVerdict:
        """Check a detached seal byte for byte."""
        ...
