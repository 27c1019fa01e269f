"""What every test stands on: no display, nobody's own folders and keyring, a fixed time."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
if "XDG_RUNTIME_DIR" not in os.environ:  # a machine without a login session; Qt and PostgreSQL ask for it, and warn
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="tests-")
    atexit.register(shutil.rmtree, os.environ["XDG_RUNTIME_DIR"], ignore_errors=True)

# No deadline: a busy machine is no bug. In CI the same examples every time, so that a red run can be repeated.
settings.register_profile(
    "project",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("project")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's data, settings, logs and cache lie below the test's own folder."""
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "user" / name.lower()))


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    """An empty folder for a replica or an HQ."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def today() -> date:
    """A working Wednesday, in China."""
    return date(2026, 3, 18)


@pytest.fixture
def now() -> int:
    """09:30 of that day in China, in microseconds UTC."""
    return int(datetime(2026, 3, 18, 1, 30, tzinfo=UTC).timestamp()) * 1_000_000
