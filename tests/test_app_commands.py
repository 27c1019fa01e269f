"""`inspector-app` from a terminal: plain sentences for what cannot be done, and the way back to a backup."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

from inspector_app import paths, settings
from inspector_app.app import lock_of
from inspector_app.cli import app
from inspector_app.records.operators import Operator
from inspector_app.services import device_key, health
from inspector_app.storage import keys
from inspector_app.storage.backup import back_up
from inspector_app.storage.cipher import CIPHERS
from inspector_app.storage.engine import open_database
from inspector_app.storage.rows import find
from inspector_app.ui import health_sentences, terminal
from sync.device import log
from tests import factories
from tests.replica_fixtures import KEY, Laptop, laptop

__all__ = ["laptop"]

PASSWORD = "field-day-1"
QUICK = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}
MADE_AT = 1_764_000_000_000_000


@pytest.fixture
def now() -> int:
    return MADE_AT


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(terminal, "is_chinese", lambda: False)
    Path("file").write_text("x")


def run(*words: object, typed: str | None = None) -> tuple[int, str, str]:
    result: Any = CliRunner().invoke(app, [str(word) for word in words], input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--data", "file"), "file cannot hold the data: File exists. Nothing was changed."),
        (("--data", "file/x"), "file/x cannot hold the data: Not a directory."),
        (("--data", "/proc/x"), "/proc/x cannot hold the data: No such file or directory."),
        (("--data", "长" * 300), "cannot hold the data: File name too long."),
        (("restore", "--data", "file"), "There is no backup in file."),
        (("restore", "--data", "none"), "There is no backup in none."),
        (("restore", "1", "--data", "/proc/x"), "There is no backup in /proc/x."),
        (("demo", "--headless", "--out", "file"), "file cannot be written: File exists."),
        (("demo", "--headless", "--out", "/proc/x"), "/proc/x cannot be written: No such file or directory."),
        (("demo", "--headless", "--labels", "none"), "There is no folder none of label photos."),
        (("screenshots", "--out", "file/x"), "file/x cannot be written: Not a directory."),
    ],
    ids=lambda each: " ".join(each)[:40] if isinstance(each, tuple) else "",
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_without_a_display_the_program_says_so(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":4711", "LC_ALL": "C.UTF-8"}
    environment.pop("WAYLAND_DISPLAY", None)
    command = [sys.executable, "-m", "inspector_app", "--data", str(tmp_path / "data")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "The window cannot be shown: there is no display here. Start the program on a desktop.\n"


def test_another_reason_for_no_window_is_told_as_the_system_tells_it() -> None:
    assert terminal.no_window(["no plugin was found\n", "it failed"]).endswith("The system says: no plugin was found")


def test_a_picture_as_thin_as_a_thread_has_no_codes_and_nobody_complains() -> None:
    for name, size in (("long.png", (60_000, 1)), ("tall.png", (1, 60_000))):
        Image.new("L", size, 255).save(name)
    command = [sys.executable, "-m", "inspector_app", "scan", "long.png", "tall.png", "none.png"]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)
    assert done.stderr == ""
    assert done.returncode == 1  # for the one that is not there
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines[:2] == [{"file": "long.png", "codes": []}, {"file": "tall.png", "codes": []}]
    assert lines[2]["error"]


@pytest.fixture
def folder(laptop: Laptop, tmp_path: Path) -> Path:
    """A laptop's data with two backups, the newer without a change that was made since; wang may open it."""
    place = tmp_path / "replica"
    keys.add_slot(place / "replica.keys", "wang", PASSWORD, KEY, QUICK)
    for name in (f"before-upgrade-{MADE_AT - 10}.db", f"{MADE_AT}.db"):
        back_up(laptop.sessions, KEY, place / "backups" / name)
    (place / "backups" / "half.db.tmp").touch()
    with laptop.acting() as act:
        act.save(factories.operator(id=laptop.shop.id, name="改了名", registered_by=laptop.wang.id))
    laptop.sessions.close()
    return place


def name_in(folder: Path, operator_id: str) -> str:
    sessions = open_database(folder / "replica.db", KEY)
    with sessions() as session:
        found = find(session, Operator, operator_id)
    sessions.close()
    assert found is not None
    return found.name


