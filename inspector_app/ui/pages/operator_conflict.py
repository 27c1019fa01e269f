"""One value of an operator that two people changed: what it was, what stands, what was not taken over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from inspector_app.ui import field_names, formats, icons, theme
from inspector_app.ui.pages.operator_file_data import OpenConflict
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.section import Section
from inspector_app.ui.widgets.translated import Translated


class ConflictCard(Translated):
    decided = Signal(str, bool)  # conflict id, whether the value that lost is to be taken

    def __init__(self, found: OpenConflict, places: dict[str, str], now: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conflict_card")
        self._found, self._places, self._now = found, places, now
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        conflict, found = self._found.conflict, self._found
        unit = field_names.unit(conflict.row_kind, conflict.unit)
        self._section.set_title(self.tr("Changed twice: {field}").format(field=unit))
        when = formats.ago(conflict.loser_at, self._now)
        loser = self.tr("{person}, {when}").format(person=found.loser_by, when=when) if found.loser_by else when
        for column, (head, value, who) in enumerate((
            (self.tr("It was"), conflict.base, ""),
            (self.tr("It stands as"), conflict.winner, found.winner_by),
            (self.tr("Not taken over"), conflict.loser, loser),
        )):  # fmt: skip
            words = field_names.words(conflict.row_kind, conflict.unit, value, self._place_name)
            self._heads[column].setText(head)
            self._values[column].setText(words or self.tr("(empty)"))
            self._who[column].setText(who)
        self._keep.setText(self.tr("Keep what stands"))
        self._take.setText(self.tr("Take this instead"))

    def _place_name(self, code: str) -> str:
        return self._places.get(code, code)

    def _build(self) -> None:
        self._section = Section("conflict_section")
        self._heads = [named(QLabel(), role="note") for _ in range(3)]
        self._values = [named(QLabel(), f"conflict_{name}") for name in ("base", "winner", "loser")]
        self._who = [named(QLabel(), role="note") for _ in range(3)]
        self._keep, self._take = named(QPushButton(), "conflict_keep"), named(QPushButton(), "conflict_take")
        icons.put_on(self._keep, "check")
        icons.put_on(self._take, "undo")
        self._keep.clicked.connect(lambda: self.decided.emit(self._found.conflict.id, False))
        self._take.clicked.connect(lambda: self.decided.emit(self._found.conflict.id, True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(4)
        for column in range(3):
            self._values[column].setWordWrap(True)
            self._values[column].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(self._heads[column], 0, column)
            grid.addWidget(self._values[column], 1, column, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._who[column], 2, column)
            grid.setColumnStretch(column, 1)
        grid.setRowMinimumHeight(3, 52)
        grid.addWidget(self._keep, 3, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        grid.addWidget(self._take, 3, 2, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        self._section.body.addLayout(grid)
        whole = QGridLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._section)
