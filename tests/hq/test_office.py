"""Making an HQ that is refused leaves nothing of it, and what was there as it was."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from typer.testing import CliRunner, Result

from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.hq.passwords import check_password
from tests.running_hq import clock


def init(folder: Path, url: str, *more: str) -> Result:
    return CliRunner().invoke(app, ["init", "--data", str(folder), "--database", url, *more])


def test_an_init_that_is_refused_leaves_no_folder_and_the_other_hq_as_it_was(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'live.sqlite'}"
    assert init(tmp_path / "live", url, "--password", "the first word").exit_code == 0
    for more, said in ((), "already"), (("--dataset", "DEMO"), "never mix"):
        told = init(tmp_path / "new", url, *more)
        assert (told.exit_code, told.stdout) == (1, "")
        assert said in told.stderr
        assert not (tmp_path / "new").exists()
    office = Office.open(tmp_path / "live", clock())
    opens = partial(check_password, username="admin", password="the first word", now=clock())
    assert office.database.write(opens) is not None
    office.close()
