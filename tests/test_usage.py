"""A command line that is not understood is told so in the language of the system, with the code that shells expect."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
import typer

from inspector_app import cli, usage
from inspector_app.hq import cli as hq_cli

CASES = [
    (hq_cli.app, ("nosuch",), "没有命令 nosuch。"),
    (hq_cli.app, ("serve", "--nosuch"), "没有选项 --nosuch。"),
    (hq_cli.app, ("init", "--dat"), "没有选项 --dat。是否想写：--data, --database, --dataset？"),
    (hq_cli.app, ("user",), "缺少参数 username。"),
    (hq_cli.app, ("grant", "give", "wang", "990101001"), "缺少选项 --reason。"),
    (hq_cli.app, ("compact", "--days"), "选项 --days 后面要有值。"),
    (hq_cli.app, ("compact", "--days", "x"), "'--days' 的值不合适：应为整数。"),
    (hq_cli.app, ("compact", "--days", "3"), "'--days' 的值不合适：不能小于 30。"),
    (hq_cli.app, ("serve", "--port", "99999999"), "'--port' 的值不合适：不能大于 65535。"),
    (hq_cli.app, ("laptop", "a", "b", "c"), "多出的内容：b c。"),
    (hq_cli.app, ("init", "--dataset", "X"), "--dataset 的值不合适：应为 REAL, DEMO 之一"),
    (hq_cli.app, ("init", "--county", "12"), "'--county' 的值不合适：应为 6 位数字代码"),
    (hq_cli.app, ("user", "neu", "--township", "990101001"), "NAME 的值不合适：缺少姓名"),
    (cli.app, ("demo", "--headles"), "没有选项 --headles。是否想写：--headless, --help？"),
    (cli.app, ("scan",), "缺少参数 files。"),
]


def answer(app: typer.Typer, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> int | str | None:
    monkeypatch.setattr("sys.argv", ["inspector", *words])
    with pytest.raises(SystemExit) as ended:
        usage.run(app)
    return ended.value.code


@pytest.mark.parametrize(("app", "words", "told"), CASES, ids=[" ".join(words) for _, words, _ in CASES])
def test_a_clerk_reads_in_chinese_what_is_wrong_with_a_command(
    app: typer.Typer,
    words: tuple[str, ...],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert answer(app, words, monkeypatch) == 2
    said = capsys.readouterr().err
    assert said.splitlines()[0] == told
    assert "--help" in said or "后面要有值" in said
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert answer(app, words, monkeypatch) == 2
    assert not re.search("[\u4e00-\u9fff]", capsys.readouterr().err)


@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "C.UTF-8"])
def test_help_is_no_error_and_a_commands_own_code_comes_through(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    assert answer(hq_cli.app, ("--help",), monkeypatch) == 0
    assert answer(hq_cli.app, ("laptop", "--data", "/nowhere"), monkeypatch) == 1
    assert capsys.readouterr().err


def test_what_has_no_known_form_is_told_as_it_is() -> None:
    assert usage.in_chinese("The moon is blue.") == "The moon is blue."


def test_a_word_of_another_encoding_is_refused_unless_it_names_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    file = tmp_path / os.fsdecode("登记.csv".encode("gb18030"))
    for words in (("laptop", "\udcff"), ("divisions", str(file)), ("laptop", "--data=\udcff")):
        assert answer(hq_cli.app, words, monkeypatch) == 2
        assert capsys.readouterr().err == "A word of the command is no readable text. Nothing was done.\n"
    file.touch()
    for words in (("divisions", str(file), "--data=/nowhere"), ("backup", f"--to={file}", "--data=/nowhere")):
        assert answer(hq_cli.app, words, monkeypatch) == 1
        assert "/nowhere holds no HQ" in capsys.readouterr().err
