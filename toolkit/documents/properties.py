"""What a document says about itself: title, author, language, dates and the toolkit's own properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import cast

from lxml import etree

from toolkit.documents.package import CONTENT_TYPES, Parts, parse_part, serialise_part
from toolkit.errors import DocumentError

CUSTOM_PART = "docProps/custom.xml"

_CORE_PART = "docProps/core.xml"
_APP_PART = "docProps/app.xml"
_ROOT_RELS = "_rels/.rels"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CP = f"{_PACKAGE}/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_EP = f"{_OFFICE}/extended-properties"
_CUSTOM = f"{_OFFICE}/custom-properties"
_VT = f"{_OFFICE}/docPropsVTypes"
_FMTID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_PART_KINDS = (
    (
        _CORE_PART,
        "application/vnd.openxmlformats-package.core-properties+xml",
        f"{_PACKAGE}/relationships/metadata/core-properties",
    ),
    (
        _APP_PART,
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        f"{_OFFICE}/relationships/extended-properties",
    ),
    (
        CUSTOM_PART,
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        f"{_OFFICE}/relationships/custom-properties",
    ),
)


@dataclass(frozen=True, slots=True)
class DocumentProperties:
    """What the file tells Word's « Informations » page, and what the PDF made of it inherits.

    ``author`` is the employer's name; ``made_at`` is aware; ``custom`` are text properties by name, kept by
    Word when the file is saved.
    """

    title: str
    author: str
    made_at: datetime
    language: str = "fr-FR"
    subject: str = ""
    custom: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def set_properties(parts: Parts, properties: DocumentProperties) -> None:
    """Write ``properties`` into the package, in place of what the template said."""
    parts.update(property_parts(properties))
    for part, content_type, relation in _PART_KINDS:
        if part in parts:
            _declare(parts, part, content_type)
            _relate(parts, part, relation)


def property_parts(properties: DocumentProperties) -> Parts:
    """Return the parts of a package that hold ``properties``; they are not yet declared in it."""
    parts = {_CORE_PART: _core(properties), _APP_PART: _app(properties.author)}
    if properties.custom:
        parts[CUSTOM_PART] = _custom(properties.custom)
    return parts


def custom_properties(
    parts: Mapping[str, bytes], *, refusal: type[DocumentError] = DocumentError
) -> dict[str, str]:
    """Return the text properties of a package by name.

    Raises:
        DocumentError: (as ``refusal``) the part is damaged.
    """
    if CUSTOM_PART not in parts:
        return {}
    root = parse_part(parts[CUSTOM_PART], about=CUSTOM_PART, refusal=refusal)
    return {entry.get("name", ""): "".join(map(str, entry.itertext())) for entry in root}


def core_facts(parts: Mapping[str, bytes]) -> tuple[str, datetime | None]:
    """Return the author and the making instant that a package tells, empty and None when it does not."""
    if _CORE_PART not in parts:
        return "", None
    root = parse_part(parts[_CORE_PART], about=_CORE_PART)
    created = root.findtext(f"{{{_DCTERMS}}}created") or ""
    try:
        made_at = datetime.fromisoformat(created) if created else None
    except ValueError:
        made_at = None
    return root.findtext(f"{{{_DC}}}creator") or "", made_at


def _core(properties: DocumentProperties) -> bytes:
    names = {"cp": _CP, "dc": _DC, "dcterms": _DCTERMS, "xsi": _XSI}
    root = etree.Element(f"{{{_CP}}}coreProperties", nsmap=names)
    texts = (
        (f"{{{_DC}}}title", properties.title),
        (f"{{{_DC}}}subject", properties.subject),
        (f"{{{_DC}}}creator", properties.author),
        (f"{{{_CP}}}lastModifiedBy", properties.author),
        (f"{{{_DC}}}language", properties.language),
    )
    for name, text in texts:
        etree.SubElement(root, name).text = text
    stamp = properties.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name in ("created", "modified"):
        instant = etree.SubElement(root, f"{{{_DCTERMS}}}{name}")
        instant.set(f"{{{_XSI}}}type", "dcterms:W3CDTF")
        instant.text = stamp
    return serialise_part(root)


@lru_cache(maxsize=32)
def _app(author: str) -> bytes:
    root = etree.Element(f"{{{_EP}}}Properties", nsmap=_unprefixed(_EP))
    etree.SubElement(root, f"{{{_EP}}}Company").text = author
    return serialise_part(root)


def _custom(values: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{_CUSTOM}}}Properties", nsmap={**_unprefixed(_CUSTOM), "vt": _VT})
    # Ids 0 and 1 are reserved (MS-OLEPS 2.18).
    for number, (name, text) in enumerate(sorted(values.items()), start=2):
        entry = etree.SubElement(root, f"{{{_CUSTOM}}}property", fmtid=_FMTID, pid=str(number), name=name)
        etree.SubElement(entry, f"{{{_VT}}}lpwstr").text = text
    return serialise_part(root)


def _unprefixed(namespace: str) -> dict[str, str]:
    # lxml takes None as the default prefix, which its types do not know.
    return cast("dict[str, str]", {None: namespace})


def _declare(parts: Parts, part: str, content_type: str) -> None:
    root = parse_part(parts[CONTENT_TYPES], about=CONTENT_TYPES)
    names = f"{{{_PACKAGE}/content-types}}Override"
    if not any(entry.get("PartName") == f"/{part}" for entry in root.iter(names)):
        etree.SubElement(root, names, PartName=f"/{part}", ContentType=content_type)
        parts[CONTENT_TYPES] = serialise_part(root)


def _relate(parts: Parts, part: str, relation: str) -> None:
    root = parse_part(parts[_ROOT_RELS], about=_ROOT_RELS)
    if not any(entry.get("Type") == relation for entry in root):
        taken = {entry.get("Id") for entry in root}
        name = next(f"rIdP{n}" for n in range(1, len(taken) + 2) if f"rIdP{n}" not in taken)
        etree.SubElement(
            root, f"{{{_PACKAGE}/relationships}}Relationship", Id=name, Type=relation, Target=part
        )
        parts[_ROOT_RELS] = serialise_part(root)
