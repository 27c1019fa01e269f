"""Each number of the statistics is that of a query by hand, and leads to the rows that it counts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from inspector_app.domain.figures import Figures
from inspector_app.domain.local_time import CHINA, instant
from inspector_app.domain.packs import PackInvalid, parse
from inspector_app.records.books import Gate, ProductionRecord
from inspector_app.records.complaints import Complaint, ComplaintSource, ComplaintState
from inspector_app.records.equipment import Equipment, EquipmentKind
from inspector_app.records.inspections import InspectionResult, Rectification, RectificationState
from inspector_app.records.operators import LicenceState, RiskGrade
from inspector_app.records.operators import OperatorKind as Kind
from inspector_app.records.operators import OperatorStatus as Status
from inspector_app.records.sampling import (
    QuickKind,
    QuickResult,
    QuickTest,
    ReportVerdict,
    Sample,
    SampleState,
    TestReport,
)
from inspector_app.services.rules import latest
from inspector_app.services.statistics import Period, Sheet, rows_behind, sheet
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 10))
BEGINS, ENDS = (instant(datetime(2026, month, 1, tzinfo=CHINA)) for month in (3, 4))
ALIVE = "o.status IN ('CAPTURED', 'VERIFIED', 'ACTIVE', 'SUSPENDED') AND o.voided_at IS NULL"
OPERATORS = f"SELECT o.id FROM operator o WHERE {ALIVE}"
SIGNED = f"SELECT id FROM inspection WHERE signed_at >= {BEGINS} AND signed_at < {ENDS} AND voided_at IS NULL"
TESTED = f"SELECT id FROM quick_test WHERE tested_at >= {BEGINS} AND tested_at < {ENDS}"
TAKEN = f"SELECT id FROM sample WHERE taken_at >= {BEGINS} AND taken_at < {ENDS}"
ISSUED = "SELECT id FROM rectification WHERE issued_on LIKE '2026-03-%'"
REPORTED = "SELECT id FROM test_report WHERE reported_on LIKE '2026-03-%'"
MADE = "SELECT id FROM production_record WHERE made_on LIKE '2026-03-%'"
BY_HAND = {
    "operators": OPERATORS,
    "operators_unlicensed": f"{OPERATORS} AND o.licence_state IN ('NONE', 'EXPIRED', 'REVOKED')",
    "operators_unverified": "SELECT id FROM operator WHERE status = 'CAPTURED'",
    "workshops": f"{OPERATORS} AND o.operator_kind = 'SMALL_WORKSHOP'",
    "high_risk": f"{OPERATORS} AND o.risk_grade > 'B'",
    "registered": f"SELECT id FROM operator WHERE registered_at >= {BEGINS} AND registered_at < {ENDS}",
    "visits": SIGNED,
    "visits_nonconform": f"{SIGNED} AND result = 'NONCONFORM'",
    "visits_obstructed": f"{SIGNED} AND obstruction IS NOT NULL",
    "orders": ISSUED,
    "orders_overdue": "SELECT id FROM rectification WHERE due_on < '2026-04-10' AND state NOT IN "
    "('CORRECTED', 'FAILED', 'ESCALATED', 'CLOSED')",
    "orders_failed": f"{ISSUED} AND state IN ('FAILED', 'ESCALATED')",
    "quick_tests": TESTED,
    "quick_tests_positive": f"{TESTED} AND result = 'POSITIVE'",
    "residues_positive": f"{TESTED} AND result = 'POSITIVE' AND test_kind LIKE '%RESIDUE'",
    "samples": TAKEN,
    "samples_judged": f"{TAKEN} AND state NOT IN ('PLANNED', 'TAKEN', 'SUBMITTED', 'TESTING')",
    "samples_failed": f"{TAKEN} AND state NOT IN ('PLANNED', 'TAKEN', 'SUBMITTED', 'TESTING', 'PASS', 'OVERTURNED')",
    "samples_not_tested": f"{TAKEN} AND not_tested_reason <> ''",
    "samples_overturned": f"{TAKEN} AND state = 'OVERTURNED'",
    "reports": REPORTED,
    "reports_without_verdict": f"{REPORTED} AND verdict = 'NO_VERDICT'",
    "reports_slow": f"{REPORTED} AND date(received_on, '+28 days') < reported_on",
    "production_records": MADE,
    "gate_raw_material": f"{MADE} AND gate = 'RAW_MATERIAL'",
    "gate_process": f"{MADE} AND gate = 'PROCESS'",
    "gate_factory_exit": f"{MADE} AND gate = 'FACTORY_EXIT'",
    "gate_factory_exit_untested": f"{MADE} AND gate = 'FACTORY_EXIT' AND exit_test = ''",
    "complaints": f"SELECT id FROM complaint WHERE received_at >= {BEGINS} AND received_at < {ENDS}",
    "complaints_late": "SELECT id FROM complaint WHERE due_on < '2026-04-10' AND state IN "
    "('RECEIVED', 'CLASSIFIED', 'ACCEPTED', 'VERIFIED')",
    "incidents": f"SELECT id FROM incident WHERE discovered_at >= {BEGINS} AND discovered_at < {ENDS}",
    "recalls_open": "SELECT id FROM recall_task WHERE state NOT IN ('CLOSED', 'CANCELLED')",
    "penalties": f"SELECT id FROM spot_penalty WHERE decided_at >= {BEGINS} AND decided_at < {ENDS}",
    "transfers": f"SELECT id FROM transfer WHERE prepared_at >= {BEGINS} AND prepared_at < {ENDS}",
    "transfers_without_receipt": "SELECT id FROM transfer WHERE state = 'SENT' AND due_on < '2026-04-10'",
    "equipment_uncalibrated": "SELECT id FROM equipment WHERE state = 'IN_USE' AND calibrated_until < '2026-04-10'",
    "training_events": "SELECT id FROM training_event WHERE held_on LIKE '2026-03-%'",
    "staff_trained": "SELECT id FROM staff_member WHERE trained_on LIKE '2026-03-%'",
    "support_pairs": "SELECT id FROM support_pair WHERE until IS NULL",
    "support_visits": "SELECT id FROM support_visit WHERE visited_on LIKE '2026-03-%'",
    "ledger_lines": "SELECT id FROM ledger_entry WHERE happened_on BETWEEN '2026-03-01' AND '2026-03-31'",
}
NEAR, FAR = "990101100200", "990101101201"
ALWAYS_EMPTY = {
    "visits_obstructed",
    "incidents",
    "recalls_open",
    "penalties",
    "transfers",
    "transfers_without_receipt",
    "training_events",
    "staff_trained",
    "support_pairs",
    "support_visits",
}
"""Of which this county has no row."""


def at(day: str) -> int:
    return instant(datetime.fromisoformat(day).replace(tzinfo=CHINA))


@pytest.fixture
def county(laptop: Laptop) -> Laptop:
    """Two townships in March and around it."""
    user = laptop.wang.id
    shops = [
        factories.operator(
            division_code=code,
            operator_kind=kind,
            licence_state=licence,
            status=status,
            risk_grade=grade,
            registered_at=at(registered),
        )
        for code, kind, licence, status, grade, registered in [
            (NEAR, Kind.RURAL_STORE, LicenceState.VALID, Status.ACTIVE, RiskGrade.A, "2026-02-28T23:59"),
            (NEAR, Kind.SMALL_WORKSHOP, LicenceState.NONE, Status.CAPTURED, RiskGrade.C, "2026-03-01T00:00"),
            (FAR, Kind.SMALL_WORKSHOP, LicenceState.EXPIRED, Status.ACTIVE, RiskGrade.D, "2026-03-31T23:59"),
            (FAR, Kind.CATERING, LicenceState.REVOKED, Status.CLOSED, None, "2026-04-01T00:00"),
        ]
    ]
    records: list[Any] = [*shops]
    for number, shop in enumerate(shops):
        for day in ("2026-02-28T23:59", "2026-03-01T00:00", "2026-03-31T23:59", "2026-04-01T00:00"):
            result = InspectionResult.NONCONFORM if number else InspectionResult.CONFORM
            records.append(
                factories.visit(
                    shop, laptop.wang, laptop.device_id, started_at=at(day), signed_at=at(day), result=result
                )
            )
        records.append(factories.ledger_entry(shop.id, happened_on=date(2026, 3, 1 + 15 * number % 45)))
        for state, issued, due in [
            (RectificationState.OPEN, "2026-03-05", "2026-04-09"),
            (RectificationState.OPEN, "2026-03-31", "2026-04-10"),
            (RectificationState.FAILED, "2026-03-10", "2026-03-20"),
            (RectificationState.CORRECTED, "2026-02-10", "2026-02-20"),
        ]:
            records.append(
                Rectification(
                    id=new_id(),
                    operator_id=shop.id,
                    inspection_id=new_id(),
                    finding_ids=(),
                    demand="改",
                    issued_on=date.fromisoformat(issued),
                    due_on=date.fromisoformat(due),
                    state=state,
                )
            )
        for kind, outcome in [
            (QuickKind.PESTICIDE_RESIDUE, "POSITIVE"),
            (QuickKind.ADDITIVE, "POSITIVE"),
            (QuickKind.OTHER, "NEGATIVE"),
        ]:
            records.append(
                QuickTest(
                    id=new_id(),
                    operator_id=shop.id,
                    test_kind=kind,
                    product_name="豇豆",
                    substance="克百威",
                    method="胶体金",
                    kit="速测卡",
                    result=QuickResult(outcome),
                    tested_by=user,
                    tested_at=at("2026-03-15T09:00"),
                )
            )
        for sample_state, reason in [
            (SampleState.PASS, ""),
            (SampleState.CLOSED, ""),
            (SampleState.OVERTURNED, ""),
            (SampleState.TAKEN, "无资质"),
        ]:
            records.append(
                Sample(
                    id=new_id(),
                    operator_id=shop.id,
                    planned_by=user,
                    state=sample_state,
                    taken_at=at("2026-03-15T09:00"),
                    not_tested_reason=reason,
                )
            )
    for place, complaint_state, due_on in [
        ({"operator_id": shops[0].id}, ComplaintState.RECEIVED, date(2026, 4, 9)),
        ({"division_code": "990101101"}, ComplaintState.ACCEPTED, date(2026, 4, 10)),
        ({"division_code": "990101101"}, ComplaintState.SETTLED, date(2026, 4, 1)),
    ]:
        records.append(
            Complaint(
                id=new_id(),
                source=ComplaintSource.PHONE,
                facts="过期",
                received_at=at("2026-03-20T10:00"),
                received_by=user,
                state=complaint_state,
                due_on=due_on,
                **place,
            )
        )
    for received, reported, verdict in [
        (date(2026, 2, 1), date(2026, 3, 1), ReportVerdict.CONFORM),  # the 28th day
        (date(2026, 2, 1), date(2026, 3, 2), ReportVerdict.NO_VERDICT),
        (date(2026, 3, 30), date(2026, 4, 1), ReportVerdict.NO_VERDICT),
        (None, date(2026, 3, 31), ReportVerdict.NONCONFORM),
    ]:
        sample_id = next(each.id for each in records if isinstance(each, Sample))
        told = {"received_on": received, "reported_on": reported, "verdict": verdict, "sample_id": sample_id}
        records.append(factories.any_of(TestReport, **told))
    for gate, exit_test in [
        (Gate.RAW_MATERIAL, ""),
        (Gate.PROCESS, ""),
        (Gate.PROCESS, ""),
        (Gate.FACTORY_EXIT, "净含量合格"),
        (Gate.FACTORY_EXIT, ""),
    ]:
        told = {"operator_id": shops[1].id, "made_on": date(2026, 3, 31), "gate": gate, "exit_test": exit_test}
        records.append(factories.any_of(ProductionRecord, **told))
    for until in ("2026-04-09", "2026-04-10"):
        records.append(
            Equipment(
                id=new_id(),
                county_code="990101",
                equipment_kind=EquipmentKind.SCALE,
                name="秤",
                calibrated_until=date.fromisoformat(until),
            )
        )
    laptop.receive(*records)
    return laptop


@pytest.fixture
def march(county: Laptop) -> Sheet:
    with county.sessions() as session:
        return sheet(session, MARCH)


def test_every_figure_is_compared(march: Sheet) -> None:
    assert [number.figure.id for number in march.numbers] == list(BY_HAND)
    assert {number.figure.id for number in march.numbers if not number.total} == ALWAYS_EMPTY


def test_i_5_a_number_is_that_of_a_query_by_hand_and_leads_to_its_rows(county: Laptop, march: Sheet) -> None:
    for number in march.numbers:
        with county.sessions() as session:
            rows = sorted(session.scalars(text(BY_HAND[number.figure.id])))
            assert rows_behind(session, number, MARCH) == rows, number.figure.id
            parts = {code: rows_behind(session, number, MARCH, code) for code in number.by_township}
        assert number.total == len(rows)
        assert {code: len(found) for code, found in parts.items()} == number.by_township
        assert sorted(row for found in parts.values() for row in found) == rows


def test_a_number_belongs_to_the_township_of_the_operator_else_of_the_place(march: Sheet) -> None:
    assert march.number("visits_nonconform").by_township == {"990101100": 2, "990101101": 4}
    assert march.number("complaints").by_township == {"990101100": 1, "990101101": 2}
    assert march.number("equipment_uncalibrated").by_township == {"": 1}


def test_a_part_is_a_percentage_of_its_whole(march: Sheet) -> None:
    assert march.number("visits_nonconform").percent == 75
    assert march.number("visits").percent is None


def test_each_of_the_four_testing_gaps_has_a_number_a_month(county: Laptop) -> None:
    """检不了、检不出、检不准、检得慢."""
    gaps = ("samples_not_tested", "reports_without_verdict", "samples_overturned", "reports_slow")
    april = Period(date(2026, 4, 1), date(2026, 4, 30), date(2026, 4, 30))
    with county.sessions() as session:
        found = [[sheet(session, month).number(gap).total for gap in gaps] for month in (MARCH, april)]
    assert found == [[4, 1, 4, 1], [0, 1, 0, 0]]


def test_the_three_gates_are_counted_apart(march: Sheet) -> None:
    gates = ("gate_raw_material", "gate_process", "gate_factory_exit", "gate_factory_exit_untested")
    assert [march.number(gate).total for gate in gates] == [1, 2, 2, 1]
    assert march.number("gate_factory_exit_untested").percent == 50


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "test_report", "where": {}, "lasted": {"since": "number", "until": "reported_on", "over_days": 1}},
        {"kind": "nothing"},
        {"where": {"colour": ["RED"]}},
        {"where": {"status": ["GONE"]}},
        {"time": "name"},
        {"day": {"name": "<today"}},
        {"of": "nothing"},
    ],
)
def test_a_figure_that_no_record_can_answer_is_refused(change: dict[str, Any]) -> None:
    version = latest(Figures).model_dump(mode="json")
    version["figures"] = [version["figures"][0] | change]
    with pytest.raises(PackInvalid):
        parse(Figures, {"pack": "figures", "title": {"zh": "x", "en": "x"}, "versions": [version]})
