"""The fictional documents drawn by each engine, once, and what is read of a page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import pypdfium2
import pytest

from toolkit.documents import DocumentProperties, render_docx
from toolkit.documents.authoring.catalogue import templates
from toolkit.documents.checking.samples import MADE_AT, Sample, people, samples
from toolkit.documents.engines import Program
from toolkit.documents.engines.rdocx_engine import draw as draw_by_rdocx
from toolkit.documents.engines.typst import faces
from toolkit.documents.engines.typst.compiler import compiled
from toolkit.documents.engines.typst.drawing import draw
from toolkit.documents.engines.typst.engine import filled

TEMPLATES = {template.name: template.docx() for template in templates()}


@dataclass(frozen=True, eq=False)
class Drawn:
    """One case of one template; each is made once and is equal to itself alone."""

    template: str
    sample: Sample

    @property
    def title(self) -> str:
        return self.sample.letter.title

    @property
    def is_hard(self) -> bool:
        """Whether its names are long: addresses are then cut where each engine pleases."""
        return self.sample.case == "noms longs"

    def __str__(self) -> str:
        return f"{self.template.removesuffix('.docx')}, {self.sample.case}"


ALL = tuple(Drawn(name, sample) for name in TEMPLATES for sample in samples(name))
LINK = people.BOTH.video_link
CUT = frozenset(LINK[i:j] for i in range(len(LINK)) for j in range(i + 1, len(LINK) + 1))
"""What the pieces of a long address may be."""
HARD = tuple(one for one in ALL if one.is_hard)
FIRST = tuple(next(one for one in ALL if one.template == name) for name in TEMPLATES)


def fast(program: Program, one: Drawn) -> bytes:
    source = filled(program, one.sample.letter.context, language="fr-FR").encode()
    facts = (one.title, "fr-FR", "Ateliers fictifs", MADE_AT)
    return draw(source, program.files, program.faces, facts, program.digest)


@cache
def by_typst(one: Drawn) -> bytes:
    return fast(compiled(TEMPLATES[one.template], one.template)[0], one)


@cache
def packaged_program(template: str) -> Program:
    """Return the program of a template on a machine that has no face of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faces, "_machine", dict)
        faces.face_for.cache_clear()
        try:
            return compiled.__wrapped__(TEMPLATES[template], template)[0]
        finally:
            faces.face_for.cache_clear()


@cache
def by_typst_packaged(one: Drawn) -> bytes:
    """Return the document in the face that a package carries, which is the same on every machine."""
    return fast(packaged_program(one.template), one)


@cache
def word_of(one: Drawn) -> bytes:
    properties = DocumentProperties(one.title, "Ateliers fictifs", MADE_AT)
    return render_docx(
        TEMPLATES[one.template], one.sample.letter.context, properties=properties, name=one.template
    )


@cache
def by_rdocx(one: Drawn) -> bytes:
    return draw_by_rdocx(word_of(one), one.title, "fr-FR")


def pages(pdf: bytes) -> list[str]:
    """Return the text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def words(pdf: bytes, one: Drawn) -> Counter[str]:
    """Return the words of a document.

    Each once for long names: engines repeat a heading of a table where their pages end. Long addresses are
    left out, which each engine cuts where it pleases.
    """
    text = "\n".join(pages(pdf)).replace("\ufffe", "-").replace("\x02", "-")
    found = re.findall(r"\w+|[^\w\s]", text)
    if not one.is_hard:
        return Counter(found)
    return Counter({word for word in found if word not in CUT})
