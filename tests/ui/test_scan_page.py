"""A code is told in words wherever it comes from; a picture that cannot be read is a sentence, and the work goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.capture.messages import ScanProblem
from inspector_app.capture.scanner import Scanner, ScanResult
from inspector_app.domain.barcodes import (
    AgriculturalCode,
    CodeKind,
    CodeProblem,
    DateRole,
    PrefixMeaning,
    Symbology,
    understand,
)
from inspector_app.domain.shop_codes import printed, shop_code
from inspector_app.services import shop_codes
from inspector_app.storage import products
from inspector_app.ui.context import Context
from inspector_app.ui.pages import scan_facts
from inspector_app.ui.pages.scan import ScanPage
from inspector_app.ui.widgets.empty_state import EmptyState
from tests import factories
from tests.replica_fixtures import Laptop, laptop

__all__ = ["laptop"]

NOODLES = "6901234567892"
TODAY = date(2026, 3, 18)


class Reader(Scanner):
    """Gives what the test put in for a file name, without a decoder."""

    def __init__(self, results: dict[str, ScanResult]) -> None:
        super().__init__()
        self._results = results

    def scan_file(self, path: Path) -> ScanResult:
        return self._results[path.name]


@pytest.fixture
def at_work(context: Context, laptop: Laptop) -> Context:
    laptop.receive(factories.product())
    return replace(context, sessions=laptop.sessions, user=laptop.wang, device_id=laptop.device_id)


@pytest.fixture
def reader() -> Iterator[Reader]:
    code = understand(Symbology.EAN_13, NOODLES, today=TODAY)
    results = {each.value: ScanResult(problem=each) for each in ScanProblem}
    made = Reader({**results, "good.jpg": ScanResult((code,)), "none.jpg": ScanResult()})
    yield made
    made.close()


@pytest.fixture
def page(at_work: Context, reader: Reader, qtbot: QtBot) -> ScanPage:
    made = ScanPage(at_work, reader)
    qtbot.addWidget(made)
    made.resize(1178, 670)
    made.show()
    qtbot.waitExposed(made)
    return made


def entries(page: ScanPage) -> list[str]:
    shown = page.findChild(QListWidget, "scan_list")
    assert isinstance(shown, QListWidget)
    return [shown.item(row).text() for row in range(shown.count())]


def said(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def line(page: QWidget, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def test_a_code_that_the_county_knows_shows_its_product_and_where_it_was_traded(
    page: ScanPage, laptop: Laptop, qtbot: QtBot
) -> None:
    with laptop.acting() as act:
        act.save(factories.ledger_entry(laptop.shop.id, gtin=f"0{NOODLES}", batch_no="B-7"))
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: entries(page)[:1] == ["清河挂面\nRetail barcode"])
    table = page.findChild(QWidget, "scan_lines")
    assert table is not None
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)  # type: ignore[attr-defined]
    row = [table.model().index(0, column).data() for column in range(5)]  # type: ignore[attr-defined]
    assert row[1:] == ["Bought", laptop.shop.name, "B-7", "20 袋"]


def test_a_typed_code_is_understood_like_a_scanned_one(page: ScanPage, qtbot: QtBot) -> None:
    qtbot.keyClicks(line(page, "scan_text"), "6901234 567892")
    qtbot.keyClick(line(page, "scan_text"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: entries(page)[:1] == ["清河挂面\nRetail barcode"])
    assert line(page, "scan_text").text() == ""


def test_the_prefix_is_told_as_where_the_code_was_registered(page: ScanPage, qtbot: QtBot) -> None:
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: "Code registered in" in said(page))
    assert "China" in said(page)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("6901234567893", "last digit does not fit"),
        ("2100123012343", "in that shop only"),
        ("86931234567890123456", "network is closed"),
    ],
)
def test_what_to_beware_of_is_said(page: ScanPage, qtbot: QtBot, code: str, sentence: str) -> None:
    page.take_scan(code)
    qtbot.waitUntil(lambda: sentence in said(page))


def test_an_expired_date_is_told_as_expired() -> None:
    code = understand(None, "]C101069012345678921726031710L1", today=TODAY)
    facts = {fact.name: fact for fact in scan_facts.facts(code, None, TODAY)}
    assert (facts["Keeps until"].tone, facts["Batch"].value) == ("bad", "L1")
    assert "Expired" in facts["Keeps until"].value


def test_near_expiry_is_told_when_the_shelf_life_is_known() -> None:
    code = understand(None, "]C101069012345678921726042010L1", today=TODAY)
    facts = {fact.name: fact for fact in scan_facts.facts(code, factories.product(), TODAY)}
    assert facts["Keeps until"].tone == "warning"


def test_without_a_printed_expiry_the_shelf_life_tells_it() -> None:
    code = understand(None, "]C1010690123456789211250301", today=TODAY)
    facts = {fact.name: fact for fact in scan_facts.facts(code, factories.product(), TODAY)}
    assert facts["Keeps until, by its shelf life"].tone == "bad"


def test_every_kind_prefix_date_and_warning_has_words() -> None:
    for table, members in (
        (scan_facts.KINDS, CodeKind),
        (scan_facts.REGISTERED, PrefixMeaning),
        (scan_facts.WARNINGS, CodeProblem),
        (scan_facts.DATES, DateRole),
        (scan_facts.AGRICULTURAL, AgriculturalCode),
    ):
        assert set(table) == set(members)
        assert all(table.values())


def test_an_unknown_code_is_entered_on_the_spot(page: ScanPage, laptop: Laptop, qtbot: QtBot) -> None:
    page.take_scan("9521234543213")
    qtbot.waitUntil(line(page, "product_name").isVisible)
    button(page, "product_add").click()
    assert "Please enter the name on the pack." in said(page)
    qtbot.keyClicks(line(page, "product_name"), "Soy sauce")
    qtbot.keyClicks(line(page, "product_maker"), "Sauce works")
    qtbot.keyClick(line(page, "product_maker"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: entries(page)[:1] == ["Soy sauce\nRetail barcode"])
    assert not line(page, "product_name").isVisible()
    with laptop.sessions() as session:
        (product,) = products.by_gtin(session, "09521234543213")
    assert (product.name, product.maker_name, product.county_code) == ("Soy sauce", "Sauce works", factories.COUNTY)


def test_an_in_store_code_is_not_entered_without_its_shop(page: ScanPage, qtbot: QtBot) -> None:
    page.take_scan("2100123012343")
    qtbot.waitUntil(lambda: len(entries(page)) == 1)
    assert not line(page, "product_name").isVisible()
    assert button(page, "scan_to_ledger").isVisible()


def test_a_code_is_handed_to_the_ledger_as_it_was_scanned(page: ScanPage, qtbot: QtBot) -> None:
    page.take_scan("]C101069012345678921726042010L1")
    qtbot.waitUntil(button(page, "scan_to_ledger").isVisible)
    with qtbot.waitSignal(page.ledger_asked) as asked:
        button(page, "scan_to_ledger").click()
    assert asked.args is not None
    again = understand(None, asked.args[0], today=TODAY)
    assert (again.gtin, again.batch) == ("06901234567892", "L1")


def test_photos_are_read_one_after_the_other(page: ScanPage, qtbot: QtBot) -> None:
    page.add_files([Path("none.jpg"), Path("good.jpg")])
    qtbot.waitUntil(lambda: len(entries(page)) == 2)
    assert entries(page)[0] == "清河挂面\nRetail barcode · good.jpg"
    assert entries(page)[1].startswith("none.jpg\nNo code was found")


@pytest.mark.parametrize("problem", ScanProblem)
def test_a_file_that_cannot_be_read_is_a_sentence_and_the_next_one_is_read(
    page: ScanPage, qtbot: QtBot, problem: ScanProblem
) -> None:
    page.add_files([Path(problem.value), Path("good.jpg")])
    qtbot.waitUntil(lambda: len(entries(page)) == 2)
    name, _, sentence = entries(page)[1].partition("\n")
    assert name == problem.value
    assert len(sentence) > 10
    assert entries(page)[0].startswith("清河挂面")


def test_files_are_dropped_on_the_page(page: ScanPage, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/good.jpg")])
    nothing = Qt.KeyboardModifier.NoModifier
    page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, nothing))
    qtbot.waitUntil(lambda: len(entries(page)) == 1)


def test_a_real_file_goes_through_the_real_decoder(at_work: Context, qtbot: QtBot, tmp_path: Path) -> None:
    blank, text = tmp_path / "blank.png", tmp_path / "notes.txt"
    Image.new("L", (200, 120), 255).save(blank)
    text.write_text("no picture")
    with Scanner() as scanner:
        page = ScanPage(at_work, scanner)
        qtbot.addWidget(page)
        page.add_files([blank, text])
        qtbot.waitUntil(lambda: len(entries(page)) == 2, timeout=20_000)
    assert entries(page)[1].startswith("blank.png\nNo code was found")
    assert entries(page)[0] == "notes.txt\nThe file is not a picture. Choose a photo."


def test_without_a_camera_the_page_says_so_and_goes_on(
    page: ScanPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspector_app.ui.cameras.cameras", list)
    with qtbot.waitSignal(page._context.messages.said) as told:
        button(page, "scan_camera").click()
    assert told.args is not None
    assert "No camera was found" in told.args[1]
    page.take_scan(NOODLES)
    qtbot.waitUntil(lambda: len(entries(page)) == 1)


def test_before_the_first_code_the_page_says_what_to_do(page: ScanPage) -> None:
    empty = page.findChild(EmptyState, "scan_empty")
    assert isinstance(empty, EmptyState)
    assert empty.isVisible()


def test_a_code_with_markup_is_shown_as_text(page: ScanPage, qtbot: QtBot) -> None:
    page.take_scan("<b>http://example.org</b>")
    qtbot.waitUntil(lambda: "<b>http://example.org</b>" in said(page))
    (label,) = [each for each in page.findChildren(QLabel) if each.text().startswith("<b>")]
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_r_8_the_code_of_a_shop_opens_the_shop(page: ScanPage, laptop: Laptop, qtbot: QtBot) -> None:
    with laptop.acting() as act:
        code = shop_codes.issue(act, laptop.shop.id).code
    with qtbot.waitSignal(page.operator_asked) as asked:
        page.take_scan(code)
    assert asked.args == [laptop.shop.id]
    assert laptop.shop.name in entries(page)[0]
    with qtbot.waitSignal(page.operator_asked):
        page.findChild(QPushButton, "scan_nothing_action").click()


def test_r_8_an_unknown_shop_code_offers_to_register(page: ScanPage, qtbot: QtBot) -> None:
    page.take_scan(printed(shop_code("a shop elsewhere")))
    qtbot.waitUntil(lambda: bool(entries(page)))
    button = page.findChild(QPushButton, "scan_nothing_action")
    assert button.text() == "Register an operator"
    with qtbot.waitSignal(page.registration_asked):
        button.click()
