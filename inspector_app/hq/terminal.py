"""What the commands of `inspector-hq` have in common: where HQ's data is, how they speak, how they fail."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from inspector_app.errors import AppError
from inspector_app.hq.sentences import sentence

console = Console(soft_wrap=True)
errors = Console(stderr=True, soft_wrap=True)

Data = Annotated[Path, typer.Option("--data", envvar="INSPECTOR_HQ_DATA", help="HQ's data folder.")]
DEFAULT = Path("hq-data")


def now() -> int:
    """Microseconds UTC."""
    return time.time_ns() // 1_000


class plain_errors:  # noqa: N801  # reads as what it does: with plain_errors()
    """Print what a person can act on, and leave with 1; anything else is a bug and shows itself.

    A file that cannot be written, by name, is something to act on.
    """

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, AppError):
            errors.print(sentence(error), highlight=False)
            raise typer.Exit(1) from error
        if isinstance(error, OSError) and error.filename is not None:
            errors.print(f"{error.filename}: {error.strerror}.", highlight=False)
            raise typer.Exit(1) from error
