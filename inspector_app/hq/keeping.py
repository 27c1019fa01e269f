"""Commands that keep HQ safe: back up, restore."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TaskID

from inspector_app.hq.terminal import DEFAULT, Data, console, database_url, errors, now, plain_errors

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
) -> None:
    """Back up HQ, also while it serves; restore the backup for a trial, and tell laptops what it holds."""
    from inspector_app.hq.backup import back_up
    from inspector_app.hq.office import Office

    with plain_errors():
        office = Office.open(data, now())
        with _progress() as report:
            made = back_up(office, to or data / "backups", now(), report)
        office.close()
    size = made.size / 1_000_000
    console.print(f"{made.path}: {size:,.1f} MB, restored for a trial and found whole.", highlight=False)
    console.print(f"It holds the changes of {made.devices} devices; its {made.photos} photos are beside it in blobs.")
    console.print("It holds HQ's private keys too: keep it as you keep HQ.")


def restore(
    file: Annotated[Path, typer.Argument(help="A backup; its folder holds the photos.")],
    data: Data = DEFAULT,
    database: Annotated[
        str | None, typer.Option(help="postgresql+psycopg://… in place of the backup's own.", callback=database_url)
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite the HQ that is there.")] = False,
) -> None:
    """Make an HQ of a backup. Laptops then tell again what it lacks, by themselves."""
    from inspector_app.hq.backup import restore as put_back

    with plain_errors(), _progress() as report:
        missing = put_back(file, data, now(), database=database, replace=replace, report=report)
    console.print(f"HQ is restored in {data}. Serve it with: inspector-hq serve --data {data}")
    console.print("Laptops send again what the backup lacks, as soon as they sync; nobody has to do anything on them.")
    console.print("Laptops and users that were set up after the backup are to be set up again.")
    if missing:
        console.print(f"{missing} photos are not in {file.parent / 'blobs'}; laptops that have them send them again.")


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each step, on the terminal; nothing where there is none."""
    tasks: dict[str, TaskID] = {}
    with Progress(console=errors, transient=True) as bars:

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(STEPS[step], total=None)
            bars.update(tasks[step], completed=done, total=total or None)

        yield report
