"""The head of the sync page: how things stand in one sentence, how far an exchange is, a button to start one."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from inspector_app.ui import icons, sync_sentences, theme
from inspector_app.ui.sync_watch import SyncWatch
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.translated import Translated
from sync.device.problem import ProblemKind, SyncProblem

HALO, ICON, MINUTE_S, TICK_MS = 80, 36, 60, 5_000


class StateCard(Translated):
    def __init__(self, watch: SyncWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sync_state_card")
        self._watch = watch
        self._is_stopping = False
        self._build()
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_next)
        self._tick.start()
        watch.changed.connect(self._show_state)
        watch.timer.began.connect(self._on_began)
        watch.timer.progressed.connect(self._on_progress)
        self.retranslate()

    def retranslate(self) -> None:
        self._cancel.setText(self.tr("Stopping…") if self._is_stopping else self.tr("Cancel"))
        self._now.setText(self.tr("Sync now"))
        self._now.setToolTip(self.tr("Sync with headquarters now (F5)"))
        self._bar.setAccessibleName(self.tr("Progress of the sync"))
        self._show_state()

    def take_focus(self) -> None:
        (self._cancel if self._watch.timer.is_running else self._now).setFocus()

    def exchange_now(self) -> None:
        self._watch.timer.run_now()

    def _on_began(self) -> None:
        self._is_stopping = False
        self._bar.setRange(0, 0)
        self._count.setText("")

    def _on_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._count.setText(f"{done:,} / {total:,}" if total else "")

    def _on_cancel(self) -> None:
        self._is_stopping = True
        self._watch.timer.cancel()
        self.retranslate()

    def _show_state(self) -> None:
        standing = self._watch.standing()
        if standing is None:
            return
        tone = "info" if standing.tone == "quiet" else standing.tone
        self._icon.setPixmap(icons.icon("sync" if standing.tone == "quiet" else tone, tone).pixmap(ICON, ICON))
        self._title.setText(standing.text)
        self._advice.setText(standing.advice)
        is_running = self._watch.timer.is_running
        self._is_stopping = self._is_stopping and is_running
        self._cancel.setText(self.tr("Stopping…") if self._is_stopping else self.tr("Cancel"))
        shown, hidden = (self._progress, self._now) if is_running else (self._now, self._progress)
        had_focus = self._now.hasFocus() or self._cancel.hasFocus()
        shown.show()
        if had_focus:
            self.take_focus()  # before the other goes: Qt would lead the focus away from here
        hidden.hide()
        self._cancel.setEnabled(not self._is_stopping)
        self._show_next()

    def _show_next(self) -> None:
        seconds = self._watch.timer.next_in_s()
        problem = self._watch.problem
        self._why.setText("" if seconds is None or problem is None else self._reason(problem))
        self._why.setVisible(bool(self._why.text()))
        if seconds is None:
            self._next.setText("")
        elif problem is not None and seconds >= MINUTE_S:
            self._next.setText(self.tr("Next try in %n minute(s)", "", round(seconds / MINUTE_S)))
        elif seconds < MINUTE_S:
            self._next.setText(self.tr("Next sync in less than a minute"))
        else:
            self._next.setText(self.tr("Next sync in %n minute(s)", "", round(seconds / MINUTE_S)))

    def _reason(self, problem: Exception) -> str:
        """Why it waits, what is safe meanwhile, and how not to wait."""
        if getattr(problem, "retry_after", None):
            return self.tr(
                "Headquarters is busy and asked this laptop to wait. All that you enter is kept on this laptop. "
                "“Sync now” tries at once all the same."
            )
        if not sync_sentences.goes_away(problem):
            return ""  # waiting does not help: the advice above says who does
        timer = self._watch.timer
        if not timer.waits_longer:
            return self.tr(
                "The laptop tries again every %n minute(s), as the settings say. All that you enter is kept on this "
                "laptop. “Sync now” tries at once.",
                "",
                timer.longest_s // MINUTE_S,
            )
        if isinstance(problem, SyncProblem) and problem.kind is ProblemKind.UNREACHABLE:
            return self.tr(
                "After each try that fails the laptop waits longer, %n minute(s) at most, to spare battery and "
                "network. All that you enter is kept on this laptop. Is there a network again? “Sync now” tries at "
                "once.",
                "",
                timer.longest_s // MINUTE_S,
            )
        return self.tr(
            "After each try that fails the laptop waits longer, %n minute(s) at most. All that you enter is kept on "
            "this laptop. “Sync now” tries at once.",
            "",
            timer.longest_s // MINUTE_S,
        )

    def _build(self) -> None:
        self._icon = named(QLabel(), role="halo")
        self._icon.setFixedSize(HALO, HALO)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._title = named(QLabel(), "sync_sentence", role="title")
        self._title.setWordWrap(True)
        self._advice = named(QLabel(), "sync_advice")
        self._advice.setWordWrap(True)
        self._next = named(QLabel(), "sync_next", role="note")
        self._why = named(QLabel(), "sync_why", role="note")
        self._why.setWordWrap(True)
        self._bar = named(QProgressBar(), "sync_bar")
        self._bar.setTextVisible(False)
        self._count = named(QLabel(), "sync_count", role="note")
        self._cancel = named(QPushButton(), "sync_cancel")
        self._cancel.clicked.connect(self._on_cancel)
        self._now = named(QPushButton(), "sync_now", role="primary")
        icons.put_on(self._now, "sync", "on_accent")
        self._now.clicked.connect(self.exchange_now)
        self._progress = QWidget()
        line = QHBoxLayout(self._progress)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.MEDIUM)
        line.addWidget(self._bar, 1)
        line.addWidget(self._count)
        line.addWidget(self._cancel)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addStretch(1)
        for part in (self._title, self._advice, self._next, self._why, self._progress):
            words.addWidget(part)
        words.addStretch(1)
        card = named(QFrame(), role="card")
        row = QHBoxLayout(card)
        row.setContentsMargins(20, 20, 20, 20)
        row.setSpacing(20)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._now, 0, Qt.AlignmentFlag.AlignVCenter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
