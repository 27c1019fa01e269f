"""`inspector-hq demo-county`: a county that nobody lives in, for trying out, measuring and teaching."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from inspector_app.domain.local_time import local_date
from inspector_app.hq.terminal import (
    DEFAULT,
    Data,
    complain,
    console,
    database_url,
    now,
    opened,
    plain_errors,
    progress,
    say,
)
from inspector_app.hq.texts import text

if TYPE_CHECKING:
    from inspector_app.hq.demo_data import Made, Report
    from inspector_app.records.people import User

STOPPED = 130
"""Exit code of a program that the keyboard stopped."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
Count = Annotated[int | None, typer.Option(help="In place of the size's own.")]


def _in_reach(day: datetime | None) -> datetime | None:
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise typer.BadParameter(text("bad_year", first=FIRST_YEAR, last=LAST_YEAR))
    return day


def demo_county(
    data: Data = DEFAULT,
    size: Annotated[str, typer.Option(help="demo, county, goals or large.")] = "demo",
    seed: Annotated[int, typer.Option(help="Another one makes another county.")] = 1,
    reference: Annotated[
        datetime | None,
        typer.Option(help="Today, as the county knows it.", formats=["%Y-%m-%d"], callback=_in_reach),
    ] = None,
    operators: Count = None,
    ledger: Count = None,
    inspections: Count = None,
    photos: Count = None,
    database: Annotated[
        str | None, typer.Option(help="postgresql+psycopg://… in place of init's.", callback=database_url)
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="A folder for a database of its own, with no HQ around it.", file_okay=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the manifest alone.")] = False,
) -> None:
    """Fill an empty DEMO HQ with the synthetic county; two of its inspectors get passwords. Ctrl+C leaves nothing.

    Its checker reads every row while it is made: a county with a fault that is not in faults.csv is not kept.
    """
    from inspector_app.hq import passwords, users
    from inspector_app.hq.demo_data import fill, fill_folder, plan_of, size_of, two_inspectors

    with plain_errors():
        chosen = size_of(size, operators=operators, ledger=ledger, inspections=inspections, photos=photos)
    plan = plan_of(chosen, seed, reference.date() if reference else local_date(now()))
    if out is not None:
        with plain_errors(), _told() as report:
            made = fill_folder(out, plan, now(), report)
        _tell(made, out, [], as_json=as_json)
        return
    with opened(data, database=database) as office:
        with _told() as report:
            made = fill(office, plan, now(), report)
        people = [(each, passwords.made()) for each in two_inspectors(office)]
        for user, password in people:
            users.reset_password(office, user.username, password)
    _tell(made, data, people, as_json=as_json)
    if not as_json:
        say("what_next", names=" ".join(user.username for user, _ in people), data=quote(str(data)))


@contextmanager
def _told() -> Iterator[Report]:
    """A bar on the terminal; Ctrl+C undoes what was begun, and says so."""
    try:
        with progress() as bars:
            task = bars.add_task("operators")
            yield lambda done, total: bars.update(task, completed=done, total=total)
    except KeyboardInterrupt:
        complain(text("county_stopped"))
        raise typer.Exit(STOPPED) from None


def _tell(made: Made, folder: Path, people: list[tuple[User, str]], *, as_json: bool) -> None:
    if as_json:
        told = [{"username": user.username, "password": password} for user, password in people]
        console.out(json.dumps(made.manifest | {"users": told}, ensure_ascii=False, indent=2), highlight=False)
        return
    for kind, count in sorted(made.counts.items()):
        say("made", count=count, kind=kind)
    say("county_faults", count=made.faults, folder=folder)
    for user, password in people:
        say("demo_user", username=user.username, password=password, name=user.name, office=user.office_name)
