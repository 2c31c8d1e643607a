# ruff: noqa: ARG002 - a TypeDecorator is told the dialect whether it needs it or not
"""Kinds of columns: how moments, spans and strings from mails are kept so that both databases compare them alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import BigInteger, Dialect, Row, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

AnyRow = Row[*tuple[Any, ...]]

Word = TypeVar("Word", bound=StrEnum)


def microseconds(moment: datetime) -> int:
    """Since 1970, exactly (a float would round)."""
    return (moment - EPOCH) // MICROSECOND


def _read_moment(number: int | None) -> datetime | None:
    return None if number is None else EPOCH + timedelta(0, 0, number)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime: microseconds since 1970 on SQLite, timestamptz on PostgreSQL."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(BigInteger())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return microseconds(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Overridden whole, since a lease reads dozens of moments. asyncpg gives aware UTC already."""
        return None if dialect.name == "postgresql" else _read_moment


class Span(TypeDecorator[timedelta]):
    """A timedelta, as microseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        return None if value is None else value // MICROSECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        return None if value is None else timedelta(microseconds=value)


class Words(TypeDecorator[Word], Generic[Word]):
    """One of an enum's words, as text."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[Word]) -> None:
        super().__init__()
        self.words = words
        self._by_text: dict[str | None, Word | None] = {None: None, **{str(word.value): word for word in words}}

    def process_bind_param(self, value: Word | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value.value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Word | None]:
        """Overridden whole for speed. None is in the table too."""
        return self._by_text.__getitem__


class Told(TypeDecorator[str]):
    """Text that came from a mail or a server: what no database takes (NUL, lone surrogates) is replaced."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else clean(value)


class Document(TypeDecorator[Any]):
    """JSON that is only ever read whole, as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def clean(text: str) -> str:
    """Without NUL (PostgreSQL refuses it) and without lone surrogates (neither database takes them)."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class Later(FunctionElement[datetime]):
    """later(moment, span): the moment that much later, in SQL."""

    type = Moment()
    inherit_cache = True
    name = "later"


later: Callable[..., ColumnElement[datetime]] = Later


@compiles(Later, "sqlite")
def _later_in_integers(element: Later, compiler: SQLCompiler, **kw: Any) -> str:
    when, span = list(element.clauses)
    return f"({compiler.process(when, **kw)} + {compiler.process(span, **kw)})"


@compiles(Later, "postgresql")
def _later_in_intervals(element: Later, compiler: SQLCompiler, **kw: Any) -> str:
    when, span = list(element.clauses)
    return f"({compiler.process(when, **kw)} + {compiler.process(span, **kw)} * interval '1 microsecond')"
