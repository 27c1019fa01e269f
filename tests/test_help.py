"""`--help` of both programs: in Chinese where the system speaks it, in English else."""

from __future__ import annotations

import csv
import re
from typing import Any

import pytest
import typer

from inspector_app import cli, help_texts, usage
from inspector_app.hq import cli as hq_cli
from inspector_app.paths import resources

PROGRAMS = [cli.app, hq_cli.app]
ENGLISH = re.compile(r"[A-Za-z]+ [a-z]+ [a-z]+")
OF_THE_LIBRARY = "Show this message and exit."


def paths(command: Any, *words: str) -> list[tuple[str, ...]]:
    found = [words]
    for name, each in getattr(command, "commands", {}).items():
        found += paths(each, *words, name)
    return found


ALL = [(app, words) for app in PROGRAMS for words in paths(typer.main.get_command(app))]


def told() -> set[str]:
    """Every paragraph of help, as it is written."""
    found = {OF_THE_LIBRARY}
    for app in PROGRAMS:
        for command in help_texts.commands(typer.main.get_command(app)):
            for each in (command, *command.params):
                found |= set(help_texts.paragraphs(getattr(each, "help", None)))
    return found - {""}


def test_every_text_of_help_has_its_chinese_and_no_other_is_kept() -> None:
    with (resources() / "i18n" / "commands.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["en"], row["zh"]) for row in csv.DictReader(file)]
    assert {english for english, _ in rows} == told()
    assert len(rows) == len(dict(rows))
    assert [english for english, chinese in rows if not re.search("[\u4e00-\u9fff]", chinese)] == []
    assert [chinese for _, chinese in rows if "[" in chinese] == [], "the library takes it for markup"


def help_of(app: typer.Typer, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: Any) -> str:
    monkeypatch.setattr("sys.argv", ["inspector", *words, "--help"])
    with pytest.raises(SystemExit) as ended:
        usage.run(app)
    assert ended.value.code == 0
    return str(capsys.readouterr().out)


@pytest.mark.parametrize(("app", "words"), ALL, ids=[" ".join(("inspector", *words)) for _, words in ALL])
def test_help_is_all_chinese_and_all_english_again(
    app: typer.Typer,
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    chinese = help_of(app, words, monkeypatch, capsys)
    called = " ".join(("inspector", *words))
    assert [line for line in chinese.splitlines() if ENGLISH.search(line.replace(called, ""))] == []
    for word in ("Usage", "OPTIONS", "Options", "Arguments", "Commands", "required", "default:", "env var", "<str>"):
        assert word not in chinese
    assert "用法：inspector" in chinese
    assert "显示本说明后退出。" in chinese
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    english = help_of(app, words, monkeypatch, capsys)
    assert "Usage: inspector" in english
    assert "选项" not in english


def test_a_narrow_terminal_cuts_nothing_off(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def cut(app: typer.Typer, words: tuple[str, ...], width: int) -> int:
        monkeypatch.setenv("COLUMNS", str(width))
        told = help_of(app, words, monkeypatch, capsys)
        return re.sub("INSPECTOR_[A-Z_]+…", "", told).count("…")  # names of variables are cut in English too

    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert [words for app, words in ALL if cut(app, words, 80) > cut(app, words, 300)] == []


def test_a_program_without_a_command_shows_its_help_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setattr("sys.argv", ["inspector-hq"])
    with pytest.raises(SystemExit) as ended:
        usage.run(hq_cli.app)
    assert ended.value.code == 2
    assert "用法：inspector-hq" in capsys.readouterr().out
