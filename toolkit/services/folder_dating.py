"""Timestamps of folders: asked once for each manifest, kept, and given again to a folder built again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from toolkit.digest import sha256
from toolkit.errors import TimestampUnavailableError
from toolkit.evidence import DOCUMENT_STAMP_ROOTS, STAMP_ROOTS
from toolkit.model import Matricule
from toolkit.services.office import Office


@dataclass(frozen=True, slots=True)
class FolderDating:
    """Who dates the manifests of one employee's folder."""

    office: Office
    matricule: Matricule

    @property
    def configured(self) -> bool:
        """Whether the settings name timestamp servers."""
        return self.office.timestamps is not None

    def roots(self, *, manifest: bool) -> Mapping[str, bytes]:
        """Return the roots of the timestamp authorities, by the name they bear in ``certs/``.

        Args:
            manifest: Whether the manifest is dated; if not, the roots serve the documents only.
        """
        stem = (STAMP_ROOTS if manifest else DOCUMENT_STAMP_ROOTS).rpartition("/")[2]
        pems = enumerate(self.office.timestamp_roots, start=1)
        return {f"{stem}{number}.pem": pem for number, pem in pems}

    def kept(self, manifest: bytes) -> tuple[bytes, ...]:
        """Return the timestamps already given for ``manifest``: the first, then those that renew it."""
        return tuple(self._chain(manifest))

    def timestamp(self, manifest: bytes) -> bytes | None:
        """Return a new timestamp of ``manifest``, kept; None when no server answers."""
        from toolkit.signing import timestamp_bytes  # noqa: PLC0415 - heavy to import

        servers = self.office.timestamps
        if servers is None:
            return None
        try:
            token = timestamp_bytes(manifest, servers)
        except TimestampUnavailableError:
            return None
        with self.office.writing() as unit:
            unit.seals.put(self._scope, sha256(manifest), token)
        return token

    def valid_until(self, stamps: tuple[bytes, ...]) -> datetime | None:
        """Return when the last of ``stamps`` ceases to prove its date."""
        from toolkit.signing import verify_timestamp  # noqa: PLC0415 - heavy to import

        if not stamps:
            return None
        below = stamps[-2] if len(stamps) > 1 else b""
        return verify_timestamp(below, stamps[-1], self.office.timestamp_roots).valid_until

    @property
    def _scope(self) -> str:
        return f"{self.matricule}:tst"

    def _chain(self, stamped: bytes) -> Iterator[bytes]:
        with self.office.reading() as unit:
            token = unit.seals.get(self._scope, sha256(stamped))
            while token is not None:
                yield token
                token = unit.seals.get(self._scope, sha256(token))
