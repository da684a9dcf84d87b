"""A Word form with a small link in place of each field: where the links are drawn, the PDF's fields stand.

Every PDF engine draws links with their rectangle, and none draws a content control; the width and height of a
field are those of its cell, which only the Word file tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from toolkit.documents.forms.content import AnswerKind
from toolkit.documents.forms.controls import Control, controls
from toolkit.documents.package import DOCUMENT_PART, parse_part, read_package, serialise_part, write_package
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

_FOR_WORD = "Enregistrez depuis "
_CONTACT = re.compile(r"Renvoyez-le à .*", re.DOTALL)
_RELATIONS = "word/_rels/document.xml.rels"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TWIPS = 20
_NARROW = "\N{NO-BREAK SPACE}" * 3
_BOX = "\N{NO-BREAK SPACE}" * 6
# A cell of a PDF does not grow with what is typed: it starts taller than Word's.
_WIDE, _ANSWER_ROW, _PLAN_ROW = 4500, 1260, 640


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


def anchored(docx: bytes) -> tuple[bytes, tuple[FieldPlan, ...]]:
    """Return a copy of the form ``docx`` to draw, and its fields in the order of the page.

    Raises:
        FormRefusedError: the bytes are no Word document.
    """
    parts = read_package(docx, about="Formulaire", refusal=FormRefusedError)
    root = parse_part(parts[DOCUMENT_PART], about="Formulaire", refusal=FormRefusedError)
    relations = parse_part(parts[_RELATIONS], about="Formulaire", refusal=FormRefusedError)
    plans = []
    for number, control in enumerate(list(controls(root)), start=1):
        plan = _plan(control)
        plans.append(plan)
        relation = f"rIdField{number}"
        etree.SubElement(
            relations,
            f"{{{_PACKAGE}}}Relationship",
            Id=relation,
            Type=f"{_OFFICE}/hyperlink",
            Target=ADDRESS + plan.tag,
            TargetMode="External",
        )
        _put_link(control.element, relation, _BOX if plan.kind is AnswerKind.BOX else _NARROW)
    _instruct(root)
    parts[DOCUMENT_PART] = serialise_part(root)
    parts[_RELATIONS] = serialise_part(relations)
    return write_package(parts), tuple(plans)


def _plan(control: Control) -> FieldPlan:
    kind = control.kind
    lines = control.several_lines
    cell = next(control.element.iterancestors(w("tc")), None)
    width = _number(cell.find(f"{w('tcPr')}/{w('tcW')}"), "w") / _TWIPS if cell is not None else 0
    return FieldPlan(
        tag=control.tag,
        label=control.label,
        kind=kind,
        lines=lines,
        width=width,
        height=_row_height(cell) / _TWIPS if lines and cell is not None else 0,
        choices=control.choices,
        value="" if kind is AnswerKind.BOX else control.text,
        ticked=control.checked,
    )


def _row_height(cell: etree._Element) -> int:
    """Return the height of the row of ``cell`` in twips, after making it tall enough to write in."""
    row = next(cell.iterancestors(w("tr")))
    properties = row.find(w("trPr"))
    if properties is None:
        properties = etree.Element(w("trPr"))
        row.insert(0, properties)
    height = properties.find(w("trHeight"))
    wide = _number(cell.find(f"{w('tcPr')}/{w('tcW')}"), "w") > _WIDE
    wanted = _ANSWER_ROW if wide else _PLAN_ROW
    if height is None:
        height = etree.SubElement(properties, w("trHeight"))
    found = max(_number(height, "val"), wanted)
    height.set(w("val"), str(found))
    height.set(w("hRule"), "atLeast")
    if properties.find(w("cantSplit")) is None:
        properties.insert(0, etree.Element(w("cantSplit")))
    return found


def _put_link(element: etree._Element, relation: str, room: str) -> None:
    link = etree.Element(w("hyperlink"))
    link.set(f"{{{_OFFICE}}}id", relation)
    text = etree.SubElement(etree.SubElement(link, w("r")), w("t"))
    text.text = room
    text.set(XML_SPACE, "preserve")
    paragraph = element.find(f"{w('sdtContent')}/{w('p')}")
    parent = element.getparent()
    if parent is None:
        return
    if paragraph is None:
        parent.replace(element, link)
        return
    # A control around whole paragraphs: the link needs one to stand in.
    for run in [child for child in paragraph if child.tag != w("pPr")]:
        paragraph.remove(run)
    paragraph.append(link)
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
