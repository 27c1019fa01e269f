"""`inspector-hq division`: list the map, change it after a look at what that would do, take the last change back."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector_app.domain.local_time import local_date
from inspector_app.hq.terminal import DEFAULT, Data, now, opened, say
from inspector_app.hq.texts import text

if TYPE_CHECKING:
    from inspector_app.hq.divisions import Change, Done
    from inspector_app.hq.reach import Reach

app = typer.Typer(
    help="List, rename, merge and split townships. Nothing changes before --yes; division undo takes the last back.",
    no_args_is_help=True,
)

Name = Annotated[str, typer.Option(help="Name of the township from now on.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it; without, only what would change is shown.")]


@app.command("list")
def list_(
    prefix: Annotated[str, typer.Argument(help="Only codes that begin so.")] = "",
    data: Data = DEFAULT,
    ended: Annotated[bool, typer.Option("--ended", help="Also those of the past, with what they are now.")] = False,
) -> None:
    """List the divisions: code, name, since when; of those of the past until when, and what they are now."""
    from inspector_app.hq.regions import regions
    from sync.hq.divisions import day_of, successors

    with opened(data) as office:
        found = regions(office, prefix=prefix)
        heirs = office.database.read(lambda conn: successors(conn, day_of(now())))
        today = local_date(now())
        shown = [each for each in found.values() if ended or each.is_in_force(today)]
        for each in shown:
            until = "" if each.valid_to is None else text("division_until", day=each.valid_to)
            heir = text("division_heir", code=heirs[each.code]) if each.code in heirs else ""
            since = text("division_since", day=each.valid_from)
            say("division_line", code=f"{each.code:<12}", name=each.name, since=since, until=until, heir=heir)
        say("division_count", count=len(shown), past=len(found) - len(shown))


@app.command()
def rename(
    old: Annotated[str, typer.Argument(help="Code of 9 digits.")],
    new: Annotated[str, typer.Argument(help="A code that no township has or had.")],
    name: Name,
    data: Data = DEFAULT,
    yes: Yes = False,
) -> None:
    """Give a township another code and name. Nothing moves; the old code stays good."""
    from inspector_app.hq.divisions import Change, What

    _change(data, Change(What.RENAME, (old,), new, name), yes)


@app.command()
def merge(
    codes: Annotated[list[str], typer.Argument(help="Townships that become one.")],
    into: Annotated[str, typer.Option(help="A township that there is, or a new code (then with --name).")],
    data: Data = DEFAULT,
    name: Name = "",
    yes: Yes = False,
) -> None:
    """Make one township of several. Their laptops see all of it from their next exchange on."""
    from inspector_app.hq.divisions import Change, What

    _change(data, Change(What.MERGE, tuple(code for code in codes if code != into), into, name), yes)


@app.command()
def split(
    into: Annotated[str, typer.Argument(help="Township that the villages belong to; may be new (then with --name).")],
    villages: Annotated[list[str], typer.Argument(help="Codes of 12 digits.")],
    data: Data = DEFAULT,
    name: Name = "",
    yes: Yes = False,
) -> None:
    """Give villages to another township. Its inspectors need its code among theirs."""
    from inspector_app.hq.divisions import Change, What

    _change(data, Change(What.SPLIT, tuple(dict.fromkeys(villages)), into, name), yes)


@app.command()
def undo(data: Data = DEFAULT, yes: Yes = False) -> None:
    """Take the last change back: codes, names, people and rows stand as before it, and new work stays."""
    from inspector_app.hq import divisions as work
    from inspector_app.hq.housekeeping import by_hand
    from inspector_app.hq.reach import reach

    with opened(data) as office, by_hand(office) if yes else nullcontext():
        done = work.last(office)
        say("division_undo", number=done.number, day=local_date(done.at), **_names(done))
        _show_reach(reach(office, done))
        if yes:
            say("division_undone", moved=work.undo(office, done.number, now()))
        else:
            say("nothing_yet")


@app.command()
def settle(data: Data = DEFAULT) -> None:
    """Go on moving rows after an interruption, and close what has no code any more; `serve` does it by itself."""
    from inspector_app.hq import divisions as work
    from inspector_app.hq.housekeeping import by_hand

    with opened(data) as office, by_hand(office):
        say("rows_moved", moved=work.relocate(office, now()))


def _change(data: Path, change: Change, yes: bool) -> None:
    from inspector_app.hq import divisions as work
    from inspector_app.hq.housekeeping import by_hand
    from inspector_app.hq.reach import reach

    with opened(data) as office, by_hand(office) if yes else nullcontext():
        tried = work.try_out(office, change, now())
        say(f"division_{change.what}", **_names(tried))
        _show_reach(reach(office, tried))
        if yes:
            say("division_done", moved=work.carry_out(office, change, now()))
        else:
            say("nothing_yet")


def _names(done: Done) -> dict[str, str]:
    """Codes with their names, as before the change; the code and name of what they become."""
    known = {region.code: region.name for region in done.regions}
    change = done.change
    codes = ", ".join(f"{code} {known.get(code, '')}".strip() for code in change.codes)
    return {"codes": codes, "into": change.into, "name": change.name or known.get(change.into, "")}


def _show_reach(found: Reach) -> None:
    nobody = text("nobody")
    people, laptops = (", ".join(each) or nobody for each in (found.people, found.laptops))
    say("division_reach", shops=found.shops, drafts=found.drafts, people=people, laptops=laptops)
