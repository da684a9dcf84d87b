"""Documents that are handed over or filed, with their fingerprints."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.digest import Sha256


@dataclass(frozen=True, slots=True)
class Piece:
    """A document that is handed over or filed; ``label`` is its nature in French."""

    file_name: str
    label: str
    sha256: Sha256
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class PieceContext:
    """``pieces[]``: one document with its fingerprint."""

    file_name: str
    label: str
    sha256: str
    pages: str


def piece_context(piece: Piece) -> PieceContext:
    """Return a piece as tables print it; the pages of what has none are a dash."""
    return PieceContext(
        piece.file_name, piece.label, piece.sha256, str(piece.pages) if piece.pages is not None else "–"
    )
