"""What every PDF engine promises, whichever draws the page."""

from __future__ import annotations

from typing import Protocol


class Engine(Protocol):
    """Turns a Word document into a PDF."""

    @property
    def name(self) -> str:
        """Short name, for messages and the journal."""
        ...

    def to_pdf(self, docx: bytes, *, title: str, language: str = "fr-FR") -> bytes:
        """Return the tagged PDF/A-3b of ``docx``; dates and author are those of its properties.

        Args:
            docx: A Word document without macros.
            title: Title of the PDF.
            language: BCP 47 tag of its text.

        Raises:
            ConversionError: the document cannot be drawn, or took too long or too much memory.
        """
        ...
