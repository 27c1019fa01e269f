"""`inspector-hq checklist`: check lists, take them to a spreadsheet and back, make a province's own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from inspector_app.errors import AppError
from inspector_app.hq.terminal import complain, console, opened, plain_errors
from inspector_app.hq.texts import chosen

if TYPE_CHECKING:
    from inspector_app.domain.checklist_versions import Difference

app = typer.Typer(
    help="Check checklists, take them to a spreadsheet and back, make a province's own. Publishing: publish.",
    no_args_is_help=True,
)

SOUND = (
    "{path}: nothing wrong; {items} items, {key} of them key.",
    "{path}：没有问题；共 {items} 条，其中重点 {key} 条。",
)
NOT_HIGHER = (
    "Version {version} is not above {before}: before it is published, give it a higher one.",
    "版本号 {version} 没有高于 {before}：发布前请改为更高的版本号。",
)
File = Annotated[Path, typer.Argument(help="A checklist: YAML, or an .xlsx workbook made by export.")]
Out = Annotated[Path, typer.Option(help="The file to write; it must not be there yet.")]


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Checklists: YAML, or .xlsx workbooks made by export.")],
    data: Annotated[
        Path | None, typer.Option("--data", help="An HQ's folder: compare with what it has published too.")
    ] = None,
) -> None:
    """Tell everything that is wrong with checklists, line by line. Exit code 1 when there is anything."""
    from inspector_app.domain.checklist_versions import succession_faults
    from inspector_app.hq.checklist_files import in_words, read_checklist
    from inspector_app.hq.publication import versions

    faulty = False
    with plain_errors():
        for path in files:
            read = read_checklist(path)
            faults = list(read.faults)
            if read.body is not None and not faults and data is not None:
                with opened(data) as office:
                    before = [each.body for each in versions(office, read.body["id"])]
                if read.body not in before:
                    faults += [in_words(fault, read.body) for fault in succession_faults(read.body, before)]
            faulty |= bool(faults)
            _complain(path, faults)
            if read.body is not None and not faults:
                _say(SOUND, path=path, **read.body["counts"])
    if faulty:
        raise typer.Exit(1)


@app.command()
def export(file: File, out: Out) -> None:
    """Write a checklist as a workbook (XLSForm) that WPS, Excel and ODK tools open."""
    from inspector_app.hq.xlsform_export import workbook

    with plain_errors():
        _write(out, workbook(_sound(file)))
    _say(
        (
            "{out}: edit it and bring it back with: checklist import {out}",
            "{out}：编辑后用 checklist import {out} 读回。",
        ),
        out=out,
    )


@app.command("import")
def import_(
    file: File,
    out: Out,
    before: Annotated[Path | None, typer.Option(help="The list as it was: what changed is shown.")] = None,
) -> None:
    """Write the checklist of a workbook that was edited; what is wrong is told with its row, and nothing is written."""
    from inspector_app.domain.checklist_versions import difference, version_key
    from inspector_app.domain.checklists import parse
    from inspector_app.hq.checklist_files import yaml_of

    with plain_errors():
        body = _sound(file)
        old = _sound(before) if before is not None else None
        _write(out, yaml_of(body).encode())
        if old is not None:
            change = difference(parse(old), parse(body))
            _show(change, old["version"], body["version"])
            if version_key(body["version"]) < version_key(old["version"]) or (
                change and body["version"] == old["version"]
            ):
                complain(chosen(NOT_HIGHER).format(version=body["version"], before=old["version"]))
    _say(("{out}: written.", "{out}：已写入。"), out=out)


@app.command()
def local(
    file: File,
    overlay: Annotated[Path, typer.Argument(help="What the province's rules say (YAML in form overlay/1).")],
    out: Out,
) -> None:
    """Write the list of a province: its own rules where the list cites LOCAL."""
    from inspector_app.domain.checklists import ChecklistInvalid
    from inspector_app.domain.overlays import localized, overlay_of
    from inspector_app.hq.checklist_files import yaml_of

    with plain_errors():
        body = _sound(file)
        try:
            rules = overlay_of(overlay.read_text("utf-8"))
        except UnicodeDecodeError as error:
            raise AppError("file_unreadable", file=overlay.name) from error
        except ChecklistInvalid as error:
            complain(f"{overlay}: {error.place}: {error.reason}")
            raise typer.Exit(1) from error
        made = localized(body, rules)
        _write(out, yaml_of(made.body).encode())
    _say(("{out}: written.", "{out}：已写入。"), out=out)
    if made.open_topics:
        _say(
            ("Still cites LOCAL, as the rules are not known: {topics}", "仍引用 LOCAL（地方规定未知）：{topics}"),
            topics=", ".join(made.open_topics),
        )


def _sound(path: Path) -> dict[str, Any]:
    """The body of a file without fault; leaves with 1 after telling the faults."""
    from inspector_app.hq.checklist_files import read_checklist

    read = read_checklist(path)
    _complain(path, read.faults)
    if read.body is None or read.faults:
        complain(chosen(("Nothing was written.", "未写入任何文件。")))
        raise typer.Exit(1)
    return read.body


def _complain(path: Path, faults: Iterable[str]) -> None:
    for fault in faults:
        complain(chosen(("{path}: {fault}", "{path}：{fault}")).format(path=path, fault=fault))


def _write(path: Path, data: bytes) -> None:
    from inspector_app.storage.files import write_atomically

    if path.exists():
        complain(
            chosen(("{path} is there already. Nothing was written.", "{path} 已存在。未写入任何文件。")).format(
                path=path
            )
        )
        raise typer.Exit(1)
    write_atomically(path, data, 0o644)


def _show(change: Difference, old: str, new: str) -> None:
    if old != new:
        console.print(f"~ version {old} → {new}", highlight=False, markup=False, emoji=False)
    for mark, items in (("+", change.added), ("-", change.removed)):
        for item in items:
            console.print(f"{mark} {item.id} {item.zh}", highlight=False, markup=False, emoji=False)
    for each in change.changed:
        fields = ", ".join(each.fields)
        console.print(f"~ {each.after.id} {fields}", highlight=False, markup=False, emoji=False)
    parts = [*change.head, *change.sections_added, *change.sections_removed, *change.sections_changed]
    if parts:
        console.print(f"~ {', '.join(parts)}", highlight=False, markup=False, emoji=False)
    if not change and old == new:
        _say(("Nothing changed.", "没有变化。"))


def _say(pair: tuple[str, str], **facts: object) -> None:
    console.print(chosen(pair).format(**facts), highlight=False, markup=False, emoji=False)
