"""The employer's keys on disk: made once, loaded with a passphrase, their root told by its fingerprint."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from asn1crypto import keys as asn1_keys
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
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
from toolkit.signing.envelope import as_asn1
from toolkit.signing.hardware import HardwareKey, hardware_signer
from toolkit.signing.key_files import (
    HARDWARE_LABEL,
    ISSUING,
    ISSUING_KEY,
    ISSUING_STATUS,
    RESPONDER_STORE,
    ROOT,
    ROOT_KEY,
    SEAL,
    SEAL_STORE,
    certificate_of,
    disk_door,
    former_seals,
    in_token,
    opened,
    other_kind,
    read,
    write_whole,
)
from toolkit.signing.responder import Responder, issuing_status, new_responder
from toolkit.signing.signer import CachedSigner


@dataclass(frozen=True, slots=True)
class KeyRing:
    """What seals for one employer: a signer that holds or reaches the seal's key, and who vouches for it.

    ``signer`` is any signer of the PDF library, so that the key may lie elsewhere than in memory (a device, a
    service). ``responder`` answers about revocation; None for keys made before there was one, whose
    documents cannot be protected beyond their certificates. ``former`` are the seals that this one replaced,
    the first one first: what they sealed stays sealed.
    """

    signer: Signer
    root: x509.Certificate
    issuing: x509.Certificate
    seal: x509.Certificate
    responder: Responder | None = None
    former: tuple[x509.Certificate, ...] = ()

    @property
    def lasting(self) -> bool:
        """Whether what it seals can be proven after its certificates have ended.

        Keys of before cannot: nobody answers for them, or their certificates do not say that anybody does.
        """
        declared = all(certificates.answers_for(each) for each in (self.seal, self.issuing))
        return self.responder is not None and declared

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
        return self.certificate_sets[0]

    @property
    def certificate_sets(self) -> tuple[Mapping[str, bytes], ...]:
        """The certificates as they are now, then as they were before each rotation, the last one first.

        A folder in which nothing else changed keeps the set, and so the seal, that it had.
        """
        seals = (*self.former, self.seal)
        return tuple(self._set(seals[:number]) for number in range(len(seals), 0, -1))

    def _set(self, seals: tuple[x509.Certificate, ...]) -> dict[str, bytes]:
        former = {f"cachet-ancien-{n}.pem": each for n, each in enumerate(seals[:-1], start=1)}
        chain = {ROOT: self.root, ISSUING: self.issuing, SEAL: seals[-1], **former}
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
    seal = certificates.seal_certificate(employer_name, seal_key.public_key(), issuing, issuing_key, start)
    encryption = BestAvailableEncryption(passphrase)
    vouched = issuing_status(employer_name, root, root_key, issuing, start)
    responder = new_responder(employer_name, issuing, issuing_key, vouched, start)
    files = {
        ROOT: root.public_bytes(Encoding.PEM),
        ISSUING: issuing.public_bytes(Encoding.PEM),
        SEAL: seal.public_bytes(Encoding.PEM),
        ROOT_KEY: root_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption),
        ISSUING_KEY: issuing_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption),
        SEAL_STORE: pkcs12.serialize_key_and_certificates(b"cachet", seal_key, seal, [issuing], encryption),
        **responder_files(responder, encryption),
    }
    with disk_door(folder):
        write_whole(folder, files)
    return key_ring(seal_key, root, issuing, seal, responder)


def load_keys(folder: Path, passphrase: bytes, hardware: HardwareKey | None = None) -> KeyRing:
    """Return the keys of ``folder``, ready to seal.

    Args:
        folder: The employer's keys.
        passphrase: What opens them.
        hardware: The token that holds the seal's key, where one does; its label is that of the folder.

    Raises:
        SigningError: a file is missing, readable by others or damaged, the passphrase is wrong, or the token
            cannot be used.
    """
    root, issuing = certificate_of(folder / ROOT), certificate_of(folder / ISSUING)
    responder, kept = _load_responder(folder, passphrase), in_token(folder)
    if kept is not None:
        label, seal = kept
        signer = hardware_signer(_found(hardware, label, folder), seal, issuing)
        ring = KeyRing(signer, root, issuing, seal, responder)
    else:
        key, seal = opened(folder / SEAL_STORE, passphrase)
        if not isinstance(key, RSAPrivateKey):
            raise other_kind(folder / SEAL_STORE, "RSA")
        ring = key_ring(key, root, issuing, seal, responder)
    # a rotation cut short has kept the seal that it was to replace
    return replace(ring, former=tuple(each for each in former_seals(folder) if each != seal))


def current_seal(folder: Path, passphrase: bytes) -> x509.Certificate:
    """Return the certificate of the seal; a token that is lost or broken is not asked for.

    Raises:
        SigningError: a file is missing or damaged, or the passphrase is wrong.
    """
    kept = in_token(folder)
    return opened(folder / SEAL_STORE, passphrase)[1] if kept is None else kept[1]


def _found(hardware: HardwareKey | None, label: str, folder: Path) -> HardwareKey:
    if hardware is None:
        raise SigningError(
            "la clé du cachet est dans un jeton matériel, que les réglages ne nomment pas.",
            about=str(folder / HARDWARE_LABEL),
            next_step="Indiquez le module et le jeton dans [signing.hardware] ; si le jeton est perdu, "
            "lancez « entretiens keys rotate ».",
        )
    return replace(hardware, label=label)


def _load_responder(folder: Path, passphrase: bytes) -> Responder | None:
    """Return who answers about revocation, or None for keys made before there was one."""
    if not (folder / RESPONDER_STORE).exists():
        return None
    key, certificate = opened(folder / RESPONDER_STORE, passphrase)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise other_kind(folder / RESPONDER_STORE, "P-256")
    return Responder(key, certificate, read(folder / ISSUING_STATUS))


def responder_files(responder: Responder, encryption: KeySerializationEncryption) -> dict[str, bytes]:
    """Return the files that keep who answers about revocation; the last one to write makes them valid."""
    store = pkcs12.serialize_key_and_certificates(
        b"revocation", responder.key, responder.certificate, None, encryption
    )
    return {ISSUING_STATUS: responder.issuing_status, RESPONDER_STORE: store}


def key_ring(
    key: RSAPrivateKey,
    root: x509.Certificate,
    issuing: x509.Certificate,
    seal: x509.Certificate,
    responder: Responder | None = None,
) -> KeyRing:
    """Return the ring of a private key in memory and the certificates that vouch for it."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register(as_asn1(issuing))
    signer = CachedSigner(
        signing_cert=as_asn1(seal),
        signing_key=asn1_keys.PrivateKeyInfo.load(
            key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        cert_registry=store,
        embed_roots=False,
    )
    return KeyRing(signer=signer, root=root, issuing=issuing, seal=seal, responder=responder)
