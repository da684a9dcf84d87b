"""Names and lists inside an ASiC-E container with CAdES (EN 319 162-1, 4.4).

The container holds evidence folders as they are, each with a list of its own under ``META-INF``: what its
detached signature covers, and, where there is one, its timestamp. Lists have one form only, so that reading
one is writing it again and comparing.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from toolkit.digest import Sha256
from toolkit.errors import EvidenceError
from toolkit.evidence.layout import is_safe

MIME = b"application/vnd.etsi.asic-e+zip"
"""The first file of the container, stored: what its magic number is read from (EN 319 162-1, A.1)."""

MIME_NAME = "mimetype"
SUFFIX = ".asice"
META = "META-INF/"

_SIGNATURE_MIME = "application/x-pkcs7-signature"
_STAMP_MIME = "application/vnd.etsi.timestamp-token"
_MIMES = {
    ".pdf": "application/pdf",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".eml": "message/rfc822",
    ".ics": "text/calendar",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pem": "application/x-pem-file",
    ".md": "text/markdown",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".sh": "application/x-sh",
    ".p7s": _SIGNATURE_MIME,
    ".tst": _STAMP_MIME,
}
_OTHER_MIME = "application/octet-stream"

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#"'
    ' xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\n'
)
_TAIL = "</asic:ASiCManifest>\n"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_REFERENCE = re.compile(
    r'<asic:DataObjectReference URI="([^"]+)"[^>]*>.*?<ds:DigestValue>([^<]+)</ds:DigestValue>', re.DOTALL
)


def is_of_container(name: str) -> bool:
    """Tell whether an entry belongs to the container rather than to a folder in it."""
    return name == MIME_NAME or name.startswith(META)


def list_name(folder: str, *, stamp: bool = False) -> str:
    """Return the name of a folder's list, the one signed or the one timestamped."""
    return f"{META}ASiCManifest-{folder}{'-horodatage' if stamp else ''}.xml"


def proof_name(folder: str, *, stamp: bool = False) -> str:
    """Return the name of the signature of a folder's list, or of its timestamp."""
    return f"{META}timestamp-{folder}.tst" if stamp else f"{META}signature-{folder}.p7s"


def write(folder: str, digests: Mapping[str, Sha256], *, stamp: bool = False) -> bytes:
    """Return the list of the files of ``folder``.

    Args:
        folder: Its name in the container.
        digests: SHA-256 by path within the folder.
        stamp: The list that is timestamped, rather than the one that is signed.
    """
    mime = _STAMP_MIME if stamp else _SIGNATURE_MIME
    proof = proof_name(folder, stamp=stamp)
    references = "".join(_reference(f"{folder}/{path}", digests[path]) for path in sorted(digests))
    signature = f'  <asic:SigReference URI="{proof}" MimeType="{mime}"/>\n'
    return f"{_HEAD}{signature}{references}{_TAIL}".encode("ascii")


def read(folder: str, content: bytes, *, stamp: bool = False) -> dict[str, Sha256]:
    """Return the SHA-256 by path within ``folder``; the content must be exactly what :func:`write` makes.

    Raises:
        EvidenceError: it has another form.
    """
    digests: dict[str, Sha256] = {}
    for uri, value in _REFERENCE.findall(content.decode("ascii", "replace")):
        top, _, path = uri.partition("/")
        try:
            digest = base64.b64decode(value, validate=True).hex()
        except (binascii.Error, ValueError):
            digest = ""
        if top != folder or not is_safe(path):
            raise EvidenceError(f"elle désigne un fichier hors du dossier ({uri}).")
        digests[path] = Sha256(digest)
    if not all(digests.values()) or write(folder, digests, stamp=stamp) != content:
        raise EvidenceError("elle n’a pas exactement la forme attendue.")
    return digests


def _reference(uri: str, digest: Sha256) -> str:
    mime = _MIMES.get(PurePosixPath(uri).suffix, _OTHER_MIME)
    value = base64.b64encode(bytes.fromhex(digest)).decode()
    return (
        f'  <asic:DataObjectReference URI="{uri}" MimeType="{mime}">\n'
        f'    <ds:DigestMethod Algorithm="{_SHA256}"/>\n'
        f"    <ds:DigestValue>{value}</ds:DigestValue>\n"
        "  </asic:DataObjectReference>\n"
    )
