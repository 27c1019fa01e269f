"""What a reader scans becomes lines, each code once, however fast they come."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inspector_app.records.goods import Product, ShelfLifeUnit
from inspector_app.records.ledgers import LedgerSource
from inspector_app.services import ledger_drafts
from inspector_app.storage import products
from inspector_app.ui.context import Context
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.pages.ledger import LedgerPage
from inspector_app.ui.screens import SCREENS
from tests import factories
from tests.replica_fixtures import Laptop, laptop
from tests.ui.bookkeeping import (
    NOODLES,
    at_work,
    book,
    edit,
    fill_delivery,
    opened,
    page,
    reason,
    save,
    settle,
    shown,
    text_of_button,
    type_into,
)
from tests.ui.reader import scan

__all__ = ["at_work", "laptop", "page"]


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


def test_a_scan_leaves_what_was_typed_wrongly_to_be_mended(page: LedgerPage, qtbot: QtBot) -> None:
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "quantity_milli").text() == "1")
    type_into(page, qtbot, price_fen="3x", production_date="2026")
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "quantity_milli").text() == "2")
    assert (edit(page, "price_fen").text(), edit(page, "production_date").text()) == ("3x", "2026")
    assert edit(page, "production_date").hasFocus()
    type_into(page, qtbot, price_fen="3.5", production_date="20260301")
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "quantity_milli").text() == "3")
    assert edit(page, "price_fen").text() == "3.50"


def test_a_scan_into_an_empty_line_leaves_a_wrong_price_of_it(page: LedgerPage, qtbot: QtBot) -> None:
    type_into(page, qtbot, price_fen="3x")
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() == "清河挂面")
    assert edit(page, "price_fen").text() == "3x"


def gtin(number: int) -> str:
    body = f"690{number:09}"
    check = -sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(body)) % 10
    return f"{body}{check}"


def test_c_9_fifty_scans_of_a_reader_make_fifty_lines(at_work: Context, laptop: Laptop, qtbot: QtBot) -> None:
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


def test_a_scan_before_the_shop_is_chosen_is_kept(at_work: Context, laptop: Laptop, qtbot: QtBot) -> None:
    page = shown(at_work, qtbot)
    page.take_scan(NOODLES)
    opened(page, laptop, qtbot)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() == "清河挂面")


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
