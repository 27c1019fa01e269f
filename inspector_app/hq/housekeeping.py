"""What HQ does for itself while it serves: divisions, compaction, snapshots, backups. Nobody has to set up a timer.

A process of its own (`inspector-hq housekeeping`) does what is due, one piece after the other; a lock at the database
keeps every second one out, on whichever machine. What goes wrong is noted, and tried again; HQ goes on serving.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from inspector_app.domain.local_time import instant, local
from inspector_app.errors import AppError
from inspector_app.hq import backup, desk, divisions, snapshots
from inspector_app.hq.office import Office
from sync.hq.alone import Taken, alone
from sync.hq.compaction import KEPT_DAYS
from sync.hq.logs import fields

log = logging.getLogger(__name__)

Facts = Mapping[str, Any]

HOUR_US = 3_600_000_000
NIGHT_HOUR = 2
"""What is done once a day or less often is due from this hour on, or as soon as HQ runs again."""
RUSH_HOURS = range(17, 19)
"""When everybody syncs; what takes long does not begin then."""
RETRY_H = 1.0
LOOK_S = 60.0
"""How often HQ looks whether something is due."""
ADDRESSES = {"database": "INSPECTOR_HQ_DATABASE", "blobs": "INSPECTOR_HQ_BLOBS"}
"""Variables that tell what is not init's: addresses may hold a password, and everybody sees arguments."""


@dataclass(frozen=True)
class Intervals:
    """Hours between two times of each chore; 0: never."""

    divisions: float = 1.0
    compaction: float = 24.0
    snapshots: float = 24.0
    backup: float = 24.0
    backup_to: Path | None = None
    """The folder of backups; none are made without."""
    same_disk_counts: bool = False
    """Laptops are told of backups on HQ's own disk too."""

    def hours(self) -> dict[str, float]:
        """By the name of the chore, in the order in which they are done."""
        hours = {name: getattr(self, name) for name in CHORES}
        return hours if self.backup_to is not None else hours | {"backup": 0.0}


@dataclass(frozen=True)
class Done:
    """When a chore was last begun and ended, when it last succeeded, and what went wrong if it did not."""

    began: int
    ended: int | None = None
    succeeded: int | None = None
    error: str = ""
    result: Facts = field(default_factory=dict)
    """What came of it, for the text of its chore."""


def _divisions(office: Office, now: int, intervals: Intervals) -> Facts:
    """Rows follow their divisions; what ends by itself ends, within the hour."""
    moved, ended = divisions.relocate(office, now), desk.expire_blacklist(office, lambda: now)
    return {"moved": moved, "ended": ended}


def _compaction(office: Office, now: int, intervals: Intervals) -> Facts:
    archived, removed = divisions.compact(office, now, KEPT_DAYS)
    return {"archived": archived, "removed": removed}


def _snapshots(office: Office, now: int, intervals: Intervals) -> Facts:
    return {"count": len(snapshots.builder(office.folder, office.database).nightly(now))}


def _backup(office: Office, now: int, intervals: Intervals) -> Facts:
    assert intervals.backup_to is not None
    backup.clear(intervals.backup_to)
    counts = intervals.same_disk_counts
    made = backup.back_up(office, intervals.backup_to, now, same_disk_counts=counts, called=backup.NIGHTLY)
    backup.prune(intervals.backup_to)
    return {"name": made.path.name, "size": made.size, "is_durable": made.is_durable}


CHORES: dict[str, Callable[[Office, int, Intervals], Facts]] = {
    "divisions": _divisions,
    "compaction": _compaction,
    "snapshots": _snapshots,
    "backup": _backup,
}


def done(office: Office) -> dict[str, Done]:
    """What is known of each chore that was ever begun."""
    found = {name: office.setting(_key(name)) for name in CHORES}
    return {name: _known(held) for name, held in found.items() if held is not None}


def _known(held: dict[str, Any]) -> Done:
    """Of an HQ of before, which wrote what came of it as a sentence, the times and what went wrong."""
    return Done(**held if isinstance(held.get("result"), dict) else held | {"result": {}})


def due(office: Office, intervals: Intervals, now: int) -> list[str]:
    """The chores whose time has come."""
    known = done(office)
    return [name for name, every_h in intervals.hours().items() if every_h and _is_due(known.get(name), every_h, now)]


def overdue(office: Office, intervals: Intervals, now: int) -> tuple[str, ...]:
    """The chores that failed or were not done for twice their time; `backup` also when there is no folder for it.

    `mark` when the mark by which a restore is noticed cannot be kept.
    """
    known = done(office)
    late = [name for name, every_h in intervals.hours().items() if every_h and _is_late(known.get(name), every_h, now)]
    none_made, mark_lost = intervals.backup_to is None, office.service.epochs.is_lost
    return (*late, *(("backup",) if none_made else ()), *(("mark",) if mark_lost else ()))


