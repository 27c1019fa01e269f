"""What the commands of `inspector-hq` have in common: where HQ's data is, how they speak, how they fail."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from inspector_app.errors import AppError
from inspector_app.hq.sentences import sentence
from inspector_app.hq.texts import is_chinese, text
from sync.clock import now_us

if TYPE_CHECKING:
    from inspector_app.hq.office import Office
    from sync.hq.authoring import NotWritten

console = Console(soft_wrap=True)
errors = Console(stderr=True, soft_wrap=True)

Data = Annotated[Path, typer.Option("--data", envvar="INSPECTOR_HQ_DATA", help="HQ's data folder.")]
DEFAULT = Path("hq-data")
now = now_us
DATABASES = ("sqlite:///", "postgresql+psycopg://")


def database_url(url: str | None) -> str | None:
    if url and not url.startswith(DATABASES):
        raise typer.BadParameter(text("bad_address", choices=", ".join(DATABASES)))
    return url


DatabaseInUse = Annotated[
    str | None,
    typer.Option(
        "--database",
        help="postgresql+psycopg://… in place of init's, or of a backup's own.",
        callback=database_url,
        envvar="INSPECTOR_HQ_DATABASE",
    ),
]


def say(key: str, /, **facts: object) -> None:
    """Print one of the texts, as it is: names may hold anything."""
    console.print(text(key, **facts), highlight=False, markup=False, emoji=False)


def progress() -> Progress:
    """Bars on the terminal while they are of use; nothing where there is no terminal."""
    return Progress(console=errors, transient=True, disable=not errors.is_terminal)


@contextmanager
def opened(data: Path, **changes: Any) -> Iterator[Office]:
    """The HQ of a folder, closed in the end; what a person can act on is printed, and leaves with 1."""
    from inspector_app.hq.office import Office

    with plain_errors():
        office = Office.open(data, now(), **changes)
        try:
            yield office
        finally:
            office.close()


class plain_errors:  # noqa: N801  # reads as what it does: with plain_errors()
    """Print what a person can act on, and leave with 1; anything else is a bug and shows itself.

    A file that cannot be written, by name, is something to act on.
    """

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        told = None if error is None else _to_act_on(error)
        if told is not None:
            complain(sentence(told))
            raise typer.Exit(1) from error


def _to_act_on(error: BaseException) -> AppError | None:
    """What a person can act on, of whatever was raised; None for anything else. Only what is loaded can have failed."""
    if isinstance(error, AppError):
        return error
    if "sync.hq.database" in sys.modules:
        from sync.hq.database import is_full

        if is_full(error):
            return AppError("disk_full")
    if isinstance(error, OSError) and error.filename is not None:
        return AppError("unusable", file=error.filename, reason=error.strerror)
    if "sqlalchemy" in sys.modules:
        from sqlalchemy.exc import OperationalError

        if isinstance(error, OperationalError):
            from inspector_app.hq.office import reason_of

            return AppError("database_failed", reason=reason_of(error))
    if "sync.hq.authoring" in sys.modules:
        from sync.hq.authoring import NotWritten

        if isinstance(error, NotWritten):
            return _not_written(error)
    return None


def _not_written(error: NotWritten) -> AppError:
    from inspector_app.records.names import kind_name
    from sync.protocol import Refusal

    result, kind = error.result, kind_name(error.kind, "zh" if is_chinese() else "en")
    if result.code is Refusal.NO_HOME:
        return AppError("no_home", kind=kind)
    if result.code is Refusal.OUT_OF_SCOPE:
        return AppError("out_of_scope", kind=kind)
    told = (result.code or result.r, result.unit, result.detail, result.waits)
    return AppError("not_written", kind=kind, reason=" ".join(str(each) for each in told if each))


def complain(words: str) -> None:
    errors.print(words, highlight=False, markup=False, emoji=False)
