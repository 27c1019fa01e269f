"""The steps of the day and what became of them: one table at the end, and a file that a script can read."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table

from inspector_app.demo.witness import Witness
from inspector_app.demo.words import NOTHING, Words, both
from inspector_app.ui.language import QT_TRANSLATE_NOOP

Check = Callable[[Witness], bool]


@dataclass
class Step:
    """One thing that the inspector did, and how HQ's own files show it."""

    name: Words
    recorded: Words = NOTHING
    seconds: float = 0.0
    check: Check | None = None
    at_hq: Words = NOTHING
    """What HQ is expected to hold, in words."""
    is_verified: bool | None = None
    """None until HQ was asked; a step without a check has happened or the demo has ended."""


@dataclass
class Report:
    console: Console
    steps: list[Step] = field(default_factory=list)

    @contextmanager
    def step(self, name: Words) -> Iterator[Step]:
        """Time a step; it is printed when it is over."""
        step, began = Step(name), time.monotonic()
        yield step
        step.seconds = time.monotonic() - began
        self.steps.append(step)
        said = step.recorded
        self.console.print(f"{step.seconds:8.1f} s  {name.chinese}：{said.chinese}", highlight=False, soft_wrap=True)
        self.console.print(f"{'':12}{name.english}: {said.english}", style="dim", highlight=False, soft_wrap=True)

    def verify(self, witness: Witness) -> bool:
        """Ask HQ's files about every step; whether all of them are there."""
        for step in self.steps:
            step.is_verified = step.check(witness) if step.check is not None else True
        return all(step.is_verified for step in self.steps)

    def print(self) -> None:
        title = both(QT_TRANSLATE_NOOP("Demo", "a field day, end to end"))
        table = Table(title=f"乡检通 · {title.chinese} · {title.english}", show_lines=True)
        table.add_column(both(QT_TRANSLATE_NOOP("Demo", "step")).lines, overflow="fold")
        table.add_column(both(QT_TRANSLATE_NOOP("Demo", "recorded on the laptop")).lines, overflow="fold")
        table.add_column("s", justify="right")
        table.add_column(both(QT_TRANSLATE_NOOP("Demo", "at HQ")).lines, overflow="fold")
        for step in self.steps:
            shown = {True: "[green]✔[/] " if step.check else "", False: "[red]✘[/] ", None: ""}[step.is_verified]
            table.add_row(step.name.lines, step.recorded.lines, f"{step.seconds:.1f}", shown + step.at_hq.lines)
        self.console.print(table)

    def write(self, path: Path) -> None:
        rows = [
            {
                "step": step.name.english,
                "recorded": step.recorded.english,
                "seconds": round(step.seconds, 2),
                "at_hq": step.at_hq.english,
                "verified": step.is_verified,
            }
            for step in self.steps
        ]
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
