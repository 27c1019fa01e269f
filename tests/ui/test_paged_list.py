"""A long list comes a page at a time, by key, and an answer to an older question is dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from inspector_app.ui.context import Context
from inspector_app.ui.models.paged_list import PAGE_SIZE, Column, PagedList
from inspector_app.ui.models.roles import RECORD, TONE
from inspector_app.ui.widgets.record_table import LEAST_PX, RecordTable


@dataclass(frozen=True)
class Shop:
    id: str
    name: str


COLUMNS = (
    Column[Shop](lambda shop: shop.id, is_number=True),
    Column[Shop](lambda shop: shop.name, tone=lambda shop: "good"),
)


def shops(count: int, name: str = "shop") -> list[Shop]:
    return [Shop(f"{number:06d}", f"{name} {number}") for number in range(count)]


def by_key(everything: Sequence[Shop]) -> Callable[[Session, Shop | None, int], Sequence[Shop]]:
    def fetch(session: Session, after: Shop | None, limit: int) -> Sequence[Shop]:
        rest = [shop for shop in everything if after is None or shop.id > after.id]
        return rest[:limit]

    return fetch


@pytest.fixture
def model(context: Context, qtbot: QtBot) -> PagedList[Shop]:
    owner = QObject()
    made = PagedList(context, COLUMNS, owner)
    made.owner = owner  # type: ignore[attr-defined]
    made.set_titles(["Number", "Name"])
    return made


def load(qtbot: QtBot, model: PagedList[Shop], count: int) -> None:
    with qtbot.waitSignal(model.loaded):
        model.show(by_key(shops(count)))


def test_the_model_keeps_the_rules_of_qt(qtbot: QtBot, qtmodeltester: ModelTester, model: PagedList[Shop]) -> None:
    load(qtbot, model, 250)
    qtmodeltester.check(model)


def test_pages_follow_each_other_without_gap_or_repetition(qtbot: QtBot, model: PagedList[Shop]) -> None:
    load(qtbot, model, 2 * PAGE_SIZE + 7)
    assert model.rowCount() == PAGE_SIZE
    while model.canFetchMore():
        with qtbot.waitSignal(model.loaded):
            model.fetchMore()
    assert list(model.records()) == shops(2 * PAGE_SIZE + 7)


def test_a_list_that_ends_with_a_full_page_ends(qtbot: QtBot, model: PagedList[Shop]) -> None:
    load(qtbot, model, PAGE_SIZE)
    with qtbot.waitSignal(model.loaded):
        model.fetchMore()
    assert model.rowCount() == PAGE_SIZE
    assert not model.canFetchMore()


def test_while_a_page_is_on_its_way_no_other_is_asked_for(qtbot: QtBot, model: PagedList[Shop]) -> None:
    load(qtbot, model, 250)
    model.fetchMore()
    assert not model.canFetchMore()
    qtbot.waitUntil(lambda: model.rowCount() == 2 * PAGE_SIZE)


def test_an_answer_to_an_older_search_is_dropped(qtbot: QtBot, model: PagedList[Shop]) -> None:
    go = threading.Event()

    def slow(session: Session, after: Shop | None, limit: int) -> Sequence[Shop]:
        go.wait(5)
        return shops(3, "old")

    model.show(slow)
    load(qtbot, model, 2)
    go.set()
    qtbot.waitUntil(lambda: model._context.tasks.is_idle)
    assert [shop.name for shop in model.records()] == ["shop 0", "shop 1"]


def test_old_rows_stay_until_the_new_ones_are_here(qtbot: QtBot, model: PagedList[Shop]) -> None:
    load(qtbot, model, 5)
    with qtbot.waitSignal(model.loaded):
        model.show(by_key(shops(1)))
        assert model.rowCount() == 5
    assert model.rowCount() == 1


def test_refreshing_keeps_as_many_rows_as_were_shown(qtbot: QtBot, model: PagedList[Shop]) -> None:
    load(qtbot, model, 250)
    with qtbot.waitSignal(model.loaded):
        model.fetchMore()
    with qtbot.waitSignal(model.loaded):
        model.refresh()
    assert model.rowCount() == 2 * PAGE_SIZE
    assert model.canFetchMore()


def test_a_failure_is_said_and_the_list_can_be_asked_again(qtbot: QtBot, model: PagedList[Shop]) -> None:
    from inspector_app.errors import AppError

    def fetch(session: Session, after: Shop | None, limit: int) -> Sequence[Shop]:
        raise AppError("storage_busy", retryable=True)

    with qtbot.waitSignal(model._context.messages.said) as said:
        model.show(fetch)
    assert said.args[0] == "warning"
    load(qtbot, model, 2)
    assert model.rowCount() == 2


def test_a_row_hands_out_its_record_and_a_state_its_tone(qtbot: QtBot, model: PagedList[Shop]) -> None:
    load(qtbot, model, 2)
    index = model.index(1, 1)
    assert index.data(RECORD) == Shop("000001", "shop 1")
    assert (index.data(), index.data(TONE)) == ("shop 1", "good")
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Number"
    assert model.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


@pytest.fixture
def table(qtbot: QtBot, model: PagedList[Shop]) -> RecordTable:
    made = RecordTable("shops", model)
    qtbot.addWidget(made)
    made.set_widths(120, 0)
    made.resize(500, 300)
    made.show()
    return made


def test_enter_opens_the_chosen_record(qtbot: QtBot, model: PagedList[Shop], table: RecordTable) -> None:
    load(qtbot, model, 20)
    table.take_focus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [Shop("000001", "shop 1")]


def test_scrolling_to_the_end_fetches_more(qtbot: QtBot, model: PagedList[Shop], table: RecordTable) -> None:
    load(qtbot, model, 150)
    table.scrollToBottom()
    qtbot.waitUntil(lambda: model.rowCount() == 150)


def test_the_chosen_record_stays_chosen_when_the_list_is_loaded_again(
    qtbot: QtBot, model: PagedList[Shop], table: RecordTable
) -> None:
    load(qtbot, model, 90)
    table.selectRow(40)
    place = table.verticalScrollBar().value()
    with qtbot.waitSignal(model.loaded):
        model.show(by_key([Shop("000000a", "new"), *shops(90)]))
    assert table.currentIndex().data(RECORD) == Shop("000040", "shop 40")
    assert table.verticalScrollBar().value() == place


def test_the_column_that_shares_the_room_can_always_be_read(
    qtbot: QtBot, model: PagedList[Shop], table: RecordTable
) -> None:
    load(qtbot, model, 3)
    assert table.columnWidth(0) + table.columnWidth(1) == table.viewport().width()
    table.resize(200, 300)
    assert table.columnWidth(1) == LEAST_PX


def test_badges_are_painted(qtbot: QtBot, model: PagedList[Shop], table: RecordTable) -> None:
    load(qtbot, model, 3)
    assert not table.grab().isNull()
