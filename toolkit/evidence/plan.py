"""What an evidence folder is to hold, before a byte is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from toolkit.digest import Sha256, first_broken_link, sha256
from toolkit.errors import EvidenceError
from toolkit.evidence import layout, manifest


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the folder.

    Args:
        path: Where it stands, relative, with ``/`` between parts.
        sha256: What its bytes must hash to.
        read: Returns its bytes; called only when the folder has to be written.
    """

    path: str
    sha256: Sha256
    read: Callable[[], bytes]

    @classmethod
    def of(cls, path: str, content: bytes) -> Piece:
        """Return the piece whose bytes are at hand."""
        return cls(path, sha256(content), lambda: content)


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """The content of one employee's folder.

    Args:
        pieces: The documents, mails and records, by case.
        journal: The lines of the employee's chain, without their ends of line.
        certs: Certificates in PEM by file name, ``racine.pem`` among them.
        cover: The bytes of ``00_sommaire.pdf``.
    """

    pieces: tuple[Piece, ...]
    journal: tuple[bytes, ...]
    certs: Mapping[str, bytes]
    cover: bytes

    def files(self) -> tuple[Piece, ...]:
        """Return every file that the manifest lists, the folder's own included.

        Raises:
            EvidenceError: a path is unsafe or taken twice, the journal's chain is broken, or the root
                certificate is missing.
        """
        own = [
            Piece.of(layout.COVER, self.cover),
            Piece.of(layout.JOURNAL, b"".join(line + b"\n" for line in self.journal)),
            Piece.of(layout.EXPLANATION, shipped(layout.EXPLANATION)),
            Piece.of(layout.SCRIPT, shipped(layout.SCRIPT)),
            *(Piece.of(f"{layout.CERTS}/{name}", pem) for name, pem in self.certs.items()),
        ]
        everything = (*own, *self.pieces)
        self._refuse_unsafe(everything)
        self._refuse_broken()
        return everything

    def manifest(self) -> bytes:
        """Return the bytes of the manifest, which are what is sealed and timestamped.

        Raises:
            EvidenceError: as :meth:`files` does.
        """
        return manifest.write({piece.path: piece.sha256 for piece in self.files()})

    def _refuse_unsafe(self, pieces: tuple[Piece, ...]) -> None:
        unlisted = {name.casefold() for name in layout.UNLISTED}
        seen: set[str] = set()
        for piece in pieces:
            key = piece.path.casefold()
            reserved = key in unlisted or key.startswith(layout.TIMESTAMP.casefold())
            if not layout.is_safe(piece.path) or reserved or key in seen:
                raise EvidenceError(
                    "ce nom de pièce ne convient pas, ou il est pris deux fois.",
                    about=piece.path,
                    next_step="Signalez-le : chaque pièce doit avoir un nom simple et unique.",
                )
            seen.add(key)

    def _refuse_broken(self) -> None:
        broken = first_broken_link(self.journal)
        if broken is not None:
            raise EvidenceError(
                f"la chaîne du journal est rompue à la ligne {broken}.",
                about=layout.JOURNAL,
                next_step="Restaurez la base depuis sa sauvegarde : le journal a été modifié.",
            )
        if layout.ROOT not in {f"{layout.CERTS}/{name}" for name in self.certs}:
            raise EvidenceError("le certificat racine manque.", about=layout.ROOT)


@cache
def shipped(name: str) -> bytes:
    """Return the bytes of a file that every folder carries, its ends of line kept as Unix ones."""
    content = (files("toolkit.evidence") / "shipped" / name).read_bytes()
    return content.replace(b"\r\n", b"\n")
