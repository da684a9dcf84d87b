"""The zip that a .docx is (ECMA-376 part 2): opened with limits, written to the same bytes every time."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from toolkit.errors import DocumentError

CONTENT_TYPES = "[Content_Types].xml"
DOCUMENT_PART = "word/document.xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

_MEDIA = "word/media/"
_HEAD = 200
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)""")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX_FILE = 0o644 << 16
_MACRO_PARTS = ("vbaproject.bin", "vbadata.xml")
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a package may hold before it is refused, in entries and bytes.

    ``ratio`` is uncompressed over compressed size, judged on entries above ``ratio_from`` bytes: honest XML
    stays under 60.
    """

    entries: int = 400
    total: int = 64 * 2**20
    xml: int = 6 * 2**20
    ratio: int = 150
    ratio_from: int = 2**20


Parts = dict[str, bytes]
"""Parts of a package by name, in the order of the zip."""


def read_package(
    content: bytes,
    *,
    about: str,
    limits: Limits | None = None,
    refusal: type[DocumentError] = DocumentError,
) -> Parts:
    """Return the parts of the Word file ``content``, decompressed.

    Args:
        content: Bytes of the file.
        about: File name, for the error.
        limits: What is refused as oversized.
        refusal: Class of the error raised.

    Raises:
        DocumentError: (as ``refusal``) not a zip, not a Word document, carries macros, is damaged, or is
            larger than ``limits``.
    """
    limits = limits or Limits()
    _refuse_other_formats(content, about, refusal)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_oversized(archive.infolist(), limits, about, refusal)
            parts = {info.filename: _inflate(archive, info) for info in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise refusal(
            "le fichier Word est endommagé et ne s’ouvre pas.",
            about=about,
            next_step="Demandez-en une nouvelle copie, ou ouvrez-le dans Word et enregistrez-le à nouveau.",
        ) from error
    _refuse_other_packages(parts, about, refusal)
    for name, part in parts.items():
        if not name.startswith(_MEDIA) and _may_declare(part):
            parse_part(part, about=about, refusal=refusal)
    return parts


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """Return the package of ``parts`` as bytes that depend on them alone: no clock, no machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(parts, key=lambda n: (n != CONTENT_TYPES, n != "_rels/.rels", n)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 3
            info.external_attr = _UNIX_FILE
            archive.writestr(info, parts[name], compress_type=zipfile.ZIP_DEFLATED, compresslevel=6)
    return buffer.getvalue()


def parse_part(content: bytes, *, about: str, refusal: type[DocumentError] = DocumentError) -> etree._Element:
    """Return the root of an XML part, read without entities, DTD or network.

    Raises:
        DocumentError: (as ``refusal``) the XML is malformed or declares a document type: Word never writes
            one, and it is how entities are smuggled in.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise refusal(
            "le contenu du fichier Word est endommagé.",
            about=about,
            next_step="Ouvrez-le dans Word et enregistrez-le à nouveau.",
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise refusal(
            "le fichier contient une déclaration que Word n’écrit jamais ; il n’est pas ouvert.",
            about=about,
            next_step="Vérifiez d’où vient ce fichier.",
        )
    return root


def serialise_part(root: etree._Element) -> bytes:
    """Return the bytes of an XML part, with the declaration that Word expects."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _may_declare(part: bytes) -> bool:
    """Tell whether a part may hold a document type, in the open or behind another encoding than UTF-8.

    Parts that this toolkit does not read are read by the engines, each with a parser of its own.
    """
    if b"<!DOCTYPE" in part:
        return True
    head = part[:_HEAD]
    declared = _ENCODING.search(head)
    return head.startswith((b"\xfe\xff", b"\xff\xfe")) or (
        head.lstrip().startswith((b"<\0", b"\0<"))
        or (declared is not None and declared[1].upper() not in {b"UTF-8", b"US-ASCII"})
    )


def _inflate(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    # The size that the directory announces was checked; reading one byte more shows whether it lies.
    with archive.open(info) as entry:
        content = entry.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise zipfile.BadZipFile("an entry is longer than announced")
    return content


def _refuse_other_formats(content: bytes, about: str, refusal: type[DocumentError]) -> None:
    if content.startswith(b"PK"):
        return
    what = "un fichier vide"
    if content.startswith(_OLE_MAGIC):
        what = "un ancien document Word (.doc) ou un fichier protégé par un mot de passe"
    elif content.startswith(b"%PDF"):
        what = "un PDF"
    elif content:
        what = "un fichier d’un autre format, renommé"
    raise refusal(
        f"ce n’est pas un document Word (.docx) mais {what}.",
        about=about,
        next_step="Ouvrez-le dans Word et enregistrez-le au format « Document Word (*.docx) ».",
    )


def _refuse_oversized(
    entries: list[zipfile.ZipInfo], limits: Limits, about: str, refusal: type[DocumentError]
) -> None:
    oversized = (
        len(entries) > limits.entries
        or len({info.filename for info in entries}) != len(entries)
        or sum(info.file_size for info in entries) > limits.total
        or any(_is_oversized(info, limits) for info in entries)
    )
    if oversized:
        raise refusal(
            "le fichier est anormalement gros une fois décompressé ; il n’est pas ouvert.",
            about=about,
            next_step="Vérifiez d’où vient ce fichier ; retirez-en les grandes images s’il est à vous.",
        )


def _is_oversized(info: zipfile.ZipInfo, limits: Limits) -> bool:
    is_xml = info.filename.endswith((".xml", ".rels"))
    dense = info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(info.compress_size, 1)
    return dense or (is_xml and info.file_size > limits.xml)


def _refuse_other_packages(parts: Parts, about: str, refusal: type[DocumentError]) -> None:
    types = parts.get(CONTENT_TYPES, b"")
    if b"macroEnabled" in types or any(name.lower().endswith(_MACRO_PARTS) for name in parts):
        raise refusal(
            "le fichier contient des macros ; il n’est pas ouvert.",
            about=about,
            next_step="Enregistrez-le au format « Document Word (*.docx) », sans macros.",
        )
    if DOCUMENT_PART not in parts or MAIN_TYPE.encode() not in types:
        raise refusal(
            "ce n’est pas un document Word (.docx) mais un fichier d’un autre format, renommé.",
            about=about,
            next_step="Ouvrez-le dans Word et enregistrez-le au format « Document Word (*.docx) ».",
        )
