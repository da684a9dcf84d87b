"""What lies at a path: one evidence folder or several, plain or in an archive."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toolkit.errors import EvidenceError
from toolkit.evidence import asice
from toolkit.evidence.container import Container
from toolkit.evidence.layout import MANIFEST
from toolkit.evidence.tree import FolderTree, Tree, ZipTree


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
            yield _zipped(archive, path), Container.of(archive)
    else:
        raise EvidenceError("introuvable.", about=str(path), next_step="Vérifiez le chemin indiqué.")


def _folders(path: Path) -> list[Tree]:
    if (path / MANIFEST).exists():
        return [FolderTree(path)]
    children = [child for child in sorted(path.iterdir()) if not child.name.startswith(".")]
    if any((child / MANIFEST).exists() for child in children):
        return [FolderTree(child) for child in children if child.is_dir()]
    return [FolderTree(path)]


def _zipped(archive: zipfile.ZipFile, path: Path) -> list[Tree]:
    names = [name for name in archive.namelist() if not asice.is_of_container(name)]
    tops = sorted({name.split("/", 1)[0] + "/" if "/" in name else "" for name in names})
    if MANIFEST in names or not tops:
        tops = [""]
    return [ZipTree(archive, top, top.rstrip("/") or path.name) for top in tops]
