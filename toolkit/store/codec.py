"""Frozen values to plain JSON and back, by the types their dataclasses declare."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import NewType, Union, get_args, get_origin, get_type_hints


def plain(value: object) -> object:
    """Return ``value`` as JSON can hold it; dataclasses become objects, dates ISO 8601 text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def built(kind: object, value: object) -> object:
    """Return the value of type ``kind`` that :func:`plain` turned into ``value``.

    Fields that the stored object lacks take their default; fields it has in excess are ignored, so
    that a value written by a neighbouring version can be read.
    """
    kind = _bare(kind)
    if value is None or not isinstance(kind, type):
        return _built_generic(kind, value)
    if is_dataclass(kind) and isinstance(value, Mapping):
        hints = _hints(kind)
        return kind(**{name: built(hint, value[name]) for name, hint in hints.items() if name in value})
    if issubclass(kind, Enum):
        return kind(value)
    if issubclass(kind, date) and isinstance(value, str):
        return kind.fromisoformat(value)
    return value


def _built_generic(kind: object, value: object) -> object:
    arguments = get_args(kind)
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(built(arguments[0], item) for item in value)
    if get_origin(kind) is dict and isinstance(value, Mapping):
        return {key: built(arguments[1], item) for key, item in value.items()}
    return value


def _bare(kind: object) -> object:
    """Return ``kind`` without ``| None`` and without the name a NewType gives it."""
    if get_origin(kind) in {Union, types.UnionType}:
        kind = next(k for k in get_args(kind) if k is not type(None))
    return kind.__supertype__ if isinstance(kind, NewType) else kind


@cache
def _hints(kind: type) -> dict[str, object]:
    return get_type_hints(kind)
