"""`--help` in Chinese: the texts of resources/i18n/commands.csv in place of our own and of the library's."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from inspector_app.paths import resources

Command = Any
"""Of the library, which has no public name for it."""

_WORDS = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "DEFAULT_STRING": "[默认：{}]",
    "ENVVAR_STRING": "[环境变量 {}]",
    "REQUIRED_LONG_STRING": "[必填]",
}
"""What the library puts around our texts."""
_TYPES = {
    "<path>": "<路径>",
    "<str>": "<文字>",
    "<int>": "<整数>",
    "<bool>": "<开关>",
    "<list[path]>": "<路径>…",
    "<list[str]>": "<文字>…",
    "<list[int]>": "<整数>…",
    "<%Y-%m-%d>": "<年-月-日>",
}


def speak_chinese(command: Command) -> None:
    """Have a program's commands tell their help in Chinese. The texts are read when somebody asks for it."""
    for each in commands(command):
        each.format_help = partial(_tell, each.format_help)


def commands(command: Command) -> Iterator[Command]:
    """A command and all below it."""
    yield command
    for each in getattr(command, "commands", {}).values():
        yield from commands(each)


def in_chinese(told: str | None) -> str:
    """A text of help, paragraph by paragraph; one that has no Chinese stays as it is."""
    return "\n\n".join(_texts().get(each, each) for each in paragraphs(told))


def paragraphs(told: str | None) -> list[str]:
    return [" ".join(each.split()) for each in (told or "").split("\n\n")]


@cache
def _texts() -> dict[str, str]:
    with (resources() / "i18n" / "commands.csv").open(encoding="utf-8", newline="") as file:
        return {row["en"]: row["zh"] for row in csv.DictReader(file)}


def _tell(shown: Callable[..., None], context: Any, formatter: Any) -> None:
    for each in commands(context.command):
        each.help = in_chinese(each.help)
        each.options_metavar = "[选项]"
    command = context.command
    command.subcommand_metavar = "命令 [参数]..."
    usage = command.get_usage(context).replace("Usage: ", "用法：", 1)
    command.get_usage = lambda _: usage
    for each in command.get_params(context):
        if getattr(each, "help", None):
            each.help = in_chinese(each.help)
        each.display_type_rich = partial(_kind, each.display_type_rich(context))
    with _words():
        shown(context, formatter)


def _kind(named: str, ctx: Any) -> str:
    return _TYPES.get(named, named)


@contextmanager
def _words() -> Iterator[None]:
    """The library tells its own words in Chinese meanwhile."""
    from typer import rich_utils  # takes a while, and is wanted for help alone

    make = rich_utils._make_rich_text

    def folding(**asked: Any) -> Any:
        """A text that is broken anywhere: one without blanks would be cut at the end of its line."""
        made: Any = make(**asked)
        made.overflow = "fold"
        return made

    ours = {**_WORDS, "_make_rich_text": folding}
    before = {name: getattr(rich_utils, name) for name in ours}
    try:
        vars(rich_utils).update(ours)
        yield
    finally:
        vars(rich_utils).update(before)
