"""The small language that templates may use: fields, filters, conditions and loops, and nothing else.

Jinja is kept to it twice. The syntax tree of each template is checked against a list of what is allowed, so
that calls, arithmetic, assignments and inclusions are refused before anything runs; and it runs in Jinja's
immutable sandbox. Every field is wrapped in a guard that knows the dotted name the template wrote, so that a
missing value is an error that names it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import lru_cache
from itertools import islice
from typing import Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2 import TemplateSyntaxError as JinjaSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import pass_context

from toolkit.documents.grammar import FILTERS, GIVEN, ITEMS, KNOWN, TESTS, guard_fields, violation
from toolkit.errors import MissingValueError, TemplateError

MAX_ITERATIONS = 50_000
"""How many turns all loops of one document may take together."""

MAX_TEXT = 200_000
"""How many characters one value may have."""

MAX_OUTPUT = 5_000_000
"""How many characters of WordprocessingML one part of a document may have."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_UNUSUAL = re.compile(rf"{_CONTROL.pattern[:-1]}\r\N{{LINE SEPARATOR}}]")
_BUDGET = "_budget"
_PIECES = 64
_SHORT = 500


class _Absent(StrictUndefined):
    """A missing value whose attributes are missing too, until the guard names the whole field."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - Jinja's own signature
        if name.startswith("__"):
            raise AttributeError(name)
        return self


class TemplateSyntax(ImmutableSandboxedEnvironment):
    """Jinja, kept to the small language; templates compile once per source.

    Args:
        template: File name of the template, for errors.
    """

    def __init__(self, template: str) -> None:
        self._template = template
        super().__init__(undefined=_Absent, autoescape=True, finalize=self._printed, cache_size=0)
        self._compiled: dict[str, Bounded] = {}
        self.globals.clear()
        self.filters = {**FILTERS, GIVEN: self._given, KNOWN: self._known, ITEMS: self._items}
        self.tests = {name: test for name, test in self.tests.items() if name in TESTS}

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401 - as Jinja's
        """Return a field of ``obj``: the data itself before any method of the mapping that holds it."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def from_string(self, source: Any, *_: object, **__: object) -> Any:  # noqa: ANN401 - as Jinja's
        """Return the compiled template of ``source``, checked, from memory when seen before.

        Raises:
            TemplateError: the source uses more than the small language, or is badly written.
        """
        if source not in self._compiled:
            self._compiled[source] = Bounded(super().from_string(self._guarded(source)), self._template)
        return self._compiled[source]

    def tree(self, source: str) -> nodes.Template:
        """Return the syntax tree of ``source``, checked, its fields guarded.

        Raises:
            TemplateError: the source uses more than the small language, or is badly written.
        """
        return self._guarded(source)

    def fields(self, source: str) -> frozenset[str]:
        """Return the dotted names that ``source`` uses, loop variables included."""
        return frozenset(
            node.args[0].value
            for node in self._guarded(source).find_all(nodes.Filter)
            if node.name.startswith("_") and isinstance(node.args[0], nodes.Const)
        )

    def _guarded(self, source: str) -> nodes.Template:
        try:
            tree = self.parse(source)
        except JinjaSyntaxError as error:
            raise self._refusal(
                f"une balise est mal écrite ({error.message})", source, error.lineno
            ) from error
        except ValueError as error:  # a number of more digits than Python reads
            raise self._refusal("un nombre est démesuré", source, 1) from error
        for node in tree.find_all(nodes.Node):
            wrong = violation(node)
            if wrong:
                raise self._refusal(wrong, source, node.lineno)
        guard_fields(tree)
        return tree

    def _refusal(self, wrong: str, source: str, line: int) -> TemplateError:
        return TemplateError(
            f"{wrong}, près de « {_near(source, line)} ».",
            about=f"Modèle {self._template}",
            next_step="Corrigez cette balise dans Word ; seuls les champs, filtres, conditions et boucles "
            "décrits dans la documentation sont permis.",
        )

    def _known(self, value: object, field: str) -> object:
        if isinstance(value, _Absent):
            raise MissingValueError(field, template=self._template)
        return value

    def _given(self, value: object, field: str) -> object:
        if type(value) is str and len(value) <= MAX_TEXT and value.isascii() and value.isprintable():
            return value
        if value is None or isinstance(value, _Absent):
            raise MissingValueError(field, template=self._template)
        if isinstance(value, list | tuple):
            return [self._clean(item, field) for item in value]
        return self._clean(value, field)

    def _printed(self, value: object) -> object:
        """Let text and whole numbers through to the page; anything else needs a filter first."""
        if type(value) in {str, int}:
            return value
        hint = "avec « | date_longue »" if isinstance(value, date) else "avec un filtre"
        raise TemplateError(
            f"une valeur de type {type(value).__name__} ne s’imprime pas telle quelle.",
            about=f"Modèle {self._template}",
            next_step=f"Écrivez le champ {hint} dans le modèle.",
        )

    def _clean(self, text: object, field: str) -> object:
        if not isinstance(text, str) or isinstance(text, Enum):
            return text
        if len(text) > MAX_TEXT:
            raise TemplateError(
                f"le champ « {field} » compte {len(text)} caractères, c’est trop.",
                about=f"Modèle {self._template}",
                next_step=f"Raccourcissez-le à moins de {MAX_TEXT} caractères.",
            )
        return plain_text(text)

    @pass_context
    def _items(self, context: Context, value: object, field: str) -> object:
        items = self._given(value, field)
        if not isinstance(items, list | tuple):
            raise TemplateError(
                f"le champ « {field} » n’est pas une liste, la boucle est impossible.",
                about=f"Modèle {self._template}",
                next_step="Corrigez la balise « for » du modèle.",
            )
        budget = context.parent[_BUDGET]
        budget[0] -= len(items)
        if budget[0] < 0:
            raise TemplateError(
                f"les boucles du modèle donnent plus de {MAX_ITERATIONS} lignes.",
                about=f"Modèle {self._template}",
                next_step="Retirez une boucle imbriquée.",
            )
        return items


