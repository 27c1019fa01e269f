"""A laptop whose disk was set back to an earlier day, also when it was worked on before it met HQ again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app.records.operators import Operator
from inspector_app.storage import sync_state
from inspector_app.storage.backup import back_up, restore
from inspector_app.storage.engine import open_database
from inspector_app.storage.replica import Enrolment, LocalReplica
from sync.device.core import RowState

Make = Callable[..., Any]
KEY = bytes(range(32))


@pytest.mark.parametrize("edits", [0, 1, 5])
def test_a_laptop_set_back_and_worked_on_drains_and_gets_back_what_it_sent(
    make_laptop: Make, make_operator: Make, hq: Any, tmp_path: Path, edits: int
) -> None:
    laptop = make_laptop()
    early, unanswered, lost = make_operator(), make_operator(), make_operator()
    laptop.save(early)
    laptop.sync()
    laptop.save(unanswered)
    laptop.replica.next_request()
    back_up(laptop.sessions, KEY, tmp_path / "yesterday.db")
    laptop.sync()
    laptop.save(lost)
    laptop.save(early.changed(remark="lost"))
    laptop.sync()
    laptop.sessions.close()
    restore(tmp_path / "yesterday.db", KEY, tmp_path / "laptop0" / "replica.db")
    laptop.sessions = open_database(tmp_path / "laptop0" / "replica.db", KEY)
    enrolment = Enrolment(laptop.device, "REAL", "0.1.0", laptop.key.sign, lambda: laptop.now)
    laptop.replica = LocalReplica(laptop.sessions, enrolment)
    later = [make_operator() for _ in range(edits)]
    for shop in later:
        laptop.save(shop)
    laptop.save(unanswered.changed(phone="7"))
    laptop.sync()
    shops = [early.changed(remark="lost"), unanswered.changed(phone="7"), lost, *later]
    for shop in shops:
        assert hq.row(Operator, shop.id) == laptop.get(Operator, shop.id) == shop
        with laptop.sessions() as session:
            assert sync_state.row_states(session, "operator", [shop.id]) == {shop.id: RowState.AT_HQ}
