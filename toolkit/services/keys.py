"""The employer's keys as a person looks after them: what they are, a new seal, the root put in a safe."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from toolkit.digest import sha256
from toolkit.errors import SigningError, UsageError, disk_words
from toolkit.model import Event, EventType
from toolkit.services.office import Office, passphrase_of


@dataclass(frozen=True, slots=True)
class KeysState:
    """What the keys are.

    ``place`` says where the seal's key is, ``root_key`` where the root's private key still lies in the data
    folder, ``former`` how many seals were replaced.
    """

    root_fingerprint: str
    root_until: datetime
    seal_serial: str
    seal_from: datetime
    seal_until: datetime
    place: str
    root_key: Path | None
    former: int
    long_term: bool


def keys_state(office: Office) -> KeysState:
    """Return what the employer's keys are.

    Raises:
        SigningError: they are missing or do not open.
    """
    from toolkit.signing.key_files import HARDWARE_LABEL, ROOT_KEY  # noqa: PLC0415 - heavy to import

    ring = office.keys
    in_token = (office.keys_folder / HARDWARE_LABEL).exists()
    root_key = office.keys_folder / ROOT_KEY
    return KeysState(
        root_fingerprint=ring.root_fingerprint,
        root_until=ring.root.not_valid_after_utc,
        seal_serial=ring.seal_serial,
        seal_from=ring.seal.not_valid_before_utc,
        seal_until=ring.seal.not_valid_after_utc,
        place=f"jeton {office.settings.signing.hardware.token}" if in_token else str(office.keys_folder),
        root_key=root_key if root_key.exists() else None,
        former=len(ring.former),
        long_term=ring.lasting,
    )


def rotate_keys(office: Office, *, reason: str, in_token: bool = False) -> KeysState:
    """Give the employer a new seal key, certified by the same authority; the former private key is destroyed.

    Args:
        office: The employer's office.
        reason: Why; only its SHA-256 goes to the journal.
        in_token: Make the key in the token that the settings name.

    Raises:
        UsageError: no reason, or no token in the settings.
        SigningError: the authority's key is not there, or the token refuses.
        StoreError: another run is at work.
    """
    from toolkit.signing.rotation import rotate  # noqa: PLC0415 - heavy to import

    if not reason.strip():
        raise UsageError("un changement de clé se motive.", next_step="Ajoutez --motif « … ».")
    token = office.token_key if in_token else None
    if in_token and token is None:
        raise UsageError(
            "les réglages ne nomment aucun jeton matériel.",
            about="entretiens.toml, [signing.hardware]",
            next_step="Indiquez module, token et pin_file, puis relancez.",
        )
    at = office.clock.now()
    if token is not None:
        token = replace(token, label=f"{token.label}-{at:%Y%m%d%H%M%S}")
    with office.store.run_lock():  # nothing is sealed meanwhile by who has the former key
        ring = rotate(office.keys_folder, passphrase_of(office.settings, office.folder), office.clock, token)
    office.__dict__["keys"] = ring  # where the property keeps it
    body: dict[str, object] = {
        "before": f"{ring.former[-1].serial_number:x}",
        "after": ring.seal_serial,
        "in_token": in_token,
        "reason": sha256(reason.encode()),
    }
    with office.writing() as unit:
        unit.journal.append(
            Event(office.employer.id, EventType.SEAL_REPLACED, office.clock.now(), office.actor, body=body)
        )
    return keys_state(office)


def put_root_away(office: Office, destination: Path) -> Path:
    """Move the root's private key out of the data folder, and return where it now lies.

    Copied, read back and compared before the original is deleted. Nothing needs it any more, but a new
    authority after a compromise.

    Args:
        office: The employer's office.
        destination: A folder elsewhere: a key to be put in a safe.

    Raises:
        SigningError: the key was moved before, something of its name is there, or the disk refused.
        UsageError: the destination is in the data folder.
    """
    from toolkit.signing.key_files import ROOT_KEY  # noqa: PLC0415 - heavy to import

    source = office.keys_folder / ROOT_KEY
    target = destination / f"{office.employer.id}-{ROOT_KEY}"
    if destination.resolve().is_relative_to(office.folder.resolve()):
        raise UsageError(
            "ce dossier est dans le dossier de données : la clé n’y serait pas à l’abri.",
            about=str(destination),
            next_step="Indiquez un support à part, que vous rangerez au coffre.",
        )
    if not source.exists():
        raise SigningError("la clé de la racine n’est plus dans le dossier de données.", about=str(source))
    try:
        content = source.read_bytes()
        if not _same(target, content):  # a move that was cut short left it there
            _copy(content, target)
        same = _same(target, content)
        if same:
            source.unlink()
    except OSError as error:
        raise SigningError(
            f"la clé de la racine n’a pas pu être déplacée ({disk_words(error)}).",
            about=str(target),
            next_step="Vérifiez la place et les droits du dossier ; l’original n’a pas été effacé.",
        ) from error
    if not same:
        raise SigningError(
            "la copie de la clé de la racine diffère de l’original, qui n’a pas été effacé.",
            about=str(target),
            next_step="Essayez avec un autre support.",
        )
    return target


def _same(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _copy(content: bytes, target: Path) -> None:
    """Write a copy readable by its owner only, and have the medium keep it before the original goes."""
    try:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise SigningError(
            "un autre fichier de ce nom est déjà là ; l’original n’a pas été effacé.",
            about=str(target),
            next_step="Indiquez un autre dossier, ou renommez ce fichier s’il n’est pas à garder.",
        ) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
