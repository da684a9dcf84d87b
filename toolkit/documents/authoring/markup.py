"""Elements of WordprocessingML written short: ``w("p", …)`` makes a ``<w:p>`` (ISO/IEC 29500-1, 17)."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import TypeAlias

from lxml import etree
from lxml.etree import _Element

Element: TypeAlias = _Element
"""An element of a part."""

NAMESPACES = MappingProxyType(
    {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    }
)

XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TWIPS_PER_CM = 567
EMU_PER_CM = 360_000


def qualified(name: str) -> str:
    """Return ``{namespace}local`` for ``prefix:local``; without a prefix the word ``w`` is meant."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix or 'w']}}}{local}"


def element(name: str, children: Iterable[Element | None] = (), /, **attributes: object) -> Element:
    """Return an element; ``None`` among the children is skipped.

    Args:
        name: ``prefix:local``, the prefix being ``w`` when none is given.
        children: What it contains, in order.
        attributes: Written in the namespace of the element where it is ``w`` or ``w14``, else without one;
            those whose value is None are left out.
    """
    prefix = name.rpartition(":")[0] or "w"
    made = etree.Element(qualified(name), nsmap={prefix: NAMESPACES[prefix]})
    for key, value in attributes.items():
        if value is not None:
            made.set(
                qualified(f"{prefix}:{key}") if prefix.startswith("w") and prefix != "wp" else key, str(value)
            )
    made.extend([child for child in children if child is not None])
    return made


def w(name: str, /, *children: Element | None, **attributes: object) -> Element:
    """Return ``<w:name>`` with its children; an attribute ``val`` becomes ``w:val``."""
    return element(name, children, **attributes)


def part(root: Element) -> bytes:
    """Return the bytes of a part: XML declaration, UTF-8, all prefixes declared once at the root."""
    clean = etree.Element(root.tag, nsmap=dict(NAMESPACES))
    for key, value in root.attrib.items():
        clean.set(key, value)
    clean.set(f"{{{NAMESPACES['mc']}}}Ignorable", "w14")
    clean.extend(list(root))
    etree.cleanup_namespaces(clean, keep_ns_prefixes=["w", "r", "w14", "mc"])
    return etree.tostring(clean, xml_declaration=True, encoding="UTF-8", standalone=True)


def twips(centimetres: float) -> int:
    """Return a length in twentieths of a point, the unit of WordprocessingML."""
    return round(centimetres * TWIPS_PER_CM)


def emu(centimetres: float) -> int:
    """Return a length in English metric units, the unit of DrawingML."""
    return round(centimetres * EMU_PER_CM)
