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


def read(tree: Tree) -> tuple[Held, list[FolderFinding]]:
    """Return what ``tree`` holds, and the files that cannot be read."""
    contents: dict[str, bytes] = {}
    findings = []
    for name in tree.names():
        try:
            contents[name] = tree.read(name)
        except EvidenceError as error:
            findings.append(FolderFinding(name, error.problem))
    return Held.of(contents), findings
