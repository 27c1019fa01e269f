"""A line that gives way says in its tool tip what is cut."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from inspector_app.ui.widgets.elided_label import ElidedLabel

NAME = "云岭县城关街道柳岩社区便民食杂店"


def test_what_is_cut_is_whole_in_the_tool_tip(app: QApplication, qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText(NAME)
    label.resize(60, 30)
    label.show()
    qtbot.waitExposed(label)
    assert label.is_cut()
    assert (label.text(), label.toolTip()) == (NAME, NAME)
    cut = label.grab().toImage()
    plain = QLabel(NAME)
    qtbot.addWidget(plain)
    plain.resize(60, 30)
    assert cut != plain.grab().toImage()  # an ellipsis, not a character cut through
    label.resize(600, 30)
    assert not label.is_cut()
    assert label.toolTip() == ""


def test_a_long_name_takes_no_room_from_what_stands_beside_it(app: QApplication, qtbot: QtBot) -> None:
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText(NAME * 20)
    assert label.minimumSizeHint().width() <= 60
