"""A Word template and values make a Word document: the same bytes for the same input.

A template is opened once and compiled (:mod:`toolkit.documents.compiled`); what that path leaves out,
docxtpl does, as authors know it, and both give the same document. Around them stand the limits of the
package, the small language of :mod:`toolkit.documents.syntax`, unique ids and the document's properties.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError as JinjaError
from lxml import etree

from toolkit.documents.compiled import CompiledTemplate, compiled, reasons_against
from toolkit.documents.package import Limits, Parts, parse_part, read_package, serialise_part, write_package
from toolkit.documents.properties import DocumentProperties, set_properties
from toolkit.documents.stories import refuse_unsound
from toolkit.documents.syntax import TemplateSyntax, too_deep, with_budget
from toolkit.documents.wordml import is_story, renumber
from toolkit.errors import TemplateError

TORN = "une condition ou une boucle qui s’ouvre et se ferme à des endroits différents"
"""Why a template without anything special is left to docxtpl: each of its documents must be parsed."""

_EMPTY = re.compile(r"<w:([prt])((?: [^>]*)?)/>")
LIMITS = Limits(entries=300, total=48 * 2**20, xml=4 * 2**20)


@dataclass(frozen=True, slots=True)
class Source:
    """A template that passed its checks, with its compiled pieces.

    ``compiled`` is None where docxtpl's own path is taken; ``reasons`` then say why, in French.
    """

    name: str
    content: bytes
    syntax: TemplateSyntax
    reasons: tuple[str, ...] = ()
    compiled: CompiledTemplate | None = None

    @property
    def grows_tables(self) -> bool:
        """Whether rows may have another number of cells than the template's."""
        return any("colonnes" in reason or "cellules" in reason for reason in self.reasons)


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
    with _told(name):
        source = _source(name, content)
        if source.compiled is not None:
            return source.compiled.fill(context, properties)
        return by_docxtpl(source, context, properties)


def opened_template(template: bytes | Path, *, name: str = "") -> Source:
    """Return a template after its checks: compiled, or with the reasons why it cannot be.

    Raises:
        TemplateError: the template cannot be used.
    """
    content, name = _opened(template, name)
    with _told(name):
        return _source(name, content)


def by_docxtpl(source: Source, context: Mapping[str, object], properties: DocumentProperties) -> bytes:
    """Return the same document by docxtpl's own path.

    Raises:
        TemplateError: as :func:`render_docx`.
    """
    document = _Rendering(io.BytesIO(source.content), source)
    with _told(source.name):
        document.render(with_budget(context), jinja_env=source.syntax)
        buffer = io.BytesIO()
        document.save(buffer)
    return _finished(buffer.getvalue(), properties, source.name)


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Map what libraries raise over a template to an error that names it."""
    try:
        yield
    except TemplateError:
        raise
    except RecursionError as error:
        raise too_deep(name) from error
    except etree.XMLSyntaxError as error:
        raise TemplateError(
            "le contenu du fichier Word est endommagé.",
            about=f"Modèle {name}",
            next_step="Ouvrez-le dans Word et enregistrez-le à nouveau.",
        ) from error
    except (JinjaError, TypeError, ValueError, KeyError, AttributeError, IndexError) as error:
        raise TemplateError(
            f"le modèle ne peut pas être rempli ({error}).",
            about=f"Modèle {name}",
            next_step="Vérifiez les filtres et les champs de ce modèle.",
        ) from error


def template_fields(template: bytes | Path, *, name: str = "") -> frozenset[str]:
    """Return the dotted names that a template uses in its body, headers, footers and notes.

    Raises:
        TemplateError: the template cannot be used.
    """
    content, name = _opened(template, name)
    with _told(name):
        source = _source(name, content)
        parts = read_package(content, about=name, limits=LIMITS, refusal=TemplateError)
        return frozenset().union(*(source.syntax.fields(text) for text in jinja_sources(parts)))


def jinja_sources(parts: Parts) -> list[str]:
    """Return what Jinja reads of each story of a template, cleaned by docxtpl."""
    return [_patched(parts[part].decode()) for part in parts if is_story(part)]


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
def _source(name: str, content: bytes) -> Source:
    parts = read_package(content, about=f"Modèle {name}", limits=LIMITS, refusal=TemplateError)
    for part in filter(is_story, parts):
        refuse_unsound(parts[part], name)
    syntax = TemplateSyntax(name)
    reasons = reasons_against(parts)
    if reasons:
        return Source(name, content, syntax, reasons)
    document = _Rendering(io.BytesIO(content), Source(name, content, syntax))
    ready = compiled(document, syntax, _patched, limits=LIMITS, name=name)
    return Source(name, content, syntax, () if ready else (TORN,), ready)


@lru_cache(maxsize=128)
def _patched(xml: str) -> str:
    return str(DocxTemplate.patch_xml(None, xml))


class _Rendering(DocxTemplate):  # type: ignore[misc]  # docxtpl ships no types
    """docxtpl's own path, its patterns remembered and its leniency about broken XML taken away."""

    def __init__(self, file: io.BytesIO, source: Source) -> None:
        super().__init__(file)
        self._source = source

    def patch_xml(self, src_xml: str) -> str:
        """Return the Jinja source of a part, from memory when the same part was seen before."""
        return _patched(src_xml)

    def resolve_listing(self, xml: str) -> str:
        """Return ``xml`` with the new lines of its values as Word breaks them.

        docxtpl's patterns look for the end of each paragraph: those that hold nothing are given one.
        """
        return str(super().resolve_listing(_EMPTY.sub(r"<w:\1\2></w:\1>", xml)))

    def fix_tables(self, xml: str) -> Any:  # noqa: ANN401 - an lxml tree, as docxtpl has it
        """Return the tree of a body; refuse one that tags tore apart.

        docxtpl would drop what follows the tear in silence. Its own change of column widths is kept to the
        templates that need it (``{%tc … %}``): it narrows every table that holds another.
        """
        try:
            tree = etree.fromstring(xml)
            return super().fix_tables(xml) if self._source.grows_tables else tree
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
