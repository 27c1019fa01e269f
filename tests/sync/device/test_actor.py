"""One sync actor for a replica, in this process and in all others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sync.device.actor import alone
from sync.device.problem import ProblemKind, SyncProblem

HOLD = """
import sys
from pathlib import Path
from sync.device.actor import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def assert_in_use(lock: Path) -> None:
    with pytest.raises(SyncProblem) as caught, alone(lock):
        pass
    assert caught.value.kind is ProblemKind.IN_USE
    assert caught.value.retryable


def test_a_second_actor_of_this_process_is_told_so(tmp_path: Path) -> None:
    with alone(tmp_path / "lock"):
        assert_in_use(tmp_path / "lock")
    with alone(tmp_path / "lock"):
        pass


def test_an_actor_of_another_process_is_alone_until_it_dies(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        assert_in_use(tmp_path / "lock")
        other.kill()
    with alone(tmp_path / "lock"):
        pass


def test_a_lock_that_cannot_be_asked_for_is_not_called_in_use(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open"), alone(tmp_path / "no folder" / "lock"):
        pass
