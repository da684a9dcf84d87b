"""What a check of a folder found, for a person and for a machine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FolderFinding:
    """What is wrong with one file of the folder."""

    file: str
    problem: str

    def __str__(self) -> str:
        """Return both in one line."""
        return f"{self.file} : {self.problem}"


@dataclass(frozen=True, slots=True)
class FolderReport:
    """The verdict on one folder.

    Args:
        folder: Its name.
        findings: What is wrong; none when the folder is sound.
        notes: What a reader must still know or do.
        matricule: Whose it is, as its journal says.
        files: Number of files that the manifest lists.
        signed: Names of the signed PDF files that were checked.
        sealed_by: Holder of the seal certificate.
        sealed_at: Instant that the seal states.
        stamped_by: Who dated the manifest; empty without a timestamp.
        stamped_at: Instant that the first timestamp states.
        renew_before: When the last timestamp ceases to prove its date, unless it is renewed.
        root_sha256: Fingerprint of the root relied on, hexadecimal.
    """

    folder: str
    findings: tuple[FolderFinding, ...]
    notes: tuple[str, ...] = ()
    matricule: str = ""
    files: int = 0
    signed: tuple[str, ...] = ()
    sealed_by: str = ""
    sealed_at: datetime | None = None
    stamped_by: str = ""
    stamped_at: datetime | None = None
    renew_before: datetime | None = None
    root_sha256: str = ""

    @property
    def ok(self) -> bool:
        """Whether the folder is sound."""
        return not self.findings
