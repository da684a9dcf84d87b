"""A story of the template as a tree in which each Jinja tag stands where docxtpl would read it.

docxtpl joins the tags that Word tore apart and takes away the paragraph or row around ``{%p … %}`` and
``{%tr … %}``; each tag then becomes an XML processing instruction, so that one parser reads both languages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from docxtpl import DocxTemplate
from lxml import etree

from toolkit.documents.package import parse_part
from toolkit.errors import TemplateError

_TARGET = "jinja"
_TOKEN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<[^>]*>", re.DOTALL)


class Story:
    """One part of a template: its tree, and the Jinja source that docxtpl would run.

    Args:
        xml: The part.
        name: File name of the template, for errors.

    Raises:
        TemplateError: tags tear the XML apart.
    """

    def __init__(self, xml: bytes, name: str) -> None:
        root = parse_part(xml, about=f"Modèle {name}", refusal=TemplateError)
        etree.strip_elements(root, etree.Comment, with_tail=False)
        self.source = str(DocxTemplate.patch_xml(None, etree.tostring(root, encoding="unicode")))
        self._tags: list[str] = []
        marked = _TOKEN.sub(self._marked, self.source)
        try:
            self.root = etree.fromstring(marked, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise TemplateError(
                "une balise coupe un paragraphe ou une cellule en deux.",
                about=f"Modèle {name}",
                next_step="Mettez « {%p … %} » ou « {%tr … %} » seul dans son paragraphe ou sa ligne.",
            ) from error

    def tag(self, node: etree._Element) -> str:
        """Return the Jinja tag that ``node`` stands for, empty when it is an element."""
        return self._tags[int(node.text or 0)] if is_tag(node) else ""

    def _marked(self, found: re.Match[str]) -> str:
        token = found.group(0)
        if token.startswith("<"):
            return token
        self._tags.append(token)
        return f"<?{_TARGET} {len(self._tags) - 1}?>"


def is_tag(node: etree._Element) -> bool:
    """Tell whether ``node`` stands for a Jinja tag."""
    return callable(node.tag)


def balanced(tags: Iterable[str]) -> bool:
    """Tell whether each condition and loop among ``tags`` closes, in order."""
    open_tags: list[str] = []
    for tag in tags:
        words = tag.strip("{}%-+ ").split()
        word = words[0] if tag.startswith("{%") and words else ""
        if word in {"if", "for"}:
            open_tags.append(word)
        elif word in {"endif", "endfor"}:
            if not open_tags or open_tags.pop() != word[3:]:
                return False
        elif word in {"else", "elif"} and not open_tags:
            return False
    return not open_tags
