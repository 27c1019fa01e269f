"""A laptop is put out of HQ, or its person moved, while it is half way through: nothing of its own is lost (C-37)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select, update

from inspector_app.records.operators import Operator
from inspector_app.storage import sync_state
from inspector_app.storage.tables import TABLES
from sync.device.core import SubState
from sync.device.engine import run_once
from sync.device.tables import outbox, sub
from sync.faults import Fault
from sync.hq.auth import DeviceStatus, set_status
from sync.hq.tables import quarantine
from sync.protocol import ExchangeReply, ExchangeRequest
from tests.sync.device.conftest import TOWNSHIP

Make = Callable[..., Any]
SHOPS = 120


class Paged:
    """A way to HQ on which pages are small, and something happens at HQ after the second of them."""

    def __init__(self, hq: Any, after: Callable[[], None]) -> None:
        self._hq, self._after = hq, after
        self.pages = 0

    def exchange(self, request: ExchangeRequest) -> ExchangeReply:
        if self.pages == 2:
            self._after()
        reply: ExchangeReply = self._hq.exchange(request.model_copy(update={"max": 4_096, "files": False}))
        self.pages += bool(reply.feeds)
        return reply


@pytest.fixture
def full_hq(hq: Any, make_operator: Make) -> Any:
    """A township that takes many small pages."""
    with hq.service.author("HQ", 1) as author:
        for number in range(SHOPS):
            author.save(make_operator(name=f"店 {number} " + "长" * 40))
    return hq


def rows_here(laptop: Any) -> int:
    with laptop.sessions() as session:
        return int(session.execute(select(func.count()).select_from(TABLES["operator"])).scalar_one())


def states(laptop: Any) -> dict[str, int]:
    with laptop.sessions() as session:
        return dict(session.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state)).all())


def read_until(laptop: Any, after: Callable[[], None]) -> tuple[Any, Paged]:
    way = Paged(laptop.connect(), after)
    return run_once(laptop.replica, way), way


def test_one_revoked_between_two_pages_keeps_what_it_has_and_gets_no_more(
    full_hq: Any, make_laptop: Make, make_operator: Make
) -> None:
    laptop = make_laptop()

    def revoke() -> None:
        full_hq.database.write(lambda conn: set_status(conn, laptop.device, DeviceStatus.REVOKED))

    summary, way = read_until(laptop, revoke)
    assert (summary.problem.fault, way.pages) == (Fault.REVOKED, 2)
    held = rows_here(laptop)
    assert 0 < held < SHOPS
    with laptop.sessions() as session:
        assert SubState.LIVE not in set(session.scalars(select(sub.c.state).where(sub.c.code == TOWNSHIP)))
        assert not sync_state.state(session).is_level
    for number in range(3):
        laptop.save(make_operator(name=f"没有网络时登记的店 {number}"))
    for _ in range(2):
        assert laptop.try_sync().problem.fault is Fault.REVOKED
    assert states(laptop) in ({"pending": 3}, {"sent": 3}), "a refusal of the laptop says nothing of its changes"
    assert rows_here(laptop) == held + 3
    full_hq.database.write(lambda conn: set_status(conn, laptop.device, DeviceStatus.ACTIVE))
    laptop.sync()
    assert rows_here(laptop) == SHOPS + 3
    assert states(laptop) == {"acked": 3}


def test_thirty_changes_of_a_person_transferred_between_two_pages_are_kept_for_review(
    full_hq: Any, make_laptop: Make, make_operator: Make
) -> None:
    laptop = make_laptop()
    laptop.sync()
    own = [make_operator(name=f"店 {number}") for number in range(30)]
    with laptop.sessions.begin() as session:  # the township is read again from its beginning
        session.execute(update(sub).where(sub.c.code == TOWNSHIP).values(cursor=0, state=SubState.CATCHUP))

    def transfer() -> None:
        for shop in own:
            laptop.save(shop)
        full_hq.townships[laptop.device] = set()

    summary, way = read_until(laptop, transfer)
    assert summary.problem is None
    assert way.pages >= 2
    laptop.sync()
    assert rows_here(laptop) == len(own), (
        "what HQ gave went; what its people wrote and HQ refused stays before their eyes"
    )
    assert states(laptop) == {"rejected": 30}
    kept = full_hq.database.read(
        lambda conn: conn.execute(select(quarantine.c.code, func.count()).group_by("code")).all()
    )
    assert [tuple(row) for row in kept] == [("out_of_scope", 30)]
    full_hq.townships[laptop.device] = {TOWNSHIP}
    laptop.sync()
    assert rows_here(laptop) == SHOPS + 30
    assert laptop.get(Operator, own[0].id) is not None
