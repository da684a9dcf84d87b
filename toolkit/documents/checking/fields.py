"""The fields of each kind of document: where they come from, what they mean, an example.

They are those that the letters' own functions give (typed contexts of :mod:`toolkit.documents.letters`), so
that no list has to be kept; only the meanings are written down, in ``fields.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from toolkit.documents.checking.samples import samples
from toolkit.french import plain_letters
from toolkit.resources import template_path

_YES_NO = "oui ou non"
_LIST = "liste"


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    ``path`` is dotted, with ``[]`` after a list (``earlier[].moment``); ``example`` is that of the fictional
    employee, ``oui ou non`` for a condition, ``liste`` for what a loop goes through.
    """

    path: str
    meaning: str
    example: str

    @property
    def is_list(self) -> bool:
        """Whether a loop goes through it."""
        return self.example == _LIST

    @property
    def is_condition(self) -> bool:
        """Whether it may only be asked about."""
        return self.example == _YES_NO


def natures() -> tuple[str, ...]:
    """Return the kinds of documents by name, which is that of their template without ``.docx``."""
    return tuple(sorted(path.stem for path in template_path("convocation.docx").parent.glob("*.docx")))


def nature_of(file_name: str) -> str:
    """Return the kind that a file is for, by its name; empty when its name does not tell.

    ``Convocation siège v2.docx`` is a ``convocation``; the longest name that fits wins.
    """
    stem = plain_letters(file_name).lower().removesuffix(".docx").replace(" ", "-").replace("_", "-")
    fitting = [name for name in natures() if stem == name or stem.startswith(f"{name}-")]
    return max(fitting, key=len, default="")


@cache
def fields_of(nature: str) -> Mapping[str, Field]:
    """Return the fields of a kind of document by path, in the order of the letter."""
    examples: dict[str, str] = {}
    for sample in samples(f"{nature}.docx"):
        for path, example in _leaves(sample.letter.context, ""):
            if not examples.get(path):
                examples[path] = example
    meanings = _meanings()
    return {
        path: Field(path, meanings.get(f"{nature} : {path}") or meanings.get(path, ""), example)
        for path, example in examples.items()
    }


def filled_values(context: Mapping[str, object]) -> Mapping[str, str]:
    """Return the texts of a context by path; in a list, those of its first line."""
    return dict(reversed([leaf for leaf in _leaves(context, "") if leaf[1] not in {_LIST, _YES_NO}]))


@cache
def _meanings() -> Mapping[str, str]:
    return tomllib.loads((files(__package__) / "fields.toml").read_text(encoding="utf-8"))


def _leaves(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        yield path, _LIST
        for item in value:
            yield from _leaves(item, f"{path}[]")
    else:
        yield path, _YES_NO if isinstance(value, bool) else str(value)
