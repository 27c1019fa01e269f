"""`inspector-hq step`, `alert` and `envelope`: what HQ's own people do to records of the field."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from inspector_app.hq import options
from inspector_app.hq.terminal import DEFAULT, Data, now, opened, say
from inspector_app.hq.texts import text

By = Annotated[str, typer.Option(help="User name of who decided it.", callback=options.given)]
Given = Annotated[list[str], typer.Option("--set", help="field=value, as the step asks for; may be repeated.")]


def step(
    kind: Annotated[str, typer.Argument(help="Kind of record, such as incident or blacklist_entry.")],
    record: Annotated[str, typer.Argument(help="Its id.")],
    action: Annotated[str, typer.Argument(help="The step, such as confirm.")],
    by: By,
    data: Data = DEFAULT,
    reason: Annotated[str, typer.Option(help="Why, where the step asks for it.", callback=options.prose)] = "",
    given: Given = [],  # noqa: B006
) -> None:
    """Move a record one step on, as the law's table lets the user's role; who, when and why are kept."""
    from inspector_app.hq import desk

    if kind not in desk.MOVED:
        raise typer.BadParameter(text("bad_choice", choices=", ".join(desk.MOVED)), param_hint="KIND")
    told = dict(_pair(each) for each in given)
    with opened(data) as office:
        taken = desk.step(office, by, kind, record, action, told, reason, now)
        say("step_taken", kind=kind, before=taken.step.before, after=taken.step.after)
        if taken.deadline is not None:
            say("step_deadline", day=taken.deadline.on.isoformat())


def alert(
    level: Annotated[str, typer.Argument(help="RED, ORANGE, YELLOW or BLUE; a red one stops visits until it is read.")],
    number: Annotated[str, typer.Argument(help="Its number.", callback=options.given)],
    title: Annotated[str, typer.Argument(help="Its title.", callback=options.given)],
    words: Annotated[str, typer.Argument(help="What is warned of, and what is to be done.", callback=options.prose)],
    by: By,
    data: Data = DEFAULT,
    division: Annotated[list[str], typer.Option(help="Code of a place that it concerns; everywhere by default.")] = [],  # noqa: B006
    until: Annotated[datetime | None, typer.Option(help="Last day.", formats=["%Y-%m-%d"])] = None,
) -> None:
    """Warn the laptops of the county."""
    from inspector_app.hq import desk
    from inspector_app.records.notices import AlertLevel

    if level not in set(AlertLevel):
        raise typer.BadParameter(text("bad_choice", choices=", ".join(AlertLevel)), param_hint="LEVEL")
    more: dict[str, Any] = {"divisions": tuple(division), "expires_on": until.date() if until else None}
    with opened(data) as office:
        made = desk.warn(office, by, AlertLevel(level), number, title, words, now, **more)
        say("alert_issued", title=made.title, id=made.id)


def envelope(
    envelope: Annotated[str, typer.Argument(help="Id of the envelope, as its record names it.")],
    by: By,
    reason: Annotated[str, typer.Option(help="Why it has to be known; it is kept for ever.", callback=options.given)],
    data: Data = DEFAULT,
) -> None:
    """Show what was sealed for headquarters: who reported, who fell ill, who meddled. Each look is logged."""
    from inspector_app.hq import desk

    with opened(data) as office:
        found, contents = desk.open_envelope(office, envelope, by, reason, now)
        say("envelope_head", kind=found.subject_kind, id=found.subject_id)
        for name, value in contents.model_dump().items():
            say("envelope_line", name=name, value=value)


def _pair(told: str) -> tuple[str, str]:
    name, equals, value = told.partition("=")
    if not equals or not name.strip():
        raise typer.BadParameter(text("bad_choice", choices="field=value"), param_hint="--set")
    return name.strip(), options.prose(value)
