"""From Word to PDF: one promise, :class:`Engine`, and the engines that keep it.

Names are resolved on first use: each engine loads its own library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.documents.engines.campaign import Campaign, Made, Order
    from toolkit.documents.engines.engine import Engine
    from toolkit.documents.engines.libreoffice_engine import LibreOfficeEngine
    from toolkit.documents.engines.pdf_maker import PdfMaker
    from toolkit.documents.engines.rdocx_engine import RdocxEngine
    from toolkit.documents.engines.typst import Construct, Program, TypstEngine, unsupported

_HOMES = {
    "Campaign": "campaign",
    "Construct": "typst",
    "Engine": "engine",
    "LibreOfficeEngine": "libreoffice_engine",
    "Made": "campaign",
    "Order": "campaign",
    "PdfMaker": "pdf_maker",
    "Program": "typst",
    "RdocxEngine": "rdocx_engine",
    "TypstEngine": "typst",
    "unsupported": "typst",
}

__all__ = [
    "Campaign",
    "Construct",
    "Engine",
    "LibreOfficeEngine",
    "Made",
    "Order",
    "PdfMaker",
    "Program",
    "RdocxEngine",
    "TypstEngine",
    "unsupported",
]


def __getattr__(name: str) -> object:
    """Return a public name from the module it lives in, loading that module now."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
