"""Evidence folders: laid out, sealed, dated, checked and exported, to convince without this tool."""

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
from toolkit.evidence.reading_copy import ReadingPiece, reading_copy
from toolkit.evidence.report import FolderFinding, FolderReport
from toolkit.evidence.verification import verify, verify_all

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
