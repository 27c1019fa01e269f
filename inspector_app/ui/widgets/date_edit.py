"""A date that is typed or picked; unlike Qt's own it may be empty, and takes dates as papers write them."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QWidget

from inspector_app.ui import icons

WRITTEN = re.compile(r"(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?")
CALENDAR_PX = (380, 320)
PACKED = re.compile(r"\d{8}")


def read(text: str) -> date | None:
    """20260318, 2026-3-18, 2026.03.18, 2026/3/18 and 2026年3月18日; None when it is no date."""
    text = text.strip().replace(" ", "")
    found = WRITTEN.fullmatch(text)
    if found is None or (text.isdigit() and not PACKED.fullmatch(text)):
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


class DateEdit(QLineEdit):
    """F4 or Alt+Down opens the calendar. is_valid() tells a wrong date from none at all."""

    value_changed = Signal(object)  # date or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said: date | None = None
        self._pick = QAction(icons.icon("calendar"), "", self)
        self._pick.setShortcuts([QKeySequence("F4"), QKeySequence("Alt+Down")])
        self._pick.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._pick.triggered.connect(self.open_calendar)
        self.addAction(self._pick, QLineEdit.ActionPosition.TrailingPosition)
        self.editingFinished.connect(self._on_finished)
        self.retranslate()

    def retranslate(self) -> None:
        self.setPlaceholderText(self.tr("YYYY-MM-DD"))
        self._pick.setText(self.tr("Open the calendar"))
        self._pick.setToolTip(self.tr("Open the calendar (F4)"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def value(self) -> date | None:
        return read(self.text())

    def is_valid(self) -> bool:
        return not self.text().strip() or self.value() is not None

    def set_value(self, value: date | None) -> None:
        self._said = value
        self.setText(value.isoformat() if value else "")

    def open_calendar(self) -> None:
        calendar = QCalendarWidget(self)
        calendar.setObjectName(f"{self.objectName()}_calendar")
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar.setMinimumSize(*CALENDAR_PX)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if value := self.value():
            calendar.setSelectedDate(QDate(value.year, value.month, value.day))
        calendar.activated.connect(lambda day: self._on_picked(calendar, day))
        calendar.clicked.connect(lambda day: self._on_picked(calendar, day))
        calendar.move(self.mapToGlobal(QPoint(0, self.height())))
        calendar.show()
        calendar.setFocus()

    def _on_picked(self, calendar: QCalendarWidget, day: QDate) -> None:
        calendar.close()
        self.setText(day.toString(Qt.DateFormat.ISODate))
        self._on_finished()

    def _on_finished(self) -> None:
        value = self.value()
        if value is not None:
            self.setText(value.isoformat())
        if value != self._said:
            self._said = value
            self.value_changed.emit(value)
