"""The same form as a PDF to fill: its fields are named by the same tags, and it carries the same questions.

The blank form claims no PDF/A: what is typed into it is set in a font that every viewer has and none embeds.
The report made of its answers is the archive.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from toolkit.documents.forms.anchors import ADDRESS, FieldPlan, anchored
from toolkit.documents.forms.appearances import GREY, SIZE, box_looks, is_plain, text_look
from toolkit.documents.forms.content import AnswerKind
from toolkit.documents.forms.manifest import Manifest, find, manifest_xml
from toolkit.documents.package import read_package
from toolkit.errors import ConversionError, FormRefusedError

if TYPE_CHECKING:
    import pikepdf

    from toolkit.documents.engines import Engine

MANIFEST_FIELD = "entretien"
"""The field without a place that holds the questions: it stays wherever the answers stay."""

TO_CHOOSE = "Choisir"
_REQUIRED, _READ_ONLY, _LINES, _COMBO = 1 << 1, 1, 1 << 12, 1 << 17
_PRINT = 4
_PADDING = 3.0
_CELL_MARGIN = 5.0
_LINE = 15.0
_SIDE = 9.5
_CLAIM = re.compile(rb"<pdfaid:(\w+)>[^<]*</pdfaid:\1>\s*")

Rectangle = tuple[float, float, float, float]


def fillable_pdf(docx: bytes, engine: Engine, *, title: str) -> bytes:
    """Return the form ``docx`` as a PDF to fill; the same bytes for the same form and engine.

    Args:
        docx: A form as :func:`.making.make_form` made it; what is filled in already is in the PDF too.
        engine: What draws the pages; where it draws no links, the embedded one does that draws them.
        title: Title of the PDF.

    Raises:
        FormRefusedError: the document is no form.
        ConversionError: it cannot be drawn, or a field has no place on its pages.
    """
    manifest = find(read_package(docx, about="Formulaire", refusal=FormRefusedError), about="Formulaire")
    copy, plans = anchored(docx)
    pdf = engine.to_pdf(copy, title=title)
    if not _links(pdf):
        from toolkit.documents.engines import RdocxEngine  # noqa: PLC0415 - rare way in

        with RdocxEngine() as other:
            pdf = other.to_pdf(copy, title=title)
    return _with_fields(pdf, plans, manifest)


def _links(pdf: bytes) -> int:
    """Return how many links an engine drew."""
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return sum(len(page.get("/Annots", pikepdf.Array())) for page in document.pages)


def _with_fields(pdf: bytes, plans: Iterable[FieldPlan], manifest: Manifest) -> bytes:
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    mandatory = {question.id for question in manifest.questions if question.mandatory}
    worded = {question.id: question.text for question in manifest.questions}
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _forget_claim(document)
        places = _places(document)
        font = _font(document, "/Helvetica")
        tree = _Tree(document)
        every = tuple(plans)
        for plan in every:
            if plan.tag not in places:
                raise ConversionError(
                    f"le champ « {plan.tag} » n’a pas de place dans le PDF.",
                    about=manifest.form_id,
                    next_step="Utilisez le formulaire Word, ou vérifiez votre modèle « formulaire.docx ».",
                )
            page, corners = places[plan.tag]
            field = _widget(document, plan, corners, font)
            if plan.tag in mandatory:
                field.Ff = int(field.get("/Ff", 0)) | _REQUIRED
            label = worded.get(plan.tag, plan.label)
            field.TU = _tooltip(label, plan.kind, required=plan.tag in mandatory)
            field.P = document.pages[page].obj
            document.pages[page].Annots.append(tree.leaf(plan.tag, field))
        tree.leaf(MANIFEST_FIELD, _manifest_field(manifest))
        document.Root.AcroForm = document.make_indirect(
            pikepdf.Dictionary(
                Fields=tree.roots,
                DA=pikepdf.String(f"/Helv {SIZE} Tf 0 g"),
                DR=pikepdf.Dictionary(
                    Font=pikepdf.Dictionary(Helv=font, ZaDb=_font(document, "/ZapfDingbats"))
                ),
                # Only where Helvetica lacks a letter: viewers then draw the value themselves.
                NeedAppearances=not all(is_plain(plan.value) for plan in every),
            )
        )
        document.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _places(document: pikepdf.Pdf) -> dict[str, tuple[int, Rectangle]]:
    """Take the links of the fields away, and return where each stood: page from 0, and its rectangle."""
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    found: dict[str, tuple[int, Rectangle]] = {}
    for number, page in enumerate(document.pages):
        kept = pikepdf.Array()
        for link in page.get("/Annots", []):
            action = link.get("/A", pikepdf.Dictionary())
            address = str(action.get("/URI", ""))
            if not address.startswith(ADDRESS):
                kept.append(link)
                continue
            tag = address.removeprefix(ADDRESS)
            x0, y0, x1, y1 = (float(side) for side in link.Rect)
            if tag in found:
                # Some engines draw one link for each word.
                page_of, other = found[tag]
                found[tag] = (
                    page_of,
                    (min(x0, other[0]), min(y0, other[1]), max(x1, other[2]), max(y1, other[3])),
                )
            else:
                found[tag] = (number, (x0, y0, x1, y1))
        page.Annots = kept
        page.Tabs = pikepdf.Name.R
    return found


def _widget(
    document: pikepdf.Pdf, plan: FieldPlan, corners: Rectangle, font: pikepdf.Object
) -> pikepdf.Dictionary:
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    rectangle = _rectangle(plan, corners)
    box = (rectangle[2] - rectangle[0], rectangle[3] - rectangle[1])
    widget = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        Rect=pikepdf.Array([round(side, 2) for side in rectangle]),
        F=_PRINT,
        MK=pikepdf.Dictionary(BG=pikepdf.Array(list(GREY))),
    )
    if plan.kind is AnswerKind.BOX:
        ticked, empty = box_looks(document, _SIDE)
        state = pikepdf.Name.Oui if plan.ticked else pikepdf.Name.Off
        widget.FT, widget.V, widget.AS = pikepdf.Name.Btn, state, state
        # Viewers that draw the tick themselves take it from here: 8 is a cross.
        widget.DA, widget.MK.CA = pikepdf.String("/ZaDb 0 Tf 0 g"), pikepdf.String("8")
        widget.AP = pikepdf.Dictionary(N=pikepdf.Dictionary(Oui=ticked, Off=empty))
        return widget
    shown = plan.value
    widget.DA = pikepdf.String(f"/Helv {SIZE} Tf 0 g")
    if plan.kind is AnswerKind.CHOICE:
        kept = next((value for value, text in plan.choices if text.casefold() == shown.casefold()), "")
        options = [
            pikepdf.Array([pikepdf.String(a), pikepdf.String(b)]) for a, b in (("", TO_CHOOSE), *plan.choices)
        ]
        widget.FT, widget.Ff, widget.V = pikepdf.Name.Ch, _COMBO, pikepdf.String(kept)
        widget.Opt = pikepdf.Array(options)
        shown = shown or TO_CHOOSE
    else:
        widget.FT, widget.V = pikepdf.Name.Tx, pikepdf.String(shown.replace("\n", "\r"))
        if plan.lines:
            widget.Ff = _LINES
    widget.AP = pikepdf.Dictionary(N=text_look(document, font, box, shown))
    return widget


def _rectangle(plan: FieldPlan, corners: Rectangle) -> Rectangle:
    x0, y0, x1, y1 = corners
    if plan.kind is AnswerKind.BOX:
        middle = (y0 + y1) / 2
        return (x0, middle - _SIDE / 2, x0 + _SIDE, middle + _SIDE / 2)
    width = plan.width - 2 * _CELL_MARGIN + 2 * _PADDING if plan.width else max(x1 - x0, 120)
    left = x0 - _PADDING
    if plan.height:
        return (left, y1 - plan.height + 2 * _PADDING, left + width, y1 + 1)
    middle = (y0 + y1) / 2
    return (left, middle - _LINE / 2, left + width, middle + _LINE / 2)


def _tooltip(label: str, kind: AnswerKind, *, required: bool) -> str:
    hints = {
        AnswerKind.DATE: "date, jj/mm/aaaa",
        AnswerKind.CHOICE: "choisir dans la liste",
        AnswerKind.BOX: "à cocher",
    }
    told = [hints.get(kind, ""), "obligatoire" if required else ""]
    hint = ", ".join(part for part in told if part)
    return f"{label} ({hint})" if hint else label


def _manifest_field(manifest: Manifest) -> pikepdf.Dictionary:
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    return pikepdf.Dictionary(
        FT=pikepdf.Name.Tx, Ff=_READ_ONLY | _LINES, V=pikepdf.String(manifest_xml(manifest).decode())
    )


class _Tree:
    """The fields by the parts of their names: a name has no dot in it (ISO 32000-1, 12.7.3.2)."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

        self.roots = pikepdf.Array()
        self._document = document
        self._groups: dict[str, pikepdf.Object] = {}

    def leaf(self, tag: str, field: pikepdf.Dictionary) -> pikepdf.Object:
        """Put ``field`` under its name, and return it as the file will refer to it."""
        import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

        group, _, name = tag.rpartition(".")
        field.T = pikepdf.String(name)
        placed = self._document.make_indirect(field)
        self._join(group, placed)
        return placed

    def _join(self, group: str, child: pikepdf.Object) -> None:
        import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

        if not group:
            self.roots.append(child)
            return
        if group not in self._groups:
            above, _, name = group.rpartition(".")
            made = self._document.make_indirect(
                pikepdf.Dictionary(T=pikepdf.String(name), Kids=pikepdf.Array())
            )
            self._groups[group] = made
            self._join(above, made)
        child.Parent = self._groups[group]
        self._groups[group].Kids.append(child)


def _font(document: pikepdf.Pdf, name: str) -> pikepdf.Object:
    """Return one of the fonts that every viewer has (ISO 32000-1, 9.6.2.2)."""
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(name))
    if name == "/Helvetica":
        font.Encoding = pikepdf.Name.WinAnsiEncoding
    return document.make_indirect(font)


def _forget_claim(document: pikepdf.Pdf) -> None:
    metadata = document.Root.get("/Metadata")
    if metadata is not None:
        metadata.write(_CLAIM.sub(b"", metadata.read_bytes()))
