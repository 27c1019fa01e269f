"""How rules are switched off: each function breaks one, in the process that it is called in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, false, select, update

from inspector_app.storage import incoming, replica, upgrade, writes
from sync.device import engine, log, outbox, session
from sync.device.core import WAITING, OpState
from sync.device.tables import outbox as changes
from sync.hq import apply, auth, blobs, conflicts, database, device_log, feeds, push, rows, service
from sync.hq.database import insert_missing
from sync.hq.device_log import Arrival, Gap
from sync.hq.merge import Merged
from sync.hq.rows import Setting
from sync.protocol import Fault, Faulted, link
from sync.record import Conflict, WithParent, new_id, split


def around(patch: pytest.MonkeyPatch, owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Put make(what is there) in its place."""
    patch.setattr(owner, name, make(getattr(owner, name)))


# Order, cursors, pages


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


def cursor_at_the_head(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        return lambda self, page, *given: max(true(self, page, *given), page.head)

    around(patch, replica._Applying, "_enter", make)


def _commit_before(patch: pytest.MonkeyPatch, owner: Any, name: str, session_of: Callable[..., Any]) -> None:
    """Let what was done until then be one transaction, and the rest another."""

    def make(true: Any) -> Any:
        def committed(*given: Any, **named: Any) -> Any:
            connection = session_of(*given).connection()
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            return true(*given, **named)

        return committed

    around(patch, owner, name, make)


def cursor_before_rows(patch: pytest.MonkeyPatch) -> None:
    _commit_before(patch, incoming.Incoming, "write", lambda self: self._session)


def more_is_inferred(patch: pytest.MonkeyPatch) -> None:
    around(patch, feeds.PageReader, "read", lambda true: lambda self, *given: (true(self, *given)[0], False))


def old_rows_apply(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(incoming.Incoming, "_is_newer", lambda self, key, version: self._base(key) is None or True)


def edits_keep_their_place(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(feeds, "upsert", insert_missing)


def pages_without_end(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        return lambda self, conn, schema, tables, budget: true(self, conn, schema, tables, 1 << 60)

    around(patch, feeds.PageReader, "__init__", make)


def late_replies_count(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def step(state: Any, event: Any) -> Any:
            if isinstance(event, session.Replied):
                event = replace(event, number=state.number)
            return true(state, event)

        return step

    around(patch, session, "step", make)


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


# The device's log


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

    around(patch, service, "admit", make)


def forks_unseen(patch: pytest.MonkeyPatch) -> None:
    _admitting(patch, lambda exc: isinstance(exc, Faulted) and exc.reply.fault is Fault.FORKED)


def gaps_accepted(patch: pytest.MonkeyPatch) -> None:
    _admitting(patch, lambda exc: isinstance(exc, Gap))


def new_ids_with_new_numbers(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def take_back(opened: Any, which: Any) -> None:
            ids = list(opened.scalars(select(changes.c.id).where(which)))
            true(opened, which)
            for each in ids:
                opened.execute(update(changes).where(changes.c.id == each).values(id=new_id(), core=None))

        return take_back

    around(patch, log, "_take_back_numbers", make)


def results_not_replayed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(push.Push, "_stored", lambda self, arrivals: {})


def taken_ids_stay_refused(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(outbox, "send_anew", lambda opened, op_id: None)


# The outbox


def acks_by_row(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def settle(opened: Any, results: Any, now: int) -> Any:
            touched = true(opened, results, now)
            for kind, row_id in touched:
                same = (changes.c.kind == kind, changes.c.row_id == row_id, changes.c.state.in_(WAITING))
                opened.execute(update(changes).where(*same).values(state=OpState.ACKED, landed=True))
            return touched

        return settle

    around(patch, outbox, "settle", make)


def refusal_by_status_is_final(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def perform(asked: Any, held: Any, *given: Any) -> Any:
            answer = true(asked, held, *given)
            if isinstance(answer, session.Failed) and answer.problem.status in (401, 403, 429):
                with held._sessions.begin() as opened:
                    sent = changes.c.state == OpState.SENT
                    opened.execute(update(changes).where(sent).values(state=OpState.REJECTED))
            return answer

        return perform

    around(patch, engine, "_perform", make)


def refused_changes_are_deleted(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def settle(opened: Any, *given: Any) -> Any:
            touched = true(opened, *given)
            opened.execute(delete(changes).where(changes.c.state == OpState.REJECTED))
            return touched

        return settle

    around(patch, outbox, "settle", make)


def sent_once_and_never_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log, "_unanswered", lambda opened: false())


def row_and_change_apart(patch: pytest.MonkeyPatch) -> None:
    _commit_before(patch, outbox, "add", lambda opened, edit: opened)


def leaving_takes_changes_along(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def drop_feed(self: Any, feed_id: int) -> None:
            ids = [key[1] for key in self._local]
            true(self, feed_id)
            gone = [key[1] for key in self._left if key[1] in ids]
            self._session.execute(delete(changes).where(changes.c.row_id.in_(gone)))

        return drop_feed

    around(patch, incoming.Incoming, "drop_feed", make)


def guards_off(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(upgrade.guard, "create_guards", lambda connection, tables: None)


def whole_rows_are_sent(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def differences(cls: Any, before: Any, after: Any) -> Any:
            if before is None or not true(cls, before, after):
                return true(cls, before, after)
            old, new = split(cls, before), split(cls, after)
            return {unit: (old.get(unit), value) for unit, value in new.items()}

        return differences

    around(patch, writes, "differences", make)


def edits_taken_back_keep_their_base(patch: pytest.MonkeyPatch) -> None:
    around(patch, outbox, "add", lambda true: lambda opened, edit: true(opened, edit) or True)


# Rows on the device


def rows_leave_unasked(patch: pytest.MonkeyPatch) -> None:
    def leave(self: Any, feed_id: int, key: Any, version: Any) -> None:
        if self._base(key) is not None:
            self._remove(key)

    patch.setattr(incoming.Incoming, "leave", leave)


def orphans_are_turned_away(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def put(self: Any, feed_id: int, key: Any, version: Any, body: Any) -> None:
            homes = [home for home in incoming.SCHEMA.kinds[key[0]].home if isinstance(home, WithParent)]
            for home in homes:
                if body.get(home.field) is not None and self._base((home.kind, body[home.field])) is None:
                    return
            true(self, feed_id, key, version, body)

        return put

    around(patch, incoming.Incoming, "put", make)


def unknown_fields_dropped(patch: pytest.MonkeyPatch) -> None:
    around(patch, incoming, "_meta", lambda true: lambda feed_id, version, extra: true(feed_id, version, None))


def unreadable_rows_dropped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(incoming.Incoming, "_hold", lambda self, *given: None)


# HQ


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
    patch.setattr(service, "check_standing", lambda row, allowed: None)


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
