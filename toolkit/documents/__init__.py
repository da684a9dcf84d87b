"""Word templates to DOCX and PDF; interview forms made, and read back.

Names are resolved on first use, so that importing this room loads no Word or PDF library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.documents.engines import Engine, RdocxEngine
    from toolkit.documents.letterhead import dressed
    from toolkit.documents.letters import (
        Accounted,
        Anchors,
        Correspondence,
        Cycle,
        Done,
        DueInterview,
        EarlierSummons,
        Gap,
        Letter,
        Meeting,
        Piece,
        Refusal,
        RefusalKind,
        TopUp,
        cancellation,
        change_of_slot,
        convocation,
        evidence_cover,
        handover,
        hiring_notice,
        preparation_sheet,
        recap_statement,
        refusal_record,
        second_convocation,
        signature_proof,
    )
    from toolkit.documents.pdfa import PdfaProblem, normalised, pdf_page_count, pdfa_problems
    from toolkit.documents.properties import DocumentProperties
    from toolkit.documents.rendering import render_docx, template_fields

_HOMES = {
    "Accounted": "letters",
    "Anchors": "letters",
    "Correspondence": "letters",
    "Cycle": "letters",
    "DocumentProperties": "properties",
    "Done": "letters",
    "DueInterview": "letters",
    "EarlierSummons": "letters",
    "Engine": "engines",
    "Gap": "letters",
    "Letter": "letters",
    "Meeting": "letters",
    "PdfaProblem": "pdfa",
    "Piece": "letters",
    "RdocxEngine": "engines",
    "Refusal": "letters",
    "RefusalKind": "letters",
    "TopUp": "letters",
    "cancellation": "letters",
    "change_of_slot": "letters",
    "convocation": "letters",
    "dressed": "letterhead",
    "evidence_cover": "letters",
    "handover": "letters",
    "hiring_notice": "letters",
    "normalised": "pdfa",
    "pdf_page_count": "pdfa",
    "pdfa_problems": "pdfa",
    "preparation_sheet": "letters",
    "recap_statement": "letters",
    "refusal_record": "letters",
    "render_docx": "rendering",
    "second_convocation": "letters",
    "signature_proof": "letters",
    "template_fields": "rendering",
}

__all__ = [
    "Accounted",
    "Anchors",
    "Correspondence",
    "Cycle",
    "DocumentProperties",
    "Done",
    "DueInterview",
    "EarlierSummons",
    "Engine",
    "Gap",
    "Letter",
    "Meeting",
    "PdfaProblem",
    "Piece",
    "RdocxEngine",
    "Refusal",
    "RefusalKind",
    "TopUp",
    "cancellation",
    "change_of_slot",
    "convocation",
    "dressed",
    "evidence_cover",
    "handover",
    "hiring_notice",
    "normalised",
    "pdf_page_count",
    "pdfa_problems",
    "preparation_sheet",
    "recap_statement",
    "refusal_record",
    "render_docx",
    "second_convocation",
    "signature_proof",
    "template_fields",
]


def __getattr__(name: str) -> object:
    """Return a public name from the module it lives in, loading that module now."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
