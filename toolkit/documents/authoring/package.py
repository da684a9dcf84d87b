"""A Word package as bytes: the same parts always give the same file (ISO/IEC 29500-2)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EPOCH = (1980, 1, 1, 0, 0, 0)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another; ``kind`` is the last word of its type."""

    id: str
    kind: str
    target: str

    def xml(self) -> str:
        """Return the element of a ``.rels`` part."""
        kinds = {
            "core-properties": "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
        }
        kind = kinds.get(self.kind, f"{_OFFICE}/{self.kind}")
        return (
            f"<Relationship Id={quoteattr(self.id)} Type={quoteattr(kind)} Target={quoteattr(self.target)}/>"
        )


CONTENT_TYPES: Mapping[str, str] = {
    "/word/document.xml": f"{_WORD}.document.main+xml",
    "/word/styles.xml": f"{_WORD}.styles+xml",
    "/word/settings.xml": f"{_WORD}.settings+xml",
    "/word/numbering.xml": f"{_WORD}.numbering+xml",
    "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "/word/header1.xml": f"{_WORD}.header+xml",
    "/word/header2.xml": f"{_WORD}.header+xml",
    "/word/footer1.xml": f"{_WORD}.footer+xml",
    "/word/footer2.xml": f"{_WORD}.footer+xml",
    "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}


def relationships(links: Sequence[Relationship]) -> bytes:
    """Return a ``.rels`` part."""
    return (
        f'{_DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{''.join(link.xml() for link in links)}</Relationships>"
    ).encode()


def content_types(names: Sequence[str]) -> bytes:
    """Return ``[Content_Types].xml`` for the parts ``names`` (``word/document.xml``…)."""
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{CONTENT_TYPES[f"/{name}"]}"/>'
        for name in names
        if f"/{name}" in CONTENT_TYPES
    )
    return (
        f'{_DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="jpg" ContentType="image/jpeg"/>'
        f"{overrides}</Types>"
    ).encode()


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return the package; order kept, times fixed, so that equal parts give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, content)
    return buffer.getvalue()


def unzipped(package: bytes) -> dict[str, bytes]:
    """Return the parts of a package by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
