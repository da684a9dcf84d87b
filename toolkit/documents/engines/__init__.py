"""From Word to PDF: one promise, :class:`Engine`, and the engine that needs nothing but pip."""

from toolkit.documents.engines.engine import Engine
from toolkit.documents.engines.rdocx_engine import RdocxEngine

__all__ = ["Engine", "RdocxEngine"]
