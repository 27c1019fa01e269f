"""The desktop: sign-in first, the rest of the program loads beside it; then the workplace of whoever signed in."""

from __future__ import annotations

import errno
import logging
import os
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QLockFile,
    QLoggingCategory,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QMessageBox

from inspector_app import logs, paths, settings
from inspector_app.ui import enter_and_wheel, garbage, language, text_size, theme
from inspector_app.ui.pages.sign_in import SignInWindow
from inspector_app.ui.tasks import TaskRunner
from sync.clock import now_us

if TYPE_CHECKING:
    from inspector_app.errors import AppError
    from inspector_app.services.enrolment import EnrolmentFile
    from inspector_app.services.laptop import Laptop
    from inspector_app.services.provisioning import SignedIn
    from inspector_app.ui.workplace import Workplace


def run(data: Path | None) -> int:
    """Run the desktop on a data folder, the person's own by default, until its window is closed."""
    folder = data or paths.data_folder()
    try:
        make_folder(folder)
        logs.start(paths.log_folder())
    except OSError as error:
        from inspector_app.ui import terminal

        terminal.complain(terminal.folder_problem(folder, error))
        return 2
    app = _shown_application()
    desktop = Desktop(app, folder, paths.config_folder() / "settings.json")
    lock = lock_of(folder)
    # Without room on the disk there is no lock either; a second window then finds the replica taken.
    if not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError:
        desktop.say_open_already()
        return 1
    desktop.show_sign_in()
    try:
        return app.exec()
    finally:
        desktop.close()
        lock.unlock()


def make_folder(folder: Path) -> None:
    """The data folder, the person's alone. Raises OSError where none can be, or nothing can be kept in it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _shown_application() -> QApplication:
    """The application; where there is no display, the program says so and ends, before Qt would abort it."""

    def hear(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind is QtMsgType.QtFatalMsg:
            from inspector_app.ui import terminal

            terminal.complain(terminal.no_window(heard or [message]))
            os._exit(2)
        heard.append(message)
        logging.getLogger("qt").warning("%s", message)

    heard: list[str] = []
    qInstallMessageHandler(hear)
    try:
        return make_application(sys.argv)
    finally:
        qInstallMessageHandler(None)


def lock_of(folder: Path) -> QLockFile:
    """One window to a data folder: two would show each other's work too late. A killed program holds no lock."""
    make_folder(folder)
    lock = QLockFile(str(folder / "open.lock"))
    lock.setStaleLockTime(0)
    return lock


def make_application(argv: list[str]) -> QApplication:
    QCoreApplication.setOrganizationName(paths.APP)
    QCoreApplication.setApplicationName(paths.APP)
    text_size.prepare()
    # Which codecs and sound servers are missing is nobody's business here; QT_LOGGING_RULES overrides it.
    QLoggingCategory.setFilterRules("qt.multimedia.*=false")
    app = QApplication(argv)
    garbage.Collector(app)
    enter_and_wheel.install(app)
    return app


