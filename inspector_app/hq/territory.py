"""Commands for what is lent and what is forgotten: `inspector-hq grant`, `inspector-hq compact`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from inspector_app.hq.terminal import DEFAULT, Data, console, now, plain_errors

grants = typer.Typer(help="Lend a division to somebody for some days, with the reason.", no_args_is_help=True)


@grants.command()
def give(
    holder: Annotated[str, typer.Argument(help="User name, or id of a laptop.")],
    code: Annotated[str, typer.Argument(help="Division that is lent.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept for ever.")],
    data: Data = DEFAULT,
    days: Annotated[int, typer.Option(help="After these it ends by itself.", min=1, max=90)] = 7,
    by: Annotated[str, typer.Option(help="Who decided it.")] = "HQ",
) -> None:
    """Lend a division for joint or spot checks."""
    from inspector_app.hq.divisions import lend
    from inspector_app.hq.office import Office

    if not reason.strip():
        raise typer.BadParameter("not empty", param_hint="--reason")
    with plain_errors():
        office = Office.open(data, now())
        made = lend(office, holder, code, reason, days, by, now())
        office.close()
    console.print(f"{made.id}: {code} for {holder} until {_date(made.expires_at)}.", highlight=False)


@grants.command("list")
def list_(data: Data = DEFAULT, ended: Annotated[bool, typer.Option(help="Also those that ended.")] = False) -> None:
    """Show what is lent to whom, and why."""
    from inspector_app.hq.office import Office
    from sync.hq.grants import listed

    with plain_errors():
        office = Office.open(data, now())
        found = office.database.read(lambda conn: listed(conn, now(), ended=ended))
        office.close()
    for each in found:
        told = f"{each.id}  {each.holder}  {each.key.code}  until {_date(each.expires_at)}"
        console.print(f"{told}  {each.granted_by}: {each.reason}", highlight=False, markup=False)


@grants.command()
def end(grant: str, data: Data = DEFAULT) -> None:
    """End a grant before its time."""
    from inspector_app.hq.office import Office
    from sync.hq.grants import end as end_grant

    with plain_errors():
        office = Office.open(data, now())
        was_running = office.database.write(lambda conn: end_grant(conn, grant, now()))
        office.close()
    console.print("Ended." if was_running else "No such grant is running.")
    raise typer.Exit(0 if was_running else 1)


def compact(
    data: Data = DEFAULT,
    days: Annotated[int, typer.Option(help="What is younger stays.", min=30)] = 400,
) -> None:
    """Let feeds forget what left them, and send void rows to the archive; `serve` does it by itself."""
    from inspector_app.hq import divisions as work
    from inspector_app.hq.housekeeping import by_hand
    from inspector_app.hq.office import Office

    with plain_errors():
        office = Office.open(data, now())
        with by_hand(office):
            archived, removed = work.compact(office, now(), days)
        office.close()
    console.print(f"{archived:,} void rows archived, {removed:,} entries removed.", highlight=False)


def _date(instant: int) -> str:
    return datetime.fromtimestamp(instant / 1_000_000, UTC).date().isoformat()
