"""The window: rail, top bar, the pages, status line. It connects pages, which do not know each other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.ui import icons, window_place
from inspector_app.ui.wedge import Wedge
from inspector_app.ui.widgets.named import named
from inspector_app.ui.widgets.rail import Rail
from inspector_app.ui.widgets.shortcut_list import ShortcutList
from inspector_app.ui.widgets.status_line import StatusLine
from inspector_app.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from inspector_app.ui.messages import Messages

FIRST_SIZE = QSize(1366, 768)
LEAST_SIZE = (600, 340)
NARROW_PX = 1000
"""Below this width the rail shows icons only: 1366 pixels at 200 % are 683."""


@runtime_checkable
class TakesScans(Protocol):
    """A page that wants what a reader scans while it is shown; any other page leaves it to `scan_received`."""

    def take_scan(self, text: str) -> None: ...


@runtime_checkable
class AsksBeforeLeaving(Protocol):
    """A page with work that is not saved: it calls proceed() when it may be left, at once or after asking."""

    def before_leaving(self, proceed: Callable[[], None]) -> None: ...


@runtime_checkable
class Comes(Protocol):
    """A page that does something each time it comes to the front."""

    def on_shown(self) -> None: ...


class MainWindow(QMainWindow):
    """Pages of the rail are made on first show and kept; pages opened on top of them are deleted when left.

    A page's windowTitle is shown above it.
    """

    search_asked = Signal(str)
    scan_received = Signal(str)
    page_shown = Signal(str)
    person_asked = Signal()  # the name of who is signed in was pressed

    def __init__(self, messages: Messages, *, is_demo: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_close = False
        self.last_work: Callable[[Callable[[], None]], None] | None = None
        """Begun when the window is to close: it calls what it is given when it is done. Closing again does not wait."""
        self.setObjectName("main_window")
        self.setMinimumSize(*LEAST_SIZE)  # said, or Qt takes the wide layout's own least size
        self.messages = messages
        self._factories: dict[str, Callable[[], QWidget]] = {}
        self._kept: dict[str, QWidget] = {}
        self._trail: list[tuple[str, QWidget]] = []  # what Back returns to, the shown page last
        self._build(is_demo)
        self._make_actions()
        self._wedge = Wedge(_application(), self)
        self._wedge.scanned.connect(self._on_scanned)
        messages.said.connect(self.status.say)
        messages.progress_began.connect(self.status.progress.begin)
        messages.progressed.connect(self.status.progress.advance)
        messages.progress_ended.connect(self.status.progress.end)
        self.retranslate()
        window_place.restore(self, FIRST_SIZE)

    # -- pages ------------------------------------------------------------------------------------------------------

    def add_page(self, identifier: str, icon: str, title: str, factory: Callable[[], QWidget]) -> None:
        """Put a page on the rail. title is its English source, marked QT_TRANSLATE_NOOP("Rail", ...)."""
        self._factories[identifier] = factory
        number = self.rail.add(identifier, icon, title)
        if number <= 10:
            action = self._action(f"go_{identifier}", f"Ctrl+{number % 10}", lambda: self.show_page(identifier))
            action.setText(self.tr("Go to {page}").format(page=self.rail.title(identifier)))
            self.rail.describe(identifier, action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))

    def show_page(self, identifier: str, then: Callable[[QWidget], None] | None = None) -> None:
        """Show a page of the rail, after the shown one has agreed; then(page) hands it what it is to show."""

        def proceed() -> None:
            if identifier not in self._kept:
                self._kept[identifier] = self._factories[identifier]()
                self._stack.addWidget(self._kept[identifier])
            page = self._kept[identifier]
            self._go_to(identifier, page)
            if then is not None:
                then(page)

        self.when_left(proceed)
        self.rail.mark(self.current_identifier())  # a refused change leaves the rail as it was

    def open_page(self, page: QWidget, under: str = "") -> None:
        """Show a page on top of the present one; Back returns and deletes it. `under` is its entry of the rail, by
        default that of the present page."""

        def proceed() -> None:
            self._stack.addWidget(page)
            self._go_to(under or self.current_identifier(), page)

        self.when_left(proceed)

    def go_back(self) -> None:
        self.when_left(self._step_back)

    def close_page(self, page: QWidget) -> None:
        """The page is done: leave it without its being asked."""
        if self._trail and self._trail[-1][1] is page:
            self._step_back()

    def when_left(self, proceed: Callable[[], None]) -> None:
        """Go on once the shown page has agreed to be left."""
        page = self.current_page()
        if isinstance(page, AsksBeforeLeaving):
            page.before_leaving(proceed)
        else:
            proceed()

    def page(self, identifier: str) -> QWidget | None:
        """A page of the rail, if it has been made already."""
        return self._kept.get(identifier)

    def current_page(self) -> QWidget | None:
        return self._trail[-1][1] if self._trail else None

    def current_identifier(self) -> str:
        return self._trail[-1][0] if self._trail else ""

    # -- what the frame says ------------------------------------------------------------------------------------------

    def set_person(self, name: str, office: str) -> None:
        self.top.set_person(name, office)

    def set_standing(self, tone: str, text: str) -> None:
        """How things stand with HQ: what is waiting, why, since when, when next."""
        self.status.set_standing(tone, text)

    def show_shortcuts(self) -> None:
        ShortcutList(self).open()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Field Inspector"))
        self._back.setText(self.tr("Back"))
        self._search.setText(self.tr("Search everything"))
        self._help.setText(self.tr("Show the keyboard shortcuts"))
        for identifier in self._factories:
            action = self.findChild(QAction, f"go_{identifier}")
            if isinstance(action, QAction):
                action.setText(self.tr("Go to {page}").format(page=self.rail.title(identifier)))

    # -- Qt -----------------------------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_narrow = self.width() < NARROW_PX
        self.rail.set_narrow(is_narrow)
        self.top.set_narrow(is_narrow)
        self.status.set_narrow(is_narrow)
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        page = self.current_page()
        if isinstance(page, AsksBeforeLeaving) and not self._may_close:

            def saved() -> None:
                self._may_close = True

            if not self._is_over(page.before_leaving, saved):
                event.ignore()
                return
        if self.last_work is not None:
            work, self.last_work = self.last_work, None
            if not self._is_over(work, lambda: None):
                self._may_close = False  # somebody may go on working meanwhile
                event.ignore()
                return
        window_place.keep(self)
        super().closeEvent(event)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _is_over(self, work: Callable[[Callable[[], None]], None], then: Callable[[], None]) -> bool:
        """Whether the work was over at once; else the window is closed again when it is."""
        is_beginning, is_over = True, False

        def over() -> None:
            nonlocal is_over
            is_over = True
            then()
            if not is_beginning:
                self.close()

        work(over)
        is_beginning = False
        return is_over

    def _build(self, is_demo: bool) -> None:
        self.rail = Rail("rail")
        self.top = TopBar("top_bar", is_demo=is_demo)
        self.status = StatusLine("status_line")
        self._stack = named(QStackedWidget(), "pages")
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self._stack, 1)
        right.addWidget(self.status)
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.rail)
        across.addLayout(right, 1)
        self.setCentralWidget(whole)
        self.setWindowIcon(icons.file_icon("app"))
        self.rail.chosen.connect(self.show_page)
        self.top.back_pressed.connect(self.go_back)
        self.top.person_pressed.connect(self.person_asked)
        self.top.search.search_changed.connect(self.search_asked)

    def _make_actions(self) -> None:
        self._back = self._action("back", "Alt+Left", self.go_back)
        self._search = self._action("search", "Ctrl+K", self.top.take_focus)
        self._help = self._action("shortcuts", "F1", self.show_shortcuts)

    def _action(self, name: str, keys: str, slot: Callable[[], None]) -> QAction:
        action = named(QAction(self), name)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(slot)
        self.addAction(action)
        return action

    def _go_to(self, identifier: str, page: QWidget) -> None:
        if page is self.current_page():
            return
        if page is self._kept.get(identifier):
            self._drop_opened()
        self._trail = [entry for entry in self._trail if entry[1] is not page]
        self._trail.append((identifier, page))
        self._front()

    def _step_back(self) -> None:
        if len(self._trail) < 2:
            return
        identifier, page = self._trail.pop()
        if page is not self._kept.get(identifier):
            self._delete(page)
        self._front()

    def _drop_opened(self) -> None:
        for identifier, page in self._trail:
            if page is not self._kept.get(identifier):
                self._delete(page)
        self._trail = [entry for entry in self._trail if entry[1] is self._kept.get(entry[0])]

    def _delete(self, page: QWidget) -> None:
        page.windowTitleChanged.disconnect(self.top.set_title)
        self._stack.removeWidget(page)
        page.deleteLater()

    def _front(self) -> None:
        identifier, page = self._trail[-1]
        page.windowTitleChanged.connect(self.top.set_title, Qt.ConnectionType.UniqueConnection)
        self._stack.setCurrentWidget(page)
        self.rail.mark(identifier)
        self.top.set_title(page.windowTitle() or self.rail.title(identifier))
        self.top.set_back(len(self._trail) > 1)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(page, Comes):
            page.on_shown()
        self.page_shown.emit(identifier)

    def _on_scanned(self, text: str) -> None:
        page = self.current_page()
        if isinstance(page, TakesScans):
            page.take_scan(text)
        else:
            self.scan_received.emit(text)


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
