"""`inspector-app import` and `export`: a list into a laptop's register and out of it, by whoever may open it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from sqlalchemy import text

from inspector_app import terminal_session
from inspector_app.app import lock_of
from inspector_app.records.operators import Operator
from inspector_app.services.laptop import Laptop as Enrolled
from inspector_app.storage import keys
from inspector_app.storage.cipher import CIPHERS
from inspector_app.storage.engine import open_database
from inspector_app.storage.operators import OperatorFilter, page
from inspector_app.ui import terminal
from sync.device.outbox import set_meta
from tests.replica_fixtures import KEY, Laptop, laptop
from tests.test_app_commands import MADE_AT, PASSWORD, QUICK, run

__all__ = ["laptop"]


@pytest.fixture
def now() -> int:
    return MADE_AT


@pytest.fixture
def folder(laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A laptop that wang may open, and a list of two shops, one of them without a place."""
    place = tmp_path / "replica"
    keys.add_slot(place / "replica.keys", "wang", PASSWORD, KEY, QUICK)
    with laptop.sessions.begin() as session:
        set_meta(session, device_id=laptop.device_id, matching_key=KEY.hex(), last_contact=MADE_AT)
    laptop.sessions.close()
    enrolled = Enrolled(laptop.device_id, "https://127.0.0.1:1", "DEMO", 45, "", KEY.hex())
    (place / "laptop.json").write_text(json.dumps(asdict(enrolled)))
    monkeypatch.setattr(terminal, "is_chinese", lambda: True)
    monkeypatch.setattr(terminal_session, "clock", lambda: MADE_AT)
    monkeypatch.chdir(tmp_path)
    Path("名单.csv").write_text("店名,类别,村,地址\n甲店,小卖部,杨柳村,1号\n乙店,小卖部,,2号\n", "gb18030")
    return place


def shops(folder: Path) -> list[str]:
    sessions = open_database(folder / "replica.db", KEY)
    with sessions() as session:
        found: list[Operator] = page(session, OperatorFilter(), None, 10)
    sessions.close()
    return [each.name for each in found]


def test_a_list_enters_the_laptop_and_leaves_it_again(folder: Path) -> None:
    words = ("--data", folder, "import", "名单.csv", "--as", "operators", "--user", "wang")
    code, out, _ = run(*words, "--dry-run", typed=f"{PASSWORD}\n")
    assert code == 1
    assert "第 3 行 “村”：此项必填。" in out
    assert "甲店" not in shops(folder)
    code, out, _ = run(*words, typed=f"{PASSWORD}\n")
    assert code == 1
    assert "新增 1 条" in out
    assert "甲店" in shops(folder)  # and it is found by the list's search
    number = out.split("--undo ")[1].strip()
    code, out, _ = run("import", "--undo", number, "--user", "wang", "--data", folder, typed=f"{PASSWORD}\n")
    assert (code, out.splitlines()[-1]) == (0, "已全部撤销。")
    assert "甲店" not in shops(folder)


def test_a_wrong_password_opens_nothing(folder: Path) -> None:
    words = ("import", "名单.csv", "--as", "operators", "--data", folder)
    code, _, err = run(*words, "--user", "wang", typed="wrong\n")
    assert code == 2
    assert "密码" in err
    code, _, err = run(*words, "--user", "nobody")
    assert (code, err.count("\n")) == (2, 1)


def test_an_open_window_keeps_its_data_to_itself(folder: Path) -> None:
    lock = lock_of(folder)
    assert lock.tryLock(0)
    try:
        code, out, err = run("import", "x.csv", "--as", "operators", "--user", "wang", "--data", folder)
    finally:
        lock.unlock()
    assert (code, out) == (2, "")
    assert err == terminal.terminal(terminal.OPEN_ALREADY) + "\n"


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    words = ("import", "x.csv", "--as", "operators", "--user", "wang", "--data", folder)
    code, _, err = run(*words, typed=f"{PASSWORD}\n")
    assert code == 2
    assert "x.csv 无法使用" in err


def test_an_export_of_damaged_data_says_so_and_leaves_no_file(folder: Path) -> None:
    sessions = open_database(folder / "replica.db", KEY)
    with sessions() as session:
        page_number: int = session.execute(
            text("SELECT rootpage FROM sqlite_master WHERE name = 'operator'")
        ).scalar_one()
    sessions.close()
    held = bytearray((folder / "replica.db").read_bytes())
    held[CIPHERS[0].page * (page_number - 1) + 50] ^= 1
    (folder / "replica.db").write_bytes(held)
    words = ("export", "operators", "册.csv", "--user", "wang", "--data", folder)
    code, _, err = run(*words, typed=f"{PASSWORD}\n")
    assert (code, "本机部分数据已损坏" in err) == (2, True)
    assert not Path("册.csv").exists()
