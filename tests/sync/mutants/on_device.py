"""Rules of a device switched off: each function breaks one, in the process that it is called in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from inspector_app.storage import departure, incoming, replica, upgrade, writes
from inspector_app.storage.tables import TABLES
from sync.device import engine, log, outbox, reconcile, session, snapshots
from sync.device.core import WAITING, OpState, SubState
from sync.device.tables import outbox as changes
from sync.device.tables import sub
from sync.record import WithParent, new_id, split
from sync.snapshot import Manifest
from tests.sync.mutants.patching import around, rewritten


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


def old_rows_apply(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(incoming.Incoming, "_is_newer", lambda self, key, version, **_: self._base(key) is None or True)


def late_replies_count(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def step(state: Any, event: Any) -> Any:
            if isinstance(event, session.Replied):
                event = replace(event, number=state.number)
            return true(state, event)

        return step

    around(patch, session, "step", make)


def new_ids_with_new_numbers(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def take_back(opened: Any, which: Any) -> None:
            ids = list(opened.scalars(select(changes.c.id).where(which)))
            true(opened, which)
            for each in ids:
                opened.execute(update(changes).where(changes.c.id == each).values(id=new_id(), core=None))

        return take_back

    around(patch, log, "_take_back_numbers", make)


def taken_ids_stay_refused(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(outbox, "send_anew", lambda opened, op_id: None)


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
    patch.setattr(log, "_from", lambda opened: {"log": 0, "answered": 0})


def row_and_change_apart(patch: pytest.MonkeyPatch) -> None:
    _commit_before(patch, outbox, "add", lambda opened, edit: opened)


def leaving_takes_changes_along(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def dismiss(opened: Any, feed_id: int, now: int) -> None:
            for kind in departure.kinds_in(opened, [feed_id]):
                table = TABLES[kind]
                gone = select(table.c.id).where(table.c.feed_id == feed_id)
                opened.execute(delete(changes).where(changes.c.row_id.in_(gone)))
            true(opened, feed_id, now)

        return dismiss

    around(patch, departure, "dismiss", make)


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


def rows_leave_unasked(patch: pytest.MonkeyPatch) -> None:
    def leave(self: Any, feed_id: int, key: Any, version: Any) -> None:
        self.remove([key])

    patch.setattr(incoming.Incoming, "leave", leave)


def orphans_are_turned_away(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def put(self: Any, feed_id: int, key: Any, version: Any, body: Any, **named: Any) -> None:
            cls = incoming.SCHEMA.kinds.get(key[0])
            homes = [home for home in cls.home if isinstance(home, WithParent)] if cls is not None else []
            for home in homes:
                if body.get(home.field) is not None and self._base((home.kind, body[home.field])) is None:
                    return
            true(self, feed_id, key, version, body, **named)

        return put

    around(patch, incoming.Incoming, "put", make)


def unknown_fields_dropped(patch: pytest.MonkeyPatch) -> None:
    around(patch, incoming, "_meta", lambda true: lambda feed_id, version, extra: true(feed_id, version, None))


def unreadable_rows_dropped(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(incoming.Incoming, "_hold", lambda self, *given: None)


def live_at_once(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        def subscribe(self: Any, feeds: Any) -> None:
            true(self, feeds)
            new = [each.id for each in feeds]
            self._session.execute(update(sub).where(sub.c.feed_id.in_(new)).values(state=SubState.LIVE))

        return subscribe

    around(patch, replica._Applying, "_subscribe", make)


def any_manifest_is_believed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(snapshots, "opened", lambda trusted, signed: Manifest.model_validate_json(signed.body))


def exchanges_without_end(patch: pytest.MonkeyPatch) -> None:
    rewritten(patch, session, "_after_exchange", "if has_enough and ", "if False and ")


def buckets_asked_for_without_end(patch: pytest.MonkeyPatch) -> None:
    rewritten(patch, reconcile._Asking, "repair", "if not more.keys() & (differ - listed.keys()):", "if False:")


def rows_asked_for_without_end(patch: pytest.MonkeyPatch) -> None:
    rewritten(patch, reconcile._Asking, "_fetch", "reply.told < 1 or ", "")
