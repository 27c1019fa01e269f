"""`inspector-app scan`: one JSON line a file, whatever the files are."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

from inspector_app.capture.labels import render_set
from inspector_app.capture.messages import ScanProblem
from inspector_app.capture.scan_command import SENTENCES, run


def test_each_file_has_its_line_in_order(tmp_path: Path) -> None:
    labels = render_set(tmp_path, seed=1, count=2, today=dt.date(2026, 6, 1))
    broken = tmp_path / "坏的.jpg"
    broken.write_bytes(b"no picture")
    out = io.StringIO()
    assert run([str(labels[0].path), str(broken), str(tmp_path / "none.jpg"), str(labels[1].path)], out) == 1
    first, second, third, fourth = map(json.loads, out.getvalue().splitlines())
    assert first == {
        "file": str(labels[0].path),
        "codes": [{"symbology": "EAN-13", "text": labels[0].text, "gtin": labels[0].gtin, "gs1": {}}],
    }
    assert (second["file"], second["codes"]) == (str(broken), [])
    assert second["error"].startswith("This is not a picture")
    assert third["error"] == "There is no such file."
    assert fourth["codes"][0]["symbology"] == "Code128"
    assert fourth["codes"][0]["gs1"]["10"] == labels[1].product.batch


def test_a_picture_without_a_code_is_a_success(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("L", (200, 200), 255).save(tmp_path / "white.png")
    out = io.StringIO()
    assert run([str(tmp_path / "white.png")], out) == 0
    assert json.loads(out.getvalue()) == {"file": str(tmp_path / "white.png"), "codes": []}


def test_every_problem_has_a_sentence() -> None:
    assert set(SENTENCES) == set(ScanProblem)
