"""Where rows travel, and who sees them."""

from __future__ import annotations

import hashlib
import threading
from typing import Any

import pytest
from sqlalchemy import text

from sync.protocol import EntryKind
from sync.record import FeedKey, FeedKind
from sync.wire import unpack_entries

A, B, C = "330199101", "330199102", "330199103"


def digest(hq: Any, code: str) -> tuple[int, int, int, int]:
    """(digest kept, digest of the rows, rows counted, rows there) of a township's feed."""
    with hq.service.database.engine.connect() as conn:
        feed = conn.execute(text("SELECT * FROM feed WHERE code = :code"), {"code": code}).one()
        total, rows = 0, 0
        for kind in ("shop", "worker", "badge", "line", "visit", "fault", "photo", "notice", "conflict"):
            query = text(f"SELECT id, ver_epoch, ver FROM {kind} WHERE feed_id = :id")
            for row in conn.execute(query, {"id": feed.id}):
                value = hashlib.sha256(f"{row.id}/{row.ver_epoch}/{row.ver}".encode()).digest()[:8]
                total, rows = (total + int.from_bytes(value, "big")) % (1 << 62), rows + 1
        return feed.dig, total, feed.n_rows, rows


def test_a_laptop_gets_no_body_from_outside_its_feeds(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(B)
    mine = a.insert("shop", name="甲", division_code=A)
    a.insert("line", shop_id=mine, goods="米", quantity=1)
    draft = b.insert("visit", shop_id=b.insert("shop", name="乙", division_code=B), author_id=b.user)
    a.sync()
    b.sync()
    a.sync()
    assert {key[1] for key in a.rows} & {key[1] for key in b.rows} == set()
    c = hq.laptop(A, B)
    c.sync()
    assert ("visit", draft) not in c.rows
    assert c.bodies == 3


def test_a_cursor_of_a_foreign_feed_gives_nothing(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(B)
    b.insert("shop", name="乙", division_code=B)
    b.sync()
    a.sync()
    foreign = next(feed for feed, code in b.feeds.items() if code == B)
    reply = hq.route.exchange(a, a.request(cur=a.cursors | {foreign: 0, 999: 0}))
    assert reply.feeds == ()
    assert reply.sub.drop == (foreign, 999)


def test_a_township_taken_away_is_dropped_and_given_back_whole(hq: Any) -> None:
    a, b = hq.laptop(A, B), hq.laptop(A)
    row = b.insert("shop", name="甲", division_code=A)
    b.sync()
    a.sync()
    taken = FeedKey(FeedKind.TOWNSHIP, A)
    hq.scopes[a.id].remove(taken)
    b.update("shop", row, name="乙")
    b.sync()
    a.sync()
    assert ("shop", row) not in a.rows
    hq.scopes[a.id].add(taken)
    a.sync()
    assert a.body("shop", row)["name"] == "乙"


def test_a_draft_moves_to_the_township_when_it_is_sealed(hq: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(A)
    second = hq.laptop(A)  # another laptop of the same user
    second.users = a.users
    hq.scopes[second.id] = hq.scopes[second.id] | {FeedKey(FeedKind.USER, a.user)}
    row = a.insert("shop", name="店", division_code=A)
    visit = a.insert("visit", shop_id=row, author_id=a.user, answers={"A1": {"code": "YES"}})
    fault = a.insert("fault", visit_id=visit, text="过期")
    for laptop in (a, b, second):
        laptop.sync()
    assert ("visit", visit) in second.rows
    assert ("visit", visit) not in b.rows
    a.update("visit", visit, signed_at=hq.now)
    for laptop in (a, b, second):
        laptop.sync()
    assert a.body("visit", visit) == b.body("visit", visit) == second.body("visit", visit)
    assert b.body("fault", fault) == second.body("fault", fault)
    township = hq.row("shop", row)["feed_id"]
    assert {laptop.rows["fault", fault][0] for laptop in (a, b, second)} == {township}
    user_feed = next(number for number, code in a.feeds.items() if code == a.user)
    assert hq.count("feed_entry", "feed_id = :id AND entry = 'L'", id=user_feed) == 2
    assert digest(hq, a.user)[0] == 0


def test_a_shop_takes_everything_along_to_another_township(hq: Any) -> None:
    a, b, both = hq.laptop(A), hq.laptop(B), hq.laptop(A, B)
    row = both.insert("shop", name="店", division_code=A)
    worker = both.insert("worker", shop_id=row, name="王五")
    badge = both.insert("badge", worker_id=worker, number="7")
    line = both.insert("line", shop_id=row, goods="米", quantity=1)
    for laptop in (both, a, b):
        laptop.sync()
    rows = {("shop", row), ("worker", worker), ("badge", badge), ("line", line)}
    assert set(a.rows) == rows
    both.update("shop", row, division_code=B)
    for laptop in (both, a, b):
        laptop.sync()
    assert set(a.rows) == set()
    assert set(b.rows) == set(both.rows) == rows
    assert b.rows == both.rows
    for code in (A, B):
        kept, counted, n_rows, there = digest(hq, code)
        assert (kept, n_rows) == (counted, there)
    both.update("shop", row, division_code=A)
    for laptop in (both, a, b):
        laptop.sync()
    assert set(a.rows) == set(both.rows) == rows
    assert set(b.rows) == set()


def test_a_conflict_follows_its_row(hq: Any) -> None:
    a, both = hq.laptop(A), hq.laptop(A, B)
    row = both.insert("shop", name="店", division_code=A)
    for laptop in (both, a):
        laptop.sync()
    a.update("shop", row, name="甲")
    both.update("shop", row, name="乙")
    for laptop in (a, both):
        laptop.sync()
    both.update("shop", row, division_code=B)
    both.sync()
    a.sync()
    (key,) = [key for key in both.rows if key[0] == "conflict"]
    assert key not in a.rows
    assert hq.row("conflict", key[1])["feed_id"] == hq.row("shop", row)["feed_id"]


def test_hqs_own_changes_travel_like_any_other(hq: Any, records: Any) -> None:
    a, b = hq.laptop(A), hq.laptop(B)
    kinds = records.kinds
    notice = kinds["notice"](id=a.id, area="CN", title="全国")
    local = kinds["notice"](id=b.id, area=B, title="本镇")
    with hq.service.author("admin", hq.now) as author:
        author.save(notice)
        author.save(local)
    a.sync()
    b.sync()
    assert a.body("notice", a.id)["title"] == "全国"
    assert ("notice", b.id) not in a.rows
    assert {key[1] for key in b.rows} == {a.id, b.id}
    with hq.service.author("admin", hq.now) as author:
        author.save(notice)
        author.save(local.changed(title="改"))
    reply = a.exchange()
    assert reply.feeds == ()
    b.sync()
    assert b.body("notice", b.id)["title"] == "改"
    assert hq.count("op_result", "dev = 'HQ'") == 3


@pytest.mark.parametrize("count", [0, 1, 249, 250, 251])
def test_pages_end_and_nothing_is_missing_or_sent_twice(local_hq: Any, records: Any, count: int) -> None:
    hq = local_hq
    with hq.service.author("admin", hq.now) as author:
        for i in range(count):
            author.save(records.kinds["notice"](id=f"01900000-0000-7000-8000-{i:012x}", area=A, title="告" * (i % 50)))
    a = hq.laptop(A)
    exchanges = a.sync(max=8_192)
    assert len(a.rows) == a.bodies == count
    assert exchanges == 1 if count < 2 else exchanges > 2
    assert a.exchange().feeds == ()


def test_a_row_larger_than_a_page_travels(local_hq: Any, records: Any) -> None:
    hq = local_hq
    with hq.service.author("admin", hq.now) as author:
        for i in range(3):
            author.save(records.kinds["notice"](id=f"01900000-0000-7000-8000-{i:012x}", area=A, title="大" * 20_000))
    a = hq.laptop(A)
    assert a.sync(max=4_096) == 3
    assert len(a.rows) == 3


def test_an_edited_row_stands_in_its_feed_once(local_hq: Any) -> None:
    hq = local_hq
    a, b = hq.laptop(A), hq.laptop(A)
    row = a.insert("shop", name="店", division_code=A)
    for i in range(5):
        a.sync()
        a.update("shop", row, staff=i)
    a.sync()
    assert hq.count("feed_entry") == 1
    reply = b.exchange()
    entries = [entry for page in reply.feeds for entry in unpack_entries(page.e)]
    assert [(entry.seq, entry.kind) for entry in entries] == [(6, EntryKind.PUT)]


def test_laptops_that_edit_one_row_at_once_lose_nothing(local_hq: Any) -> None:
    hq = local_hq
    laptops = [hq.laptop(A) for _ in range(6)]
    row = laptops[0].insert("shop", name="店", division_code=A)
    for laptop in laptops:
        laptop.sync()
    for i, laptop in enumerate(laptops):
        laptop.update("shop", row, name=f"店{i}")
    threads = [threading.Thread(target=laptop.exchange) for laptop in laptops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for laptop in laptops:
        laptop.sync()
    names = {laptops[0].body("shop", row)["name"]} | {
        body["loser"] for (kind, _), (_, _, body) in laptops[0].rows.items() if kind == "conflict"
    }
    assert names == {f"店{i}" for i in range(6)}
    assert all(laptop.rows == laptops[0].rows for laptop in laptops)
