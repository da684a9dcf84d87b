"""Small Word files, written element by element: each holds one thing that people do with Word."""

# ruff: noqa: E501 - elements of WordprocessingML are long, and read best in one line
from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import dataclass, field

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYPgPAAEDAQAIicLsAAAAAElFTkSuQmCC"
)
PAGE = '<w:pgSz w:w="11906" w:h="16838"/>'
LANDSCAPE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
MARGINS = '<w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/>'
STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/>'
    '<w:lang w:val="fr-FR"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableauNormal"><w:name w:val="Normal Table"/><w:tblPr>'
    '<w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
SETTINGS = (
    '<w:defaultTabStop w:val="708"/><w:compat><w:doNotUseHTMLParagraphAutoSpacing/>'
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
)


def run(text: str, look: str = "") -> str:
    """Return a run of WordprocessingML; a tab of ``text`` is one of Word's."""
    inner = "<w:tab/>".join(f'<w:t xml:space="preserve">{piece}</w:t>' for piece in text.split("\t"))
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{inner}</w:r>"


def p(text: str = "", look: str = "", *, runs: str = "") -> str:
    """Return a paragraph."""
    return f"<w:p><w:pPr>{look}</w:pPr>{runs or (run(text) if text else '')}</w:p>"


def cell(text: str, look: str = "", width: int = 3000) -> str:
    """Return a cell of one paragraph."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{look}</w:tcPr>{p(text)}</w:tc>'


def row(*cells: str, look: str = "") -> str:
    """Return a row."""
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, look: str = "", columns: tuple[int, ...] = (3000, 3000)) -> str:
    """Return a table."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def section(inner: str = "", *, size: str = PAGE, last: bool = False) -> str:
    """Return the end of a section: a paragraph, or the properties of the last one."""
    properties = f"<w:sectPr>{inner}{size}{MARGINS}</w:sectPr>"
    return properties if last else p(look=properties)


def fld(code: str, result: str = "") -> str:
    """Return the runs of a field."""
    mark = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>".format
    told = f"<w:r><w:instrText xml:space='preserve'> {code} </w:instrText></w:r>"
    return f"{mark('begin')}{told}{mark('separate')}{result or run('?')}{mark('end')}"


