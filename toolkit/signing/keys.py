"""The employer's keys on disk: made once, loaded with a passphrase, their root told by its fingerprint."""

from __future__ import annotations

import base64
import os
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from toolkit.clock import Clock
from toolkit.errors import SigningError
from toolkit.signing import certificates
from toolkit.signing.responder import Responder, status
from toolkit.signing.signer import CachedSigner

ROOT = "racine.pem"
ISSUING = "intermediaire.pem"
SEAL = "cachet.pem"
SEAL_STORE = "cachet.p12"
ISSUING_KEY = "intermediaire.key"
RESPONDER_STORE = "revocation.p12"
ISSUING_STATUS = "intermediaire.ocsp"
ROOT_KEY = "racine.key"
"""Encrypted private key of the root: to be moved to a safe place; nothing but a new authority needs it."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """What seals for one employer: a signer that holds or reaches the seal's key, and who vouches for it.

    ``signer`` is any signer of the PDF library, so that the key may lie elsewhere than in memory (a device, a
    service). ``responder`` answers about revocation; None for keys made before there was one, whose
    documents cannot be protected beyond their certificates.
    """

    signer: Signer
    root: x509.Certificate
    issuing: x509.Certificate
    seal: x509.Certificate
    responder: Responder | None = None

    @property
    def root_fingerprint(self) -> str:
        """SHA-256 of the root certificate, as printed on covers and in mails."""
        return fingerprint(self.root_pem)

    @property
    def root_pem(self) -> bytes:
        """The root certificate in PEM, the one thing that a verifier must get from elsewhere."""
        return self.root.public_bytes(Encoding.PEM)

    @property
    def certificates(self) -> Mapping[str, bytes]:
        """The certificates in PEM, by the file name they bear in ``certs/`` of an evidence folder."""
        chain = {ROOT: self.root, ISSUING: self.issuing, SEAL: self.seal}
        return {name: certificate.public_bytes(Encoding.PEM) for name, certificate in chain.items()}

    @property
    def seal_serial(self) -> str:
        """Serial number of the seal certificate, hexadecimal."""
        return f"{self.seal.serial_number:x}"


def fingerprint(pem: bytes) -> str:
    """Return the SHA-256 of a PEM certificate in groups of four digits: ``3F2A 90C1 …``."""
    body = b"".join(line for line in pem.splitlines() if line and not line.startswith(b"-----"))
    digits = sha256(base64.b64decode(body)).hexdigest().upper()
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def new_passphrase(random: Callable[[int], bytes] = secrets.token_bytes) -> bytes:
    """Return a passphrase of 160 bits that a person can copy: eight groups of four letters and digits.

    Args:
        random: Source of so many random bytes.
    """
    letters = base64.b32encode(random(20)).lower()
    return b"-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def create_keys(folder: Path, passphrase: bytes, employer_name: str, clock: Clock) -> KeyRing:
    """Make an employer's authority and seal, write them under ``folder``, and return them loaded.

    The folder appears whole or not at all, with mode 0700 and files of mode 0600.

    Raises:
        SigningError: keys are already there, or the folder cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise SigningError(
            "des clés existent déjà ; elles ne sont jamais remplacées.",
            about=str(folder),
            next_step="Gardez-les, ou indiquez un autre dossier.",
        )
    start = clock.now().replace(microsecond=0)
    root_key, issuing_key, seal_key = (certificates.new_key() for _ in range(3))
    root = certificates.root_certificate(employer_name, root_key, start)
    issuing = certificates.issuing_certificate(employer_name, issuing_key, root, root_key)
    seal = certificates.seal_certificate(employer_name, seal_key, issuing, issuing_key, start)
    encryption = BestAvailableEncryption(passphrase)
    responder = _new_responder(employer_name, root, root_key, issuing, issuing_key, start)
    files = {
        ROOT: root.public_bytes(Encoding.PEM),
        ISSUING: issuing.public_bytes(Encoding.PEM),
        SEAL: seal.public_bytes(Encoding.PEM),
        ROOT_KEY: root_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption),
        ISSUING_KEY: issuing_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption),
        SEAL_STORE: pkcs12.serialize_key_and_certificates(b"cachet", seal_key, seal, [issuing], encryption),
        **_responder_files(responder, encryption),
    }
    with _door(folder):
        _write_whole(folder, files)
    return key_ring(seal_key, root, issuing, seal, responder)


