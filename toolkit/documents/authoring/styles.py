"""The styles of every template, under the names that Word shows in its gallery, so that HR can edit them.

Built-in styles keep their reserved names (``heading 1`` appears as "Titre 1" in a French Word).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.documents.authoring.markup import Element, part, twips, w
from toolkit.documents.authoring.theme import accent

GREY = "4A555E"
RED = "A32118"
INK = "1A1F24"


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style.

    ``size`` and spacings are in points, ``line`` a multiple of single spacing, ``indent`` and ``hanging``
    in centimetres; ``outline`` is the heading level from 0; ``tone`` is accent, grey, red or empty.
    """

    id: str
    name: str
    size: float = 10.5
    before: float = 0
    after: float = 6
    line: float = 1.08
    bold: bool = False
    italic: bool = False
    caps: bool = False
    tone: str = ""
    align: str = ""
    based_on: str = "Normal"
    following: str = ""
    keep_next: bool = False
    outline: int | None = None
    indent: float = 0
    hanging: float = 0
    numbering: int | None = None
    tabs: tuple[tuple[str, float], ...] = field(default=())
    quick: bool = True

    def xml(self) -> Element:
        """Return the ``<w:style>``."""
        return w(
            "style",
            w("name", val=self.name),
            w("basedOn", val=self.based_on) if self.id != "Normal" else None,
            w("next", val=self.following) if self.following else None,
            w("qFormat") if self.quick else None,
            self._paragraph(),
            self._run(),
            type="paragraph",
            styleId=self.id,
            default="1" if self.id == "Normal" else None,
        )

    def _paragraph(self) -> Element:
        indent = w("ind", left=twips(self.indent), hanging=twips(self.hanging)) if self.indent else None
        numbering = w("numPr", w("ilvl", val=0), w("numId", val=self.numbering)) if self.numbering else None
        tabs = [w("tab", val=kind, pos=twips(position)) for kind, position in self.tabs]
        return w(
            "pPr",
            w("keepNext") if self.keep_next else None,
            w("keepLines") if self.keep_next else None,
            w("widowControl"),
            numbering,
            w("tabs", *tabs) if tabs else None,
            w(
                "spacing",
                before=round(self.before * 20),
                after=round(self.after * 20),
                line=round(self.line * 240),
                lineRule="auto",
            ),
            indent,
            w("jc", val=self.align) if self.align else None,
            w("outlineLvl", val=self.outline) if self.outline is not None else None,
        )

    def _run(self) -> Element:
        tones: dict[str, dict[str, str | None]] = {
            "accent": accent(),
            "grey": {"val": GREY},
            "red": {"val": RED},
            "": {"val": INK},
        }
        return w(
            "rPr",
            w("b") if self.bold else None,
            w("i") if self.italic else None,
            w("caps") if self.caps else None,
            w("color", **tones[self.tone]),
            w("sz", val=round(self.size * 2)),
            w("szCs", val=round(self.size * 2)),
        )


