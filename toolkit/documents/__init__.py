"""Word templates to DOCX and PDF; interview forms made, and read back.

Names are resolved on first use, so that importing this room loads no Word or PDF library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.documents.engines import (
        Campaign,
        Construct,
        Engine,
        LibreOfficeEngine,
        Made,
        Order,
        PdfMaker,
        Program,
        RdocxEngine,
        TypstEngine,
        unsupported,
    )
    from toolkit.documents.fonts import undrawable
    from toolkit.documents.forms.content import AnswerKind, CarriedAction, Occasion, Question, Topic
    from toolkit.documents.forms.fillable import fillable_form, fillable_pdf
    from toolkit.documents.forms.filling import fill_form
    from toolkit.documents.forms.follow_up import FollowedAction
    from toolkit.documents.forms.identity import FormIdentity, form_id, parse_form_id
    from toolkit.documents.forms.making import MadeForm, make_form
    from toolkit.documents.forms.reading import Answer, FormProblem, FormReading, read_form
    from toolkit.documents.forms.report import interview_report
    from toolkit.documents.forms.signatures import Box, signature_boxes
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
    "Answer": "forms.reading",
    "AnswerKind": "forms.content",
    "Box": "forms.signatures",
    "Campaign": "engines",
    "CarriedAction": "forms.content",
    "Construct": "engines",
    "Correspondence": "letters",
    "Cycle": "letters",
    "DocumentProperties": "properties",
    "Done": "letters",
    "DueInterview": "letters",
    "EarlierSummons": "letters",
    "Engine": "engines",
    "FollowedAction": "forms.follow_up",
    "FormIdentity": "forms.identity",
    "FormProblem": "forms.reading",
    "FormReading": "forms.reading",
    "Gap": "letters",
    "Letter": "letters",
    "LibreOfficeEngine": "engines",
    "Made": "engines",
    "MadeForm": "forms.making",
    "Meeting": "letters",
    "Occasion": "forms.content",
    "Order": "engines",
    "PdfMaker": "engines",
    "PdfaProblem": "pdfa",
    "Piece": "letters",
    "Program": "engines",
    "Question": "forms.content",
    "RdocxEngine": "engines",
    "Refusal": "letters",
    "RefusalKind": "letters",
    "TopUp": "letters",
    "Topic": "forms.content",
    "TypstEngine": "engines",
    "cancellation": "letters",
    "change_of_slot": "letters",
    "convocation": "letters",
    "dressed": "letterhead",
    "evidence_cover": "letters",
    "fill_form": "forms.filling",
    "fillable_form": "forms.fillable",
    "fillable_pdf": "forms.fillable",
    "form_id": "forms.identity",
    "handover": "letters",
    "hiring_notice": "letters",
    "interview_report": "forms.report",
    "make_form": "forms.making",
    "normalised": "pdfa",
    "parse_form_id": "forms.identity",
    "pdf_page_count": "pdfa",
    "pdfa_problems": "pdfa",
    "preparation_sheet": "letters",
    "read_form": "forms.reading",
    "recap_statement": "letters",
    "refusal_record": "letters",
    "render_docx": "rendering",
    "second_convocation": "letters",
    "signature_boxes": "forms.signatures",
    "signature_proof": "letters",
    "template_fields": "rendering",
    "undrawable": "fonts",
    "unsupported": "engines",
}

__all__ = [
    "Accounted",
    "Anchors",
    "Answer",
    "AnswerKind",
    "Box",
    "Campaign",
    "CarriedAction",
    "Construct",
    "Correspondence",
    "Cycle",
    "DocumentProperties",
    "Done",
    "DueInterview",
    "EarlierSummons",
    "Engine",
    "FollowedAction",
    "FormIdentity",
    "FormProblem",
    "FormReading",
    "Gap",
    "Letter",
    "LibreOfficeEngine",
    "Made",
    "MadeForm",
    "Meeting",
    "Occasion",
    "Order",
    "PdfMaker",
    "PdfaProblem",
    "Piece",
    "Program",
    "Question",
    "RdocxEngine",
    "Refusal",
    "RefusalKind",
    "TopUp",
    "Topic",
    "TypstEngine",
    "cancellation",
    "change_of_slot",
    "convocation",
    "dressed",
    "evidence_cover",
    "fill_form",
    "fillable_form",
    "fillable_pdf",
    "form_id",
    "handover",
    "hiring_notice",
    "interview_report",
    "make_form",
    "normalised",
    "parse_form_id",
    "pdf_page_count",
    "pdfa_problems",
    "preparation_sheet",
    "read_form",
    "recap_statement",
    "refusal_record",
    "render_docx",
    "second_convocation",
    "signature_boxes",
    "signature_proof",
    "template_fields",
    "undrawable",
    "unsupported",
]


def __getattr__(name: str) -> object:
    """Return a public name from the module it lives in, loading that module now."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
