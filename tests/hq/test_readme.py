"""The steps of the README, one after the other as a newcomer types them, and every command that it names."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from inspector_app import cli as app_cli
from inspector_app.hq.cli import app
from inspector_app.hq.texts import text

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
SMALL = ["--operators", "30", "--ledger", "40", "--inspections", "10"]


def steps() -> list[list[str]]:
    section = README.partition("## An HQ of your own")[2]
    block = section.partition("```sh\n")[2].partition("```")[0]
    return [shlex.split(line, comments=True) for line in block.splitlines()]


def run(words: list[str]) -> str:
    result: Any = CliRunner().invoke(app, words)
    assert result.exit_code == 0, (words, result.output)
    return str(result.output)


def leaves(group: Any, *words: str) -> set[str]:
    found = set()
    for name, command in group.commands.items():
        found |= leaves(command, *words, name) if hasattr(command, "commands") else {" ".join([*words, name])}
    return found


def test_the_steps_of_the_readme_work_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told: dict[str, str] = {}
    for program, *words in steps():
        if program == ".venv/bin/inspector-app":
            assert words == []
        elif words[0] == "serve":
            serve_for_a_moment(words)
        else:
            told[words[0]] = run([*words, *(SMALL if words[0] == "demo-county" else [])])
    (next_step,) = re.findall(r"inspector-hq (enrol .+)", told["demo-county"])
    run(shlex.split(next_step))  # what was printed collides with nothing that the README told to do
    assert {path.name for path in tmp_path.glob("*.json")} == {"laptop-2.json", "enrolment.json"}
    assert Path("hq-data").is_dir()


def serve_for_a_moment(words: list[str]) -> None:
    command = [sys.executable, "-u", "-m", "inspector_app.hq", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        process.terminate()
        _, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, text("backups_same_disk") + "\n"), first


def test_what_the_steps_leave_behind_is_not_taken_for_work() -> None:
    ignored = subprocess.run(
        ["git", "check-ignore", "hq-data/", "hq-data/hq.sqlite", "hq-backups/", "enrolment.json", "laptop-2.json"],
        cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert len(ignored.stdout.split()) == 5


def test_every_command_of_hq_stands_in_the_table() -> None:
    rows = re.findall(r"^\| (`.+?) \|", README.partition("| `inspector-hq` |")[2], flags=re.MULTILINE)
    named = {name for row in rows[: len(rows)] for name in re.findall(r"`([a-z -]+)`", row)}
    commands = leaves(typer.main.get_command(app))
    assert commands - named == set()
    assert {name for name in named if name.split()[0] in {each.split()[0] for each in commands}} == commands


def test_every_command_of_the_app_is_named_or_a_target_of_make() -> None:
    commands = leaves(typer.main.get_command(app_cli.app))
    named = set(re.findall(r"inspector-app ([a-z]+)", README)) | set(re.findall(r"make ([a-z]+)", README))
    assert commands - named == set()
