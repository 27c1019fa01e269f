"""Checklist files of clerks, YAML or workbook: read with all their faults in words, and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from inspector_app.domain.checklist_faults import Fault, check_file
from inspector_app.errors import AppError
from inspector_app.hq.checklist_sentences import sentence, words_of
from inspector_app.hq.sheet_faults import SheetFault
from inspector_app.hq.texts import chosen

WORKBOOK = ".xlsx"
_HEAD = "# {en}\n# {zh}\n# Reference data; HQ may replace it with a newer version. Format: checklist/1.\n"


@dataclass(frozen=True)
class ReadFile:
    body: dict[str, Any] | None
    """None when it cannot be read as a checklist at all."""
    faults: tuple[str, ...]
    """One line each: where, and what is wrong."""


def read_checklist(path: Path) -> ReadFile:
    """A checklist file with its faults. Raises AppError file_unreadable."""
    try:
        data = path.read_bytes()
        if path.suffix.lower() == WORKBOOK:
            return _workbook(data)
        checked = check_file(data.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise AppError("file_unreadable", file=str(path)) from error
    return ReadFile(checked.body, tuple(in_words(fault, checked.body) for fault in checked.faults))


def _workbook(data: bytes) -> ReadFile:
    from inspector_app.hq.xlsform_import import read_workbook

    imported = read_workbook(data)
    return ReadFile(imported.body, tuple(at_cell(fault) for fault in imported.faults))


def in_words(fault: Fault, body: Mapping[str, Any] | None) -> str:
    """A fault as a clerk reads it: the line of the file, the part of the list, the sentence."""
    where = [chosen(("line {line}", "第 {line} 行")).format(line=fault.line)] if fault.line else []
    where += [words] if (words := words_of(fault.place, body)) else []
    return chosen((": ", "：")).join([*where, sentence(fault)])


def at_cell(fault: SheetFault) -> str:
    words = [chosen(("sheet {sheet}", "工作表 {sheet}")).format(sheet=fault.sheet)] if fault.sheet else []
    words += [chosen(("row {row}", "第 {row} 行")).format(row=fault.row)] if fault.row else []
    where = ", ".join([*words, *([fault.column] if fault.column else [])])
    return chosen((": ", "：")).join([*([where] if where else []), sentence(fault)])


def yaml_of(body: Mapping[str, Any]) -> str:
    """The body as a checklist file, in the order in which the shipped ones are written."""
    first = ["schema", "id", "version", "status", "title", "note", "applies_to", "jurisdiction", "languages", "origin"]
    names = [*first, "answers", "scoring", "counts", "laws", "sections"]
    ordered = {name: body[name] for name in [*names, *(name for name in body if name not in names)] if name in body}
    text = yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=None)
    return _HEAD.format(**body["title"]) + text