STYLES = (
    Style("Normal", "Normal"),
    Style("Corps", "Body Text", after=4),
    Style("Titre", "Title", 18, 0, 4, 1.0, bold=True, tone="accent", following="Corps", keep_next=True),
    Style("Sous-titre", "Subtitle", 11.5, 0, 10, 1.0, tone="grey", following="Corps", keep_next=True),
    Style(
        "Titre1",
        "heading 1",
        13,
        14,
        5,
        1.0,
        bold=True,
        tone="accent",
        following="Corps",
        keep_next=True,
        outline=0,
    ),
    Style("Titre2", "heading 2", 11, 10, 3, 1.0, bold=True, following="Corps", keep_next=True, outline=1),
    Style(
        "Titre3",
        "heading 3",
        10.5,
        8,
        2,
        1.0,
        bold=True,
        tone="grey",
        following="Corps",
        keep_next=True,
        outline=2,
    ),
    Style("Objet", "Objet", 11, 0, 8, 1.0, bold=True, tone="accent", following="Corps"),
    Style("Petit", "Petit", 8.5, 0, 3, 1.0, tone="grey"),
    Style("Adresse", "Adresse", 11, 0, 0, 1.0),
    Style("Reference", "Référence", 9, 0, 1, 1.0, tone="grey"),
    Style("Date", "Date", 10.5, 0, 8, 1.0, following="Objet"),
    Style("Formule", "Salutation", 10.5, 0, 6, following="Corps"),
    Style("Signature", "Signature", 10.5, 0, 0, 1.0, keep_next=True),
    Style("Cellule", "Cellule", 10, 1.5, 1.5, 1.0),
    Style("CelluleForte", "Cellule forte", 10, 1.5, 1.5, 1.0, bold=True),
    Style("CellulePetite", "Cellule petite", 8.5, 1.5, 1.5, 1.0),
    Style("Libelle", "Libellé", 9.5, 1.5, 1.5, 1.0, bold=True, tone="accent"),
    Style("EnTeteTableau", "En-tête de tableau", 9.5, 2, 2, 1.0, bold=True, tone="accent", keep_next=True),
    Style("Question", "Question", 10.5, 6, 3, 1.0, bold=True, keep_next=True),
    Style("Aide", "Aide", 9, 0, 4, 1.0, italic=True, tone="grey"),
    Style("Puce", "List Bullet", 10, 0, 1, 1.0, indent=0.6, hanging=0.45, numbering=1),
    Style("Numero", "List Number", 10.5, 0, 2, 1.0, indent=0.7, hanging=0.6, numbering=2),
    Style("NomEmployeur", "Nom de l’employeur", 13, 0, 1, 1.0, bold=True, tone="accent"),
    Style("EnTete", "header", 8.5, 0, 0, 1.0, tone="grey", quick=False),
    Style("PiedDePage", "footer", 8, 0, 0, 1.0, tone="grey", quick=False),
    Style("Demonstration", "Mention démonstration", 8.5, 2, 0, 1.0, bold=True, tone="red", align="right"),
    Style("Empreinte", "Empreinte", 8, 0, 2, 1.0, tone="grey"),
    Style("Separateur", "Séparateur", 4, 0, 0, 1.0, quick=False),
)


def _character(style_id: str, name: str, *properties: Element, default: bool = False) -> Element:
    return w(
        "style",
        w("name", val=name),
        None if default else w("basedOn", val="Policepardfaut"),
        w("uiPriority", val=99) if default else w("qFormat"),
        w("rPr", *properties) if properties else None,
        type="character",
        styleId=style_id,
        default="1" if default else None,
    )


def _table_styles() -> list[Element]:
    margins = w(
        "tblCellMar",
        *(w(side, w=width, type="dxa") for side, width in zip(_SIDES, (30, 100, 30, 100), strict=True)),
    )
    plain = w(
        "style",
        w("name", val="Normal Table"),
        w("uiPriority", val=99),
        w("tblPr", w("tblInd", w=0, type="dxa"), margins),
        type="table",
        styleId="TableauNormal",
        default="1",
    )
    lines = [w(side, val="single", sz=4, space=0, color="B8C0C7") for side in (*_SIDES, "insideH", "insideV")]
    grid = w(
        "style",
        w("name", val="Table Grid"),
        w("basedOn", val="TableauNormal"),
        w("tblPr", w("tblBorders", *lines)),
        type="table",
        styleId="Grille",
    )
    return [plain, grid]


_SIDES = ("top", "left", "bottom", "right")


def styles_xml(font: str) -> bytes:
    """Return the styles part, all text in ``font`` and in French."""
    defaults = w(
        "docDefaults",
        w(
            "rPrDefault",
            w(
                "rPr",
                w("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font),
                w("sz", val=21),
                w("szCs", val=21),
                w("lang", val="fr-FR", eastAsia="fr-FR", bidi="ar-SA"),
            ),
        ),
        w("pPrDefault", w("pPr", w("spacing", after=120, line=259, lineRule="auto"))),
    )
    characters = [
        _character("Policepardfaut", "Default Paragraph Font", default=True),
        _character("Fort", "Strong", w("b"), w("bCs")),
        _character("Accentuation", "Emphasis", w("i"), w("iCs")),
        _character("Espacereserve", "Placeholder Text", w("color", val="5F6B75")),
        _character("Lien", "Hyperlink", w("color", **accent()), w("u", val="single")),
    ]
    return part(w("styles", defaults, *(style.xml() for style in STYLES), *characters, *_table_styles()))
