# mypy: disable-error-code="no-untyped-call"
"""What a forger does to a signed PDF: each appends a revision, as every PDF editor does, or cuts one off."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

Forgery = Callable[[bytes], bytes]


def _appended(change: Callable[[IncrementalPdfFileWriter], None]) -> Forgery:
    def forged(pdf: bytes) -> bytes:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        change(writer)
        output = BytesIO()
        writer.write(output)
        return output.getvalue()

    return forged


def _page(writer: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    page, _ = writer.find_page_for_modification(0)
    return page.get_object()  # type: ignore[no-any-return]


def _replace_content(writer: IncrementalPdfFileWriter) -> None:
    text = generic.StreamObject(stream_data=b"BT /F1 14 Tf 60 700 Td (Autre texte) Tj ET")
    _page(writer)["/Contents"] = writer.add_object(text)
    writer.update_container(_page(writer))


def _run_script(writer: IncrementalPdfFileWriter) -> None:
    action = {"/S": pdf_name("/JavaScript"), "/JS": generic.TextStringObject("app.alert(1)")}
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {pdf_name(key): value for key, value in action.items()}
    )
    writer.update_root()


def _draw_note(writer: IncrementalPdfFileWriter) -> None:
    box = generic.ArrayObject(generic.FloatObject(number) for number in (60, 600, 300, 700))
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): box,
            pdf_name("/Contents"): generic.TextStringObject("Ajout"),
            pdf_name("/DA"): generic.TextStringObject("/Helv 12 Tf"),
        }
    )
    page = _page(writer)
    notes = page.setdefault(pdf_name("/Annots"), generic.ArrayObject())
    notes.append(writer.add_object(note))
    writer.update_container(notes)
    writer.update_container(page)


def _redraw_stamp(writer: IncrementalPdfFileWriter) -> None:
    widget = _field(writer, "Salarie")
    form = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 230, 60)),
        },
        stream_data=b"BT ET",
    )
    widget["/AP"] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(form)})
    writer.update_container(widget)


def _change_locked_field(writer: IncrementalPdfFileWriter) -> None:
    widget = _field(writer, "Salarie")
    widget["/TU"] = generic.TextStringObject("Quelqu’un d’autre")
    widget["/F"] = generic.NumberObject(2)
    writer.update_container(widget)


def _rename(writer: IncrementalPdfFileWriter) -> None:
    writer.set_info(
        writer.add_object(
            generic.DictionaryObject({pdf_name("/Title"): generic.TextStringObject("Autre titre")})
        )
    )


def _field(writer: IncrementalPdfFileWriter, name: str) -> generic.DictionaryObject:
    found = next(ref for full, _, ref in enumerate_sig_fields(writer) if full == name)
    return found.get_object()  # type: ignore[no-any-return]


def _roll_back(pdf: bytes) -> bytes:
    """Cut the file after its last signature but one: what is left is sound in itself."""
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    before = signatures[-2] if len(signatures) > 1 else None
    if before is None:
        return pdf[: pdf.index(b"%%EOF") + 6]
    _, _, start, length = (int(number) for number in before.byte_range)
    return pdf[: start + length]


FORGERIES: dict[str, Forgery] = {
    "page content replaced": _appended(_replace_content),
    "script at opening": _appended(_run_script),
    "note drawn over the page": _appended(_draw_note),
    "stamp redrawn": _appended(_redraw_stamp),
    "locked field changed": _appended(_change_locked_field),
    "title changed": _appended(_rename),
    "bytes after the end": lambda pdf: pdf + b"\n% ajout\n",
    "last signatures cut off": _roll_back,
    "byte changed in what is signed": lambda pdf: pdf[:400] + bytes([pdf[400] ^ 1]) + pdf[401:],
}
"""What can be done to a report that bears the employee's signature and the employer's seal."""
