"""A laptop that was away for long: it catches up by segments that others fetch too; and what it keeps when it loses."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, text

from inspector_app.records.inspections import Finding, Inspection, Subject
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.storage import departure
from inspector_app.storage.tables import TABLES
from sync.device.core import SubState
from sync.device.session import Step
from sync.device.snapshots import TakeSegments
from sync.device.tables import outbox, sub
from sync.hq import compaction, grants
from sync.hq.shelf import Sizes
from sync.record import FeedKey, FeedKind, new_id

Make = Callable[..., Any]
TOWNSHIP, OTHER = "990101100", "990101200"
DAY = 86_400 * 1_000_000


@pytest.fixture
def sizes() -> Sizes:
    return Sizes(min_rows=1_000_000, far=30, segment_bytes=20_000)


def author(hq: Any, records: list[Any]) -> None:
    with hq.service.author("HQ", 1) as writer:
        for record in records:
            writer.save(record)


def count(hq: Any, table: str) -> int:
    with hq.database.engine.connect() as conn:
        return int(conn.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def shown(laptop: Any) -> dict[str, Operator]:
    with laptop.sessions() as session:
        ids = list(session.scalars(select(TABLES["operator"].c.id)))
    return {row_id: laptop.get(Operator, row_id) for row_id in ids}


def at_hq(hq: Any, shops: list[Operator]) -> dict[str, Operator]:
    return {shop.id: hq.row(Operator, shop.id) for shop in shops}


def test_a_laptop_far_behind_catches_up_by_segments_that_others_share(
    make_laptop: Make, make_operator: Make, hq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    shops = [make_operator(name=f"店{n}", remark="备注" * 40) for n in range(10)]
    author(hq, shops)
    first, second = make_laptop(), make_laptop()
    first.sync()
    second.sync()
    shops += [make_operator(name=f"新{n}", remark="备注" * 40) for n in range(300)]
    shops[:3] = [shop.changed(phone="1") for shop in shops[:3]]
    author(hq, shops)
    for laptop in (first, second):
        monkeypatch.setattr("sync.protocol.PAGE_BYTES", 8_192)
        taken: list[int] = []
        with contextlib.closing(laptop.connect()) as connection:
            works = laptop.works(connection)
            take = works[TakeSegments]

            def counted(job: TakeSegments, take: Any = take, taken: list[int] = taken) -> Step:
                taken.append(len(job.segments))
                return take(job)

            from sync.device.engine import run_once

            small = _small_pages(laptop)
            summary = run_once(small, connection, works=works | {TakeSegments: counted})
        assert summary.is_level
        assert sum(taken) >= 3
        assert shown(laptop) == at_hq(hq, shops)
        with laptop.sessions() as session:
            assert set(session.scalars(select(sub.c.state))) == {SubState.LIVE}
        sealed = count(hq, "segment")
        if laptop is first:
            before = sealed
    assert sealed == before  # the second laptop fetched what was sealed for the first
    assert not list(first.downloads._folder.iterdir())


def _small_pages(laptop: Any) -> Any:
    """The laptop's replica, asking for small pages, so that what is inline is little."""

    class Small:
        def next_request(self) -> Any:
            return laptop.replica.next_request().model_copy(update={"max": 4_096})

        def __getattr__(self, name: str) -> Any:
            return getattr(laptop.replica, name)

    return Small()


