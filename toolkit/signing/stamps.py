"""What a reader sees on the page where somebody signed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO

from fontTools.ttLib import TTFont
from pyhanko.pdf_utils import layout
from pyhanko.pdf_utils.font import FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import TextStamp, TextStampStyle

from toolkit.errors import SigningError
from toolkit.resources import font_path

_SIZE = 9
_LEADING = _SIZE + 2
_MARGIN = 6
_SMALLEST = 20
_WHOLE_LINES = 0.85
"""Lines are kept whole as long as the block need not shrink below this scale."""
_SCALES = tuple(step / 20 for step in range(20, 5, -1))
_INK = (0.12, 0.23, 0.37)


@dataclass(frozen=True, slots=True)
class Box:
    """Where a visible block stands.

    ``page`` counts from 0, or from the end when negative (-1 is the last page). Corners are in PDF points
    from the lower left of the page, lower-left corner first.
    """

    page: int
    x1: float
    y1: float
    x2: float
    y2: float

    def __post_init__(self) -> None:
        if self.x2 - self.x1 < _SMALLEST or self.y2 - self.y1 < _SMALLEST:
            raise SigningError(
                "l’emplacement d’une signature est trop petit pour qu’on la lise.",
                next_step="Vérifiez le bloc de signature du modèle.",
            )

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """The corners in whole points, as the PDF writer takes them."""
        return round(self.x1), round(self.y1), round(self.x2), round(self.y2)


def fitted(text: str, box: Box) -> str:
    """Return ``text`` with its lines broken where the block then reads largest in ``box``."""
    x1, y1, x2, y2 = box.corners
    width, height = x2 - x1 - 2 * _MARGIN, y2 - y1 - 2 * _MARGIN
    lines = unicodedata.normalize("NFC", text).split("\n")
    if min(width / max(1.0, *map(_width, lines)), height / (len(lines) * _LEADING)) >= _WHOLE_LINES:
        return "\n".join(lines)
    for scale in _SCALES:
        broken = [part for line in lines for part in _broken(line, width / scale)]
        if len(broken) * _LEADING * scale <= height:
            return "\n".join(broken)
    return "\n".join(lines)


def _broken(line: str, width: float) -> list[str]:
    """Return ``line`` broken at its spaces into lines of at most ``width`` points, one word at least."""
    parts = [""]
    for word in line.split(" "):
        longer = f"{parts[-1]} {word}" if parts[-1] else word
        if parts[-1] and _width(longer) > width:
            parts.append(word)
        else:
            parts[-1] = longer
    return parts


def _width(line: str) -> float:
    """Return the width of ``line`` in points at the stamp's size."""
    advances, missing = _advances()
    return sum(advances.get(ord(letter), missing) for letter in line) * _SIZE / 1000


@cache
def _advances() -> tuple[Mapping[int, int], int]:
    """Return the advance of each character in thousandths of an em, and that of a missing one."""
    with TTFont(BytesIO(_font_bytes())) as face:
        widths = {code: face["hmtx"][glyph][0] for code, glyph in face.getBestCmap().items()}
        return widths, int(face["hmtx"][".notdef"][0])


@cache
def _font_bytes() -> bytes:
    """Return the face without its tables of kerning and ligatures, whose parsing costs 140 ms a stamp."""
    output = BytesIO()
    with TTFont(font_path("Regular")) as face:
        for table in ("GPOS", "GSUB", "GDEF"):
            if table in face:
                del face[table]
        face.save(output)
    return output.getvalue()


class _StampFont(FontEngineFactory):
    """Source Sans Pro, embedded as a subset.

    Its em has 1000 units: pyHanko spreads and cuts text set in a face of 2048. The file is read once; the
    library's own factory would leave it open.
    """

    def create_font_engine(self, writer: BasePdfFileWriter, obj_stream: object = None) -> GlyphAccumulator:
        """Return an accumulator of the glyphs that one revision uses."""
        return GlyphAccumulator(
            writer=writer,
            font_handle=BytesIO(_font_bytes()),
            font_size=_SIZE,
            writing_direction="ltr",
            bcp47_lang_code="fr",
            obj_stream=obj_stream,
        )


def stamp_style(text: str, box: Box) -> TextStampStyle:
    """Return the style that draws ``text`` (lines separated by ends of line), framed, shrunk to ``box``."""
    rule = layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MIN,
        y_align=layout.AxisAlignment.ALIGN_MID,
        margins=layout.Margins(_MARGIN, _MARGIN, _MARGIN, _MARGIN),
        inner_content_scaling=layout.InnerScaling.SHRINK_TO_FIT,
    )
    flush = replace(rule, margins=layout.Margins(0, 0, 0, 0))
    text_style = TextBoxStyle(
        font=_StampFont(), font_size=_SIZE, leading=_LEADING, text_color=_INK, box_layout_rule=flush
    )
    return TextStampStyle(
        stamp_text=fitted(text, box).replace("%", "%%"),
        text_box_style=text_style,
        inner_content_layout=rule,
        border_width=1,
        border_color=_INK,
        background=None,
    )


def draw_mention(writer: BasePdfFileWriter, text: str, box: Box) -> None:
    """Draw a framed mention into the page itself, where no signature will stand."""
    x1, y1, x2, y2 = box.corners
    stamp = TextStamp(
        writer=writer,
        style=stamp_style(text, box),
        box=layout.BoxConstraints(width=x2 - x1, height=y2 - y1),
    )
    page = box.page if box.page >= 0 else _page_count(writer) + box.page
    stamp.apply(page, x1, y1)


def _page_count(writer: BasePdfFileWriter) -> int:
    return int(writer.root["/Pages"]["/Count"])
