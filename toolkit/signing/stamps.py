"""What a reader sees on the page where somebody signed."""

from __future__ import annotations

from dataclasses import dataclass
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
_MARGIN = 4
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
        if self.x2 - self.x1 < 1 or self.y2 - self.y1 < 1:
            raise SigningError(
                "l’emplacement d’une signature n’a pas de surface.",
                next_step="Vérifiez le bloc de signature du modèle.",
            )

    @property
    def corners(self) -> tuple[int, int, int, int]:
        """The corners in whole points, as the PDF writer takes them."""
        return round(self.x1), round(self.y1), round(self.x2), round(self.y2)


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


def stamp_style(text: str) -> TextStampStyle:
    """Return the style that draws ``text`` (lines separated by ends of line), framed, shrunk to its box."""
    rule = layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MIN,
        y_align=layout.AxisAlignment.ALIGN_MID,
        margins=layout.Margins(_MARGIN, _MARGIN, _MARGIN, _MARGIN),
        inner_content_scaling=layout.InnerScaling.SHRINK_TO_FIT,
    )
    return TextStampStyle(
        stamp_text=text.replace("%", "%%"),
        text_box_style=TextBoxStyle(font=_StampFont(), font_size=_SIZE, leading=_SIZE + 2, text_color=_INK),
        inner_content_layout=rule,
        border_width=2,  # half of it is clipped by the block’s own bounds
        border_color=_INK,
        background=None,
    )


def draw_mention(writer: BasePdfFileWriter, text: str, box: Box) -> None:
    """Draw a framed mention into the page itself, where no signature will stand."""
    x1, y1, x2, y2 = box.corners
    stamp = TextStamp(
        writer=writer,
        style=stamp_style(text),
        box=layout.BoxConstraints(width=x2 - x1, height=y2 - y1),
    )
    page = box.page if box.page >= 0 else _page_count(writer) + box.page
    stamp.apply(page, x1, y1)


def _page_count(writer: BasePdfFileWriter) -> int:
    return int(writer.root["/Pages"]["/Count"])