class Desktop(QObject):
    """Joins sign-in, replica and workplace; one person at a time."""

    def __init__(self, app: QApplication, folder: Path, settings_file: Path) -> None:
        super().__init__()
        self._app, self._folder, self._settings_file = app, folder, settings_file
        self._settings = settings.load(settings_file)
        language.install(app, self._settings.language)
        theme.apply(app, self._settings.theme)
        self._tasks = TaskRunner(self)
        self._file: EnrolmentFile | None = None
        self.sign_in_window: SignInWindow | None = None
        self.workplace: Workplace | None = None

    def show_sign_in(self) -> None:
        """The first window. What it does not need is imported beside it, while the password is typed."""
        from inspector_app.services import sign_ins

        self._settings = settings.load(self._settings_file)
        last = sign_ins.last(self._folder)
        window = self.sign_in_window = SignInWindow(self._usernames(), last, is_demo=self._is_demo())
        window.file_chosen.connect(self._on_file)
        window.sign_in_asked.connect(self._on_sign_in)
        window.enrol_asked.connect(self._on_enrol)
        window.show()
        threading.Thread(target=_import_the_rest, daemon=True).start()

    def say_open_already(self) -> None:
        box = QMessageBox()
        box.setObjectName("open_already")
        box.setWindowTitle(self.tr("Field Inspector"))
        box.setText(self.tr("The program is open already"))
        box.setInformativeText(self.tr("Nothing was changed. Go on in the window that is open."))
        box.exec()

    def close(self) -> None:
        if self.workplace is not None:
            self.workplace.close()
            self.workplace = None
        self._tasks.close()

    def _usernames(self) -> list[str]:
        from inspector_app.storage import keys

        return keys.people(self._folder / "replica.keys")

    def _is_demo(self) -> bool:
        from inspector_app.services.laptop import Laptop

        laptop = Laptop.load(self._folder)
        return laptop is not None and laptop.dataset == "DEMO"

    def _on_file(self, path: Path) -> None:
        from inspector_app.services import provisioning

        def look() -> EnrolmentFile | None:
            return None if provisioning.renew(self._folder, path, now_us()) else provisioning.read_file(path)

        def show(file: EnrolmentFile | None) -> None:
            self._file = file
            if file is None:
                self._window.show_renewed()
            else:
                self._window.show_enrolment(path, file.address, [user.username for user in file.users])

        self._tasks.start(self._window, look, show, self._show_problem)

    def _on_sign_in(self, username: str, password: str) -> None:
        def work() -> SignedIn:
            return _sign_in(self._folder, username, password)

        self._begin(self.tr("Opening the data of this laptop…"), work)

    def _on_enrol(self, path: Path, username: str, password: str) -> None:
        file = self._file

        def work() -> SignedIn:
            from inspector_app.services import provisioning, sign_ins

            assert file is not None
            laptop = provisioning.enrol(self._folder, file, now_us())
            signed_in = _first_sign_in(self._folder, laptop, username, password)
            sign_ins.note_right(self._folder, username)
            return signed_in

        self._begin(self.tr("Setting up this laptop with headquarters…"), work)

    def _on_not_signed_in(self, error: Exception) -> None:
        from inspector_app.errors import AppError

        # of an older HQ the length of its pause is not known
        if isinstance(error, AppError) and error.code == "sign_in_paused" and "seconds" in error.facts:
            self._window.show_pause(int(str(error.facts["seconds"])))
        else:
            self._show_problem(error)

    def _begin(self, what: str, work: Callable[[], SignedIn]) -> None:
        self._window.set_busy(True, what)
        self._tasks.start(self._window, work, self._on_signed_in, self._on_not_signed_in)

    def _on_signed_in(self, signed_in: SignedIn) -> None:
        from inspector_app.ui.workplace import Files, Workplace

        files = Files(self._settings_file, self._folder)
        workplace = self.workplace = Workplace(signed_in, self._settings, files, self._tasks)
        workplace.signed_out.connect(self._on_signed_out)
        workplace.emptied.connect(self._on_emptied, Qt.ConnectionType.QueuedConnection)  # it is about to be closed
        workplace.start()
        self._window.close()
        self._window.deleteLater()
        self.sign_in_window = None

    def _on_signed_out(self) -> None:
        if self.workplace is not None:
            workplace, self.workplace = self.workplace, None
            self._tasks = TaskRunner(self)
            self.show_sign_in()
            workplace.close()

    def _on_emptied(self) -> None:
        from inspector_app.errors import AppError

        self._on_signed_out()
        self._show_problem(AppError("laptop_emptied"))

    def _show_problem(self, error: Exception) -> None:
        from inspector_app.ui.messages import Messages
        from inspector_app.ui.sync_sentences import at_sign_in

        messages = Messages(self._window, words=at_sign_in)
        messages.said.connect(lambda _tone, text: self._window.show_problem(text))
        messages.show(self._window, error)

    @property
    def _window(self) -> SignInWindow:
        assert self.sign_in_window is not None
        return self.sign_in_window


