"""The `inspector-app` command. Each command imports what it needs when it runs: the desktop must start fast."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated

import typer

from inspector_app import list_options as options
from inspector_app import usage

app = typer.Typer(
    help="乡检通 · Field Inspector. Without a command: the desktop.", add_completion=False, no_args_is_help=False
)

DataOption = Annotated[
    Path | None, typer.Option("--data", envvar="INSPECTOR_DATA", help="Data folder; the user's own by default.")
]


ON_DATA = ("restore", "rescue", "backup", "doctor", "import", "export")
"""Commands that work on a laptop's data folder."""
AfterOption = Annotated[Path | None, typer.Option("--data", help="As before the command.")]
UserOption = Annotated[str, typer.Option("--user", help="Whose password opens the data.")]


@app.callback(invoke_without_command=True)
def desktop(context: typer.Context, data: DataOption = None) -> None:
    if context.invoked_subcommand in ON_DATA:
        context.obj = data
        return
    if context.invoked_subcommand is not None:
        source = context.get_parameter_source("data")
        if source is not None and source.name == "COMMANDLINE":  # the variable may be set for the desktop
            raise typer.BadParameter(f"{context.invoked_subcommand} works on no data folder", param_hint="--data")
        return
    from inspector_app.app import run

    raise typer.Exit(run(data))


@app.command()
def demo(
    headless: Annotated[bool, typer.Option("--headless", help="Play the day without a display.")] = False,
    out: Annotated[Path, typer.Option("--out", help="Folder for screenshots, PDFs and the summary.")] = Path(
        "demo-out"
    ),
    labels: Annotated[
        Path | None, typer.Option("--labels", help="Folder of real label photos with a manifest.csv.")
    ] = None,
) -> None:
    """Play an inspector's whole day on a demo county: offline work, sync, and a check of everything at HQ."""
    from inspector_app.demo.command import play

    raise typer.Exit(play(out, labels, headless=headless))


@app.command()
def scan(files: Annotated[list[Path], typer.Argument(help="Photos of labels.")]) -> None:
    """Read the codes in photos: one JSON line a file."""
    from inspector_app.capture.messages import ScanProblem
    from inspector_app.capture.scan_command import run

    def sentence(found: ScanProblem) -> str:
        from inspector_app.ui.terminal import scan_problem

        return scan_problem(found)

    logging.getLogger().addHandler(logging.NullHandler())  # what went wrong stands in the line of its file
    raise typer.Exit(run(files, sys.stdout, sentence))


@app.command()
def restore(
    context: typer.Context,
    number: Annotated[int, typer.Argument(min=0, help="Which backup, as they are listed without.")] = 0,
    data: AfterOption = None,
    user: UserOption = "",
    yes: Annotated[bool, typer.Option("--yes", help="Also when not all of the present data can be read.")] = False,
) -> None:
    """List the backups of this laptop's data, or go back to one; what was entered since comes along."""
    from inspector_app.restore_command import run

    raise typer.Exit(run(data or context.obj, number, user, anyway=yes))


@app.command("import")
def import_list(
    context: typer.Context,
    file: options.ListFile = None,
    kind: options.As = "",
    user: UserOption = "",
    data: AfterOption = None,
    mapping: options.Mapping = [],  # noqa: B006
    value: options.Value = [],  # noqa: B006
    dry_run: options.DryRun = False,
    marked: options.Marked = None,
    undo: options.Undo = "",
    history: options.History = False,
    as_json: options.AsJson = False,
) -> None:
    """Import a register from a list, in whatever shape it is; take an import back."""
    from inspector_app.import_command import run
    from inspector_app.services.import_report import Wish

    wish = Wish(file, kind, mapping, value, dry_run, marked, undo, history, as_json)
    raise typer.Exit(run(data or context.obj, user, wish))


@app.command()
def backup(
    context: typer.Context,
    data: AfterOption = None,
    user: UserOption = "",
    to: Annotated[Path | None, typer.Option("--to", help="Folder for it; beside the others by default.")] = None,
    also: Annotated[
        Path | None, typer.Option("--also", help="Make none now, but have this folder of another disk get copies.")
    ] = None,
) -> None:
    """Make a backup of this laptop's data that is never removed by itself; or name a second disk for copies."""
    from inspector_app.backup_command import run

    raise typer.Exit(run(data or context.obj, user, to, also))


@app.command()
def doctor(
    context: typer.Context,
    data: AfterOption = None,
    user: UserOption = "",
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Say in plain words how this laptop's data fare: keys, disk, backups; with --user the data themselves too."""
    from inspector_app.doctor_command import run

    raise typer.Exit(run(data or context.obj, user, as_json=as_json))


@app.command()
def rescue(
    context: typer.Context,
    data: AfterOption = None,
    user: UserOption = "",
    out: Annotated[Path, typer.Option("--out", help="The package for headquarters.")] = Path("rescue.package"),
) -> None:
    """Save what headquarters does not have yet out of damaged data, into a file that headquarters alone can read."""
    from inspector_app.rescue_command import run

    raise typer.Exit(run(data or context.obj, user, out))


@app.command()
def export(
    context: typer.Context,
    what: options.What,
    file: options.Target,
    user: UserOption = "",
    data: AfterOption = None,
    role: options.AsRole = "",
    reason: options.Reason = "",
    replace: options.Replace = False,
) -> None:
    """Export a register, masked by what the user may see; the export is logged."""
    from inspector_app.export_command import run

    raise typer.Exit(run(data or context.obj, user, what, file, role, reason, replace=replace))


@app.command()
def screenshots(
    out: Annotated[Path, typer.Option("--out", help="Folder for the pictures.")] = Path("screenshots-out"),
) -> None:
    """Take a screenshot of every page at 1366×768, in Chinese and in English, on a demo county."""
    from inspector_app.demo.command import take_screenshots

    raise typer.Exit(take_screenshots(out))


def main() -> None:
    usage.run(app)
