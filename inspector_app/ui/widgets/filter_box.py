"""A filter of a list: one value or any; the choice is remembered in the window's settings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from inspector_app.ui.widgets.choice_box import ChoiceBox

WIDEST_PX = 240


class FilterBox(ChoiceBox):
    """An empty value filters nothing."""

    def __init__(self, name: str, setting: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(WIDEST_PX)
        self._setting = setting
        self.set_value(str(QSettings().value(setting, "")))
        self.chosen.connect(self._remember)

    def reset(self) -> None:
        self.set_value("")
        self._remember()

    def set_texts(self, name: str, any_of_them: str, options: Sequence[tuple[str, str]]) -> None:
        """`any_of_them` stands there when nothing is filtered."""
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.set_options(options, any_of_them)
        self.updateGeometry()

    def _remember(self) -> None:
        QSettings().setValue(self._setting, self.value())
