"""Which feed a row lives in, by what its record type says of its home."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from sync.hq.feeds import FeedDirectory
from sync.hq.refusals import OpRefused, Waits
from sync.hq.rows import Key
from sync.protocol import Op, Refusal
from sync.record import (
    Change,
    FeedKey,
    FeedKind,
    InDeviceFeed,
    InDivision,
    InUserFeed,
    Json,
    Record,
    Schema,
    Wire,
    WithParent,
    WithRow,
)


class Placed(Protocol):
    """A row that lives in a feed."""

    @property
    def feed_id(self) -> int: ...


class Places(Protocol):
    """Where rows live, as one transaction sees them."""

    def get(self, kind: str, row_id: str, /) -> Placed | None: ...


class Homes:
    """Homes of the rows of one transaction."""

    def __init__(self, schema: Schema, rows: Places, feeds: FeedDirectory) -> None:
        self._schema = schema
        self._rows = rows
        self._feeds = feeds

    def find(self, cls: type[Record], wire: Wire, *, may_open: bool) -> int:
        """The feed that the row lives in."""
        for home in cls.home:
            value = wire[home.field]
            if value is None:
                continue
            match home:
                case InUserFeed(draft=True) if cls.sealed_by is not None and wire[cls.sealed_by] is not None:
                    continue
                case WithParent():
                    return self._parent_feed(home.kind, value)
                case WithRow():
                    return self._parent_feed(wire[home.kind_field], value)
                case InDivision():
                    found = self._feeds.home(home, value)
                    if found is None:
                        raise OpRefused(Refusal.NO_HOME, home.field, f"division {value}")
                    return found
                case InUserFeed() | InDeviceFeed():
                    kind = FeedKind.USER if isinstance(home, InUserFeed) else FeedKind.DEVICE
                    return self._personal_feed(FeedKey(kind, value), may_open=may_open)
        raise OpRefused(Refusal.NO_HOME)

    def _parent_feed(self, kind: str, row_id: str) -> int:
        parent = self._rows.get(kind, row_id) if kind in self._schema.kinds else None
        if parent is None:
            raise Waits(row_id)
        return parent.feed_id

    def _personal_feed(self, key: FeedKey, *, may_open: bool) -> int:
        if may_open:
            return self._feeds.open(key)
        found = self._feeds.find(key)
        if found is None:  # each feed in the device's own scope is there
            raise OpRefused(Refusal.OUT_OF_SCOPE)
        return found


def parents_named(schema: Schema, cls: type[Record], op: Op) -> Iterator[Key]:
    """Rows that the op's row may live with or be sealed by, as far as the op names them; to load them all at once."""
    if cls.change is Change.SEALED:
        yield root_class(schema, cls).kind, op.g
    for home in cls.home:
        if not isinstance(home, WithParent | WithRow):
            continue
        kind = home.kind if isinstance(home, WithParent) else _new_value(cls, op, home.kind_field)
        row_id = _new_value(cls, op, home.field)
        # Not checked yet: what could not even be asked for is left to the check of the record.
        if isinstance(kind, str) and kind in schema.kinds and _looks_like_an_id(row_id):
            yield kind, row_id


def _looks_like_an_id(value: Json) -> bool:
    return isinstance(value, str) and len(value) == 36 and value.isprintable()


def _new_value(cls: type[Record], op: Op, field: str) -> Json:
    for unit, names in cls.units().items():
        if field in names and unit in op.set:
            value = op.set[unit][1]
            return value if len(names) == 1 else value.get(field) if isinstance(value, dict) else None
    return None


def root_class(schema: Schema, cls: type[Record]) -> type[Record]:
    """The kind of the record whose seal closes this one too."""
    for home in cls.home:
        if isinstance(home, WithParent) and home.field == cls.aggregate:
            return schema.kinds[home.kind]
    return cls
