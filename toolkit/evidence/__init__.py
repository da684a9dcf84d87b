"""Evidence folders: laid out, sealed, checked and exported, so that they convince without this tool."""

from toolkit.evidence.building import BuiltFolder, Sealer, build
from toolkit.evidence.checks import SealVerdict, SignatureChecks, SignatureVerdict
from toolkit.evidence.exporting import export
from toolkit.evidence.layout import JOURNAL, MANIFEST, SEAL, case_folder_name, folder_name
from toolkit.evidence.plan import FolderPlan, Piece
from toolkit.evidence.report import FolderFinding, FolderReport
from toolkit.evidence.verification import verify, verify_all

__all__ = [
    "JOURNAL",
    "MANIFEST",
    "SEAL",
    "BuiltFolder",
    "FolderFinding",
    "FolderPlan",
    "FolderReport",
    "Piece",
    "SealVerdict",
    "Sealer",
    "SignatureChecks",
    "SignatureVerdict",
    "build",
    "case_folder_name",
    "export",
    "folder_name",
    "verify",
    "verify_all",
]
