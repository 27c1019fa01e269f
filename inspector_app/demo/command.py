"""`inspector-app demo` and `inspector-app screenshots`."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from inspector_app.demo.words import both
from inspector_app.errors import AppError
from inspector_app.ui.language import QT_TRANSLATE_NOOP

STOPPED = QT_TRANSLATE_NOOP("Demo", "The demo cannot go on: {why}. Your own data were not touched.")
NARROWEST = 110
"""Columns of the summary where the output is no terminal."""


def play(out: Path, labels: Path | None, *, headless: bool) -> int:
    """Play the day; 0 only if every step is verified at HQ. With a display the window opens on that county after it."""
    headless = headless or not has_display()
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if not _is_ready(out, labels):
        return 2
    with _console() as console, _own_folders() as folder:
        _say(console, QT_TRANSLATE_NOOP("Demo", "Demo: HQ and laptops live in a fresh folder, removed afterwards."))
        try:
            return _play(folder, out, labels, console, headless=headless)
        except AppError as error:
            _say(console, STOPPED, why=f"{error.code} {error.facts}")
            return 1
        except OSError as error:
            if error.filename is None:
                raise
            _say(console, STOPPED, why=f"{error.filename}: {error.strerror}")
            return 1


def take_screenshots(out: Path) -> int:
    """Every page at 1366×768, in Chinese and in English."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if not _is_ready(out):
        return 2
    with _console() as console, _own_folders() as folder:
        from inspector_app.demo.pictures import of_every_page

        for path in of_every_page(folder, out, console):
            console.print(str(path), highlight=False)
    return 0


def _is_ready(out: Path, labels: Path | None = None) -> bool:
    """Whether there is somewhere to write, and something to read; what is missing is said before the work begins."""
    from inspector_app.ui import terminal

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        terminal.complain(terminal.terminal(terminal.NOT_WRITTEN, file=out, reason=error.strerror))
        return False
    if labels is not None and not labels.is_dir():
        terminal.complain(terminal.terminal(terminal.NO_LABELS, folder=labels))
        return False
    return True


def has_display() -> bool:
    """Whether a window would be seen by anybody."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _play(folder: Path, out: Path, labels: Path | None, console: Console, *, headless: bool) -> int:
    from inspector_app.app import make_application
    from inspector_app.demo import pictures
    from inspector_app.demo.play import FieldDay
    from inspector_app.demo.report import Report
    from inspector_app.ui import language, theme

    app = make_application(["inspector-app"])
    language.install(app, "zh_CN")
    theme.apply(app, "light")
    out.mkdir(parents=True, exist_ok=True)
    report = Report(console)
    day = FieldDay(folder, out, labels, report)
    try:
        day.set_up()
        day.work_offline()
        with report.step(both(QT_TRANSLATE_NOOP("Demo", "screenshots of the day"))) as step:
            taken = pictures.of_the_day(day, out)
            step.recorded = both(QT_TRANSLATE_NOOP("Demo", "{pages} pages in {folder}"), pages=len(taken), folder=out)
        day.sync_at_the_office()
        is_there = day.verify()
        report.print()
        report.write(out / "summary.json")
        kept = QT_TRANSLATE_NOOP("Demo", "Papers, screenshots and summary.json are in {folder}")
        _say(console, kept, folder=out.resolve())
        _say(console, QT_TRANSLATE_NOOP("Demo", "The two inspectors of this demo, with their passwords:"))
        for person in day.people:
            console.print(f"  {person.name}  {person.username}  {person.password}", highlight=False)
        if not headless:
            _say(console, QT_TRANSLATE_NOOP("Demo", "Sign in as one of them in the window that opens now."))
            day.show_window(app)
    finally:
        day.close()
    return 0 if is_there else 1


def _say(console: Console, source: str, **facts: object) -> None:
    said = both(source, **facts)
    console.print(said.chinese, soft_wrap=True, highlight=False)
    console.print(said.english, style="dim", soft_wrap=True, highlight=False)


@contextlib.contextmanager
def _console() -> Iterator[Console]:
    console = Console()
    if not console.is_terminal:
        console = Console(width=max(console.width, NARROWEST))
    yield console


@contextlib.contextmanager
def _own_folders() -> Iterator[Path]:
    """A fresh folder for everything, the keys and settings of the demo's laptops too."""
    with tempfile.TemporaryDirectory(prefix="demo-", ignore_cleanup_errors=True) as folder:
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = str(Path(folder) / "user" / name.lower())
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        yield Path(folder)
