"""Commands that keep HQ safe and small: back up, restore, housekeeping; and their options, which `serve` has too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import TaskID

from inspector_app.errors import AppError
from inspector_app.hq.terminal import (
    DEFAULT,
    Data,
    DatabaseInUse,
    now,
    opened,
    plain_errors,
    progress,
    say,
)
from inspector_app.hq.texts import in_terminal, text

if TYPE_CHECKING:
    from inspector_app.hq.office import Office

BackupTo = Annotated[
    Path | None,
    typer.Option("--backup-to", envvar="INSPECTOR_HQ_BACKUP", help="Folder of backups, on another disk; none without."),
]
DivisionsEvery = Annotated[
    float, typer.Option("--divisions-every", min=0, help="Hours until rows follow their divisions again; 0: never.")
]
CompactionEvery = Annotated[
    float, typer.Option("--compaction-every", min=0, help="Hours until old news is forgotten again; 0: never.")
]
SnapshotsEvery = Annotated[
    float, typer.Option("--snapshots-every", min=0, help="Hours until snapshots are made anew; 0: never.")
]
BackupEvery = Annotated[
    float, typer.Option("--backup-every", min=0, help="Hours between backups, at night if 24 or more; 0: never.")
]
SameDiskCounts = Annotated[
    bool, typer.Option("--same-disk-counts", help="Tell laptops of backups also when they are on the disk of --data.")
]
BlobsInUse = Annotated[
    str | None,
    typer.Option("--blobs", help="s3://bucket/… for photos, in place of init's.", envvar="INSPECTOR_HQ_BLOBS"),
]

STEPS = {
    "copy": "copying the database",
    "compress": "compressing",
    "unpack": "reading it back",
    "check": "counting what it holds",
    "photos": "photos",
    "load": "restoring",
}


def backup(
    data: Data = DEFAULT,
    to: Annotated[
        Path | None, typer.Option("--to", help="The folder of backups; better on another disk. backups in --data else.")
    ] = None,
    database: DatabaseInUse = None,
    blobs: BlobsInUse = None,
    same_disk_counts: SameDiskCounts = False,
) -> None:
    """Back up HQ, also while it serves; restore the copy for a trial, and tell laptops what another disk now holds."""
    from inspector_app.hq.backup import back_up
    from inspector_app.hq.housekeeping import by_hand

    with opened(data, database=database, blobs=blobs) as office, by_hand(office), _progress() as report:
        made = back_up(office, to or data / "backups", now(), report, same_disk_counts=same_disk_counts)
    say("backup_made", path=made.path, mb=made.size / 1_000_000)
    say("backup_holds", devices=made.devices, photos=made.photos)
    if not made.is_durable:
        say("backup_same_disk")
    say("backup_keys")


def restore(
    file: Annotated[Path, typer.Argument(help="A backup; its folder holds the photos.")],
    data: Data = DEFAULT,
    database: DatabaseInUse = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the HQ that is there.")] = False,
) -> None:
    """Make an HQ of a backup. Laptops then tell again what it lacks, by themselves."""
    from inspector_app.hq.backup import restore as put_back

    with plain_errors(), _progress() as report:
        missing = put_back(file, data, now(), database=database, replace=replace, report=report)
    say("restored", data=data)
    say("restored_again")
    say("restored_anew")
    if missing:
        say("restored_photos", count=missing, folder=file.parent / "blobs")


def housekeeping(
    data: Data = DEFAULT,
    backup_to: BackupTo = None,
    divisions_every: DivisionsEvery = 1,
    compaction_every: CompactionEvery = 24,
    snapshots_every: SnapshotsEvery = 24,
    backup_every: BackupEvery = 24,
    same_disk_counts: SameDiskCounts = False,
    database: DatabaseInUse = None,
    blobs: BlobsInUse = None,
) -> None:
    """Do what is due of HQ's upkeep, once; `serve` does it by itself. Leaves with 1 when something went wrong."""
    from inspector_app.hq import housekeeping as work
    from sync.hq.alone import Taken

    intervals = work.Intervals(
        divisions_every, compaction_every, snapshots_every, backup_every, backup_to, same_disk_counts
    )
    with opened(data, database=database, blobs=blobs) as office:
        try:
            failed = work.run(office, intervals, now)
        except Taken:
            say("chores_taken")
            return
        for name, known in work.done(office).items():
            if known.error:
                say("chore_failed", name=text(f"chore_{name}"), reason=_reason(known.error))
            elif known.result:
                say(f"chore_{name}_done", **known.result)
            if known.result.get("is_durable") is False:
                say("backup_same_disk")
    raise typer.Exit(1 if failed else 0)


def _reason(error: str) -> str:
    """What went wrong with a chore, in words: a code of ours, or what the system said."""
    from inspector_app.hq.sentences import SENTENCES, sentence

    if error == "interrupted":
        return text("chore_interrupted")
    return sentence(AppError(error)) if error in SENTENCES else in_terminal(error)


def is_beside(office: Office, to: Path) -> bool:
    """Whether a folder of backups, made now, would go with HQ's own disk."""
    from inspector_app.hq.backup import is_on_same_disk

    to.mkdir(parents=True, exist_ok=True)
    return is_on_same_disk(office, to)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each step, on the terminal; nothing where there is none."""
    tasks: dict[str, TaskID] = {}
    with progress() as bars:

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(STEPS[step], total=None)
            bars.update(tasks[step], completed=done, total=total or None)

        yield report
