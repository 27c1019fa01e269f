"""Start to the first usable window, against a bare PySide6 window: each in a fresh process, the median of several."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from inspector_app.storage.engine import open_database
from inspector_app.storage.keys import add_slot
from inspector_app.storage.upgrade import upgrade

TIMES = 7
BARE = """
import time; began = time.monotonic()
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
app = QApplication([]); window = QMainWindow(); window.show()
QTimer.singleShot(0, app.quit); app.exec(); print(time.monotonic() - began)
"""
OURS = """
import time; began = time.monotonic()
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from inspector_app.app import Desktop, make_application
app = make_application([]); desktop = Desktop(app, Path(sys.argv[1]), Path(sys.argv[1]) / "settings.json")
desktop.show_sign_in()
QTimer.singleShot(0, app.quit); app.exec(); print(time.monotonic() - began, flush=True)
import os; os._exit(0)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        key = bytes(range(32))
        sessions = open_database(Path(folder) / "replica.db", key)
        upgrade(sessions)
        sessions.close()
        add_slot(Path(folder) / "replica.keys", "inspector001", "password-1", key)
        bare, ours = _seconds(BARE, folder), _seconds(OURS, folder)
        more = ours - bare
        print(f"start to sign-in window, s: {ours:.3f} / {bare + 0.7:.3f} = {ours / (bare + 0.7):.3f} (target <= 1)")
        print(f"start to sign-in window above a bare window, s: {more:.3f} / 0.700 = {more / 0.7:.3f} (target <= 1)")


def _seconds(program: str, folder: str) -> float:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": folder}
    command = [sys.executable, "-c", program, folder]
    times = [
        float(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)
        for _ in range(TIMES)
    ]
    return statistics.median(times)


if __name__ == "__main__":
    main()
