"""A paper that was signed by hand and scanned: read as pictures, and written anew as a PDF of ours.

What a scanner or a stranger wrote is never sealed as it is: its pages are drawn, and nothing but the drawing
goes on. :func:`scan_pages` is to be run in a confined process.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from toolkit.errors import DocumentError
from toolkit.resources import font_path

if TYPE_CHECKING:
    from PIL import Image

MAX_BYTES = 20_000_000
MAX_PAGES = 30
_LONGEST_SIDE = 2400
_MOST_PIXELS = 60_000_000
_DOTS_PER_INCH = 150
_POINTS_PER_INCH = 72
_BAND = 0.022
_QUALITY = 85


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page as a JPEG picture, its size in pixels."""

    jpeg: bytes
    width: int
    height: int


def scan_suffix(content: bytes) -> str:
    """Return the suffix of a scan, told by its first bytes and by nothing else.

    Raises:
        DocumentError: it is too large, or neither a PDF nor a picture.
    """
    if len(content) > MAX_BYTES:
        raise _refused(f"elle dépasse {MAX_BYTES // 1_000_000} Mo.")
    for start, suffix in ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png")):
        if content.startswith(start):
            return suffix
    raise _refused("ce n’est ni un PDF ni une image PNG ou JPEG.")


def scan_pages(content: bytes) -> list[ScannedPage]:
    """Return the pages of a scan as pictures without anything but their pixels.

    Raises:
        DocumentError: it cannot be read, or has too many pages.
    """
    pictures = _of_pdf(content) if scan_suffix(content) == "pdf" else [_of_picture(content)]
    return [_page(picture) for picture in pictures]


def pdf_of_scan(
    pages: Sequence[ScannedPage], mention: str, *, title: str, author: str, made_at: datetime
) -> bytes:
    """Return a PDF/A of ours that shows the pages of a scan, each with ``mention`` under it.

    Args:
        pages: The pictures.
        mention: What every page says of itself: that it is a copy, and where the original is.
        title: Shown by viewers.
        author: The employer.
        made_at: Aware instant.

    Raises:
        DocumentError: there is no page.
    """
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    from toolkit.documents.pdfa import normalised  # noqa: PLC0415 - same

    if not pages:
        raise _refused("elle n’a aucune page.")
    with pikepdf.new() as document:
        for page in pages:
            _add(document, _marked(page, mention))
        profile = document.make_stream(_colours(), N=3)
        document.Root.OutputIntents = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    Type=pikepdf.Name.OutputIntent,
                    S=pikepdf.Name.GTS_PDFA1,
                    OutputConditionIdentifier="sRGB",
                    DestOutputProfile=profile,
                )
            ]
        )
        output = BytesIO()
        document.save(output)
    return normalised(output.getvalue(), title=title, language="fr-FR", author=author, made_at=made_at)


def _of_pdf(content: bytes) -> list[Image.Image]:
    import pypdfium2  # noqa: PLC0415 - a heavy library, needed only here

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _refused("ce PDF est abîmé ou protégé.") from error
    try:
        if len(document) > MAX_PAGES:
            raise _refused(f"elle a plus de {MAX_PAGES} pages.")
        return [_drawn(page) for page in document]
    finally:
        document.close()


def _drawn(page: object) -> Image.Image:
    width, height = page.get_size()  # type: ignore[attr-defined]  # pypdfium2 ships no types
    scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, _LONGEST_SIDE / max(width, height, 1))
    picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()  # type: ignore[attr-defined]
    return picture


def _of_picture(content: bytes) -> Image.Image:
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - loads only for a scan

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise _refused("ses dimensions sont trop grandes.")
                return ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Warning) as error:
        raise _refused("cette image est abîmée.") from error


def _page(picture: Image.Image) -> ScannedPage:
    from PIL import Image  # noqa: PLC0415 - loads only for a scan

    flat = picture.convert("RGB")
    flat.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), Image.Resampling.LANCZOS)
    output = BytesIO()
    flat.save(output, "JPEG", quality=_QUALITY)
    return ScannedPage(output.getvalue(), flat.width, flat.height)


def _marked(page: ScannedPage, mention: str) -> ScannedPage:
    """Return the page with ``mention`` in a band of its own under the picture, so that nothing is hidden."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - loads only for a scan

    with Image.open(BytesIO(page.jpeg)) as picture:
        size = max(14, round(max(page.width, page.height) * _BAND * 0.62))
        font = ImageFont.truetype(str(font_path("Regular")), size)
        lines = _lines(mention, font, page.width - 2 * size)
        band = round(size * (1.35 * len(lines) + 0.9))
        sheet = Image.new("RGB", (page.width, page.height + band), "white")
        sheet.paste(picture, (0, 0))
    draw = ImageDraw.Draw(sheet)
    draw.line([(0, page.height), (page.width, page.height)], fill=(31, 78, 121), width=3)
    draw.multiline_text(
        (size, page.height + size * 0.4), "\n".join(lines), fill=(31, 58, 95), font=font, spacing=size * 0.2
    )
    output = BytesIO()
    sheet.save(output, "JPEG", quality=_QUALITY)
    return ScannedPage(output.getvalue(), sheet.width, sheet.height)


def _lines(text: str, font: object, width: float) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > width:  # type: ignore[attr-defined]  # a loaded face
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _add(document: object, page: ScannedPage) -> None:
    """Add a page of A4's longer side that holds one picture and nothing else."""
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    scale = 842 / max(page.width, page.height)
    width, height = round(page.width * scale, 2), round(page.height * scale, 2)
    picture = document.make_stream(  # type: ignore[attr-defined]  # a pikepdf document
        page.jpeg,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=page.width,
        Height=page.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    drawing = document.make_stream(f"q {width} 0 0 {height} 0 0 cm /Page Do Q".encode())  # type: ignore[attr-defined]
    added = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=pikepdf.Array([0, 0, width, height]),
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=picture)),
        Contents=drawing,
    )
    document.pages.append(pikepdf.Page(document.make_indirect(added)))  # type: ignore[attr-defined]


def _colours() -> bytes:
    """Return the profile of the colours that scanners and screens share, sRGB."""
    from PIL import ImageCms  # noqa: PLC0415 - loads only for a scan

    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _refused(problem: str) -> DocumentError:
    return DocumentError(
        problem,
        about="Copie numérisée",
        next_step="Numérisez de nouveau le papier signé, en PDF ou en image, une page par page.",
    )
