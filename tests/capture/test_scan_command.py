"""`inspector-app scan`: one JSON line a file, whatever the files are."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.capture.labels import render_set
from inspector_app.capture.scan_command import run


def test_each_file_has_its_line_in_order(tmp_path: Path) -> None:
    labels = render_set(tmp_path, seed=1, count=2, today=dt.date(2026, 6, 1))
    broken = tmp_path / "坏的.jpg"
    broken.write_bytes(b"no picture")
    out = io.StringIO()
    assert run([str(labels[0].path), str(broken), str(tmp_path / "none.jpg"), str(labels[1].path)], out, str.lower) == 1
    first, second, third, fourth = map(json.loads, out.getvalue().splitlines())
    assert first == {
        "file": str(labels[0].path),
        "codes": [{"symbology": "EAN-13", "text": labels[0].text, "gtin": labels[0].gtin, "gs1": {}}],
    }
    assert (second["file"], second["codes"]) == (str(broken), [])
    assert (second["error"], third["error"]) == ("not_an_image", "missing")
    assert fourth["codes"][0]["symbology"] == "Code128"
    assert fourth["codes"][0]["gs1"]["10"] == labels[1].product.batch


def test_a_picture_without_a_code_is_a_success(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("L", (200, 200), 255).save(tmp_path / "white.png")
    out = io.StringIO()
    assert run([str(tmp_path / "white.png")], out, str.lower) == 0
    assert json.loads(out.getvalue()) == {"file": str(tmp_path / "white.png"), "codes": []}


@pytest.mark.parametrize(("encoding", "shown"), [("utf-8", "没有"), ("gb18030", "没有"), ("ascii", "\\u6ca1\\u6709")])
def test_a_line_is_readable_where_the_terminal_has_its_characters(tmp_path: Path, encoding: str, shown: str) -> None:
    written = io.BytesIO()
    out = io.TextIOWrapper(written, encoding)
    assert run([str(tmp_path / "none.jpg")], out, lambda problem: "没有") == 1
    line = written.getvalue().decode(encoding)
    assert f'"error": "{shown}"' in line
    assert json.loads(line)["error"] == "没有"


def test_a_name_that_no_encoding_has_is_escaped(tmp_path: Path) -> None:
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    assert run([str(tmp_path / "\udcff.jpg")], out, lambda problem: "没有") == 1


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [("zh_CN.UTF-8", "文件已不在原处"), ("en_US.UTF-8", "The file is no longer there."), ("C.UTF-8", "The file")],
)
def test_the_command_says_what_is_wrong_in_the_language_of_the_system(locale: str, sentence: str) -> None:
    command = [sys.executable, "-m", "inspector_app", "scan", "none.jpg"]
    environment = os.environ | {"LC_ALL": locale, "LANGUAGE": "", "PYTHONUTF8": "1"}
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert sentence in json.loads(done.stdout)["error"]
