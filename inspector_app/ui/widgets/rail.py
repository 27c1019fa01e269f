"""The list of screens at the window's left."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated

WIDE, NARROW, ICON = 188, 64, 22


class Rail(Translated):
    """One button a screen; Up and Down move, Enter shows. Narrow, it shows icons only."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._buttons: dict[str, QToolButton] = {}
        self._sources: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._is_narrow = False
        self._group = QButtonGroup(self, exclusive=True)
        self._build()
        self.retranslate()
        self.set_narrow(False)

    def add(self, identifier: str, icon: str, title: str) -> int:
        """Add a screen at the end and give its place, from 1."""
        button = named(QToolButton(), f"rail_{identifier}", role="rail")
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        icons.put_on(button, icon, "quiet", ICON)
        button.clicked.connect(lambda: self.chosen.emit(identifier))
        self._buttons[identifier], self._sources[identifier] = button, title
        self._group.addButton(button)
        self._list.insertWidget(self._list.count() - 1, button)
        self.retranslate()
        self.set_narrow(self._is_narrow)
        return len(self._buttons)

    def describe(self, identifier: str, keys: str) -> None:
        self._keys[identifier] = keys
        self.retranslate()

    def title(self, identifier: str) -> str:
        return QCoreApplication.translate("Rail", self._sources.get(identifier, ""))

    def mark(self, identifier: str) -> None:
        if button := self._buttons.get(identifier):
            button.setChecked(True)

    def set_narrow(self, is_narrow: bool) -> None:
        self._is_narrow = is_narrow
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if is_narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in self._buttons.values():
            button.setToolButtonStyle(style)
            button.setIconSize(QSize(ICON if is_narrow else ICON + icons.GAP, ICON))
        self._name.setVisible(not is_narrow)
        self.setFixedWidth(NARROW if is_narrow else WIDE)

    def retranslate(self) -> None:
        self._name.setText(self.tr("Field Inspector"))
        for identifier, button in self._buttons.items():
            title = self.title(identifier)
            button.setText(title)
            button.setAccessibleName(title)
            button.setToolTip(f"{title}  {self._keys.get(identifier, '')}".strip())

    def _build(self) -> None:
        frame = named(QFrame(), role="rail")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(theme.MEDIUM, 14, theme.SMALL, 14)
        head.setSpacing(10)
        mark = QLabel()
        mark.setPixmap(icons.file_icon("app").pixmap(28, 28))
        self._name = named(QLabel(), role="label")
        head.addWidget(mark)
        head.addWidget(self._name, 1)
        inside.addLayout(head)
        canvas = named(QWidget(), role="canvas")
        self._list = QVBoxLayout(canvas)
        self._list.setContentsMargins(theme.SMALL, theme.SMALL, theme.SMALL, theme.SMALL)
        self._list.setSpacing(4)
        self._list.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(canvas)
        inside.addWidget(area, 1)
