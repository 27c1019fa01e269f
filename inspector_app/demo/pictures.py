"""Screenshots of the real window, taken page by page as a person would open them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtWidgets import QWidget
from rich.console import Console

from inspector_app.demo.play import FieldDay
from inspector_app.demo.report import Report
from inspector_app.services import provisioning
from inspector_app.services.laptop import Laptop
from inspector_app.settings import Settings
from inspector_app.ui import language, theme
from inspector_app.ui.pages.sign_in import SignInWindow
from inspector_app.ui.screens import SCREENS
from inspector_app.ui.tasks import TaskRunner
from inspector_app.ui.workplace import Files, Workplace
from sync.clock import now_us

SIZE = QSize(1366, 768)
STEP_MS, SETTLE_MS, LONGEST_MS = 25, 300, 20_000
"""A page counts as shown when nothing has been under way for SETTLE_MS."""


def of_the_day(day: FieldDay, out: Path) -> list[Path]:
    """The pages that the day went through, in Chinese, while HQ is stopped."""
    assert day.day.operator is not None
    operator_id, visit = day.day.operator.id, day.day.visit
    with _workplace(day, "zh_CN") as place:
        shots = [_rail(place, identifier) for identifier in SCREENS]
        shots += [
            ("operator-file", lambda: place.open_operator(operator_id)),
            ("registration", lambda: place.edit_operator(operator_id)),
            ("visit", lambda: place.open_inspection(visit)),
            ("ledger-of-shop", lambda: place.open_ledger(operator_id)),
        ]
        return [_take(place, out / f"{number:02}-{name}.png", show) for number, (name, show) in enumerate(shots, 1)]


def of_every_page(folder: Path, out: Path, console: Console) -> Iterator[Path]:
    """Every page in both languages, on a county with a day's work in it; a visit in each of its stages."""
    from inspector_app.app import make_application

    app = make_application(["inspector-app"])
    theme.apply(app, "light")
    out.mkdir(parents=True, exist_ok=True)
    day = FieldDay(folder, out, None, Report(console))
    try:
        day.set_up()
        day.work_offline()
        assert day.day.operator is not None
        operator_id, sealed = day.day.operator.id, day.day.visit
        draft, completed = day.day.another_draft(), day.day.another_completed(day.pictures)
        for code in language.LANGUAGES:
            language.install(app, code)
            yield _of_sign_in(out / f"{code}-00-sign-in.png", day)
            with _workplace(day, code) as place:
                shots = _every_page(place, operator_id, Visits(draft, completed, sealed), day.day.documents[0].id)
                for number, (name, show) in enumerate(shots, 1):
                    yield _take(place, out / f"{code}-{number:02}-{name}.png", show)
    finally:
        day.close()


@dataclass(frozen=True)
class Visits:
    """A visit in each of its stages, by id."""

    draft: str
    completed: str
    sealed: str


Shot = tuple[str, Callable[[], None]]


def _every_page(place: Workplace, operator_id: str, visits: Visits, document_id: str) -> list[Shot]:
    return [
        *(_rail(place, identifier) for identifier in SCREENS),
        ("operator-file", lambda: place.open_operator(operator_id)),
        ("registration", place.register),
        ("registration-edit", lambda: place.edit_operator(operator_id)),
        ("visit-checklist", lambda: place.open_inspection(visits.draft)),
        ("visit-signing", lambda: place.open_inspection(visits.completed)),
        ("visit-sealed", lambda: place.open_inspection(visits.sealed)),
        ("ledger-of-shop", lambda: place.open_ledger(operator_id)),
        ("document", lambda: place.open_document(document_id)),
    ]


@contextmanager
def _workplace(day: FieldDay, code: str) -> Iterator[Workplace]:
    """The desktop of the day's inspector in this language; it exchanges nothing."""
    laptop = Laptop.load(day.folder / "laptop")
    assert laptop is not None
    person = day.people[0]
    signed_in = provisioning.sign_in(day.folder / "laptop", laptop, person.username, person.password, now_us)
    files = Files(day.folder / "settings.json", day.folder / "laptop")
    place = Workplace(signed_in, Settings(language=code, theme="light"), files, TaskRunner())
    place.window.setWindowState(Qt.WindowState.WindowNoState)  # of this size whatever the screen
    place.window.resize(SIZE)
    place.start(exchange=False)
    try:
        yield place
    finally:
        place.close()
        settle()


def _rail(place: Workplace, identifier: str) -> Shot:
    return identifier.lower(), lambda: place.window.show_page(identifier)


def _take(place: Workplace, path: Path, show: Callable[[], None]) -> Path:
    show()
    settle(place.context.tasks)
    return _grab(place.window, path)


def _grab(window: QWidget, path: Path) -> Path:
    window.grab().save(str(path))
    return path


def _of_sign_in(path: Path, day: FieldDay) -> Path:
    window = SignInWindow([person.username for person in day.people], is_demo=True)
    window.show()
    settle()
    taken = _grab(window, path)
    window.close()
    window.deleteLater()
    return taken


def settle(tasks: TaskRunner | None = None) -> None:
    """Let the window work until nothing has been under way for a while."""
    loop, timer = QEventLoop(), QTimer(interval=STEP_MS)
    quiet_ms, all_ms = 0, 0

    def look() -> None:
        nonlocal quiet_ms, all_ms
        all_ms += STEP_MS
        quiet_ms = quiet_ms + STEP_MS if tasks is None or tasks.is_idle else 0
        if quiet_ms >= SETTLE_MS or all_ms >= LONGEST_MS:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
