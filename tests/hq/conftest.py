"""An HQ in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.hq.office import Office
from tests.running_hq import make_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "hq")
    yield made
    made.close()


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands speak the language of the system; the tests read English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
