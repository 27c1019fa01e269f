"""`inspector-hq operator`: registrations that may be doubles; two made one after a look at it, and apart again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from inspector_app.hq import options
from inspector_app.hq.terminal import DEFAULT, Data, now, opened, progress, say
from inspector_app.hq.texts import is_chinese, text

if TYPE_CHECKING:
    from inspector_app.hq.likely import Likely
    from inspector_app.hq.merging import Merged

app = typer.Typer(
    help="Find doubles, merge them, take that back. Nothing changes before --yes, and no record is rewritten.",
    no_args_is_help=True,
)

Operator = Annotated[str, typer.Argument(help="Its id, or its credit code.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept for ever.", callback=options.given)]
By = Annotated[str, typer.Option(help="User name of who decided it.", callback=options.given)]
Yes = Annotated[bool, typer.Option("--yes", help="Do it; without, only what would change is shown.")]


@app.command()
def duplicates(
    data: Data = DEFAULT,
    limit: Annotated[int, typer.Option(help="Pairs that are shown.", min=1, max=1000)] = 50,
) -> None:
    """List pairs that may be one business: those that the field asks about, then those that look alike, and why."""
    from inspector_app.domain.local_time import local_date
    from inspector_app.hq.likely import likely

    with opened(data) as office:
        with progress() as bars:
            task = bars.add_task("")
            found = likely(
                office, limit, local_date(now()), lambda done, total: bars.update(task, completed=done, total=total)
            )
        for each in found:
            say(
                "likely_line", why=_why(each), one=each.one.id, name=each.one.name,
                address=each.one.address, other=each.other.id, other_name=each.other.name,
                other_address=each.other.address,
            )  # fmt: skip
        if not found:
            say("no_likely")


@app.command()
def merge(
    given_up: Operator,
    into: Operator,
    reason: Reason,
    by: By,
    data: Data = DEFAULT,
    yes: Yes = False,
) -> None:
    """Make two operators one: whatever belongs to the first is seen at the second."""
    from inspector_app.hq import merging

    with opened(data) as office:
        user = merging.decider(office, by)
        found = merging.look(office, given_up, into)
        merging.require_own(office, found, user)
        _show("operator_merge", found)
        if yes:
            merging.merge(office, given_up, into, reason, by, now())
            say("operator_merged", id=found.given_up.id)
        else:
            say("nothing_yet")


@app.command()
def unmerge(given_up: Operator, reason: Reason, by: By, data: Data = DEFAULT, yes: Yes = False) -> None:
    """Take a merger back: everything shows where it was."""
    from inspector_app.hq import merging

    with opened(data) as office:
        user = merging.decider(office, by)
        found = merging.look_back(office, given_up)
        merging.require_own(office, found, user)
        _show("operator_unmerge", found)
        if yes:
            merging.unmerge(office, given_up, reason, by, now())
            say("operator_unmerged")
        else:
            say("nothing_yet")


def _why(pair: Likely) -> str:
    said = text(f"likely_{pair.verdict}") if pair.verdict else text("likely")
    return said + text("list_comma").join(text(f"sign_{each.sign}", **dict(each.facts)) for each in pair.reasons)


def _show(key: str, found: Merged) -> None:
    from inspector_app.records.names import kind_name

    language = "zh" if is_chinese() else "en"
    counts = [f"{kind_name(kind, language)} {count:,}" for kind, count in found.counts.items()]
    one, into = found.given_up, found.into
    say(
        key, name=one.name, address=one.address, into=into.name, into_address=into.address,
        counts=text("list_comma").join(counts) or text("nothing_recorded"),
    )  # fmt: skip
