"""Personal links: signed by the employer, good for a time, and kept nowhere but with the person.

A link is a token signed with a key of the keys folder. Whoever reads the database finds its SHA-256 only, and
whoever has the key but not the database cannot make one that is known. A link is good for one answer.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from itsdangerous import BadSignature, SignatureExpired, TimestampSigner, URLSafeTimedSerializer

from toolkit.digest import Sha256
from toolkit.errors import SettingsError, SigningError, disk_words
from toolkit.model.identifiers import EmployerId

FILE_NAME = "liens.cle"
"""Name of the key in the keys folder of an employer."""

LONGEST_LIFE = timedelta(days=60)
"""No link is good for longer, whatever the settings say."""

_KEY_BYTES = 32
_RANDOM_BYTES = 24
_SALT = "entretiens.signature.lien/1"
_ASK_AGAIN = "Demandez un nouveau lien au service des ressources humaines."


@dataclass(frozen=True, slots=True)
class LinkKey:
    """The key that signs links; never shown."""

    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link just made: the token, for the person and nobody else, and its SHA-256, to be kept."""

    token: str = field(repr=False)
    digest: Sha256


def link_key(folder: Path, random_bytes: Callable[[int], bytes]) -> LinkKey:
    """Return the key of an employer's links, made on first use and readable by its owner only.

    Args:
        folder: The employer's keys folder.
        random_bytes: Gives that many random bytes.

    Raises:
        SettingsError: the key cannot be read or written, is damaged, or others may read it.
    """
    path = folder / FILE_NAME
    try:
        if not path.is_file():
            _write_once(path, random_bytes(_KEY_BYTES))
        secret, mode = path.read_bytes(), path.stat().st_mode
    except OSError as error:
        raise SettingsError(
            f"la clé des liens de signature est inaccessible ({disk_words(error)}).",
            about=str(path),
            next_step="Vérifiez le dossier des clés et ses droits.",
        ) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(
            "d’autres utilisateurs peuvent lire la clé des liens de signature.",
            about=str(path),
            next_step=f"Restreignez ses droits : chmod 600 {path}",
        )
    if len(secret) != _KEY_BYTES:
        raise SettingsError(
            "la clé des liens de signature est abîmée.",
            about=str(path),
            next_step="Retirez ce fichier : une autre sera créée ; les liens déjà envoyés seront à refaire.",
        )
    return LinkKey(secret)


def _write_once(path: Path, secret: bytes) -> None:
    """Write the key whole or not at all; of two that write at once, the first wins."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.partiel")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def new_link(
    key: LinkKey, employer: EmployerId, at: datetime, random_bytes: Callable[[int], bytes]
) -> NewLink:
    """Return a new link.

    Args:
        key: The employer's key.
        employer: Whose desk it leads to.
        at: Aware instant from which its age is counted.
        random_bytes: Gives that many random bytes.
    """
    payload = {"e": employer, "r": random_bytes(_RANDOM_BYTES).hex()}
    token = str(_serializer(key, at).dumps(payload))
    return NewLink(token, digest_of(token))


def read_link(key: LinkKey, token: str, at: datetime, employer: EmployerId) -> Sha256:
    """Return the SHA-256 of a link that this employer signed; whether it is known and open, the store tells.

    Raises:
        SigningError: it is no link of this employer's, was altered, or is older than any link may be.
    """
    cleaned = "".join(token.split())
    try:
        payload = _serializer(key, at).loads(cleaned, max_age=int(LONGEST_LIFE.total_seconds()))
    except SignatureExpired:
        raise SigningError("ce lien a expiré.", next_step=_ASK_AGAIN) from None
    except BadSignature:
        raise _not_ours() from None
    if not isinstance(payload, dict) or payload.get("e") != employer:
        raise _not_ours()
    return digest_of(cleaned)


def digest_of(token: str) -> Sha256:
    """Return the SHA-256 under which a link is known."""
    return Sha256(hashlib.sha256(token.encode()).hexdigest())


def _not_ours() -> SigningError:
    return SigningError(
        "ce lien n’est pas valable : il est incomplet, modifié, ou ne vient pas de cet employeur.",
        next_step=f"Recopiez-le en entier. {_ASK_AGAIN}",
    )


def _serializer(key: LinkKey, at: datetime) -> URLSafeTimedSerializer:
    """Return the serializer of links as it works at ``at``: the library would read the machine's clock."""

    class Signer(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(at.astimezone(UTC).timestamp())

    return URLSafeTimedSerializer(
        key.secret, salt=_SALT, signer=Signer, signer_kwargs={"digest_method": hashlib.sha256}
    )
