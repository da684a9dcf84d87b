"""Evidence folders: laid out, sealed, dated, checked and exported, to convince without this tool.

The copy to read is resolved on first use: it alone needs the PDF and font libraries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.evidence.building import BuiltFolder, Sealer, build
from toolkit.evidence.checks import (
    SealVerdict,
    SignatureChecks,
    SignatureVerdict,
    Timestamper,
    TimestampVerdict,
)
from toolkit.evidence.exporting import ContainerSealer, export, export_asice
from toolkit.evidence.layout import (
    COVER,
    DOCUMENT_STAMP_ROOTS,
    JOURNAL,
    MANIFEST,
    SEAL,
    STAMP_ROOTS,
    TIMESTAMP,
    WITHOUT_CASE,
    case_folder_name,
    folder_name,
    stamp_name,
)
from toolkit.evidence.plan import FolderPlan, Piece
from toolkit.evidence.report import FolderFinding, FolderReport
from toolkit.evidence.verification import verify, verify_all

if TYPE_CHECKING:
    from toolkit.evidence.reading import ReadingPiece, reading_copy

__all__ = [
    "COVER",
    "DOCUMENT_STAMP_ROOTS",
    "JOURNAL",
    "MANIFEST",
    "SEAL",
    "STAMP_ROOTS",
    "TIMESTAMP",
    "WITHOUT_CASE",
    "BuiltFolder",
    "ContainerSealer",
    "FolderFinding",
    "FolderPlan",
    "FolderReport",
    "Piece",
    "ReadingPiece",
    "SealVerdict",
    "Sealer",
    "SignatureChecks",
    "SignatureVerdict",
    "TimestampVerdict",
    "Timestamper",
    "build",
    "case_folder_name",
    "export",
    "export_asice",
    "folder_name",
    "reading_copy",
    "stamp_name",
    "verify",
    "verify_all",
]


def __getattr__(name: str) -> object:
    """Return what makes a copy to read, loaded on first use."""
    if name not in ("ReadingPiece", "reading_copy"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from toolkit.evidence import reading  # noqa: PLC0415 - heavy to import

    return getattr(reading, name)
