"""A Word template compiled once: per document, values are printed and deflated, and nothing is parsed.

docxtpl opens, cleans and compiles the template again for each document, which is nearly all of its time.
Here docxtpl's own cleaning runs once per template, Jinja compiles once, the parts that never change are kept
deflated. What the path leaves out (columns in varying number, cells merged by loops, rich text) is told by
:func:`reasons_against`; such a template takes docxtpl's own path.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from docxtpl import DocxTemplate
from lxml import etree

from toolkit.documents.balance import is_balanced
from toolkit.documents.deflating import Entry, assembled, deflate, deflate_quickly
from toolkit.documents.package import Limits, Parts, parse_part, read_package
from toolkit.documents.properties import DocumentProperties, property_parts, set_properties
from toolkit.documents.syntax import Bounded, TemplateSyntax, with_budget
from toolkit.documents.wordml import WP_NS, drop_copied_ids, is_story, w
from toolkit.errors import TemplateError

_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_CONTROL_ID, _DRAWING_ID = "\x00", "\x01"
_MARKS = {_CONTROL_ID: "\ue0f0", _DRAWING_ID: "\ue0f1"}
"""What stands for an id until its number is known; a private letter in XML, which has no controls."""

_LEFT_OUT = (
    (re.compile(r"\{[{%#]\s*-?tc\s"), "des colonnes en nombre variable ({%tc … %})"),
    (re.compile(r"\{%-?\s*colspan\s"), "une fusion de colonnes ({% colspan … %})"),
    (re.compile(r"\{%-?\s*[hv]m\s*-?%\}"), "des cellules fusionnées en boucle ({% hm %}, {% vm %})"),
    (re.compile(r"\{\{-?r\s"), "du texte enrichi ({{r … }})"),
)
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?(?<!/)>.*?</w:p>", re.DOTALL)
_ANY_DAY = datetime(1980, 1, 1, tzinfo=UTC)
_ESCAPED_TAGS = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))

_TAGS = re.compile(r"<[^>]+>")

Patch = Callable[[str], str]


class _Story:
    """Text that depends on the values, or whose ids depend on those of the parts before it.

    It is that of a part, or of several that are the same. Headers and footers are mostly the same from one
    document to the next too: the last text is kept deflated.
    """

    def __init__(self, part: str, text: Callable[[Mapping[str, object]], str]) -> None:
        self.parts = [part]
        self._text = text
        self._last: tuple[str, Entry] | None = None

    def entry(self, values: Mapping[str, object], numbers: Mapping[str, count[int]]) -> Entry:
        """Return the part for ``values``, its ids following ``numbers``."""
        text = _numbered(self._text(values), numbers)
        last = self._last
        if last is None or last[0] != text:
            last = self._last = (text, deflate_quickly((_DECLARATION + text).encode()))
        return last[1]


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """What is left to do for a document: print the stories, number their ids, deflate."""

    stories: tuple[_Story, ...]
    plain: Mapping[str, Entry]
    customised: Mapping[str, Entry]

    def fill(self, context: Mapping[str, object], properties: DocumentProperties) -> bytes:
        """Return the Word document of ``context``.

        Raises:
            TemplateError: a value is missing or cannot be printed.
        """
        values = with_budget(context)
        entries = dict(self.customised if properties.custom else self.plain)
        numbers = {_CONTROL_ID: count(1), _DRAWING_ID: count(1)}
        for story in self.stories:
            entry = story.entry(values, numbers)
            entries.update(dict.fromkeys(story.parts, entry))
        for part, content in property_parts(properties).items():
            entries[part] = deflate_quickly(content)
        return assembled(entries)


def reasons_against(parts: Parts) -> tuple[str, ...]:
    """Return, in French, what in a template the compiled path leaves to docxtpl; empty when nothing."""
    texts = [_cleaned(parts[part].decode(errors="replace")) for part in parts if is_story(part)]
    found = [told for pattern, told in _LEFT_OUT if any(pattern.search(text) for text in texts)]
    if any(mark in text for mark in _MARKS.values() for text in texts):
        found.append("des caractères à usage privé")
    return tuple(found)


def compiled(
    document: DocxTemplate, syntax: TemplateSyntax, patch: Patch, *, limits: Limits, name: str
) -> CompiledTemplate | None:
    """Return the compiled template; None when its documents must be parsed to know that they are sound.

    Args:
        document: The template as docxtpl opens it; nothing was rendered from it yet.
        syntax: The small language, which refuses what is not in it.
        patch: docxtpl's cleaning of a part.
        limits: Of the package.
        name: File name of the template, for errors.

    Raises:
        TemplateError: a tag is badly written or not permitted.
    """
    document.render_init()
    parts = _saved(document, limits, name)
    printed = _printed_parts(document)
    stories: list[_Story] = []
    same: dict[str, _Story] = {}
    for part in sorted(filter(is_story, parts)):
        xml = _marked(parse_part(parts[part], about=f"Modèle {name}", refusal=TemplateError))
        if part not in printed:
            stories.append(_Story(part, _unchanged(_with_marks(xml))))
            continue
        source = _with_marks(patch(xml))
        if source in same:
            same[source].parts.append(part)
            continue
        if not is_balanced(syntax.tree(_lined(source)), source):
            return None
        stories.append(_Story(part, _printer(syntax.from_string(source), document)))
        if not any(mark in source for mark in _MARKS):
            same[source] = stories[-1]
    return CompiledTemplate(
        tuple(stories), _constant(parts, {}, stories), _constant(parts, {"_": ""}, stories)
    )


def _saved(document: DocxTemplate, limits: Limits, name: str) -> Parts:
    """Return the parts as docxtpl saves them: those that nothing refers to are gone."""
    buffer = io.BytesIO()
    document.docx.save(buffer)
    return read_package(buffer.getvalue(), about=f"Modèle {name}", limits=limits, refusal=TemplateError)


def _printed_parts(document: DocxTemplate) -> frozenset[str]:
    """Return the parts that docxtpl fills: the body, the headers and footers it refers to, the footnotes."""
    main = document.docx.part
    parts = [main]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        parts += [part for _, part in document.get_headers_footers(uri)]
    parts += [part for part in main.package.parts if part.content_type.endswith("footnotes+xml")]
    return frozenset(str(part.partname).lstrip("/") for part in parts)


def _unchanged(text: str) -> Callable[[Mapping[str, object]], str]:
    return lambda _: text


def _marked(root: etree._Element) -> str:
    """Return the XML of a part with a mark in the place of each id that loops copy."""
    for element in root.iterfind(f".//{w('sdtPr')}/{w('id')}"):
        element.set(w("val"), _MARKS[_CONTROL_ID])
    for element in root.iterfind(f".//{{{WP_NS}}}docPr"):
        element.set("id", _MARKS[_DRAWING_ID])
    drop_copied_ids(root)
    return etree.tostring(root, encoding="unicode")


def _with_marks(xml: str) -> str:
    for mark, letter in _MARKS.items():
        xml = xml.replace(letter, mark)
    return xml


def _lined(source: str) -> str:
    """Put each paragraph on a line, as docxtpl does, so that an error quotes the right one."""
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", source)


def _printer(template: Bounded, document: DocxTemplate) -> Callable[[Mapping[str, object]], str]:
    def resolved(found: re.Match[str]) -> str:
        text = found.group()
        return str(document.resolve_listing(text)) if "\n" in text or "\t" in text else text

    def printed(values: Mapping[str, object]) -> str:
        text = template.render(values)
        if "{_" in text or "_}" in text:
            for written, meant in _ESCAPED_TAGS:
                text = text.replace(written, meant)
        if "\n" in text or "\t" in text:
            text = _PARAGRAPH.sub(resolved, text)
        return text

    return printed


def _numbered(text: str, numbers: Mapping[str, count[int]]) -> str:
    for mark, following in numbers.items():
        first, *others = text.split(mark)
        if others:
            text = first + "".join(f"{next(following)}{piece}" for piece in others)
    return text


def _constant(parts: Parts, custom: Mapping[str, str], stories: list[_Story]) -> dict[str, Entry]:
    """Return what is the same in each document that has custom properties, or that has none."""
    whole = dict(parts)
    set_properties(whole, DocumentProperties("", "", _ANY_DAY, custom=custom))
    for story in stories:
        for part in story.parts:
            del whole[part]
    return {part: deflate(content) for part, content in whole.items()}


def _cleaned(xml: str) -> str:
    return _TAGS.sub("", xml)
