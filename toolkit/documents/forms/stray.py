"""What somebody wrote into a Word form beside its fields: told, so that nothing typed is lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from toolkit.documents.package import DOCUMENT_PART, parse_part, read_package
from toolkit.documents.wordml import w
from toolkit.errors import FormRefusedError

_BESIDE = re.compile(r"word/(header|footer|comments|footnotes|endnotes)\d*\.xml")


def written_outside(parts: Mapping[str, bytes], blank: bytes, *, about: str) -> tuple[str, ...]:
    """Return the paragraphs outside the fields of a form that the form ``blank`` does not have.

    Its comments, notes, headers and footers count too.

    Args:
        parts: The package of the returned form.
        blank: The form as it was sent, a Word file.
        about: File name, for errors.

    Raises:
        FormRefusedError: a part is damaged.
    """
    known = Counter(_all_paragraphs(read_package(blank, about="Formulaire vierge"), "Formulaire vierge"))
    added = []
    for text in _all_paragraphs(parts, about):
        if known[text]:
            known[text] -= 1
        else:
            added.append(_without_known(text, known))
    return tuple(added)


def _all_paragraphs(parts: Mapping[str, bytes], about: str) -> Iterator[str]:
    for name in (DOCUMENT_PART, *sorted(filter(_BESIDE.fullmatch, parts))):
        frame = name.startswith(("word/header", "word/footer"))
        yield from _paragraphs(parse_part(parts[name], about=about, refusal=FormRefusedError), frame=frame)


def _paragraphs(root: etree._Element, *, frame: bool) -> Iterator[str]:
    """Yield the text of each paragraph without that of its fields, spaces made one."""
    for paragraph in root.iter(w("p")):
        if next(paragraph.iterancestors(w("sdtContent")), None) is not None:
            continue
        if frame and _is_computed(paragraph):
            continue
        pieces = [
            text.text or ""
            for text in paragraph.iter(w("t"))
            if _own_paragraph(text) is paragraph
            and not any(above.tag == w("sdtContent") for above in _up_to(text, paragraph))
        ]
        if tidy := " ".join("".join(pieces).split()):
            yield tidy


def _is_computed(paragraph: etree._Element) -> bool:
    """Tell whether Word computes a part of a paragraph, page numbers for example: it writes it anew."""
    return next(paragraph.iter(w("fldChar"), w("fldSimple")), None) is not None


def _own_paragraph(text: etree._Element) -> etree._Element | None:
    return next(text.iterancestors(w("p")), None)


def _up_to(text: etree._Element, paragraph: etree._Element) -> Iterator[etree._Element]:
    for above in text.iterancestors():
        if above is paragraph:
            return
        yield above


def _without_known(text: str, known: Counter[str]) -> str:
    """Return what was added to a paragraph of the blank form, or the whole where it is none of them."""
    for former in sorted((one for one, left in known.items() if left), key=len, reverse=True):
        if former in text:
            known[former] -= 1
            return text.replace(former, "", 1).strip()
    return text
