"""A barcode reader that types: a code in a burst of keys that ends in Enter is a scan, and no text in any field.

It takes all three, the pace of a reader, the shape of a code, and Enter: whatever else is typed arrives as it was.
"""

from __future__ import annotations

import re

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit

MEAN_MS = 20
"""A key, over the whole code: readers on a cable need 1 to 16 ms, those by radio some more now and then."""
GAP_MS = 40
"""After a longer pause it is no longer the same burst."""
SHORTEST = 8
"""The shortest code on goods, GTIN-8."""
CODE = re.compile(
    r"\d+"  # GTIN, 20 digits of the supervision code
    r"|\d{14}[\x1d\x20-\x7e]+"  # GS1 as readers write it out: digits first, then perhaps a batch
    r"|(?=.*\d)[0-9A-Z\x1d $%+-]+"  # Code 39 and 128, licences: capitals and a digit
    r"|\][A-Za-z]\d[\x1d\x20-\x7e]+"  # with the reader's own mark of the symbology
    r"|(?i:https?://)\S+"
)
BEGINNING = re.compile(
    r"[0-9A-Z\x1d $%+-]*|\d{14}.*|\].*|(?i:https?://.*)|(?i:h|ht|htt|https?|https?:|https?:/)", re.DOTALL
)
"""What may still become one."""
ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
SHIFTS = (Qt.Key.Key_Shift, Qt.Key.Key_CapsLock)
MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
GROUP_SEPARATOR = "\x1d"


class Wedge(QObject):
    """Listens to the whole application while its parent lives.

    Keys are held for GAP_MS until it is clear whose they are, then given on in order. Holding is what keeps a scan out
    of the field: a key that was let through could have answered a question already.
    """

    scanned = Signal(str)

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._held: list[tuple[QWindow, QKeyEvent]] = []
        self._text = ""
        self._first_ms = self._last_ms = 0
        self._is_typing = False  # this burst is a person's: its keys are held no more
        self._swallow_end_until_ms = -1
        self._is_replaying = False
        self._grace = False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_gap)
        app.installEventFilter(self)

    def eventFilter(self, receiver: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or self._is_replaying:
            return False
        # Qt gives a key first to the window, then to its widget: looked at once, at the window.
        if not isinstance(receiver, QWindow) or not isinstance(event, QKeyEvent):
            return False
        return self._takes(receiver, event)

    def _takes(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease:
            if self._held:
                self._hold(window, event)
            return bool(self._held)
        at = event.timestamp()
        if at - self._last_ms > GAP_MS:
            self._give_on()
            self._is_typing = False
        if event.key() in ENDS:
            if self._is_scan(at):
                self._finish(at)
                return True
            swallowed = at <= self._swallow_end_until_ms  # some readers end with two: CR and LF
            if not swallowed:
                self._give_on()
            return swallowed
        if self._is_typing or not self._is_of_code(event) or _is_secret(QApplication.focusWidget()):
            self._give_on()
            self._last_ms = at
            return False
        if not BEGINNING.fullmatch(self._text + event.text()):
            self._is_typing = True
            self._give_on()
            self._last_ms = at
            return False
        if not self._text:
            self._first_ms = at
        self._last_ms = at
        self._hold(window, event)
        self._text += event.text()
        self._grace = True
        self._timer.start(GAP_MS)
        return True

    def _is_scan(self, at: int) -> bool:
        is_fast = at - self._first_ms <= MEAN_MS * len(self._text)
        return is_fast and len(self._text) >= SHORTEST and bool(CODE.fullmatch(self._text))

    def _is_of_code(self, event: QKeyEvent) -> bool:
        if event.isAutoRepeat():
            return False
        if event.key() in SHIFTS or event.text() == GROUP_SEPARATOR:
            return bool(self._held)
        text = event.text()
        is_start = bool(text) and text.isprintable() and text != " " and not event.modifiers() & MODIFIERS
        return is_start or (bool(self._held) and text == " ")

    def _hold(self, window: QWindow, event: QKeyEvent) -> None:
        self._held.append((window, event.clone()))

    def _finish(self, at: int) -> None:
        text = self._text
        self._forget()
        self._swallow_end_until_ms = at + GAP_MS
        self.scanned.emit(text)

    def _on_gap(self) -> None:
        if self._grace:  # after a stall of the window, keys that came in time may still wait in its queue
            self._grace = False
            self._timer.start(0)
            return
        self._give_on()

    def _give_on(self) -> None:
        held = self._held
        self._forget()
        self._is_replaying = True
        try:
            for window, event in held:
                if shiboken6.isValid(window):  # an earlier key may have closed it
                    QCoreApplication.sendEvent(window, event)
        finally:
            self._is_replaying = False

    def _forget(self) -> None:
        self._held, self._text = [], ""
        self._timer.stop()


def _is_secret(widget: QObject | None) -> bool:
    """Password keepers type as fast as a reader."""
    return isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal
