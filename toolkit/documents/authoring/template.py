"""A whole template: its blocks, its properties, its bytes."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from xml.sax.saxutils import escape

from toolkit.documents.authoring.blocks import Block
from toolkit.documents.authoring.inline import french
from toolkit.documents.authoring.markup import part, w
from toolkit.documents.authoring.numbering import numbering_xml
from toolkit.documents.authoring.package import Relationship, content_types, relationships, zipped
from toolkit.documents.authoring.page import (
    LOGO_PART,
    LOGO_RELATIONSHIP,
    body,
    first_header,
    footer,
    next_header,
)
from toolkit.documents.authoring.styles import styles_xml
from toolkit.documents.authoring.theme import theme_xml
from toolkit.documents.fonts import DOCUMENT_FONT

_DATE = "2026-01-05T08:00:00Z"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Template:
    """A Word template as the project writes it.

    Args:
        name: File name.
        title: Title among the properties of the file.
        subject: What the header of the following pages says; Jinja allowed.
        blocks: The body.
        note: What the footer says under the employer's own text; Jinja allowed.
    """

    name: str
    title: str
    subject: str
    blocks: tuple[Block, ...]
    note: str = ""

    def docx(self) -> bytes:
        """Return the file; the same template gives the same bytes."""
        parts: dict[str, bytes] = {
            "word/document.xml": part(w("document", body(self.blocks))),
            "word/styles.xml": styles_xml(DOCUMENT_FONT),
            "word/settings.xml": _settings(),
            "word/numbering.xml": numbering_xml(),
            "word/fontTable.xml": _fonts(),
            "word/theme/theme1.xml": theme_xml(DOCUMENT_FONT),
            "word/header1.xml": first_header(),
            "word/header2.xml": next_header(self.subject),
            "word/footer1.xml": footer(self.note),
            "word/footer2.xml": footer(self.note),
            "word/_rels/document.xml.rels": relationships(_DOCUMENT_LINKS),
            "word/_rels/header1.xml.rels": relationships(
                [Relationship(LOGO_RELATIONSHIP, "image", "media/logo.png")]
            ),
            LOGO_PART: white_pixel(),
            "docProps/core.xml": self._core(),
            "docProps/app.xml": _APP.encode(),
            "docProps/custom.xml": self._custom(),
        }
        head = {
            "[Content_Types].xml": content_types(tuple(parts)),
            "_rels/.rels": relationships(_PACKAGE_LINKS),
        }
        return zipped(head | parts)

    def _core(self) -> bytes:
        return (
            f"{_DECLARATION}<cp:coreProperties"
            ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"<dc:title>{escape(french(self.title))}</dc:title><dc:creator>Ressources humaines</dc:creator>"
            "<dc:language>fr-FR</dc:language><cp:lastModifiedBy>Ressources humaines</cp:lastModifiedBy>"
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{_DATE}</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{_DATE}</dcterms:modified></cp:coreProperties>'
        ).encode()

    def _custom(self) -> bytes:
        return (
            f"{_DECLARATION}<Properties"
            ' xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
            ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
            '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Modele">'
            f"<vt:lpwstr>{escape(self.name)}</vt:lpwstr></property></Properties>"
        ).encode()


_PACKAGE_LINKS = (
    Relationship("rId1", "officeDocument", "word/document.xml"),
    Relationship("rId2", "core-properties", "docProps/core.xml"),
    Relationship("rId3", "extended-properties", "docProps/app.xml"),
    Relationship("rId4", "custom-properties", "docProps/custom.xml"),
)

_DOCUMENT_LINKS = (
    Relationship("rIdStyles", "styles", "styles.xml"),
    Relationship("rIdSettings", "settings", "settings.xml"),
    Relationship("rIdNumbering", "numbering", "numbering.xml"),
    Relationship("rIdFonts", "fontTable", "fontTable.xml"),
    Relationship("rIdTheme", "theme", "theme/theme1.xml"),
    Relationship("rIdHeader1", "header", "header1.xml"),
    Relationship("rIdHeader2", "header", "header2.xml"),
    Relationship("rIdFooter1", "footer", "footer1.xml"),
    Relationship("rIdFooter2", "footer", "footer2.xml"),
)

_APP = (
    f'{_DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office Word</Application><AppVersion>16.0000</AppVersion></Properties>"
)


def _settings() -> bytes:
    mode = {
        "name": "compatibilityMode",
        "uri": "http://schemas.microsoft.com/office/word",
        "val": 15,
    }
    return part(
        w(
            "settings",
            w("zoom", percent=100),
            w("defaultTabStop", val=709),
            w("characterSpacingControl", val="doNotCompress"),
            w("compat", w("compatSetting", **mode)),
            w("themeFontLang", val="fr-FR"),
            w("decimalSymbol", val=","),
            w("listSeparator", val=";"),
        )
    )


def _fonts() -> bytes:
    return part(
        w(
            "fonts",
            w(
                "font",
                w("altName", val="Carlito"),
                w("family", val="swiss"),
                w("pitch", val="variable"),
                name=DOCUMENT_FONT,
            ),
            w("font", w("family", val="modern"), w("pitch", val="fixed"), name="MS Gothic"),
        )
    )


def white_pixel() -> bytes:
    """Return the picture that holds the place of the logo: one white pixel, PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00\xff\xff\xff", 9))
        + chunk(b"IEND", b"")
    )
