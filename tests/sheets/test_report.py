"""The marked copy of a file is there whole, or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from inspector_app.domain.problems import Code
from inspector_app.sheets.cells import Cell
from inspector_app.sheets.columns import Register
from inspector_app.sheets.entries import Entry
from inspector_app.sheets.headers import Header
from inspector_app.sheets.reading import Line
from inspector_app.sheets.report import MarkedCopy


def mark(path: Path) -> None:
    header = Header(Register.OPERATORS, 1, ("店名",), {"name": 0})
    entry = Entry(Line(2, (Cell(""),)), header, {})
    with MarkedCopy(path, chinese=True) as copy:
        copy.add(entry, [entry.fault("name", Code.REQUIRED)])


def test_a_full_disk_is_told_by_name_and_nothing_half_made_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    mark(tmp_path / "whole.xlsx")
    assert (tmp_path / "whole.xlsx").stat().st_size > 0

    def full(path: Path, data: bytes) -> int:
        path.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=r"m\.xlsx") as raised:
        mark(tmp_path / "m.xlsx")
    assert raised.value.errno == errno.ENOSPC
    assert [path.name for path in tmp_path.iterdir()] == ["whole.xlsx"]
    assert capfd.readouterr().err == ""
