"""HQ from a terminal: every documented command, and plain sentences for what cannot be done."""

from __future__ import annotations

import json
import re
import shlex
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner

from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.hq.passwords import check_password

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
    assert f"inspector-hq serve --data {data}" in made
    (next_step,) = re.findall("inspector-hq (enrol .+)", made)
    run(*shlex.split(next_step), "--out", str(tmp_path / "next.json"))
    office = Office.open(Path(data), 1)
    shown = re.findall(r"User: (\S+)   Password: (\S+) ", made)
    assert [name for name, _ in shown] == next_step.split()[2:4]
    for pair in shown:
        assert office.database.write(partial(check_password, username=pair[0], password=pair[1], now=1))
    office.close()
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
    assert "no user nobody" in run("enrol", "laptop", "nobody", "--data", data, code=1)
    assert "nowhere" in run("enrol", "laptop", "admin", "--data", data, "--out", str(tmp_path / "nowhere/x"), code=1)
    table = tmp_path / "divisions.csv"
    table.write_text("code,name\n990101001,城关街道\n", encoding="utf-8")
    run("divisions", str(table), "--data", data)
    short = ("--township", "990101001", "--password", "short")
    assert "at least 8" in run("user", "x", "y", "--data", data, *short, code=1)
    run("user", "x", "y", "--data", data, "--township", "990101001")  # the refused one left nothing behind


def test_an_hq_that_could_not_be_made_can_be_made_after_all(tmp_path: Path) -> None:
    data = str(tmp_path / "hq")
    assert "at least 8" in run("init", "--data", data, "--password", "short", code=1)
    nowhere = "postgresql+psycopg://somebody:a-secret@127.0.0.1:1/none"
    said = run("init", "--data", data, "--database", nowhere, code=1)
    assert "cannot be opened" in said
    assert "a-secret" not in said
    run("init", "--data", data)
    (tmp_path / "hq" / "hq.json").write_text("{")
    assert "cannot be read" in run("user", "x", "y", "--data", data, "--township", "990101001", code=1)


def test_hqs_folder_is_its_owners_alone(tmp_path: Path) -> None:
    run("init", "--data", str(tmp_path / "hq"))
    private = [
        tmp_path / "hq",
        tmp_path / "hq" / "keys",
        *(tmp_path / "hq" / "keys").glob("*.key"),
        tmp_path / "hq/hq.json",
    ]
    assert len(private) == 9
    assert not [path for path in private if path.stat().st_mode & 0o077]


@pytest.mark.parametrize(
    "words",
    [
        ("init", "--county", "abc"),
        ("init", "--dataset", "OTHER"),
        ("init", "--port", "0"),
        ("init", "--database", "mysql://x"),
        ("init", "--username", " "),
        ("serve", "--port", "70000"),
        ("user", "x", "y", "--township", "99010"),
        ("user", "x", "y", "--role", "KING", "--township", "990101001"),
        ("user", "x", "y"),
        ("enrol", "laptop"),
        ("enrol", "laptop", "admin", "--days", "-3"),
        ("demo-county", "--reference", "2026-13-01"),
        ("nonsense",),
    ],
)
def test_an_option_that_makes_no_sense_is_refused_before_anything_is_done(
    words: tuple[str, ...], tmp_path: Path
) -> None:
    data = tmp_path / "hq"
    if words[0] != "init":
        run("init", "--data", str(data))
    before = sorted(data.rglob("*"))
    assert "Traceback" not in run(*words, *(["--data", str(data)] if words != ("nonsense",) else []), code=2)
    assert sorted(data.rglob("*")) == before


@pytest.mark.parametrize("command", ["init", "serve", "user", "enrol", "publish", "demo-county"])
def test_every_command_explains_itself(command: str) -> None:
    assert "--data" in run(command, "--help")


def test_a_real_hq_gets_its_divisions_from_a_table(tmp_path: Path) -> None:
    data, table = str(tmp_path / "hq"), tmp_path / "divisions.csv"
    run("init", "--data", data)
    user = ("user", "wang", "王", "--data", data, "--township", "330102001", "--password", "a password")
    assert "knows no division 330102001" in run(*user, code=1)
    table.write_text("code,name\n33,某省\n330102,某县\n330102001,某街道\n", encoding="utf-8")
    assert "3 divisions" in run("divisions", str(table), "--data", data)
    run(*user)
    table.write_text("code,name\n33010,短了\n", encoding="utf-8")
    assert "Line 2" in run("divisions", str(table), "--data", data, code=1)
    assert "cannot be read" in run("divisions", str(tmp_path / "none.csv"), "--data", data, code=1)


def test_an_enrolment_file_is_never_overwritten(tmp_path: Path) -> None:
    data, table, out = str(tmp_path / "hq"), tmp_path / "divisions.csv", tmp_path / "file.json"
    run("init", "--data", data)
    table.write_text("code,name\n330102001,某街道\n", encoding="utf-8")
    run("divisions", str(table), "--data", data)
    run("user", "wang", "王", "--data", data, "--township", "330102001")
    run("enrol", "a", "wang", "--data", data, "--out", str(out))
    first = out.read_bytes()
    assert "already" in run("enrol", "b", "wang", "--data", data, "--out", str(out), code=1)
    assert out.read_bytes() == first


def test_no_hq_is_made_of_the_database_of_another(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    run("init", "--data", str(one), "--password", "the first word")
    words = ("--database", f"sqlite:///{one / 'hq.sqlite'}", "--password", "another word")
    for _ in range(2):
        assert "admin" in run("init", "--data", str(two), *words, code=1)
        assert not (two / "hq.json").exists()
    office = Office.open(one, 1)
    opens = partial(check_password, username="admin", password="the first word", now=1)
    assert office.database.write(opens) is not None
    office.close()
