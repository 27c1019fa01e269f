"""A number that is typed: whole, or with a fixed number of decimals kept as a whole number of their unit."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QWidget

MOST_DIGITS = 12


class NumberEdit(QLineEdit):
    """decimals=2 is money in fen, 3 a quantity in thousandths. Full-width digits are taken."""

    value_changed = Signal(object)  # int, or None while it is empty

    def __init__(self, *, decimals: int = 0, is_signed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._decimals = decimals
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        sign = "-?" if is_signed else ""
        part = rf"([.．。][0-9０-９]{{0,{decimals}}})?" if decimals else ""
        form = QRegularExpression(rf"{sign}[0-9０-９]{{0,{MOST_DIGITS}}}{part}")
        self.setValidator(QRegularExpressionValidator(form, self))
        self.textEdited.connect(lambda: self.value_changed.emit(self.value()))
        self.editingFinished.connect(lambda: self.set_value(self.value()))

    def value(self) -> int | None:
        """In the smallest unit; None when nothing is typed."""
        whole, _, part = self.text().replace("．", ".").replace("。", ".").partition(".")
        digits = whole.lstrip("-") + part.ljust(self._decimals, "0")
        if not whole.lstrip("-") and not part:
            return None
        return int(digits) * (-1 if whole.startswith("-") else 1)

    def set_value(self, value: int | None) -> None:
        self.setText("" if value is None else _shown(value, self._decimals))


def _shown(value: int, decimals: int) -> str:
    """12500 with 3 decimals is 12.5; money keeps both of its decimals."""
    if not decimals:
        return str(value)
    whole, part = divmod(abs(value), 10**decimals)
    digits = f"{part:0{decimals}d}"
    digits = digits if decimals == 2 else digits.rstrip("0")
    return f"{'-' if value < 0 else ''}{whole}{'.' if digits else ''}{digits}"
