"""What befell the county's operators, in the numbers of domain.md 9.1, and by the steps that the machines allow."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from inspector_app.demo_county.chance import Chance
from inspector_app.demo_county.courses import Act, course
from inspector_app.domain import complaints, incidents, samples
from inspector_app.domain.batches import batch_key
from inspector_app.domain.states import Machine
from inspector_app.records.complaints import ComplaintKind
from inspector_app.records.operators import OperatorKind
from sync.record import Wire

County = dict[str, list[Wire]]


def machine_of(kind: str, row: Wire) -> Machine:  # type: ignore[type-arg]
    if kind == "complaint":
        return complaints.STATES[ComplaintKind(row["complaint_kind"] or ComplaintKind.COMPLAINT)]
    return {"sample": samples.STATES, "incident": incidents.STATES}[kind]


def test_there_are_as_many_as_a_county_has(county: County) -> None:
    operators = len(county["operator"])
    assert len(county["complaint"]) == pytest.approx(0.08 * operators, rel=0.2)
    assert len(county["sample"]) == pytest.approx(0.1 * operators, rel=0.2)
    assert len(county["recall_notice"]) == operators // 500
    assert len(county["laboratory"]) == 3
    catering = {
        r["id"]
        for r in county["operator"]
        if r["operator_kind"] in (OperatorKind.CATERING, OperatorKind.SMALL_CATERING)
    }
    of_catering = sum(row["operator_id"] in catering for row in county["complaint"]) / len(county["complaint"])
    assert of_catering == pytest.approx(0.66 / 1.44, abs=0.1)
    verdicts = Counter(row["verdict"] for row in county["test_report"])
    assert verdicts["NONCONFORM"] / verdicts.total() == pytest.approx(0.04, abs=0.03)


@pytest.mark.parametrize("kind", ["complaint", "sample", "incident"])
def test_every_state_was_reached_by_steps_that_its_machine_allows(county: County, kind: str) -> None:
    steps, roles = defaultdict(list), {each["id"]: each["role"] for each in county["user"]}
    for step in county["step"]:
        steps[step["subject_id"]].append(step)
    for row in county[kind]:
        machine, own = machine_of(kind, row), steps[row["id"]]
        assert (own[0]["before"], own[0]["after"], own[-1]["after"]) == (None, machine.first, row["state"])
        assert [step["at"] for step in own] == sorted(step["at"] for step in own)
        for before, step in pairwise(own):
            assert step["before"] == before["after"]
            told = (step["before"], step["action"], step["after"])
            assert any((m.start, m.action, m.end) == told and roles[step["by"]] in m.roles for m in machine.moves)


def test_a_forbidden_step_cannot_be_made() -> None:
    with pytest.raises(StopIteration):
        course(Chance.at(1), "sample", "x", samples.STATES, [Act("begin", "u", 0), Act("close", "u", 1)])


def test_a_shop_buys_of_a_dealer_whose_own_book_says_so(county: County) -> None:
    suppliers = {row["id"]: row for row in county["supplier"]}
    dealers = {row["operator_id"] for row in suppliers.values() if row["operator_id"]}
    sold = {
        (row["operator_id"], row["partner_operator_id"], row["product_id"], row["happened_on"], row["quantity_milli"])
        for row in county["ledger_entry"]
        if row["direction"] == "OUT" and row["operator_id"] in dealers
    }
    bought = [
        row
        for row in county["ledger_entry"]
        if row["direction"] == "IN" and row["supplier_id"] and row["batch_no"].endswith("A")
        and row["operator_id"] not in dealers
    ]  # fmt: skip
    assert len(bought) > 100
    for row in bought:
        seller = suppliers[row["supplier_id"]]["operator_id"]
        told = seller, row["operator_id"], row["product_id"], row["happened_on"], row["quantity_milli"]
        assert told in sold
        assert batch_key(row["batch_no"])
