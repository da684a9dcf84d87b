"""Reading a folder, plain or in an archive, and refusing what could lead out of it or hide in it."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from toolkit.errors import EvidenceError, disk_words
from toolkit.evidence.layout import is_safe

SIZE_LIMIT = 256 * 2**20
"""Bytes of one file beyond which it is not read: no piece of such a folder comes near."""


class Tree(Protocol):
    """Some files by relative path."""

    label: str

    def names(self) -> list[str]:
        """Return the paths of the regular files, sorted."""
        ...

    def flaws(self) -> dict[str, str]:
        """Return what is neither a plain file nor a folder, or badly named: French sentences by path."""
        ...

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            EvidenceError: the file cannot be read, or is too large to be one of ours.
        """
        ...


class FolderTree:
    """The files under a folder; symbolic links are told, never followed."""

    def __init__(self, folder: Path) -> None:
        self.label = folder.name
        self._folder = folder
        self._names: list[str] = []
        self._flaws: dict[str, str] = {}
        if folder.is_dir():
            self._scan(folder, "")

    def _scan(self, folder: Path, prefix: str) -> None:
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda each: each.name)
        except OSError as error:
            self._flaws[prefix or "."] = f"ce dossier n’est pas lisible ({disk_words(error)})."
            return
        for entry in found:
            path = f"{prefix}{entry.name}"
            if entry.is_symlink():
                self._flaws[path] = "c’est un lien symbolique, pas un fichier."
            elif entry.is_dir(follow_symlinks=False):
                self._scan(Path(entry.path), f"{path}/")
            elif entry.is_file(follow_symlinks=False):
                self._names.append(path)
            else:
                self._flaws[path] = "ce n’est pas un fichier ordinaire."

    def names(self) -> list[str]:
        """Return the paths of the regular files, sorted."""
        return sorted(self._names)

    def flaws(self) -> dict[str, str]:
        """Return the links and special files met."""
        return dict(self._flaws)

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        path = self._folder / name
        try:
            if path.stat().st_size > SIZE_LIMIT:
                raise EvidenceError("il est trop grand pour une pièce de dossier.", about=name)
            return path.read_bytes()
        except OSError as error:
            raise EvidenceError(f"il n’est pas lisible ({disk_words(error)}).", about=name) from error


class ZipTree:
    """The files of one folder of a ZIP archive.

    Args:
        archive: The open archive.
        entries: Those of the folder.
        prefix: The folder, with its final slash, or empty for the top of the archive.
        label: How reports name it.
        flaws: What is wrong with the archive itself.
    """

    def __init__(
        self,
        archive: zipfile.ZipFile,
        entries: Iterable[zipfile.ZipInfo],
        prefix: str,
        label: str,
        flaws: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.label = label
        self._archive = archive
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._flaws: dict[str, str] = dict(flaws)
        folded: set[str] = set()
        for entry in entries:
            if not entry.is_dir():
                self._take(entry, entry.filename[len(prefix) :], folded)

    def _take(self, entry: zipfile.ZipInfo, name: str, folded: set[str]) -> None:
        mode = entry.external_attr >> 16
        if not is_safe(name):
            self._flaws[name] = "son nom mène hors du dossier ou n’est pas lisible partout."
        elif name.casefold() in folded:
            self._flaws[name] = "il figure deux fois dans l’archive."
        elif mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            self._flaws[name] = "ce n’est pas un fichier ordinaire."
        else:
            self._entries[name] = entry
        folded.add(name.casefold())

    def names(self) -> list[str]:
        """Return the paths of the files, sorted."""
        return sorted(self._entries)

    def flaws(self) -> dict[str, str]:
        """Return the entries that were refused."""
        return dict(self._flaws)

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; the declared size is not believed."""
        try:
            with self._archive.open(self._entries[name]) as file:
                content = file.read(SIZE_LIMIT + 1)
        except (KeyError, OSError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile) as error:
            raise EvidenceError("il n’est pas lisible dans l’archive.", about=name) from error
        except Exception as error:  # zlib, lzma and bz2 raise errors of their own
            raise EvidenceError("il est abîmé dans l’archive.", about=name) from error
        if len(content) > SIZE_LIMIT:
            raise EvidenceError("il est trop grand pour une pièce de dossier.", about=name)
        return content
