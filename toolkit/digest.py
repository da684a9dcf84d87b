"""Bytes that can be compared for ever: canonical JSON, SHA-256, and the links of a journal's chain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import NewType

Sha256 = NewType("Sha256", str)
"""SHA-256 of some bytes, 64 lower-case hexadecimal digits."""

GENESIS = Sha256("0" * 64)
"""What the first line of a chain names as the line before it."""


def sha256(content: bytes) -> Sha256:
    """Return the SHA-256 of ``content`` in lower-case hexadecimal."""
    return Sha256(hashlib.sha256(content).hexdigest())


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no canonical form")


def canonical_json(value: object) -> bytes:
    """Return the one JSON form of ``value``: UTF-8, sorted keys, no spaces, one line without its end.

    Dates and instants become ISO 8601 text. Numbers are integers by convention: a float has no
    single text, so it is refused.

    Raises:
        TypeError: a value has no canonical form.
    """
    _refuse_floats(value)
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain, allow_nan=False
    ).encode()


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no canonical form; use an integer or text")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)


def first_broken_link(lines: Iterable[bytes]) -> int | None:
    """Return the number (from 1) of the first line that does not follow from the one before, or None.

    A line is the canonical JSON of an object whose ``prev`` is the SHA-256 of the line before it
    (without the end of line), and whose ``seq`` counts from 1.
    """
    prev = GENESIS
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            sound = canonical_json(entry) == line and entry["prev"] == prev and entry["seq"] == number
        except (ValueError, KeyError, TypeError):
            return number
        if not sound:
            return number
        prev = sha256(line)
    return None
