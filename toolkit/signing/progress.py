"""How far a document has come: which fields are signed, which still wait, and that none is false."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.errors import SigningError
from toolkit.signing.acts import CERTIFICATION_FIELD, SEAL_FIELD
from toolkit.signing.keys import KeyRing
from toolkit.signing.protection import Protection
from toolkit.signing.verification import examine


@dataclass(frozen=True, slots=True)
class Progress:
    """Names of the persons' fields: those signed, in the order of signing, and those still empty."""

    signed: tuple[str, ...]
    empty: tuple[str, ...]


def progress_of(document: bytes, keyring: KeyRing, protection: Protection) -> Progress:
    """Return how far a document between two signatures has come.

    Raises:
        SigningError: it was not begun here, is sealed already, or was altered since.
    """
    servers = protection.servers
    found = examine(
        document, [keyring.root], servers.roots if servers else (), providers=protection.providers
    )
    names = [signature.field for signature in found.signatures]
    if SEAL_FIELD in names:
        _refuse("il est déjà scellé")
    if found.problems:
        _refuse(found.problems[0].rstrip("."))
    if names[:1] != [CERTIFICATION_FIELD] or SEAL_FIELD not in found.empty:
        _refuse("sa signature n’a pas été commencée ici")
    return Progress(tuple(names[1:]), tuple(name for name in found.empty if name != SEAL_FIELD))


def _refuse(reason: str) -> None:
    raise SigningError(
        f"ce PDF ne peut plus être signé : {reason}.",
        next_step="Reprenez la signature depuis le document d’origine.",
    )
