"""`make goals`: each goal of the product, and whether its tests show it: pass, not yet, by hand; the sums last.

A test named `test_g_4_...` shows goal G.4 or a part of it, and so does a line of a benchmark that begins with its id,
such as `G.4 field day saved, s: ...` or `A.2, G.11 search, ms: ...`. goals.yaml says whether those of a goal show the
whole of it.
"""

from __future__ import annotations

import ast
import os
import re
import runpy
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("goals.yaml")
BENCHMARKS = ROOT / "tests" / "benchmarks"
_NAME = re.compile(r"test_([a-z])_(\d+)_")
_IDS = re.compile(r"(?:[A-Z]\.\d+,? )+")


class Shown(StrEnum):
    WHOLE = "whole"
    BY_HAND = "by hand"
    NOT_YET = "not yet"


@dataclass(frozen=True, slots=True)
class Goal:
    id: str
    priority: str
    goal: str
    asks: str
    """How it is shown, as the goal table says."""
    shown: Shown = Shown.NOT_YET
    missing: str = ""
    """What its tests do not show; for one by hand, what a person has to do."""
    bench: tuple[str, ...] = ()
    """The benchmarks whose lines show the times that it asks for."""


class Verdict(StrEnum):
    PASS = "pass"
    FAILED = "FAILED"
    NOT_YET = "not yet"
    BY_HAND = "by hand"


def goals() -> list[Goal]:
    rows = yaml.safe_load(TABLE.read_text("utf-8"))
    return [
        Goal(id=goal_id, **row | {"shown": Shown(row.get("shown", "not yet")), "bench": tuple(row.get("bench", ()))})
        for goal_id, row in rows.items()
    ]


def goal_of(test: str) -> str | None:
    """The goal that a test is named after; a parametrised test bears its name before the bracket."""
    match = _NAME.match(test)
    return f"{match[1].upper()}.{match[2]}" if match else None


def named_tests(folder: Path) -> Iterator[tuple[str, str]]:
    """(goal id, node id) of every test below the folder that is named after a goal."""
    for file in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            for test, path in _tests_in(node):
                if goal := goal_of(test):
                    yield goal, f"{file}::{path}"


def _tests_in(node: ast.AST) -> Iterator[tuple[str, str]]:
    """(name, path within the file) of the tests that a module or a class holds."""
    if isinstance(node, ast.Module | ast.ClassDef):
        prefix = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
        for child in node.body:
            if isinstance(child, ast.FunctionDef):
                yield child.name, prefix + child.name


def outcomes(tests: Sequence[str]) -> dict[str, Counter[str]]:
    """{goal id: how many of its tests passed, failed, were skipped}, slow ones included. Their own output goes on."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-m", "", "-n", "auto", "--dist", "loadfile"]
        command += ["-o", "faulthandler_timeout=0"]  # slow tests take long, and a look at their threads may end them
        environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
        subprocess.run([*command, f"--junit-xml={report}", *tests], cwd=ROOT, env=environment, check=False)
        found: dict[str, Counter[str]] = {}
        for case in ElementTree.parse(report).iter("testcase"):
            if goal := goal_of(case.get("name", "")):
                found.setdefault(goal, Counter())[_outcome(case)] += 1
        return found


def _outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


def goals_of(line: str) -> list[str]:
    """The goals whose ids a line of a benchmark begins with."""
    ids = _IDS.match(line)
    return ids[0].replace(",", "").split() if ids else []


def measured(benchmarks: Collection[str], folder: Path = BENCHMARKS) -> dict[str, Counter[str]]:
    """{goal id: how many lines of these benchmarks met their target, and how many did not}; each runs once.

    A benchmark that breaks off is a failure of it, told by its name. Their own output goes on.
    """
    runner = runpy.run_path(str(BENCHMARKS / "run.py"))
    found: dict[str, Counter[str]] = {}
    for name in sorted(benchmarks):
        figures, ended_well = runner["run"](folder / f"{name}.py")
        for figure in figures:
            for goal in goals_of(figure.text):
                found.setdefault(goal, Counter())["passed" if figure.is_met else "failed"] += 1
        if not ended_well:
            found.setdefault(name, Counter())["failed"] += 1
    return found


def _all_of(goal: Goal, tests: Mapping[str, Counter[str]], lines: Mapping[str, Counter[str]]) -> Counter[str]:
    """What was found of a goal; one whose benchmark has no line of it counts as skipped."""
    counts = tests.get(goal.id, Counter[str]())
    if not goal.bench:
        return counts
    broken_off = (lines.get(each, Counter[str]()) for each in goal.bench)
    return sum(broken_off, counts) + lines.get(goal.id, Counter({"skipped": 1}))


def verdict(goal: Goal, found: Mapping[str, int]) -> Verdict:
    """A failure is told before anything else; a goal passes when its tests show the whole of it and all were run."""
    if found.get("failed"):
        return Verdict.FAILED
    if goal.shown is Shown.BY_HAND:
        return Verdict.BY_HAND
    is_shown = goal.shown is Shown.WHOLE and found.get("passed") and not found.get("skipped")
    return Verdict.PASS if is_shown else Verdict.NOT_YET


def main(folder: Path = ROOT / "tests", table: Sequence[Goal] | None = None) -> int:
    """Exit code 1 when a test that bears a goal's name fails, or a goal that was shown is no longer."""
    table = table or goals()
    tests = [test for _, test in named_tests(folder)]
    found = outcomes(tests) if tests else {}
    lines = measured({each for goal in table for each in goal.bench})
    sums: dict[str, Counter[Verdict]] = {}
    lost = []
    for goal in table:
        counts = _all_of(goal, found, lines)
        said = verdict(goal, counts)
        lost += [goal.id] if said is Verdict.FAILED or (goal.shown is Shown.WHOLE and said is not Verdict.PASS) else []
        sums.setdefault(goal.priority, Counter())[said] += 1
        print(f"{goal.id:5} {goal.priority} {said:8} {counts['passed']:4} shown  {goal.missing or goal.goal}")
    for priority, count in [*sorted(sums.items()), ("all", sum(sums.values(), Counter()))]:
        print(f"{priority:5} " + ", ".join(f"{count[each]} {each}" for each in Verdict))
    if lost:
        print("Failed, or not run: " + ", ".join(lost))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
