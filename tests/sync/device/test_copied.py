"""A disk that was copied, or set back, while a change on it was still open: what both wrote reaches HQ."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from inspector_app.records.operators import Operator
from inspector_app.storage.backup import back_up
from inspector_app.storage.engine import open_database
from inspector_app.storage.replica import Enrolment, LocalReplica
from sync.device.core import OpState
from sync.device.tables import outbox
from tests.sync.device.conftest import set_back

Make = Callable[..., Any]
KEY = bytes(range(32))


def test_an_open_change_that_grew_on_two_disks_is_sent_from_both(
    make_laptop: Make, make_operator: Make, hq: Any, tmp_path: Path
) -> None:
    laptop = make_laptop()
    shop = make_operator(tags=("老",))
    laptop.save(shop)
    back_up(laptop.sessions, KEY, tmp_path / "copy.db")
    laptop.save(shop.changed(tags=("老", "一")))
    laptop.sync()
    laptop.sessions.close()
    set_back(tmp_path / "laptop0" / "replica.db", tmp_path / "copy.db")
    laptop.sessions = open_database(tmp_path / "laptop0" / "replica.db", KEY)
    enrolment = Enrolment(laptop.device, "REAL", "0.1.0", laptop.key.sign, lambda: laptop.now)
    laptop.replica = LocalReplica(laptop.sessions, enrolment)
    laptop.save(shop.changed(tags=("老", "二"), phone="7"))
    laptop.sync()
    assert hq.row(Operator, shop.id) == laptop.get(Operator, shop.id)
    assert set(hq.row(Operator, shop.id).tags) == {"老", "一", "二"}
    with laptop.sessions() as session:
        states = {row.id: (row.state, row.replaces) for row in session.execute(select(outbox).order_by(outbox.c.mono))}
    (first, (aside, _)), (_, (state, replaces)) = states.items()
    assert aside == OpState.ASIDE
    assert replaces == first
    assert state in (OpState.ACKED, OpState.CONFLICT)
