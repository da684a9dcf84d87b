"""The paragraphs of a template as HR reads them, and the tags in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from toolkit.documents.package import Parts, parse_part
from toolkit.documents.wordml import is_story, w
from toolkit.errors import TemplateError

# No tag holds the beginning of another: thousands left open are read once, not once each.
_TAG = re.compile(r"\{\{(?:(?!\{[{%#]).)*?\}\}|\{%(?:(?!\{[{%#]).)*?%\}|\{#(?:(?!\{#).)*?#\}", re.DOTALL)
_QUOTED = 110
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The text of a paragraph, in which part of the template."""

    part: str
    text: str
    in_table: bool = False

    @property
    def quoted(self) -> str:
        """The text on one line, cut where it is long."""
        flat = " ".join(self.text.split())
        return flat if len(flat) <= _QUOTED else f"{flat[:_QUOTED].rstrip()}…"

    @property
    def tags(self) -> tuple[str, ...]:
        """The whole tags, curved quotes made straight as docxtpl does."""
        return tuple(found.group().translate(_STRAIGHT) for found in _TAG.finditer(self.text))

    @property
    def plain(self) -> str:
        """The text without its tags."""
        return _TAG.sub("", self.text).strip()


def stories(parts: Parts, name: str) -> Mapping[str, etree._Element]:
    """Return the roots of the parts that hold text, the body first.

    Raises:
        TemplateError: a part is damaged.
    """
    found = sorted(filter(is_story, parts), key=lambda part: (not part.startswith("word/document"), part))
    return {part: parse_part(parts[part], about=f"Modèle {name}", refusal=TemplateError) for part in found}


def paragraphs(part: str, root: etree._Element) -> Iterator[Paragraph]:
    """Yield the paragraphs of a part in order; the text of a box is its own paragraphs'."""
    texts: dict[etree._Element, list[str]] = {paragraph: [] for paragraph in root.iter(w("p"))}
    for text in root.iter(w("t")):
        owner = next(text.iterancestors(w("p")), None)
        if owner is not None:
            texts[owner].append(text.text or "")
    for paragraph, pieces in texts.items():
        in_table = next(paragraph.iterancestors(w("tc")), None) is not None
        yield Paragraph(part, "".join(pieces), in_table)


def quoting(written: str, among: list[Paragraph]) -> str:
    """Return the first paragraph that has ``written`` in a tag, quoted; empty when none has."""
    word = re.compile(rf"(?<![\w.]){re.escape(written)}(?![\w.])")
    return next((p.quoted for p in among if any(word.search(tag) for tag in p.tags)), "")
