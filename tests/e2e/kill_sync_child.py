"""HQ and a laptop without a window, each for a process of its own that test_kill_sync.py kills at any moment."""

from __future__ import annotations

import itertools
import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import select

from inspector_app.hq.office import Office
from inspector_app.hq.web import web
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import Operator
from inspector_app.services import ledgers
from inspector_app.services.exchanging import Exchanger
from inspector_app.storage import sync_state
from inspector_app.storage.operators import OperatorFilter, page
from sync.device import session as sync_session
from sync.device.core import SETTLED
from sync.device.tables import outbox
from sync.hq.app import server
from sync.record import new_id
from tests.e2e.visit import acting
from tests.running_hq import FieldLaptop, clock, signed_in

Say = Callable[[str], object]
PAUSE_S = 0.03
QUIET = "quiet"
"""A file of this name in the laptop's folder: save no more, go on exchanging."""


def live(environment: Mapping[str, str], work: Callable[..., None], *args: object) -> None:
    """Do the work in the test's own environment: the server that forks us has that of the first test."""
    os.environ.update(environment)
    work(*args)


def hq(folder: Path, port: int) -> None:
    """What `inspector-hq serve` does."""
    office = Office.open(folder, clock(), port=port)
    certificate, key = office.certificate_files
    server(web(office), "127.0.0.1", port, str(certificate), str(key)).run()


def laptop(folder: Path, said: Path) -> None:
    """Saves and exchanges without end. Each line in the file `said` was written after its transaction was committed:

    saved ID, remark TEXT, acked OP, exchanged, refused COUNT, drained.
    """
    sync_session.RESUME_S = 0.1  # only the test's own time is saved by this
    opened = signed_in(folder, "wang")
    with said.open("a", buffering=1, encoding="utf-8") as file:
        exchanging = threading.Thread(target=_exchange, args=(opened, file.write), daemon=True)
        exchanging.start()
        with acting(opened) as act:
            shop = page(act.session, OperatorFilter(), None, 1)[0]
        for count in itertools.count():
            assert exchanging.is_alive()
            if not (folder / QUIET).exists():
                _work(opened, shop.id, count, file.write)
            time.sleep(PAUSE_S)


def _work(laptop: FieldLaptop, shop_id: str, count: int, say: Say) -> None:
    """A new ledger line, and now and then another remark on the shop."""
    with acting(laptop) as act:
        line = LedgerEntry(
            id=new_id(),
            operator_id=shop_id,
            direction=Direction.IN,
            product_name="云露豆干",
            quantity_milli=1000,
            unit="袋",
            missing_reason="现场未提供票据",
            happened_on=act.today,
            entered_by=act.user.id,
            entered_at=act.now,
        )
        ledgers.add(act, line)
    say(f"saved {line.id}\n")
    if count % 3 == 0:
        remark = new_id()
        with acting(laptop) as act:
            act.save(act.get(Operator, shop_id).changed(remark=remark))
        say(f"remark {remark}\n")


def _exchange(laptop: FieldLaptop, say: Say) -> None:
    """Sync without pause. While there is work, one run goes on; it reports after each exchange."""
    exchanger, told = Exchanger(laptop.signed_in, clock), _acknowledged(laptop)

    def report(done: int, total: int) -> None:
        acked = _acknowledged(laptop)
        say("".join(f"acked {op}\n" for op in acked - told) + "exchanged\n")
        told.update(acked)

    while True:
        outcome = exchanger.run(report, threading.Event())
        with laptop.signed_in.sessions() as session:
            state = sync_state.state(session)
        if state.refused or state.conflicts:
            say(f"refused {state.refused + state.conflicts}\n")
        if outcome.problem is None and not state.waiting and (laptop.folder / QUIET).exists():
            say("drained\n")
        time.sleep(0.01)


def _acknowledged(laptop: FieldLaptop) -> set[str]:
    with laptop.signed_in.sessions() as session:
        return set(session.scalars(select(outbox.c.id).where(outbox.c.state.in_(SETTLED))))
