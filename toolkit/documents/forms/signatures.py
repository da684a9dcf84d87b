"""Where the signatures of a report stand: found in the PDF itself, by the words that head each box.

The block is the last of the document. Its anchors are searched from the end, three on one line, so that an
answer that quotes one of them misleads nobody.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from toolkit.errors import DocumentError
from toolkit.model.document import Role

BLOCK_HEIGHT_CM = 3.0
"""Height of the row of boxes in the template, in centimetres."""

ANCHORS: Mapping[Role, str] = MappingProxyType(
    {
        Role.EMPLOYEE: "Signature du salarié",
        Role.MANAGER: "Signature du responsable",
        Role.EMPLOYER: "Cachet de l’employeur",
    }
)
"""The words at the top left of each box, from left to right."""

_POINTS_PER_CM = 72 / 2.54
_PADDING = 3.0
_SAME_LINE = 2.0


@dataclass(frozen=True, slots=True)
class Box:
    """Where a visible block stands: ``page`` counts from 0, corners in points from the lower left."""

    page: int
    x1: float
    y1: float
    x2: float
    y2: float


def signature_boxes(pdf: bytes) -> dict[Role, Box]:
    """Return the free rectangle under each anchor of the signature block of ``pdf``.

    Raises:
        DocumentError: the document has no such block, or cannot be read.
    """
    import pypdfium2  # noqa: PLC0415 - a heavy library, needed only here

    try:
        document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    except pypdfium2.PdfiumError as error:
        raise DocumentError("le PDF ne peut pas être lu.", about="Compte rendu") from error
    try:
        for number in reversed(range(len(document))):
            corners = _anchors_on_one_line(document[number])
            if corners:
                return _boxes(number, corners)
    finally:
        document.close()
    raise DocumentError(
        "le document n’a pas de bloc de signatures.",
        about="Compte rendu",
        next_step="Remettez dans le modèle le tableau des signatures, avec ses trois intitulés.",
    )


_Corner = tuple[float, float]


def _anchors_on_one_line(page: Any) -> tuple[_Corner, _Corner, _Corner] | None:  # noqa: ANN401 - pypdfium2 ships no types
    """Return the lower left corners of the three anchors, the lowest line of them on the page."""
    text = page.get_textpage()
    left, middle, right = (list(_corners(text, anchor)) for anchor in ANCHORS.values())
    lines = [
        (a, b, c)
        for a in left
        for b in middle
        for c in right
        if max(a[1], b[1], c[1]) - min(a[1], b[1], c[1]) < _SAME_LINE and a[0] < b[0] < c[0]
    ]
    return min(lines, key=lambda line: line[0][1]) if lines else None


def _corners(text: Any, anchor: str) -> Iterator[_Corner]:  # noqa: ANN401 - pypdfium2 ships no types
    searcher = text.search(anchor)
    while (found := searcher.get_next()) is not None:
        start, count = found
        boxes = [text.get_charbox(index) for index in range(start, start + count)]
        yield min(box[0] for box in boxes), min(box[1] for box in boxes)


def _boxes(page: int, corners: tuple[_Corner, _Corner, _Corner]) -> dict[Role, Box]:
    width = corners[1][0] - corners[0][0]
    top = min(y for _, y in corners) - _PADDING
    # The anchor's line, and the cell's margins, take about 14 points of the row.
    height = BLOCK_HEIGHT_CM * _POINTS_PER_CM - 14 - 2 * _PADDING
    return {
        role: Box(page, x, top - height, x + width - 4 * _PADDING, top)
        for role, (x, _) in zip(ANCHORS, corners, strict=True)
    }
