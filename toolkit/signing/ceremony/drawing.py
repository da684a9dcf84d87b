"""A signature drawn with a finger or a mouse: a picture, cleaned; it decorates and proves nothing by itself.

Only the finished picture is taken: neither its speed nor its pressure, which would be biometric data
(Regulation (EU) 2016/679, article 9).
"""

from __future__ import annotations

import warnings
from io import BytesIO

from toolkit.errors import SigningError

MAX_BYTES = 200_000
MAX_WIDTH, MAX_HEIGHT = 1600, 800
MIN_WIDTH, MIN_HEIGHT = 40, 20
_PNG = b"\x89PNG\r\n\x1a\n"
_HEADER_END = 24
_VISIBLE_PIXELS = 30
_DARK = 200


def clean_drawing(content: bytes) -> bytes:
    """Return a drawn signature as a fresh PNG, black on white, without anything but its pixels.

    Raises:
        SigningError: it is no PNG, too large, too small, or blank.
    """
    _refuse_by_header(content)
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - loads only when somebody drew

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=["PNG"]) as picture:
                picture.load()
                drawn = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        raise _refused("cette image est abîmée.") from None
    paper = Image.new("RGBA", drawn.size, "white")
    grey = Image.alpha_composite(paper, drawn).convert("L")
    if sum(grey.histogram()[:_DARK]) < _VISIBLE_PIXELS:
        raise _refused("rien n’y est dessiné.")
    output = BytesIO()
    grey.save(output, "PNG", optimize=True)
    return output.getvalue()


def _refuse_by_header(content: bytes) -> None:
    """Judge the size before anything is decoded: the header says it (ISO/IEC 15948, 11.2.2)."""
    if len(content) > MAX_BYTES:
        raise _refused("cette image est trop lourde.")
    if not content.startswith(_PNG) or len(content) < _HEADER_END or content[12:16] != b"IHDR":
        raise _refused("ce n’est pas une image PNG.")
    width, height = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    if not (MIN_WIDTH <= width <= MAX_WIDTH and MIN_HEIGHT <= height <= MAX_HEIGHT):
        raise _refused("ses dimensions ne conviennent pas.")


def _refused(problem: str) -> SigningError:
    return SigningError(
        problem,
        about="Signature dessinée",
        next_step="Dessinez-la de nouveau, tapez votre nom, ou signez sans : le dessin est facultatif.",
    )
