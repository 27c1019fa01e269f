"""Ledger lines are scanned and typed, saved together, and taken back; what is being entered is never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QComboBox, QInputDialog, QLabel, QLineEdit, QPushButton, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.records.goods import Product, ShelfLifeUnit
from inspector_app.records.ledgers import Direction, LedgerEntry, LedgerSource
from inspector_app.services import ledger_drafts
from inspector_app.storage import ledgers, products
from inspector_app.ui.context import Context
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.pages.ledger import LedgerPage
from inspector_app.ui.screens import SCREENS
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop, laptop

__all__ = ["laptop"]

NOODLES = "6901234567892"


@pytest.fixture
def at_work(context: Context, laptop: Laptop) -> Context:
    laptop.receive(factories.product())
    return replace(context, sessions=laptop.sessions, user=laptop.wang, device_id=laptop.device_id)


@pytest.fixture
def page(at_work: Context, laptop: Laptop, qtbot: QtBot) -> LedgerPage:
    made = shown(at_work, qtbot)
    opened(made, laptop, qtbot)
    return made


def shown(context: Context, qtbot: QtBot) -> LedgerPage:
    page = LedgerPage(context)
    qtbot.addWidget(page)
    page.resize(1178, 670)
    page.show()
    qtbot.waitExposed(page)
    return page


def opened(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    page.open_for(laptop.shop.id)
    qtbot.waitUntil(lambda: text_of(page, "ledger_operator") == laptop.shop.name)
    settle(page, qtbot)


def settle(page: LedgerPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page._context.tasks.is_idle)


def text_of(page: QWidget, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()


def edit(page: QWidget, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def type_into(page: QWidget, qtbot: QtBot, **fields: str) -> None:
    for name, text in fields.items():
        field = edit(page, name)
        field.setFocus()
        field.clear()
        if text.isascii():
            qtbot.keyClicks(field, text)
        else:
            composed = QInputMethodEvent()
            composed.setCommitString(text)
            QApplication.sendEvent(field, composed)


def fill_delivery(page: QWidget, qtbot: QtBot) -> None:
    type_into(page, qtbot, partner_name="Grain wholesale", partner_phone="14000000009",
              partner_address="Grain street 3", voucher_no="A-1")  # fmt: skip


def save(page: LedgerPage, qtbot: QtBot) -> None:
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(page, qtbot)


def book(laptop: Laptop) -> list[LedgerEntry]:
    with laptop.sessions() as session:
        return ledgers.all_of_operator(session, laptop.shop.id)


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


def test_a_scan_fills_in_what_the_county_knows(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() == "清河挂面")
    assert (edit(page, "specification").text(), edit(page, "unit").text()) == ("500g", "袋")
    assert (edit(page, "quantity_milli").text(), edit(page, "shelf_life").text()) == ("1", "12")
    qtbot.waitUntil(edit(page, "quantity_milli").hasFocus)
    type_into(page, qtbot, production_date="20260301", voucher_no="A-1")
    fill_delivery(page, qtbot)
    save(page, qtbot)
    (line,) = book(laptop)
    assert (line.product_name, line.quantity_milli, line.source) == ("清河挂面", 1000, LedgerSource.SCAN)
    assert (line.production_date, line.expiry_date) == (date(2026, 3, 1), date(2027, 3, 1))
    assert line.product_id is not None


def test_a_gs1_code_gives_batch_and_dates(page: LedgerPage, qtbot: QtBot) -> None:
    page.take_scan("]C10106901234567892112603011727030110L2603")
    qtbot.waitUntil(lambda: edit(page, "batch_no").text() == "L2603")
    assert edit(page, "production_date").text() == "2026-03-01"
    assert edit(page, "expiry_date").text() == "2027-03-01"


def test_scanning_the_same_goods_again_counts_one_more(page: LedgerPage, qtbot: QtBot) -> None:
    for _ in range(3):
        page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "quantity_milli").text() == "3")


def gtin(number: int) -> str:
    body = f"690{number:09}"
    check = -sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(body)) % 10
    return f"{body}{check}"


def scan(window: QWindow, code: str) -> None:
    """What a reader types; it lies in the queue at once, however busy the machine is."""
    for char in (*code, "\r"):
        key = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char))
        QCoreApplication.postEvent(window, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, char))


def test_fifty_scans_of_a_reader_make_fifty_lines(at_work: Context, laptop: Laptop, qtbot: QtBot) -> None:
    codes = [gtin(number) for number in range(50)]
    laptop.receive(*(factories.product(name=f"Goods {code}", gtin=f"0{code}") for code in codes))
    window = MainWindow(at_work.messages)
    qtbot.addWidget(window)
    window.add_page("LEDGER", *SCREENS["LEDGER"], lambda: LedgerPage(at_work))
    window.show_page("LEDGER")
    page = window.current_page()
    assert isinstance(page, LedgerPage)
    opened(page, laptop, qtbot)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    edit(page, "batch_no").setFocus()
    for code in codes:
        scan(window.windowHandle(), code)
    qtbot.waitUntil(lambda: text_of_button(page, "ledger_save") == "Save 50 lines", timeout=20_000)
    settle(page, qtbot)
    assert all(goods.batch_no == "" for goods in page._entry._model.goods())
    fill_delivery(page, qtbot)
    reason(page).setEditText("the label does not say it")
    save(page, qtbot)
    lines = book(laptop)
    assert sorted(line.gtin or "" for line in lines) == sorted(f"0{code}" for code in codes)
    assert {line.quantity_milli for line in lines} == {1000}
    window.close()


def text_of_button(page: QWidget, name: str) -> str:
    return button(page, name).text()


def reason(page: QWidget) -> QComboBox:
    found = page.findChild(QComboBox, "missing_reason")
    assert isinstance(found, QComboBox)
    return found


def test_a_code_that_nobody_knows_becomes_a_product_with_its_code(
    page: LedgerPage, laptop: Laptop, qtbot: QtBot
) -> None:
    page.take_scan("6922222222227")
    qtbot.waitUntil(lambda: edit(page, "maker_name").isVisible())
    qtbot.waitUntil(edit(page, "product_name").hasFocus)
    type_into(page, qtbot, product_name="Soy sauce", specification="1L", unit="bottle", production_date="20260301",
              shelf_life="18", maker_name="Sauce works")  # fmt: skip
    fill_delivery(page, qtbot)
    save(page, qtbot)
    with laptop.sessions() as session:
        (product,) = products.by_gtin(session, "06922222222227")
    assert (product.name, product.maker_name, product.shelf_life) == ("Soy sauce", "Sauce works", 18)
    assert (product.shelf_life_unit, product.county_code) == (ShelfLifeUnit.MONTH, factories.COUNTY)
    assert [line.product_id for line in book(laptop)] == [product.id]


def test_an_in_store_code_is_kept_with_its_shop(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    page.take_scan("2100123012343")
    qtbot.waitUntil(lambda: edit(page, "maker_name").isVisible())
    type_into(page, qtbot, product_name="Bulk rice", specification="loose", unit="kg", production_date="20260301",
              shelf_life="6")  # fmt: skip
    fill_delivery(page, qtbot)
    save(page, qtbot)
    with laptop.sessions() as session:
        (product,) = products.by_store_code(session, laptop.shop.id, "2100123012343")
    assert (product.gtin, product.store_operator_id) == (None, laptop.shop.id)


def test_a_code_may_be_typed_in_place_of_the_name(page: LedgerPage, qtbot: QtBot) -> None:
    type_into(page, qtbot, product_name=NOODLES)
    qtbot.keyClick(edit(page, "product_name"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() == "清河挂面")


def test_a_code_of_no_goods_says_so_and_changes_nothing(page: LedgerPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page._context.messages.said) as said:
        page.take_scan("6901234567893")
    assert said.args is not None
    assert "last digit" in said.args[1]
    assert edit(page, "product_name").text() == ""


def test_products_are_offered_while_a_name_is_typed(
    at_work: Context, page: LedgerPage, laptop: Laptop, qtbot: QtBot
) -> None:
    with laptop.acting() as act:
        act.save(factories.product(id=new_id(), name="Red vinegar", gtin=None, unit="bottle"))
    type_into(page, qtbot, product_name="Red v")
    popup = edit(page, "product_name").completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: edit(page, "unit").text() == "bottle")
    assert edit(page, "product_name").text() == "Red vinegar"


def test_enter_goes_on_from_field_to_field(page: LedgerPage, qtbot: QtBot) -> None:
    type_into(page, qtbot, product_name="Vinegar")
    for name in ("product_name", "specification", "quantity_milli", "unit", "batch_no"):
        qtbot.waitUntil(edit(page, name).hasFocus)
        qtbot.keyClick(edit(page, name), Qt.Key.Key_Return)
    assert edit(page, "production_date").hasFocus()


@pytest.mark.parametrize(
    ("typed", "day"),
    [("20260301", date(2026, 3, 1)), ("2026.3.1", date(2026, 3, 1)), ("2026 03 01", date(2026, 3, 1)),
     ("260301", date(2026, 3, 1)), ("2026年3月1日", date(2026, 3, 1))],
)  # fmt: skip
def test_dates_are_typed_as_labels_print_them(page: LedgerPage, qtbot: QtBot, typed: str, day: date) -> None:
    type_into(page, qtbot, production_date=typed)
    assert page._entry.goods_form.goods().production_date == day


def test_two_dates_of_one_line_are_production_and_expiry(page: LedgerPage, qtbot: QtBot) -> None:
    type_into(page, qtbot, production_date="20260301/20260901")
    assert edit(page, "expiry_date").text() == "2026-09-01"


def test_a_day_that_is_none_is_not_saved(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() != "")
    fill_delivery(page, qtbot)
    type_into(page, qtbot, production_date="20260230")
    save(page, qtbot)
    assert book(laptop) == []
    assert text_of(page, "production_date_row_note") != ""
    assert edit(page, "production_date").hasFocus()


def test_what_the_law_asks_for_needs_one_reason(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() != "")
    save(page, qtbot)
    assert book(laptop) == []
    assert text_of(page, "partner_name_row_note") == "missing"
    assert reason(page).isVisible()
    reason(page).setEditText("The supplier gave no voucher")
    save(page, qtbot)
    assert [line.missing_reason for line in book(laptop)] == ["The supplier gave no voucher"]


def test_a_complete_line_carries_no_reason(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() != "")
    type_into(page, qtbot, production_date="20260301")
    fill_delivery(page, qtbot)
    reason(page).setEditText("The supplier gave no voucher")
    save(page, qtbot)
    assert [line.missing_reason for line in book(laptop)] == [""]


def test_selling_more_than_is_recorded_needs_a_reason(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    button_of = page.findChild(QWidget, "direction_OUT")
    assert button_of is not None
    button_of.click()  # type: ignore[attr-defined]
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() != "")
    type_into(page, qtbot, quantity_milli="5")
    save(page, qtbot)
    assert book(laptop) == []
    why = page.findChild(QComboBox, "stock_reason")
    assert isinstance(why, QComboBox)
    assert why.isVisible()
    assert "5 袋 are sold" in text_of(page, "stock_reason_row_note")
    why.setEditText("Earlier purchases were not recorded")
    save(page, qtbot)
    (line,) = book(laptop)
    assert (line.direction, line.stock_reason) == (Direction.OUT, "Earlier purchases were not recorded")


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


def test_a_scan_before_the_shop_is_chosen_is_kept(at_work: Context, laptop: Laptop, qtbot: QtBot) -> None:
    page = shown(at_work, qtbot)
    page.take_scan(NOODLES)
    opened(page, laptop, qtbot)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() == "清河挂面")


def test_a_narrow_window_puts_the_form_among_the_tabs(page: LedgerPage, qtbot: QtBot) -> None:
    page.setMinimumSize(1, 1)  # as inside the window
    page.resize(600, 360)
    tabs = page.findChild(QTabWidget, "ledger_tabs")
    assert isinstance(tabs, QTabWidget)
    qtbot.waitUntil(lambda: tabs.currentWidget() is page._entry)
    page.resize(1178, 670)
    qtbot.waitUntil(lambda: tabs.indexOf(page._entry) == -1)
    assert page._entry.isVisible()


def test_a_product_of_two_new_lines_is_made_once(laptop: Laptop) -> None:
    goods = ledger_drafts.Goods(gtin="06922222222227", product_name="Soy sauce", unit="bottle", quantity_milli=1000)
    draft = ledger_drafts.Draft(
        delivery=ledger_drafts.Delivery(missing_reason="no label"),
        goods=(goods.changed(batch_no="A"), goods.changed(batch_no="B")),
    )
    with laptop.acting() as act:
        assert ledger_drafts.save(act, laptop.shop.id, draft) == {}
    with laptop.sessions() as session:
        found: list[Product] = products.by_gtin(session, "06922222222227")
    assert len(found) == 1
    assert {line.product_id for line in book(laptop)} == {found[0].id}


def test_tab_goes_the_way_of_enter(page: LedgerPage, qtbot: QtBot) -> None:
    edit(page, "product_name").setFocus()
    for name in ("specification", "quantity_milli", "unit", "batch_no", "production_date", "expiry_date", "shelf_life"):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        assert edit(page, name).hasFocus()
