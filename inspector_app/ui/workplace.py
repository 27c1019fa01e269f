"""The window of whoever is signed in: its pages, and what follows when one of them asks for another.

Pages do not know each other; they ask by signal, and are connected here alone. A page's module is imported when the
page is first shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy.orm import Session

from inspector_app import settings as stored
from inspector_app.capture.scanner import Scanner
from inspector_app.records import SCHEMA
from inspector_app.services import backups
from inspector_app.services.exchanging import Exchanger, Outcome, photo_store
from inspector_app.services.provisioning import SignedIn
from inspector_app.settings import Settings, Wrong
from inspector_app.storage import integrity
from inspector_app.storage.files import room
from inspector_app.storage.rows import find
from inspector_app.ui import clock_warning, language, theme
from inspector_app.ui.context import Changes, Context
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.messages import Messages
from inspector_app.ui.screens import SCREENS
from inspector_app.ui.sentences import wrong_settings
from inspector_app.ui.sync_timer import SyncTimer
from inspector_app.ui.sync_watch import SyncWatch
from inspector_app.ui.tasks import TaskRunner

CHECKED_AFTER_MS, LONGEST_CHECK_S = 10_000, 120.0
"""The data are looked through once the window is in use, and no longer than that."""
LONGEST_BACKUP_MS = 20_000
"""Nobody waits longer for a window to close; the next time it is tried again."""

if TYPE_CHECKING:
    from inspector_app.services.reference_search import ReferenceSearch


@dataclass(frozen=True)
class Files:
    """Where this person's choices and this laptop's data lie."""

    settings: Path
    data: Path


class Workplace(QObject):
    """Everything that lives while one person is signed in."""

    signed_out = Signal()
    emptied = Signal()  # HQ ordered it; what is entered from now on would be kept nowhere

    def __init__(self, signed_in: SignedIn, settings: Settings, files: Files, tasks: TaskRunner) -> None:
        super().__init__()
        assert signed_in.user is not None
        self.signed_in, self._files = signed_in, files
        settings = replace(settings, is_demo=signed_in.laptop.dataset == "DEMO")
        self.context = Context(
            sessions=signed_in.sessions,
            tasks=tasks,
            changes=Changes(self),
            messages=Messages(self),
            settings=settings,
            user=signed_in.user,
            device_id=signed_in.laptop.device_id,
        )
        self._photos = photo_store(signed_in)
        self._reference: ReferenceSearch | None = None  # made by the first search
        self._scanner = Scanner(today=self.context.today)
        exchanger = Exchanger(signed_in, self.context.now)
        self.context = replace(self.context, fetch_photo=exchanger.fetch_photo)
        self.timer = SyncTimer(tasks, exchanger.run, settings.sync_every_s, self)
        self.timer.ended.connect(self._on_exchanged)
        self._watch = SyncWatch(self.context, self.timer, self)
        self.window = MainWindow(self.context.messages, is_demo=settings.is_demo)
        self.window.set_person(signed_in.user.name, signed_in.user.office_name)
        self._watch.changed.connect(self._show_standing)
        self._add_pages()
        self.window.search_asked.connect(self._on_search)
        self.window.scan_received.connect(self._on_scan)
        self.window.last_work = self._back_up
        self.window.person_asked.connect(lambda: self.window.show_page("SETTINGS"))

    def start(self, *, exchange: bool = True) -> None:
        """Show the window, and begin to exchange with HQ."""
        self.window.show_page("HOME")
        self.window.show()
        files, messages = self._files, self.context.messages
        self.context.tasks.start(
            self,
            lambda: (stored.read(files.settings)[1], room(files.data)),
            lambda found: self._say_of_files(*found),
            lambda error: messages.show(self.window, error),
        )
        self._watch.refresh()
        QTimer.singleShot(CHECKED_AFTER_MS, self.window, self._check_data)
        if exchange:
            self.timer.begin()

    def close(self) -> None:
        """Stop what runs and close the replica. Everything saved stays."""
        self.timer.cancel()
        self._watch.changed.disconnect(self._show_standing)  # it may have news when the window is gone
        self.window.last_work = None
        self.context.tasks.close()
        self.window.close()
        self.window.deleteLater()
        self._scanner.close()
        self.signed_in.sessions.close()

    def _check_data(self) -> None:
        """Look in the background whether the data are sound; nobody waits for it."""
        sessions, messages = self.signed_in.sessions, self.context.messages
        self.context.tasks.start_long(
            self,
            lambda _, stop: integrity.require_sound(sessions, LONGEST_CHECK_S, stop),
            lambda done, total: None,
            lambda is_sound: None,
            lambda error: messages.show(self.window, error),
        )

    def _say_of_files(self, wrong: list[Wrong], free: int) -> None:
        if wrong:
            self.context.messages.say(wrong_settings(wrong), "warning")
        self.context.messages.say_of_room(free)

    def _back_up(self, then: Callable[[], None]) -> None:
        """The window closes, or somebody signs out: keep a copy of the day's work first, when it has none yet."""
        folder, now = self.signed_in.folder, self.context.now()

        def decide(is_due: bool) -> None:
            if is_due:
                self._make_backup(then, now)
            else:
                then()

        self.context.tasks.start(self, lambda: backups.is_due(folder, now), decide, lambda _: then())

    def _make_backup(self, then: Callable[[], None], now: int) -> None:
        signed_in = self.signed_in
        self.timer.cancel()
        chosen = stored.load(self._files.settings).second_backups
        second = Path(chosen) if chosen else None

        def made(is_kept: bool) -> None:
            if is_kept:
                then()
            else:
                self._say_unmade(then)

        stop = self.context.run_long(
            self.window,
            self.tr("Making a backup of this laptop's data…"),
            lambda report, stop: backups.make(signed_in, now, report, stop, second),
            made,
        )
        QTimer.singleShot(LONGEST_BACKUP_MS, self.window, stop.set)

    def _say_unmade(self, then: Callable[[], None]) -> None:
        """Whoever does not go on without one closes the window later, and it is tried again."""
        self.window.last_work = self._back_up

        def go_on() -> None:
            self.window.last_work = None
            then()

        self.context.messages.ask(
            self.window,
            self.tr("Go on without a backup?"),
            self.tr(
                "Your work is saved on this laptop, but today's backup could not be made; most often the disk has too "
                "little room. Free some space, then close the window or sign out again."
            ),
            self.tr("Go on without"),
            go_on,
        )

    def _sign_out(self) -> None:
        """As when the window closes; somebody may have gone on working while the backup was made."""
        self._back_up(lambda: self.window.when_left(self.signed_out.emit))

    # -- pages ------------------------------------------------------------------------------------------------------

    def _add_pages(self) -> None:
        factories = {
            "HOME": self._home,
            "OPERATOR": self._operators,
            "INSPECT": self._inspections,
            "LEDGER": self._ledger,
            "SCAN": self._scan,
            "SYNC": self._sync,
            "SETTINGS": self._settings,
        }
        for identifier, (icon, title) in SCREENS.items():
            self.window.add_page(identifier, icon, title, factories[identifier])

    def _home(self) -> QWidget:
        from inspector_app.ui.pages.home import HomePage

        page = HomePage(self.context)
        page.registration_asked.connect(self.register)
        page.inspect_asked.connect(lambda: self.window.show_page("INSPECT"))
        page.scan_asked.connect(lambda: self.window.show_page("SCAN"))
        page.ledger_asked.connect(lambda: self.window.show_page("LEDGER"))
        page.sync_asked.connect(lambda: self.window.show_page("SYNC"))
        page.inspection_asked.connect(self.open_inspection)
        page.operator_asked.connect(self.open_operator)
        return page

    def _operators(self) -> QWidget:
        from inspector_app.ui.pages.operators import OperatorsPage

        page = OperatorsPage(self.context)
        page.operator_asked.connect(self.open_operator)
        page.registration_asked.connect(self.register)
        return page

    def _inspections(self) -> QWidget:
        from inspector_app.ui.pages.inspections import InspectionsPage

        page = InspectionsPage(self.context)
        page.inspection_asked.connect(self.open_inspection)
        return page

    def _ledger(self) -> QWidget:
        from inspector_app.ui.pages.ledger import LedgerPage

        page = LedgerPage(self.context)
        page.operator_asked.connect(self.open_operator)
        return page

    def _scan(self) -> QWidget:
        from inspector_app.ui.pages.scan import ScanPage

        page = ScanPage(self.context, self._scanner)
        page.ledger_asked.connect(lambda code: self._in_ledger("take_scan", code))
        page.line_opened.connect(lambda line: self.open_ledger(line.operator_id))
        page.operator_asked.connect(self.open_operator)
        page.registration_asked.connect(self.register)
        return page

    def _sync(self) -> QWidget:
        from inspector_app.ui.pages.sync import SyncPage

        page = SyncPage(self.context, self._watch, self.signed_in.laptop, self._photos)
        page.record_asked.connect(self.open_record)
        return page

    def _settings(self) -> QWidget:
        from inspector_app.ui.pages.settings_page import SettingsPage

        page = SettingsPage(self.context, self._files.settings, self._files.data)
        page.settings_changed.connect(self._on_settings)
        page.sign_out_asked.connect(self._sign_out)
        return page

    # -- what one page asks of another --------------------------------------------------------------------------------

    def register(self, text: str = "") -> None:
        self._open_registration(text=text)

    def edit_operator(self, operator_id: str) -> None:
        self._open_registration(operator_id=operator_id)

    def open_operator(self, operator_id: str) -> None:
        from inspector_app.ui.pages.operator_file import OperatorFilePage

        page = OperatorFilePage(self.context, operator_id, self._photos)
        page.inspection_start_asked.connect(self.start_inspection)
        page.inspection_asked.connect(self.open_inspection)
        page.ledger_asked.connect(self.open_ledger)
        page.edit_asked.connect(self.edit_operator)
        page.document_asked.connect(self.open_document)
        self.window.open_page(page, "OPERATOR")

    def start_inspection(self, operator_id: str) -> None:
        """Begin a visit, or go on with the one begun: the list is chosen from the operator's kind."""
        from inspector_app.services import inspections

        def begin() -> None:
            self.context.write(self.window, lambda act: inspections.begin(act, operator_id).id, self.open_inspection)

        clock_warning.before(self.context, self.window, begin)

    def open_inspection(self, inspection_id: str) -> None:
        from inspector_app.ui.pages.inspection import InspectionPage

        self.window.open_page(InspectionPage(self.context, self._photos, inspection_id), "INSPECT")

    def open_document(self, document_id: str) -> None:
        from inspector_app.ui.pages.document_preview import DocumentPage

        self.window.open_page(DocumentPage(self.context, document_id))

    def open_ledger(self, operator_id: str) -> None:
        self._in_ledger("open_for", operator_id)

    def open_record(self, kind: str, record_id: str) -> None:
        """The page on which a record can be seen and corrected."""
        if kind == "inspection":
            self.open_inspection(record_id)
        elif kind == "operator":
            self.open_operator(record_id)
        else:
            self.context.read(self.window, lambda session: _page_of(session, kind, record_id), self._on_place)

    def _on_place(self, place: tuple[str, str] | None) -> None:
        if place is not None:
            self.open_record(*place)

    def _open_registration(self, operator_id: str = "", text: str = "") -> None:
        from inspector_app.ui.pages.registration import RegistrationPage

        page = RegistrationPage(self.context, operator_id, text)

        def saved(saved_id: str) -> None:
            self.window.close_page(page)
            if not operator_id:
                self.open_operator(saved_id)

        page.saved.connect(saved)
        page.operator_asked.connect(self.open_operator)
        self.window.open_page(page, "OPERATOR")

    def _in_ledger(self, what: str, text: str) -> None:
        def then(page: Any) -> None:
            getattr(page, what)(text)

        self.window.show_page("LEDGER", then)

    def _on_search(self, text: str) -> None:
        from inspector_app.services.reference_search import ReferenceSearch
        from inspector_app.ui.pages.found import FoundPage

        page = self.window.current_page()
        if not isinstance(page, FoundPage):
            if not text:
                return
            self._reference = self._reference or ReferenceSearch()
            page = FoundPage(self.context, self._reference)
            page.record_asked.connect(self._on_found)
            self.window.open_page(page, "OPERATOR")
        page.search(text)

    def _on_found(self, kind: str, record_id: str) -> None:
        if kind == "document":
            self.open_document(record_id)
        else:
            self.open_record(kind, record_id)

    def _on_scan(self, text: str) -> None:
        def then(page: Any) -> None:
            page.take_scan(text)

        self.window.show_page("SCAN", then)

    def _on_exchanged(self, outcome: object) -> None:
        if isinstance(outcome, Outcome) and outcome.wiped:
            self.emptied.emit()

    def _on_settings(self, settings: Settings) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        language.install(app, settings.language)
        theme.apply(app, settings.theme)
        self.timer.set_every(settings.sync_every_s)

    def _show_standing(self) -> None:
        standing = self._watch.standing()
        if standing is not None:
            self.window.set_standing(standing.tone, standing.text)


def _page_of(session: Session, kind: str, record_id: str) -> tuple[str, str] | None:
    """(kind, id) of the visit or operator on whose page a record is seen."""
    record = find(session, SCHEMA.kinds[kind], record_id)
    for field, owner in (("inspection_id", "inspection"), ("operator_id", "operator")):
        if owner_id := getattr(record, field, None):
            return owner, owner_id
    return None
