"""A template tried with the fictional employee, in every case of its document."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.documents.checking.samples import MADE_AT, Sample, samples
from toolkit.documents.package import parse_part
from toolkit.documents.properties import DocumentProperties
from toolkit.documents.rendering import render_docx
from toolkit.documents.wordml import is_story, w
from toolkit.errors import TemplateError

_POINTS_PER_INCH = 72
_DPI = 80


@dataclass(frozen=True, slots=True)
class Trial:
    """One case tried: its Word document, or why there is none."""

    sample: Sample
    docx: bytes
    problem: str = ""

    @property
    def properties(self) -> DocumentProperties:
        """What the properties of its documents say."""
        return _properties(self.sample)


def trials(content: bytes, *, nature: str, name: str) -> Iterator[Trial]:
    """Yield the cases of a kind of document, filled with the fictional employee."""
    for sample in samples(f"{nature}.docx"):
        try:
            docx = render_docx(content, sample.letter.context, properties=_properties(sample), name=name)
        except TemplateError as error:
            yield Trial(sample, b"", error.problem)
        else:
            yield Trial(sample, docx)


def _properties(sample: Sample) -> DocumentProperties:
    return DocumentProperties(sample.letter.title, "Entreprise fictive", MADE_AT)


def text_of(docx: bytes) -> str:
    """Return what people read in a document, a line per paragraph."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        stories = [archive.read(part) for part in sorted(archive.namelist()) if is_story(part)]
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(w("t")))
        for story in stories
        for paragraph in parse_part(story, about="Essai").iter(w("p"))
    )


def pictures(pdf: bytes) -> Iterator[bytes]:
    """Yield each page of a PDF as a PNG picture."""
    import pypdfium2  # noqa: PLC0415 - a heavy library, needed only here

    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        for page in document:
            yield _png(page.render(scale=_DPI / _POINTS_PER_INCH, rev_byteorder=True))
    finally:
        document.close()


def _png(bitmap: Any) -> bytes:  # noqa: ANN401 - pypdfium2 ships no types
    """Return a bitmap as PNG (ISO/IEC 15948), each line unfiltered."""
    channels, width, height = bitmap.n_channels, bitmap.width, bitmap.height
    pixels = bytes(bitmap.buffer)
    lines = b"".join(
        b"\x00" + pixels[at : at + width * channels] for at in range(0, bitmap.stride * height, bitmap.stride)
    )
    colour = {1: 0, 3: 2, 4: 6}[channels]
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def file_stem(case: str) -> str:
    """Return the name of a case as a file has it."""
    return re.sub(r"\W+", "-", case).strip("-")
