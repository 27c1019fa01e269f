"""The main job, as the README says it: one command, nothing else done before."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from inspector_app.capture.labels import render_set
from inspector_app.demo.headquarters import Headquarters
from inspector_app.demo.report import Report, Step
from inspector_app.demo.witness import Witness
from inspector_app.demo.words import as_it_is
from tests.running_hq import clock


def run(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"TMPDIR": str(folder)}
    command = [sys.executable, "-m", "inspector_app", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


def test_the_demo_day_is_whole_at_hq(tmp_path: Path) -> None:
    labels = tmp_path / "labels"
    render_set(labels, seed=5, count=6, today=dt.date(2026, 4, 17))
    out = tmp_path / "out"
    (tmp_path / "tmp").mkdir()
    done = run("demo", "--headless", "--out", str(out), "--labels", str(labels), folder=tmp_path / "tmp")
    assert done.returncode == 0, done.stdout + done.stderr
    steps = {step["step"]: step for step in json.loads((out / "summary.json").read_text("utf-8"))}
    assert all(step["verified"] for step in steps.values())
    assert "登记主体" in done.stdout
    assert "register an operator" in done.stdout
    assert "结果：基本符合" in done.stdout
    assert "BASICALLY_CONFORM" not in done.stdout
    assert "inspector001" in done.stdout
    assert sum(bool(step["at_hq"]) for step in steps.values()) >= 6
    assert len(list(out.glob("*.pdf"))) == 3
    shots = sorted(out.glob("*.png"))
    assert len(shots) >= 8
    for shot in shots:
        with Image.open(shot) as picture:
            assert picture.size == (1366, 768)
    assert not list((tmp_path / "tmp").iterdir()), "the demo left something behind"


def test_a_folder_that_cannot_be_written_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = run("demo", "--headless", "--out", str(tmp_path / "file" / "out"), folder=tmp_path)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_step_that_hq_does_not_hold_is_told(tmp_path: Path) -> None:
    """The witness has power: it reads HQ's own files, and misses what is not there."""
    hq = Headquarters(tmp_path / "hq", clock())
    witness = Witness(hq.database, hq.blobs)
    from rich.console import Console

    report = Report(Console(quiet=True))
    report.steps.append(Step(as_it_is("a row"), check=lambda w: w.row("operator", "none") is not None))
    assert not report.verify(witness)
    assert not witness.photo_is_whole("0" * 64)
    assert witness.is_intact()
    hq.close()


@pytest.mark.parametrize("words", [("--help",), ("demo", "--help"), ("scan", "--help"), ("screenshots", "--help")])
def test_every_command_explains_itself(words: tuple[str, ...], tmp_path: Path) -> None:
    assert run(*words, folder=tmp_path).returncode == 0
