"""The messages that travel between a device and HQ, and the hash chain over a device's changes.

One exchange is push and pull in one round trip. Unknown members are ignored, so that either side may be newer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from sync.forms import FIRST_SCHEMA
from sync.record import Id, Instant, Json, Sha256, Text, canonical

OLDEST_PROTOCOL, PROTOCOL = 1, 1
"""Versions of these messages that we speak. A device says which one it uses; HQ answers in the same."""
PART_BYTES = 65_536
"""Size of a photo part; the last one is shorter."""
PAGE_BYTES = 262_144
CHUNK_OPS = 200
CHUNK_BYTES = 524_288  # before compression: a field day goes in one request
MAX_ROW_BYTES = 7 << 19
"""A row as JSON: a megabyte of Chinese characters, and some more. A conflict holds three values of such a row, and
still goes into one message (`wire.MAX_BYTES`)."""
MAX_OP_BYTES = 2 * MAX_ROW_BYTES + (64 << 10)
"""An op as hashed: old and new values, and who changed them."""
MAX_FEEDS = 10_000
MOST_EPOCHS = 1_000_000
"""A laptop believes no answer that is so many epochs ahead: it would never listen to a lower one again."""
CHAIN_START = bytes(32)
NEWER = "version/"


Count = Annotated[int, Field(ge=0, lt=1 << 53)]
Sum = Annotated[int, Field(ge=0, lt=1 << 62)]
"""Of sync.digest."""


class Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Kind(StrEnum):
    INSERT = "ins"
    UPDATE = "upd"


class Captured(Message):
    """When the user made the change, by the device's clocks. Evidence; no order and no acceptance follows from it."""

    wall: Instant
    off: int | None = None
    """HQ time minus device time as last measured, microseconds; None when never measured."""
    mono: int
    """Monotonic counter of the replica; it never goes back."""

    model_config = ConfigDict(frozen=True, extra="allow")


class Op(Message):
    """One change of one row by one author. Once it has a number it is never altered.

    Members that we do not know are kept: they are part of what its device hashed.
    """

    id: Id
    t: Text
    """Kind of record."""
    row: Id
    k: Kind
    b: tuple[int, int]
    """(epoch, version) of the row that the author saw; (0, 0) for a row of this device."""
    set: dict[str, tuple[Json, Json]]
    """{merge unit: (old, new)}."""
    by: Text
    """The user who acted."""
    cap: Captured
    g: Id
    """Group: the changes of one aggregate are applied or refused together."""
    resolves: Id | None = None
    """The conflict that this change closes."""
    replaces: Id | None = None
    """The refused change that this one corrects."""
    s: Annotated[int, Field(ge=FIRST_SCHEMA, lt=1 << 31)] | None = None
    """Version of the records in whose terms it is told, for ever; absent: the first."""

    model_config = ConfigDict(frozen=True, extra="allow")

    @property
    def schema_(self) -> int:
        return FIRST_SCHEMA if self.s is None else self.s

    def core(self) -> bytes:
        """What is hashed: the canonical JSON of the op, absent members left out."""
        told = {name: value for name, value in self if value is not None}
        return canonical(told | {"k": self.k.value, "cap": self.cap.model_dump(mode="json", exclude_none=True)})


def link(chain: bytes, n: int, core: bytes) -> bytes:
    """The next value of a device's hash chain: SHA-256(chain, n, SHA-256(core))."""
    return hashlib.sha256(chain + n.to_bytes(8, "big") + hashlib.sha256(core).digest()).digest()


class Log(Message):
    """Place in a device's log: the chain value after change number `last`."""

    last: Count
    chain: Sha256
    """Hexadecimal."""

    def may_hold(self, told: Log) -> bool:
        """Whether a log that stands here can have taken in what was told up to there."""
        return self.last > told.last or self == told


class Clock(Message):
    wall: Instant
    mono: int


