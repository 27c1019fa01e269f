"""What the window of whoever is signed in does at its end: the day's work is copied once, then it closes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from inspector_app.services import backups, inspections
from inspector_app.ui.workplace import Workplace
from tests.replica_fixtures import Laptop, laptop
from tests.ui.workplaces import made_place

__all__ = ["laptop", "made_place"]


def test_closing_the_window_keeps_a_copy_and_then_closes(place: Workplace, qtbot: QtBot) -> None:
    folder = place.signed_in.folder
    place.window.close()
    qtbot.waitUntil(lambda: not place.window.isVisible())
    assert backups.last(folder) is not None
    assert len(list((folder / "backups").iterdir())) == 1


def test_a_second_close_of_the_day_makes_no_other_copy(place: Workplace, qtbot: QtBot) -> None:
    folder = place.signed_in.folder
    (folder / "backups").mkdir()
    (folder / "backups" / f"{place.context.now()}.db").write_bytes(b"of this morning")
    place.window.close()
    qtbot.waitUntil(lambda: not place.window.isVisible())
    assert len(list((folder / "backups").iterdir())) == 1


def test_signing_out_keeps_a_copy_too(place: Workplace, qtbot: QtBot) -> None:
    place.window.show_page("SETTINGS")
    with qtbot.waitSignal(place.signed_out):
        place.window.findChild(QPushButton, "sign_out").click()
    assert backups.last(place.signed_in.folder) is not None


def test_a_day_without_a_backup_ends_only_for_who_says_so(
    place: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> list[QMessageBox]:
        return [box for box in place.window.findChildren(QMessageBox, "decision") if box.isVisible()]

    monkeypatch.setattr(backups, "room", lambda folder: 1 << 10)
    for _ in range(2):
        place.window.close()
        qtbot.waitUntil(lambda: len(asked()) == 1)
        asked()[0].reject()
        assert place.window.isVisible()
        qtbot.waitUntil(lambda: not asked())
    place.window.close()
    qtbot.waitUntil(lambda: len(asked()) == 1)
    asked()[0].accept()
    qtbot.waitUntil(lambda: not place.window.isVisible())
    assert backups.last(place.signed_in.folder) is None


def test_news_of_the_sync_after_the_end_reaches_nobody(
    place: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: place._watch.standing() is not None)
    place.close()
    monkeypatch.setattr(place, "close", lambda: None)  # the test has closed it
    qtbot.waitUntil(lambda: not shiboken6.isValid(place.window))
    with qtbot.captureExceptions() as exceptions:
        place.timer.began.emit()
    assert exceptions == []


def test_every_page_opens_with_the_focus_where_one_goes_on(place: Workplace, laptop: Laptop, qtbot: QtBot) -> None:
    with laptop.acting(later_min=1) as act:
        visit = inspections.begin(act, laptop.shop.id).id

    def page(identifier: str) -> Callable[[], None]:
        return lambda: place.window.show_page(identifier)

    expected: dict[str, Callable[[], None]] = {
        "operator_search": page("OPERATOR"),
        "inspections": page("INSPECT"),
        "ledger_search": page("LEDGER"),
        "scan_text": page("SCAN"),
        "sync_now": page("SYNC"),
        "language": page("SETTINGS"),
        "do_register": page("HOME"),
        "inspect": lambda: place.open_operator(laptop.shop.id),
        "name": lambda: place.edit_operator(laptop.shop.id),
        "visit_items": lambda: place.open_inspection(visit),
        "product_name": lambda: place.open_ledger(laptop.shop.id),
    }
    for name, show in expected.items():
        show()
        qtbot.waitUntil(lambda: place.context.tasks.is_idle)
        focus = place.window.focusWidget()
        assert focus is not None, name
        assert focus.objectName() == name
    page("HOME")()
    page("LEDGER")()  # the book that was open, once more
    assert place.window.focusWidget().objectName() == "product_name"
