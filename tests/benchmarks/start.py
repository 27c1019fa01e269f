"""Start to the first usable window, and sign-in to the list of 100,000 operators, against bare PySide6 windows.

Each in a fresh process, ours and the limit in turn, the median of several. Typing the password is left out: what the
program imports meanwhile is there when the button is pressed. The key that is made of the password is told apart.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from county import fill
from sqlalchemy import select

from inspector_app.services.laptop import Laptop
from inspector_app.storage.engine import Sessions, open_database
from inspector_app.storage.keys import add_slot
from inspector_app.storage.tables import TABLES
from inspector_app.storage.upgrade import upgrade

TIMES = 7
OPERATORS = 100_000
USER, PASSWORD = "inspector001", "password-1"
KEY = bytes(range(32))

BARE = """
import time; began = time.monotonic()
from PySide6.QtWidgets import QApplication, QMainWindow
from PySide6.QtCore import QTimer
app = QApplication([]); window = QMainWindow(); window.show()
QTimer.singleShot(0, app.quit); app.exec(); print(time.monotonic() - began)
"""
OURS = """
import time; began = time.monotonic()
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from inspector_app.app import Desktop, make_application
app = make_application([]); desktop = Desktop(app, Path(sys.argv[1]), Path(sys.argv[1]) / "settings.json")
desktop.show_sign_in()
QTimer.singleShot(0, app.quit); app.exec(); print(time.monotonic() - began, flush=True)
os._exit(0)
"""
BARE_TABLE = """
import os, sys, time
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from sqlcipher3 import dbapi2
app = QApplication([])
began = time.monotonic()
database = dbapi2.connect(sys.argv[1] + "/replica.db")
database.execute(f'PRAGMA key = "x\\'{sys.argv[2]}\\'"')
database.execute("PRAGMA cipher_page_size = 8192")
database.execute("PRAGMA cipher_hmac_algorithm = HMAC_SHA256")
wanted = "name, operator_kind, division_code, licence_state, risk_grade, address, status, ver"
model = QStandardItemModel()
for row in database.execute(f"SELECT {wanted} FROM operator ORDER BY id DESC LIMIT 100"):
    model.appendRow([QStandardItem(str(value)) for value in row])
window, table = QMainWindow(), QTableView()
table.setModel(model); window.setCentralWidget(table); window.resize(1366, 768); window.show()
app.processEvents(); table.viewport().repaint(); print(time.monotonic() - began, flush=True)
os._exit(0)
"""
SIGN_IN = """
import os, sys, threading, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTableView
from inspector_app.app import Desktop, make_application
folder = Path(sys.argv[1])
app = make_application([]); desktop = Desktop(app, folder, folder / "settings.json")
desktop.show_sign_in(); app.processEvents()
for thread in threading.enumerate():
    thread is threading.current_thread() or thread.join()
from inspector_app.storage import keys
stretched, spent, asked = keys._stretched, [], []
def timed(*given):
    began = time.monotonic()
    try:
        return stretched(*given)
    finally:
        spent.append(time.monotonic() - began)
keys._stretched = timed
def look():
    if desktop.workplace is None:
        return
    if not asked:
        asked.append(desktop.workplace.window.show_page("OPERATOR"))
    table = desktop.workplace.window.findChild(QTableView, "operators")
    if table is not None and table.isVisible() and table.model().rowCount():
        table.viewport().repaint()
        import resource
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(time.monotonic() - began - sum(spent), sum(spent), peak, flush=True)
        os._exit(0)
timer = QTimer(interval=1); timer.timeout.connect(look); timer.start()
began = time.monotonic()
desktop.sign_in_window.sign_in_asked.emit(*sys.argv[2:])
app.exec()
"""
STRETCH = """
import sys, time
from inspector_app.storage.keys import ARGON2, KEY_BYTES
from argon2.low_level import Type, hash_secret_raw
began = time.monotonic()
hash_secret_raw(sys.argv[3].encode(), bytes(16), hash_len=KEY_BYTES, type=Type.ID, **ARGON2)
print(time.monotonic() - began)
"""

PROGRAMS = (BARE, OURS, BARE_TABLE, SIGN_IN, STRETCH)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        _make_laptop(Path(folder))
        seconds = medians(folder)
    window, bare = seconds[OURS][0], seconds[BARE][0]
    _compare("start to sign-in window, s", window, bare + 0.7)
    _compare("start to sign-in window above a bare window, s", window - bare, 0.7)
    listed, key, _ = seconds[SIGN_IN]
    table = seconds[BARE_TABLE][0]
    _compare(f"sign-in to the first of {OPERATORS} operators, without the password's key, s", listed, table + 0.7)
    _compare(f"start and sign-in to the first of {OPERATORS} operators, s", window + listed, bare + table + 0.7)
    _compare("password's key against argon2 alone, s", key, seconds[STRETCH][0], 1.3)


def _make_laptop(folder: Path) -> None:
    sessions = open_database(folder / "replica.db", KEY)
    upgrade(sessions)
    fill(sessions, OPERATORS)
    enrol(folder, sessions)


def enrol(folder: Path, sessions: Sessions) -> None:
    """Make a laptop of the replica in a folder, for the first inspector; the replica is closed."""
    users, devices = TABLES["user"], TABLES["device"]
    with sessions() as session:
        user_id = session.execute(select(users.c.id).where(users.c.username == USER)).scalar_one()
        found = session.execute(select(devices.c.id, devices.c.user_ids))
        device_id = next(row.id for row in found if user_id in row.user_ids)
    sessions.close()
    laptop = Laptop(device_id, "https://127.0.0.1:9", "DEMO", 45, "", bytes(32).hex())
    (folder / "laptop.json").write_text(json.dumps(asdict(laptop)), encoding="utf-8")
    add_slot(folder / "replica.keys", USER, PASSWORD, KEY)


def medians(folder: str, programs: Sequence[str] = PROGRAMS) -> dict[str, list[float]]:
    """{program: the medians of the numbers that it prints}."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": folder, "XDG_STATE_HOME": folder}
    printed: dict[str, list[list[float]]] = {}
    for _ in range(TIMES):
        for program in programs:
            command = [sys.executable, "-c", program, folder, KEY.hex() if program is BARE_TABLE else USER, PASSWORD]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
            printed.setdefault(program, []).append([float(number) for number in done.stdout.split()])
    return {program: [statistics.median(each) for each in zip(*runs, strict=True)] for program, runs in printed.items()}


def _compare(name: str, ours_s: float, limit_s: float, target: float = 1) -> None:
    print(f"{name}: {ours_s:.3f} / {limit_s:.3f} = {ours_s / limit_s:.3f} (target <= {target})")


if __name__ == "__main__":
    main()