class ExchangeRequest(Message):
    p: int = PROTOCOL
    app: str
    schema_: int = Field(alias="schema")
    """Version of the device's records; HQ tells rows in their terms."""
    ds: str
    """Dataset, REAL or DEMO; the two never mix."""
    inc: Annotated[int, Field(ge=1, lt=1 << 31)]
    """Incarnation of the device."""
    epoch: int
    """HQ's epoch in which the device's cursors are positions; 0 before the first contact."""
    heard: tuple[Count, Count] | None = None
    """(HQ's epoch, when it began) as last heard; from the second epoch on, see `ExchangeReply.began`."""
    log: Log
    """Chain value after the last op of this request (or of the whole log when it carries none)."""
    sig: str | None = None
    """Device's signature over the chain value; given when ops are carried."""
    cur: Annotated[dict[Count, Count], Field(max_length=MAX_FEEDS)]
    """{feed: position read up to}."""
    clock: Clock
    ops: Json = None
    """Packed ops (sync.wire), numbered consecutively up to log.last."""
    unsent: bool = False
    """The device holds changes back until HQ has said where its log stands."""
    ask: tuple[Count, ...] = ()
    """Numbers of changes whose last known result is `parked`; HQ tells of each that has got another result since."""
    max: int = PAGE_BYTES
    files: bool = False
    """The device takes snapshots and segments now: it is new, or some feed of it has not been read to its end."""
    began: dict[Count, Count] = {}
    """{feed: its floor when the device began to read it}; of feeds that have one and are not yet read to their end."""
    dig: dict[Count, Sum] = {}
    """{feed: digest of its rows here}; of feeds that are read to their end, once a day."""
    again: dict[Count, tuple[Count, Count]] = {}
    """{feed: (older version, position)}: what was told in its terms after that position is to come once more."""
    acked: Count | None = None
    """The last change that HQ acknowledged, when HQ has just said that it lacks it: HQ was restored since."""
    aside: dict[Count, str] = {}
    """{number: why HQ refused it once}, of changes of this request that were given up since, or went on as others. HQ,
    which may have been restored, notes them as refused and applies none of them."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Outcome(StrEnum):
    """The only things that can happen to an op."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    CONFLICT = "conflict"
    PARKED = "parked"
    REJECTED = "rejected"


class Refusal(StrEnum):
    """Why HQ rejected an op. The device shows a sentence for each."""

    UNKNOWN_KIND = "unknown_kind"
    UNKNOWN_UNIT = "unknown_unit"
    INVALID_VALUE = "invalid_value"
    SEALED = "sealed"
    INSERT_ONLY = "insert_only"
    HQ_ONLY = "hq_only"
    OUT_OF_SCOPE = "out_of_scope"
    NOT_AUTHOR = "not_author"
    NOT_ALLOWED = "not_allowed"
    """The user's role does not write this."""
    TRANSFERRED = "transferred"
    """The device was handed over; HQ keeps the change for a person to look at."""
    GROUP = "group"
    """Another change of the same group was refused."""
    TAMPERED = "tampered"
    """A sealed row was sent again with another content."""
    ID_TAKEN = "id_taken"
    """HQ holds another change under this id: a disk was set back or copied while the change was still open. The device
    sends its own again under a new id."""
    NO_HOME = "no_home"
    """The row names no division, user or device that HQ knows."""
    NUMBER_TAKEN = "number_taken"


class Result(Message):
    """What happened to one op."""

    n: int
    id: str
    r: Outcome
    ver: tuple[Count, Count] | None = None
    """(epoch, version) of the row afterwards, when the op had an effect."""
    code: Refusal | None = None
    unit: str | None = None
    detail: str = ""
    """English, for logs and support; never shown as it is."""
    cf: tuple[str, ...] = ()
    """Conflicts that it caused."""
    waits: str | None = None
    """The row that a parked op waits for; or NEWER and a version of the records, until HQ is of that version."""


class Subscription(Message):
    id: Count
    kind: str
    code: str


class Subscriptions(Message):
    """Feeds that the device is to begin (their first page may stand in the same reply) and to give up."""

    add: tuple[Subscription, ...] = ()
    drop: tuple[Count, ...] = ()


class EntryKind(StrEnum):
    PUT = "P"
    LEAVE = "L"


