"""What is still missing from a visit: a list that leads to each place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from inspector_app.domain.checklists import Item
from inspector_app.domain.problems import Problem
from inspector_app.ui import reasons, theme
from inspector_app.ui.pages.inspection_data import number
from inspector_app.ui.widgets.named import named

WIDTH, MOST_ROWS, ROW_PX = 460, 9, 44
FIELD = Qt.ItemDataRole.UserRole


class MissingList(QFrame):
    """A popup: Enter or a click goes to the place, Escape closes."""

    place_chosen = Signal(str)  # the problem's field, often an item's id

    def __init__(self, problems: Sequence[Problem], items: Mapping[str, Item], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        named(self, "missing_list", role="card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = named(QLabel(self.tr("What is still missing")), role="heading")
        self._list = named(QListWidget(), "missing_rows")
        self._list.setAccessibleName(title.text())
        self._list.setWordWrap(True)
        for problem in problems:
            item = items.get(problem.field)
            text = f"{number(item)}  {reasons.problem(problem)}" if item else reasons.problem(problem)
            row = QListWidgetItem(text)
            row.setData(FIELD, problem.field)
            self._list.addItem(row)
        self._list.setCurrentRow(0)
        self._list.itemActivated.connect(self._on_row)
        self._list.itemClicked.connect(self._on_row)
        self._list.setFixedHeight(min(len(problems), MOST_ROWS) * ROW_PX + 8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        whole.addWidget(title)
        whole.addWidget(self._list)
        self.setFixedWidth(WIDTH)

    def open_below(self, widget: QWidget) -> None:
        self.adjustSize()
        self.move(widget.mapToGlobal(QPoint(widget.width() - self.width(), widget.height() + 4)))
        self.show()
        self._list.setFocus()

    def _on_row(self, row: QListWidgetItem) -> None:
        self.place_chosen.emit(str(row.data(FIELD)))
        self.close()
