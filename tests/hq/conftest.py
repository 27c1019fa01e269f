"""An HQ in a folder of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.hq.office import Office
from tests.running_hq import clock, make_office


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an HQ that nobody has opened since it was made."""
    folder = tmp_path_factory.mktemp("untouched") / "hq"
    make_office(folder).close()
    return folder


@pytest.fixture
def office(untouched: Path, tmp_path: Path) -> Iterator[Office]:
    """Copied, for making one takes a hundred times as long."""
    folder = tmp_path / "hq"
    shutil.copytree(untouched, folder)
    plan = folder / "hq.json"
    plan.write_text(plan.read_text("utf-8").replace(str(untouched), str(folder)), "utf-8")
    made = Office.open(folder, clock())
    yield made
    made.close()


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands speak the language of the system; the tests read English."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
