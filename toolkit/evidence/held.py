"""The files of one folder once read: each is read and hashed once, whatever is then asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.digest import Sha256, sha256
from toolkit.errors import EvidenceError
from toolkit.evidence.report import FolderFinding
from toolkit.evidence.tree import Tree


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes and SHA-256 by path."""

    contents: Mapping[str, bytes]
    digests: Mapping[str, Sha256]

    @classmethod
    def of(cls, contents: Mapping[str, bytes]) -> Held:
        """Hash every file."""
        return cls(contents, {name: sha256(content) for name, content in contents.items()})


TOTAL_LIMIT = 512 * 2**20
"""Bytes of one folder beyond which its further files are not read: a hundred times an employee's own."""


def read(tree: Tree) -> tuple[Held, list[FolderFinding]]:
    """Return what ``tree`` holds, and the files that cannot be read."""
    contents: dict[str, bytes] = {}
    findings = []
    left = TOTAL_LIMIT
    for name in tree.names():
        if left < 0:
            findings.append(FolderFinding(name, "il n’est pas lu : ce dossier est démesuré."))
            continue
        try:
            contents[name] = tree.read(name)
            left -= len(contents[name])
        except EvidenceError as error:
            findings.append(FolderFinding(name, error.problem))
    return Held.of(contents), findings
