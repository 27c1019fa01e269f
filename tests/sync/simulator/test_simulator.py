"""Whatever goes wrong on the way and on the disks: every promise holds once it has stopped (sync.md C, P0)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sync.simulator.faults import Fault
from tests.sync.simulator.run import COMMAND, play_all, report
from tests.sync.simulator.world import play

SEEDS = range(1, 11)
RUNS = int(os.environ.get("SIMULATOR_RUNS") or 10_000)
"""Of the long test."""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_run_keeps_every_promise(seed: int, request: pytest.FixtureRequest) -> None:
    chosen = request.config.getoption("--seed", None)
    if chosen is not None:
        if seed != SEEDS[0]:
            pytest.skip("one run was chosen")
        seed = chosen
    try:
        play(seed)
    except Exception as exc:
        exc.add_note(f"again: {COMMAND.format(seed=seed)}")
        raise


@pytest.mark.parametrize("seed", [41, 42])
def test_g_3_level_with_hq_every_reference_leads_somewhere(seed: int) -> None:
    assert play(seed)  # which looks at each laptop's references at its end


def test_one_seed_is_one_run() -> None:
    """In another process too, where hashes of texts fall otherwise."""
    seed = 3
    said = subprocess.run(
        [sys.executable, "-m", "tests.sync.simulator.run", "--seed", str(seed)],
        env=os.environ | {"PYTHONHASHSEED": "77"},
        cwd=Path(__file__).resolve().parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == report(play(seed))


@pytest.mark.parametrize("seed", range(31, 36))
def test_a_run_in_which_hq_is_upgraded_keeps_every_promise(seed: int) -> None:
    play(seed, is_upgraded=True)


def test_a_run_over_sockets_keeps_every_promise() -> None:
    play(21, is_served=True)


def test_a_run_on_postgresql_keeps_every_promise(empty_postgres: Callable[[], str]) -> None:
    play(22, empty_postgres())


@pytest.mark.slow
def test_runs_over_sockets_and_on_postgresql_keep_every_promise(empty_postgres: Callable[[], str]) -> None:
    for seed in range(100, 100 + RUNS // 100):
        play(seed, is_served=True)
        play(seed, empty_postgres())
        play(seed, empty_postgres(), is_served=True)
        play(seed, empty_postgres(), is_upgraded=True)


@pytest.mark.slow
def test_runs_in_which_hq_is_upgraded_keep_every_promise() -> None:
    for seed in range(5_000, 5_000 + RUNS // 20):
        play(seed, is_upgraded=True)


@pytest.mark.slow
def test_ten_thousand_runs_keep_every_promise(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        counts, broken = play_all(range(1_000, 1_000 + RUNS), os.cpu_count() or 1)
        print(f"\n{report(counts)}")
    assert not broken
    assert all(counts[fault] for fault in Fault if RUNS > 500)
