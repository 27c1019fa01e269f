"""The sentences of register files, for a terminal and for the marked copy of a file: data, in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import yaml

from inspector_app.paths import resources
from inspector_app.sheets.faults import SheetFault


@cache
def sentences() -> Mapping[str, tuple[str, str]]:
    """{code: (English, Chinese)}"""
    told: Mapping[str, list[str]] = yaml.safe_load((resources() / "sheets" / "sentences.yaml").read_text("utf-8"))
    return {code: (pair[0], pair[1]) for code, pair in told.items()}


def said(code: str, *, chinese: bool, **facts: str | int) -> str:
    return sentences()[code][chinese].format(**facts)


def sentence(fault: SheetFault, *, chinese: bool) -> str:
    """What is wrong with a cell, a line or the file."""
    return said(fault.code.value, chinese=chinese, **fault.facts)