def test_a_backups_time_is_chinas_wherever_the_system_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for zone in ("Asia/Shanghai", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        told.append(run("restore", "--data", folder)[1])
    monkeypatch.undo()
    time.tzset()
    assert told[0] == told[1]


def test_backups_are_listed_and_nothing_is_changed(folder: Path) -> None:
    before = (folder / "replica.db").read_bytes()
    code, out, _ = run("restore", "--data", folder)
    assert code == 0
    first, second, last = out.splitlines()
    assert first.startswith("  1  2025-11-")
    assert second.startswith("  2  2025-11-")
    assert last.startswith("Nothing was changed. Bring one back with: ")
    assert last.endswith(f"inspector-app --data {folder} restore NUMBER --user NAME")
    assert (folder / "replica.db").read_bytes() == before


@pytest.mark.parametrize("variable", [None, "elsewhere"])
def test_the_data_folder_may_stand_before_the_command(
    folder: Path, laptop: Laptop, variable: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if variable is not None:
        monkeypatch.setenv("INSPECTOR_DATA", variable)
    asked = ("--data", folder, "restore", "1", "--user", "wang", "--yes")
    code, out, err = run(*asked, typed=f"{PASSWORD}\n")
    assert (code, err) == (0, "")
    assert str(folder / "replica.db.replaced-1") in out
    assert name_in(folder, laptop.shop.id) == "改了名"


def test_the_folder_after_the_command_wins_and_the_variable_serves_without_either(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("--data", "none", "restore", "--data", folder)[0] == 0
    monkeypatch.setenv("INSPECTOR_DATA", str(folder))
    assert run("restore")[0] == 0
    assert run("restore", "--data", "none")[0] == 2


@pytest.mark.parametrize("words", [("demo", "--headless"), ("scan", "file"), ("screenshots",)])
def test_a_command_that_has_no_data_folder_refuses_one(words: tuple[str, ...]) -> None:
    code, out, err = run("--data", "mine", *words)
    assert (code, out) == (2, "")
    assert f"{words[0]} works on no data folder" in " ".join(err.split())
    assert [path.name for path in Path().iterdir()] == ["file"]


def test_g_7_a_backup_comes_back_with_what_was_not_sent_since(folder: Path, laptop: Laptop) -> None:
    code, out, err = run("restore", "1", "--data", folder, "--user", "wang", typed=f"{PASSWORD}\n")
    assert (code, err) == (0, "")
    assert "are back, with 1 changes" in out
    assert name_in(folder, laptop.shop.id) == "改了名"
    kept = folder / "replica.db.replaced-1"
    assert str(kept) in out
    sessions = open_database(kept, KEY)
    with sessions() as session:
        assert log.waiting(session) == 1
    sessions.close()


def test_data_that_cannot_all_be_read_are_replaced_only_when_told_so(folder: Path, laptop: Laptop) -> None:
    held = bytearray((folder / "replica.db").read_bytes())
    for start in range(CIPHERS[0].page, len(held), CIPHERS[0].page):
        held[start + 100] ^= 1
    (folder / "replica.db").write_bytes(held)
    asked = ("restore", "1", "--data", folder, "--user", "wang")
    code, _, err = run(*asked, typed=f"{PASSWORD}\n")
    assert code == 2
    assert "Parts of the data cannot be read any more" in err
    assert (folder / "replica.db").read_bytes() == held
    code, out, _ = run(*asked, "--yes", typed=f"{PASSWORD}\n")
    assert (code, "are back, with 0 changes" in out) == (0, True)
    assert name_in(folder, laptop.shop.id) == laptop.shop.name


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (("3", "--user", "wang"), "", "There is no backup 3."),
        (("1",), "", "--user with one of wang."),
        (("1", "--user", "zhao"), "", "--user with one of wang."),
        (("1", "--user", "wang"), "wrong\n", "password"),
    ],
)
def test_a_restore_that_cannot_be_is_refused_and_changes_nothing(
    folder: Path, words: tuple[str, ...], typed: str, said: str
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    code, _, err = run("restore", *words, "--data", folder, "--yes", typed=typed)
    assert code == 2
    assert said in err
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {path: data for path, data in after.items() if path.suffix != ".lock"} == before


def test_data_that_are_open_in_a_window_are_left_alone(folder: Path, laptop: Laptop) -> None:
    lock = lock_of(folder)
    assert lock.tryLock(0)
    command = [sys.executable, "-m", "inspector_app", "restore", "1", "--data", str(folder), "--user", "wang", "--yes"]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, input=PASSWORD, capture_output=True, text=True, timeout=60, check=False, env=environment
    )
    lock.unlock()
    assert done.returncode == 2
    assert "The program is open on these data" in done.stderr
    assert name_in(folder, laptop.shop.id) == "改了名"


def test_a_damaged_backup_is_not_brought_back(folder: Path, laptop: Laptop) -> None:
    path = folder / "backups" / f"{MADE_AT}.db"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    code, _, err = run("restore", "1", "--data", folder, "--user", "wang", "--yes", typed=f"{PASSWORD}\n")
    assert code == 2
    assert f"The backup {path.name} is damaged, so it was not brought back." in err
    assert name_in(folder, laptop.shop.id) == "改了名"


def test_a_backup_made_by_hand_is_listed_and_a_second_disk_is_noted(folder: Path, tmp_path: Path) -> None:
    code, out, _ = run("backup", "--data", folder, "--user", "wang", typed=f"{PASSWORD}\n")
    assert code == 0
    [made] = (folder / "backups").glob("by-hand-*.db")
    assert str(made) in out
    assert len(run("restore", "--data", folder)[1].splitlines()) == 4
    (tmp_path / "stick").mkdir()
    assert run("backup", "--also", tmp_path / "stick")[0] == 0
    assert settings.load(paths.config_folder() / "settings.json").second_backups == str(tmp_path / "stick")
    told = {"device_id": "d", "address": "https://127.0.0.1:1", "dataset": "DEMO", "lease_days": 45}
    (folder / "laptop.json").write_text(json.dumps(told | {"recovery_key": "", "matching_key": ""}))
    code, out, _ = run("backup", "--data", folder, "--user", "wang", typed=f"{PASSWORD}\n")
    second = tmp_path / "stick" / "field-inspector-d"
    assert (code, f"A copy of it lies in {second}." in out) == (0, True)
    [copied] = second.glob("by-hand-*.db")
    assert copied.read_bytes() == (folder / "backups" / copied.name).read_bytes()
    shutil.rmtree(tmp_path / "stick")
    code, out, _ = run("backup", "--data", folder, "--user", "wang", typed=f"{PASSWORD}\n")
    assert (code, f"There is no copy of it in {second}" in out) == (0, True)


@pytest.mark.parametrize(
    ("also", "said"),
    [("none", "There is no folder none. Nothing was changed"), ("replica/backups", "lies where the data themselves")],
)
def test_a_second_disk_that_is_none_is_refused(folder: Path, also: str, said: str) -> None:
    code, _, err = run("backup", "--data", folder, "--also", also)
    assert (code, said in err) == (2, True)
    assert settings.load(paths.config_folder() / "settings.json").second_backups == ""


def test_a_folder_that_takes_no_backup_is_named(folder: Path) -> None:
    code, out, err = run("backup", "--data", folder, "--user", "wang", "--to", "file", typed=f"{PASSWORD}\n")
    assert (code, str(folder) in out + err) == (2, False)
    assert "No backup can be put into file: File exists. Nothing was changed. Choose another folder with --to." in err


def test_g_7_damaged_data_give_no_backup(folder: Path) -> None:
    before = {path.name for path in (folder / "backups").iterdir()}
    held = bytearray((folder / "replica.db").read_bytes())
    held[-100] ^= 1
    (folder / "replica.db").write_bytes(held)
    code, out, err = run("backup", "--data", folder, "--user", "wang", typed=f"{PASSWORD}\n")
    assert (code, "is made" in out) == (2, False)
    assert "Parts of the data on this laptop are damaged." in err
    assert {path.name for path in (folder / "backups").iterdir()} == before


def test_the_doctor_says_how_the_data_fare(folder: Path) -> None:
    told = {"device_id": factories.new_id(), "address": "https://127.0.0.1:1", "dataset": "DEMO", "lease_days": 45}
    (folder / "laptop.json").write_text(json.dumps(told | {"recovery_key": "", "matching_key": ""}))
    code, out, _ = run("doctor", "--data", folder)
    assert (code, (folder / "device.json").exists()) == (1, False), "it looks, and makes nothing"
    assert "✗ This laptop's key to headquarters is missing." in out
    device_key.load(folder)
    code, out, _ = run("doctor", "--data", folder)
    assert code == 0
    assert "! There is no system keyring" in out
    assert "! Backups lie on this disk alone" in out
    assert "add --user NAME" in out
    code, out, _ = run("doctor", "--data", folder, "--user", "wang", "--json", typed=f"{PASSWORD}\n")
    assert code == 0
    report = json.loads(out[out.index("{") :])
    checks = {each["name"]: each["level"] for each in report["checks"]}
    assert (report["is_well"], checks["sound"], checks["people"]) == (True, "good", "good")
    assert "waiting" in checks
    held = bytearray((folder / "replica.db").read_bytes())
    for start in range(CIPHERS[0].page, len(held), CIPHERS[0].page):
        held[start + 100] ^= 1
    (folder / "replica.db").write_bytes(held)
    code, out, _ = run("doctor", "--data", folder, "--user", "wang", typed=f"{PASSWORD}\n")
    assert code == 1
    assert "✗ The data are damaged." in out


def test_every_check_of_the_doctor_has_its_sentence() -> None:
    known = set(re.findall(r'"([a-z_]+)"', Path(health.__file__).read_text("utf-8")))
    assert {name for name in health_sentences.SENTENCES if name.removeprefix("no_") not in known} <= known
    named = set(re.findall(r'Check\(\s*"([a-z_]+)"', Path(health.__file__).read_text("utf-8")))
    assert named <= set(health_sentences.SENTENCES)