class Entry(Message):
    """One row's place in a feed."""

    seq: Count
    kind: EntryKind = EntryKind.PUT
    t: str = ""
    row: str = ""
    """Kind and id; left out when `own` tells them."""
    ver: tuple[Count, Count]
    """(epoch, version)."""
    body: dict[str, Any] | None = None
    """The row in stored form, `extra` members merged in; None for LEAVE, and for a row that the device itself just
    wrote and holds the same (its number is then in `own`)."""
    own: int | None = None
    """Number of the op in this very request that made the row what it is: the device's base with the request's ops
    on that row, up to this one, is the row at HQ."""


class SegmentRef(Message):
    """A stretch of a feed that is there as a file (sync.snapshot), sealed once and never changed (R32)."""

    from_: Count = Field(alias="from")
    to: Count
    sha256: Sha256
    bytes: Count

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class FeedPage(Message):
    """What is new in one feed. A subscribed feed without a page in a reply is level: nothing came after its cursor."""

    f: Count
    from_: Count = Field(alias="from")
    to: Count
    """Last entry sent, or `head` when nothing is left."""
    head: Count
    floor: Count = 0
    dig: int | None = None
    e: Json = None
    """Packed entries (sync.wire)."""
    gone: bool = False
    """The cursor is below the floor: what left the feed before it is told no more. The device begins this feed anew."""
    snap: bool = False
    """The feed is large: the device takes its snapshot in place of pages."""
    seg: tuple[SegmentRef, ...] = ()
    """The device is far behind: it takes these files in place of pages."""
    key: str | None = None
    """Base64: the key of the feed's files in this epoch, with `snap` or `seg`."""
    s: Count = FIRST_SCHEMA
    """Of a page in a file: version of the records in whose terms its rows are told."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)


class Durable(Message):
    """Up to which change of which incarnation HQ holds a verified backup."""

    inc: Count
    n: Count


class ExchangeReply(Message):
    epoch: Count
    now: Instant
    log: Log
    """What HQ holds of the device's log after this exchange."""
    need_from: Count | None = None
    """HQ lacks changes from this number on; nothing of the request was applied."""
    res: Json = None
    """Packed results (sync.wire): all ops of the request applied, but for those listed; and later results of `ask`."""
    sub: Subscriptions = Subscriptions()
    feeds: tuple[FeedPage, ...] = ()
    durable: Durable | None = None
    more: bool = False
    retry_after: int | None = None
    """Seconds."""
    min_app: str | None = None
    want: tuple[Sha256, ...] = ()
    """Blobs that HQ asks this device for: originals of photos."""
    held: bool = False
    """Two machines used this identity: HQ keeps what they send, and gives nothing until an administrator decided."""
    began: Count | None = None
    """When this epoch began; told from the second on. An HQ that was restored twice may give one number twice."""
    logs: dict[Count, Count] = {}
    """{incarnation: the last change of it that HQ holds}; told when HQ's epoch is another than the request's."""
    differ: tuple[Count, ...] = ()
    """Feeds of `dig` whose rows at HQ are others."""
    s: Count | None = None
    """Version of HQ's records, when it is older than the device's: rows are told in its terms."""
    again: tuple[FeedPage, ...] = ()
    """Answers to `again`: feeds whose rows are told once more; `head` is the cursor, at which they end."""

    def may_follow(self, heard: int, began: int | None) -> bool:
        """Whether HQ can say this after the epoch that was last heard, and when that began; 0 and None: nothing was."""
        is_another = self.epoch == heard and began not in (None, self.began)
        return heard <= self.epoch <= heard + MOST_EPOCHS and not is_another


class Hello(Message):
    """What HQ tells anybody: that it is there, and what it speaks."""

    p: int = PROTOCOL
    oldest: int = OLDEST_PROTOCOL
    epoch: int
    ds: str
    now: Instant
    page: int = PAGE_BYTES
    part: int = PART_BYTES
    min_app: str | None = None


class Done(Message):
    """HQ has taken note."""


def chain_after(chain: bytes, first: int, ops: Iterable[Op]) -> bytes:
    """The chain value after consecutive ops, the first of which has number `first`."""
    for n, op in enumerate(ops, first):
        chain = link(chain, n, op.core())
    return chain
