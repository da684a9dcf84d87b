"""WordprocessingML at hand: names of elements, and ids that stay unique within one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14_NS = "http://schemas.microsoft.com/office/word/2010/wordml"
WP_NS = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
R_NS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_STORIES = ("word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes")


def w(name: str) -> str:
    """Return the expanded name of ``w:name``."""
    return f"{{{W_NS}}}{name}"


def w14(name: str) -> str:
    """Return the expanded name of ``w14:name``."""
    return f"{{{W14_NS}}}{name}"


def is_story(part: str) -> bool:
    """Tell whether a part holds text of the document: body, header, footer or notes."""
    return part.startswith(_STORIES) and part.endswith(".xml")


def value_of(element: etree._Element | None) -> str:
    """Return the ``w:val`` of ``element``, empty when either is missing."""
    return "" if element is None else (element.get(w("val")) or "")


def renumber(roots: Iterable[etree._Element]) -> None:
    """Give content controls, drawings and bookmarks of all stories ids that are unique in the document.

    Loops of a template copy them with their ids, which Word repairs with a warning (ECMA-376 part 1,
    17.5.2.18 and 20.4.2.5 ask for unique ones). Paragraph ids, copied too, are dropped: Word makes new ones.
    """
    stories = list(roots)
    for number, element in enumerate(_all(stories, f"{w('sdtPr')}/{w('id')}"), start=1):
        element.set(w("val"), str(number))
    for number, element in enumerate(_all(stories, f"{{{WP_NS}}}docPr"), start=1):
        element.set("id", str(number))
    for root in stories:
        drop_copied_ids(root)


def drop_copied_ids(root: etree._Element) -> None:
    """Take away the ids of paragraphs and rows, which loops copy."""
    for element in root.iter(w("p"), w("tr")):
        for name in (w14("paraId"), w14("textId")):
            if name in element.attrib:
                del element.attrib[name]


def _all(roots: Iterable[etree._Element], path: str) -> Iterator[etree._Element]:
    for root in roots:
        yield from root.iterfind(f".//{path}")
