"""Papers that prove something outside the tool: which are taken, and how they are read."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import UsageError, disk_words

ACCEPTED = frozenset({"pdf", "png", "jpg", "jpeg", "docx", "eml"})
"""Suffixes of the papers taken as they are."""


def read_proof(path: Path) -> tuple[str, bytes]:
    """Return the suffix and the bytes of a paper.

    Raises:
        UsageError: this type of file is not taken, or it cannot be read.
    """
    suffix = path.suffix.lower().lstrip(".")
    if suffix not in ACCEPTED:
        raise UsageError(
            "ce type de pièce n’est pas accepté.",
            about=path.name,
            next_step="Donnez un PDF, une image (PNG, JPEG), un DOCX ou un message (EML).",
        )
    try:
        return suffix, path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"la pièce est illisible ({disk_words(error)}).", about=str(path), next_step="Vérifiez le chemin."
        ) from error
