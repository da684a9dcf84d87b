"""The law's figures as dated data: each value with its day, its reference and the day it was last checked.

One YAML file per parameter in ``parameters/``; ``rules.yaml`` names the rules and the parameters they rest
on. A change of law is a change there. Every parameter applies to the days that it governs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import cast

from toolkit.digest import sha256
from toolkit.errors import LawError
from toolkit.law.durations import Duration, parse_duration
from toolkit.law.yaml import Node, day, entries, mapping, read_yaml, required
from toolkit.model.obligation import Reference, Rule


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value, the day from which it applies, and the text that sets it."""

    since: date
    value: date | int | str | tuple[str, ...]
    reference: Reference
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure of the law through time.

    ``unit`` is ``date``, ``duration``, ``years``, ``EUR``, ``employees``, ``percent``, ``per_mille``,
    ``count`` or ``list``; ``adaptable`` tells whether a collective agreement may set another value.
    """

    name: str
    description: str
    unit: str
    adaptable: bool
    last_checked_on: date
    values: tuple[DatedValue, ...]

    def on(self, when: date) -> DatedValue:
        """Return the value that governs the day ``when``.

        Raises:
            LawError: the parameter has no value yet on that day.
        """
        for dated in reversed(self.values):
            if dated.since <= when:
                return dated
        raise LawError(f"le paramètre n’a pas de valeur au {when:%d/%m/%Y}.", about=self.name)


def parameter_from(name: str, node: Node) -> Parameter:
    """Return the parameter written in ``node``; its values are put in the order of their days.

    Raises:
        LawError: a key is missing or unknown, or two values claim the same day.
    """
    about = f"parameters/{name}.yaml"
    table = mapping(node, about, {"description", "unit", "adaptable", "last_checked_on", "values"})
    values = tuple(
        _dated(entry, about) for entry in entries(required(table, "values", about), f"{about} : values")
    )
    days = [value.since for value in values]
    if len(set(days)) != len(days):
        raise LawError("deux valeurs s’appliquent à partir du même jour.", about=about)
    return Parameter(
        name=name,
        description=str(required(table, "description", about)),
        unit=str(required(table, "unit", about)),
        adaptable=bool(table.get("adaptable", False)),
        last_checked_on=day(required(table, "last_checked_on", about), about),
        values=tuple(sorted(values, key=lambda value: value.since)),
    )


def _dated(node: Node, about: str) -> DatedValue:
    table = mapping(node, about, {"since", "value", "reference", "href", "published_on"})
    value = required(table, "value", about)
    return DatedValue(
        since=day(required(table, "since", about), about),
        value=tuple(str(item) for item in value)
        if isinstance(value, list)
        else cast("date | int | str", value),
        reference=Reference(str(required(table, "reference", about)), str(table.get("href", ""))),
        published_on=day(table["published_on"], about) if "published_on" in table else None,
    )


def _folder() -> Traversable:
    return files("toolkit.law") / "parameters"


@cache
def parameters() -> Mapping[str, Parameter]:
    """Return every shipped parameter by name, in alphabetical order."""
    found = sorted(
        (entry for entry in _folder().iterdir() if entry.name.endswith(".yaml")), key=lambda e: e.name
    )
    named = {entry.name.removesuffix(".yaml"): entry.read_text(encoding="utf-8") for entry in found}
    return MappingProxyType(
        {
            name: parameter_from(name, read_yaml(text, f"parameters/{name}.yaml"))
            for name, text in named.items()
        }
    )


@cache
def parameters_version() -> str:
    """Return the version of the parameters: the day of the last check, and a digest of their text."""
    names = sorted(entry.name for entry in _folder().iterdir() if entry.name.endswith(".yaml"))
    text = b"".join((_folder() / name).read_bytes() for name in names)
    checked = max(parameter.last_checked_on for parameter in parameters().values())
    return f"{checked:%Y-%m-%d}/{sha256(text)[:12]}"


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by id, with the references of the parameters it rests on.

    Raises:
        LawError: a rule names a parameter that does not exist.
    """
    text = (files("toolkit.law") / "rules.yaml").read_text(encoding="utf-8")
    table = mapping(read_yaml(text, "rules.yaml"), "rules.yaml", None)
    return MappingProxyType({rule_id: _rule(rule_id, node) for rule_id, node in table.items()})


def _rule(rule_id: str, node: Node) -> Rule:
    about = f"rules.yaml : {rule_id}"
    table = mapping(node, about, {"title", "parameters", "references"})
    named = [str(name) for name in entries(table.get("parameters", []), about)]
    missing = [name for name in named if name not in parameters()]
    if missing:
        raise LawError(f"le paramètre « {missing[0]} » n’existe pas.", about=about)
    own = [mapping(entry, about, {"title", "href"}) for entry in entries(table.get("references", []), about)]
    texts = [Reference(str(entry["title"]), str(entry.get("href", ""))) for entry in own]
    texts += [value.reference for name in named for value in parameters()[name].values]
    return Rule(
        rule_id, str(required(table, "title", about)), tuple(dict.fromkeys(texts)), parameters_version()
    )


def day_of(name: str, on: date = date.max) -> date:
    """Return the date that the parameter ``name`` is worth on a day, the latest known by default."""
    return cast("date", _typed(name, on, date))


def number_of(name: str, on: date = date.max) -> int:
    """Return the number that the parameter ``name`` is worth on a day."""
    return cast("int", _typed(name, on, int))


def duration_of(name: str, on: date = date.max) -> Duration:
    """Return the delay that the parameter ``name`` is worth on a day."""
    return parse_duration(cast("str", _typed(name, on, str)), about=name)


def words_of(name: str, on: date = date.max) -> tuple[str, ...]:
    """Return the list that the parameter ``name`` is worth on a day."""
    return cast("tuple[str, ...]", _typed(name, on, tuple))


def _typed(name: str, on: date, kind: type) -> object:
    value = parameters()[name].on(on).value
    if not isinstance(value, kind):
        raise LawError(f"une valeur de type {kind.__name__} est attendue.", about=f"parameters/{name}.yaml")
    return value
