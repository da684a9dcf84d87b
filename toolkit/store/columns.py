"""Column types that keep the model's values whole on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, TypeEngine

from toolkit.store.codec import built, plain

ROW_NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only in a column that is exactly INTEGER."""


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept and returned in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return ``value`` in UTC; SQLite stores it without the zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is the library's
    ) -> datetime | None:
        """Return what was stored, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Code(TypeDecorator[StrEnum]):
    """A member of an enumeration, kept as its value so that a further member needs no migration."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(
        self,
        value: StrEnum | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is the library's
    ) -> str | None:
        """Return the member's value; text that names no member is refused."""
        return None if value is None else self.kind(value).value

    def process_result_value(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is the library's
    ) -> StrEnum | None:
        """Return the member."""
        return None if value is None else self.kind(value)


class Json(TypeDecorator[object]):
    """A value of the model inside one column: JSON on SQLite, JSONB on PostgreSQL."""

    impl = JSON
    cache_ok = True

    def __init__(self, kind: object) -> None:
        super().__init__(none_as_null=True)
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the JSON type of the database in use."""
        json: TypeEngine[Any] = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
        return dialect.type_descriptor(json)

    def process_bind_param(
        self,
        value: object,
        dialect: Dialect,  # noqa: ARG002 - the signature is the library's
    ) -> object:
        """Return ``value`` as JSON can hold it."""
        return plain(value)

    def process_result_value(
        self,
        value: object,
        dialect: Dialect,  # noqa: ARG002 - the signature is the library's
    ) -> object:
        """Return the value of the model."""
        return built(self.kind, value)


class NoneAsEmpty(TypeDecorator[str]):
    """Text where None is kept as empty, so that a unique key holds (NULLs are all different)."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is the library's
    ) -> str:
        """Return the text, empty for None."""
        return value or ""

    def process_result_value(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002 - the signature is the library's
    ) -> str | None:
        """Return the text, None for empty."""
        return value or None