def load_keys(folder: Path, passphrase: bytes) -> KeyRing:
    """Return the keys of ``folder``, ready to seal.

    Raises:
        SigningError: a file is missing, readable by others or damaged, or the passphrase is wrong.
    """
    try:
        root = x509.load_pem_x509_certificate(_read(folder / ROOT))
        issuing = x509.load_pem_x509_certificate(_read(folder / ISSUING))
    except ValueError:
        raise SigningError(
            "un certificat est abîmé.",
            about=str(folder),
            next_step="Restaurez le dossier des clés depuis sa sauvegarde.",
        ) from None
    key, seal = _opened(folder / SEAL_STORE, passphrase)
    if not isinstance(key, RSAPrivateKey):
        raise _other_kind(folder / SEAL_STORE, "RSA")
    return key_ring(key, root, issuing, seal, _load_responder(folder, passphrase))


def _load_responder(folder: Path, passphrase: bytes) -> Responder | None:
    """Return who answers about revocation, or None for keys made before there was one."""
    if not (folder / RESPONDER_STORE).exists():
        return None
    key, certificate = _opened(folder / RESPONDER_STORE, passphrase)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise _other_kind(folder / RESPONDER_STORE, "P-256")
    return Responder(key, certificate, _read(folder / ISSUING_STATUS))


def _opened(path: Path, passphrase: bytes) -> tuple[object, x509.Certificate]:
    """Return the key and the certificate of a PKCS#12 file."""
    store = _read(path, secret=True)
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(store, passphrase)
    except ValueError:
        raise SigningError(
            "la phrase secrète ne correspond pas à cette clé, ou le fichier est abîmé.",
            about=str(path),
            next_step="Vérifiez la phrase secrète ; à défaut, restaurez la sauvegarde du dossier des clés.",
        ) from None
    if certificate is None:
        raise _other_kind(path, "RSA")
    return key, certificate


def _other_kind(path: Path, expected: str) -> SigningError:
    return SigningError(
        f"le fichier ne contient pas une clé {expected} avec son certificat.",
        about=str(path),
        next_step="Restaurez la sauvegarde du dossier des clés.",
    )


def _new_responder(
    employer_name: str,
    root: x509.Certificate,
    root_key: RSAPrivateKey,
    issuing: x509.Certificate,
    issuing_key: RSAPrivateKey,
    start: datetime,
) -> Responder:
    key = generate_private_key(SECP256R1())
    certificate = certificates.responder_certificate(employer_name, key, issuing, issuing_key, start)
    # The root answers through a delegate too, whose key is used once and forgotten: validators do not take a
    # trust anchor's own signature on such an answer.
    once = generate_private_key(SECP256R1())
    delegate = certificates.responder_certificate(employer_name, once, root, root_key, start)
    vouched = status(issuing, root, delegate, once, start, issuing.not_valid_after_utc)
    return Responder(key, certificate, vouched)


def _responder_files(responder: Responder, encryption: KeySerializationEncryption) -> dict[str, bytes]:
    store = pkcs12.serialize_key_and_certificates(
        b"revocation", responder.key, responder.certificate, None, encryption
    )
    return {RESPONDER_STORE: store, ISSUING_STATUS: responder.issuing_status}


def key_ring(
    key: RSAPrivateKey,
    root: x509.Certificate,
    issuing: x509.Certificate,
    seal: x509.Certificate,
    responder: Responder | None = None,
) -> KeyRing:
    """Return the ring of a private key in memory and the certificates that vouch for it."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(_asn1(issuing))
    signer = CachedSigner(
        signing_cert=_asn1(seal),
        signing_key=asn1_keys.PrivateKeyInfo.load(
            key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        cert_registry=store,
        embed_roots=False,
    )
    return KeyRing(signer=signer, root=root, issuing=issuing, seal=seal, responder=responder)


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _write_whole(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write ``files`` beside ``folder``, then rename: an interrupted run leaves no half authority."""
    draft = folder.with_name(f"{folder.name}.{secrets.token_hex(4)}.partiel")
    draft.mkdir(parents=True, mode=0o700)
    for name, content in files.items():
        _write(draft / name, content)
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _door(folder: Path) -> Iterator[None]:
    """Tell what the disk refuses."""
    try:
        yield
    except OSError as error:
        raise SigningError(
            f"le dossier des clés ne peut pas être écrit ({error.strerror}).",
            about=str(folder),
            next_step="Vérifiez vos droits et la place disponible.",
        ) from error


def _read(path: Path, *, secret: bool = False) -> bytes:
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
