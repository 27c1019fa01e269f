"""The stream: repeatable, valid as records, in an order that can be written as it comes."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

import pytest

from inspector_app.demo_county import SIZES, Fault, Plan, Size, generate, rows
from inspector_app.demo_county.manifest import Tally, manifest, write
from inspector_app.records import SCHEMA
from sync.record import Wire

Stream = list[tuple[str, Wire]]


def hashes(plan: Plan) -> dict[str, str]:
    tally = Tally()
    for _ in tally.watch(rows(plan, [])):
        pass
    return tally.sha256


def some(plan: Plan, **size: int) -> Plan:
    return replace(plan, size=replace(Size(200, 300, 60, 20, 100), **size))


def test_one_seed_gives_the_same_hashes_twice(plan: Plan) -> None:
    assert hashes(some(plan)) == hashes(some(plan))


def test_another_seed_gives_other_rows_of_every_kind(plan: Plan) -> None:
    first, second = hashes(some(plan)), hashes(replace(some(plan), seed=8))
    assert [kind for kind in first if first[kind] == second[kind]] == ["checklist"]  # reference data: shipped as it is


def test_a_longer_ledger_leaves_operators_and_visits_as_they_were(plan: Plan) -> None:
    short, long = hashes(some(plan)), hashes(some(plan, ledger=600))
    assert [kind for kind in short if short[kind] != long[kind]] == ["ledger_entry"]


def test_every_row_is_the_wire_form_of_a_record(stream: Stream) -> None:
    for kind, row in stream:
        assert SCHEMA.kinds[kind].model_validate(row).wire() == row


def test_generate_yields_the_rows_as_records(plan: Plan) -> None:
    small = some(plan)
    assert [(r.kind, r.wire()) for r in generate(small, [])] == list(rows(small, []))


def test_the_sizes_asked_for_are_made(plan: Plan, county: dict[str, list[Wire]]) -> None:
    size = plan.size
    counts = {kind: len(found) for kind, found in county.items()}
    assert counts["operator"] == size.operators
    assert counts["ledger_entry"] == size.ledger
    assert counts["inspection"] == size.inspections
    assert counts["evidence_item"] == size.photos
    assert counts["product"] == size.products
    assert (counts["region"], counts["user"]) == (323, 140)


def test_ids_are_unique_version_7_and_carry_their_time(stream: Stream, county: dict[str, list[Wire]]) -> None:
    ids = [row["id"] for _, row in stream]
    assert len(set(ids)) == len(ids)
    assert all(own[14] == "7" and own[19] in "89ab" for own in ids)
    for visit in county["inspection"]:
        assert int(visit["id"].replace("-", "")[:12], 16) == visit["started_at"] // 1000


def test_what_is_sealed_with_a_visit_follows_it_at_once(stream: Stream) -> None:
    visit = None
    for kind, row in stream:
        if kind == "inspection":
            visit = row["id"]
        elif kind in ("finding", "evidence_item"):
            assert row["inspection_id"] == visit
        elif kind == "operator":
            visit = None


def test_nothing_happened_after_the_reference_date(plan: Plan, stream: Stream) -> None:
    end = ((plan.reference_date - date(1970, 1, 1)).days + 1) * 86_400_000_000
    for _, row in stream:
        late = [name for name, value in row.items() if name.endswith("_at") and value and value > end]
        assert late == []


def test_every_planted_fault_names_a_field_of_its_row(stream: Stream, planted: list[Fault]) -> None:
    by_id = {row["id"]: (kind, row) for kind, row in stream}
    assert planted
    for fault in planted:
        kind, row = by_id[fault.id]
        assert kind == fault.kind
        assert row[fault.field] is not None


def test_the_manifest_tells_seed_counts_and_hashes(plan: Plan, tmp_path) -> None:
    tally, faults = Tally(), list[Fault]()
    counted = Counter(kind for kind, _ in tally.watch(rows(some(plan), faults)))
    told = manifest(some(plan), tally)
    assert told["counts"] == dict(counted)
    assert told["dataset_id"].startswith("DEMO-")
    assert set(told["sha256"]) == set(counted)
    write(tmp_path, some(plan), tally, faults)
    lines = (tmp_path / "faults.csv").read_text(encoding="utf-8").splitlines()
    assert lines == ["kind,id,field", *(",".join(fault) for fault in faults)]


def test_visits_without_checklists_are_refused() -> None:
    with pytest.raises(ValueError, match="checklists"):
        Plan(SIZES["demo"], 1, date(2026, 3, 18))


def test_a_county_of_impossible_size_is_refused() -> None:
    with pytest.raises(ValueError, match="operator"):
        Size(operators=0, ledger=0, inspections=0, photos=0, products=100)
    with pytest.raises(ValueError, match="inspections"):
        Size(operators=10, ledger=0, inspections=1000, photos=0, products=100)


def test_the_county_of_another_day_has_the_same_shops(plan: Plan) -> None:
    later = replace(some(plan), reference_date=plan.reference_date + timedelta(days=364))
    names = [[row["name"] for kind, row in rows(each, []) if kind == "operator"] for each in (some(plan), later)]
    assert names[0] == names[1]


def test_the_demo_county_takes_seconds(plan: Plan) -> None:
    started = time.process_time()
    assert sum(1 for _ in rows(replace(plan, size=SIZES["demo"]), [])) > 15_000
    assert time.process_time() - started < 5


def test_the_first_rows_of_a_large_county_come_at_once(plan: Plan) -> None:
    """It streams: rows leave before the next operator is made."""
    started = time.process_time()
    goals = rows(replace(plan, size=SIZES["goals"]), [])
    assert len(list(islice(goals, 10_000))) == 10_000
    assert time.process_time() - started < 10
