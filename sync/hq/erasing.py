"""Takes the content of rows out of HQ for good: out of the row, the log's changes about it, and the files of its feed.

Of a change its SHA-256 stays, which is all that the chain of its device is made of: the log is proved as before, and a
device that tells the change once more is answered as before, without the content coming in again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, bindparam, delete, func, literal, select, update

from sync.hq.database import Database
from sync.hq.epoch import current_epoch
from sync.hq.feeds import publish
from sync.hq.files import FeedFiles
from sync.hq.rows import IN_LIST, Rows, Setting
from sync.hq.tables import HQ_AUTHOR, feed, op_result, parked_op, segment, snapshot
from sync.record import Schema, Wire, differences

_MARK = b"sha256:"


@dataclass(frozen=True, slots=True)
class Erasure:
    """Rows of a kind, {id: the fields that they lose, as they are from now on}, and who decided it by what."""

    kind: str
    rows: Mapping[str, Wire]
    by: str
    decision: str
    """Id of the record that says so; it stands in the rows' history."""


def remains(core: bytes) -> bytes:
    """What is kept of the bytes of a change whose content was erased."""
    return _MARK + hashlib.sha256(core).hexdigest().encode()


def erase(
    database: Database,
    schema: Schema,
    tables: Mapping[str, Table],
    files: FeedFiles | None,
    erasure: Erasure,
    now: int,
) -> int:
    """Erase; how many rows were changed. Each gets a new version, so that replicas lose the content as well.

    The log is read through before, outside the transaction. Files go from the disk last: begun again after a stop, it
    removes those that were left. Call `Database.scrub` afterwards: until then the bytes may
    still lie in free pages of the database's file.
    """
    ids = database.read(lambda conn: _changes(conn, erasure))

    def work(conn: Connection) -> int:
        rows = Rows(conn, schema, tables, current_epoch(conn).epoch)
        rows.prefetch((erasure.kind, row_id) for row_id in erasure.rows)
        cls, feeds, count = schema.kinds[erasure.kind], set(), 0
        for row_id, fields in erasure.rows.items():
            row = rows.get(erasure.kind, row_id)
            if row is None or not (changed := differences(cls, row.wire, wire := {**row.wire, **fields})):
                continue
            setting = Setting(erasure.decision, HQ_AUTHOR, erasure.by, now, tuple(changed))
            rows.put(erasure.kind, row_id, cls.model_validate(wire).wire(), row.feed_id, setting)
            feeds.add(row.feed_id)
            count += 1
        rows.keep()
        _reduce(conn, ids, erasure)
        moves = rows.write(now)
        _forget_files(conn, files, feeds)
        publish(conn, moves, now)
        conn.execute(update(feed).where(feed.c.id.in_(feeds)).values(erased=feed.c.head))
        return count

    count = database.write(work)
    if files is not None:
        files.remove_forgotten(database)
    return count


def _changes(conn: Connection, erasure: Erasure) -> list[str]:
    """Ids of the changes, of whichever log, that tell these rows; those that were refused too."""
    told = select(op_result.c.op_id, op_result.c.core).where(_holds(conn, f'"t":"{erasure.kind}"'.encode()))
    found = conn.execution_options(yield_per=IN_LIST).execute(told)
    return sorted({row.op_id for row in found if _is_about(row.core, erasure)})


def _holds(conn: Connection, piece: bytes) -> ColumnElement[bool]:
    """Whether the bytes of a change hold a piece; more than these may be found."""
    if conn.dialect.name == "sqlite":
        return func.instr(op_result.c.core, literal(piece, LargeBinary)) > 0
    return op_result.c.core.bool_op("LIKE")(literal(b"%" + piece + b"%", LargeBinary))


def _is_about(core: bytes, erasure: Erasure) -> bool:
    if core.startswith(_MARK):
        return False
    op = json.loads(core)
    return op["t"] == erasure.kind and op["row"] in erasure.rows


def _reduce(conn: Connection, ids: list[str], erasure: Erasure) -> None:
    """Leave of these changes their hashes, under each number that they have. One that waits is needed whole."""
    log = op_result.c
    waits = select(parked_op.c.n).where(
        parked_op.c.dev == log.dev, parked_op.c.inc == log.inc, parked_op.c.n == log.n
    )  # fmt: skip
    reduced = []
    for start in range(0, len(ids), IN_LIST):
        of_ids = log.op_id.in_(ids[start : start + IN_LIST])
        for row in conn.execute(select(log.dev, log.inc, log.n, log.core).where(of_ids, ~waits.exists())):
            if _is_about(row.core, erasure):  # another change may have come under the same id, and was refused
                reduced.append({"of_dev": row.dev, "of_inc": row.inc, "of_n": row.n, "kept": remains(row.core)})
    if reduced:
        key = (log.dev == bindparam("of_dev")) & (log.inc == bindparam("of_inc")) & (log.n == bindparam("of_n"))
        conn.execute(update(op_result).where(key).values(core=bindparam("kept")), reduced)


def _forget_files(conn: Connection, files: FeedFiles | None, feeds: set[int]) -> None:
    """Devices take these feeds in pages until new files are made."""
    if files is None or not feeds:
        return
    for table in (snapshot, segment):
        conn.execute(delete(table).where(table.c.feed_id.in_(feeds)))
    files.forget(conn, feeds)
