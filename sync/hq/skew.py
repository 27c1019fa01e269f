"""Devices of other versions than HQ's: who is served, in which terms, and which rows are told once more (R24, R25).

HQ tells rows in the terms of a device's own version of the records, if that is one of the last few. Changes are taken
from every version: what an older one told is lifted, what a newer one told waits here until HQ is upgraded.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from sync.faults import Fault, Faulted, FaultReply
from sync.forms import FIRST_SCHEMA
from sync.hq.feeds import PageReader
from sync.hq.push import Push
from sync.hq.refusals import newer
from sync.hq.tables import feed_entry
from sync.projection import down, is_told_alike, older_shape, up
from sync.protocol import OLDEST_PROTOCOL, PROTOCOL, Entry, EntryKind, ExchangeRequest, FeedPage
from sync.record import Schema, Wire, defaults
from sync.wire import pack_entries

SERVED = 3
"""Versions of the records in whose terms HQ tells rows: its own and the two before."""
LOOKED_AT = 2_000
"""Rows that one reply looks at, to find those that are to be told once more."""


def admitted(schema: Schema, request: ExchangeRequest) -> ExchangeRequest:
    """A request as HQ answers it. Raises Faulted for a version of the messages that HQ does not speak.

    Files are the same for all devices, in HQ's own terms; who would misread them gets pages.
    """
    if not OLDEST_PROTOCOL <= request.p <= PROTOCOL:
        speaks = (OLDEST_PROTOCOL, PROTOCOL)
        raise Faulted(FaultReply(fault=Fault.PROTOCOL, p=speaks, detail=f"protocol {speaks[0]} to {speaks[1]}"))
    if request.files and not is_told_alike(schema, request.schema_):
        return request.model_copy(update={"files": False})
    return request


def catch_up(push: Push) -> None:
    """Apply what devices of newer versions sent while HQ was older; it has been upgraded since."""
    push.release(*(newer(version) for version in range(FIRST_SCHEMA, push.schema.version + 1)))
    push.write()


def is_outdated(schema: Schema, version: int, app: str = "", min_app: str | None = None) -> bool:
    """Whether a device is too old to be told anything; what it sends is still taken."""
    if version < schema.version and (version <= schema.version - SERVED or version not in schema.past.forms):
        return True
    return min_app is not None and _numbers(app) < _numbers(min_app)


def outdated(schema: Schema) -> Faulted:
    return Faulted(FaultReply(fault=Fault.UPGRADE, detail=f"the records are of version {schema.version}"))


def _numbers(app: str) -> tuple[int, ...]:
    """The version of a program; one that is no version counts as newest."""
    parts = app.split(".")
    is_version = all(part.isdecimal() and len(part) < 10 for part in parts)
    return tuple(map(int, parts)) if is_version else (1 << 31,)


def told_again(
    conn: Connection, schema: Schema, reader: PageReader, request: ExchangeRequest, mine: Collection[int]
) -> tuple[tuple[FeedPage, ...], bool]:
    """Rows up to the cursors that look otherwise in the device's terms than when it was told of them; whether there
    are more."""
    wanted = sorted(request.again.keys() & request.cur.keys() & set(mine))
    pages: list[FeedPage] = []
    for number in wanted:
        version, place = request.again[number]
        pages.append(_page(conn, schema, reader, request.schema_, number, version, place, request.cur[number]))
        if pages[-1].to < pages[-1].head:
            return tuple(pages), True
    return tuple(pages), False


def _page(
    conn: Connection, schema: Schema, reader: PageReader, form: int, number: int, version: int, place: int, end: int
) -> FeedPage:
    kinds = [kind for kind in schema.kinds if _may_differ(schema, kind, version)]
    query = select(feed_entry).where(
        feed_entry.c.feed_id == number,
        feed_entry.c.seq > place,
        feed_entry.c.seq <= end,
        feed_entry.c.entry == EntryKind.PUT.value,
        feed_entry.c.kind.in_(kinds),
    )
    batch = conn.execute(query.order_by(feed_entry.c.seq).limit(LOOKED_AT)).all()
    bodies = reader.stored(number, batch)
    entries: list[Entry] = []
    to = end if len(batch) < LOOKED_AT else int(batch[-1].seq)
    for row in batch:
        wire = bodies.get((row.kind, row.row_id))
        if wire is not None and _looks_otherwise(schema, row.kind, wire, version, form):
            body = down(schema, row.kind, wire, form)
            if not reader.has_room(body):
                to = row.seq - 1
                break
            entries.append(Entry(seq=row.seq, t=row.kind, row=row.row_id, ver=(row.ver_epoch, row.ver), body=body))
    return FeedPage.model_validate({"f": number, "from": place, "to": to, "head": end, "e": pack_entries(entries)})


def _may_differ(schema: Schema, kind: str, version: int) -> bool:
    shape = older_shape(schema, kind, version)
    known = defaults(schema.kinds[kind])
    return shape is None or shape.defaults != known or bool(schema.past.since(kind, version))


def _looks_otherwise(schema: Schema, kind: str, wire: Wire, before: int, form: int) -> bool:
    """Whether a device has more to learn of a row than its own upgrade made of what it was told in `before`."""
    if before not in schema.past.forms:
        return before != schema.version
    if older_shape(schema, kind, before) is None:  # it was told as it is, and held there
        return down(schema, kind, wire, form) != wire
    made = defaults(schema.kinds[kind]) | up(schema, kind, down(schema, kind, wire, before), before)
    return down(schema, kind, made, form) != down(schema, kind, wire, form)
