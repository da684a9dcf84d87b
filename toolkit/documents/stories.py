"""What a story of a template must be (body, header, footer, notes) before Jinja and docxtpl see it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from toolkit.documents.package import parse_part
from toolkit.errors import TemplateError

MAX_TAGS = 2_000
"""How many tags one part of a template may have: docxtpl's patterns take quadratic time over them."""

MAX_TAG = 1_000
"""How many characters one tag may have."""

MAX_ELEMENTS = 25_000
"""How many XML elements one part of a template may have; the longest of ours has a thousand."""

_SHOWN = 60
_TAG_START = re.compile(r"\{[{%#]")
_TAG_ENDS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_JOINED = re.compile(r"(?<=\{)(?:<[^>]*>)+(?=[{%#])|(?<=[%}#])(?:<[^>]*>)+(?=\})")
"""The markup that Word puts between the two signs of a tag's end, which docxtpl takes away first."""
# No tag holds the beginning of another: thousands left open are read once, not once each.
_WHOLE_TAG = re.compile(r"\{\{(?:(?!\{[{%#]).)*?\}\}|\{%(?:(?!\{[{%#]).)*?%\}", re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"\s{200}")


def refuse_unsound(content: bytes, name: str) -> None:
    """Refuse a story that docxtpl or Jinja would choke on, before they see it.

    Raises:
        TemplateError: it is damaged, excessive (:func:`refuse_excess`), or a tag is left open.
    """
    root = parse_part(content, about=f"Modèle {name}", refusal=TemplateError)
    text = refuse_excess(root, name)
    broken = next(unclosed_tags(text), None)
    if broken is not None:
        raise TemplateError(
            f"une balise est mal écrite (elle n’est pas fermée), près de « {_MARKUP.sub('', broken)} ».",
            about=f"Modèle {name}",
            next_step="Fermez chaque « {{ » par « }} » et chaque « {% » par « %} ».",
        )


def refuse_excess(root: etree._Element, name: str) -> str:
    """Refuse a story of too many elements or tags, or with too long a tag; return what Jinja will read of it.

    Jinja and docxtpl's patterns read the whole part, attributes and comments included, and some of the
    patterns take quadratic or cubic time over tags without end and over blanks.

    Raises:
        TemplateError: see above.
    """
    about = f"Modèle {name}"
    if sum(1 for _ in root.iter()) > MAX_ELEMENTS:
        raise TemplateError(
            "le modèle est démesuré : trop de paragraphes, de cellules ou de morceaux de texte.",
            about=about,
            next_step="Mettez ce qui se répète dans une boucle, et retirez le reste.",
        )
    text = _JOINED.sub("", etree.tostring(root, encoding="unicode"))
    tags = len(_TAG_START.findall(text))
    if tags > MAX_TAGS:
        raise TemplateError(
            f"le modèle compte {tags} balises dans une même partie, c’est trop.",
            about=about,
            next_step=f"Gardez-en moins de {MAX_TAGS}, ou mettez les lignes répétées dans une boucle.",
        )
    for tag in _WHOLE_TAG.finditer(text):
        words = _MARKUP.sub("", tag.group())
        if len(words) > MAX_TAG or _BLANKS.search(tag.group()):
            raise TemplateError(
                f"une balise est trop longue, près de « {words[:_SHOWN].strip()} ».",
                about=about,
                next_step="Une balise tient en quelques mots ; retirez-en les espaces et le texte.",
            )
    return text


def unclosed_tags(text: str) -> Iterator[str]:
    """Yield the beginning of each tag of ``text`` that another one follows, or nothing, before it closes."""
    at = 0
    while (start := _TAG_START.search(text, at)) is not None:
        end = text.find(_TAG_ENDS[start.group()], start.end())
        following = _TAG_START.search(text, start.end())
        if end < 0 or (following is not None and following.start() < end and start.group() != "{#"):
            yield text[start.start() : start.start() + _SHOWN].strip()
            at = start.end()
        else:
            at = end + 2
