"""The ledger's fields take what labels print, say what is wrong, and ask for what the law asks."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.records.ledgers import Direction
from inspector_app.ui.context import Context
from inspector_app.ui.pages.ledger import LedgerPage
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop, laptop
from tests.ui.bookkeeping import (
    NOODLES,
    at_work,
    book,
    edit,
    fill_delivery,
    page,
    reason,
    save,
    text_of,
    type_into,
)

__all__ = ["at_work", "laptop", "page"]


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
    for name in ("product_name", "specification", "quantity_milli", "unit", "batch_no", "price_fen"):
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


@pytest.mark.parametrize("field", ["quantity_milli", "price_fen", "shelf_life"])
def test_a_number_that_is_none_is_not_saved(page: LedgerPage, laptop: Laptop, qtbot: QtBot, field: str) -> None:
    fields = {"product_name": "Vinegar", "quantity_milli": "2", "unit": "bottle", field: "1a"}
    type_into(page, qtbot, **fields)
    save(page, qtbot)
    assert (edit(page, field).text(), edit(page, field).hasFocus(), book(laptop)) == ("1a", True, [])


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
    assert not reason(page).isVisible(), "it spoke for those goods alone"
    assert reason(page).currentText() == ""


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


def test_tab_goes_the_way_of_enter(page: LedgerPage, qtbot: QtBot) -> None:
    edit(page, "product_name").setFocus()
    following = "specification quantity_milli unit batch_no price_fen production_date expiry_date shelf_life"
    for name in following.split():
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        assert edit(page, name).hasFocus()


@pytest.mark.parametrize(
    ("typed", "row", "told"),
    [
        ({"production_date": "20260310", "expiry_date": "20260301"}, "expiry_date", "before it was produced"),
        ({"production_date": "20260316", "happened_on": "20260315"}, "production_date", "after the day"),
        ({"happened_on": "20990101"}, "happened_on", "still to come"),
        ({"expiry_date": "20260101", "happened_on": "20260310"}, "expiry_date", "before it changed hands"),
        ({"production_date": "20260101", "shelf_life": "12", "expiry_date": "20280101"}, "expiry_date", "differs"),
    ],
)
def test_dates_that_cannot_be_are_told_while_they_are_typed(
    page: LedgerPage, qtbot: QtBot, typed: dict[str, str], row: str, told: str
) -> None:
    type_into(page, qtbot, **typed)
    assert told in text_of(page, f"{row}_row_note")
    type_into(page, qtbot, batch_no="7")  # another field does not hide it
    assert told in text_of(page, f"{row}_row_note")
    for name in typed:
        edit(page, name).selectAll()
        qtbot.keyClick(edit(page, name), Qt.Key.Key_Delete)
    assert text_of(page, f"{row}_row_note") == ""


def test_l_10_a_substance_that_must_not_be_in_food_is_told_while_it_is_typed(page: LedgerPage, qtbot: QtBot) -> None:
    type_into(page, qtbot, product_name="吊白块")
    assert "吊白块" in text_of(page, "product_name_row_note")
    assert "must not be in food" in text_of(page, "product_name_row_note")
    type_into(page, qtbot, product_name="白糖")
    assert text_of(page, "product_name_row_note") == ""


def test_goods_that_expire_before_they_are_made_are_not_saved(page: LedgerPage, laptop: Laptop, qtbot: QtBot) -> None:
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: edit(page, "product_name").text() != "")
    fill_delivery(page, qtbot)
    type_into(page, qtbot, production_date="20260301", expiry_date="20260201")
    save(page, qtbot)
    assert book(laptop) == []
    assert edit(page, "expiry_date").hasFocus()
    assert "before it was produced" in text_of(page, "expiry_date_row_note")


def test_goods_of_which_nobody_knows_how_long_they_keep_ask(page: LedgerPage, qtbot: QtBot) -> None:
    type_into(page, qtbot, production_date="20260301")
    assert text_of(page, "goods_until") == "Shelf life or printed expiry?"
    type_into(page, qtbot, shelf_life="6")
    assert text_of(page, "goods_until") == "Until 2026-09-01"


def test_dates_are_readable_whole(page: LedgerPage, qtbot: QtBot) -> None:
    type_into(page, qtbot, production_date="20260328", expiry_date="20280928")
    edit(page, "batch_no").setFocus()
    for name in ("production_date", "expiry_date", "happened_on"):
        field = edit(page, name)
        field.end(False)
        assert field.cursorPositionAt(QPoint(0, field.height() // 2)) == 0, name  # a text too long is moved to its end
