"""A full disk at HQ: every command says so in a sentence, and leaves nothing half-done."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from inspector_app.hq.cli import app
from tests.faults.test_disk_full import small_disk, to_the_brim

__all__ = ["small_disk"]
PASSWORD = "a long word"
LIST = "code,name\n99,某省\n990101,某县\n990101001,某街道\n"


def run(*words: object) -> tuple[int, str]:
    result: Any = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout + result.stderr


def test_a_full_disk_is_told_by_every_command_and_leaves_nothing_half_done(
    small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    table = tmp_path / "divisions.csv"
    table.write_text(LIST, encoding="utf-8")
    place = ("--data", small_disk / "hq")
    ballast = to_the_brim(small_disk)
    assert "The disk is full" in run("init", "--password", PASSWORD, *place)[1]
    ballast.unlink()
    assert run("init", "--password", PASSWORD, *place)[0] == 0
    assert run("divisions", table, *place)[0] == 0
    ballast = to_the_brim(small_disk)
    for words in (("laptop",), ("user", "neu", "新", "--township", "990101001"), ("snapshot",)):
        code, said = run(*words, *place)
        assert (code, said.startswith("The disk is full")) == (1, True), said
    kept = sorted(small_disk.rglob("*"))
    os.truncate(ballast, ballast.stat().st_size - 100_000)  # room to open it, and no more
    for words in (
        ("alert", "RED", "1", "x", "长" * 60_000, "--by", "admin"),
        ("backup", "--to", small_disk / "hq"),
        ("restore", _backup(tmp_path, place), "--data", small_disk / "second"),
    ):
        code, said = run(*words, *(() if words[0] == "restore" else place))
        assert (code, "disk is full" in said) == (1, True), said
    ballast.unlink()
    assert run("alert", "RED", "1", "x", "x", "--by", "admin", *place)[0] == 0
    assert not [path for path in small_disk.rglob("*") if path not in kept and path.suffix in (".backup", ".tmp")]


def _backup(folder: Path, place: tuple[object, ...]) -> Path:
    """On a disk with room."""
    assert run("backup", "--to", folder / "backups", *place)[0] == 0
    [made] = (folder / "backups").glob("*.backup")
    return made
