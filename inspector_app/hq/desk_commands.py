"""`inspector-hq step`, `alert` and `envelope`: what HQ's own people do to records of the field."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector_app.domain.local_time import local_date
from inspector_app.errors import AppError
from inspector_app.hq import options
from inspector_app.hq.terminal import DEFAULT, Data, now, opened, say
from inspector_app.hq.texts import language, text

if TYPE_CHECKING:
    from inspector_app.domain.states import Move
    from inspector_app.hq.desk import Standing

By = Annotated[str, typer.Option(help="User name of who decided it.", callback=options.given)]
Given = Annotated[list[str], typer.Option("--set", help="field=value, as the step asks for; may be repeated.")]


def step(
    kind: Annotated[str, typer.Argument(help="Kind of record, such as incident or blacklist_entry.")],
    record: Annotated[str, typer.Argument(help="Its id.")],
    by: By,
    action: Annotated[str, typer.Argument(help="The step, such as confirm; without it, those that are possible.")] = "",
    data: Data = DEFAULT,
    reason: Annotated[str, typer.Option(help="Why, where the step asks for it.", callback=options.prose)] = "",
    given: Given = [],  # noqa: B006
) -> None:
    """Move a record one step on, as the law's table lets the user's role; who, when and why are kept."""
    from inspector_app.domain.problems import Code
    from inspector_app.domain.workflows import state_of
    from inspector_app.hq import desk
    from inspector_app.records.names import kind_name
    from inspector_app.services.acting import Refused

    if kind not in desk.MOVED:
        raise typer.BadParameter(text("bad_choice", choices=", ".join(desk.MOVED)), param_hint="KIND")
    told = dict(_pair(each) for each in given)
    with opened(data) as office:
        if not action:
            now_there = desk.standing(office, by, kind, record)
            say("steps", state=_named(now_there.state), steps=_steps(kind, now_there.moves))
            if now_there.others:
                say("steps_of_others", steps=_steps(kind, now_there.others))
            return
        try:
            taken = desk.step(office, by, kind, record, action, told, reason, now)
        except Refused as refused:
            if all(each.code is not Code.MOVE_NOT_ALLOWED for each in refused.problems):
                raise
            raise _impossible(kind, action, desk.standing(office, by, kind, record)) from refused
        after = state_of(taken.record)
        before = type(after)(taken.step.before)
        say("step_taken", kind=kind_name(kind, language()), before=_named(before), after=_named(after))
        if taken.deadline is not None:
            say("step_deadline", day=taken.deadline.on.isoformat())


def _impossible(kind: str, action: str, there: Standing) -> AppError:
    """Why a step cannot be taken: it is other people's, or there is none such now; and which can."""
    facts: dict[str, Any] = {"action": action, "state": _named(there.state), "steps": _steps(kind, there.moves)}
    roles = {role for move in there.others if move.action == action for role in move.roles}
    if roles:
        return AppError("step_of_others", roles=text("list_comma").join(sorted(map(_named, roles))), **facts)
    return AppError("step_impossible", others=_steps(kind, there.others), **facts)


def _steps(kind: str, moves: Iterable[Move[Any]]) -> str:
    """Each by the word that the command takes, with the fields that it asks for and where it leads."""
    from inspector_app.services.workflow import COUNTED

    told = {}
    for move in moves:
        needs = [each.replace("|", "/") for each in move.needs if each not in COUNTED]
        told[move.action] = text(
            "step_of_these", action=move.action, needs=f" ({', '.join(needs)})" if needs else "", after=_named(move.end)
        )
    return text("list_comma").join(told.values()) or text("nobody")


def _named(value: StrEnum) -> str:
    from inspector_app.records.names import value_name

    return value_name(value, language())


def alert(
    level: Annotated[str, typer.Argument(help="RED, ORANGE, YELLOW or BLUE; a red one stops visits until it is read.")],
    number: Annotated[str, typer.Argument(help="Its number.", callback=options.given)],
    title: Annotated[str, typer.Argument(help="Its title.", callback=options.given)],
    words: Annotated[str, typer.Argument(help="What is warned of, and what is to be done.", callback=options.words)],
    by: By,
    data: Data = DEFAULT,
    division: Annotated[list[str], typer.Option(help="Code of a place that it concerns; everywhere by default.")] = [],  # noqa: B006
    until: Annotated[datetime | None, typer.Option(help="Last day.", formats=["%Y-%m-%d"])] = None,
) -> None:
    """Warn the laptops of the county. See and take back what was issued with: inspector-hq alerts"""
    from inspector_app.hq import desk
    from inspector_app.records.notices import AlertLevel

    if level not in set(AlertLevel):
        raise typer.BadParameter(text("bad_choice", choices=", ".join(AlertLevel)), param_hint="LEVEL")
    more: dict[str, Any] = {"divisions": tuple(division), "expires_on": until.date() if until else None}
    with opened(data) as office:
        made = desk.warn(office, by, AlertLevel(level), number, title, words, now, **more)
        say("alert_issued", title=made.title, number=quote(made.number))


def alerts(
    cancel: Annotated[str, typer.Option(help="Take the alert of this number, or id, back.")] = "",
    by: Annotated[str, typer.Option(help="User name of who takes it back.")] = "",
    data: Data = DEFAULT,
) -> None:
    """List the alerts that were issued, the newest first; or take one back."""
    from inspector_app.hq import desk
    from inspector_app.records.notices import Alert

    if cancel and not by:
        raise typer.BadParameter(text("bad_by"), param_hint="--by")
    with opened(data) as office:
        if cancel:
            say("alert_taken_back", title=desk.take_back(office, by, cancel, now).title)
            return
        found = sorted(office.every(Alert), key=lambda each: -each.issued_at)
        for each in found:
            until = text("division_until", day=each.expires_on) if each.expires_on else ""
            ended = text("alert_ended", day=local_date(each.cancelled_at)) if each.cancelled_at else ""
            say(
                "alert_line", number=each.number, level=_named(each.level), title=each.title,
                day=local_date(each.issued_at), until=until, ended=ended,
            )  # fmt: skip
        if not found:
            say("no_alerts")


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
        raise typer.BadParameter(text("bad_pair"), param_hint="--set")
    return name.strip(), options.prose(value)
