"""The bytes of every piece, kept by their SHA-256: what is read is what was put, or an error."""

from __future__ import annotations

import os
import re
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from toolkit.digest import Sha256, sha256
from toolkit.errors import NotFoundError, StoreError
from toolkit.store.doors import disk_door

_NAME: Final = re.compile(r"[0-9a-f]{64}")


class Files:
    """A folder of pieces, ``ab/cdef…`` for the piece of SHA-256 ``abcdef…``.

    Args:
        folder: Where the pieces lie; made when the first one is put.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, digest: Sha256) -> Path:
        """Return where the piece lies, or would.

        Raises:
            StoreError: ``digest`` is no SHA-256.
        """
        if not _NAME.fullmatch(digest):
            raise StoreError("ce n’est pas une empreinte SHA-256.", about=str(digest))
        return self._folder / digest[:2] / digest[2:]

    def put(self, content: bytes) -> Sha256:
        """Keep ``content`` and return its SHA-256; once returned, the piece outlives a power cut.

        A piece already there is left alone, or written anew where it was altered.

        Raises:
            StoreError: the disk refused.
        """
        digest = sha256(content)
        path = self.path(digest)
        with disk_door(str(path)):
            if path.is_file() and sha256(path.read_bytes()) == digest:
                path.touch()  # who puts it is about to refer to it: see :meth:`before`
            else:
                _write(path, content)
        return digest

    def get(self, digest: Sha256) -> bytes:
        """Return the piece, its SHA-256 checked again.

        Raises:
            NotFoundError: it is not there.
            StoreError: it was altered since, or the disk refused.
        """
        path = self.path(digest)
        try:
            with disk_door(str(path)):
                content = path.read_bytes()
        except StoreError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise NotFoundError(
                    "cette pièce manque dans le dossier de données.",
                    about=str(path),
                    next_step="Reprenez-la dans votre dernière sauvegarde, au même emplacement.",
                ) from None
            raise
        if sha256(content) != digest:
            raise StoreError(
                "cette pièce a été modifiée depuis son enregistrement.",
                about=str(path),
                next_step="Reprenez-la dans votre dernière sauvegarde, au même emplacement.",
            )
        return content

    def has(self, digest: Sha256) -> bool:
        """Tell whether the piece is there; its content is not read."""
        return self.path(digest).is_file()

    def before(self, at: datetime) -> frozenset[Sha256]:
        """Return the pieces that were last put before ``at`` (aware).

        Raises:
            StoreError: the disk refused.
        """
        with disk_door(str(self._folder)):
            return frozenset(
                Sha256(path.parent.name + path.name)
                for path in self._folder.glob("??/*")
                if _NAME.fullmatch(path.parent.name + path.name) and path.stat().st_mtime < at.timestamp()
            )

    def remove_drafts(self, before: datetime) -> None:
        """Delete what writers cut short before then left beside the pieces.

        Raises:
            StoreError: the disk refused.
        """
        with disk_door(str(self._folder)):
            for draft in self._folder.glob("??/.*.partial"):
                if draft.stat().st_mtime < before.timestamp():
                    draft.unlink(missing_ok=True)

    def remove(self, digest: Sha256) -> bool:
        """Delete the piece; False where it was not there.

        Raises:
            StoreError: the disk refused.
        """
        path = self.path(digest)
        with disk_door(str(path)):
            there = path.is_file()
            path.unlink(missing_ok=True)
        return there


def _write(path: Path, content: bytes) -> None:
    """Write beside, flush to the disk, then rename: a reader sees all of the piece or nothing."""
    new_folders = [folder for folder in (path.parent.parent, path.parent) if not folder.is_dir()]
    for folder in new_folders:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".partial", dir=path.parent)  # mode 0600 by contract
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    for folder in (path.parent, *(made.parent for made in new_folders)):
        _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    """Flush the folder's list of names, where the system can (Windows cannot)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
