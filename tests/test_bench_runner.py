"""`make bench` runs every benchmark, counts what misses its target and fails when a benchmark fails."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

runner = runpy.run_path(str(Path(__file__).parent / "benchmarks" / "run.py"))


def write(folder: Path, name: str, *lines: str) -> None:
    (folder / f"{name}.py").write_text("def main():\n" + "".join(f"    {line}\n" for line in lines))


def test_a_figure_within_its_target_is_met() -> None:
    assert runner["figure"]("search p95, ms: 3.1 / 16.7 = 0.19 (target <= 0.96)").is_met
    assert runner["figure"]("scan rate: 47 / 40 = 1.18 (target >= 1.1)").is_met


def test_a_figure_beyond_its_target_is_missed() -> None:
    assert not runner["figure"]("search p95, ms: 31 / 16.7 = 1.86 (target <= 0.96)").is_met
    assert not runner["figure"]("scan rate: 40 / 47 = 0.85 (target >= 1.1)").is_met


def test_other_lines_are_no_figures() -> None:
    assert runner["figure"]("reading the labels of DIR") is None
    assert runner["figure"]("search p95: 3.1 ms / 16.7 ms = 0.19 (target <= 0.96)") is None
    assert runner["figure"]("photo: hash, ms: 3.1 / 16.7 = 0.19 (target <= 0.96)") is None


def test_every_module_with_a_main_runs_and_misses_are_named(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, "quick", "print('quick: 1 / 2 = 0.5 (target <= 1)')")
    write(tmp_path, "sync", "import sync.record", "print('slow: 4 / 2 = 2.0 (target <= 1)')")
    (tmp_path / "link.py").write_text("raise SystemExit('a part of others, not run by itself')")
    assert runner["main"]([], tmp_path) == 0
    out = capfd.readouterr().out
    assert "quick: 1 / 2 = 0.5" in out
    assert "2 figures, 1 beyond target: slow" in out


def test_a_benchmark_that_fails_or_prints_nothing_fails_the_run(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, "broken", "print('broken: 1 / 2 = 0.5 (target <= 1)')", "raise SystemExit(3)")
    write(tmp_path, "silent", "pass")
    write(tmp_path, "talker", "print('one: 1 / 2 = 0.5 (target <= 1)')", "print('and this: 3 ms')")
    assert runner["main"]([], tmp_path) == 1
    assert "failed, or printed what is no figure: broken, silent, talker" in capfd.readouterr().out
