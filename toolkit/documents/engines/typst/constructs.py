"""What the fast engine knows of WordprocessingML: anything else is told, and drawn by another engine.

The lists name what is drawn, or what changes nothing on paper. What is on none of them is never guessed.
"""

from __future__ import annotations

from lxml import etree

from toolkit.documents.wordml import W_NS, w


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
    "bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents "
    "suppressOverlap jc textAlignment outlineLvl rPr suppressLineNumbers cnfStyle"
)
TEXT = _set(
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike color spacing sz szCs u "
    "highlight shd vertAlign lang noProof kern cs webHidden specVanish effect "
    "eastAsianLayout"
)
TABLE = _set(
    "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription "
    "jc shd tblOverlap tblStyleRowBandSize tblStyleColBandSize"
)
ROW = _set("cantSplit trHeight tblHeader cnfStyle jc")
CELL = _set("tcW gridSpan vMerge tcBorders shd tcMar vAlign noWrap hideMark cnfStyle tcFitText")
SECTION = _set(
    "headerReference footerReference pgSz pgMar titlePg type cols docGrid formProt noEndnote "
    "rsid footnotePr endnotePr pgNumType"
)

_NAMES = {
    "drawing": "image ancrée, forme ou graphique",
    "pict": "image ou zone de texte ancienne",
    "object": "objet incorporé",
    "footnoteReference": "note de bas de page",
    "endnoteReference": "note de fin",
    "ins": "suivi des modifications",
    "del": "suivi des modifications",
    "moveFrom": "suivi des modifications",
    "moveTo": "suivi des modifications",
    "framePr": "cadre",
    "tblpPr": "tableau flottant",
    "textDirection": "texte vertical",
    "pgBorders": "bordure de page",
    "lnNumType": "numéros de ligne",
    "vAlign": "alignement vertical de la page",
    "oMath": "équation",
    "oMathPara": "équation",
    "AlternateContent": "zone de texte ou forme",
    "vanish": "texte masqué",
    "tblCellSpacing": "espace entre cellules",
    "gridBefore": "ligne décalée",
    "gridAfter": "ligne décalée",
    "hMerge": "fusion horizontale ancienne",
    "position": "texte décalé",
    "w": "texte étiré",
    "altChunk": "document inséré",
    "txbxContent": "zone de texte",
    "tblStylePr": "style de tableau conditionnel",
}


def title_of(element: etree._Element) -> str:
    """Return what HR calls an element."""
    name = etree.QName(element).localname
    return _NAMES.get(name, f"élément « {name} »")


def strangers(holder: etree._Element | None, known: frozenset[str]) -> list[etree._Element]:
    """Return the properties of ``holder`` that are not ``known``; what only editors read is left out."""
    if holder is None:
        return []
    return [
        child
        for child in holder
        if isinstance(child.tag, str) and child.tag not in known and child.tag.startswith(f"{{{W_NS}}}")
    ]
