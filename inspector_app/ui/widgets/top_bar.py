"""The bar above the pages: way back, title, search, and who is signed in."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from inspector_app.ui import icons, theme
from inspector_app.ui.widgets.badge import Badge
from inspector_app.ui.widgets.elided_label import ElidedLabel
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.search_box import SearchBox
from inspector_app.ui.widgets.translated import Translated


class TopBar(Translated):
    back_pressed = Signal()
    person_pressed = Signal()

    def __init__(self, name: str, *, is_demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._is_demo = is_demo
        self._build()
        self.retranslate()
        self.set_back(False)

    def set_title(self, title: str) -> None:
        self._title.setText(title)

    def set_back(self, is_possible: bool) -> None:
        self._back.setVisible(is_possible)

    def set_person(self, name: str, office: str) -> None:
        self._person.setText(name.replace("&", "&&"))
        self._person.setToolTip(office)
        self._person.setAccessibleName(f"{name} {office}")
        self._person.setVisible(bool(name))

    def set_narrow(self, is_narrow: bool) -> None:
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if is_narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self._person.setToolButtonStyle(style)
        self.search.setFixedWidth(170 if is_narrow else 380)

    def take_focus(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def retranslate(self) -> None:
        self._back.setToolTip(self.tr("Back (Alt+Left)"))
        self._back.setAccessibleName(self.tr("Back"))
        self.search.set_hint(self.tr("Search operators, products, numbers  Ctrl+K"))
        self._demo.set_state("warning", self.tr("Demo data") if self._is_demo else "")

    def _build(self) -> None:
        frame = named(QFrame(), role="bar")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.LARGE, theme.SMALL, theme.MEDIUM, theme.SMALL)
        row.setSpacing(theme.SMALL + 4)
        self._back = named(QToolButton(), "back_button", role="quiet")
        self._back.setIcon(icons.icon("back", "text"))
        self._back.setIconSize(QSize(22, 22))
        self._back.clicked.connect(self.back_pressed)
        self._title = named(ElidedLabel(), "page_title", role="title")  # a long title gives way to the search box
        self._demo = Badge("demo_banner")
        self.search = SearchBox("search")
        self._person = named(QToolButton(), "person", role="quiet")
        icons.put_on(self._person, "person", size=20)
        self._person.clicked.connect(self.person_pressed)
        self._person.hide()
        row.addWidget(self._back)
        row.addWidget(self._title)
        row.addWidget(self._demo)
        row.addStretch(1)
        row.addWidget(self.search)
        row.addWidget(self._person)
        self.set_narrow(False)