@dataclass(frozen=True)
class Small:
    """A small Word file.

    ``last`` is what the last section says before its sheet; ``styles``, ``settings`` and ``numbering`` come on
    top of the plain ones; ``parts`` holds headers, footers and notes by name; ``links`` addresses by id.
    ``mode`` is the version of Word it was
    made for. ``apart`` is how far a word may stand from where LibreOffice puts it, in points, across and down.
    """

    body: str
    last: str = ""
    size: str = PAGE
    titled: bool = False
    mode: int = 15
    styles: str = ""
    settings: str = ""
    numbering: str = ""
    parts: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    apart: tuple[float, float] = (2, 2)

    def docx(self) -> bytes:
        """Return the file."""
        types = [
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
            '<Default Extension="xml" ContentType="application/xml"/>',
            '<Default Extension="png" ContentType="image/png"/>',
        ]
        relations = [f'<Relationship Id="rImg" Type="{OFFICE}/image" Target="media/a.png"/>']
        relations += [
            f'<Relationship Id="{name}" Type="{OFFICE}/hyperlink" Target="{url}" TargetMode="External"/>'
            for name, url in self.links.items()
        ]
        settings = SETTINGS.replace('w:val="15"', f'w:val="{self.mode}"')
        inside = {
            "styles": f"<w:styles {NAMES}>{STYLES}{self.styles}</w:styles>",
            "settings": f"<w:settings {NAMES}>{self.settings}{settings}</w:settings>",
        }
        if self.numbering:
            inside["numbering"] = f"<w:numbering {NAMES}>{self.numbering}</w:numbering>"
        for name, xml in self.parts.items():
            root = {"h": "hdr", "f": "ftr"}[name[0]] if name != "footnotes" else "footnotes"
            inside[name] = f"<w:{root} {NAMES}>{xml}</w:{root}>"
        main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
        for name in inside:
            kind = name.rstrip("0123456789")
            relations.append(f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{name}.xml"/>')
            types.append(f'<Override PartName="/word/{name}.xml" ContentType="{main}.{kind}+xml"/>')
        types.append(f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>')
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(
                "[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{"".join(types)}</Types>'
            )
            archive.writestr(
                "_rels/.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
                f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            )
            archive.writestr(
                "word/_rels/document.xml.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(relations)}</Relationships>',
            )
            ends = section(self.last, size=self.size, last=True)
            if self.titled:
                ends = ends.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")
            archive.writestr(
                "word/document.xml", f"<w:document {NAMES}><w:body>{self.body}{ends}</w:body></w:document>"
            )
            archive.writestr("word/media/a.png", PIXEL)
            for name, xml in inside.items():
                archive.writestr(f"word/{name}.xml", xml)
                archive.writestr(
                    f"word/_rels/{name}.xml.rels",
                    f'<Relationships xmlns="{PACKAGE}/relationships">{relations[0]}</Relationships>',
                )
        return buffer.getvalue()


def anchor(
    inner: str = "", *, x: str, y: str, wrap: str = "wrapNone", behind: int = 0, graphic: str = ""
) -> str:
    """Return the run of an anchored figure of 100 by 50 points; a picture unless ``graphic`` says otherwise."""
    place = "".join(
        f'<wp:position{side} relativeFrom="{origin}">'
        + (
            f"<wp:align>{at}</wp:align>"
            if at.isalpha()
            else f"<wp:posOffset>{int(at) * 12700}</wp:posOffset>"
        )
        + f"</wp:position{side}>"
        for side, (origin, at) in (("H", x.split()), ("V", y.split()))
    )
    return (
        f'<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        f'behindDoc="{behind}" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>{place}'
        f'<wp:extent cx="1270000" cy="635000"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:{wrap}{inner}/>'
        f'<wp:docPr id="1" name="Figure" descr="Un logo"/><wp:cNvGraphicFramePr/>{graphic or PICTURE}</wp:anchor>'
        "</w:drawing></w:r>"
    )


PICTURE = (
    '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rImg"/><a:stretch>'
    '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1270000" cy="635000"/>'
    '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
)
INLINE = (
    '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="1270000" cy="635000"/><wp:docPr id="1" name="a" descr="Un logo"/>'
    f"{PICTURE}</wp:inline></w:drawing></w:r>"
)


def textbox(text: str, outline: str = "rect") -> str:
    """Return the shape of a text box."""
    return (
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1270000" cy="635000"/></a:xfrm>'
        f'<a:prstGeom prst="{outline}"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="EEEEEE"/></a:solidFill>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr><wps:txbx>'
        f"<w:txbxContent>{p(text)}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr rot="0" vert="horz" wrap="square" lIns="91440" tIns="45720" rIns="91440" bIns="45720" anchor="t">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic>"
    )


def vml(text: str) -> str:
    """Return the run of a text box of an older Word."""
    style = (
        "position:absolute;margin-left:200pt;margin-top:20pt;width:100pt;height:50pt;z-index:1;"
        "mso-position-horizontal-relative:margin;mso-position-vertical-relative:text"
    )
    content = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        f'<w:pict><v:rect style="{style}" fillcolor="#eee"><v:textbox>{content}</v:textbox></v:rect></w:pict>'
    )


def alternate(choice: str, fallback: str, requires: str = "wps") -> str:
    """Return a run with two ways to draw one thing."""
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="{requires}">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


BOX = (
    anchor(x="margin 200", y="paragraph 20", graphic=textbox("Dans la boîte"))
    .removeprefix("<w:r>")
    .removesuffix("</w:r>")
)
TABS = '<w:tabs><w:tab w:val="{}" w:leader="{}" w:pos="{}"/></w:tabs>'.format
GRID = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
GRID_LOOK = f"<w:tblBorders>{GRID}</w:tblBorders>"
BOXED = "".join(
    f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="C00000"/>'
    for side in ("top", "left", "bottom", "right")
)


def levels(*kinds: tuple[str, str]) -> str:
    """Return a numbering of as many levels as ``kinds``, each a format and a text."""
    found = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{720 * (at + 1)}" w:hanging="540"/></w:pPr></w:lvl>'
        for at, (kind, text) in enumerate(kinds)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{found}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )


def item(text: str, level: int = 0) -> str:
    """Return a paragraph of a list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')


def dressed(*parts: str, base: str = "") -> str:
    """Return a style of tables that dresses ``parts`` apart."""
    return (
        '<w:style w:type="table" w:styleId="Grille"><w:name w:val="Grille"/><w:basedOn w:val="TableauNormal"/>'
        f"{base}<w:tblPr>{GRID_LOOK}</w:tblPr>{''.join(parts)}</w:style>"
    )


def apart(kind: str, fill: str, text: str = "") -> str:
    """Return what a style of tables says of one part."""
    return (
        f'<w:tblStylePr w:type="{kind}">{f"<w:rPr>{text}</w:rPr>" if text else ""}'
        f'<w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{fill}"/></w:tcPr></w:tblStylePr>'
    )


STYLED = '<w:tblStyle w:val="Grille"/><w:tblLook w:val="04A0"/>'
NOTE = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="2">'
    + p(
        runs='<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        + run(" Au sens du code du travail.")
    )
    + "</w:footnote>"
)
CALL = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
LONG = "Votre entretien professionnel aura lieu dans les locaux de votre établissement. " * 3
HEADS = {"header1": p("Première page"), "header2": p("Pages suivantes"), "header3": p("Pages paires")}


def heads(*pairs: tuple[str, str]) -> str:
    """Return what names the headers of a section."""
    return "".join(f'<w:headerReference w:type="{kind}" r:id="{name}"/>' for kind, name in pairs)


FRENCH = (26, 2)
"""LibreOffice aligns figures on the point of an English machine; Word on the comma, as here."""
BREAK = '<w:r><w:br w:type="page"/></w:r>'
