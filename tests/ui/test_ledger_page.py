"""A shop's book: lines are saved together and taken back; what is being entered is never lost."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.errors import AppError
from inspector_app.records.ledgers import Direction
from inspector_app.services import ledger_drafts
from inspector_app.ui.context import Context
from inspector_app.ui.pages.ledger import LedgerPage
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop, laptop
from tests.ui.bookkeeping import (
    NOODLES,
    at_work,
    book,
    button,
    edit,
    fill_delivery,
    opened,
    page,
    save,
    settle,
    shown,
    text_of,
    text_of_button,
    type_into,
)

__all__ = ["at_work", "laptop", "page"]


def test_the_shop_is_found_by_typing_and_opened_by_enter(at_work: Context, laptop: Laptop, qtbot: QtBot) -> None:
    with laptop.acting() as act:
        act.save(laptop.shop.changed(phone="14000000002"))  # written by this device, so that it can be searched for
    page = shown(at_work, qtbot)
    search = edit(page, "ledger_search")
    qtbot.keyClicks(search, "yangliu")
    qtbot.keyClick(search, Qt.Key.Key_Return)
    table = page.findChild(QWidget, "ledger_operators")
    assert table is not None
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)  # type: ignore[attr-defined]
    qtbot.keyClick(search, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: text_of(page, "ledger_operator") == laptop.shop.name)


def test_partner_and_day_are_kept_for_the_next_line(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() != "")
    type_into(page, qtbot, production_date="20260301", happened_on="20260310")
    fill_delivery(page, qtbot)
    save(page, qtbot)
    assert edit(page, "product_name").text() == ""
    qtbot.waitUntil(edit(page, "product_name").hasFocus)
    assert (edit(page, "partner_name").text(), edit(page, "happened_on").text()) == ("Grain wholesale", "2026-03-10")
    assert [line.happened_on for line in book(laptop)] == [date(2026, 3, 10)]


def test_of_several_lines_those_that_lack_something_stay(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    page.take_scan("]C10106901234567892112603011727030110L2603")
    page.take_scan("6922222222227")
    qtbot.waitUntil(lambda: text_of_button(page, "ledger_save") == "Save 2 lines")
    settle(page, qtbot)
    fill_delivery(page, qtbot)
    save(page, qtbot)
    assert [line.batch_no for line in book(laptop)] == ["L2603"]
    assert [goods.gtin for goods in page._entry._model.goods()] == ["06922222222227"]
    assert text_of(page, "product_name_row_note") == "missing"


def test_what_is_being_entered_is_there_again_after_a_restart(
    at_work: Context, page: LedgerPage, laptop: Laptop, qtbot: QtBot
) -> None:
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() != "")
    type_into(page, qtbot, quantity_milli="2.5", partner_name="Grain")

    def kept() -> None:
        with laptop.sessions() as session:
            goods = ledger_drafts.stored(session, laptop.shop.id).goods
        assert [each.quantity_milli for each in goods] == [2500]

    qtbot.waitUntil(kept)
    again = shown(at_work, qtbot)
    opened(again, laptop, qtbot)
    qtbot.waitUntil(lambda: edit(again, "quantity_milli").text() == "2.5")
    assert (edit(again, "product_name").text(), edit(again, "partner_name").text()) == ("清河挂面", "Grain")
    assert book(laptop) == []


def stored(laptop: Laptop, shop_id: str = "") -> list[str]:
    with laptop.sessions() as session:
        return [each.product_name for each in ledger_drafts.stored(session, shop_id or laptop.shop.id).goods]


def test_the_last_keys_before_another_shop_is_opened_stay_with_their_shop(
    page: LedgerPage, laptop: Laptop, qtbot: QtBot
) -> None:
    other = factories.operator(name="另一家店", registered_by=laptop.wang.id)
    laptop.receive(other)
    type_into(page, qtbot, product_name="rice")
    page.open_for(other.id)
    type_into(page, qtbot, product_name="rice flour")  # while it is being opened
    qtbot.waitUntil(lambda: text_of(page, "ledger_operator") == other.name)
    settle(page, qtbot)
    assert stored(laptop) == ["rice flour"]
    assert edit(page, "product_name").text() == ""
    type_into(page, qtbot, product_name="salt")
    page.open_for(laptop.shop.id)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() == "rice flour")
    settle(page, qtbot)
    assert (stored(laptop), stored(laptop, other.id)) == (["rice flour"], ["salt"])


def test_opening_the_shop_that_is_open_takes_nothing_away(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    type_into(page, qtbot, product_name="rice", price_fen="3x")
    page.open_for(laptop.shop.id)
    type_into(page, qtbot, unit="kg")
    settle(page, qtbot)
    assert [edit(page, name).text() for name in ("product_name", "price_fen", "unit")] == ["rice", "3x", "kg"]


def test_the_page_is_left_once_its_last_keys_are_kept(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    type_into(page, qtbot, product_name="rice")
    kept: list[list[str]] = []
    page.before_leaving(lambda: kept.append(stored(laptop)))
    qtbot.waitUntil(lambda: kept == [["rice"]])
    page.before_leaving(lambda: kept.append(["at once"]))
    assert kept[1:] == [["at once"]]


def test_what_a_full_disk_did_not_take_is_left_only_by_who_says_so(
    page: LedgerPage, laptop: Laptop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise AppError("disk_full")

    def asked() -> list[QMessageBox]:
        return [box for box in page.findChildren(QMessageBox, "decision") if box.isVisible()]

    real = ledger_drafts.store
    monkeypatch.setattr(ledger_drafts, "store", full)
    left: list[str] = []
    type_into(page, qtbot, product_name="rice")
    for _ in range(2):
        with qtbot.waitSignal(page._context.messages.said) as told:
            page.before_leaving(lambda: left.append("cancelled"))
        assert told.args is not None
        assert "The disk is full" in told.args[1]
        qtbot.waitUntil(lambda: len(asked()) == 1)
        asked()[0].reject()
        qtbot.waitUntil(lambda: not asked())
    assert (left, edit(page, "product_name").text()) == ([], "rice")
    page.before_leaving(lambda: left.append("lost"))
    qtbot.waitUntil(lambda: len(asked()) == 1)
    asked()[0].accept()
    assert left == ["lost"]
    monkeypatch.setattr(ledger_drafts, "store", real)
    qtbot.waitUntil(lambda: stored(laptop) == ["rice"], timeout=10_000)  # tried again, unasked


def test_what_is_saved_is_not_kept_as_a_draft_again(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: stored(laptop) == ["清河挂面"])
    fill_delivery(page, qtbot)
    type_into(page, qtbot, production_date="20260301")
    with laptop.sessions.begin():  # nobody else can write
        page._entry.keeper.write()
        page._entry.save()
        page._entry.keeper.write()  # as its timer does
    settle(page, qtbot)
    assert (len(book(laptop)), stored(laptop)) == (1, [])


def test_what_is_scanned_while_lines_are_saved_becomes_the_next_line(
    page: LedgerPage, laptop: Laptop, qtbot: QtBot
) -> None:
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() != "")
    fill_delivery(page, qtbot)
    type_into(page, qtbot, production_date="20260301")
    with laptop.sessions.begin():
        page.take_scan("6922222222227")  # looked up when it is being saved
        page._entry.save()
        page.take_scan("6911111111117")
        assert not edit(page, "product_name").isEnabled()
    qtbot.waitUntil(lambda: text_of_button(page, "ledger_save") == "Save 2 lines")
    assert [line.gtin for line in book(laptop)] == [f"0{NOODLES}"]
    assert [goods.gtin for goods in page._entry._model.goods()] == ["06922222222227", "06911111111117"]
    assert edit(page, "product_name").isEnabled()


def test_a_quantity_of_zero_is_told_when_the_line_is_to_be_saved(page: LedgerPage, qtbot: QtBot) -> None:
    type_into(page, qtbot, product_name="rice", unit="kg", quantity_milli="0")
    save(page, qtbot)
    assert text_of(page, "quantity_milli_row_note") == "Please enter a number above zero."
    assert edit(page, "quantity_milli").hasFocus()


def test_a_number_that_is_none_holds_its_line(page: LedgerPage, qtbot: QtBot) -> None:
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() != "")
    type_into(page, qtbot, price_fen="3x")
    button(page, "ledger_another").click()
    page.take_scan("6922222222227")
    qtbot.waitUntil(lambda: text_of_button(page, "ledger_save") == "Save 2 lines")
    page._entry.table.selectRow(1)
    qtbot.waitUntil(lambda: page._entry.table.currentIndex().row() == 0)
    assert (edit(page, "price_fen").text(), edit(page, "price_fen").hasFocus()) == ("3x", True)
    type_into(page, qtbot, price_fen="3.5")
    page._entry.table.selectRow(1)
    assert edit(page, "price_fen").text() == ""


def test_a_line_is_taken_back_with_a_reason_and_stays_visible(at_work: Context, laptop: Laptop, qtbot: QtBot) -> None:
    with laptop.acting() as act:
        act.save(factories.ledger_entry(laptop.shop.id))
    page = shown(at_work, qtbot)
    opened(page, laptop, qtbot)
    table = page._tabs.lines._table
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    table.selectRow(0)
    button(page, "ledger_reverse").click()
    dialog = page.window().findChild(QInputDialog, "reverse_line")
    assert isinstance(dialog, QInputDialog)
    dialog.setTextValue("entered twice")
    dialog.accept()
    qtbot.waitUntil(lambda: table.model().rowCount() == 2)
    assert sorted(line.reverse_reason for line in book(laptop)) == ["", "entered twice"]
    shown_lines = page._tabs.lines._model.records()
    assert all(line.is_struck for line in shown_lines)
    assert table.model().index(1, 2).data(Qt.ItemDataRole.FontRole).strikeOut()


def test_a_line_is_taken_back_only_once(at_work: Context, laptop: Laptop, qtbot: QtBot) -> None:
    with laptop.acting() as act:
        entry = act.save(factories.ledger_entry(laptop.shop.id))
        act.save(entry.changed(id=new_id(), reverses=entry.id, reverse_reason="twice"))
    page = shown(at_work, qtbot)
    opened(page, laptop, qtbot)
    table = page._tabs.lines._table
    qtbot.waitUntil(lambda: table.model().rowCount() == 2)
    for row in range(2):
        table.selectRow(row)
        assert not button(page, "ledger_reverse").isEnabled()


def stock_of(page: LedgerPage) -> list[tuple[str, int]]:
    return [(line.batch_no, line.left_milli) for line in page._tabs.stock._model.records()]


def test_stock_is_shown_by_batch_and_by_what_expires(at_work: Context, laptop: Laptop, qtbot: QtBot) -> None:
    with laptop.acting() as act:
        for batch, made, sold in (
            ("OLD", date(2025, 1, 1), 0),
            ("NEAR", date(2025, 4, 1), 4),
            ("NEW", date(2026, 3, 1), 0),
        ):
            act.save(factories.ledger_entry(laptop.shop.id, batch_no=batch, production_date=made,
                                            expiry_date=made.replace(year=made.year + 1)))  # fmt: skip
            if sold:
                act.save(factories.ledger_entry(laptop.shop.id, batch_no=batch, direction=Direction.OUT,
                                                quantity_milli=sold * 1000))  # fmt: skip
    page = shown(at_work, qtbot)
    opened(page, laptop, qtbot)
    qtbot.waitUntil(lambda: stock_of(page) == [("OLD", 20_000), ("NEAR", 16_000), ("NEW", 20_000)])
    tabs = page.findChild(QTabWidget, "ledger_tabs")
    assert isinstance(tabs, QTabWidget)
    tabs.setCurrentWidget(page._tabs.stock)
    for name, batch in (("stock_filter_EXPIRED", ("OLD", 20_000)), ("stock_filter_NEAR", ("NEAR", 16_000))):
        found = page.findChild(QWidget, name)
        assert found is not None
        found.click()  # type: ignore[attr-defined]
        qtbot.waitUntil(lambda batch=batch: stock_of(page) == [batch])


def test_a_narrow_window_puts_the_form_among_the_tabs(page: LedgerPage, qtbot: QtBot) -> None:
    page.setMinimumSize(1, 1)  # as inside the window
    page.resize(600, 360)
    tabs = page.findChild(QTabWidget, "ledger_tabs")
    assert isinstance(tabs, QTabWidget)
    qtbot.waitUntil(lambda: tabs.currentWidget() is page._entry)
    page.resize(1178, 670)
    qtbot.waitUntil(lambda: tabs.indexOf(page._entry) == -1)
    assert page._entry.isVisible()