def _sign_in(folder: Path, username: str, password: str) -> SignedIn:
    """Sign in, unless too many passwords were wrong just now; count those that are wrong."""
    from inspector_app.errors import AppError
    from inspector_app.services import sign_ins
    from inspector_app.services.laptop import Laptop

    laptop = Laptop.load(folder)
    if laptop is None:
        raise AppError("not_enrolled")
    sign_ins.require_no_pause(folder, username, now_us())
    try:
        signed_in = _opened(folder, laptop, username, password)
    except AppError as error:
        if error.code in ("wrong_password", "sign_in_paused"):
            sign_ins.note_wrong(folder, username, now_us())
        raise
    sign_ins.note_right(folder, username)
    return signed_in


def _opened(folder: Path, laptop: Laptop, username: str, password: str) -> SignedIn:
    """Without a network for whoever has signed in here before; the first time with HQ."""
    from inspector_app.errors import AppError
    from inspector_app.services import provisioning

    if username not in provisioning.usernames(folder):
        return _first_sign_in(folder, laptop, username, password)
    try:
        signed_in = provisioning.sign_in(folder, laptop, username, password, now_us)
    except AppError as error:
        if error.code == "wrong_password":  # it may have been changed at HQ
            return _with_changed_password(folder, laptop, username, password)
        if error.code != "lease_ended":
            raise
        return _beyond_lease(folder, laptop, username, password, error)
    if signed_in.user is not None:
        return signed_in
    return _with_replica(signed_in, partial(_again, folder, laptop, username, password))


def _beyond_lease(folder: Path, laptop: Laptop, username: str, password: str, ended: AppError) -> SignedIn:
    from sync.device.problem import ProblemKind, SyncProblem

    try:
        return _first_sign_in(folder, laptop, username, password)
    except SyncProblem as problem:
        if problem.kind is ProblemKind.UNREACHABLE:
            raise ended from None
        raise


def _with_changed_password(folder: Path, laptop: Laptop, username: str, password: str) -> SignedIn:
    from inspector_app.errors import AppError
    from inspector_app.services import provisioning
    from sync.device.problem import SyncProblem

    try:
        provisioning.first_sign_in(folder, laptop, username, password, now_us).sessions.close()
    except SyncProblem:  # without HQ nobody can know
        raise AppError("wrong_password") from None
    return _again(folder, laptop, username, password)


def _again(folder: Path, laptop: Laptop, username: str, password: str) -> SignedIn:
    from inspector_app.services import provisioning

    return provisioning.sign_in(folder, laptop, username, password, now_us)


def _first_sign_in(folder: Path, laptop: Laptop, username: str, password: str) -> SignedIn:
    from inspector_app.services import provisioning

    signed_in = provisioning.first_sign_in(folder, laptop, username, password, now_us)
    return _with_replica(signed_in, partial(_again, folder, laptop, username, password))


def _with_replica(signed_in: SignedIn, again: Callable[[], SignedIn]) -> SignedIn:
    """Exchange until the replica is level, so that the person's own row and the county are there."""
    from inspector_app.errors import AppError
    from inspector_app.services.exchanging import Exchanger

    try:
        outcome = Exchanger(signed_in, now_us).run(lambda done, total: None, threading.Event())
    finally:
        signed_in.sessions.close()
    if outcome.wiped:
        raise AppError("laptop_emptied")
    if outcome.summary.problem is not None:
        raise outcome.summary.problem
    opened = again()
    if opened.user is None:
        opened.sessions.close()
        raise AppError("user_removed")
    return opened


def _import_the_rest() -> None:
    """The pages that are shown first, and what the first exchange needs: it begins while they are made."""
    import requests  # noqa: F401

    import inspector_app.ui.pages.home
    import inspector_app.ui.pages.operators
    import inspector_app.ui.workplace  # noqa: F401
