"""Divisions that are renamed, merged and split; grants; feeds that forget. On both stores."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from sqlalchemy import text

from sync.hq import compaction, divisions, grants
from sync.hq.division_rules import DivisionRefused
from sync.protocol import Kind, Outcome, Refusal
from sync.record import FeedKey, FeedKind, new_id
from tests.sync.conformance.laptops import DAY
from tests.sync.conformance.shops import SCHEMA

A, B, C = "330199101", "330199102", "330199103"


def day(hq: Any) -> str:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(hq.now / 1_000_000, UTC).date().isoformat()


def write(hq: Any, work: Any) -> Any:
    return hq.service.database.write(work)


def settle(hq: Any, chunk: int = 500) -> int:
    write(hq, lambda conn: divisions.settle(conn, hq.now))
    return divisions.relocate(hq.service.database, SCHEMA, hq.service._tables, hq.now, chunk=chunk)


def feed_of(hq: Any, kind: str, row: str) -> int:
    return hq.row(kind, row)["feed_id"]


def feed(hq: Any, code: str) -> Any:
    with hq.service.database.engine.connect() as conn:
        return conn.execute(text("SELECT * FROM feed WHERE code = :code"), {"code": code}).one()


def in_scope(hq: Any, laptop: Any) -> set[tuple[str, str]]:
    """What a fresh query of HQ says that a laptop has to hold."""
    found = set()
    with hq.service.database.engine.connect() as conn:
        for kind in SCHEMA.kinds:
            for number in laptop.cursors:
                query = text(f"SELECT id FROM {kind} WHERE feed_id = :feed")
                found |= {(kind, row) for row in conn.execute(query, {"feed": number}).scalars()}
    return found


def test_a_merged_division_is_read_from_its_successor_and_then_given_up(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(B)
    mine = a.insert("shop", name="甲", division_code=A)
    worker = a.insert("worker", shop_id=mine, name="王")
    other = b.insert("shop", name="乙", division_code=B)
    for laptop in (a, b):
        laptop.sync()
    old = feed_of(hq, "shop", mine)
    write(hq, lambda conn: divisions.merge(conn, [A, B], C, day(hq)))
    write(hq, lambda conn: divisions.settle(conn, hq.now))
    assert feed(hq, A).closed_at == hq.now
    assert feed(hq, A).successor_id == feed(hq, C).id
    a.sync()  # the rows are not moved yet: they are read from the old feeds all the same
    assert set(a.rows) == {("shop", mine), ("worker", worker), ("shop", other)}
    late = a.update("shop", mine, phone="1")  # a laptop that heard of nothing edits on
    a.exchange()
    assert a.outcome(late) is Outcome.APPLIED
    assert settle(hq, chunk=1) == 1  # the edit has taken its shop along
    for laptop in (a, b):
        laptop.sync()
        laptop.sync()
        assert old not in laptop.cursors
        assert set(laptop.rows) == {("shop", mine), ("worker", worker), ("shop", other)} == in_scope(hq, laptop)
    assert feed(hq, A).n_rows == feed(hq, B).n_rows == feed(hq, A).dig == 0
    new = a.insert("shop", name="新", division_code=A)  # the old code still has a home
    a.sync()
    assert feed_of(hq, "shop", new) == feed(hq, C).id
    assert settle(hq) == 0


def test_a_renamed_division_keeps_its_feed_and_its_old_code(hq: Any) -> None:
    a = hq.laptop(A)
    old = a.insert("shop", name="甲", division_code=A)
    a.sync()
    write(hq, lambda conn: divisions.rename(conn, A, "330199201", day(hq)))
    assert settle(hq) == 0
    new = a.insert("shop", name="乙", division_code="330199201")
    again = a.insert("shop", name="丙", division_code=A)
    a.sync()
    assert {feed_of(hq, "shop", row) for row in (old, new, again)} == {feed(hq, A).id}
    renamed = hq.laptop("330199201")
    renamed.sync()
    assert set(renamed.rows) == set(a.rows)


def test_villages_that_go_to_another_township_take_their_rows_along(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop("330199202")
    here = a.insert("shop", name="甲", division_code=f"{A}201")
    there = a.insert("shop", name="乙", division_code=f"{A}202")
    line = a.insert("line", shop_id=there, goods="米", quantity=1)
    a.sync()
    write(hq, lambda conn: divisions.split(conn, [f"{A}202"], "330199202", day(hq)))
    assert settle(hq) == 2
    for laptop in (a, b):
        laptop.sync()
    assert set(a.rows) == {("shop", here)}
    assert set(b.rows) == {("shop", there), ("line", line)}


def test_a_change_of_tomorrow_does_nothing_today(hq: Any) -> None:
    a = hq.laptop(A)
    row = a.insert("shop", name="甲", division_code=A)
    a.sync()
    write(hq, lambda conn: divisions.merge(conn, [A], B, "2999-01-01"))
    assert settle(hq) == 0
    assert feed(hq, A).closed_at is None
    assert feed_of(hq, "shop", row) == feed(hq, A).id


def test_an_unknown_division_is_not_merged(local_hq: Any) -> None:
    for work in (
        lambda conn: divisions.merge(conn, ["330199999"], A, "2020-01-01"),
        lambda conn: divisions.rename(conn, "330199999", A, "2020-01-01"),
        lambda conn: divisions.split(conn, ["330199999001"], A, "2020-01-01"),
        lambda conn: divisions.split(conn, [A], B, "2020-01-01"),
    ):
        with pytest.raises(DivisionRefused):
            write(local_hq, work)


def test_a_grant_lends_a_feed_until_it_ends(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(B)
    row = b.insert("shop", name="乙", division_code=B)
    b.sync()
    a.sync()
    key = FeedKey(FeedKind.TOWNSHIP, B)
    write(hq, lambda conn: grants.grant(conn, a.user, key, "联合检查", "admin", hq.now, hq.now + 3 * DAY))
    a.sync()
    assert a.body("shop", row)["name"] == "乙"
    edit = a.update("shop", row, phone="1")
    born = a.insert("shop", name="新", division_code=B)
    hq.now += 4 * DAY  # it ends while the laptop has no network
    a.sync()
    assert a.outcome(edit) is Outcome.APPLIED
    assert hq.row("shop", row)["phone"] == "1"
    assert hq.row("shop", born)["name"] == "新"
    assert ("shop", row) not in a.rows
    hq.now += 60 * DAY
    late = a.change("shop", row, {"phone": (None, "2")}, b=(1, 2))
    a.sync()
    assert (a.results[late.id].r, a.results[late.id].code) == (Outcome.REJECTED, Refusal.OUT_OF_SCOPE)
    assert hq.count("quarantine") == 1


def test_a_grant_has_a_reason_and_an_end_and_can_be_ended(local_hq: Any) -> None:
    hq, key = local_hq, FeedKey(FeedKind.TOWNSHIP, B)
    for reason, end in (("", hq.now + 1), ("  ", hq.now + 1), ("抽查", hq.now)):
        with pytest.raises(ValueError, match="reason"):
            write(hq, lambda conn, r=reason, e=end: grants.grant(conn, "x", key, r, "admin", hq.now, e))
    made = write(hq, lambda conn: grants.grant(conn, "x", key, "抽查", "admin", hq.now, hq.now + DAY))
    assert write(hq, lambda conn: grants.listed(conn, hq.now)) == [made]
    assert write(hq, lambda conn: grants.end(conn, made.id, hq.now))
    assert not write(hq, lambda conn: grants.end(conn, made.id, hq.now))
    assert write(hq, lambda conn: grants.listed(conn, hq.now)) == []
    assert len(write(hq, lambda conn: grants.listed(conn, hq.now, ended=True))) == 1


def test_pending_changes_of_a_township_taken_away_are_quarantined_with_their_content(hq: Any) -> None:
    a = hq.laptop(A, B)
    row = a.insert("shop", name="甲", division_code=A)
    a.sync()
    ops = [a.update("shop", row, staff=i) for i in range(6)]
    for i in range(6):
        units = {"name": (None, f"店{i}"), "place": (None, {"division_code": A, "address": ""})}
        ops.append(a.change("shop", new_id(), units, k=Kind.INSERT, b=(0, 0)))
    hq.scopes[a.id].remove(FeedKey(FeedKind.TOWNSHIP, A))
    a.sync()
    assert ("shop", row) not in a.rows
    assert {a.outcome(op) for op in ops} == {Outcome.REJECTED}
    assert {a.results[op.id].code for op in ops} == {Refusal.OUT_OF_SCOPE, Refusal.GROUP}  # six of them are one group
    assert hq.count("quarantine") == len(ops)
    assert hq.count("op_result", "dev = :dev", dev=a.id) == 13


def test_a_feed_forgets_what_left_it_and_only_a_far_cursor_begins_anew(hq: Any) -> None:
    a, far, both = hq.laptop(A), hq.laptop(A, C), hq.laptop(A, B)
    rows = [both.insert("shop", name=f"店{i}", division_code=A) for i in range(4)]
    for laptop in (both, a, far):
        laptop.sync()
    number = feed(hq, A).id
    both.update("shop", rows[0], division_code=B)
    both.sync()
    both.update("shop", rows[1], staff=1)
    both.sync()
    a.sync()
    hq.now += 399 * DAY
    assert compaction.compact(hq.service.database, hq.now) == 0
    hq.now += 2 * DAY
    assert compaction.compact(hq.service.database, hq.now) == 1
    assert feed(hq, A).floor == 5
    near = a.exchange()
    assert not [page for page in near.feeds if page.gone]
    reply = hq.route.exchange(far, far.request())
    (page,) = [page for page in reply.feeds if page.gone]
    assert (page.f, page.to, page.floor) == (number, far.cursors[number], 5)
    assert reply.more
    far.cursors[number] = 0  # as a replica does: the feed is begun anew, and what does not come again goes
    far.rows = {}
    for _ in range(5):
        reply = far.exchange(began={number: 5}, max=4_096)
        assert not [page for page in reply.feeds if page.gone]
    assert set(far.rows) == {("shop", row) for row in rows[1:]}
    assert compaction.compact(hq.service.database, hq.now) == 0


def test_a_void_row_goes_to_the_archive_with_what_lives_with_it(hq: Any) -> None:
    a = hq.laptop(A)
    gone, stays = (a.insert("shop", name=name, division_code=A) for name in "甲乙")
    line = a.insert("line", shop_id=gone, goods="米", quantity=1)
    a.sync()
    a.update("shop", gone, voided_at=hq.now, void_reason="重复")
    a.sync()
    database, tables = hq.service.database, hq.service._tables
    assert divisions.archive_void(database, SCHEMA, tables, hq.now, hq.now) == 0
    assert divisions.archive_void(database, SCHEMA, tables, hq.now + 1, hq.now + 1) == 2
    a.sync()
    assert set(a.rows) == {("shop", stays)}
    assert feed_of(hq, "line", line) == feed_of(hq, "shop", gone) == feed(hq, f"township/{A}").id
    assert settle(hq) == 0
    fresh = hq.laptop(A)
    fresh.sync()
    assert set(fresh.rows) == {("shop", stays)}


def test_a_row_that_moves_around_is_right_in_every_interleaving(local_hq: Any) -> None:
    """C-33: A to B to C and back to A; every subscriber reads none, one or two pages between the moves."""
    hq = local_hq
    kind = SCHEMA.kinds["notice"]
    rows = [f"01900000-0000-7000-8000-{i:012x}" for i in range(3)]

    def put(row: int, area: str) -> None:
        with hq.service.author("admin", hq.now) as author:
            author.save(kind(id=rows[row], area=area, title="大" * 3_000))

    laptops = [
        (hq.laptop(*towns), pattern)
        for towns in ((A,), (B,), (A, B), (C,))
        for pattern in itertools.product(range(3), repeat=4)
        if sum(pattern) <= 6
    ]

    def read(stage: int) -> None:
        for laptop, pattern in laptops:
            for _ in range(pattern[stage]):
                laptop.exchange(max=4_096)

    for row in range(3):
        put(row, A)
    for stage, area in enumerate((B, C, A)):
        read(stage)
        put(0, area)
        put(stage % 2 + 1, area)
    read(3)
    for laptop, pattern in laptops:
        laptop.sync(max=4_096)
        assert set(laptop.rows) == in_scope(hq, laptop), (laptop.feeds, pattern)
        for (_, row), (number, version, _) in laptop.rows.items():
            held = hq.row("notice", row)
            assert (number, version) == (held["feed_id"], (held["ver_epoch"], held["ver"]))
