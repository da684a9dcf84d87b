"""A Word template and values make a Word document: the same bytes for the same input.

docxtpl does what authors know it for; around it stand the limits of the package, the small language of
:mod:`toolkit.documents.syntax`, unique ids and the document's properties.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError as JinjaError
from lxml import etree

from toolkit.documents.package import Limits, Parts, parse_part, read_package, serialise_part, write_package
from toolkit.documents.properties import DocumentProperties, set_properties
from toolkit.documents.syntax import TemplateSyntax, too_deep, with_budget
from toolkit.documents.wordml import is_story, renumber
from toolkit.errors import TemplateError

MAX_TAGS = 2_000
"""How many tags one part of a template may have: docxtpl's patterns take quadratic time over them."""

_LIMITS = Limits(entries=300, total=48 * 2**20, xml=4 * 2**20)
_NUMBERING_START = re.compile(r"\{[{%#]")


@dataclass(frozen=True, slots=True)
class _Source:
    """A template that passed its checks, with its compiled pieces."""

    name: str
    content: bytes
    syntax: TemplateSyntax


def render_docx(
    template: bytes | Path,
    context: Mapping[str, object],
    *,
    properties: DocumentProperties,
    name: str = "",
) -> bytes:
    """Return the Word document of ``template`` filled with ``context``.

    Args:
        template: A .docx, its bytes or its path.
        context: Values by top-level name; dotted fields reach into mappings and attributes.
        properties: Title, author, date and language of the document.
        name: File name of the template for errors, when only its bytes are given.

    Raises:
        MissingValueError: a field that is printed, compared or looped over has no value.
        TemplateError: the template is no Word file, is oversized, or uses more than fields, filters,
            conditions and loops.
    """
    content, name = _opened(template, name)
    source = _source(name, content)
    document = _Rendering(io.BytesIO(content), source)
    try:
        document.render(with_budget(context), jinja_env=source.syntax)
        buffer = io.BytesIO()
        document.save(buffer)
    except TemplateError:
        raise
    except RecursionError as error:
        raise too_deep(name) from error
    except (JinjaError, TypeError, ValueError, KeyError, AttributeError, IndexError) as error:
        raise TemplateError(
            f"le modèle ne peut pas être rempli ({error}).",
            about=f"Modèle {name}",
            next_step="Vérifiez les filtres et les champs de ce modèle.",
        ) from error
    return _finished(buffer.getvalue(), properties, name)


def template_fields(template: bytes | Path, *, name: str = "") -> frozenset[str]:
    """Return the dotted names that a template uses in its body, headers, footers and notes.

    Raises:
        TemplateError: the template cannot be used.
    """
    content, name = _opened(template, name)
    source = _source(name, content)
    parts = read_package(content, about=name, limits=_LIMITS, refusal=TemplateError)
    texts = [_patched(parts[part].decode()) for part in parts if is_story(part)]
    try:
        return frozenset().union(*(source.syntax.fields(text) for text in texts))
    except RecursionError as error:
        raise too_deep(name) from error


def _opened(template: bytes | Path, name: str) -> tuple[bytes, str]:
    if isinstance(template, bytes):
        return template, name or "(sans nom)"
    try:
        return template.read_bytes(), name or template.name
    except OSError as error:
        raise TemplateError(
            "le fichier du modèle ne peut pas être lu.",
            about=f"Modèle {template.name}",
            next_step="Vérifiez qu’il existe et qu’il n’est pas ouvert ailleurs.",
        ) from error


@lru_cache(maxsize=32)
def _source(name: str, content: bytes) -> _Source:
    parts = read_package(content, about=f"Modèle {name}", limits=_LIMITS, refusal=TemplateError)
    for part in filter(is_story, parts):
        _check_story(parts[part], name)
    return _Source(name, content, TemplateSyntax(name))


def _check_story(content: bytes, name: str) -> None:
    """Refuse a story that docxtpl would choke on, before it sees it."""
    root = parse_part(content, about=f"Modèle {name}", refusal=TemplateError)
    tags = len(_NUMBERING_START.findall("".join(map(str, root.itertext()))))
    if tags > MAX_TAGS:
        raise TemplateError(
            f"le modèle compte {tags} balises dans une même partie, c’est trop.",
            about=f"Modèle {name}",
            next_step=f"Gardez-en moins de {MAX_TAGS}, ou mettez les lignes répétées dans une boucle.",
        )


@lru_cache(maxsize=128)
def _patched(xml: str) -> str:
    return str(DocxTemplate.patch_xml(None, xml))


class _Rendering(DocxTemplate):  # type: ignore[misc]  # docxtpl ships no types
    """docxtpl's own path, its patterns remembered and its leniency about broken XML taken away."""

    def __init__(self, file: io.BytesIO, source: _Source) -> None:
        super().__init__(file)
        self._source = source

    def patch_xml(self, src_xml: str) -> str:
        """Return the Jinja source of a part, from memory when the same part was seen before."""
        return _patched(src_xml)

    def fix_tables(self, xml: str) -> Any:  # noqa: ANN401 - an lxml tree, as docxtpl has it
        """Return the tree of a body; refuse one that tags tore apart.

        docxtpl would drop what follows the tear in silence. Its own change of column widths, meant for
        ``{%tc … %}``, is left out: it narrows every table that holds another.
        """
        try:
            return etree.fromstring(xml)
        except etree.XMLSyntaxError as error:
            raise TemplateError(
                "une condition ou une boucle s’ouvre et se ferme à des endroits différents "
                "(paragraphe, cellule ou ligne de tableau).",
                about=f"Modèle {self._source.name}",
                next_step="Mettez « {%p … %} » ou « {%tr … %} » seul dans son paragraphe ou sa ligne.",
            ) from error

    def render_properties(self, context: object, jinja_env: object = None) -> None:
        """Do nothing: the document's properties are written afterwards, from values and never from tags."""


def _finished(content: bytes, properties: DocumentProperties, name: str) -> bytes:
    parts = read_package(content, about=f"Modèle {name}", refusal=TemplateError)
    stories: Parts = {part: parts[part] for part in sorted(parts) if is_story(part)}
    roots = {part: parse_part(xml, about=name, refusal=TemplateError) for part, xml in stories.items()}
    renumber(roots.values())
    parts.update({part: serialise_part(root) for part, root in roots.items()})
    set_properties(parts, properties)
    return write_package(parts)
