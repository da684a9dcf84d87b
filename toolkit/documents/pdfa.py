"""PDF/A-3b (ISO 19005-3), tagged, in French: what is set after rendering, and what still falls short.

No PDF/UA is claimed: the identifier would be denied by the checker, and nobody here verified it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from toolkit.errors import ConversionError

if TYPE_CHECKING:
    import pikepdf

PRODUCER = "entretiens-toolkit"

_FLAVOUR = "3b"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
{author}<pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
{dates}<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class PdfaProblem:
    """One reason why a PDF is not PDF/A-3b.

    ``rule`` is the clause of ISO 19005-3 as veraPDF numbers it; ``broken`` is False for a construct that the
    checker does not know, which may be sound.
    """

    rule: str
    where: str
    message: str
    broken: bool


def normalised(
    pdf: bytes, *, title: str, language: str, author: str = "", made_at: datetime | None = None
) -> bytes:
    """Return ``pdf`` with language, title, dates and PDF/A mark set; the same bytes for the same input.

    Args:
        pdf: A PDF with its fonts embedded and an output intent, as the engines write it.
        title: Shown by viewers in place of the file name (ISO 32000-1, table 150).
        language: BCP 47 tag of the text.
        author: The employer.
        made_at: Aware instant of the document; without it no date is written.

    Raises:
        ConversionError: the PDF cannot be read.
    """
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here
    from pikepdf.pdfa import resolve_save_kwargs  # noqa: PLC0415 - same

    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            root = document.Root
            root.Lang = pikepdf.String(language)
            root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
            for key in ("/OpenAction", "/AA"):
                if key in root:
                    del root[key]
            if "/MarkInfo" in root and "/Suspects" in root.MarkInfo:
                del root.MarkInfo.Suspects
            if "/ID" in document.trailer:
                # The engine's first half is the same for all documents; both are made from the content.
                del document.trailer.ID
            _inline_destinations(root)
            packet = document.make_stream(xmp_packet(title, language, author, made_at).encode())
            packet.Type, packet.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
            root.Metadata = packet
            document.trailer.Info = document.make_indirect(_info(title, author, made_at))
            buffer = io.BytesIO()
            document.save(buffer, **resolve_save_kwargs(_FLAVOUR, deterministic_id=True))
    except pikepdf.PdfError as error:
        raise _unreadable() from error
    return buffer.getvalue()


def _inline_destinations(root: pikepdf.Object) -> None:
    """Write the place that each bookmark leads to inside it: the checker knows no other way to write it."""
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    waiting = [root.Outlines.get("/First")] if "/Outlines" in root else []
    while waiting:
        bookmark = waiting.pop()
        if bookmark is None:
            continue
        if "/Dest" in bookmark and isinstance(bookmark.Dest, pikepdf.Array):
            bookmark.Dest = pikepdf.Array(list(bookmark.Dest))
        waiting += [bookmark.get("/First"), bookmark.get("/Next")]


def pdfa_problems(pdf: bytes) -> tuple[PdfaProblem, ...]:
    """Return what keeps ``pdf`` from being PDF/A-3b, nothing when it is."""
    from pikepdf.pdfa import validate_written  # noqa: PLC0415 - a heavy library, needed only here

    report = validate_written(io.BytesIO(pdf), _FLAVOUR)
    return tuple(PdfaProblem(f.rule, f.where, f.message, f.kind == "violation") for f in report.findings)


def pdf_page_count(pdf: bytes) -> int:
    """Return how many pages ``pdf`` has.

    Raises:
        ConversionError: the PDF cannot be read.
    """
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return len(document.pages)
    except pikepdf.PdfError as error:
        raise _unreadable() from error


def _unreadable() -> ConversionError:
    return ConversionError("le PDF ne peut pas être lu.", next_step="Recréez-le à partir du document Word.")


def xmp_packet(title: str, language: str, author: str, made_at: datetime | None) -> str:
    """Return the metadata (XMP, ISO 16684-1) of a document, which claims PDF/A-3b."""
    creator = (
        f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>\n" if author else ""
    )
    dates = ""
    if made_at is not None:
        stamp = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        dates = "".join(f"<xmp:{name}>{stamp}</xmp:{name}>\n" for name in ("CreateDate", "ModifyDate"))
    return _XMP.format(
        title=escape(title), language=escape(language), author=creator, producer=PRODUCER, dates=dates
    )


def _info(title: str, author: str, made_at: datetime | None) -> pikepdf.Dictionary:
    import pikepdf  # noqa: PLC0415 - a heavy library, needed only here

    info = pikepdf.Dictionary(Title=title, Producer=PRODUCER, Creator=PRODUCER)
    if author:
        info.Author = pikepdf.String(author)
    if made_at is not None:
        stamp = made_at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
        info.CreationDate = info.ModDate = pikepdf.String(stamp)
    return info
