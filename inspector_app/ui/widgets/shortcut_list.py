"""What F1 shows: every action of the window that has a key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.named import named


class ShortcutList(QDialog):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("shortcut_list")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(theme.SMALL)
        for row, (keys, text) in enumerate(self._rows(window)):
            grid.addWidget(named(QLabel(keys), role="label"), row, 0)
            grid.addWidget(QLabel(text), row, 1)
        grid.setColumnStretch(1, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.MEDIUM)
        whole.setSpacing(theme.LARGE)
        whole.addLayout(grid)
        whole.addWidget(buttons)

    def _rows(self, window: QWidget) -> list[tuple[str, str]]:
        native = QKeySequence.SequenceFormat.NativeText
        actions = [action for action in window.findChildren(QAction) if _can_be_used(action)]
        rows = [(action.shortcut().toString(native), action.text()) for action in actions]
        return [
            *rows,
            (self.tr("1 to 4"), self.tr("Answer the question that has the focus")),
            ("Tab", self.tr("Go to the next field")),
            ("Esc", self.tr("Close a dialog or clear the search")),
        ]


def _can_be_used(action: QAction) -> bool:
    owner = action.parent()
    is_known = bool(action.text()) and not action.shortcut().isEmpty()
    return is_known and action.isEnabled() and (not isinstance(owner, QWidget) or owner.isVisible() or owner.isWindow())
