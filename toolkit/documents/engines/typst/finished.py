"""A finished Word document, made safe to pass for a template: braces of its text are no tags any more."""

from __future__ import annotations

from datetime import datetime

from toolkit.documents.package import parse_part, read_package, serialise_part, write_package
from toolkit.documents.properties import core_facts
from toolkit.documents.wordml import is_story, w
from toolkit.errors import ConversionError


def as_template(docx: bytes) -> tuple[bytes, str, datetime | None]:
    """Return ``docx`` without anything that reads as a tag, its author and its instant.

    Raises:
        ConversionError: it is no Word document, or an oversized one.
    """
    parts = read_package(docx, about="Document à convertir", refusal=ConversionError)
    author, made_at = core_facts(parts)
    for part in filter(is_story, list(parts)):
        root = parse_part(parts[part], about=part, refusal=ConversionError)
        for text in root.iter(w("t")):
            text.text = (text.text or "").replace("{", "{\u2060")
        parts[part] = serialise_part(root)
    return write_package(parts), author, made_at
