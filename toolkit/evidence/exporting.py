"""Folders in one ZIP, the same bytes for the same content."""

from __future__ import annotations

import secrets
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path

from toolkit.errors import EvidenceError
from toolkit.evidence.layout import SCRIPT
from toolkit.evidence.tree import FolderTree

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_REGULAR = 0o100000


def export(folders: Iterable[Path], destination: Path) -> None:
    """Write the evidence folders into the ZIP ``destination``, each under its own name.

    Files are copied one piece at a time, in the order of their names, dated 1980, so that the archive tells
    nothing that the folders do not.

    Raises:
        EvidenceError: a folder holds a link or a special file, two share a name, or the disk refused.
    """
    draft = destination.with_name(f".{destination.name}.{secrets.token_hex(4)}")
    try:
        with zipfile.ZipFile(draft, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for folder in sorted(folders, key=lambda each: each.name):
                _add(archive, folder)
        draft.replace(destination)
    except OSError as error:
        raise EvidenceError(
            f"l’archive ne peut pas être écrite ({error.strerror}).",
            about=str(destination),
            next_step="Vérifiez vos droits et la place disponible.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _add(archive: zipfile.ZipFile, folder: Path) -> None:
    tree = FolderTree(folder)
    for name, flaw in tree.flaws().items():
        raise EvidenceError(flaw, about=f"{folder.name}/{name}", next_step="Reconstruisez le dossier.")
    names = tree.names()
    if not names or f"{folder.name}/{names[0]}" in archive.NameToInfo:
        raise EvidenceError("ce dossier est vide, absent, ou indiqué deux fois.", about=str(folder))
    for name in names:
        entry = zipfile.ZipInfo(f"{folder.name}/{name}", _EPOCH)
        entry.create_system = _UNIX
        entry.external_attr = (_REGULAR | (0o755 if name == SCRIPT else 0o644)) << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        with (folder / name).open("rb") as source, archive.open(entry, "w") as target:
            shutil.copyfileobj(source, target)
