"""A quick test says with what it was made; a positive one plans a sample and is counted the same day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.records.equipment import Equipment, EquipmentKind
from inspector_app.records.recalls import HoldReason
from inspector_app.records.sampling import QuickKind, QuickResult, QuickTest, SampleState
from inspector_app.services import equipment, quick_tests, statistics
from inspector_app.services.acting import Refused
from inspector_app.services.quick_tests import Recorded
from inspector_app.storage import steps
from inspector_app.storage.figures import Period
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

TODAY = date(2026, 3, 18)


def quick_test(laptop: Laptop, **fields: Any) -> QuickTest:
    return QuickTest.model_validate(
        {
            "id": new_id(),
            "operator_id": laptop.shop.id,
            "test_kind": QuickKind.PESTICIDE_RESIDUE,
            "product_name": "韭菜",
            "batch_no": "20260318",
            "substance": "腐霉利",
            "method": "胶体金免疫层析法",
            "kit": "腐霉利检测卡",
            "kit_batch_no": "K2601",
            "kit_expires_on": date(2026, 12, 31),
            "detection_limit": "0.2 mg/kg",
            "result": QuickResult.POSITIVE,
            "tested_by": laptop.wang.id,
            "tested_at": laptop.now,
        }
        | fields
    )


def record(laptop: Laptop, test: QuickTest, **more: Any) -> Recorded:
    with laptop.acting() as act:
        return quick_tests.record(act, test, **more)


def test_a_positive_residue_test_plans_a_sample_and_is_counted_the_same_day(laptop: Laptop) -> None:
    before, after = figures(laptop), None
    made = record(laptop, quick_test(laptop), consent=True, quantity_milli=8_000, unit="千克")
    after = figures(laptop)
    assert made.sample is not None
    assert (made.sample.state, made.sample.quick_test_id) == (SampleState.PLANNED, made.test.id)
    assert (made.sample.items, made.sample.product_name) == (("腐霉利",), "韭菜")
    assert made.test.sample_id == made.sample.id
    assert made.hold is not None
    assert (made.hold.hold_reason, made.hold.with_consent, made.hold.quantity_milli) == (
        HoldReason.QUICK_TEST, True, 8_000,
    )  # fmt: skip
    assert made.dispute is not None
    assert made.dispute.at - made.test.tested_at == 4 * 60 * factories.MINUTE
    assert (before["residues_positive"], after["residues_positive"]) == ({}, {factories.TOWNSHIP: 1})
    assert after["quick_tests"] == {factories.TOWNSHIP: 1}


def figures(laptop: Laptop) -> dict[str, dict[str, int]]:
    with laptop.sessions() as session:
        sheet = statistics.sheet(session, Period(TODAY, TODAY, TODAY))
    return {number.figure.id: number.by_township for number in sheet.numbers}


@pytest.mark.parametrize("result", [QuickResult.NEGATIVE, QuickResult.INVALID])
def test_only_a_positive_test_asks_for_a_sample(laptop: Laptop, result: QuickResult) -> None:
    made = record(laptop, quick_test(laptop, result=result), consent=True)
    assert (made.sample, made.hold, made.test.sample_id, made.marks) == (None, None, None, ())


def test_c_14_a_result_without_a_kit_lot_is_not_saved(laptop: Laptop) -> None:
    test = quick_test(laptop, kit_batch_no=" ")
    with pytest.raises(Refused) as refused:
        record(laptop, test)
    assert [(each.field, each.code) for each in refused.value.problems] == [("kit_batch_no", Code.REQUIRED)]
    with laptop.acting() as act:
        assert act.writer.find(QuickTest, test.id) is None


def test_c_14_an_expired_kit_warns_and_the_result_is_kept(laptop: Laptop) -> None:
    made = record(laptop, quick_test(laptop, kit_expires_on=TODAY - timedelta(days=1)))
    assert [(each.field, each.code) for each in made.marks] == [("kit_expires_on", Code.EXPIRED)]
    assert record(laptop, quick_test(laptop, kit_expires_on=TODAY)).marks == ()


def test_auxiliary_staff_make_no_test_that_counts(laptop: Laptop) -> None:
    with pytest.raises(AppError), laptop.acting(laptop.helper) as act:
        quick_tests.record(act, quick_test(laptop))


def meter(laptop: Laptop, **fields: Any) -> Equipment:
    made = factories.any_of(Equipment, equipment_kind=EquipmentKind.METER, name="农残速测仪", **fields)
    laptop.receive(made)
    return made


def test_what_an_uncalibrated_device_measured_is_marked(laptop: Laptop) -> None:
    device = meter(laptop, calibrated_on=date(2025, 3, 1), calibrated_until=date(2026, 2, 28))
    made = record(laptop, quick_test(laptop, equipment_id=device.id))
    assert [each.code for each in made.marks] == [Code.NOT_CALIBRATED]
    assert [each.code for each in record(laptop, quick_test(laptop, equipment_id=meter(laptop).id)).marks] == [
        Code.NOT_CALIBRATED
    ]


def test_a_later_calibration_leaves_what_an_earlier_one_covered(laptop: Laptop) -> None:
    device = meter(laptop)
    with laptop.acting() as act:
        equipment.calibrate(act, device.id, date(2026, 3, 1), date(2026, 3, 18), "JD-1")
    made = record(laptop, quick_test(laptop, equipment_id=device.id))
    later = quick_test(laptop, equipment_id=device.id, tested_at=laptop.now + 24 * 60 * factories.MINUTE)
    with laptop.acting(later_min=10 * 24 * 60) as act:
        assert [each.code for each in quick_tests.check(act, later)] == [Code.NOT_CALIBRATED]
        equipment.calibrate(act, device.id, date(2026, 3, 25), date(2027, 3, 24), "JD-2")
        assert quick_tests.check(act, made.test) == []
        assert [each.code for each in quick_tests.check(act, later)] == [Code.NOT_CALIBRATED]


def test_the_calibration_that_a_device_came_with_goes_on_covering_its_days(laptop: Laptop) -> None:
    device = meter(laptop, calibrated_on=date(2025, 3, 19), calibrated_until=TODAY, calibration_no="JD-0")
    made = record(laptop, quick_test(laptop, equipment_id=device.id))
    assert made.marks == ()
    with laptop.acting(later_min=10 * 24 * 60) as act:
        for number in ("JD-1", "JD-2"):
            equipment.calibrate(act, device.id, date(2026, 3, 25), date(2027, 3, 24), number)
        assert quick_tests.check(act, made.test) == []
        noted = [step.given["number"] for step in steps.of(act.session, Equipment.kind, device.id)]
    assert sorted(noted) == ["JD-0", "JD-1", "JD-2"]


def test_a_calibration_has_a_number_and_begins_before_it_ends(laptop: Laptop) -> None:
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        equipment.calibrate(act, meter(laptop).id, TODAY + timedelta(days=1), TODAY, " ")
    assert {each.field for each in refused.value.problems} == {"calibrated_on", "calibrated_until", "calibration_no"}
