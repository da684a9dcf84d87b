"""Folders in one archive, the same bytes for the same content: a ZIP, or an ASiC-E container with CAdES."""

from __future__ import annotations

import hashlib
import secrets
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from toolkit.digest import Sha256
from toolkit.errors import EvidenceError, disk_words
from toolkit.evidence import asice
from toolkit.evidence.layout import SCRIPT, TIMESTAMP
from toolkit.evidence.tree import FolderTree

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_REGULAR = 0o100000
_CHUNK = 2**20


class ContainerSealer(Protocol):
    """Seals and dates the lists of a container; the same list gets the same seal and date again."""

    def seal(self, folder: str, listing: bytes) -> bytes:
        """Return a detached seal of the list of ``folder``."""
        ...

    def timestamp(self, folder: str, listing: bytes) -> bytes:
        """Return a timestamp of the list of ``folder``.

        Raises:
            EvidenceError: no server answers.
        """
        ...


def export(folders: Iterable[Path], destination: Path) -> None:
    """Write the evidence folders into the ZIP ``destination``, each under its own name.

    Files are copied one piece at a time, in the order of their names, dated 1980, so that the archive tells
    nothing that the folders do not.

    Raises:
        EvidenceError: a folder holds a link or a special file, two share a name, or the disk refused.
    """
    with _written(destination) as archive:
        for folder in sorted(folders, key=lambda each: each.name):
            _add(archive, folder)


def export_asice(folders: Iterable[Path], destination: Path, sealer: ContainerSealer) -> None:
    """Write the evidence folders into the ASiC-E container ``destination`` (EN 319 162-1, 4.4).

    Each folder has its own list, seal and, where its manifest is timestamped, timestamp, so that a folder
    taken out of a container of many keeps its proof.

    Raises:
        EvidenceError: as :func:`export` does, or no timestamp server answers.
    """
    with _written(destination) as archive:
        _put(archive, asice.MIME_NAME, asice.MIME, stored=True)
        for folder in sorted(folders, key=lambda each: each.name):
            digests = _add(archive, folder)
            for stamp in (False, True) if TIMESTAMP in digests else (False,):
                listing = asice.write(folder.name, digests, stamp=stamp)
                proof = (sealer.timestamp if stamp else sealer.seal)(folder.name, listing)
                _put(archive, asice.list_name(folder.name, stamp=stamp), listing)
                _put(archive, asice.proof_name(folder.name, stamp=stamp), proof)


@contextmanager
def _written(destination: Path) -> Iterator[zipfile.ZipFile]:
    """Write beside ``destination``, then put it in its place."""
    draft = destination.with_name(f".{destination.name}.{secrets.token_hex(4)}")
    try:
        with zipfile.ZipFile(draft, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            yield archive
        draft.replace(destination)
    except OSError as error:
        raise EvidenceError(
            f"l’archive ne peut pas être écrite ({disk_words(error)}).",
            about=str(destination),
            next_step="Vérifiez vos droits et la place disponible.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _add(archive: zipfile.ZipFile, folder: Path) -> dict[str, Sha256]:
    """Copy the files of ``folder`` and return the SHA-256 of what was copied, by path."""
    tree = FolderTree(folder)
    for name, flaw in tree.flaws().items():
        raise EvidenceError(flaw, about=f"{folder.name}/{name}", next_step="Reconstruisez le dossier.")
    names = tree.names()
    if not names or f"{folder.name}/{names[0]}" in archive.NameToInfo:
        raise EvidenceError("ce dossier est vide, absent, ou indiqué deux fois.", about=str(folder))
    return {name: _copy(archive, folder / name, f"{folder.name}/{name}") for name in names}


def _copy(archive: zipfile.ZipFile, path: Path, name: str) -> Sha256:
    digest = hashlib.sha256()
    with path.open("rb") as source, archive.open(_entry(name), "w") as target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    return Sha256(digest.hexdigest())


def _put(archive: zipfile.ZipFile, name: str, content: bytes, *, stored: bool = False) -> None:
    entry = _entry(name)
    entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    archive.writestr(entry, content)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = _UNIX
    entry.external_attr = (_REGULAR | (0o755 if name.endswith(f"/{SCRIPT}") else 0o644)) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
