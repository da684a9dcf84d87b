"""YAML 1.2 read into plain values, checked key by key: its author is told which key is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from toolkit.errors import LawError

Node = object
"""What a YAML document holds: tables, lists, texts, numbers, dates, truth values, null."""


def read_yaml(text: str, about: str) -> Node:
    """Return the document ``text`` holds, read as YAML 1.2 (``on`` and ``yes`` stay words).

    Raises:
        LawError: the text is no YAML.
    """
    # Only those who read parameters or scenarios pay for the import.
    from ruamel.yaml import YAML  # noqa: PLC0415 - see above
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - see above

    try:
        document: Node = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError) as error:
        raise LawError(f"ce fichier YAML n’est pas lisible ({_where(error)}).", about=about) from error
    return document


def _where(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"ligne {mark.line + 1}, colonne {mark.column + 1}" if mark else str(error)


def mapping(node: Node, about: str, known: Collection[str] | None) -> Mapping[str, Node]:
    """Return ``node`` as a table whose keys are all among ``known`` (None: any).

    Raises:
        LawError: it is no table, or has a key that is not known; the known ones are listed.
    """
    if not isinstance(node, dict):
        raise LawError("une table « clé : valeur » est attendue.", about=about)
    unknown = [str(key) for key in node if known is not None and key not in known]
    if unknown:
        raise LawError(
            f"la clé « {unknown[0]} » est inconnue.",
            about=about,
            next_step=f"Clés possibles : {', '.join(sorted(known or ()))}.",
        )
    return {str(key): value for key, value in node.items()}


def entries(node: Node, about: str) -> list[Node]:
    """Return ``node`` as a list.

    Raises:
        LawError: it is no list.
    """
    if not isinstance(node, list):
        raise LawError("une liste est attendue.", about=about)
    return node


def required(table: Mapping[str, Node], key: str, about: str) -> Node:
    """Return the value of ``key``.

    Raises:
        LawError: the table has no such key.
    """
    if key not in table:
        raise LawError(f"la clé « {key} » manque.", about=about)
    return table[key]


def day(node: Node, about: str) -> date:
    """Return ``node`` as a date.

    Raises:
        LawError: it is none.
    """
    if type(node) is not date:
        raise LawError(f"« {node} » n’est pas une date.", about=about, next_step="Écrivez-la AAAA-MM-JJ.")
    return node
