"""What HR calls the constructs of a Word file, and what to do about those that are not drawn."""

from __future__ import annotations

from lxml import etree

from toolkit.documents.wordml import w

_NAMES = {
    "drawing": "forme ou graphique",
    "pict": "image ou zone de texte ancienne",
    "object": "objet incorporé",
    "footnoteReference": "note de bas de page",
    "endnoteReference": "note de fin",
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
    "wBefore": "ligne décalée",
    "wAfter": "ligne décalée",
    "hMerge": "fusion horizontale ancienne",
    "position": "texte décalé",
    "w": "texte étiré",
    "fitText": "texte étiré",
    "altChunk": "document inséré",
    "subDoc": "document inséré",
    "txbxContent": "zone de texte",
    "tblStylePr": "style de tableau conditionnel",
    "ruby": "annotation au-dessus du texte",
    "ptab": "tabulation d’alignement",
    "bdr": "texte encadré",
    "em": "marque d’emphase",
    "outline": "contour du texte",
    "shadow": "ombre du texte",
    "emboss": "relief du texte",
    "imprint": "relief du texte",
    "textOutline": "effet de texte",
    "textFill": "effet de texte",
    "glow": "effet de texte",
    "reflection": "effet de texte",
    "props3d": "effet de texte",
    "scene3d": "effet de texte",
    "bidi": "texte de droite à gauche",
    "bidiVisual": "tableau de droite à gauche",
    "rtl": "texte de droite à gauche",
    "rtlGutter": "texte de droite à gauche",
    "u": "soulignement particulier",
    "shd": "trame de fond",
    "pBdr": "bordure double ou décorée",
    "tblBorders": "bordure double ou décorée",
    "tcBorders": "bordure double, décorée ou en diagonale",
    "jc": "alignement particulier",
    "tabs": "tabulation à trait vertical ou à points particuliers",
    "textAlignment": "texte décalé",
    "mirrorIndents": "retraits en miroir",
    "spacing": "espacement automatique",
    "dstrike": "texte doublement barré",
    "sym": "symbole d’une police particulière",
    "autoHyphenation": "coupure automatique des mots",
    "divId": "mise en forme venue du web",
    "docGrid": "grille de mise en page",
    "type": "section qui commence à une page paire ou impaire",
    "eastAsianLayout": "texte combiné",
    "paperSrc": "bac de l’imprimante",
    "control": "contrôle ActiveX",
    "contentPart": "encre manuscrite",
    "background": "fond de page",
    "displayBackgroundShape": "fond de page",
    "mirrorMargins": "marges en miroir",
    "gutterAtTop": "reliure en haut",
    "bookFoldPrinting": "impression en livret",
    "printTwoOnOne": "deux pages par feuille",
}
_TRACKED = (
    "ins del moveFrom moveTo moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd rPrChange "
    "pPrChange tblPrChange trPrChange tcPrChange tblGridChange tblPrExChange sectPrChange numberingChange "
    "cellIns cellDel cellMerge customXmlInsRangeStart customXmlDelRangeStart delText delInstrText"
)
TRACKED = frozenset(w(name) for name in _TRACKED.split())
"""What Word writes of changes under review."""


def named(element: etree._Element) -> str:
    """Return what HR calls an element; its own name where there is no better one."""
    if element.tag in TRACKED:
        return "suivi des modifications"
    name = etree.QName(element).localname
    return _NAMES.get(name, f"élément « {name} »")


def why(element: etree._Element) -> str:
    """Return what would go wrong, or what the author can do."""
    if element.tag in TRACKED:
        return "elles seraient imprimées acceptées : acceptez-les ou refusez-les dans Word, onglet Révision"
    return NOT_DRAWN


NOT_DRAWN = ""
"""There is no more to say than that the fast engine does not draw it."""
