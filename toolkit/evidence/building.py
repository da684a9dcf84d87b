"""Writing a folder: whole or not at all, and not again when nothing changed."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from toolkit.digest import Sha256, sha256
from toolkit.errors import EvidenceError, disk_words
from toolkit.evidence import layout, manifest
from toolkit.evidence.plan import FolderPlan, Piece
from toolkit.evidence.tree import FolderTree

_FILE_MODE = 0o644
_SCRIPT_MODE = 0o755


class Sealer(Protocol):
    """Puts the employer's seal on a manifest."""

    def seal(self, data: bytes) -> bytes:
        """Return a detached seal of ``data``."""
        ...

    def is_seal_of(self, data: bytes, p7s: bytes) -> bool:
        """Tell whether ``p7s`` is already a sound seal of ``data``."""
        ...


@dataclass(frozen=True, slots=True)
class BuiltFolder:
    """A folder as it stands on disk.

    Args:
        path: Where.
        manifest_sha256: SHA-256 of its manifest.
        p7s: Its seal.
        changed: Whether it was written now.
        stamps: The timestamp of the manifest, then those that renew it; none where nobody else dated it.
    """

    path: Path
    manifest_sha256: Sha256
    p7s: bytes
    changed: bool
    stamps: tuple[bytes, ...] = ()


def build(
    plan: FolderPlan,
    destination: Path,
    sealer: Sealer,
    kept_seal: bytes | None = None,
    stamps: Sequence[bytes] = (),
) -> BuiltFolder:
    """Make ``destination`` hold exactly ``plan``, sealed, with the timestamps of its manifest.

    A folder that already does is left untouched. A folder of the same content gets the same bytes, its seal
    included when ``kept_seal`` (or the one on disk) is a seal of the same manifest.

    Args:
        plan: What the folder holds.
        destination: The folder; what stands there and is not in the plan disappears.
        sealer: Puts the seal.
        kept_seal: The seal of an earlier build.
        stamps: The timestamp of :meth:`FolderPlan.manifest`, then those that renew it, the oldest first.

    Raises:
        EvidenceError: the plan contradicts itself, a piece lost its bytes, or the disk refused.
    """
    pieces = plan.files()
    listing = manifest.write({piece.path: piece.sha256 for piece in pieces})
    on_disk = _seal_on_disk(destination)
    p7s = _kept(listing, (kept_seal, on_disk), sealer) or sealer.seal(listing)
    contents = {layout.MANIFEST: listing, layout.SEAL: p7s}
    contents |= {layout.stamp_name(number): stamp for number, stamp in enumerate(stamps)}
    if p7s == on_disk and _stands(destination, contents, pieces):
        return BuiltFolder(destination, sha256(listing), p7s, changed=False, stamps=tuple(stamps))
    try:
        _write(destination, pieces, contents)
    except OSError as error:
        raise EvidenceError(
            f"le dossier de preuve ne peut pas être écrit ({disk_words(error)}).",
            about=destination.name,
            next_step="Vérifiez vos droits et la place disponible, puis relancez la commande.",
        ) from error
    return BuiltFolder(destination, sha256(listing), p7s, changed=True, stamps=tuple(stamps))


def _seal_on_disk(destination: Path) -> bytes | None:
    path = destination / layout.SEAL
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _kept(listing: bytes, seals: Sequence[bytes | None], sealer: Sealer) -> bytes | None:
    return next((seal for seal in seals if seal is not None and sealer.is_seal_of(listing, seal)), None)


def _stands(destination: Path, contents: Mapping[str, bytes], pieces: Sequence[Piece]) -> bool:
    """Tell whether the folder on disk holds these very files and no other."""
    tree = FolderTree(destination)
    if tree.flaws() or set(tree.names()) != {piece.path for piece in pieces} | set(contents):
        return False
    same = all(tree.read(name) == content for name, content in contents.items())
    return same and all(sha256(tree.read(piece.path)) == piece.sha256 for piece in pieces)


def _write(destination: Path, pieces: Sequence[Piece], contents: Mapping[str, bytes]) -> None:
    """Write beside ``destination``, then put it in its place: a reader never sees half a folder."""
    # Files keep ordinary rights, which an archive carries along; the place of them all is its owner's alone.
    destination.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for leftover in destination.parent.glob(f".{destination.name}.*"):
        shutil.rmtree(leftover)
    mark = secrets.token_hex(4)
    draft = destination.with_name(f".{destination.name}.{mark}.nouveau")
    for piece in pieces:
        _put(draft / piece.path, _bytes_of(piece))
    for path, content in contents.items():
        _put(draft / path, content)
    (draft / layout.SCRIPT).chmod(_SCRIPT_MODE)
    former = destination.with_name(f".{destination.name}.{mark}.ancien")
    if destination.exists():
        destination.rename(former)
    draft.rename(destination)
    shutil.rmtree(former, ignore_errors=True)


def _bytes_of(piece: Piece) -> bytes:
    content = piece.read()
    if sha256(content) != piece.sha256:
        raise EvidenceError(
            "les octets de cette pièce ne sont plus ceux qui ont été enregistrés.",
            about=piece.path,
            next_step="Restaurez le dossier de données depuis sa sauvegarde.",
        )
    return content


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(_FILE_MODE)
