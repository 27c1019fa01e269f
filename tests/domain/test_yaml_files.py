"""YAML files that would fill the memory or stop the program are refused in words, wherever such files are read."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain import yaml_files
from inspector_app.domain.checklists import ChecklistInvalid, body_of
from inspector_app.domain.clocks import Clocks
from inspector_app.domain.deadlines import CalendarInvalid, calendar_of
from inspector_app.domain.overlays import overlay_of
from inspector_app.domain.packs import PackInvalid, read
from inspector_app.domain.standards import library_of


def swelling(levels: int = 10) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, levels)]
    return "\n".join(lines)


READERS: list[tuple[Callable[[str], Any], type[Exception]]] = [
    (body_of, ChecklistInvalid),
    (overlay_of, ChecklistInvalid),
    (lambda text: read(Clocks, text), PackInvalid),
    (library_of, PackInvalid),
    (calendar_of, CalendarInvalid),
]
BOMBS = {
    "repeats that swell": swelling(),
    "a part that holds itself": "years: &a [*a]",
    "parts too deep": "[" * 20_000,
    "repeats too deep": "a0: &a0 [x]\n" + "\n".join(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 900)),
    "a day that no month has": "years: 2020-13-45",
    "a name that is a list": "? [a]\n: b",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
@pytest.mark.parametrize(("reader", "error"), READERS, ids=["list", "overlay", "pack", "index", "calendar"])
def test_what_is_unfit_to_hold_is_refused_at_once(
    reader: Callable[[str], Any], error: type[Exception], text: str
) -> None:
    began = time.monotonic()
    with pytest.raises(error):
        reader(text)
    assert time.monotonic() - began < 5


@given(st.text(alphabet="ab:-[]{}&*?!|>#'\" \n1,.%@`", max_size=60))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    with suppress(yaml_files.Unreadable):
        yaml_files.read(text)
