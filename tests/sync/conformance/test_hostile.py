"""What no honest laptop sends: it is refused as one change, and costs HQ and the others nothing."""

from __future__ import annotations

from typing import Any

import pytest

from sync.faults import Faulted
from sync.protocol import Kind, Outcome, Refusal
from sync.record import new_id
from tests.sync.conformance.shops import TOWN_A

PARENT = {"shop_id": (None, "\x00" * 36), "name": (None, "王一")}
CONFLICT = {"row_kind": (None, ["shop"]), "row_id": (None, "x" * 36)}


@pytest.mark.parametrize(
    ("kind", "units", "code"),
    [
        ("shop", {"place/x": (None, 1)}, Refusal.UNKNOWN_UNIT),
        ("shop", {"void/x": (None, 1)}, Refusal.UNKNOWN_UNIT),
        ("shop", {"/": (None, 1)}, Refusal.UNKNOWN_UNIT),
        ("visit", {"answers": (None, {})}, Refusal.UNKNOWN_UNIT),
        ("worker", PARENT, Refusal.INVALID_VALUE),
        ("conflict", CONFLICT, Refusal.HQ_ONLY),
    ],
)
def test_a_shape_that_nobody_sends_is_one_refused_change(local_hq: Any, kind: str, units: Any, code: Refusal) -> None:
    a = local_hq.laptop(TOWN_A)
    bad = a.change(kind, new_id(), units, k=Kind.INSERT, b=(0, 0))
    good = a.insert("shop", name="店", division_code=TOWN_A)
    a.sync()
    assert (a.outcome(bad), a.results[bad.id].code) == (Outcome.REJECTED, code)
    assert local_hq.row("shop", good) is not None


@pytest.mark.parametrize("form", ["members", "units", "objects"])
def test_columns_that_stand_for_too_much_are_refused(local_hq: Any, form: str) -> None:
    """A constant is small as sent: what it stands for is counted before it is made."""
    a = local_hq.laptop(TOWN_A)
    request = a.request()
    count, wide = 2_000, 4_000
    table: dict[str, Any] = {"t": "shop", "k": "ins", "at": list(range(count)), "units": ["name"]}
    table |= {"old": [{"=": None}], "new": [{"=": "x"}]}
    members: dict[str, Any] = {"id": {"=": new_id()}}
    if form == "members":
        members |= {f"m{i}": {"=": 0} for i in range(wide)}
    elif form == "units":
        table["units"] = [f"u{i}" for i in range(wide)]
        table["old"] = table["new"] = [{"=": None}] * wide
    else:
        table["new"] = [{".": {f"m{i}": {".": {f"n{j}": {"=": 0} for j in range(60)}} for i in range(60)}}]
    packed = {"ops": members, "g": {"=": None}, "sets": [table]}
    with pytest.raises(Faulted, match="too many values"):
        local_hq.route.exchange(a, request.model_copy(update={"ops": packed}))


def test_hqs_errors_do_not_tell_what_was_written(local_hq: Any) -> None:
    assert local_hq.service.database.engine.hide_parameters


def test_of_two_changes_under_one_id_the_first_counts(local_hq: Any) -> None:
    a = local_hq.laptop(TOWN_A)
    first, second, op_id = new_id(), new_id(), new_id()
    for row, name in ((first, "甲"), (second, "乙")):
        units = {"name": (None, name), "place": (None, {"division_code": TOWN_A, "address": ""})}
        a.change("shop", row, units, k=Kind.INSERT, b=(0, 0), op_id=op_id)
    a.sync()
    assert local_hq.row("shop", first) is not None
    assert local_hq.row("shop", second) is None
    assert local_hq.count("quarantine") == 1