def test_a_stale_segment_stays_right(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    from sync.device.engine import run_once

    shops = [make_operator(name=f"店{n}", remark="备注" * 40) for n in range(5)]
    author(hq, shops)
    first, second = make_laptop(), make_laptop()
    first.sync()
    second.sync()
    shops += [make_operator(name=f"新{n}", remark="备注" * 40) for n in range(200)]
    author(hq, shops)
    with contextlib.closing(first.connect()) as connection:
        run_once(_small_pages(first), connection, works=first.works(connection))
    assert count(hq, "segment") > 0
    shops[20] = shops[20].changed(phone="2")
    moved = shops.pop(30)
    author(hq, [shops[20], moved.changed(division_code=OTHER)])
    with contextlib.closing(second.connect()) as connection:
        summary = run_once(_small_pages(second), connection, works=second.works(connection))
    assert summary.is_level
    assert shown(second) == at_hq(hq, shops)


def test_a_cursor_below_the_floor_begins_that_feed_anew_and_keeps_the_outbox(
    make_laptop: Make, make_operator: Make, hq: Any
) -> None:
    shops = [make_operator(name=f"店{n}") for n in range(4)]
    author(hq, shops)
    laptop = make_laptop()
    laptop.sync()
    author(hq, [shops[0].changed(division_code=OTHER)])
    author(hq, [shops[1].changed(phone="1")])
    compaction.compact(hq.database, 401 * DAY + 1)
    laptop.save(shops[2].changed(remark="我的"))
    laptop.save(shops[0].changed(remark="搬走的"))
    summary = laptop.sync()
    assert summary.refused == 1
    assert laptop.get(Operator, shops[0].id) is None
    assert laptop.get(Operator, shops[1].id).phone == "1"
    assert laptop.get(Operator, shops[2].id).remark == hq.row(Operator, shops[2].id).remark == "我的"
    with laptop.sessions() as session:
        assert len(session.execute(select(outbox)).all()) == 2
        assert set(session.scalars(select(sub.c.state))) == {SubState.LIVE}
    assert laptop.sync().exchanges == 1


def inspected(laptop: Any, shop: Operator, **fields: Any) -> tuple[Inspection, Finding]:
    visit = Inspection(
        id=new_id(),
        operator_id=shop.id,
        author_id=laptop.user,
        device_id=laptop.device,
        subject=Subject(name=shop.name, operator_kind=OperatorKind.RURAL_STORE, address=shop.address),
        checklist_id=new_id(),
        checklist_sha256="0" * 64,
        started_at=laptop.now,
    )
    finding = Finding(
        id=new_id(), inspection_id=visit.id, operator_id=shop.id, item_id="A", key=True, description="过期"
    )
    signed = visit.changed(signed_at=laptop.now, state="SIGNED", content_sha256="1" * 64, **fields)
    laptop.save(signed)
    laptop.save(finding)
    return signed, finding


def test_a_township_taken_away_leaves_own_signed_visits_for_thirty_days(
    make_laptop: Make, make_operator: Make, hq: Any
) -> None:
    laptop, colleague = make_laptop(), make_laptop()
    shop = make_operator()
    laptop.save(shop)
    visit, finding = inspected(laptop, shop)
    laptop.sync()
    colleague.sync()
    foreign, _ = inspected(colleague, shop)
    colleague.sync()
    laptop.sync()
    assert laptop.get(Inspection, foreign.id) == foreign
    hq.townships[laptop.device].clear()
    laptop.sync()
    assert laptop.get(Operator, shop.id) is laptop.get(Inspection, foreign.id) is None
    assert laptop.get(Inspection, visit.id) == visit
    assert laptop.get(Finding, finding.id) == finding
    with laptop.sessions() as session:
        table = TABLES["inspection"]
        assert session.scalars(select(table.c.feed_id)).all() == [departure.KEPT]
    with laptop.sessions.begin() as session:  # thirty-one days later
        session.execute(outbox.update().values(wall=outbox.c.wall - 31 * DAY))
    laptop.sync()
    assert laptop.get(Inspection, visit.id) is laptop.get(Finding, finding.id) is None
    hq.townships[laptop.device].add(TOWNSHIP)
    laptop.sync()
    assert laptop.get(Inspection, visit.id) == visit
    assert laptop.get(Inspection, foreign.id) == foreign


def test_a_visit_that_stayed_belongs_to_its_feed_again_when_that_comes_back(
    make_laptop: Make, make_operator: Make, hq: Any
) -> None:
    laptop = make_laptop()
    shop = make_operator()
    laptop.save(shop)
    visit, _ = inspected(laptop, shop)
    laptop.sync()
    for townships in (set[str](), {TOWNSHIP}):
        hq.townships[laptop.device] = townships
        laptop.sync()
        assert laptop.get(Inspection, visit.id) == visit
    with laptop.sessions() as session:
        assert min(session.scalars(select(TABLES["inspection"].c.feed_id)).all()) > 0


def test_a_grant_that_ends_while_offline_takes_its_rows_and_leaves_its_edits(
    make_laptop: Make, make_operator: Make, hq: Any
) -> None:
    shop = make_operator(division_code=f"{OTHER}300")
    author(hq, [shop])
    laptop = make_laptop()
    now, key = laptop.now, FeedKey(FeedKind.TOWNSHIP, OTHER)
    made = hq.database.write(
        lambda conn: grants.grant(conn, laptop.device, key, "联合检查", "admin", now - 2, now + DAY)
    )
    laptop.sync()
    laptop.save(shop.changed(phone="1"))
    born = make_operator(division_code=f"{OTHER}300", name="新店")
    laptop.save(born)
    visit, _ = inspected(laptop, shop)
    hq.database.write(lambda conn: grants.end(conn, made.id, now - 1))
    summary = laptop.sync()
    assert (summary.refused, summary.parked) == (0, 0)
    assert hq.row(Operator, shop.id).phone == "1"
    assert hq.row(Operator, born.id) == born
    assert hq.row(Inspection, visit.id) == visit
    assert laptop.get(Operator, shop.id) is laptop.get(Operator, born.id) is None
    assert laptop.get(Inspection, visit.id) == visit  # signed here, within thirty days
    assert laptop.sync().exchanges == 1
