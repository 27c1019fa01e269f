"""A first replica by snapshot: whole, resumed, checked; never mixed, forged, or taken for complete too early."""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select, text

from inspector_app.records.operators import Operator, Person
from inspector_app.storage import bulk, sync_state
from inspector_app.storage.engine import LOG_PAGES, LONG_LOG_PAGES
from inspector_app.storage.operators import OperatorFilter, page
from inspector_app.storage.snapshots import SnapshotIntake
from inspector_app.storage.tables import TABLES
from sync.device import snapshots
from sync.device.core import SubState
from sync.device.engine import run_once
from sync.device.problem import ProblemKind
from sync.device.tables import sub
from sync.hq.shelf import Sizes
from sync.record import new_id
from sync.snapshot import FILES_IN_ONE, Manifest, SignedManifest, Slice, opened, sign
from tests.sync.device.meddling import Killed, Meddler, Mortal, run

Make = Callable[..., Any]
TOWNSHIP, OTHER = "990101100", "990101200"
COUNT = 60


@pytest.fixture
def sizes() -> Sizes:
    return Sizes(min_rows=40, far=10_000)


def fill(hq: Any, make_operator: Make, count: int = COUNT, **fields: Any) -> list[Operator]:
    """Operators at HQ, each with a person, as HQ's own author writes them. No two alike, so nothing compresses well."""
    noise = random.Random(1)
    shops = [
        make_operator(name=f"店{n}", remark=noise.randbytes(5_000).hex(), tags=("老店", "集市"), **fields)
        for n in range(count)
    ]
    with hq.service.author("HQ", 1) as author:
        for shop in shops:
            author.save(shop)
            author.save(Person(id=new_id(), operator_id=shop.id, name=f"王{shop.name}"))
    return shops


def rows(source: Any, kind: str) -> list[tuple[Any, ...]]:
    """Rows of a kind that HQ knows, by a query of the test's own."""
    names = ", ".join(column.name for column in TABLES[kind].columns)
    return [tuple(row) for row in source.execute(text(f"SELECT {names} FROM {kind} WHERE ver > 0 ORDER BY id"))]


def assert_same(laptop: Any, hq: Any) -> None:
    with laptop.sessions() as session, hq.database.engine.connect() as conn:
        for kind in ("operator", "person"):
            assert rows(session, kind) == rows(conn, kind)


def states(laptop: Any) -> set[str]:
    with laptop.sessions() as session:
        return set(session.scalars(select(sub.c.state)))


