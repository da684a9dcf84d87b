"""What a form carries about itself: its id and its questions, in a part that Word keeps when saving.

A custom XML part (ISO/IEC 29500-1, 15.2.5) survives Word; the id stands in a custom property too, and in the
footer for the eye.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from toolkit.documents.forms.content import AnswerKind, Question, Topic
from toolkit.documents.package import CONTENT_TYPES, Parts, parse_part, serialise_part
from toolkit.documents.properties import custom_properties
from toolkit.errors import FormRefusedError

ID_PROPERTY = "Formulaire"

_MOST_ROWS = 100
_NS = "urn:entretiens-toolkit:formulaire:1"
_ITEM = "customXml/entretien1.xml"
_PROPS = "customXml/entretienProps1.xml"
_ITEM_RELS = "customXml/_rels/entretien1.xml.rels"
_DOCUMENT_RELS = "word/_rels/document.xml.rels"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_DS = f"{_OFFICE}/customXml"
_STORE_ID = "{5B2C9E52-0E5F-4D0B-9C1D-6315162D0001}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """The id of a form, its topics in order, and how many rows its plan of action has."""

    form_id: str
    title: str
    topics: tuple[Topic, ...]
    rows: int

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in the order of the form."""
        return tuple(question for topic in self.topics for question in topic.questions)


def attach(parts: Parts, manifest: Manifest) -> None:
    """Put ``manifest`` into the package of a form."""
    parts[_ITEM] = manifest_xml(manifest)
    parts[_PROPS] = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{_STORE_ID}" xmlns:ds="{_DS}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{_NS}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
    parts[_ITEM_RELS] = _relation(
        etree.Element(f"{{{_PACKAGE}/relationships}}Relationships"), "customXmlProps", "entretienProps1.xml"
    )
    document = parse_part(parts[_DOCUMENT_RELS], about=_DOCUMENT_RELS)
    parts[_DOCUMENT_RELS] = _relation(document, "customXml", f"../{_ITEM}")
    types = parse_part(parts[CONTENT_TYPES], about=CONTENT_TYPES)
    etree.SubElement(
        types,
        f"{{{_PACKAGE}/content-types}}Override",
        PartName=f"/{_PROPS}",
        ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )
    parts[CONTENT_TYPES] = serialise_part(types)


def find(parts: Mapping[str, bytes], *, about: str) -> Manifest:
    """Return the manifest of a returned form, wherever the word processor put it.

    Raises:
        FormRefusedError: there is none, another program removed it, or it names another id than the
            document's property.
    """
    for name, content in parts.items():
        if name.startswith("customXml/") and _NS.encode() in content:
            root = parse_part(content, about=about, refusal=FormRefusedError)
            if root.tag == f"{{{_NS}}}formulaire":
                return _checked(_manifest(root, about), parts, about)
    if ID_PROPERTY in custom_properties(parts, refusal=FormRefusedError):
        raise lost_tags(about)
    raise FormRefusedError(
        "ce document Word n’est pas un formulaire d’entretien.",
        about=about,
        next_step="Demandez au manager de remplir le formulaire reçu, dans Microsoft Word, et de le renvoyer "
        "tel quel.",
    )


def lost_tags(about: str) -> FormRefusedError:
    """Return the refusal of a form whose answers cannot be told apart: order alone would mix them up."""
    return FormRefusedError(
        "les réponses ont perdu leurs repères : le fichier a été enregistré par un autre logiciel que "
        "Microsoft Word (LibreOffice, par exemple).",
        about=about,
        next_step="Demandez au manager de reporter ses réponses dans le formulaire d’origine, avec "
        "Microsoft Word ; rien n’a été lu dans ce fichier, pour ne pas mélanger les réponses.",
    )


def _checked(manifest: Manifest, parts: Mapping[str, bytes], about: str) -> Manifest:
    told = custom_properties(parts, refusal=FormRefusedError).get(ID_PROPERTY, manifest.form_id)
    if told != manifest.form_id:
        raise FormRefusedError(
            f"le fichier mélange deux formulaires ({told} et {manifest.form_id}).",
            about=about,
            next_step="Demandez au manager de repartir du formulaire reçu.",
        )
    return manifest


def manifest_xml(manifest: Manifest) -> bytes:
    """Return ``manifest`` as a form carries it."""
    root = etree.Element(f"{{{_NS}}}formulaire", nsmap={"f": _NS})
    root.set("id", manifest.form_id)
    root.set("titre", manifest.title)
    root.set("lignes", str(manifest.rows))
    for topic in manifest.topics:
        section = etree.SubElement(root, f"{{{_NS}}}theme", id=topic.id, titre=topic.title)
        for question in topic.questions:
            section.append(_question(question))
    return serialise_part(root)


def _question(question: Question) -> etree._Element:
    made = etree.Element(f"{{{_NS}}}question", id=question.id, nature=question.kind.value)
    made.set("obligatoire", "oui" if question.mandatory else "non")
    made.set("texte", question.text)
    for kept, shown in question.choices:
        etree.SubElement(made, f"{{{_NS}}}choix", valeur=kept, texte=shown)
    return made


def parse_manifest(xml: bytes, *, about: str) -> Manifest:
    """Return the manifest written by :func:`manifest_xml`.

    Raises:
        FormRefusedError: it is damaged.
    """
    try:
        root = parse_part(xml, about=about, refusal=FormRefusedError)
    except FormRefusedError as error:
        raise _damaged(about) from error
    if root.tag != f"{{{_NS}}}formulaire":
        raise _damaged(about)
    return _manifest(root, about)


def _damaged(about: str) -> FormRefusedError:
    return FormRefusedError(
        "les repères du formulaire sont endommagés.",
        about=about,
        next_step="Demandez au manager de repartir du formulaire reçu.",
    )


def _manifest(root: etree._Element, about: str) -> Manifest:
    try:
        return Manifest(
            form_id=_text(root, "id"),
            title=_text(root, "titre"),
            topics=tuple(_topic(section) for section in root),
            rows=min(int(_text(root, "lignes")), _MOST_ROWS),
        )
    except (KeyError, ValueError) as error:
        raise _damaged(about) from error


def _topic(section: etree._Element) -> Topic:
    questions = (
        Question(
            id=_text(item, "id"),
            text=_text(item, "texte"),
            kind=AnswerKind(_text(item, "nature")),
            mandatory=_text(item, "obligatoire") == "oui",
            choices=_choices(item),
        )
        for item in section
    )
    return Topic(_text(section, "id"), _text(section, "titre"), tuple(questions))


def _choices(items: Iterable[etree._Element]) -> tuple[tuple[str, str], ...]:
    return tuple((_text(item, "valeur"), _text(item, "texte")) for item in items)


def _text(element: etree._Element, name: str) -> str:
    return str(element.attrib[name])


def _relation(relations: etree._Element, kind: str, target: str) -> bytes:
    etree.SubElement(
        relations,
        f"{{{_PACKAGE}/relationships}}Relationship",
        Id=f"rIdForm{len(relations) + 1}",
        Type=f"{_OFFICE}/relationships/{kind}",
        Target=target,
    )
    return serialise_part(relations)
