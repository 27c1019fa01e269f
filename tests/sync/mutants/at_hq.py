"""Rules of HQ switched off: each function breaks one, in the process that it is called in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select, update

from sync.faults import Fault, Faulted
from sync.hq import (
    admission,
    answers,
    apply,
    auth,
    blobs,
    bulk,
    compaction,
    conflicts,
    database,
    device_log,
    feeds,
    push,
    rows,
    scope,
    service,
)
from sync.hq.bulk import Held
from sync.hq.device_log import Arrival, Gap
from sync.hq.endpoints import Work
from sync.hq.merge import Merged
from sync.hq.rows import Setting
from sync.hq.tables import feed, feed_entry
from sync.protocol import link
from sync.record import Conflict
from tests.sync.mutants.patching import around, rewritten


class _Elsewhere:
    """A connection whose feed positions come from a transaction of their own, as a sequence's would."""

    def __init__(self, conn: Any) -> None:
        self._conn = conn

    def __getattr__(self, name: str) -> Any:
        return getattr(self._conn, name)

    def execute(self, statement: Any, *values: Any) -> Any:
        if statement is not feeds._GROW:
            return self._conn.execute(statement, *values)
        with self._conn.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
            head = other.execute(statement, *values).scalar_one()
        return self._conn.execute(select(head))


def positions_from_a_sequence(patch: pytest.MonkeyPatch) -> None:
    around(patch, push, "publish", lambda true: lambda conn, *given: true(_Elsewhere(conn), *given))


def more_is_inferred(patch: pytest.MonkeyPatch) -> None:
    around(patch, feeds.PageReader, "read", lambda true: lambda self, *given: (true(self, *given)[0], False))


def edits_keep_their_place(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def insert(conn: Any, table: Any, given: Any, held: Held = Held.FAILS) -> None:
            true(conn, table, given, Held.STAYS if table is feed_entry else held)

        return insert

    around(patch, bulk, "insert", make)


def pages_without_end(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        return lambda self, conn, schema, tables, budget: true(self, conn, schema, tables, 1 << 60)

    around(patch, feeds.PageReader, "__init__", make)


def pages_in_many_snapshots(patch: pytest.MonkeyPatch) -> None:
    """READ COMMITTED, and bodies of rows wherever they are now."""

    def bodies(self: Any, number: int, batch: Any, own: Any) -> Any:
        found = {}
        for row in batch:
            if row.entry == "P" and not feeds._is_own(row, own):
                table = self._tables[row.kind]
                held = self._conn.execute(select(table).where(table.c.id == row.row_id)).mappings().first()
                found[row.kind, row.row_id] = {name: held[name] for name in held if name not in feeds.META}
        return found

    def make(true: Any) -> Any:
        def init(self: Any, url: str) -> None:
            true(self, url)
            self._reads = self._writes

        return init

    around(patch, database.Database, "__init__", make)
    patch.setattr(feeds.PageReader, "_bodies", bodies)


def _admitting(patch: pytest.MonkeyPatch, let_pass: Callable[[Exception], bool]) -> None:
    def make(true: Any) -> Any:
        def admit(conn: Any, held: Any, claim: Any, ops: Sequence[Any]) -> Any:
            try:
                return true(conn, held, claim, ops)
            except (Gap, Faulted) as exc:
                if not let_pass(exc):
                    raise
            arrivals, chain = [], held.chain
            for n, op in enumerate(ops, claim.last - len(ops) + 1):
                chain = link(chain, n, op.core())
                arrivals.append(Arrival(held.dev, held.inc, n, op, op.core(), chain))
            return arrivals

        return admit

    for owner in (service, answers):
        around(patch, owner, "admit", make)


def forks_unseen(patch: pytest.MonkeyPatch) -> None:
    _admitting(patch, lambda exc: isinstance(exc, Faulted) and exc.reply.fault is Fault.FORKED)


def gaps_accepted(patch: pytest.MonkeyPatch) -> None:
    _admitting(patch, lambda exc: isinstance(exc, Gap))


def results_not_replayed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(push.Push, "_stored", lambda self, arrivals: {})


def one_answer_for_every_body(patch: pytest.MonkeyPatch) -> None:
    rewritten(patch, push.Push, "take", "known.get(arrival.core)", "next(iter(known.values()), None)")


def what_waited_answers_for_every_body(patch: pytest.MonkeyPatch) -> None:
    rewritten(patch, push.Push, "write", ' & (op_result.c.core == row["core"])', "")


def last_writer_wins(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(apply, "merge", lambda policy, old, new, current, **_: Merged(new))


def losers_dropped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(conflicts.Conflicts, "keep", lambda self, *given: [])


def any_change_closes_conflicts(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def applied(self: Any, n: int, op: Any, author: Any) -> Any:
            for kind, row_id in self._rows.children(op.t, op.row, only=Conflict.kind):
                held = self._rows.get(kind, row_id)
                closed = held.wire | {"status": "RESOLVED", "resolved_by": op.by, "resolved_at": self._now}
                self._rows.put(kind, row_id, closed, held.feed_id, Setting.of(op, author.dev, (), self._now))
            return true(self, n, op, author)

        return applied

    around(patch, apply.Applier, "apply", make)


def any_clock_is_trusted(patch: pytest.MonkeyPatch) -> None:
    for owner in (apply, rows):
        patch.setattr(owner, "trusted_time", lambda wall, offset, received_at: wall)


def scope_remembered(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def init(self: Any, base: Any, schema: Any, tables: Any, scope: Any, *given: Any, **named: Any) -> None:
            known: dict[str, Any] = {}
            true(
                self, base, schema, tables,
                lambda conn, device: known.setdefault(device, frozenset(scope(conn, device))), *given, **named,
            )  # fmt: skip

        return init

    around(patch, service.HQService, "__init__", make)


def standing_not_asked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(auth, "check_standing", lambda row, allowed: None)
    patch.setattr(answers, "check_standing", lambda row, allowed: None)


def photos_unchecked(patch: pytest.MonkeyPatch) -> None:
    def join(self: Any, upload: str, sha256: str, parts: int) -> bool:
        whole = self._whole(sha256)
        whole.parent.mkdir(parents=True, exist_ok=True)
        whole.write_bytes(b"".join(self._part(upload, i).read_bytes() for i in range(parts)))
        return True

    patch.setattr(blobs.LocalBlobs, "join", join)


def contention_reaches_devices(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(database, "ATTEMPTS", 1)


def feeds_locked_first(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def write(self: Any, now: int) -> Any:
            moves = true(self, now)
            feeds.publish(self._conn, moves, now)
            return moves

        return write

    around(patch, rows.Rows, "write", make)
    patch.setattr(push, "publish", lambda conn, moves, now: None)


def feeds_locked_as_touched(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(feeds, "sorted", lambda items: list(items)[::-1], raising=False)


def chain_values_unheld(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(device_log, "_chain_at", lambda conn, held, n: held.chain if n == held.last else None)


def compaction_without_a_floor(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def forget(conn: Any, number: int, before: int) -> Any:
            forgotten = true(conn, number, before)
            conn.execute(update(feed).where(feed.c.id == number).values(floor=0))
            return forgotten

        return forget

    around(patch, compaction, "_forget", make)


def closed_feeds_given_up_unread(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(scope, "_is_read", lambda row, cursors: True)


def one_lane_for_all_work(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def init(self: Any, *given: Any, **named: Any) -> None:
            true(self, *given, **named)
            self.lanes = dict.fromkeys(self.lanes, self.lanes[Work.BLOB])

        return init

    around(patch, admission.Admission, "__init__", make)
