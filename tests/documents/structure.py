"""The structure of a tagged PDF (ISO 32000-1, 14.7), read in order, each piece with its place on the page."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

Place = tuple[int, float, float, float, float]
"""Page number, left, bottom, right and top in points."""

Pages = dict[Any, int]
"""The number of each page, by its object."""


@dataclass(frozen=True, slots=True)
class Node:
    """One element of the structure: its type, what it says to who cannot see it, what it holds."""

    kind: str
    alt: str = ""
    children: tuple[Node, ...] = ()
    marks: tuple[tuple[int, int], ...] = field(default=())

    def walk(self) -> Iterator[Node]:
        """Yield this element and those in it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def leaves(self) -> tuple[tuple[int, int], ...]:
        """The marked contents in it, as (page number, id)."""
        return tuple(mark for node in self.walk() for mark in node.marks)


def tree(pdf: bytes) -> Node:
    """Return the root of the structure."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages: Pages = {page.objgen: number for number, page in enumerate(document.pages)}
        return _node(document.Root.StructTreeRoot, pages, 0)


def _node(element: pikepdf.Object, pages: Pages, page: int) -> Node:
    page = pages.get(element.Pg.objgen, page) if "/Pg" in element else page
    children: list[Node] = []
    marks: list[tuple[int, int]] = []
    for kid in _kids(element.get("/K", [])):
        if not isinstance(kid, pikepdf.Dictionary):
            marks.append((page, int(kid)))
        elif kid.get("/Type") == "/MCR":
            marks.append((pages[kid.Pg.objgen] if "/Pg" in kid else page, int(kid.MCID)))
        elif kid.get("/Type") != "/OBJR":
            children.append(_node(kid, pages, page))
    kind = str(element.get("/S", "/StructTreeRoot")).removeprefix("/")
    return Node(kind, str(element.get("/Alt", "")), tuple(children), tuple(marks))


def _kids(held: Any) -> Iterator[Any]:  # noqa: ANN401 - pikepdf gives numbers, lists and objects
    """Yield what an element holds; some writers put lists into lists."""
    if isinstance(held, list | pikepdf.Array):
        for one in held:
            yield from _kids(one)
    else:
        yield held


def texts(pdf: bytes) -> dict[tuple[int, int], list[tuple[Place, str]]]:
    """Return what each marked content shows, and where; under id -1 what is marked as no content."""
    found: dict[tuple[int, int], list[tuple[Place, str]]] = {}
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document):
            written = page.get_textpage()
            for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                text = _text(item, written)
                if text.strip():
                    mark = (number, int(pdfium.FPDFPageObj_GetMarkedContentID(item.raw)))
                    found.setdefault(mark, []).append(((number, *item.get_bounds()), text))
    finally:
        document.close()
    return found


def _text(item: pypdfium2.PdfObject, written: pypdfium2.PdfTextPage) -> str:
    size = pdfium.FPDFTextObj_GetText(item.raw, written.raw, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFTextObj_GetText(
        item.raw, written.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
    )
    return buffer.raw.decode("utf-16-le").rstrip("\0").replace("\x02", "-").replace("\ufffe", "-")


def goes_back(before: Place, after: Place) -> bool:
    """Tell whether reading ``after`` next makes the eye go back: up the page without going to the right."""
    if before[0] != after[0]:
        return after[0] < before[0]
    is_higher = after[4] > before[4] + 2
    return is_higher and after[1] < before[1] + 2


def around(places: list[Place]) -> Place:
    """Return the box around what stands on the first page of ``places``."""
    first = min(place[0] for place in places)
    here = [place for place in places if place[0] == first]
    return (
        first,
        min(place[1] for place in here),
        min(place[2] for place in here),
        max(place[3] for place in here),
        max(place[4] for place in here),
    )
