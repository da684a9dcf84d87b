"""Which fields a template uses, wherever loops give them another name; and those that nobody fills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from jinja2 import nodes

from toolkit.documents.checking.fields import Field
from toolkit.documents.checking.finding import Finding, Subject, wrong
from toolkit.documents.checking.paragraphs import Paragraph, quoting
from toolkit.french import plain_letters

_LOOP = "loop"
_ENOUGH_SHARED = 0.3
"""Share of the words of a meaning that a misspelt field must have for it to be suggested."""


@dataclass(frozen=True, slots=True)
class Use:
    """A field as the template writes it, its path (``earlier[].moment``), and the loops around it."""

    written: str
    path: str
    loops: Mapping[str, str] = field(default_factory=dict)


def uses(tree: nodes.Template) -> Iterator[Use]:
    """Yield the fields of a checked syntax tree, in order, those of ``loop`` left out."""
    yield from _uses(tree, {})


def _uses(node: nodes.Node, loops: Mapping[str, str]) -> Iterator[Use]:
    if isinstance(node, nodes.For):
        yield from _uses(node.iter, loops)
        inner = dict(loops) | {_LOOP: ""}
        name = _guarded(node.iter)
        if name and isinstance(node.target, nodes.Name):
            inner[node.target.name] = f"{_path(name, loops)}[]"
        for child in node.body:
            yield from _uses(child, inner)
        for child in node.else_:
            yield from _uses(child, loops)
        return
    name = _guarded(node)
    if name:
        if not (name.split(".")[0] == _LOOP and _LOOP in loops):
            yield Use(name, _path(name, loops), loops)
        return
    for child in node.iter_child_nodes():
        yield from _uses(child, loops)


def _guarded(node: nodes.Node) -> str:
    """Return the dotted name that a guard of :mod:`toolkit.documents.syntax` holds."""
    if isinstance(node, nodes.Filter) and node.name.startswith("_") and node.args:
        held = node.args[0]
        return str(held.value) if isinstance(held, nodes.Const) else ""
    return ""


def _path(name: str, loops: Mapping[str, str]) -> str:
    first, dot, rest = name.partition(".")
    return f"{loops.get(first) or first}{dot}{rest}"


def unknown_fields(used: list[Use], known: Mapping[str, Field], story: list[Paragraph]) -> Iterator[Finding]:
    """Yield a remark for each field that the document's letter does not give, once, with a suggestion."""
    told: set[str] = set()
    for use in used:
        if use.path in known or use.path in told or any(path.startswith(f"{use.path}.") for path in known):
            continue
        told.add(use.path)
        near = suggestion(use, known)
        yield wrong(
            Subject.FIELD,
            f"le champ « {use.written} » n’existe pas dans ce document.",
            quoting(use.written, story),
            f"Vouliez-vous « {near[0]} » ({near[1]}) ?"
            if near
            else "« entretiens template fields » donne la liste des champs.",
        )


def suggestion(use: Use, known: Mapping[str, Field]) -> tuple[str, str] | None:
    """Return the field that was most likely meant, as it would be written there, and its meaning."""
    reachable = dict(_reachable(use.loops, known))
    near = get_close_matches(use.written, reachable, n=1, cutoff=0.72)
    if near:
        return near[0], reachable[near[0]].meaning
    words = _words(use.written)
    shared = {
        name: len(words & _words(one.meaning)) / len(_words(one.meaning)) for name, one in reachable.items()
    }
    best = max(shared, key=lambda name: shared[name], default="")
    return (best, reachable[best].meaning) if best and shared[best] >= _ENOUGH_SHARED else None


def _reachable(loops: Mapping[str, str], known: Mapping[str, Field]) -> Iterator[tuple[str, Field]]:
    for path, one in known.items():
        if "[]" not in path:
            yield path, one
        for variable, prefix in loops.items():
            rest = path.removeprefix(f"{prefix}.")
            if prefix and rest != path and "[]" not in rest:
                yield f"{variable}.{rest}", one


def _words(text: str) -> frozenset[str]:
    plain = plain_letters(text).lower()
    spaced = "".join(letter if letter.isalnum() else " " for letter in plain)
    return frozenset(word for word in spaced.split() if len(word) > 2) or frozenset({"?"})  # noqa: PLR2004 - words that mean something are longer
