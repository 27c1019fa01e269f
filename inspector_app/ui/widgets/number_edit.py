"""A number that is typed: whole, or with a fixed number of decimals kept as a whole number of their unit."""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QWidget

MOST = 999_999_999_999
"""In whole units: what the tables hold with room for sums."""
_WRITTEN = re.compile(r"([+-]?)(\d{0,40})(?:\.(\d{0,40}))?", re.ASCII)
_BEGUN = re.compile(r"[+-]?\.?")


class NumberEdit(QLineEdit):
    """decimals=2 is money in fen, 3 a quantity in thousandths. Full-width digits are taken.

    What a person types is never changed: what is no number, or none that is possible here, stays as it is and
    problem() says so. A FieldRow shows that sentence below the field.
    """

    value_changed = Signal(object)  # int, or None while there is no number
    problem_changed = Signal()

    def __init__(
        self,
        *,
        decimals: int = 0,
        is_signed: bool = False,
        is_positive: bool = False,
        least: int | None = None,
        most: int = MOST,
        parent: QWidget | None = None,
    ) -> None:
        """`least` and `most` are in whole units; without `least` it is zero, or as far below as above if signed.

        is_positive: zero is none either.
        """
        super().__init__(parent)
        self._decimals, self._is_positive = decimals, is_positive
        self._least = least if least is not None else -most if is_signed else 0
        self._most = most
        self._said = ""
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.textChanged.connect(self._say)
        self.textEdited.connect(lambda: self.value_changed.emit(self.value()))
        self.editingFinished.connect(self._on_finished)

    def value(self) -> int | None:
        """In the smallest unit; None when nothing is typed, or nothing that is possible."""
        value = read(self.text(), self._decimals)
        unit = 10**self._decimals
        if value is None or not self._least * unit <= value <= self._most * unit or (self._is_positive and not value):
            return None
        return value

    def set_value(self, value: int | None) -> None:
        self.setText("" if value is None else _shown(value, self._decimals))

    def problem(self) -> str:
        """What is wrong with what was typed; nothing for nothing typed, and while a number is only begun."""
        return "" if self.hasFocus() and self._is_begun() else self.wrong()

    def wrong(self) -> str:
        """What is wrong with it, were this all that is typed."""
        text = _normal(self.text())
        if not text or self.value() is not None:
            return ""
        if (value := read(text, self._decimals)) is not None:
            if self._is_positive:
                if value > 0:
                    return self.tr("Please enter a smaller number.")
                return self.tr("Please enter a number above zero.")
            return self.tr("Please enter a number from {least} to {most}.").format(
                least=f"{self._least:,}", most=f"{self._most:,}"
            )
        if not self._decimals:
            return self.tr("Please enter a whole number, in digits only.")
        return self.tr("Please enter a number in digits, with at most %n decimal(s).", "", self._decimals)

    def _is_begun(self) -> bool:
        """A sign, a point, or a zero before its decimals."""
        text = _normal(self.text())
        return bool(_BEGUN.fullmatch(text)) or (self._decimals > 0 and read(text, self._decimals) == 0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def _on_finished(self) -> None:
        if (value := self.value()) is not None:
            self.set_value(value)  # the same number, written as everywhere

    def _say(self) -> None:
        if self.problem() != self._said:
            self._said = self.problem()
            self.problem_changed.emit()


def read(text: str, decimals: int = 0) -> int | None:
    """A number as typed, in the smallest unit; None for what is none or has more decimals."""
    found = _WRITTEN.fullmatch(_normal(text))
    sign, whole, part = found.groups(default="") if found else ("", "", "")
    if not whole + part or len(part.rstrip("0")) > decimals:
        return None
    return int(whole + part.ljust(decimals, "0")[:decimals] or "0") * (-1 if sign == "-" else 1)


def _normal(text: str) -> str:
    """Full-width signs as plain ones; a Chinese full stop is a decimal point."""
    return unicodedata.normalize("NFKC", text).replace("。", ".").replace("−", "-").strip()


def _shown(value: int, decimals: int) -> str:
    """12500 with 3 decimals is 12.5; money keeps both of its decimals."""
    if not decimals:
        return str(value)
    whole, part = divmod(abs(value), 10**decimals)
    digits = f"{part:0{decimals}d}"
    digits = digits if decimals == 2 else digits.rstrip("0")
    return f"{'-' if value < 0 else ''}{whole}{'.' if digits else ''}{digits}"
