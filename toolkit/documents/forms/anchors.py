"""A Word form with a link in place of each field: where the links are drawn, the PDF's fields stand.

Every PDF engine draws links with their rectangle, and none draws a content control. The fast engine draws a
link as large as the field; for the others, the size is that of the cell, which only Word's file tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from toolkit.documents.forms.content import AnswerKind
from toolkit.documents.forms.controls import Control, controls
from toolkit.documents.package import (
    DOCUMENT_PART,
    Parts,
    parse_part,
    read_package,
    serialise_part,
    write_package,
)
from toolkit.documents.wordml import XML_SPACE, value_of, w
from toolkit.errors import FormRefusedError

ADDRESS = "https://champ.invalid/"
"""Where the links lead, before the name of the field: nowhere (RFC 2606, 2)."""

INSTRUCTIONS = (
    "Enregistrez le fichier PDF après l’avoir rempli (Acrobat Reader, Firefox, Chrome ou Edge), sans "
    "l’imprimer vers un autre PDF, ce qui effacerait les champs. Une réponse plus longue que son cadre y "
    "défile, et paraît en entier dans le compte rendu. "
)
"""What the form says in place of how to save it in Word."""

LINE, SIDE = 15.0, 9.5
"""Height of a field of one line, and side of a box, in points."""

_FOR_WORD = "Enregistrez depuis "
_CONTACT = re.compile(r"Renvoyez-le à .*", re.DOTALL)
_RELATIONS = "word/_rels/document.xml.rels"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TWIPS = 20
_NARROW = "\N{NO-BREAK SPACE}" * 3
_BOX = "\N{NO-BREAK SPACE}" * 6
# What a cell keeps above and below what stands in it, and the width of a field that no cell holds, in points.
_MARGINS, _FREE = 8.0, 200.0
# A cell of a PDF does not grow with what is typed: it starts taller than Word's.
_WIDE, _ANSWER_ROW, _PLAN_ROW = 4500, 1260, 860


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """A field to be drawn, sized to its cell.

    ``width`` and ``height`` are in points; 0 where no cell holds it, or where one line is enough.
    """

    tag: str
    label: str
    kind: AnswerKind
    lines: bool
    width: float
    height: float
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    ticked: bool = False


def field_plans(docx: bytes) -> tuple[FieldPlan, ...]:
    """Return the fields of the form ``docx`` in the order of the page.

    Raises:
        FormRefusedError: the bytes are no Word document.
    """
    return tuple(_plan(control) for control in controls(_body(_parts(docx))))


def linked(docx: bytes) -> bytes:
    """Return a copy of the form ``docx`` for an engine that draws links: a small one in place of each field.

    Raises:
        FormRefusedError: the bytes are no Word document.
    """
    parts = _parts(docx)
    root = _body(parts)
    relations = parse_part(parts[_RELATIONS], about="Formulaire", refusal=FormRefusedError)
    for number, control in enumerate(list(controls(root)), start=1):
        relation = f"rIdField{number}"
        etree.SubElement(
            relations,
            f"{{{_PACKAGE}}}Relationship",
            Id=relation,
            Type=f"{_OFFICE}/hyperlink",
            Target=ADDRESS + control.tag,
            TargetMode="External",
        )
        _grown(control)
        _replace(control.element, _link(relation, _BOX if control.kind is AnswerKind.BOX else _NARROW))
    _instruct(root)
    parts[DOCUMENT_PART] = serialise_part(root)
    parts[_RELATIONS] = serialise_part(relations)
    return write_package(parts)


def sized(docx: bytes) -> bytes:
    """Return a copy of the form ``docx``, or of its template, for the fast engine.

    It draws the link of each field as large as the field.

    Raises:
        FormRefusedError: the bytes are no Word document.
    """
    from toolkit.documents.engines.typst.blanks import blank_request  # noqa: PLC0415 - loads the fast engine

    parts = _parts(docx)
    root = _body(parts)
    for control in list(controls(root)):
        cell, height = _grown(control)
        if control.kind is AnswerKind.BOX:
            place = blank_request(ADDRESS, control.tag, width=SIDE, height=SIDE)
        else:
            tall = height / _TWIPS - _MARGINS if height else LINE
            place = blank_request(ADDRESS, control.tag, width=0 if cell is not None else _FREE, height=tall)
        _replace(control.element, place)
    _instruct(root)
    parts[DOCUMENT_PART] = serialise_part(root)
    return write_package(parts)


def _parts(docx: bytes) -> Parts:
    return read_package(docx, about="Formulaire", refusal=FormRefusedError)


def _body(parts: Parts) -> etree._Element:
    return parse_part(parts[DOCUMENT_PART], about="Formulaire", refusal=FormRefusedError)


def _plan(control: Control) -> FieldPlan:
    kind = control.kind
    cell, height = _grown(control)
    return FieldPlan(
        tag=control.tag,
        label=control.label,
        kind=kind,
        lines=control.several_lines,
        width=_width(cell) / _TWIPS if cell is not None else 0,
        height=height / _TWIPS,
        choices=control.choices,
        value="" if kind is AnswerKind.BOX else control.text,
        ticked=control.checked,
    )


def _grown(control: Control) -> tuple[etree._Element | None, int]:
    """Return the cell of ``control``, and the height of its row in twips where it takes several lines."""
    cell = next(control.element.iterancestors(w("tc")), None)
    return cell, _row_height(cell) if control.several_lines and cell is not None else 0


def _width(cell: etree._Element) -> int:
    return _number(cell.find(f"{w('tcPr')}/{w('tcW')}"), "w")


def _row_height(cell: etree._Element) -> int:
    """Return the height of the row of ``cell`` in twips, after making it tall enough to write in."""
    row = next(cell.iterancestors(w("tr")))
    properties = row.find(w("trPr"))
    if properties is None:
        properties = etree.Element(w("trPr"))
        row.insert(0, properties)
    height = properties.find(w("trHeight"))
    wanted = _ANSWER_ROW if _width(cell) > _WIDE else _PLAN_ROW
    if height is None:
        height = etree.SubElement(properties, w("trHeight"))
    found = max(_number(height, "val"), wanted)
    height.set(w("val"), str(found))
    height.set(w("hRule"), "atLeast")
    if properties.find(w("cantSplit")) is None:
        properties.insert(0, etree.Element(w("cantSplit")))
    return found


def _link(relation: str, room: str) -> etree._Element:
    link = etree.Element(w("hyperlink"))
    link.set(f"{{{_OFFICE}}}id", relation)
    text = etree.SubElement(etree.SubElement(link, w("r")), w("t"))
    text.text = room
    text.set(XML_SPACE, "preserve")
    return link


def _replace(element: etree._Element, anchor: etree._Element) -> None:
    """Put ``anchor`` in place of a control; around whole paragraphs, it stands in the first of them."""
    parent = element.getparent()
    if parent is None:
        return
    paragraph = element.find(f"{w('sdtContent')}/{w('p')}")
    if paragraph is None:
        parent.replace(element, anchor)
        return
    for run in [child for child in paragraph if child.tag != w("pPr")]:
        paragraph.remove(run)
    paragraph.append(anchor)
    parent.replace(element, paragraph)


def _instruct(root: etree._Element) -> None:
    for paragraph in root.iter(w("p")):
        text = "".join(run.text or "" for run in paragraph.iter(w("t")))
        if text.startswith(_FOR_WORD):
            contact = _CONTACT.search(text)
            for run in [child for child in paragraph if child.tag != w("pPr")]:
                paragraph.remove(run)
            written = etree.SubElement(etree.SubElement(paragraph, w("r")), w("t"))
            written.text = INSTRUCTIONS + (contact[0] if contact else "")
            written.set(XML_SPACE, "preserve")


def _number(element: etree._Element | None, name: str) -> int:
    if element is None:
        return 0
    text = value_of(element) if name == "val" else element.get(w(name)) or ""
    return int(text) if text.isdigit() else 0
