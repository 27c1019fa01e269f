"""`inspector-hq rescue`: what was rescued from a laptop, taken in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inspector_app.domain.local_time import local_date
from inspector_app.hq.terminal import DEFAULT, Data, now, opened, progress, say

app = typer.Typer(help="Take in what was rescued from a laptop whose data are damaged.", no_args_is_help=True)


@app.callback()
def rescue() -> None:
    """Take in what was rescued from a laptop whose data are damaged."""


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A rescue package, made by inspector-app rescue.")], data: Data = DEFAULT
) -> None:
    """Apply a laptop's unsent changes and take its photos. A package may be taken in again; nothing happens twice."""
    from inspector_app.hq.laptops import named
    from inspector_app.hq.rescue import take_in
    from sync.protocol import Outcome

    with opened(data) as office, progress() as bars:
        bar = bars.add_task(file.name, total=None)
        taken = take_in(office, file, now(), lambda done, total: bars.update(bar, completed=done, total=total))
        name = named(office, taken.device_id).name
    say("rescued", name=name, day=local_date(taken.made_at), changes=taken.changes, photos=taken.photos)
    if count := taken.outcomes[Outcome.CONFLICT]:
        say("rescued_conflicts", count=count)
    if count := taken.outcomes[Outcome.PARKED]:
        say("rescued_waiting", count=count)
    if count := taken.outcomes[Outcome.REJECTED]:
        say("rescued_refused", count=count)
    if taken.is_cut:
        say("rescued_cut")
        raise typer.Exit(1)