class Bounded:
    """A compiled template whose output ends at a size."""

    def __init__(self, template: Template, name: str) -> None:
        self._template = template
        self._name = name

    def render(self, context: Mapping[str, object]) -> str:
        """Return the output for ``context``.

        Raises:
            TemplateError: it is longer than ``MAX_OUTPUT``.
        """
        pieces, length = [], 0
        coming = self._template.generate(context)
        # By the handful: a loop of one's own over thousands of pieces takes longer than to print them.
        while handful := tuple(islice(coming, _PIECES)):
            pieces.append("".join(handful))
            length += len(pieces[-1])
            if length > MAX_OUTPUT:
                raise TemplateError(
                    "le document rempli serait démesuré.",
                    about=f"Modèle {self._name}",
                    next_step="Vérifiez les boucles du modèle et les textes qui s’y répètent.",
                )
        return "".join(pieces)


def too_deep(name: str) -> TemplateError:
    """Return the error of a template whose tags nest deeper than Jinja can follow."""
    return TemplateError(
        "des conditions ou des boucles sont trop imbriquées, ou ne sont pas fermées.",
        about=f"Modèle {name}",
        next_step="Vérifiez que chaque « if » a son « endif » et chaque « for » son « endfor ».",
    )


def with_budget(context: Mapping[str, object]) -> dict[str, object]:
    """Return ``context`` with the count of loop turns that one document may take."""
    return {**context, _BUDGET: [MAX_ITERATIONS]}


def plain_text(text: str) -> str:
    """Return ``text`` as Word can hold it: composed letters, newline as line end, no control characters."""
    # A subclass of str might vouch for itself as safe markup: only its letters are taken.
    letters = str.__str__(text)
    if letters.isascii() and letters.isprintable():
        return letters
    return _known_plain(letters) if len(letters) <= _SHORT else _plain(letters)


def _plain(letters: str) -> str:
    composed = unicodedata.normalize("NFC", letters)
    if not _UNUSUAL.search(composed):
        return composed
    lines = composed.replace("\r\n", "\n").replace("\r", "\n").replace("\N{LINE SEPARATOR}", "\n")
    return _CONTROL.sub("", lines)


# The same questions and mentions come back in each document of a kind.
_known_plain = lru_cache(maxsize=1_000)(_plain)


def _near(source: str, line: int) -> str:
    shown = source.splitlines()[max(line - 1, 0) : line + 1]
    text = re.sub(r"<[^>]+>", "", " ".join(shown)).strip()
    return text[:120]
