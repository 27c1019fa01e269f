"""The goal table is whole and honest, and `make goals` says pass only of what its tests show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.goals.run import BENCHMARKS, ROOT, Goal, Shown, Verdict, goals, main, measured, named_tests, verdict

GOALS = {goal.id: goal for goal in goals()}
NAMED = list(named_tests(ROOT / "tests"))


def test_every_test_named_after_a_goal_names_one_of_the_table() -> None:
    assert NAMED
    assert {goal for goal, _ in NAMED} <= GOALS.keys()


@pytest.mark.parametrize("goal", GOALS.values(), ids=GOALS.keys())
def test_a_goal_that_is_shown_has_tests_and_any_other_says_what_is_missing(goal: Goal) -> None:
    tests = [test for goal_id, test in NAMED if goal_id == goal.id]
    if goal.shown is Shown.WHOLE:
        assert tests or goal.bench, "shown by no test"
        assert not goal.missing
    else:
        assert goal.missing, "what is missing is not said"


@pytest.mark.parametrize("goal", [each for each in GOALS.values() if each.bench], ids=lambda goal: goal.id)
def test_the_benchmark_of_a_goal_prints_lines_that_begin_with_its_id(goal: Goal) -> None:
    begins = re.compile(rf'"(?:[A-Z]\.\d+, )*{re.escape(goal.id)}[, "]')
    for name in goal.bench:
        assert begins.search((BENCHMARKS / f"{name}.py").read_text("utf-8")), name


def test_lines_of_a_benchmark_count_for_the_goal_that_they_begin_with(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lines = ("G.1 fast, s: 1 / 2 = 0.5 (target <= 1)", "G.1, G.2 slow, s: 4 / 2 = 2.0 (target <= 1)")
    (tmp_path / "some.py").write_text("def main():\n" + "".join(f"    print({line!r})\n" for line in lines))
    (tmp_path / "broken.py").write_text("def main():\n    raise SystemExit(1)\n")
    assert measured(["some", "broken"], tmp_path) == {
        "G.1": {"passed": 1, "failed": 1},
        "G.2": {"failed": 1},
        "broken": {"failed": 1},
    }
    assert "G.1 fast" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("shown", "found", "said"),
    [
        (Shown.WHOLE, {"passed": 2}, Verdict.PASS),
        (Shown.WHOLE, {"passed": 2, "skipped": 1}, Verdict.NOT_YET),
        (Shown.WHOLE, {}, Verdict.NOT_YET),
        (Shown.NOT_YET, {"passed": 2}, Verdict.NOT_YET),
        (Shown.BY_HAND, {"passed": 2}, Verdict.BY_HAND),
        (Shown.BY_HAND, {"passed": 2, "failed": 1}, Verdict.FAILED),
    ],
)
def test_a_goal_passes_when_tests_show_the_whole_of_it(shown: Shown, found: dict[str, int], said: Verdict) -> None:
    assert verdict(Goal("G.4", "P0", "encrypted", "nothing readable", shown), found) is said


def test_the_table_is_printed_with_its_sums_last(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    test = "def test_g_1_works() -> None:\n    assert True\n\n\ndef test_g_2_works() -> None:\n    assert False\n"
    (tmp_path / "test_goals.py").write_text(test)
    rows = [Goal(f"G.{n}", "P0", "works", "it works", Shown.WHOLE) for n in (1, 2, 3)]
    assert main(tmp_path, rows) == 1
    said = capfd.readouterr().out
    assert "G.1   P0 pass        1 shown  works" in said
    assert "G.2   P0 FAILED" in said
    assert said.endswith(
        "P0    1 pass, 1 FAILED, 1 not yet, 0 by hand\n"
        "all   1 pass, 1 FAILED, 1 not yet, 0 by hand\n"
        "Failed, or not run: G.2, G.3\n"
    )
