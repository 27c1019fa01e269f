"""The first window: who is working, with which password; on a new laptop, the enrolment file first.

It imports nothing but Qt and our widgets: the rest of the app loads while the password is typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inspector_app.ui import icons, theme, window_place
from inspector_app.ui.widgets.field_row import FieldRow
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated

CARD_PX = 420
FIRST_SIZE = QSize(760, 700)
SECOND_MS = 1_000


class SignInWindow(Translated):
    """Says what is asked and shows what came of it; it knows neither keys nor HQ."""

    sign_in_asked = Signal(str, str)  # username, password
    file_chosen = Signal(Path)  # an enrolment file; answered by show_enrolment or show_problem
    enrol_asked = Signal(Path, str, str)  # enrolment file, username, password

    def __init__(
        self, usernames: Sequence[str] = (), last: str = "", *, is_demo: bool = False, parent: QWidget | None = None
    ) -> None:
        """`last` is who signed in last; nobody, or somebody who is gone, is the first of them."""
        super().__init__(parent)
        self.setObjectName("sign_in_window")
        self.setWindowIcon(icons.file_icon("app"))
        self._is_demo = is_demo
        self._file: Path | None = None
        self._address = ""
        self._is_busy = False
        self._has_users = bool(usernames)
        self._is_enrolling = not usernames
        self._pauses: dict[str, QDeadlineTimer] = {}
        self._second = QTimer(self, interval=SECOND_MS)
        self._build()
        self.set_usernames(usernames)
        self._user.setCurrentIndex(max(0, self._user.findText(last)))
        self.retranslate()
        self._show_mode()
        window_place.fit(self, FIRST_SIZE)

    def set_usernames(self, usernames: Sequence[str]) -> None:
        self._user.clear()
        self._user.addItems(list(usernames))

    def show_enrolment(self, file: Path, address: str, usernames: Sequence[str]) -> None:
        """The file is good: show which HQ it belongs to, and let the person choose who they are."""
        self._file, self._address = file, address
        self.set_usernames(usernames)
        self.show_problem("")
        self._password.clear()
        self.retranslate()
        self._show_mode()
        self._password.setFocus()

    def show_renewed(self) -> None:
        """Headquarters lets this laptop be used on: back to the sign-in."""
        if self._is_enrolling:
            self._on_other()
        self._show_doing(self.tr("This laptop can be used on without the network. Please sign in."))

    def show_problem(self, sentence: str) -> None:
        self.set_busy(False)
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        if sentence:
            self._password.selectAll()
            self._password.setFocus()
            self._lead_to(self._problem)

    def show_pause(self, seconds: int) -> None:
        """Too many wrong passwords of the chosen user: count down until there may be another try."""
        self.show_problem("")
        self._password.clear()
        self._password.setFocus()
        self._pauses[self._user.currentText().strip()] = QDeadlineTimer(seconds * SECOND_MS)
        self._second.start()
        self._show_pause()
        self._lead_to(self._pause)

    def set_busy(self, is_busy: bool, what: str = "") -> None:
        """The key is being opened, or HQ asked; `what` is said beside the moving line."""
        self._is_busy = is_busy
        self._bar.setVisible(is_busy)
        self._show_doing(what if is_busy else "")
        for widget in (self._user, self._password, self._go, self._choose, self._other):
            widget.setEnabled(not is_busy)
        self._show_go()

    def _show_doing(self, what: str) -> None:
        self._doing.setText(what)
        self._doing.setVisible(bool(what))

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Field Inspector"))
        self._name.setText(self.tr("Field Inspector"))
        if self._is_enrolling:
            self._head.setText(self.tr("Set up this laptop"))
        else:
            self._head.setText(self.tr("Demo data: nothing here is real") if self._is_demo else self.tr("Sign in"))
        self._step.setText(self._step_text())
        self._user_row.set_texts(self.tr("User"))
        self._password_row.set_texts(self.tr("Password"))
        self._caps.setText(self.tr("Caps Lock is on"))
        self._choose.setText(self.tr("Choose enrolment file…"))
        self._go.setText(self.tr("Set up and sign in") if self._is_enrolling else self.tr("Sign in"))
        other = self.tr("Back to sign-in") if self._is_enrolling else self.tr("Set up with an enrolment file")
        self._other.setText(other)
        self._show_pause()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self._password and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._look_for_caps(event)
        return False

    def _step_text(self) -> str:
        if not self._is_enrolling:
            return ""
        if self._file is None:
            return self.tr("Your county office gives you an enrolment file and a password. Choose the file first.")
        return self.tr("{file} belongs to {address}. If that is not your headquarters, stop here.").format(
            file=self._file.name, address=self._address
        )

    def _look_for_caps(self, event: QKeyEvent) -> None:
        # Qt tells the state of Shift, not of Caps Lock: a letter whose case does not fit Shift gives it away.
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._caps.setVisible(False)
        elif letter.isascii() and letter.isalpha():
            is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps.setVisible(letter.isupper() != is_shifted)

    def _on_go(self) -> None:
        user, password = self._user.currentText().strip(), self._password.text()
        if self._is_busy or self._paused_ms() or not (user and password):
            return
        self.show_problem("")
        if not self._is_enrolling:
            self.sign_in_asked.emit(user, password)
        elif self._file is not None:
            self.enrol_asked.emit(self._file, user, password)

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose enrolment file"))
        dialog.setObjectName("choose_enrolment")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Enrolment files (*.json)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self.file_chosen.emit(Path(name)))
        dialog.open()

    def _on_other(self) -> None:
        self._is_enrolling = not self._is_enrolling
        self.show_problem("")
        self.retranslate()
        self._show_mode()

    def _show_mode(self) -> None:
        has_person = not self._is_enrolling or self._file is not None
        self._step.setVisible(self._is_enrolling)
        self._choose.setVisible(self._is_enrolling)
        self._other.setVisible(not self._is_enrolling or self._has_users)
        for widget in (self._user_row, self._password_row, self._go):
            widget.setVisible(has_person)
        self._caps.hide()
        (self._password if has_person and self._user.currentText() else self._choose).setFocus()
        self._show_go()

    def _lead_to(self, label: QLabel) -> None:
        """Where the screen is low, once the sentence has its room."""
        QTimer.singleShot(0, label, lambda: self._area.ensureWidgetVisible(label))

    def _show_go(self) -> None:
        is_ready = not self._is_busy and not self._paused_ms()
        self._go.setEnabled(is_ready and bool(self._user.currentText().strip() and self._password.text()))

    def _paused_ms(self) -> int:
        """What is left of the chosen user's pause."""
        pause = self._pauses.get(self._user.currentText().strip())
        return pause.remainingTime() if pause is not None else 0

    def _show_pause(self) -> None:
        minutes, seconds = divmod(-(-self._paused_ms() // SECOND_MS), 60)
        is_paused = bool(minutes or seconds)
        self._pause.setVisible(is_paused)
        if is_paused:
            text = self.tr("Too many wrong passwords. Nothing is lost: you can try again in {time}.")
            self._pause.setText(text.format(time=f"{minutes}:{seconds:02}"))
        if all(pause.hasExpired() for pause in self._pauses.values()):
            self._second.stop()
        self._show_go()

    def _build(self) -> None:
        mark = QLabel()
        mark.setPixmap(icons.file_icon("app").pixmap(56, 56))
        self._name = named(QLabel(), role="title")
        self._head = named(QLabel(), "sign_in_head", role="heading")
        self._step = named(QLabel(), "sign_in_step")
        self._step.setWordWrap(True)
        self._choose = named(QPushButton(), "choose_file")
        icons.put_on(self._choose, "file")
        self._choose.clicked.connect(self._on_choose)
        self._user = QComboBox()
        self._user.setEditable(True)
        self._user.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._user.currentTextChanged.connect(self._show_pause)
        self._user_row = FieldRow("username", self._user)
        self._password = QLineEdit()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password.textChanged.connect(self._show_go)
        self._password.returnPressed.connect(self._on_go)
        self._password.installEventFilter(self)
        self._password_row = FieldRow("password", self._password)
        self._caps = named(QLabel(), "caps_hint", role="warning")
        self._problem = named(QLabel(), "sign_in_problem", role="problem")
        self._problem.setWordWrap(True)
        self._pause = named(QLabel(), "sign_in_pause", role="problem")
        self._pause.setWordWrap(True)
        self._second.timeout.connect(self._show_pause)
        self._bar = named(QProgressBar(), "sign_in_busy")
        self._bar.setRange(0, 0)
        self._doing = named(QLabel(), "sign_in_doing", role="note")
        self._doing.setWordWrap(True)
        self._go = named(QPushButton(), "sign_in", role="primary")
        self._go.clicked.connect(self._on_go)
        self._other = named(QPushButton(), "other_mode", role="quiet")
        self._other.clicked.connect(self._on_other)
        self._lay_out(mark)
        for late in (self._caps, self._problem, self._pause, self._bar, self._doing):
            late.hide()

    def _lay_out(self, mark: QLabel) -> None:
        card = named(QFrame(), "sign_in_card", role="card")
        card.setFixedWidth(CARD_PX)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(28, 28, 28, theme.MEDIUM)
        inside.setSpacing(theme.MEDIUM)
        for part in (self._head, self._step, self._choose, self._user_row, self._password_row, self._caps,
                     self._problem, self._pause, self._bar, self._doing, self._go, self._other):  # fmt: skip
            inside.addWidget(part)
        canvas = named(QWidget(), role="canvas")
        whole = QVBoxLayout(canvas)
        whole.setSpacing(theme.MEDIUM)
        whole.addStretch(2)
        centre = Qt.AlignmentFlag.AlignHCenter
        whole.addWidget(mark, 0, centre)
        whole.addWidget(self._name, 0, centre)
        whole.addSpacing(theme.SMALL)
        across = QHBoxLayout()  # not by alignment: Qt would reckon the height of wrapped text at the window's width
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)
        whole.addLayout(across)
        whole.addStretch(3)
        self._area = area = QScrollArea()  # at 200 % the screen may be lower than the card
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(canvas)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
