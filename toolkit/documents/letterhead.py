"""The employer's colour and logo, put on a template: Word's accent colour, the picture of its header.

What comes out is a template still, rendered as any other. HR may also set both in Word: a picture that HR put
in the place of the logo is left alone when the settings name none.
"""

from __future__ import annotations

import posixpath
import struct
from functools import lru_cache

from lxml import etree

from toolkit.documents.authoring.markup import NAMESPACES, emu, qualified
from toolkit.documents.authoring.page import LOGO_HEIGHT, LOGO_NAME, LOGO_WIDTH
from toolkit.documents.authoring.template import white_pixel
from toolkit.documents.authoring.theme import rethemed, tinted
from toolkit.documents.package import Parts, parse_part, read_package, serialise_part, write_package
from toolkit.errors import DocumentError, TemplateError

_THEME = "word/theme/theme1.xml"
_TYPES = "[Content_Types].xml"
_EMBED = f"{{{NAMESPACES['r']}}}embed"
MAX_PIXELS = 25_000_000
"""Pixels of a logo: each takes four bytes in whatever draws it, however small the file."""

_FORMATS = {"png": "image/png", "jpg": "image/jpeg"}
_JPEG_SIZES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


@lru_cache(maxsize=64)
def dressed(template: bytes, *, colour: str = "", logo: bytes = b"") -> bytes:
    """Return a template in the employer's colour, with its logo; without one, its place is removed.

    Args:
        template: A Word template.
        colour: RRGGBB; the template's own when empty.
        logo: A PNG or JPEG picture, fitted to its place.

    Raises:
        TemplateError: the template cannot be read.
        DocumentError: the logo is neither PNG nor JPEG.
    """
    parts = read_package(template, about="Modèle", refusal=TemplateError)
    if colour:
        _recolour(parts, colour.upper())
    for name in [n for n in parts if n.startswith("word/header") and n.endswith(".xml")]:
        _set_logo(parts, name, logo)
    return write_package(parts)


def _recolour(parts: Parts, colour: str) -> None:
    if _THEME in parts:
        parts[_THEME] = rethemed(parts[_THEME], colour)
    for name in [n for n in parts if n.startswith("word/") and n.endswith(".xml") and n != _THEME]:
        if b'"accent1"' not in parts[name]:
            continue
        root = parse_part(parts[name], about=name, refusal=TemplateError)
        for element in root.iter(etree.Element):
            _paint(element, "Color", "val" if element.tag == qualified("color") else "color", colour)
            _paint(element, "Fill", "fill", colour)
        parts[name] = serialise_part(root)


def _paint(element: etree._Element, theme: str, attribute: str, colour: str) -> None:
    """Write the value of a theme colour, its tint or shade computed again (ISO/IEC 29500-1, 17.3.2.6)."""
    if element.get(qualified(f"theme{theme}")) != "accent1":
        return
    prefix = "theme" if theme == "Color" else "themeFill"
    tint = element.get(qualified(f"{prefix}Tint")) or ""
    shade = element.get(qualified(f"{prefix}Shade")) or ""
    element.set(qualified(attribute), tinted(colour, tint, shade))


def _set_logo(parts: Parts, header: str, logo: bytes) -> None:
    relations_name = f"{posixpath.dirname(header)}/_rels/{posixpath.basename(header)}.rels"
    if relations_name not in parts or LOGO_NAME.encode() not in parts[header]:
        return
    root = parse_part(parts[header], about=header, refusal=TemplateError)
    relations = parse_part(parts[relations_name], about=relations_name, refusal=TemplateError)
    for drawing in list(root.iter(qualified("drawing"))):
        if drawing.find(f".//{qualified('wp:docPr')}[@name='{LOGO_NAME}']") is None:
            continue
        blip = drawing.find(f".//{qualified('a:blip')}")
        relation = next((r for r in relations if blip is not None and r.get("Id") == blip.get(_EMBED)), None)
        if relation is None:
            continue
        place = posixpath.normpath(posixpath.join("word", relation.get("Target", "")))
        if logo:
            parts.pop(place, None)
            _put(parts, drawing, relation, logo)
        elif parts.get(place) == white_pixel():
            _take_away(drawing)
            relations.remove(relation)
            parts.pop(place)
    parts[header] = serialise_part(root)
    parts[relations_name] = serialise_part(relations)


def _put(parts: Parts, drawing: etree._Element, relation: etree._Element, logo: bytes) -> None:
    suffix, width, height = picture_size(logo)
    scale = min(emu(LOGO_WIDTH) / width, emu(LOGO_HEIGHT) / height)
    for extent in (*drawing.iter(qualified("wp:extent")), *drawing.iter(qualified("a:ext"))):
        if extent.get("cx"):
            extent.set("cx", str(round(width * scale)))
            extent.set("cy", str(round(height * scale)))
    relation.set("Target", f"media/logo-employeur.{suffix}")
    parts[f"word/media/logo-employeur.{suffix}"] = logo
    types = parse_part(parts[_TYPES], about=_TYPES, refusal=TemplateError)
    if all(default.get("Extension") != suffix for default in types):
        namespace = etree.QName(types).namespace
        default = etree.Element(f"{{{namespace}}}Default", Extension=suffix, ContentType=_FORMATS[suffix])
        types.insert(0, default)
        parts[_TYPES] = serialise_part(types)


def _take_away(drawing: etree._Element) -> None:
    run = drawing.getparent()
    paragraph = run.getparent() if run is not None else None
    if run is not None and paragraph is not None:
        paragraph.remove(run)


def picture_size(picture: bytes) -> tuple[str, int, int]:
    """Return the suffix, width and height in pixels of a PNG or JPEG picture.

    Raises:
        DocumentError: it is neither, or is cut short.
    """
    try:
        if picture.startswith(b"\x89PNG\r\n\x1a\n"):
            width, height = struct.unpack(">II", picture[16:24])
            return _sized("png", width, height)
        if picture.startswith(b"\xff\xd8"):
            return _jpeg_size(picture)
    except struct.error:
        pass
    raise DocumentError(
        "le logo n’est ni une image PNG ni une image JPEG.",
        about="Logo",
        next_step="Enregistrez-le en PNG, puis indiquez ce fichier dans [letterhead] logo.",
    )


def _jpeg_size(picture: bytes) -> tuple[str, int, int]:
    """Read the frame header (ISO/IEC 10918-1, B.2.2)."""
    at = 2
    while True:
        marker, length = struct.unpack(">HH", picture[at : at + 4])
        if marker & 0xFF in _JPEG_SIZES:
            height, width = struct.unpack(">HH", picture[at + 5 : at + 9])
            return _sized("jpg", width, height)
        at += 2 + length


def _sized(suffix: str, width: int, height: int) -> tuple[str, int, int]:
    if not width or not height:
        raise struct.error
    if width * height > MAX_PIXELS:
        raise DocumentError(
            f"le logo est démesuré : {width} × {height} points.",
            about="Logo",
            next_step="Réduisez-le à 2 000 points de large, puis indiquez ce fichier dans [letterhead] logo.",
        )
    return suffix, width, height
