"""Papers about goods are printed from the laptop alone: orders of a recall, the slip of a withdrawal."""

from __future__ import annotations

import time
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from inspector_app.documents.render import Pages
from inspector_app.records.recalls import RecallLevel, RecallNotice
from inspector_app.services import recalls, shelf
from tests import factories
from tests.replica_fixtures import Laptop, laptop

__all__ = ["laptop"]
GTIN, HOLDERS, MINUTE_S = "09521234543213", 10, 60


@pytest.fixture(autouse=True)
def app() -> object:
    return QApplication.instance() or QApplication([])


def text_of(pdf: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_l_7_from_a_batch_number_to_holders_and_printed_orders_within_a_minute(laptop: Laptop) -> None:
    notice: RecallNotice = factories.any_of(
        RecallNotice, number="召回〔2026〕1号", title="召回云露酸奶", level=RecallLevel.I, product_name="云露酸奶",
        gtin=GTIN, batches=("20260301",), reason="菌落总数不合格", known_at=laptop.now, published_at=laptop.now,
    )  # fmt: skip
    shops = [factories.operator(name=f"第{number}村食杂店") for number in range(HOLDERS)]
    lines = [factories.ledger_entry(shop.id, gtin=GTIN, batch_no="20260301") for shop in shops]
    laptop.receive(notice, *shops, *lines)
    began = time.monotonic()
    with laptop.acting() as act:
        orders = [recalls.order(act, task.id, demo=True) for task in recalls.open_tasks(act, notice.id)]
    printed = [text_of(Pages(order).pdf()) for order in orders]
    assert time.monotonic() - began < MINUTE_S
    assert len(printed) == HOLDERS
    names = {shop.name for shop in shops}
    assert {name for name in names if any(name in paper for paper in printed)} == names
    assert all("召回〔2026〕1号" in paper and "DEMO" in paper for paper in printed)


def test_l_9_the_slip_of_goods_to_take_off_the_shelf_is_printed(laptop: Laptop) -> None:
    on = date(2026, 3, 18)
    ended = factories.ledger_entry(laptop.shop.id, product_name="云露酸奶", expiry_date=date(2026, 3, 17))
    laptop.receive(ended, *(factories.ledger_entry(laptop.shop.id, batch_no=f"F{n}") for n in range(3)))
    with laptop.acting() as act:
        slip = shelf.withdrawal_slip(act, laptop.shop.id, shelf.ending(act, laptop.shop.id, on), on, demo=False)
    said = text_of(Pages(slip).pdf())
    assert all(word in said for word in ("下架退市清单", laptop.shop.name, "云露酸奶", "已过期", "20袋"))
    assert "清河挂面" not in said
