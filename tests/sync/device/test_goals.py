"""Goals of exchange as they are written, on a real replica over real sockets."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import func, select

from inspector_app.records.operators import Operator
from inspector_app.storage import sync_state
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import save
from sync.device.core import RowState
from sync.hq.tables import op_result, row_history
from tests.benchmarks.wire import Wire

Make = Callable[..., Any]
FAR = "990101200300"
"""A village of a township that is not the laptop's: HQ keeps such a change back."""


def save_all(laptop: Any, records: Sequence[Operator]) -> None:
    with laptop.sessions.begin() as session:
        for record in records:
            save(session, record, laptop.user, laptop.now)


def held_by(hq: Any) -> list[str]:
    table = TABLES["operator"]
    found: list[str] = hq.database.read(lambda conn: conn.execute(select(table.c.id)).scalars().all())
    return found


def test_h_1_a_second_exchange_with_nothing_new_moves_less_than_5_kb(
    make_laptop: Make, make_operator: Make, hq: Any
) -> None:
    laptop = make_laptop()
    save_all(laptop, [make_operator() for _ in range(50)])
    with Wire(int(hq.url.rpartition(":")[2])) as line:
        url = f"http://127.0.0.1:{line.port}"
        laptop.sync(url)
        before = line.counts.up + line.counts.down
        laptop.sync(url)
        assert 0 < line.counts.up + line.counts.down - before <= 5_000


def test_h_2_of_a_hundred_ten_are_refused_with_reasons_and_none_is_lost(
    make_laptop: Make, make_operator: Make, hq: Any
) -> None:
    laptop = make_laptop()
    rows = [make_operator(**({"division_code": FAR} if number % 10 == 3 else {})) for number in range(100)]
    wrong = {row.id for row in rows if row.division_code == FAR}
    save_all(laptop, rows)
    laptop.sync()
    assert set(held_by(hq)) == {row.id for row in rows} - wrong
    with laptop.sessions() as session:
        refusals = sync_state.refused(session)
        states = sync_state.row_states(session, "operator", [row.id for row in rows])
    assert {refusal.row_id for refusal in refusals} == wrong
    assert all(refusal.code for refusal in refusals)
    assert {row_id for row_id, state in states.items() if state is not RowState.AT_HQ} == wrong
    assert all(laptop.get(Operator, row.id) == row for row in rows)


def test_h_5_a_request_sent_ten_times_counts_once(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    laptop = make_laptop()
    rows = [make_operator() for _ in range(30)]
    save_all(laptop, rows)
    with contextlib.closing(laptop.connect()) as way:
        request = laptop.replica.next_request()
        for _ in range(9):
            way.exchange(request)
        laptop.replica.apply(request, way.exchange(request))
    laptop.sync()
    for table in (op_result, row_history):
        count = hq.database.read(
            lambda conn, table=table: conn.execute(select(func.count()).select_from(table)).scalar()
        )
        assert count == len(rows)
    assert sorted(held_by(hq)) == sorted(row.id for row in rows)


def test_h_9_a_poisoned_record_among_a_thousand_stops_no_other(make_laptop: Make, make_operator: Make, hq: Any) -> None:
    laptop = make_laptop()
    rows = [make_operator() for _ in range(1_000)]
    poisoned = rows[500].model_copy(update={"latitude": 1234.0})  # what no check of a laptop lets through
    rows[500] = poisoned
    save_all(laptop, rows)
    laptop.try_sync()
    assert set(held_by(hq)) == {row.id for row in rows} - {poisoned.id}
    with laptop.sessions() as session:
        assert [refusal.row_id for refusal in sync_state.refused(session)] == [poisoned.id]
