"""How far a signature is protected against the years, as the settings allow and as the file then shows."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography import x509

from toolkit.model.document import PadesLevel
from toolkit.signing.keys import KeyRing
from toolkit.signing.timestamps import TimestampServers


@dataclass(frozen=True, slots=True)
class Protection:
    """What may be added to a signature; by default nothing: its date rests on the employer's clock.

    ``servers`` date each signature; ``long_term`` adds to each closed document what proves it after its
    certificates have ended, under a last timestamp. ``providers`` are the roots under which a person may sign
    with a key of their own.
    """

    servers: TimestampServers | None = None
    long_term: bool = False
    providers: tuple[x509.Certificate, ...] = ()

    def archives(self, keyring: KeyRing) -> bool:
        """Tell whether closed documents get what proves them later; keys of before cannot give it."""
        return self.servers is not None and self.long_term and keyring.lasting


@dataclass(frozen=True, slots=True)
class Sealed:
    """A closed document, the level read from its bytes, and whether it waits for a timestamp server."""

    pdf: bytes
    level: PadesLevel
    waiting: bool = False


BARE = Protection()
"""Signatures alone."""
