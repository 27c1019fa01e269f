"""The tables of the synced records, derived from their declarations; the same on a device and at HQ."""

from __future__ import annotations

import json
import types
import typing
from enum import Enum, StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from sync.record import Record, Schema, WithParent, WithRow, canonical

META = ("feed_id", "ver", "ver_epoch", "extra")
"""Columns beside a record's own: the feed it lives in (null: not yet at HQ), its HQ version, unknown fields."""


class CanonicalJson(TypeDecorator[Any]):
    """Lists and objects as RFC 8785 text, so that digests agree between SQLite and PostgreSQL."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else canonical(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Form(StrEnum):
    """How a column's values are stored, for a program that reads rows without knowing the column."""

    PLAIN = "plain"
    JSON = "json"
    BOOLEAN = "boolean"


def form_of(column: Column[Any]) -> Form:
    if isinstance(column.type, CanonicalJson):
        return Form.JSON
    return Form.BOOLEAN if isinstance(column.type, Boolean) else Form.PLAIN


def derive(schema: Schema, metadata: MetaData) -> dict[str, Table]:
    """{kind: table} of every record type, made in `metadata`."""
    return {kind: _table(cls, metadata) for kind, cls in schema.kinds.items()}


def _table(cls: type[Record], metadata: MetaData) -> Table:
    hints = typing.get_type_hints(cls)  # without Annotated: the plain types
    parents = {home.field for home in cls.home if isinstance(home, WithParent | WithRow)} | {cls.aggregate}
    columns: list[Any] = []
    for name, rule in cls.rules().items():
        kind, optional = _column_type(hints[name])
        columns.append(Column(name, kind, primary_key=name == "id", nullable=optional and name != "id"))
        if rule.index or (name in parents and name != "id"):
            columns.append(Index(f"ix_{cls.kind}_{name}", name))
    columns += [
        Column("feed_id", BigInteger, nullable=True),
        Column("ver", BigInteger, nullable=False, server_default="0"),
        Column("ver_epoch", Integer, nullable=False, server_default="0"),
        Column("extra", CanonicalJson, nullable=True),
        Index(f"ix_{cls.kind}_feed", "feed_id"),
    ]
    return Table(cls.kind, metadata, *columns)


def _column_type(hint: Any) -> tuple[TypeEngine[Any], bool]:
    """(column type, may be null) of a field, by its stored form."""
    if hint is Any:
        return CanonicalJson(), True
    optional = False
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        arms = [arm for arm in typing.get_args(hint) if arm is not type(None)]
        optional = len(arms) < len(typing.get_args(hint))
        if len(arms) > 1:
            return CanonicalJson(), optional
        hint = arms[0]
    if typing.get_origin(hint) is typing.Annotated:
        hint = typing.get_args(hint)[0]
    if isinstance(hint, type):
        if issubclass(hint, bool):
            return Boolean(), optional
        if issubclass(hint, int):
            return BigInteger(), optional
        if issubclass(hint, float):
            return Float(53), optional
        if hint.__name__ == "date" or issubclass(hint, str | Enum):
            return Text(), optional
    return CanonicalJson(), optional
