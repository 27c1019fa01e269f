"""Commands for what is lent and what is forgotten: `inspector-hq grant`, `inspector-hq compact`."""

from __future__ import annotations

from typing import Annotated

import typer

from inspector_app.domain.local_time import local_date
from inspector_app.hq import options
from inspector_app.hq.terminal import DEFAULT, Data, now, opened, say

grants = typer.Typer(help="Lend a division to somebody for some days, with the reason.", no_args_is_help=True)


@grants.command()
def give(
    holder: Annotated[str, typer.Argument(help="A user's name, or a laptop's name or id.")],
    code: Annotated[str, typer.Argument(help="Division that is lent.")],
    reason: Annotated[str, typer.Option(help="Why; it is kept for ever.", callback=options.given)],
    data: Data = DEFAULT,
    days: Annotated[int, typer.Option(help="After these it ends by itself.", min=1, max=90)] = 7,
    by: Annotated[str, typer.Option(help="Who decided it.", callback=options.given)] = "HQ",
) -> None:
    """Lend a division for joint or spot checks."""
    from inspector_app.hq.lending import lend

    with opened(data) as office:
        made = lend(office, holder, code, reason, days, by, now())
        say("grant_given", number=made.number, code=code, holder=holder, day=local_date(made.expires_at))


@grants.command("list")
def list_(data: Data = DEFAULT, ended: Annotated[bool, typer.Option(help="Also those that ended.")] = False) -> None:
    """Show what is lent to whom, until when, by whom and why."""
    from inspector_app.hq.lending import lendings

    with opened(data) as office:
        found = lendings(office, now(), ended=ended)
        for each in found:
            say(
                "grant_line", number=each.number, holder=each.holder, code=each.code, name=each.name,
                day=local_date(each.expires_at), by=each.by, reason=each.reason,
            )  # fmt: skip
        if not found:
            say("no_grants")


@grants.command()
def end(
    grant: Annotated[str, typer.Argument(help="Its number, as grant list shows it.")], data: Data = DEFAULT
) -> None:
    """End a grant before its time."""
    from inspector_app.hq.lending import end as end_grant

    with opened(data) as office:
        ended = end_grant(office, grant, now())
        say("grant_ended", code=ended.code, name=ended.name, holder=ended.holder)


def compact(
    data: Data = DEFAULT,
    days: Annotated[int, typer.Option(help="What is younger stays.", min=30, max=36_500)] = 400,
) -> None:
    """Let feeds forget what left them, and send void rows to the archive; `serve` does it by itself."""
    from inspector_app.hq import divisions as work
    from inspector_app.hq.housekeeping import by_hand

    with opened(data) as office, by_hand(office):
        archived, removed = work.compact(office, now(), days)
    say("compacted", archived=archived, removed=removed)
