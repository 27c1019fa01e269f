"""Every mechanism of the notice has its records; what is built names its code and a test, what is not says so."""

from __future__ import annotations

import ast
import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from inspector_app import paths
from inspector_app.records import SCHEMA

ROOT = Path(__file__).resolve().parents[1]
ROWS: list[dict[str, Any]] = yaml.safe_load((paths.resources() / "mechanisms.yaml").read_text("utf-8"))["mechanisms"]
IN_PARAGRAPH = {1: 3, 2: 8, 3: 10, 4: 7, 5: 7, 6: 4, 7: 4, 8: 4, 9: 1, 10: 1, 11: 5, 12: 2, 13: 4, 14: 2, 15: 3,
                16: 5, 17: 8, 18: 2, 19: 6}  # fmt: skip
"""{paragraph of the notice: mechanisms that it names}."""
NOT_YET: set[str] = set()
"""What is not built. A row that is built leaves this list; none enters it."""


def test_every_mechanism_stands_there_once() -> None:
    expected = [f"{paragraph}.{number + 1}" for paragraph, count in IN_PARAGRAPH.items() for number in range(count)]
    assert [row["id"] for row in ROWS] == expected


def test_what_is_not_built_is_told_and_becomes_less() -> None:
    open_rows = {row["id"] for row in ROWS if "lacks" in row}
    sys.stdout.write(f"mechanisms: {len(ROWS) - len(open_rows)} built, {len(open_rows)} not yet\n")
    assert open_rows == NOT_YET


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_mechanism_names_what_there_is(row: dict[str, Any]) -> None:
    assert row["zh"].strip()
    assert row["records"]
    assert [kind for kind in row["records"] if kind not in SCHEMA.kinds] == []
    assert [name for name in row.get("code", []) if importlib.util.find_spec(name) is None] == []
    if "lacks" in row:
        assert row["lacks"].strip()
        assert "test" not in row
    else:
        assert row["code"]
        file, _, name = row["test"].partition("::")
        assert name in _tests(file)


@cache
def _tests(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_kind_of_record_serves_a_mechanism_or_the_frame() -> None:
    """A kind that no mechanism names is one that everything rests on, or it is not needed."""
    frame = {
        "user", "number_block", "voided_number", "region", "office", "post", "grid", "signature", "document_service",
        "custody_step", "shop_code", "coverage_door", "import_batch", "random_draw", "legal_hold", "deletion",
        "staff_member", "banquet_report", "interview", "disposal", "spot_penalty", "objection",
    }  # fmt: skip
    named = {kind for row in ROWS for kind in row["records"]}
    assert sorted(SCHEMA.kinds.keys() - named - frame) == []
    assert sorted(frame & named) == []
