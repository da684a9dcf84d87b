"""Small Word templates written in a line, and the properties every document gets."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from toolkit.documents import DocumentProperties, RdocxEngine

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_SECTION = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
    'w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)

WordFile = Callable[..., bytes]


def body(*paragraphs: str) -> str:
    """Return paragraphs of WordprocessingML, each of one run."""
    return "".join(f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>' for text in paragraphs)


def package(xml: str, **parts: bytes) -> bytes:
    """Return a Word file whose body is ``xml``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        archive.writestr(
            "word/document.xml", f"<w:document {_NAMES}><w:body>{xml}{_SECTION}</w:body></w:document>"
        )
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def word() -> WordFile:
    """Return a maker of Word files from lines of text."""

    def make(*paragraphs: str, xml: str = "") -> bytes:
        return package(xml or body(*paragraphs))

    return make


@pytest.fixture
def properties() -> DocumentProperties:
    return DocumentProperties("Convocation", "Atelier & Fils", datetime(2026, 3, 12, 9, tzinfo=UTC))


@pytest.fixture
def text_of() -> Callable[[bytes], str]:
    """Return a reader of the plain text of a Word file, ``/`` where Word breaks a line."""

    def read(docx: bytes) -> str:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            xml = archive.read("word/document.xml").decode()
        return re.sub(r"<[^>]+>", "", xml.replace("<w:br/>", "/").replace("<w:tab/>", "»")).strip()

    return read


@pytest.fixture(scope="session")
def engine() -> Iterator[RdocxEngine]:
    with RdocxEngine() as engine:
        yield engine
