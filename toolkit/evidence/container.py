"""The ASiC-E container around evidence folders: whether its own lists, signatures and timestamps hold."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self

from toolkit.errors import EvidenceError
from toolkit.evidence import asice, layout
from toolkit.evidence.checks import SignatureChecks
from toolkit.evidence.held import Held
from toolkit.evidence.report import FolderFinding
from toolkit.evidence.roots import Roots
from toolkit.evidence.tree import ZipTree


@dataclass(frozen=True, slots=True)
class Around:
    """What judging a folder's place in a container needs of that folder's own check."""

    held: Held
    checks: SignatureChecks
    roots: Roots
    certificates: Sequence[bytes]
    at: datetime | None


class Container:
    """What stands in an archive beside the folders: its kind, lists, signatures and timestamps."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        own = [entry for entry in archive.infolist() if entry.filename.startswith(asice.META)]
        self._meta = ZipTree(archive, own, asice.META, asice.META)

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> Self | None:
        """Return the container that ``archive`` is, None for a plain ZIP."""
        names = archive.namelist()
        return cls(archive) if any(asice.is_of_container(name) for name in names) else None

    def findings(self, folder: str, around: Around) -> Iterator[FolderFinding]:
        """Yield what is wrong with the container as far as ``folder`` goes."""
        yield from self._of_itself
        stamped = layout.TIMESTAMP in around.held.contents
        for stamp in (False, True) if stamped else (False,):
            yield from self._judged(folder, around, stamp=stamp)

    @cached_property
    def _of_itself(self) -> tuple[FolderFinding, ...]:
        """What is wrong with the container itself: looked for once, for it may hold thousands of folders."""
        named = (FolderFinding(f"{asice.META}{name}", flaw) for name, flaw in self._meta.flaws().items())
        return (*self._kind(), *named, *self._strangers())

    def _kind(self) -> Iterator[FolderFinding]:
        """Hold the first entry against EN 319 162-1, A.1: ``mimetype``, stored, alone of its name."""
        first = self._archive.infolist()[0]
        plain = first.compress_type == zipfile.ZIP_STORED and not first.extra
        if first.filename != asice.MIME_NAME or not plain or self._beginning(first) != asice.MIME:
            yield FolderFinding(asice.MIME_NAME, "le conteneur ne commence pas comme un ASiC-E.")
        if self._archive.namelist().count(asice.MIME_NAME) > 1:
            yield FolderFinding(asice.MIME_NAME, "il figure deux fois dans l’archive.")

    def _beginning(self, entry: zipfile.ZipInfo) -> bytes:
        """Return as much of an entry as tells whether it is the one wanted; nothing of a damaged one."""
        try:
            with self._archive.open(entry) as file:
                return file.read(len(asice.MIME) + 1)
        except (OSError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile):
            return b""

    def _strangers(self) -> Iterator[FolderFinding]:
        """Yield the entries under ``META-INF`` that belong to no folder of the container."""
        tops = {
            name.partition("/")[0] for name in self._archive.namelist() if not asice.is_of_container(name)
        }
        known = {name(top, stamp=stamp) for top in tops for name in _NAMES for stamp in (False, True)}
        for name in self._meta.names():
            if f"{asice.META}{name}" not in known:
                yield FolderFinding(f"{asice.META}{name}", "il a été ajouté : aucun dossier ne le connaît.")

    def _judged(self, folder: str, around: Around, *, stamp: bool) -> Iterator[FolderFinding]:
        names = [name(folder, stamp=stamp) for name in _NAMES]
        contents = [self._read(name) for name in names]
        for name, content in zip(names, contents, strict=True):
            if content is None:
                yield FolderFinding(name, "il manque dans le conteneur.")
        listing, proof = contents
        if listing is None or proof is None:
            return
        yield from _compared(names[0], listing, folder, around, stamp=stamp)
        checks, roots = around.checks, around.roots
        verdict = (
            checks.verify_timestamp(listing, proof, roots.stamps, at=around.at)
            if stamp
            else checks.verify_detached(listing, proof, roots.seals, around.certificates)
        )
        if verdict.content_changed:
            yield FolderFinding(names[0], "elle a changé depuis qu’elle a été scellée.")
        for problem in () if verdict.content_changed else verdict.problems:
            yield FolderFinding(names[1], problem)

    def _read(self, name: str) -> bytes | None:
        try:
            return self._meta.read(name.removeprefix(asice.META))
        except EvidenceError:
            return None


_NAMES = (asice.list_name, asice.proof_name)


def _compared(
    name: str, listing: bytes, folder: str, around: Around, *, stamp: bool
) -> Iterator[FolderFinding]:
    """Hold a list against the files that are there."""
    try:
        digests = asice.read(folder, listing, stamp=stamp)
    except EvidenceError as error:
        yield FolderFinding(name, error.problem)
        return
    for path in sorted(digests.keys() | around.held.digests.keys()):
        if digests.get(path) != around.held.digests.get(path):
            yield FolderFinding(path, f"son contenu n’est pas celui que dit {name}.")
