"""Word templates to DOCX and PDF; interview forms made, and read back.

Names are resolved on first use, so that importing this room loads no Word or PDF library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.documents.engines import Engine, RdocxEngine
    from toolkit.documents.pdfa import PdfaProblem, normalised, pdf_page_count, pdfa_problems
    from toolkit.documents.properties import DocumentProperties
    from toolkit.documents.rendering import render_docx, template_fields

_HOMES = {
    "DocumentProperties": "properties",
    "Engine": "engines",
    "PdfaProblem": "pdfa",
    "RdocxEngine": "engines",
    "normalised": "pdfa",
    "pdf_page_count": "pdfa",
    "pdfa_problems": "pdfa",
    "render_docx": "rendering",
    "template_fields": "rendering",
}

__all__ = [
    "DocumentProperties",
    "Engine",
    "PdfaProblem",
    "RdocxEngine",
    "normalised",
    "pdf_page_count",
    "pdfa_problems",
    "render_docx",
    "template_fields",
]


def __getattr__(name: str) -> object:
    """Return a public name from the module it lives in, loading that module now."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