def test_a_large_feed_comes_as_a_snapshot(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    shops = fill(hq, make_operator)
    laptop = make_laptop()
    summary = laptop.sync()
    assert (summary.pulled, summary.exchanges) == (2 * COUNT, 2)
    assert_same(laptop, hq)
    assert states(laptop) == {SubState.LIVE}
    assert not list(laptop.downloads._folder.iterdir())
    stop = threading.Event()
    stop.set()
    laptop.intake.index(stop)
    with laptop.sessions() as session:
        assert page(session, OperatorFilter(text="店59"), None, 5) == []
    laptop.intake.index()
    with laptop.sessions() as session:
        assert page(session, OperatorFilter(text="店59"), None, 5) == [shops[59]]
        assert sync_state.state(session).is_level
    assert laptop.sync().exchanges == 1


def test_a_small_feed_comes_in_pages(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    fill(hq, make_operator, 10)
    laptop = make_laptop()
    assert laptop.sync().exchanges == 1
    assert_same(laptop, hq)
    with hq.database.engine.connect() as conn:
        assert conn.execute(text("SELECT count(*) FROM snapshot")).scalar() == 0


def test_what_changed_since_the_snapshot_comes_after_it(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    shops = fill(hq, make_operator)
    make_laptop().sync()
    with hq.service.author("HQ", 1) as author:
        author.save(shops[0].changed(phone="1"))
        author.save(shops[1].changed(division_code=OTHER))
    laptop, both = make_laptop(), make_laptop({TOWNSHIP, OTHER})
    laptop.sync()
    assert laptop.get(Operator, shops[0].id).phone == "1"
    assert laptop.get(Operator, shops[1].id) is None
    both.sync()
    assert_same(both, hq)


def test_a_feed_that_comes_later_is_taken_as_a_snapshot_too(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    shops = fill(hq, make_operator)
    laptop = make_laptop({OTHER})
    laptop.sync()
    hq.townships[laptop.device].add(TOWNSHIP)
    assert laptop.sync().exchanges == 3
    assert_same(laptop, hq)
    hq.townships[laptop.device].remove(TOWNSHIP)
    laptop.sync()
    assert laptop.get(Operator, shops[0].id) is None
    hq.townships[laptop.device].add(TOWNSHIP)
    laptop.sync()
    assert_same(laptop, hq)
    assert states(laptop) == {SubState.LIVE}


def test_local_changes_lie_over_what_the_snapshot_brings(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    shops = fill(hq, make_operator)
    laptop = make_laptop()
    laptop.sync()
    hq.townships[laptop.device].clear()
    edited, born = shops[3].changed(remark="我的"), make_operator(name="新店")
    laptop.save(edited)
    laptop.save(born)
    request = laptop.replica.next_request()  # on its way while the township goes and comes back
    hq.townships[laptop.device].add(TOWNSHIP)
    laptop.sync()
    assert request.ops is not None
    assert laptop.get(Operator, edited.id) == hq.row(Operator, edited.id) == edited
    assert laptop.get(Operator, born.id) == hq.row(Operator, born.id) == born
    assert_same(laptop, hq)


def test_an_edit_that_hq_has_not_seen_survives_a_new_snapshot(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    shops = fill(hq, make_operator)
    laptop = make_laptop()
    laptop.sync()
    laptop.save(shops[3].changed(remark="我的"))
    with contextlib.closing(laptop.connect()) as connection:
        step = laptop.replica.apply(*_dropped(laptop))
        assert laptop.get(Operator, shops[3].id) is None
        assert step.jobs == ()
        summary = run_once(laptop.replica, connection, works=laptop.works(connection))
    assert summary.problem is None
    assert laptop.get(Operator, shops[3].id).remark == "我的"
    assert hq.row(Operator, shops[3].id).remark == "我的"
    assert_same(laptop, hq)


def _dropped(laptop: Any) -> tuple[Any, Any]:
    """A request without changes, and an answer that takes the township away."""
    from sync.protocol import ExchangeReply, Log, Subscriptions

    request = laptop.replica.next_request()
    request = request.model_copy(update={"ops": None, "log": Log(last=0, chain="0" * 64), "sig": None})
    with laptop.sessions() as session:
        feed = session.scalars(select(sub.c.feed_id).where(sub.c.code == TOWNSHIP)).one()
    drop = Subscriptions(drop=(feed,))
    return request, ExchangeReply(epoch=1, now=laptop.now, log=Log(last=0, chain="0" * 64), sub=drop)


def whole_size(hq: Any) -> int:
    """Bytes of the newest snapshot."""
    with hq.database.engine.connect() as conn:
        body = conn.execute(text("SELECT body FROM snapshot ORDER BY v DESC LIMIT 1")).scalar_one()
    return sum(each.bytes for each in Manifest.model_validate_json(body).slices)


def test_h_17_a_snapshot_cut_every_64_kb_arrives_with_little_sent_twice(
    make_laptop: Make, make_operator: Make, hq: Any
) -> None:
    fill(hq, make_operator, 200)
    laptop = make_laptop()
    summary, meddler = run(laptop, Meddler, cut=65_536)
    assert summary.problem is None
    assert meddler.cuts >= 5
    assert meddler.sent < 1.05 * whole_size(hq)
    assert_same(laptop, hq)


def test_h_17_a_snapshot_replaced_half_way_is_finished_and_never_mixed(
    make_laptop: Make, make_operator: Make, hq: Any
) -> None:
    shops = fill(hq, make_operator, 200)
    laptop, asked = make_laptop(), []

    def replace() -> None:
        asked.append(1)
        if len(asked) == 3:
            with hq.service.author("HQ", 1) as author:
                author.save(shops[0].changed(division_code=OTHER))
                author.save(shops[1].changed(phone="7"))
            hq.builder.build(_feeds(hq), laptop.now)

    summary, _ = run(laptop, Meddler, cut=65_536, on_file=replace)
    assert summary.problem is None
    assert len(asked) > 4
    assert laptop.get(Operator, shops[0].id) is None
    assert laptop.get(Operator, shops[1].id).phone == "7"
    assert len(list(laptop.downloads._folder.iterdir())) == 0


def _feeds(hq: Any) -> list[int]:
    with hq.database.engine.connect() as conn:
        return list(conn.execute(text("SELECT id FROM feed WHERE n_rows >= 40")).scalars())


def test_a_flipped_bit_costs_one_slice(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    fill(hq, make_operator, 200)
    laptop = make_laptop()
    summary, meddler = run(laptop, Meddler, flip=999)
    assert summary.problem is None
    assert meddler.sent < 1.5 * whole_size(hq)
    assert_same(laptop, hq)


def test_a_forged_or_older_manifest_is_refused(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    fill(hq, make_operator)
    first, laptop, stranger = make_laptop(), make_laptop(), Ed25519PrivateKey.generate()
    first.sync()
    taken: list[SignedManifest] = []

    def keep(signed: SignedManifest) -> SignedManifest:
        taken.append(signed)
        return signed

    def by_stranger(signed: SignedManifest) -> SignedManifest:
        return sign(stranger, opened(laptop.trusted, signed))

    def changed(signed: SignedManifest) -> SignedManifest:
        return signed.model_copy(update={"body": signed.body.replace('"seq":', '"seq":1')})

    def expired(signed: SignedManifest) -> SignedManifest:
        return sign(hq.signing, opened(laptop.trusted, signed).model_copy(update={"expires_at": laptop.now}))

    for forge in (by_stranger, changed, expired):
        summary, _ = run(laptop, Meddler, forge=forge)
        assert summary.problem.kind is ProblemKind.FORGED
        assert rows_here(laptop) == 0
    run(laptop, Meddler, forge=keep)
    assert_same(laptop, hq)
    hq.builder.build(_feeds(hq), laptop.now)
    for townships in ({OTHER}, {TOWNSHIP}):  # given up and taken again, now as the second snapshot
        hq.townships[laptop.device] = townships
        laptop.sync()
    hq.townships[laptop.device] = {OTHER}
    laptop.sync()
    hq.townships[laptop.device] = {TOWNSHIP}
    summary, _ = run(laptop, Meddler, forge=lambda signed: taken[0])
    assert summary.problem.kind is ProblemKind.FORGED
    assert rows_here(laptop) == 0
    laptop.sync()
    assert_same(laptop, hq)


def rows_here(laptop: Any) -> int:
    with laptop.sessions() as session:
        return len(rows(session, "operator"))


@pytest.mark.parametrize("at", range(10))
def test_h_17_a_kill_during_the_import_leaves_a_replica_that_begins_again(
    make_laptop: Make, make_operator: Make, hq: Any, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.device.snapshots.AT_ONCE", 600_000)
    shops = fill(hq, make_operator)
    laptop = make_laptop()
    live, laptop.intake = laptop.intake, Mortal(laptop.sessions, at)
    try:
        laptop.sync()
    except Killed:
        assert SubState.LIVE not in states(laptop)
        with laptop.sessions() as session:
            assert not sync_state.state(session).is_level
    laptop.intake = live
    with hq.service.author("HQ", 1) as author:  # meanwhile a shop moves away, and a new snapshot is built
        author.save(shops[0].changed(division_code=OTHER))
    hq.builder.build(_feeds(hq), laptop.now)
    laptop.sync()
    assert laptop.get(Operator, shops[0].id) is None
    with laptop.sessions() as session, hq.database.engine.connect() as conn:
        assert rows(session, "operator") == [row for row in rows(conn, "operator") if row[0] != shops[0].id]
    assert states(laptop) == {SubState.LIVE}


def test_a_stop_leaves_nothing_half_done(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    fill(hq, make_operator)
    laptop, stop = make_laptop(), threading.Event()
    with contextlib.closing(laptop.connect()) as connection:
        meddler = Meddler(connection, on_file=stop.set)
        summary = run_once(laptop.replica, meddler, stop=stop, works=laptop.works(meddler, stop))
    assert not summary.is_level
    assert SubState.LIVE not in states(laptop)
    laptop.sync()
    assert_same(laptop, hq)


def test_without_a_builder_a_large_feed_comes_in_pages(
    make_laptop: Make, make_operator: Make, hq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(feeds: Sequence[int], now: int) -> None:
        raise OSError("no key")

    monkeypatch.setattr(hq.builder, "build", fail)
    fill(hq, make_operator)
    laptop = make_laptop()
    laptop.sync()
    assert_same(laptop, hq)
    assert states(laptop) == {SubState.LIVE}


def test_a_slice_of_another_schema_is_read_row_by_row(
    make_laptop: Make, make_operator: Make, hq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hq.builder, "_schema", type(hq.builder._schema)(99, hq.builder._schema.kinds))
    shops = fill(hq, make_operator)
    laptop = make_laptop()
    laptop.sync()
    assert_same(laptop, hq)
    with laptop.sessions() as session:  # such rows are found at once
        assert page(session, OperatorFilter(text="店59"), None, 5) == [shops[59]]


def indexes(laptop: Any) -> set[str]:
    with laptop.sessions() as session:
        return set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'index'")))


def test_indexes_are_there_again_after_a_first_replica_and_after_a_kill(
    make_laptop: Make, make_operator: Make, hq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "WORTH", 10)
    fill(hq, make_operator)
    laptop, killed = make_laptop(), make_laptop()
    every = indexes(laptop)
    laptop.sync()
    assert len(indexes(laptop)) < len(every)
    with laptop.sessions() as session:
        assert session.execute(text("PRAGMA wal_autocheckpoint")).scalar_one() == LONG_LOG_PAGES
    laptop.intake.index()
    assert indexes(laptop) == every
    with laptop.sessions() as session:
        assert session.execute(text("PRAGMA wal_autocheckpoint")).scalar_one() == LOG_PAGES
    assert_same(laptop, hq)
    killed.intake = Mortal(killed.sessions, 5)  # after its first batch
    with pytest.raises(Killed):
        killed.sync()
    assert len(indexes(killed)) < len(every)
    killed.intake = SnapshotIntake(killed.sessions)
    assert indexes(killed) == every
    killed.sync()
    assert_same(killed, hq)
    with laptop.sessions() as session:
        assert not bulk.has_lifted(session)


def test_the_first_request_and_the_first_transaction_are_small_and_those_after_grow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(snapshots, "TOGETHER", 800)
    monkeypatch.setattr(snapshots, "AT_ONCE", 8_000)
    slices = tuple(Slice(sha256=f"{n:064x}", bytes=10, plain=100) for n in range(200))
    manifest = Manifest(f=1, v=1, epoch=1, seq=1, dig=0, rows=1, schema_=1, made_at=0, expires_at=1, slices=slices)
    numbered = [(manifest, number) for number in range(200)]
    groups, batches = list(snapshots._grouped([manifest])), list(snapshots._batches(iter(numbered)))
    assert [each for group in groups for each in group] == [each for batch in batches for each in batch] == numbered
    assert [len(group) for group in groups] == [10, 40, FILES_IN_ONE, FILES_IN_ONE, 22]
    assert [len(batch) for batch in batches] == [10, 40, 80, 70]
