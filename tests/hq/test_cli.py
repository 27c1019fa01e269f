"""HQ from a terminal: every documented command, and plain sentences for what cannot be done."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from inspector_app.hq.cli import app

runner = CliRunner()


def run(*words: str, code: int = 0) -> str:
    result = runner.invoke(app, list(words))
    assert result.exit_code == code, result.output
    return result.output


def test_an_hq_is_made_filled_and_gives_out_an_enrolment_file(tmp_path: Path) -> None:
    data = str(tmp_path / "hq")
    assert "Administrator: admin" in run("init", "--data", data, "--dataset", "DEMO")
    small = ("--operators", "30", "--ledger", "40", "--inspections", "10")
    made = run("demo-county", "--data", data, "--size", "demo", *small)
    assert "30 operator" in made
    run("user", "new01", "新来的", "--data", data, "--township", "990101001", "--password", "a password")
    out = tmp_path / "file.json"
    run("enrol", "笔记本", "new01", "--data", data, "--out", str(out))
    file = json.loads(out.read_text(encoding="utf-8"))
    assert file["dataset"] == "DEMO"
    assert file["townships"] == [{"code": "990101001", "name": file["townships"][0]["name"]}]
    assert out.stat().st_mode & 0o077 == 0


def test_what_cannot_be_done_is_said_plainly(tmp_path: Path) -> None:
    data = str(tmp_path / "hq")
    assert "holds no HQ" in run("user", "x", "y", "--data", data, "--township", "990101001", code=1)
    run("init", "--data", data)
    assert "already holds an HQ" in run("init", "--data", data, code=1)
    assert "DEMO HQ only" in run("demo-county", "--data", data, code=1)
    assert "no such user" in run("enrol", "laptop", "nobody", "--data", data, code=1)
    short = ("--township", "990101001", "--password", "short")
    assert "at least 8" in run("user", "x", "y", "--data", data, *short, code=1)
