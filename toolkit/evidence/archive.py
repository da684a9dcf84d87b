"""What lies at a path: one evidence folder or several, plain or in an archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from toolkit.errors import EvidenceError
from toolkit.evidence import asice
from toolkit.evidence.container import Container
from toolkit.evidence.layout import MANIFEST
from toolkit.evidence.tree import FolderTree, Tree, ZipTree
from toolkit.evidence.zipping import ambiguity


@contextmanager
def opened(path: Path) -> Iterator[tuple[list[Tree], Container | None]]:
    """Open every evidence folder found at ``path``: a folder, a folder of folders, a ZIP or an ASiC-E.

    Yields the folders, and the container around them where there is one.

    Raises:
        EvidenceError: nothing is there, or the archive cannot be read.
    """
    if path.is_dir():
        yield _folders(path), None
    elif path.is_file():
        try:
            archive = zipfile.ZipFile(path)
        except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
            raise EvidenceError(
                "ce n’est ni un dossier ni une archive ZIP lisible.",
                about=str(path),
                next_step="Demandez de nouveau le fichier, ou indiquez le dossier décompressé.",
            ) from error
        with archive:
            container = Container.of(archive)
            yield _zipped(archive, path, _flaws(archive, path, container)), container
    else:
        raise EvidenceError("introuvable.", about=str(path), next_step="Vérifiez le chemin indiqué.")


def _folders(path: Path) -> list[Tree]:
    if (path / MANIFEST).exists():
        return [FolderTree(path)]
    children = [child for child in sorted(path.iterdir()) if not child.name.startswith(".")]
    if any((child / MANIFEST).exists() for child in children):
        return [FolderTree(child) for child in children if child.is_dir()]
    return [FolderTree(path)]


def _flaws(archive: zipfile.ZipFile, path: Path, container: Container | None) -> dict[str, str]:
    """Return what is wrong with the archive itself, as its name and a French sentence."""
    flaw = ambiguity(archive)
    if not flaw and container is None and path.suffix.lower() == asice.SUFFIX:
        flaw = "ce n’est pas le conteneur ASiC-E que dit son nom : ses listes et leurs signatures manquent."
    return {path.name: flaw} if flaw else {}


def _zipped(archive: zipfile.ZipFile, path: Path, flaws: Mapping[str, str]) -> list[Tree]:
    entries = archive.infolist()
    by_top: dict[str, list[zipfile.ZipInfo]] = {}
    for entry in entries:
        if not asice.is_of_container(entry.filename):
            top, slash, _ = entry.filename.partition("/")
            by_top.setdefault(f"{top}/" if slash else "", []).append(entry)
    if MANIFEST in archive.NameToInfo or not by_top:
        by_top = {"": entries}
    return [ZipTree(archive, by_top[top], top, top.rstrip("/") or path.name, flaws) for top in sorted(by_top)]
