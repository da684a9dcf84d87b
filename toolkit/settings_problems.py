"""What is wrong with a settings file, said in French, with the setting that was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

_Words = Callable[[Mapping[str, Any], object], str]

_BOUNDS = {
    "greater_than_equal": ("ge", "au moins"),
    "greater_than": ("gt", "plus de"),
    "less_than_equal": ("le", "au plus"),
    "less_than": ("lt", "moins de"),
}

_WORDS: Mapping[str, _Words] = {
    "missing": lambda _, __: "ce réglage manque",
    "string_type": lambda _, __: "on attend un texte entre guillemets",
    "string_too_short": lambda c, _: f"on attend au moins {c['min_length']} caractères",
    "string_pattern_mismatch": lambda c, given: f"« {given} » n’a pas la forme attendue ({c['pattern']})",
    "enum": lambda c, given: f"« {given} » n’est pas un choix possible : {_choices(c['expected'])}",
    "model_type": lambda _, __: "on attend une table (des réglages entre accolades ou sous un titre)",
    "dict_type": lambda _, __: "on attend une table (des réglages sous un titre)",
    "list_type": lambda _, __: "on attend une liste entre crochets",
}

_KINDS = {
    "int": "un nombre entier",
    "bool": "true ou false, sans guillemets",
    "date": "une date, par exemple 2026-03-12",
    "time": "une heure, par exemple 09:30:00",
    "float": "un nombre",
}


def told(error: ValidationError, settings: type[BaseModel]) -> list[str]:
    """Return one line for each wrong setting: its path in the file, and what is wrong with it.

    Args:
        error: What the checks found.
        settings: The class of the whole file, which knows the names that exist.
    """
    return [_line(item, settings) for item in error.errors()]


def _line(item: Any, settings: type[BaseModel]) -> str:  # noqa: ANN401 - the library's own mapping
    path = [part for part in item["loc"] if part != "[key]"]
    return f"{'.'.join(str(part) for part in path)} : {_problem(item, settings, path)}"


def _problem(item: Any, settings: type[BaseModel], path: Sequence[str | int]) -> str:  # noqa: ANN401 - same
    kind, context, given = str(item["type"]), item.get("ctx", {}), item["input"]
    if kind == "extra_forbidden":
        return "ce réglage n’existe pas" + _meant(str(path[-1]), _names(settings, path[:-1]))
    if kind in _BOUNDS:
        key, words = _BOUNDS[kind]
        return f"on attend {words} {context[key]}"
    if kind in _WORDS:
        return _WORDS[kind](context, given)
    expected = _KINDS.get(kind.split("_", maxsplit=1)[0])
    return f"on attend {expected}" if expected else f"valeur refusée ({item['msg']})"


def _meant(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f" ; s’agit-il de « {close[0]} » ?" if close else ""


def _names(settings: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """Return the names that exist where ``path`` leads."""
    model: type[BaseModel] | None = settings
    for part in path:
        field = model.model_fields.get(str(part)) if model is not None else None
        if field is not None:
            model = next(_models(field.annotation), None)
    return list(model.model_fields) if model is not None else []


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)


def _choices(expected: str) -> str:
    return expected.replace("' or '", "' ou '").replace("'", '"')
