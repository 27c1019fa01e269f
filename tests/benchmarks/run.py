"""Runs the benchmarks of this folder; each prints lines `name: ours / limit = ratio (target <= value)`, or `>=`.

Units stand in the name, so that the numbers are numbers. A benchmark that prints anything else fails.

A benchmark is a module with a function `main`. Each runs in a process of its own, so that none warms another's caches.
Run with names (`run.py scan start`) to have only these. Fails when a benchmark does, not when a target is missed.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
LINE = re.compile(
    r"[^:]+: (?P<ours>[\d.]+) / (?P<limit>[\d.]+) = (?P<ratio>[\d.]+) \(target (?P<sense><=|>=) (?P<target>[\d.]+)\)"
)
# Last on the path: a benchmark may bear the name of a package of ours.
PROGRAM = "import runpy, sys; sys.path.append(sys.argv[1]); runpy.run_path(sys.argv[2])['main']()"


@dataclass(frozen=True)
class Figure:
    text: str
    ratio: float
    sense: str
    target: float

    @property
    def is_met(self) -> bool:
        return self.ratio <= self.target if self.sense == "<=" else self.ratio >= self.target


def figure(text: str) -> Figure | None:
    """What a line of a benchmark says; None for a line that is no figure."""
    match = LINE.fullmatch(text)
    return match and Figure(text, float(match["ratio"]), match["sense"], float(match["target"]))


def benchmarks(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.py")) if path.name != "run.py" and _has_main(path)]


def _has_main(path: Path) -> bool:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in body)


def run(path: Path) -> tuple[list[Figure], bool]:
    """The figures of a benchmark, printed as they come, and whether it ended well and printed nothing else."""
    command = [sys.executable, "-u", "-c", PROGRAM, str(path.parent), str(path)]
    figures, strange = [], False
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if found := figure(line.strip()):
                figures.append(found)
            else:
                strange = True
    return figures, process.returncode == 0 and bool(figures) and not strange


def main(names: list[str], folder: Path = FOLDER) -> int:
    chosen = [path for path in benchmarks(folder) if not names or path.stem in names]
    if not chosen:
        print("no such benchmark")
        return 1
    results = {path.stem: run(path) for path in chosen}
    figures = [found for some, _ in results.values() for found in some]
    missed = [found.text.partition(":")[0] for found in figures if not found.is_met]
    failed = [name for name, (_, ended_well) in results.items() if not ended_well]
    print(f"{len(figures)} figures, {len(missed)} beyond target" + (f": {'; '.join(missed)}" if missed else ""))
    if failed:
        print(f"failed, or printed what is no figure: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
