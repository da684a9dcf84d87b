"""The same form as a PDF to fill: its fields are named by the same tags, and it carries the same questions.

The blank form claims no PDF/A: what is typed into it is set in a font that every viewer has and none embeds
(ISO 19005-3, 6.2.11.4.1, wants each font embedded). The report made of its answers is the archive.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from toolkit.documents.engines.pdf_maker import PdfMaker
from toolkit.documents.engines.typst import TypstEngine
from toolkit.documents.engines.typst.drawing import EPOCH
from toolkit.documents.engines.typst.finished import as_template
from toolkit.documents.forms.anchors import ADDRESS, field_plans, linked, sized
from toolkit.documents.forms.appearances import SIZE, Looks, is_plain
from toolkit.documents.forms.manifest import Manifest, find, manifest_xml
from toolkit.documents.forms.structure import Structure
from toolkit.documents.forms.widgets import FieldTree, Spot, widget
from toolkit.documents.package import read_package
from toolkit.documents.properties import DocumentProperties
from toolkit.errors import ConversionError, FormRefusedError

if TYPE_CHECKING:
    import pikepdf

    from toolkit.documents.engines import Engine
    from toolkit.documents.forms.making import MadeForm

MANIFEST_FIELD = "entretien"
"""The field without a place that holds the questions: it stays wherever the answers stay."""

_NAME = "Formulaire"
_READ_ONLY, _LINES = 1, 1 << 12
_CLAIM = re.compile(rb"<pdfaid:(\w+)>[^<]*</pdfaid:\1>\s*")


def fillable_form(made: MadeForm, maker: PdfMaker) -> bytes:
    """Return a form that was just made as a PDF to fill, drawn from its template: that is compiled once.

    Args:
        made: The form, as :func:`.making.make_form` returned it.
        maker: What draws the pages.

    Raises:
        ConversionError: it cannot be drawn, or a field has no place on its pages.
    """
    drawn = _drawn_fast(maker, _sized_template(made.template), made.context, made.properties)
    if drawn:
        return _with_fields(drawn, made.docx, exact=True)
    return fillable_pdf(made.docx, maker, title=made.title)


def fillable_pdf(docx: bytes, engine: Engine | PdfMaker, *, title: str) -> bytes:
    """Return the form ``docx`` as a PDF to fill; the same bytes for the same form and engine.

    Args:
        docx: A form as :func:`.making.make_form` made it; what is filled in already is in the PDF too.
        engine: What draws the pages; where it draws no links, the embedded one does that draws them.
        title: Title of the PDF.

    Raises:
        FormRefusedError: the document is no form.
        ConversionError: it cannot be drawn, or a field has no place on its pages.
    """
    _manifest(docx)
    if isinstance(engine, PdfMaker):
        template, author, made_at = as_template(sized(docx))
        drawn = _drawn_fast(engine, template, {}, DocumentProperties(title, author, made_at or EPOCH))
        if drawn:
            return _with_fields(drawn, docx, exact=True)
    copy = linked(docx)
    pdf = engine.to_pdf(copy, title=title)
    if not _links(pdf):
        from toolkit.documents.engines import RdocxEngine  # noqa: PLC0415 - rare way in

        with RdocxEngine() as other:
            pdf = other.to_pdf(copy, title=title)
    return _with_fields(pdf, docx, exact=False)


_sized_template = lru_cache(maxsize=4)(sized)


def _drawn_fast(
    maker: PdfMaker, template: bytes, context: Mapping[str, object], properties: DocumentProperties
) -> bytes:
    """Return the pages with the places of the fields, nothing where the fast engine does not draw them."""
    if maker.engine_for(template, name=_NAME) != TypstEngine.name:
        return b""
    pdf = maker.make(template, context, properties=properties, name=_NAME)
    return pdf if _links(pdf) else b""


def _manifest(docx: bytes) -> Manifest:
    return find(read_package(docx, about=_NAME, refusal=FormRefusedError), about=_NAME)


def _links(pdf: bytes) -> int:
    """Return how many links an engine drew."""
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return sum(len(page.get("/Annots", pikepdf.Array())) for page in document.pages)


def _with_fields(pdf: bytes, docx: bytes, *, exact: bool) -> bytes:
    """Put the fields of the form ``docx`` where ``pdf`` has links; ``exact`` where these have their size."""
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    manifest, plans = _manifest(docx), field_plans(docx)
    questions = {question.id: question for question in manifest.questions}
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _forget_claim(document)
        spots = _spots(document)
        structure = Structure(document)
        looks = Looks(document)
        tree = FieldTree(document)
        for plan in plans:
            spot = spots.get(plan.tag)
            if spot is None:
                raise ConversionError(
                    f"le champ « {plan.tag} » n’a pas de place dans le PDF.",
                    about=manifest.form_id,
                    next_step="Utilisez le formulaire Word, ou vérifiez votre modèle « formulaire.docx ».",
                )
            field = widget(plan, spot, looks, question=questions.get(plan.tag), exact=exact)
            page = document.pages[spot.page]
            field.P = page.obj
            placed = tree.leaf(plan.tag, field)
            page.Annots.append(placed)
            structure.hold(spot, placed)
        for page in document.pages:
            page.Tabs = structure.order
        tree.leaf(
            MANIFEST_FIELD,
            pikepdf.Dictionary(
                FT=pikepdf.Name.Tx, Ff=_READ_ONLY | _LINES, V=pikepdf.String(manifest_xml(manifest).decode())
            ),
        )
        document.Root.AcroForm = document.make_indirect(
            pikepdf.Dictionary(
                Fields=tree.roots,
                DA=pikepdf.String(f"/Helv {SIZE} Tf 0 g"),
                DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=looks.letters, ZaDb=looks.signs)),
                # Only where Helvetica lacks a letter: viewers then draw the value themselves.
                NeedAppearances=not all(is_plain(plan.value) for plan in plans),
            )
        )
        document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _spots(document: pikepdf.Pdf) -> dict[str, Spot]:
    """Take the links of the fields away, and return where each stood."""
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    found: dict[str, Spot] = {}
    for number, page in enumerate(document.pages):
        kept = pikepdf.Array()
        for link in page.get("/Annots", []):
            address = str(link.get("/A", pikepdf.Dictionary()).get("/URI", ""))
            if not address.startswith(ADDRESS):
                kept.append(link)
                continue
            tag = address.removeprefix(ADDRESS)
            x0, y0, x1, y1 = (float(side) for side in link.Rect)
            spot = Spot(number, (x0, y0, x1, y1), int(link.get("/StructParent", -1)))
            # Some engines draw one link for each word.
            found[tag] = found[tag].joined(spot) if tag in found else spot
        page.Annots = kept
    return found


def _forget_claim(document: pikepdf.Pdf) -> None:
    metadata = document.Root.get("/Metadata")
    if metadata is not None:
        metadata.write(_CLAIM.sub(b"", metadata.read_bytes()))
