"""The employer's colour and logo, put on any template."""

from __future__ import annotations

import io
import re
import struct
import zipfile

import pytest
from PIL import Image

from toolkit.documents import dressed
from toolkit.documents.authoring.tables import SOFT
from toolkit.documents.authoring.theme import tinted
from toolkit.documents.letterhead import picture_size
from toolkit.errors import DocumentError
from toolkit.resources import template_path

TEMPLATE = template_path("convocation.docx").read_bytes()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def picture(kind: str, width: int = 400, height: int = 100) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "#0B6E4F").save(buffer, kind)
    return buffer.getvalue()


def test_colour_reaches_theme_text_lines_and_backgrounds() -> None:
    made = dressed(TEMPLATE, colour="0B6E4F")
    assert b'<a:accent1><a:srgbClr val="0B6E4F"/>' in part(made, "word/theme/theme1.xml")
    styles = part(made, "word/styles.xml").decode()
    assert 'w:val="0B6E4F" w:themeColor="accent1"' in styles
    document = part(made, "word/document.xml").decode()
    assert f'w:fill="{tinted("0B6E4F", SOFT)}" w:themeFill="accent1"' in document
    assert "1F4E79" not in styles + document


def test_template_keeps_its_colour_when_none_is_given() -> None:
    assert part(dressed(TEMPLATE), "word/styles.xml") == part(TEMPLATE, "word/styles.xml")


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", "png"), ("JPEG", "jpg")])
def test_logo_keeps_its_proportions_within_its_place(kind: str, suffix: str) -> None:
    logo = picture(kind)
    made = dressed(TEMPLATE, logo=logo)
    assert part(made, f"word/media/logo-employeur.{suffix}") == logo
    sizes = re.findall(r'<(?:wp:extent|a:ext) cx="(\d+)" cy="(\d+)"', part(made, "word/header1.xml").decode())
    assert len(sizes) == 2
    for width, height in sizes:
        assert int(width) == 3.6 * 360_000
        assert abs(int(height) - int(width) / 4) <= 1


def test_place_of_the_logo_goes_when_there_is_none() -> None:
    made = dressed(TEMPLATE)
    assert b"Logo" not in part(made, "word/header1.xml")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert "word/media/logo.png" not in archive.namelist()


def test_picture_put_in_word_is_left_alone() -> None:
    own = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as source, zipfile.ZipFile(own, "w") as target:
        for name in source.namelist():
            target.writestr(name, picture("PNG") if name == "word/media/logo.png" else source.read(name))
    made = dressed(own.getvalue())
    assert part(made, "word/media/logo.png") == picture("PNG")
    assert b"Logo" in part(made, "word/header1.xml")


@pytest.mark.parametrize(
    "content", [b"GIF89a", b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n" + bytes(30)]
)
def test_picture_that_word_cannot_show_is_refused(content: bytes) -> None:
    with pytest.raises(DocumentError, match="PNG"):
        picture_size(content)


def test_jpeg_that_never_ends_is_refused() -> None:
    endless = b"\xff\xd8" + (b"\xff\xe0" + struct.pack(">H", 2)) * 50
    with pytest.raises(DocumentError, match="JPEG"):
        picture_size(endless)


@pytest.mark.parametrize("side", [5_001, 60_000, 2**31 - 1])
def test_logo_of_too_many_pixels_is_refused_by_its_size_before_anything_draws_it(side: int) -> None:
    header = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", side, side)
    with pytest.raises(DocumentError, match="démesuré") as caught:
        dressed(template_path("convocation.docx").read_bytes(), logo=header)
    assert "2 000 points" in caught.value.next_step
