"""The letterhead, the footer and the page.

A header that grows prints over the body in some engines: the rows of both headers have an exact height, and
the top margin is set for them.
"""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.documents.authoring.blocks import Block, flat, para
from toolkit.documents.authoring.inline import field, french, run
from toolkit.documents.authoring.markup import Element, element, emu, part, qualified, twips, w
from toolkit.documents.authoring.styles import STYLES
from toolkit.documents.authoring.tables import cell, row, table

TEXT_WIDTH = 16.5
"""Between the margins, in centimetres."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 2.5, 2.0, 3.15, 2.0
_HEADER_DISTANCE, _FOOTER_DISTANCE = 0.65, 0.8
# Room for a name of two lines, an address and an identity of one each; less would cut the last one off.
_HEADER_HEIGHT = 2.0
LOGO_WIDTH, LOGO_HEIGHT = 3.6, 1.5

LOGO_PART = "word/media/logo.png"
LOGO_RELATIONSHIP = "rIdLogo"
LOGO_NAME = "Logo"

DEMONSTRATION = "{% if demonstration %}DÉMONSTRATION – document fictif, sans valeur{% endif %}"


def picture(relationship: str, width: float, height: float, alt: str, name: str, number: int) -> Element:
    """Return a run that shows an image of the package, ``width`` and ``height`` in centimetres."""
    size = {"cx": emu(width), "cy": emu(height)}
    blip = element("a:blip")
    blip.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed", relationship)
    image = element(
        "pic:pic",
        [
            element(
                "pic:nvPicPr",
                [element("pic:cNvPr", id=number, name=name, descr=french(alt)), element("pic:cNvPicPr")],
            ),
            element("pic:blipFill", [blip, element("a:stretch", [element("a:fillRect")])]),
            element(
                "pic:spPr",
                [
                    element("a:xfrm", [element("a:off", x=0, y=0), element("a:ext", **size)]),
                    element("a:prstGeom", [element("a:avLst")], prst="rect"),
                ],
            ),
        ],
    )
    data = element("a:graphicData", [image], uri="http://schemas.openxmlformats.org/drawingml/2006/picture")
    inline = element(
        "wp:inline",
        [
            element("wp:extent", **size),
            element("wp:docPr", id=number, name=name, descr=french(alt)),
            element("a:graphic", [data]),
        ],
        distT=0,
        distB=0,
        distL=0,
        distR=0,
    )
    return w("r", w("drawing", inline))


def first_header() -> bytes:
    """Return the letterhead: employer on the left, logo on the right."""
    employer = cell(
        para("{{ letterhead.name }}", style="NomEmployeur"),
        para("{{ letterhead.address }}", style="EnTete"),
        para("{{ letterhead.identity }}", style="EnTete"),
        borders="bottom",
        vertical="bottom",
    )
    logo = picture(LOGO_RELATIONSHIP, LOGO_WIDTH, LOGO_HEIGHT, "Logo de l'employeur", LOGO_NAME, 1)
    brand = cell(para(logo, style="EnTete", align="right"), borders="bottom", vertical="bottom")
    return _header(employer, brand)


def next_header(subject: str) -> bytes:
    """Return the header of the following pages: employer, subject of the document."""
    running = cell(
        para("**{{ letterhead.name }}**", style="EnTete"),
        para(subject, style="EnTete"),
        borders="bottom",
        vertical="bottom",
    )
    return _header(running, cell(style="EnTete", borders="bottom"))


def _header(*cells: Element) -> bytes:
    widths = (TEXT_WIDTH - LOGO_WIDTH - 0.2, LOGO_WIDTH + 0.2)
    mark = w("p", w("pPr", w("pStyle", val="Demonstration")), run(DEMONSTRATION))
    letterhead = table(widths, row(*cells, height=_HEADER_HEIGHT, exact=True), lines="none")
    return part(_sized(w("hdr", letterhead, mark)))


def footer(note: str) -> bytes:
    """Return the footer: employer's own text, a note on the document, page number and count."""
    mention = cell(para("{{ letterhead.footer }}", style="PiedDePage"), para(note, style="PiedDePage"))
    pages = cell(
        para("Page ", field("PAGE"), " sur ", field("NUMPAGES"), style="PiedDePage", align="right"),
        vertical="bottom",
    )
    return part(
        _sized(w("ftr", table((13.2, 3.3), row(mention, pages), lines="none"), para(style="Separateur")))
    )


def _sized(story: Element) -> Element:
    """Write each paragraph's size beside its style: engines measure a header before they read styles."""
    sizes = {style.id: style.size for style in STYLES}
    for properties in story.iter(qualified("pPr")):
        style = properties[0].get(qualified("val"), "Normal")
        properties.append(w("rPr", w("sz", val=round(sizes[style] * 2))))
    return story


def section() -> Element:
    """Return the page: A4, first page apart."""
    links = [
        _link("headerReference", "first", "rIdHeader1"),
        _link("headerReference", "default", "rIdHeader2"),
        _link("footerReference", "first", "rIdFooter1"),
        _link("footerReference", "default", "rIdFooter2"),
    ]
    return w(
        "sectPr",
        *links,
        w("pgSz", w=11906, h=16838),
        w(
            "pgMar",
            top=twips(_TOP),
            right=twips(_RIGHT),
            bottom=twips(_BOTTOM),
            left=twips(_LEFT),
            header=twips(_HEADER_DISTANCE),
            footer=twips(_FOOTER_DISTANCE),
            gutter=0,
        ),
        w("titlePg"),
    )


def _link(name: str, kind: str, relationship: str) -> Element:
    made = w(name, type=kind)
    made.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", relationship)
    return made


def body(blocks: Sequence[Block]) -> Element:
    """Return the body; content controls get ids in the order they stand.

    Word adds a line of ordinary height after a table that ends a document: a thin one stands there first.
    """
    stream = flat(blocks)
    if stream and stream[-1].tag == qualified("tbl"):
        stream.append(para(style="Separateur"))
    made = w("body", *stream, section())
    for number, mark in enumerate(made.iter(qualified("sdtPr")), start=1):
        for identity in mark.iterchildren(qualified("id")):
            identity.set(qualified("val"), str(number))
    return made
