"""How far a signature is protected against the years, as the settings allow and as the file then shows."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.model.document import PadesLevel


@dataclass(frozen=True, slots=True)
class Protection:
    """What may be added to a signature; by default nothing: its date rests on the employer's clock."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A closed document, the level read from its bytes, and whether it waits for a timestamp server."""

    pdf: bytes
    level: PadesLevel
    waiting: bool = False


BARE = Protection()
"""Signatures alone."""
