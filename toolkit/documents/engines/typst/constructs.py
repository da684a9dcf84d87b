"""What the fast engine knows of WordprocessingML: anything else is told, and drawn by another engine.

The lists name what is drawn, or what changes nothing on paper. What is on none of them is never guessed: an
element, a property or a value that is not here sends the template to the other engine, by its name.
"""

from __future__ import annotations

from lxml import etree

from toolkit.documents.engines.typst.names import TRACKED, named
from toolkit.documents.wordml import W14_NS, W_NS, value_of, w, w14


def _set(names: str) -> frozenset[str]:
    return frozenset(w(name) for name in names.split())


SILENT = _set(
    "proofErr bookmarkStart bookmarkEnd permStart permEnd lastRenderedPageBreak softHyphen "
    "commentRangeStart commentRangeEnd commentReference annotationRef"
)
"""Elements that leave nothing on paper."""

PARAGRAPH = _set(
    "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN "
    "adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
    "suppressOverlap jc textAlignment outlineLvl rPr suppressLineNumbers cnfStyle sectPr"
)
TEXT = _set(
    "rStyle rFonts b bCs i iCs caps smallCaps strike color spacing sz szCs u "
    "highlight shd vertAlign lang noProof kern cs webHidden specVanish effect"
) | {w14(name) for name in ("ligatures", "numForm", "numSpacing", "stylisticSets", "cntxtAlts")}
TABLE = _set(
    "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription "
    "jc shd tblOverlap tblStyleRowBandSize tblStyleColBandSize tblpPr"
)
ROW = _set("cantSplit trHeight tblHeader cnfStyle jc")
CELL = _set("tcW gridSpan vMerge tcBorders shd tcMar vAlign noWrap hideMark cnfStyle tcFitText textDirection")
SECTION = _set(
    "headerReference footerReference pgSz pgMar titlePg type cols docGrid formProt noEndnote "
    "rsid footnotePr endnotePr pgNumType"
)
CELL_OF_STYLE = _set("tcBorders shd tcMar vAlign noWrap")
TABLE_OF_STYLE = _set("tblBorders tblInd tblCellMar jc shd tblStyleRowBandSize tblStyleColBandSize")

_ALIGNED = "left right center both start end distribute"
_RULED = "nil none single dotted dashed dashSmallGap thick"
_VALUES = {
    ("p", "jc"): _ALIGNED,
    ("tbl", "jc"): "left right center start end",
    ("r", "u"): "none single",
    ("r", "vertAlign"): "baseline superscript subscript",
    ("p", "shd"): "clear nil",
    ("r", "shd"): "clear nil",
    ("tc", "shd"): "clear nil",
    ("tbl", "shd"): "clear nil",
    ("p", "textAlignment"): "auto baseline",
    ("tc", "textDirection"): "lrTb lrTbV",
    ("pBdr", ""): _RULED,
    ("tblBorders", ""): _RULED,
    ("tcBorders", ""): _RULED,
    ("tabs", ""): "left start right end center decimal clear num",
    ("sect", "type"): "nextPage continuous",
}
"""Values that are drawn, by what holds the property and its name; those of any child where it is empty."""
_HOLDERS = {"pPr": "p", "rPr": "r", "tblPr": "tbl", "tcPr": "tc", "sectPr": "sect", "trPr": "tr"}
_LEADERS = "none dot hyphen underscore middleDot"
_SWITCHES = _set("mirrorIndents")
_NEVER = _set("tl2br tr2bl between bar")


def title_of(element: etree._Element) -> str:
    """Return what HR calls an element."""
    return named(element)


def strangers(holder: etree._Element | None, known: frozenset[str]) -> list[etree._Element]:
    """Return the properties of ``holder`` that are not ``known``, or whose value is not drawn.

    A switch that is off changes nothing. What other programs add beside Word's own is left out, but for
    what Word 2010 draws (``w14``).
    """
    if holder is None:
        return []
    found = [child for child in holder if isinstance(child.tag, str) and _is_strange(child, known)]
    marks = holder.find(w("rPr")) if holder.tag == w("pPr") else None
    # The mark of a paragraph that was inserted or deleted under review.
    return found + [child for child in (marks if marks is not None else ()) if child.tag in TRACKED]


def _is_strange(child: etree._Element, known: frozenset[str]) -> bool:
    if not str(child.tag).startswith((f"{{{W_NS}}}", f"{{{W14_NS}}}")):
        return False
    if value_of(child).lower() in {"0", "false", "off"} and child.tag not in _set("jc u shd"):
        return False
    return child.tag not in known or child.tag in _SWITCHES or _is_odd(child)


def _is_odd(child: etree._Element) -> bool:
    """Tell whether a property that is drawn has a value that is not."""
    parent = child.getparent()
    holder = _HOLDERS.get(etree.QName(parent).localname, "") if parent is not None else ""
    name = etree.QName(child).localname
    drawn = _VALUES.get((holder, name))
    if drawn is not None and value_of(child) and value_of(child) not in drawn.split():
        return True
    if name == "spacing" and {child.get(w("beforeAutospacing")), child.get(w("afterAutospacing"))} & {
        "1",
        "true",
    }:
        return True
    if name == "u" and (child.get(w("color")) or "auto") != "auto" and value_of(child) not in {"", "none"}:
        return True
    within = _VALUES.get((name, ""))
    return within is not None and any(_is_odd_part(part, within) for part in child)


def _is_odd_part(part: etree._Element, drawn: str) -> bool:
    value, leader = value_of(part), part.get(w("leader")) or "none"
    if part.tag in _NEVER:
        return value not in {"nil", "none"}
    if part.get(w("shadow")) in {"1", "true", "on"}:
        return True
    return (bool(value) and value not in drawn.split()) or leader not in _LEADERS.split()
