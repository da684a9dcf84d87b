"""The files of the keys' folder: their names, read with care, written whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12

from toolkit.errors import SigningError, disk_words

ROOT = "racine.pem"
ISSUING = "intermediaire.pem"
SEAL = "cachet.pem"
SEAL_STORE = "cachet.p12"
ISSUING_KEY = "intermediaire.key"
RESPONDER_STORE = "revocation.p12"
ISSUING_STATUS = "intermediaire.ocsp"
ROOT_KEY = "racine.key"
"""Encrypted private key of the root: to be moved to a safe place; nothing but a new authority needs it."""

HARDWARE_LABEL = "cachet.jeton"
"""Label and certificate of the seal's key, where it is in a token and not in :data:`SEAL_STORE`.

Both in one file, so that no cut parts them.
"""

FORMER = "anciens"
"""Folder of the certificates of former seals, the first one first."""

_DRAFT = ".partiel"


def certificate_of(path: Path) -> x509.Certificate:
    """Return the certificate in a PEM file.

    Raises:
        SigningError: it is missing or damaged.
    """
    try:
        return x509.load_pem_x509_certificate(read(path))
    except ValueError:
        raise SigningError(
            "un certificat est abîmé.",
            about=str(path),
            next_step="Restaurez le dossier des clés depuis sa sauvegarde.",
        ) from None


def former_seals(folder: Path) -> tuple[x509.Certificate, ...]:
    """Return the certificates of the seals that were replaced, the first one first.

    Raises:
        SigningError: one is damaged.
    """
    paths = (folder / FORMER).glob("cachet-ancien-*.pem")
    return tuple(certificate_of(p) for p in sorted(paths, key=lambda p: int(p.stem.rsplit("-", 1)[1])))


def in_token(folder: Path) -> tuple[str, x509.Certificate] | None:
    """Return the label and the certificate of the seal's key where it is in a token, else None.

    Raises:
        SigningError: the file that says so is damaged.
    """
    path = folder / HARDWARE_LABEL
    if not path.exists():
        return None
    label, _, certificate = read(path).decode(errors="replace").partition("\n")
    return label, certificate_of(path if certificate else folder / SEAL)


def issuing_pair(folder: Path, passphrase: bytes) -> tuple[x509.Certificate, RSAPrivateKey]:
    """Return the authority that issues seals, with its key.

    Raises:
        SigningError: the key is missing, damaged, or the passphrase is wrong.
    """
    return certificate_of(folder / ISSUING), private_key(folder / ISSUING_KEY, passphrase)


def private_key(path: Path, passphrase: bytes) -> RSAPrivateKey:
    """Return the private key in an encrypted PEM file.

    Raises:
        SigningError: it is missing, damaged, or the passphrase is wrong.
    """
    try:
        key = load_pem_private_key(read(path, secret=True), passphrase)
    except (ValueError, TypeError):
        raise wrong_passphrase(path) from None
    if not isinstance(key, RSAPrivateKey):
        raise other_kind(path, "RSA")
    return key


def opened(path: Path, passphrase: bytes) -> tuple[object, x509.Certificate]:
    """Return the key and the certificate of a PKCS#12 file."""
    store = read(path, secret=True)
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(store, passphrase)
    except ValueError:
        raise wrong_passphrase(path) from None
    if certificate is None:
        raise other_kind(path, "RSA")
    return key, certificate


def other_kind(path: Path, expected: str) -> SigningError:
    """Return the error about a file that holds something else than the ``expected`` kind of key."""
    return SigningError(
        f"le fichier ne contient pas une clé {expected} avec son certificat.",
        about=str(path),
        next_step="Restaurez la sauvegarde du dossier des clés.",
    )


def wrong_passphrase(path: Path) -> SigningError:
    """Return the error about a key that does not open."""
    return SigningError(
        "la phrase secrète ne correspond pas à cette clé, ou le fichier est abîmé.",
        about=str(path),
        next_step="Vérifiez la phrase secrète ; à défaut, restaurez la sauvegarde du dossier des clés.",
    )


def write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write ``files`` beside ``folder``, then rename: an interrupted run leaves no half authority."""
    for left in folder.parent.glob(f"{folder.name}.*{_DRAFT}"):  # by a run cut short: private keys
        shutil.rmtree(left)
    draft = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}{_DRAFT}")
    draft.mkdir(parents=True, mode=0o700)
    for name, content in files.items():
        _write(draft / name, content)
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)
    _flush(folder.parent)


def replace_file(path: Path, content: bytes) -> None:
    """Put ``content`` in the place of a file at once: a cut leaves the former one or the new one.

    Raises:
        SigningError: the disk refused.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}{_DRAFT}")
    with disk_door(path.parent):
        try:
            _write(draft, content)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        _flush(path.parent)


def remove_file(path: Path) -> None:
    """Delete a file, if it is there.

    Raises:
        SigningError: the disk refused.
    """
    with disk_door(path.parent):
        path.unlink(missing_ok=True)
        _flush(path.parent)


def remove_drafts(folder: Path) -> None:
    """Delete what writers that were cut short left in ``folder`` and below.

    Raises:
        SigningError: the disk refused.
    """
    with disk_door(folder):
        for draft in folder.rglob(f".*{_DRAFT}"):
            draft.unlink()


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    """Flush a folder's list of names, where the system can: a power cut keeps the order of what was done."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def disk_door(folder: Path) -> Iterator[None]:
    """Tell what the disk refuses."""
    try:
        yield
    except OSError as error:
        raise SigningError(
            f"le dossier des clés ne peut pas être écrit ({disk_words(error)}).",
            about=str(folder),
            next_step="Vérifiez vos droits et la place disponible.",
        ) from error


def read(path: Path, *, secret: bool = False) -> bytes:
    """Return the bytes of a file; a ``secret`` one must be its owner's alone to read.

    Raises:
        SigningError: it is missing, or others may read the secret.
    """
    try:
        content = path.read_bytes()
        mode = path.stat().st_mode
    except OSError:
        raise SigningError(
            "ce fichier du dossier des clés est introuvable ou illisible.",
            about=str(path),
            next_step="Restaurez le dossier des clés depuis sa sauvegarde.",
        ) from None
    if secret and os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SigningError(
            "d’autres utilisateurs peuvent lire cette clé.",
            about=str(path),
            next_step=f"Restreignez ses droits : chmod 600 {path}",
        )
    return content
