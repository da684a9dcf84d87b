"""Give the employer a new seal key, and keep the certificates of the former ones, for what they sealed.

The authority stays, so that the root's fingerprint printed on covers and in mails stays true. The private key
of the former seal is destroyed: nothing needs it any more, and nobody can seal with it later.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12

from toolkit.clock import Clock
from toolkit.errors import SigningError, disk_words
from toolkit.signing import certificates
from toolkit.signing.hardware import HardwareKey, make_key
from toolkit.signing.key_files import (
    FORMER,
    HARDWARE_LABEL,
    ISSUING_STATUS,
    ROOT,
    ROOT_KEY,
    SEAL,
    SEAL_STORE,
    certificate_of,
    former_seals,
    issuing_pair,
    private_key,
    read,
    remove_drafts,
    remove_file,
    replace_file,
)
from toolkit.signing.keys import KeyRing, current_seal, load_keys, responder_files
from toolkit.signing.responder import issuing_status, new_responder


def rotate(folder: Path, passphrase: bytes, clock: Clock, hardware: HardwareKey | None = None) -> KeyRing:
    """Make a new seal key, certified by the same authority, and return the ring that seals with it.

    Cut short at any moment, the folder holds the former seal or the new one, whole; run again, it ends.

    Args:
        folder: The employer's keys.
        passphrase: What opens them, and protects the new key.
        clock: Dates the certificate.
        hardware: Where to make the key, when it is to stay in a token; ``label`` names it.

    Raises:
        SigningError: the authority's key is not there or does not open, or the token refuses.
    """
    seal = current_seal(folder, passphrase)  # its key is not needed: a lost token is replaced too
    issuing, issuing_key = issuing_pair(folder, passphrase)
    start = clock.now().replace(microsecond=0)
    owner = certificates.organisation(issuing)
    remove_drafts(folder)
    _keep(folder, seal)
    _answer_anew(folder, passphrase, (issuing, issuing_key), start)
    if hardware is None:
        key = certificates.new_key()
        seal = certificates.seal_certificate(owner, key.public_key(), issuing, issuing_key, start)
        store = pkcs12.serialize_key_and_certificates(
            b"cachet", key, seal, [issuing], BestAvailableEncryption(passphrase)
        )
        replace_file(folder / SEAL_STORE, store)
        remove_file(folder / HARDWARE_LABEL)
        replace_file(folder / SEAL, seal.public_bytes(Encoding.PEM))
    else:
        seal = certificates.seal_certificate(owner, make_key(hardware), issuing, issuing_key, start)
        pem = seal.public_bytes(Encoding.PEM)
        replace_file(folder / HARDWARE_LABEL, hardware.label.encode() + b"\n" + pem)
        remove_file(folder / SEAL_STORE)
        replace_file(folder / SEAL, pem)
    return load_keys(folder, passphrase, hardware)


def _answer_anew(
    folder: Path, passphrase: bytes, authority: tuple[x509.Certificate, RSAPrivateKey], start: datetime
) -> None:
    """Renew who answers about revocation; made for keys that had none, where the root's key is at hand."""
    issuing, issuing_key = authority
    owner = certificates.organisation(issuing)
    if (folder / ISSUING_STATUS).exists():
        vouched = read(folder / ISSUING_STATUS)
    elif (folder / ROOT_KEY).exists():
        root_key = private_key(folder / ROOT_KEY, passphrase)
        vouched = issuing_status(owner, certificate_of(folder / ROOT), root_key, issuing, start)
    else:
        return
    responder = new_responder(owner, issuing, issuing_key, vouched, start)
    for name, content in responder_files(responder, BestAvailableEncryption(passphrase)).items():
        replace_file(folder / name, content)


def _keep(folder: Path, seal: x509.Certificate) -> None:
    """Write the certificate of a seal that is being replaced among the former ones, once."""
    known = former_seals(folder)
    if any(each.serial_number == seal.serial_number for each in known):
        return
    place = folder / FORMER
    try:
        place.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise SigningError(
            f"le dossier des clés ne peut pas être écrit ({disk_words(error)}).",
            about=str(place),
            next_step="Vérifiez vos droits et la place disponible.",
        ) from error
    replace_file(place / f"cachet-ancien-{len(known) + 1}.pem", seal.public_bytes(Encoding.PEM))
