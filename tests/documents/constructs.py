"""What people put in letters with Word: what the fast engine draws, and what it tells by name."""

# ruff: noqa: E501 - elements of WordprocessingML are long, and read best in one line
from __future__ import annotations

from .small import (
    BOX,
    BOXED,
    BREAK,
    CALL,
    FRENCH,
    GRID_LOOK,
    HEADS,
    INLINE,
    LANDSCAPE,
    LONG,
    NOTE,
    STYLED,
    TABS,
    Small,
    alternate,
    anchor,
    apart,
    cell,
    dressed,
    fld,
    heads,
    item,
    levels,
    p,
    row,
    run,
    section,
    table,
    textbox,
    vml,
)

DRAWN: dict[str, Small] = {
    "texte": Small(p("Bonjour") + p(LONG)),
    "lien": Small(
        p(runs=run("Voir ") + '<w:hyperlink r:id="l">' + run("le site") + "</w:hyperlink>" + run(" ici.")),
        links={"l": "https://exemple.fr/a?b=1&amp;c=2"},
    ),
    "lien en champ": Small(
        p(runs=run("Voir ") + fld('HYPERLINK "https://exemple.fr/"', run("le site")) + run(" ici."))
    ),
    "tabulation à gauche": Small(p("Nom\tLéa Martin", TABS("left", "none", 3000))),
    "tabulation à droite": Small(p("Fait à Lyon\tle 2 mars", TABS("right", "none", 9072))),
    "tabulation centrée": Small(p("a\tau milieu", TABS("center", "none", 4536))),
    "tabulation décimale": Small(
        p("Prime\t1 234,50", TABS("decimal", "none", 6000)) + p("Total\t89,5", TABS("decimal", "none", 6000)),
        apart=FRENCH,
    ),
    "tabulation à points": Small(
        p("Signature\tici", TABS("right", "dot", 9072)) + p("Nom\tici", TABS("left", "underscore", 5000)),
        apart=(3, 2),
    ),
    "tabulation usuelle": Small(p("a\tb\tc")),
    "tabulation après retrait": Small(
        p("Objet :\tEntretien " + "professionnel " * 12, '<w:ind w:left="1134" w:hanging="1134"/>')
    ),
    "tabulation après deux lignes": Small(p(LONG + "\tfin", TABS("right", "none", 9072))),
    "tabulations du style": Small(
        p("a\tb\tc", f'<w:pStyle w:val="T"/>{TABS("clear", "none", 2000)}'),
        styles='<w:style w:type="paragraph" w:styleId="T"><w:name w:val="T"/><w:basedOn w:val="Normal"/><w:pPr><w:tabs><w:tab w:val="left" w:pos="2000"/><w:tab w:val="left" w:pos="4000"/></w:tabs></w:pPr></w:style>',
    ),
    "bordures de paragraphe": Small(p("Avant") + p("Encadré", f"<w:pBdr>{BOXED}</w:pBdr>") + p("Après")),
    "bordures de deux paragraphes": Small(
        p("Un", f"<w:pBdr>{BOXED}</w:pBdr>") + p("Deux", f"<w:pBdr>{BOXED}</w:pBdr>") + p("Après")
    ),
    "fond de paragraphe": Small(
        p("Avant")
        + p("Ombré", '<w:shd w:val="clear" w:fill="DDEEFF"/><w:ind w:left="567" w:right="567"/>')
        + p("Après")
    ),
    "saut de page seul": Small(p("un") + p(runs=BREAK) + p("deux")),
    "saut de page au milieu": Small(p(runs=run("un") + BREAK + run("deux")) + p("trois")),
    "saut avant le paragraphe": Small(p("un") + p("deux", "<w:pageBreakBefore/>")),
    "en-tête et pied": Small(
        p("Corps"),
        last='<w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/>',
        parts={
            "header1": p("En-tête"),
            "footer1": p("Page \t", TABS("right", "none", 9072)).replace(
                "</w:p>", fld("PAGE", run("1")) + run(" / ") + fld("NUMPAGES", run("1")) + "</w:p>"
            ),
        },
    ),
    "en-tête qui grandit": Small(
        p("Corps"),
        last='<w:headerReference w:type="default" r:id="header1"/>',
        parts={"header1": "".join(p(f"Ligne {n}") for n in range(6))},
    ),
    "première page et paires": Small(
        p("un") + p(runs=BREAK) + p("deux") + p(runs=BREAK) + p("trois"),
        last=heads(("first", "header1"), ("default", "header2"), ("even", "header3")),
        titled=True,
        settings="<w:evenAndOddHeaders/>",
        parts=HEADS,
    ),
    "première page à part": Small(
        p("un") + p(runs=BREAK) + p("deux"),
        last=heads(("first", "header1"), ("default", "header2")),
        parts=HEADS,
        titled=True,
    ),
    "deux sections": Small(p("Portrait") + section() + p("Paysage"), size=LANDSCAPE),
    "en-têtes par section": Small(
        p("un") + section(heads(("default", "header1"))) + p("deux"),
        last=heads(("default", "header2")),
        parts=HEADS,
    ),
    "en-tête hérité": Small(p("un") + section(heads(("default", "header1"))) + p("deux"), parts=HEADS),
    "numéros par section": Small(
        p("un") + section('<w:footerReference w:type="default" r:id="footer1"/>') + p("deux"),
        last='<w:pgNumType w:start="5"/>',
        parts={"footer1": p(runs=run("Page ") + fld("PAGE"))},
    ),
    "section continue": Small(p("un") + section() + p("deux"), last='<w:type w:val="continuous"/>'),
    "colonnes": Small(p(LONG * 18), last='<w:cols w:num="2" w:space="708"/>', apart=(3, 3)),
    "saut de colonne": Small(
        p("un") + p(runs='<w:r><w:br w:type="column"/></w:r>' + run("deux")),
        last='<w:cols w:num="2" w:space="708"/>',
    ),
    "numéros à plusieurs niveaux": Small(
        item("Un")
        + item("Sous un", 1)
        + item("Sous deux", 1)
        + item("Deux")
        + item("Encore", 1)
        + item("Bas", 2),
        numbering=levels(("decimal", "%1."), ("decimal", "%1.%2."), ("lowerLetter", "%3)")),
    ),
    "puces": Small(item("Un") + item("Deux"), numbering=levels(("bullet", "•"))),
    "numéros romains": Small(item("Un") + item("Deux"), numbering=levels(("upperRoman", "%1 -"))),
    "cellules fusionnées": Small(
        table(
            row(cell("haut", '<w:vMerge w:val="restart"/>'), cell("b")),
            row(cell("", "<w:vMerge/>"), cell("d")),
            row(cell("large", '<w:gridSpan w:val="2"/>')),
            look=GRID_LOOK,
        )
    ),
    "ligne d’en-tête répétée": Small(
        table(
            row(cell("Titre"), cell("Valeur"), look="<w:tblHeader/>"),
            *(row(cell(f"n{n}"), cell("v")) for n in range(70)),
            look=GRID_LOOK,
        ),
        apart=(2, 4),
    ),
    "espacement du style de tableau": Small(
        table(row(cell("a"), cell("b")), row(cell("c"), cell("d")), look='<w:tblStyle w:val="Grille"/>'),
        styles=dressed(base='<w:pPr><w:spacing w:before="120" w:after="120"/></w:pPr>'),
    ),
    "style de tableau conditionnel": Small(
        table(*(row(cell(f"a{n}"), cell(f"b{n}")) for n in range(4)), look=STYLED),
        styles=dressed(
            apart("firstRow", "1F4E79", '<w:b/><w:color w:val="FFFFFF"/>'),
            apart("firstCol", "DDDDDD", "<w:b/>"),
            apart("band1Horz", "DEEAF6"),
        ),
    ),
    "tableau d’un ancien Word": Small(p("Avant") + table(row(cell("a"), cell("b")), look=GRID_LOOK), mode=12),
    "marges et hauteurs de cellules": Small(
        table(
            row(cell("a", '<w:vAlign w:val="bottom"/>'), cell("b"), look='<w:trHeight w:val="900"/>'),
            row(cell("c", '<w:tcMar><w:left w:w="600" w:type="dxa"/></w:tcMar>'), cell("d")),
            look=GRID_LOOK,
        )
    ),
    "tableau flottant sans rien à côté": Small(
        p("Avant")
        + table(
            row(cell("a", width=4500), cell("b", width=4500)),
            look='<w:tblpPr w:leftFromText="141" w:rightFromText="141" w:vertAnchor="text" w:tblpY="1"/>'
            + GRID_LOOK,
            columns=(4500, 4500),
        )
        + p("Après"),
        apart=(8, 3),
    ),
    "image dans la ligne": Small(p(runs=run("Logo ") + INLINE + run(" ici")) + p("Après")),
    "image ancrée à la page": Small(p(runs=anchor(x="page 300", y="page 200") + run("Texte"))),
    "image ancrée à la marge": Small(p(runs=anchor(x="margin right", y="margin top") + run("Texte"))),
    "image ancrée au paragraphe": Small(
        p("Avant") + p(runs=anchor(x="column 200", y="paragraph 10") + run("Texte"))
    ),
    "image derrière le texte": Small(p(runs=anchor(x="page 60", y="page 60", behind=1) + run("Texte"))),
    "image au-dessus du texte": Small(
        p("Avant")
        + p(runs=anchor(x="margin center", y="paragraph 0", wrap="wrapTopAndBottom") + run("Texte"))
        + p("Après")
    ),
    "image dans l’en-tête": Small(
        p("Texte"),
        last=heads(("default", "header1")),
        parts={"header1": p(runs=anchor(x="page 60", y="page 20", behind=1) + run("Atelier"))},
    ),
    "zone de texte dans le pied": Small(
        p("Texte"),
        last='<w:footerReference w:type="default" r:id="footer1"/>',
        parts={
            "footer1": p(
                runs=anchor(x="margin right", y="paragraph 0", graphic=textbox("Mentions")) + run("Atelier")
            )
        },
    ),
    "zone de texte": Small(p(runs=alternate(BOX, vml("Repli")) + run("Texte")) + p("Après")),
    "zone de texte ancienne": Small(
        p(runs=alternate("<w:t>Neuf</w:t>", vml("Repli"), "cx") + run("Texte")) + p("Après")
    ),
    "note de bas de page": Small(
        p(runs=run("Le bilan") + CALL + run(" suit.")), parts={"footnotes": NOTE}, apart=(4, 4)
    ),
    "table des matières": Small(
        p("Sommaire")
        + p(runs=fld('TOC \\o "1-3"', run("Objet\t1")), look=TABS("right", "dot", 9062))
        + p("Objet")
    ),
    "date enregistrée": Small(p(runs=run("Le ") + fld("CREATEDATE", run("2 mars 2026")))),
    "case à cocher ancienne": Small(
        p(
            runs='<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + run(" Oui")
        ),
        apart=(8, 2),
    ),
    "exposant et indice": Small(
        p(
            runs=run("m")
            + run("2", '<w:vertAlign w:val="superscript"/>')
            + run(" H")
            + run("2", '<w:vertAlign w:val="subscript"/>')
        )
    ),
    "surligné et barré": Small(
        p(
            runs=run("surligné", '<w:highlight w:val="yellow"/>')
            + run(" barré", "<w:strike/>")
            + run(" souligné", '<w:u w:val="single"/>')
        )
    ),
    "majuscules": Small(p(runs=run("Majuscules", "<w:caps/>"))),
    "contrôle de contenu": Small(
        "<w:sdt><w:sdtPr/><w:sdtContent>" + p("Dedans") + "</w:sdtContent></w:sdt>" + p("Après")
    ),
    "numéros à droite": Small(
        item("Un") + item("Deux"),
        numbering=levels(("lowerRoman", "%1.")).replace('lvlJc w:val="left"', 'lvlJc w:val="right"'),
    ),
    "deux listes d’un modèle": Small(
        item("Un")
        + p("Entre")
        + item("Deux").replace('numId w:val="1"', 'numId w:val="2"')
        + item("Reprise").replace('numId w:val="1"', 'numId w:val="3"'),
        numbering=levels(("decimal", "%1."))
        + '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>',
    ),
    "première page de la deuxième section": Small(
        p("un") + section() + p("deux") + p(runs=BREAK) + p("trois"),
        last=heads(("first", "header1"), ("default", "header2")),
        titled=True,
        parts=HEADS,
    ),
    "pages en chiffres romains": Small(
        p("un")
        + section('<w:footerReference w:type="default" r:id="footer1"/><w:pgNumType w:fmt="lowerRoman"/>')
        + p("deux"),
        last='<w:pgNumType w:start="1"/>',
        parts={"footer1": p(runs=run("Page ") + fld("PAGE"))},
    ),
    "colonnes après un titre": Small(
        p("Titre") + section() + p(LONG * 2),
        last='<w:type w:val="continuous"/><w:cols w:num="2" w:space="708"/>',
        apart=(600, 600),
    ),
    "image rognée": Small(
        p(
            runs=INLINE.replace("<a:stretch>", '<a:srcRect l="25000" t="10000" r="25000"/><a:stretch>')
            + run(" ici")
        )
    ),
    "image de VML": Small(
        p(
            runs='<w:r><w:pict><v:shape style="width:60pt;height:30pt" alt="Logo" stroked="f"><v:imagedata r:id="rImg"/></v:shape></w:pict></w:r>'
            + run(" ici")
        )
    ),
    "zone de texte dans la ligne": Small(
        p(
            runs=run("Avant ")
            + '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="1270000" cy="635000"/><wp:docPr id="1" name="a"/>'
            + textbox("Boîte")
            + "</wp:inline></w:drawing></w:r>"
            + run(" après")
        )
    ),
    "deux notes de bas de page": Small(
        p(runs=run("Un") + CALL + run(" deux") + CALL.replace('id="2"', 'id="3"') + run(".")),
        parts={"footnotes": NOTE + NOTE.partition("</w:footnote>")[2].replace('id="2"', 'id="3"')},
        apart=(4, 4),
    ),
    "dernière ligne et première colonne": Small(
        table(
            *(row(cell(f"a{n}"), cell(f"b{n}")) for n in range(3)),
            look='<w:tblStyle w:val="Grille"/><w:tblLook w:firstRow="0" w:lastRow="1" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>',
        ),
        styles=dressed(apart("lastRow", "FFE699", "<w:b/>"), apart("firstCol", "DDDDDD", "<w:i/>")),
    ),
}
TOLD = {
    "image ancrée dans un tableau": Small(
        table(
            row(
                cell("a"), cell("b").replace("</w:pPr>", "</w:pPr>" + anchor(x="column 20", y="paragraph 5"))
            ),
            look=GRID_LOOK,
        )
    ),
    "image habillée par le texte": Small(
        p(runs=anchor(' wrapText="bothSides"', x="column 0", y="paragraph 0", wrap="wrapSquare") + run(LONG))
    ),
    "image derrière un texte déjà écrit": Small(
        p("Avant") + p(runs=anchor(x="page 60", y="page 60", behind=1))
    ),
    "image entre deux lignes": Small(
        p(runs=anchor(x="column 0", y="page 300", wrap="wrapTopAndBottom") + run(LONG))
    ),
    "image au milieu d’un paragraphe": Small(
        p(runs=run("Avant") + anchor(x="column 0", y="paragraph 0", wrap="wrapTopAndBottom"))
    ),
    "image placée selon la page paire ou impaire": Small(p(runs=anchor(x="page inside", y="page 300"))),
    "image tournée": Small(p(runs=INLINE.replace("<a:xfrm>", '<a:xfrm rot="5400000">'))),
    "image absente du modèle": Small(p(runs=INLINE.replace("rImg", "rien"))),
    "zone de texte verticale ou à colonnes": Small(
        p(runs=f"<w:r>{BOX}</w:r>".replace('vert="horz"', 'vert="vert270"'))
    ),
    "dégradé ou motif d’une zone de texte": Small(
        p(
            runs=f"<w:r>{BOX}</w:r>".replace(
                '<a:solidFill><a:srgbClr val="EEEEEE"/></a:solidFill>', "<a:gradFill/>", 1
            )
        )
    ),
    "forme ou graphique": Small(
        p(runs="<w:r>" + BOX.replace('prst="rect"', 'prst="wedgeEllipseCallout"') + "</w:r>")
    ),
    "image ou zone de texte ancienne": Small(p(runs="<w:r><w:pict><v:line/></w:pict></w:r>")),
    "objet incorporé": Small(p(runs="<w:r><w:object/></w:r>")),
    "équation": Small("<w:p><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>"),
    "note de fin": Small(p(runs='<w:r><w:endnoteReference w:id="2"/></w:r>')),
    "note de bas de page": Small(p(runs=CALL)),
    "suivi des modifications": Small(
        p(runs=f'<w:del w:id="1"><w:r><w:delText>a</w:delText></w:r></w:del>{run("b")}')
    ),
    "cadre": Small(p("a", '<w:framePr w:dropCap="drop" w:lines="3"/>')),
    "tableau flottant": Small(
        table(
            row(cell("a")), look='<w:tblpPr w:vertAnchor="text" w:tblpX="4000" w:tblpY="1"/>', columns=(3000,)
        )
        + p(LONG)
    ),
    "colonnes équilibrées": Small(
        p(LONG) + section('<w:cols w:num="2"/>') + p("Après"), last='<w:type w:val="continuous"/>'
    ),
    "colonnes inégales ou séparées par un trait": Small(p(LONG), last='<w:cols w:num="2" w:sep="1"/>'),
    "section continue à d’autres marges": Small(
        p("a") + section() + p("b"), last='<w:type w:val="continuous"/>', size=LANDSCAPE
    ),
    "section continue à d’autres en-têtes ou numéros": Small(
        p("a") + section() + p("b"),
        last=heads(("default", "header1")) + '<w:type w:val="continuous"/>',
        parts=HEADS,
    ),
    "section qui commence à une page paire ou impaire": Small(
        p("a") + section() + p("b"), last='<w:type w:val="oddPage"/>'
    ),
    "numéros de page particuliers": Small(p("a"), last='<w:pgNumType w:fmt="hebrew1"/>'),
    "notes de bas de page particulières": Small(
        p("a"), last='<w:footnotePr><w:numFmt w:val="lowerRoman"/></w:footnotePr>'
    ),
    "bordure de page": Small(p("a"), last="<w:pgBorders/>"),
    "numéros de ligne": Small(p("a"), last="<w:lnNumType/>"),
    "alignement vertical de la page": Small(p("a"), last='<w:vAlign w:val="center"/>'),
    "grille de mise en page": Small(p("a"), last='<w:docGrid w:type="lines" w:linePitch="360"/>'),
    "condition à cheval sur deux sections": Small(
        p("{%p if a %}") + p("a") + section() + p("b") + p("{%p endif %}")
    ),
    "bordure double ou décorée": Small(
        p("a", '<w:pBdr><w:top w:val="double" w:sz="4" w:space="1"/></w:pBdr>')
    ),
    "bordure double, décorée ou en diagonale": Small(
        table(row(cell("a", '<w:tcBorders><w:tl2br w:val="single"/></w:tcBorders>'), cell("b")))
    ),
    "trame de fond": Small(p("a", '<w:shd w:val="pct25" w:fill="FFFFFF"/>')),
    "soulignement particulier": Small(p(runs=run("a", '<w:u w:val="wave"/>'))),
    "texte doublement barré": Small(p(runs=run("a", "<w:dstrike/>"))),
    "texte en police de symboles": Small(p(runs=run("a", '<w:rFonts w:ascii="Wingdings"/>'))),
    "symbole d’une police particulière": Small(p(runs='<w:r><w:sym w:font="Symbol" w:char="F0A7"/></w:r>')),
    "coupure automatique des mots": Small(p("a"), settings="<w:autoHyphenation/>"),
    "image encadrée": Small(
        p(
            runs=INLINE.replace(
                "</pic:spPr>", "<a:ln><a:solidFill><a:srgbClr val='FF0000'/></a:solidFill></a:ln></pic:spPr>"
            )
        )
    ),
    "image découpée en forme": Small(p(runs=INLINE.replace('prst="rect"', 'prst="ellipse"'))),
    "image retouchée": Small(
        p(runs=INLINE.replace('r:embed="rImg"/>', 'r:embed="rImg"><a:grayscl/></a:blip>'))
    ),
    "texte masqué": Small(p(runs=run("a", "<w:vanish/>"))),
    "texte étiré": Small(p(runs=run("a", '<w:w w:val="150"/>'))),
    "texte encadré": Small(p(runs=run("a", '<w:bdr w:val="single"/>'))),
    "effet de texte": Small(p(runs=run("a", "<w14:glow/>"))),
    "texte vertical": Small(table(row(cell("a", '<w:textDirection w:val="btLr"/>'), cell("b")))),
    "texte de droite à gauche": Small(p("a", "<w:bidi/>")),
    "alignement particulier": Small(p("a", '<w:jc w:val="thaiDistribute"/>')),
    "espacement automatique": Small(p("a", '<w:spacing w:beforeAutospacing="1"/>')),
    "retraits en miroir": Small(p("a", "<w:mirrorIndents/>")),
    "tabulation à trait vertical ou à points particuliers": Small(p("a", TABS("bar", "none", 3000))),
    "tabulation d’alignement": Small(p(runs='<w:r><w:ptab w:alignment="right"/></w:r>')),
    "tabulation dans une liste": Small(item("a\tb"), numbering=levels(("decimal", "%1."))),
    "numérotation particulière": Small(item("a"), numbering=levels(("cardinalText", "%1"))),
    "numéro de liste sans tabulation": Small(
        item("a"),
        numbering=levels(("decimal", "%1.")).replace("<w:lvlText", '<w:suff w:val="space"/><w:lvlText'),
    ),
    "numérotation à travers des cellules ou des sections": Small(
        item("a") + section() + item("b"), numbering=levels(("decimal", "%1."))
    ),
    "champ Word sans fin": Small(p(runs='<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + run("a")) + p("b")),
    "champ de publipostage": Small(p(runs=fld("MERGEFIELD Nom", run("Nom")))),
    "champ Word « SECTIONPAGES »": Small(p(runs=fld("SECTIONPAGES", run("1")))),
    "champ Word « PAGE »": Small(p(runs=fld("PAGE \\\\* roman", run("i")))),
    "espace entre cellules": Small(
        table(row(cell("a"), cell("b")), look='<w:tblCellSpacing w:w="40" w:type="dxa"/>')
    ),
    "ligne décalée": Small(table(row(cell("a"), look='<w:gridBefore w:val="1"/>'))),
    "bandes de lignes répétées": Small(
        table(
            row(cell("{%tr for x in y %}"), cell("")),
            row(cell("{{ x }}"), cell("")),
            row(cell("{%tr endfor %}"), cell("")),
            look=STYLED,
        ),
        styles=dressed(apart("band1Horz", "EEEEEE", "<w:b/>")),
    ),
    "première ou dernière ligne répétée": Small(
        table(
            row(cell("{%tr for x in y %}"), cell("")),
            row(cell("{{ x }}"), cell("")),
            row(cell("{%tr endfor %}"), cell("")),
            look=STYLED,
        ),
        styles=dressed(apart("firstRow", "EEEEEE")),
    ),
    "colonnes répétées": Small(
        table(row(cell("{%tc for x in y %}"), cell("{{ x }}"), cell("{%tc endfor %}")))
    ),
    "marges en miroir": Small(p("a"), settings="<w:mirrorMargins/>"),
    "document inséré": Small('<w:altChunk r:id="x"/>'),
    "élément « inconnu »": Small(p("a") + "<w:inconnu/>" + p("b")),
}