@contextmanager
def by_hand(office: Office) -> Iterator[None]:
    """Do a chore now, while nobody else does one. Raises AppError housekeeping_busy."""
    try:
        with alone(office.database):
            yield
    except Taken as exc:
        raise AppError("housekeeping_busy") from exc


def run(office: Office, intervals: Intervals, clock: Callable[[], int]) -> list[str]:
    """Do what is due, one after the other; the names of those that failed. Raises sync.hq.alone.Taken."""
    failed = []
    with alone(office.database):
        for name in due(office, intervals, clock()):
            before = done(office).get(name)
            begun = Done(clock(), None, None if before is None else before.succeeded, "interrupted")
            office.set_setting(_key(name), asdict(begun))
            try:
                result = CHORES[name](office, clock(), intervals)
            except Exception as exc:
                failed.append(name)
                told = exc.code if isinstance(exc, AppError) else getattr(exc, "strerror", None) or type(exc).__name__
                is_bug = not isinstance(exc, AppError | OSError)
                log.error("chore failed", extra=fields(chore=name, reason=told), exc_info=is_bug)
                ended = Done(begun.began, clock(), begun.succeeded, told)
            else:
                ended = Done(begun.began, clock(), clock(), result=result)
                log.info("chore done", extra=fields(chore=name, result=result, ms=_ms(ended)))
            office.set_setting(_key(name), asdict(ended))
    return failed


@contextmanager
def kept(
    office: Office, intervals: Intervals, clock: Callable[[], int], changes: dict[str, str], look_s: float = LOOK_S
) -> Iterator[None]:
    """Keep house while inside. changes: {what: address} where this run's HQ differs from its plan (ADDRESSES)."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(look_s):
            try:
                office.use.renew()
                office.service.epochs.note(clock(), at_once=True)  # what the last minute brought, too
                if due(office, intervals, clock()):
                    _in_own_process(office, intervals, changes, ended)
            except Exception:  # in a minute it is tried again, and HQ goes on meanwhile
                log.exception("housekeeping")

    thread = threading.Thread(target=look, name="housekeeping")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


class Chores(Collector):
    """Figures for Prometheus: when each chore last succeeded, and whether it failed since."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def collect(self) -> Iterator[Metric]:
        succeeded = GaugeMetricFamily("hq_chore_success_timestamp_seconds", "Last success", labels=["chore"])
        failed = GaugeMetricFamily("hq_chore_failed", "1: its last time went wrong", labels=["chore"])
        for name, known in done(self._office).items():
            succeeded.add_metric([name], (known.succeeded or 0) / 1_000_000)
            failed.add_metric([name], float(known.ended is not None and bool(known.error)))
        yield from (succeeded, failed)


def _in_own_process(office: Office, intervals: Intervals, changes: dict[str, str], ended: threading.Event) -> None:
    """Until it is done or HQ ends; it may be stopped at any point."""
    command = [sys.executable, "-m", "inspector_app.hq", "housekeeping", "--data", str(office.folder)]
    for name in CHORES:
        command += [f"--{name}-every", str(getattr(intervals, name))]
    if intervals.backup_to is not None:
        command += ["--backup-to", str(intervals.backup_to)]
    if intervals.same_disk_counts:
        command.append("--same-disk-counts")
    environment = os.environ | {ADDRESSES[what]: address for what, address in changes.items()}
    before = done(office)
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as process:
        if hasattr(os, "setpriority"):
            os.setpriority(os.PRIO_PROCESS, process.pid, 10)  # laptops go first
        while process.poll() is None and not ended.wait(0.2):
            pass
        process.terminate()
    if process.returncode not in (0, 1) and not ended.is_set():
        log.error("housekeeping", extra=fields(reason=f"exit {process.returncode}"))
    for name, known in done(office).items():
        if known == before.get(name):
            continue
        if known.error:
            log.error("chore failed", extra=fields(chore=name, reason=known.error))
        else:
            log.info("chore done", extra=fields(chore=name, result=known.result, ms=_ms(known)))


def _is_due(known: Done | None, every_h: float, now: int) -> bool:
    if known is None or known.began > now:  # the clock was set back
        return True
    is_long = every_h >= 24
    if is_long and local(now).hour in RUSH_HOURS:
        return False
    since_h = (now - known.began) / HOUR_US
    if known.error:
        return since_h >= min(RETRY_H, every_h)
    if not is_long:
        return since_h >= every_h
    return known.began < _last_night(now) - (every_h - 24) * HOUR_US


def _is_late(known: Done | None, every_h: float, now: int) -> bool:
    if known is None:
        return False
    if known.ended is not None and known.error:
        return True
    return now - (known.succeeded or known.began) > 2 * every_h * HOUR_US


def _last_night(now: int) -> int:
    """When it was last two o'clock."""
    here = local(now)
    night = here.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return instant(night if night <= here else night - timedelta(days=1))


def _key(name: str) -> str:
    return f"chore/{name}"


def _ms(known: Done) -> int:
    return round(((known.ended or known.began) - known.began) / 1_000)
