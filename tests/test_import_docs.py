"""docs/import.md: its example is run, its columns are those that are known."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from inspector_app.hq.cli import app
from inspector_app.sheets.columns import Register, columns_of
from tests.running_hq import make_office

PAGE = (Path(__file__).parents[1] / "docs/import.md").read_text("utf-8")


def block(kind: str) -> str:
    return PAGE.partition(f"```{kind}\n")[2].partition("```")[0]


def test_the_example_says_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(tmp_path)
    make_office(tmp_path / "hq-data").close()
    Path("shops.csv").write_text(block("csv"), "utf-8")
    trial, real = [shlex.split(line)[1:] for line in block("sh").splitlines()]
    told: Any = CliRunner().invoke(app, trial)
    assert told.stdout == PAGE.partition("It tells\n\n```\n")[2].partition("```")[0]
    assert Path("marked.xlsx").exists()
    assert "1 new, 0 here already" in CliRunner().invoke(app, real).stdout
    assert "0 new, 1 here already" in CliRunner().invoke(app, real).stdout


def test_the_page_names_every_column() -> None:
    named = re.findall(r"`(\w+)`", PAGE.partition("| operators | products |")[2])
    assert sorted(named) == sorted(name for each in Register for name in columns_of(each).columns)
