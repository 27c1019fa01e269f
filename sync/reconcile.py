"""The messages by which a device compares its feeds with HQ's; what is compared is in sync.digest."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from sync.protocol import PAGE_BYTES, Count, Message, Sum
from sync.record import Json


class ReconcileRequest(Message):
    """Compare feeds with HQ's: `sums` tells which are the same, `buckets` of one feed which of its rows are not."""

    schema_: int = Field(alias="schema")
    ds: str
    epoch: int
    plain: bool = False
    """Rows are compared by their versions alone: the two sides know other forms of the records."""
    sums: dict[Count, Sum] = {}
    """{feed: sum over its rows here}."""
    feed: Count | None = None
    """The feed that the members below are about."""
    buckets: tuple[Sum, ...] = ()
    """Sum over the rows here in each bucket, in short form (sync.digest)."""
    count: Count = 0
    ask: tuple[Count, ...] = ()
    """Of `count` buckets, those whose rows HQ is to list."""
    rows: tuple[Sum, ...] = ()
    """Rows that HQ listed and this device lacks, by their sums in short form."""
    max: int = PAGE_BYTES

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class ReconcileReply(Message):
    epoch: int
    plain: bool = False
    """HQ knows another form of the records: nothing was compared, ask again with `plain`."""
    level: dict[Count, Count] = {}
    """{feed: head} of the feeds that are the same here and there."""
    head: int = 0
    """Of `feed`, in the moment that was compared."""
    differ: tuple[Count, ...] = ()
    """Buckets that differ."""
    listed: dict[Count, tuple[Sum, ...]] = {}
    """{bucket: short sums of all its rows at HQ}; buckets that found no space are to be asked for again."""
    told: int = 0
    """How many of `rows` were looked up; the others are to be asked for again."""
    e: Json = None
    """Packed entries (sync.wire) of those that HQ still has, in the terms of the request's version if HQ is newer."""
