"""The list of a folder's files in the very format that ``sha256sum -c`` reads."""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolkit.digest import Sha256
from toolkit.errors import EvidenceError
from toolkit.evidence.layout import is_safe, is_unlisted

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def write(digests: Mapping[str, Sha256]) -> bytes:
    """Return the manifest of files given by path, sorted by path, one per line."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode("ascii")


def read(content: bytes) -> dict[str, Sha256]:
    """Return the SHA-256 by path; the content must be exactly what :func:`write` makes.

    Raises:
        EvidenceError: a line has another form, leaves the folder, is out of order or listed twice.
    """
    digests: dict[str, Sha256] = {}
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n")[:-1], start=1):
        match = _LINE.fullmatch(line)
        if match is None or not is_safe(match[2]) or is_unlisted(match[2]):
            raise EvidenceError(f"la ligne {number} n’a pas la forme attendue.")
        digests[match[2]] = Sha256(match[1])
    if not digests or write(digests) != content:
        raise EvidenceError("la liste n’est pas triée, ou un fichier y figure deux fois.")
    return digests
