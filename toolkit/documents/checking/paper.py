"""How a template will look and be read: which engine draws it, in which faces, and what a reader may miss."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from toolkit.documents.checking.finding import Finding, Subject, attention, note
from toolkit.documents.fonts import SYMBOL_FONT
from toolkit.documents.package import Parts, parse_part
from toolkit.documents.rendering import Source
from toolkit.documents.wordml import WP_NS, value_of, w
from toolkit.errors import TemplateError

FAST, FALLBACK = "typst", "rdocx"
COMPILED, DOCXTPL = "compilé", "docxtpl"

_STYLES = "word/styles.xml"
_SYMBOLS = {SYMBOL_FONT, "Symbol", "Wingdings", "Segoe UI Symbol"}


def word_engine(source: Source) -> tuple[str, list[Finding]]:
    """Return which path fills the template, and why where it is the slow one."""
    if source.compiled is not None:
        return COMPILED, []
    return DOCXTPL, [
        note(
            Subject.ENGINE,
            f"le document Word est établi par docxtpl, plus lentement, à cause de {reason}.",
            next_step="Le résultat est le même ; rien à faire, sauf pour de très grandes campagnes.",
        )
        for reason in source.reasons
    ]


def pdf_engine(source: Source) -> tuple[str, list[Finding]]:
    """Return which engine draws the PDF, and what the fast one does not draw.

    Raises:
        TemplateError: no engine can use the template.
    """
    from toolkit.documents.engines.typst import unsupported  # noqa: PLC0415 - rare way in

    constructs = unsupported(source.content, name=source.name)
    return (FALLBACK if constructs else FAST), [
        note(
            Subject.ENGINE,
            f"le moteur rapide ne dessine pas : {one.name}" + (f" ({one.why})." if one.why else "."),
            one.quote,
            f"Le PDF est dessiné par {FALLBACK}, plus lentement ; comparez-le à Word avec --essai.",
        )
        for one in constructs
    ]


def fonts_replaced(roots: Mapping[str, etree._Element], parts: Parts) -> Iterator[Finding]:
    """Yield the faces of a template that this machine does not have, and what the PDF has instead."""
    from toolkit.documents.engines.typst.faces import face_for, same_widths  # noqa: PLC0415 - rare way in

    for name in sorted(_faces(roots, parts) - _SYMBOLS):
        face = face_for(name)
        if face.family == name:
            continue
        told = f"la police « {name} » n’est pas sur ce poste ; le PDF est composé en « {face.family} »"
        if same_widths(name, face.family):
            yield note(Subject.FONT, f"{told}, aux mêmes largeurs : rien ne se déplace.")
        elif face.scale != 1:
            yield note(
                Subject.FONT,
                f"{told}, ajustée à sa place : une ligne peut se couper ailleurs que dans Word, "
                "les pages restent en principe les mêmes.",
            )
        else:
            yield attention(
                Subject.FONT,
                f"{told} : les lignes ne se coupent pas aux mêmes endroits que dans Word.",
                next_step="Installez-la sur ce poste, ou choisissez Calibri ou Arial dans le modèle.",
            )


def _faces(roots: Mapping[str, etree._Element], parts: Parts) -> set[str]:
    trees = [*roots.values()]
    if _STYLES in parts:
        trees.append(parse_part(parts[_STYLES], about=_STYLES, refusal=TemplateError))
    return {
        name
        for tree in trees
        for fonts in tree.iter(w("rFonts"))
        for name in (fonts.get(w("ascii")), fonts.get(w("hAnsi")))
        if name
    }


def accessibility(roots: Mapping[str, etree._Element], parts: Parts) -> Iterator[Finding]:
    """Yield what makes the document hard to read with a screen reader (ISO 14289-1, 7.2 to 7.5)."""
    for root in roots.values():
        for picture in root.iter(f"{{{WP_NS}}}docPr"):
            if not (picture.get("descr") or picture.get("title")) and not _is_decorative(picture):
                yield attention(
                    Subject.ACCESS,
                    f"l’image « {picture.get('name') or 'sans nom'} » n’a pas de texte de remplacement.",
                    next_step="Dans Word : clic droit sur l’image, « Afficher le texte de remplacement ».",
                )
    if _STYLES not in parts:
        return
    styles = parse_part(parts[_STYLES], about=_STYLES, refusal=TemplateError)
    language = next((lang.get(w("val")) or "" for lang in styles.iter(w("lang"))), "")
    if not language.lower().startswith("fr"):
        yield attention(
            Subject.ACCESS,
            f"la langue du modèle est « {language or 'inconnue'} », et non le français.",
            next_step="Dans Word : Révision, Langue, Langue de vérification, Français, « Par défaut ».",
        )
    yield from _headings(roots, styles)


def _is_decorative(picture: etree._Element) -> bool:
    return any(etree.QName(one).localname == "decorative" for one in picture.iter(etree.Element))


def _headings(roots: Mapping[str, etree._Element], styles: etree._Element) -> Iterator[Finding]:
    levels = dict(_levels(styles))
    last = 0
    for part, root in roots.items():
        if not part.startswith("word/document"):
            continue
        for paragraph in root.iter(w("p")):
            level = levels.get(value_of(paragraph.find(f"{w('pPr')}/{w('pStyle')}")), 0)
            if level > last + 1:
                yield attention(
                    Subject.ACCESS,
                    f"un titre de niveau {level} vient sans titre de niveau {level - 1} avant lui.",
                    " ".join("".join(text.text or "" for text in paragraph.iter(w("t"))).split())[:110],
                    f"Donnez-lui le style « Titre {last + 1} ».",
                )
            last = level or last


def _levels(styles: etree._Element) -> Iterator[tuple[str, int]]:
    for style in styles.iter(w("style")):
        name = value_of(style.find(w("name"))).lower()
        numbered = re.fullmatch(r"(?:heading|titre) (\d)", name)
        if numbered:
            yield style.get(w("styleId")) or "", int(numbered[1])
