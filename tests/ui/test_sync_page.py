"""How things stand with HQ is told in one sentence; what was refused or changed twice is settled on the page."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from inspector_app.records.inspections import Inspector
from inspector_app.records.operators import Operator
from inspector_app.services.exchanging import Outcome
from inspector_app.services.laptop import Laptop as Enrolled
from inspector_app.storage import waiting
from inspector_app.storage.rows import find
from inspector_app.ui.context import Context
from inspector_app.ui.pages.sync import SyncPage
from inspector_app.ui.sync_sentences import trouble
from inspector_app.ui.sync_timer import SyncTimer
from inspector_app.ui.sync_watch import SyncWatch
from inspector_app.ui.tasks import Report
from sync.device import blobs, engine
from sync.device.core import PhotoState
from sync.device.outbox import set_meta
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.tables import blob_local, outbox
from sync.faults import Fault
from sync.protocol import Refusal
from sync.record import Conflict, Policy, new_id
from tests import factories
from tests.replica_fixtures import Laptop, laptop

__all__ = ["laptop"]

HOUR = 3_600_000_000
OFFLINE = SyncProblem(ProblemKind.UNREACHABLE, retryable=True)


class Exchange:
    """Waits until the test lets it end, then gives `outcome` or raises `error`."""

    def __init__(self) -> None:
        self.runs = 0
        self.go = threading.Event()
        self.was_stopped = False
        self.outcome = Outcome(engine.Summary(is_level=True), blobs.Sent(is_done=True))
        self.error: Exception | None = None

    def __call__(self, report: Report, stop: threading.Event) -> Outcome:
        self.runs += 1
        report(1, 4)
        while not self.go.wait(0.01):
            if stop.is_set():
                self.was_stopped = True
                break
        if self.error is not None:
            raise self.error
        return self.outcome


@pytest.fixture
def at_work(context: Context, laptop: Laptop) -> Context:
    with laptop.sessions.begin() as session:
        set_meta(session, last_contact=laptop.now - HOUR, epoch=1)
    return replace(context, sessions=laptop.sessions, user=laptop.wang, device_id=laptop.device_id)


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    made = Exchange()
    yield made
    made.go.set()


@pytest.fixture
def watch(at_work: Context, exchange: Exchange) -> SyncWatch:
    made = SyncWatch(at_work, SyncTimer(at_work.tasks, exchange, 300))
    made.timer.setParent(made)
    return made


@pytest.fixture
def page(at_work: Context, watch: SyncWatch, laptop: Laptop, qtbot: QtBot) -> SyncPage:
    enrolled = Enrolled(laptop.device_id, "https://hq.example:8443", "DEMO", 60, "", "")
    made = SyncPage(at_work, watch, enrolled)
    qtbot.addWidget(made)
    made.resize(1178, 670)
    made.show()
    qtbot.waitExposed(made)
    made.on_shown()
    qtbot.waitUntil(lambda: text(made, "sync_sentence") != "")
    return made


def text(page: QWidget, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def rename(laptop: Laptop, name: str) -> None:
    with laptop.acting() as act:
        act.save(laptop.shop.changed(name=name))


def refuse(laptop: Laptop, code: Refusal = Refusal.INVALID_VALUE) -> None:
    """As if HQ had answered all that waits."""
    with laptop.sessions.begin() as session:
        session.execute(update(outbox).values(state="rejected", code=code, unit="name", detail="", settled_at=1))


def conflict(laptop: Laptop, winner_by: str | None = None) -> Conflict:
    made = Conflict(
        id=new_id(),
        row_kind="operator",
        row_id=laptop.shop.id,
        unit="name",
        base="Old",
        winner=laptop.shop.name,
        loser="Mine",
        policy=Policy.KEEP_CURRENT,
        winner_by=winner_by or laptop.li.id,
        loser_op=new_id(),
        loser_by=laptop.wang.id,
        loser_at=laptop.now - HOUR,
    )
    laptop.receive(made)
    return made


def name_of_shop(laptop: Laptop) -> str:
    with laptop.sessions() as session:
        shop = find(session, Operator, laptop.shop.id)
    assert shop is not None
    return shop.name


def test_level_is_said_with_the_time_of_the_last_contact(page: SyncPage) -> None:
    assert text(page, "sync_sentence") == "Level with headquarters, today 08:30"
    assert text(page, "sync_address") == "https://hq.example:8443"
    assert text(page, "sync_lease") == "possible for 60 more days"


def test_what_waits_is_counted_by_kind_of_record(page: SyncPage, laptop: Laptop, qtbot: QtBot) -> None:
    rename(laptop, "New name")
    with laptop.acting() as act:
        for _ in range(2):
            act.save(factories.ledger_entry(laptop.shop.id))
    page.on_shown()
    qtbot.waitUntil(lambda: text(page, "sync_sentence").startswith("3 changes to be sent"))
    qtbot.waitUntil(lambda: text(page, "waiting_kinds").split() == ["Ledger", "line", "2", "Operator", "1"])


def test_an_edit_anywhere_is_seen_without_asking(
    at_work: Context, page: SyncPage, laptop: Laptop, qtbot: QtBot
) -> None:
    at_work.write(page, lambda act: act.save(laptop.shop.changed(name="New name")))
    qtbot.waitUntil(lambda: text(page, "sync_sentence").startswith("1 change to be sent"))


def test_visits_whose_photos_are_on_their_way_are_named(page: SyncPage, laptop: Laptop, qtbot: QtBot) -> None:
    there, waiting_ = PhotoState.AT_HQ, PhotoState.WAITING
    sent, half, none = (
        factories.visit(laptop.shop.changed(name=name), laptop.wang, laptop.device_id, started_at=laptop.now - number)
        for number, name in enumerate(("Sent", "<b>Half</b>", "None"))
    )
    laptop.receive(sent, half, none)
    laptop.hold_photos(sent.id, there, there)
    laptop.hold_photos(half.id, there, waiting_, there, there, waiting_)
    laptop.hold_photos(none.id, waiting_)
    page.on_shown()
    qtbot.waitUntil(lambda: "Half" in text(page, "waiting_photos"))
    assert text(page, "waiting_photos").splitlines()[1:] == [
        "18 Mar 2026  None  1 photo, not at headquarters yet",
        "18 Mar 2026  <b>Half</b>  3 of 5 photos at headquarters",
    ]


def test_photos_are_counted_at_hq_and_in_bytes(page: SyncPage, laptop: Laptop, qtbot: QtBot) -> None:
    with laptop.sessions.begin() as session:
        for at in range(5):
            row = {"sha256": f"{at:064}", "size": 500_000, "state": "at_hq" if at < 3 else "waiting", "added_at": at}
            session.execute(blob_local.insert().values(row))
    page.on_shown()
    qtbot.waitUntil(lambda: text(page, "waiting_photos") == "Photos: 3 of 5 at headquarters, 1.0 MB to be sent")


def test_f5_exchanges_and_the_bar_shows_how_far(page: SyncPage, exchange: Exchange, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page._watch.timer.progressed):
        qtbot.keyClick(page, Qt.Key.Key_F5)
    assert button(page, "sync_cancel").isVisible()
    assert not button(page, "sync_now").isVisible()
    assert text(page, "sync_count") == "1 / 4"
    exchange.go.set()
    qtbot.waitUntil(button(page, "sync_now").isVisible)
    assert exchange.runs == 1
    qtbot.waitUntil(lambda: text(page, "sync_next") == "Next sync in 5 minutes")


def test_the_focus_stays_where_an_exchange_was_asked_for(page: SyncPage, exchange: Exchange, qtbot: QtBot) -> None:
    now = button(page, "sync_now")
    now.setFocus()
    qtbot.keyClick(now, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.window().focusWidget() is button(page, "sync_cancel"))
    exchange.go.set()
    qtbot.waitUntil(lambda: page.window().focusWidget() is now)


def test_cancel_stops_the_exchange(page: SyncPage, exchange: Exchange, qtbot: QtBot) -> None:
    button(page, "sync_now").click()
    qtbot.waitUntil(button(page, "sync_cancel").isVisible)
    button(page, "sync_cancel").click()
    qtbot.waitUntil(button(page, "sync_now").isVisible)
    assert exchange.was_stopped


@pytest.mark.parametrize("is_raised", [True, False])
def test_an_unreachable_hq_is_told_quietly(
    page: SyncPage, exchange: Exchange, laptop: Laptop, qtbot: QtBot, is_raised: bool
) -> None:
    rename(laptop, "New name")
    if is_raised:
        exchange.error = OFFLINE
    else:
        exchange.outcome = Outcome(engine.Summary(problem=OFFLINE), blobs.Sent())
    exchange.go.set()
    button(page, "sync_now").click()
    qtbot.waitUntil(lambda: "Working offline; 1 change is safe" in text(page, "sync_sentence"))
    assert "Headquarters cannot be reached" in text(page, "sync_advice")
    exchange.error, exchange.outcome = None, Outcome(engine.Summary(), blobs.Sent())
    button(page, "sync_now").click()
    qtbot.waitUntil(lambda: text(page, "sync_sentence").startswith("1 change to be sent"))


def test_what_an_exchange_brought_is_announced(
    at_work: Context, page: SyncPage, exchange: Exchange, qtbot: QtBot
) -> None:
    exchange.outcome = Outcome(engine.Summary(kinds=frozenset({"operator"})), blobs.Sent())
    exchange.go.set()
    with qtbot.waitSignal(at_work.changes.happened) as told:
        button(page, "sync_now").click()
    assert told.args == [{"operator"}]


def test_a_refused_change_is_named_with_its_reason_and_opened(page: SyncPage, laptop: Laptop, qtbot: QtBot) -> None:
    rename(laptop, "New name")
    refuse(laptop)
    page._context.changes.announce({"operator"})
    qtbot.waitUntil(lambda: "A value is not possible" in text(page, "refused_detail"))
    table = page.findChild(QWidget, "refused")
    assert table is not None
    assert table.model().index(0, 0).data() == "Operator New name"  # type: ignore[attr-defined]
    assert laptop.wang.name in text(page, "refused_detail")
    with qtbot.waitSignal(page.record_asked) as asked:
        button(page, "refused_open").click()
    assert asked.args == ["operator", laptop.shop.id]


def test_setting_a_refused_change_aside_asks_first_and_shows_what_hq_holds(
    page: SyncPage, laptop: Laptop, qtbot: QtBot
) -> None:
    rename(laptop, "New name")
    refuse(laptop)
    page._context.changes.announce({"operator"})
    qtbot.waitUntil(button(page, "refused_aside").isEnabled)
    button(page, "refused_aside").click()
    question = page.window().findChild(QMessageBox, "decision")
    assert isinstance(question, QMessageBox)
    assert name_of_shop(laptop) == "New name"
    button(question, "decision_yes").click()
    qtbot.waitUntil(lambda: name_of_shop(laptop) == laptop.shop.name)
    section = page.findChild(QWidget, "sync_refused")
    assert section is not None
    qtbot.waitUntil(lambda: not section.isVisible())


@pytest.mark.parametrize(("choice", "name"), [("conflict_keep", None), ("conflict_take", "Mine")])
def test_a_value_changed_twice_is_decided_by_looking_at_both(
    page: SyncPage, laptop: Laptop, qtbot: QtBot, choice: str, name: str | None
) -> None:
    conflict(laptop)
    page._context.changes.announce({"conflict"})
    qtbot.waitUntil(lambda: text(page, "conflict_loser") == "Mine")
    assert (text(page, "conflict_base"), text(page, "conflict_winner")) == ("Old", laptop.shop.name)
    qtbot.waitUntil(lambda: "1 value was changed twice" in text(page, "sync_sentence"))
    button(page, choice).click()
    qtbot.waitUntil(lambda: not button(page, choice).isEnabled())
    assert name_of_shop(laptop) == (name or laptop.shop.name)
    qtbot.waitUntil(lambda: text(page, "sync_sentence").startswith("1 change to be sent"))
    with laptop.sessions() as session:
        assert len(waiting.decided_conflicts(session)) == 1


@pytest.mark.parametrize(("is_on_a_visit", "name"), [(True, "赵敏"), (False, "Somebody else")])
def test_a_colleague_whose_record_is_not_here_is_named_as_far_as_known(
    page: SyncPage, laptop: Laptop, qtbot: QtBot, is_on_a_visit: bool, name: str
) -> None:
    colleague = new_id()
    if is_on_a_visit:
        laptop.receive(
            factories.visit(
                laptop.shop, laptop.wang, laptop.device_id, inspectors=(Inspector(user_id=colleague, name="赵敏"),)
            )
        )
    conflict(laptop, colleague)
    page._context.changes.announce({"conflict"})
    qtbot.waitUntil(lambda: text(page, "conflict_winner_by") == name)
    assert text(page, "conflict_loser_by").startswith(f"{laptop.wang.name}, ")


def test_ones_own_value_that_stands_is_told_with_its_time(page: SyncPage, laptop: Laptop, qtbot: QtBot) -> None:
    with laptop.acting() as act:
        act.save(laptop.shop.changed(name="Ours"))
    laptop.receive(conflict(laptop, laptop.wang.id).changed(winner="Ours"))
    page._context.changes.announce({"conflict"})
    qtbot.waitUntil(lambda: text(page, "conflict_winner_by").startswith(f"{laptop.wang.name}, "))


def test_a_colleagues_value_that_stands_is_told_with_the_time_that_hq_knows(
    page: SyncPage, laptop: Laptop, qtbot: QtBot
) -> None:
    laptop.receive(conflict(laptop).changed(winner_at=laptop.now - HOUR))
    page._context.changes.announce({"conflict"})
    qtbot.waitUntil(lambda: text(page, "conflict_winner_by").startswith(f"{laptop.li.name}, "))


def test_nothing_refused_and_nothing_doubled_shows_no_list(page: SyncPage) -> None:
    for name in ("sync_refused", "sync_conflicts"):
        section = page.findChild(QWidget, name)
        assert section is not None
        assert not section.isVisible()


BLOCKED = SyncProblem(ProblemKind.FAULT, retryable=False, fault=Fault.REVOKED)


@pytest.mark.parametrize(
    ("problem", "every_s", "said"),
    [
        (OFFLINE, 300, "waits longer, 30 minutes at most"),
        (OFFLINE, 3600, "tries again every 60 minutes"),
        (BLOCKED, 300, ""),  # waiting does not help
    ],
)
def test_the_wait_is_told_as_long_as_it_is(
    page: SyncPage, exchange: Exchange, watch: SyncWatch, qtbot: QtBot, problem: SyncProblem, every_s: int, said: str
) -> None:
    watch.timer.set_every(every_s)
    exchange.error = problem
    exchange.go.set()
    button(page, "sync_now").click()
    qtbot.waitUntil(lambda: text(page, "sync_advice") == trouble(problem))
    assert (said in text(page, "sync_why")) if said else (text(page, "sync_why") == "")


@pytest.mark.parametrize(
    ("problem", "why"),
    [
        (OFFLINE, "After each try that fails"),
        (
            SyncProblem(ProblemKind.FAULT, retryable=True, fault=Fault.BUSY, retry_after=1200),
            "asked this laptop to wait",
        ),
    ],
)
def test_a_wait_says_why_what_is_safe_and_how_to_try_now(
    page: SyncPage, exchange: Exchange, watch: SyncWatch, qtbot: QtBot, problem: SyncProblem, why: str
) -> None:
    assert text(page, "sync_why") == ""
    exchange.error = problem
    exchange.go.set()
    for runs in (1, 2):
        button(page, "sync_now").click()
        qtbot.waitUntil(lambda runs=runs: exchange.runs == runs and not watch.timer.is_running)
    qtbot.waitUntil(lambda: why in text(page, "sync_why"))
    assert text(page, "sync_next") == "Next try in 20 minutes"
    assert "kept on this laptop" in text(page, "sync_why")
    assert "“Sync now” tries at once" in text(page, "sync_why")
    exchange.error = None
    button(page, "sync_now").click()
    qtbot.waitUntil(lambda: text(page, "sync_why") == "")
