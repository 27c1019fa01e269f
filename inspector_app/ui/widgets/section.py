"""A card with a heading: what belongs together on a page; and a page's scrolling column of cards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.ui import theme
from inspector_app.ui.widgets.named import named

COLUMN_PX = 1120
"""Lines wider than this are hard to follow."""


class Section(QFrame):
    """Put widgets into `body`; buttons that act on the whole go to the right of the heading with add_action()."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, name, role="card")
        self._title = named(QLabel(), f"{name}_title", role="heading")
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.SMALL)
        self._head.addWidget(self._title, 1)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.MEDIUM)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, theme.MEDIUM, 20, 20)
        whole.setSpacing(theme.MEDIUM)
        whole.addLayout(self._head)
        whole.addLayout(self.body, 1)

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def add_action(self, button: QWidget) -> None:
        self._head.addWidget(button)


class Column(QScrollArea):
    """A page's content: sections below each other, scrolled, never wider than can be read."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        canvas = named(QWidget(), role="canvas")
        inner = QWidget()
        inner.setMaximumWidth(COLUMN_PX)
        self._items = QVBoxLayout(inner)
        self._items.setContentsMargins(0, 0, 0, 0)
        self._items.setSpacing(theme.MEDIUM)
        self._items.addStretch(1)
        across = QHBoxLayout(canvas)
        across.setContentsMargins(theme.LARGE, theme.LARGE, theme.LARGE, theme.LARGE)
        across.addStretch(1)
        across.addWidget(inner, 1000)
        across.addStretch(1)
        self.setWidget(canvas)

    def add(self, item: QWidget | QLayout) -> None:
        at = self._items.count() - 1
        if isinstance(item, QWidget):
            self._items.insertWidget(at, item)
        else:
            self._items.insertLayout(at, item)
