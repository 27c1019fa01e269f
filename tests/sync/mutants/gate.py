"""The mutation gate: switch each rule off once, and see whether the tests notice. One that survives fails the gate.

python -m tests.sync.mutants.gate, or with names of mutants to try these alone.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.sync.mutants.table import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parents[3]
NOTICED, PASSED = 1, 0
"""What pytest ends with when a test failed, and when none did."""
_STUMBLES = re.compile(r": (TypeError|AttributeError|NameError|ImportError)\b.*")
"""A mutant that no longer fits the code ends every test so, and shows nothing of its rule."""


@dataclass(frozen=True)
class Verdict:
    mutant: Mutant
    code: int
    noticed_by: str
    seconds: float

    @property
    def survived(self) -> bool:
        return self.code != NOTICED


def tried(mutant: Mutant) -> Verdict:
    """Run its tests with the rule off, until one fails."""
    began = time.monotonic()
    code, said = _pytest(["-x", "-p", "tests.sync.mutants.plugin", "-k", mutant.only, *mutant.tests], mutant.name)
    failed = next((line for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))), "")
    noticed_by = failed.partition("::")[2].partition(" - ")[0] if code == NOTICED else f"pytest ended with {code}"
    if stumbled := _STUMBLES.search(said):
        code, noticed_by = PASSED, f"it stumbles{stumbled.group()}"
    return Verdict(mutant, code, noticed_by, time.monotonic() - began)


def control(mutants: Sequence[Mutant]) -> str:
    """The same tests with every rule on: what they say when they fail, else nothing."""
    by_choice: dict[str, list[str]] = {}
    for mutant in mutants:
        by_choice.setdefault(mutant.only, []).extend(mutant.tests)
    for only, tests in by_choice.items():
        code, said = _pytest(["-k", only, *dict.fromkeys(tests)], "")
        if code != PASSED:
            return said
    return ""


def _pytest(arguments: list[str], mutant: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", "--no-header", "--tb=line", *arguments]
    environment = os.environ | {"MUTANT": mutant, "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def main(names: Sequence[str]) -> int:
    chosen = [each for each in MUTANTS if not names or each.name in names]
    wrong = control(chosen)
    if wrong:
        print(f"The tests fail with every rule on:\n{wrong}")
        return 2
    print(f"{'rule':5} {'switched off':36} {'s':>4}  noticed by")
    survivors = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for verdict in pool.map(tried, chosen):
            survivors += verdict.survived
            mark = "SURVIVED: " if verdict.survived else ""
            name = verdict.mutant.name.replace("_", " ")
            print(f"{verdict.mutant.rule:5} {name:36} {verdict.seconds:4.0f}  {mark}{verdict.noticed_by}", flush=True)
    print(f"{len(chosen)} rules switched off, {survivors} unnoticed")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
