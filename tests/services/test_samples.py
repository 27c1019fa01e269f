"""A sample's chain of custody has no gap; a report is of its seals; what relied on a withdrawn report is flagged."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspector_app.domain.declared_values import Meets
from inspector_app.domain.problems import Code
from inspector_app.records.evidence import DocumentType, SignerRole
from inspector_app.records.operators import Operator
from inspector_app.records.people import Role
from inspector_app.records.sampling import Laboratory, ReportVerdict, Sample, SampleState, TestReport
from inspector_app.records.suppliers import Supplier, SupplierFile, SupplierPaper
from inspector_app.services import custody, laboratories, samples, workflow
from inspector_app.services.acting import Refused
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

HOUR = 60 * factories.MINUTE
ITEM = "腐霉利"


def laboratory(**fields: Any) -> Laboratory:
    known = {"name": "云岭县检验检测中心", "approval_number": "CMA-990101", "scope": (ITEM, "铅"), "distance_km": 20}
    return factories.any_of(Laboratory, **known | fields)


def planned(laptop: Laptop, **fields: Any) -> Sample:
    with laptop.acting() as act:
        made = factories.any_of(Sample, operator_id=laptop.shop.id, items=(ITEM,), **fields)
        return workflow.begin(act, made).record


def form(laptop: Laptop) -> dict[str, Any]:
    return {
        "product_name": "韭菜",
        "specification": "散装",
        "batch_no": "20260318",
        "quantity_milli": 3_000,
        "unit": "千克",
        "price_fen": 1_800,
        "place": "店内货架",
        "maker_name": "石桥村种植户",
        "seal_numbers": ["FT 0012", "FT 0013"],
        "backup_seal_number": "FT 0014",
        "second_user_id": laptop.li.id,
    }


def taken(laptop: Laptop, **fields: Any) -> Sample:
    sample = planned(laptop, **fields)
    with laptop.acting() as act:
        act.save(factories.signature(SignerRole.PARTY, "0" * 64, subject_kind="sample", subject_id=sample.id))
        step = samples.take(act, sample.id, form(laptop))
        assert DocumentType.SAMPLING_FORM in step.papers
        return step.record


def at_laboratory(laptop: Laptop, lab: Laboratory) -> Sample:
    """A sample that the laboratory has."""
    sample = taken(laptop)
    with laptop.acting(later_min=120) as act:
        samples.hand_over(act, sample.id, lab.id, act.now - HOUR)
        return workflow.take(act, sample, "receive", {"receipt_number": "S-1", "seals_intact": True}).record


def report(sample: Sample, lab: Laboratory, **fields: Any) -> TestReport:
    known = {
        "sample_id": sample.id,
        "laboratory_id": lab.id,
        "number": "BG-2026-001",
        "laboratory_approval": "CMA-990101",
        "signatory": "赵敏",
        "seal_numbers": ("FT0013",),
        "reported_on": date(2026, 3, 18),
        "verdict": ReportVerdict.NONCONFORM,
    }
    return factories.any_of(TestReport, **known | fields)


@pytest.fixture
def lab(laptop: Laptop) -> Laboratory:
    made = laboratory()
    laptop.receive(made)
    return made


def test_c_12_the_chain_names_who_had_it_without_a_gap(laptop: Laptop, lab: Laboratory) -> None:
    sample = at_laboratory(laptop, lab)
    with laptop.acting(later_min=180) as act:
        chain = custody.chain(act, sample)
        assert [(each.holder, each.since, each.until) for each in chain] == [
            ("王建国", laptop.now, laptop.now + HOUR),
            (lab.name, laptop.now + HOUR, None),
        ]
        assert custody.gaps(act, sample) == []
        made, moved = samples.enter_report(act, report(sample, lab))
    assert moved is not None
    assert (moved.record.state, moved.record.report_number) == (SampleState.FAIL, made.number)


def test_c_12_a_report_without_a_matching_seal_is_refused(laptop: Laptop, lab: Laboratory) -> None:
    sample = at_laboratory(laptop, lab)
    for numbers in [(), ("FT 0099",)]:
        with pytest.raises(Refused) as refused, laptop.acting(later_min=180) as act:
            samples.enter_report(act, report(sample, lab, seal_numbers=numbers))
        assert [each.code for each in refused.value.problems] == [Code.SEAL_DIFFERS]


def test_c_12_no_report_enters_while_the_chain_has_a_gap(laptop: Laptop, lab: Laboratory) -> None:
    sample = taken(laptop)
    with laptop.acting(later_min=240) as act:
        workflow.take(act, sample, "hand_over", {"laboratory_id": lab.id, "handed_over_at": act.now})
        custody.hand_on(act, sample, lab.name, laptop.now + HOUR, laptop.now + 3 * HOUR)
        workflow.take(act, sample, "receive", {"receipt_number": "S-1", "seals_intact": True})
        assert custody.gaps(act, sample) == [(laptop.now + HOUR, laptop.now + 3 * HOUR)]
    with pytest.raises(Refused) as refused, laptop.acting(later_min=240) as act:
        samples.enter_report(act, report(sample, lab))
    assert [each.code for each in refused.value.problems] == [Code.CUSTODY_GAP]
    with laptop.acting(later_min=240) as act:
        custody.fill(act, sample, "县际快递", laptop.now + HOUR, laptop.now + 3 * HOUR)
        assert samples.enter_report(act, report(sample, lab))[1] is not None


def test_a_sample_that_was_taken_elsewhere_goes_on_from_who_took_it(laptop: Laptop, lab: Laboratory) -> None:
    sample = factories.any_of(
        Sample, operator_id=laptop.shop.id, state=SampleState.TAKEN, taken_by=laptop.li.id, taken_at=laptop.now,
        seal_numbers=("1",), items=(ITEM,),
    )  # fmt: skip
    laptop.receive(sample)
    with laptop.acting(later_min=60) as act:
        samples.hand_over(act, sample.id, lab.id, act.now)
        assert [each.holder for each in custody.chain(act, sample)] == [laptop.li.name, lab.name]


def test_nothing_is_handed_on_before_it_was_taken_over(laptop: Laptop) -> None:
    sample = taken(laptop)
    with pytest.raises(Refused) as refused, laptop.acting(later_min=60) as act:
        custody.hand_on(act, sample, "李明", laptop.now - HOUR)
    assert [each.code for each in refused.value.problems] == [Code.TIME_ORDER]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"laboratory_approval": ""}, Code.REQUIRED),
        ({"signatory": " "}, Code.REQUIRED),
        ({"reported_on": date(2026, 3, 19)}, Code.DATE_FUTURE),
    ],
)
def test_a_report_that_nobody_answers_for_is_refused(
    laptop: Laptop, lab: Laboratory, fields: dict[str, Any], code: Code
) -> None:
    sample = at_laboratory(laptop, lab)
    with pytest.raises(Refused) as refused, laptop.acting(later_min=180) as act:
        samples.enter_report(act, report(sample, lab, **fields))
    assert [each.code for each in refused.value.problems] == [code]


def test_a_report_counts_by_the_approval_of_its_day_though_the_laboratory_tests_no_more(
    laptop: Laptop, lab: Laboratory
) -> None:
    sample = at_laboratory(laptop, lab)
    laptop.receive(lab.changed(active=False))
    with laptop.acting(later_min=240) as act:
        assert laboratories.choices(act, sample.items, date(2026, 3, 18)) == []
        entered, step = samples.enter_report(act, report(sample, lab))
    assert step is not None
    assert (entered.laboratory_id, step.record.state) == (lab.id, SampleState.FAIL)


def test_a_retest_turns_the_result_over(laptop: Laptop, lab: Laboratory) -> None:
    sample = at_laboratory(laptop, lab)
    lead = factories.user(username="lead", role=Role.TEAM_LEAD)
    laptop.receive(lead)
    with laptop.acting(lead, later_min=180) as act:
        samples.enter_report(act, report(sample, lab))
        workflow.take(act, sample, "notify", {"notified_at": act.now})
        workflow.take(act, sample, "request_retest", {"requested_at": act.now, "laboratory_id": lab.id})
        again, moved = samples.enter_report(
            act, report(sample, lab, number="BG-2", seal_numbers=("FT0014",), verdict=ReportVerdict.CONFORM)
        )
    assert again.retest
    assert moved is not None
    assert moved.record.state is SampleState.OVERTURNED


def test_a_sample_goes_to_a_listed_laboratory_with_scope_alone(laptop: Laptop) -> None:
    near, far = laboratory(name="近", distance_km=5), laboratory(name="远", distance_km=80)
    unfit = [
        laboratory(name="无此项目", scope=("铅",), distance_km=1),
        laboratory(name="资质过期", approval_until=date(2026, 1, 1), distance_km=1),
        laboratory(name="无资质", approval_number="", distance_km=1),
        laboratory(name="停用", active=False, distance_km=1),
    ]
    laptop.receive(far, near, *unfit)
    sample = taken(laptop)
    with laptop.acting(later_min=60) as act:
        assert [each.name for each in laboratories.choices(act, sample.items, act.today)] == ["近", "远"]
    for each in unfit:
        with pytest.raises(Refused) as refused, laptop.acting(later_min=60) as act:
            samples.hand_over(act, sample.id, each.id, act.now)
        assert [problem.code for problem in refused.value.problems] == [Code.LABORATORY_SCOPE]
    with laptop.acting(later_min=60) as act:
        assert samples.hand_over(act, sample.id, far.id, act.now).record.laboratory_id == far.id


def test_c_13_withdrawing_a_report_flags_all_that_relied_on_it(laptop: Laptop, lab: Laboratory) -> None:
    """Three batches in the books of two shops; a third shop and a fourth batch bought on another report."""
    shops = [laptop.shop, factories.operator(), factories.operator()]
    supplier = factories.any_of(Supplier, name="云岭批发部")
    product = factories.product()
    batches = ("A1", "A2", "A3")

    def paper(number: str, batch: str) -> SupplierFile:
        return factories.any_of(
            SupplierFile, supplier_id=supplier.id, product_id=product.id, paper=SupplierPaper.TEST_REPORT,
            number=number, batch_no=batch,
        )  # fmt: skip

    def bought(shop: Operator, batch: str) -> Any:
        return factories.ledger_entry(shop.id, supplier_id=supplier.id, product_id=product.id, batch_no=batch)

    lines = [bought(shops[0], "批号 A1"), bought(shops[0], "A2"), bought(shops[1], "A3")]
    others = [bought(shops[1], "B9"), bought(shops[2], "B9")]
    sample = at_laboratory(laptop, lab)
    laptop.receive(
        *shops[1:], supplier, product, *lines, *others, *(paper("BG-2026-001", batch) for batch in batches),
        paper("BG-2026-777", "B9"),
    )  # fmt: skip
    with laptop.acting(later_min=180) as act:
        made, _ = samples.enter_report(act, report(sample, lab))
        assert samples.flags_at(act, shops[0].id) == []
        samples.withdraw_report(act, made.id, "检验机构更正：样品编号混淆")
        flagged = [each for shop in shops for each in samples.flags_at(act, shop.id)]
        assert {each.id for each in flagged} == {line.id for line in lines} | {sample.id}
        assert [len(samples.flags_at(act, shop.id)) for shop in shops] == [3, 1, 0]
        assert {each.problem.code for each in flagged} == {Code.REPORT_WITHDRAWN}
        assert act.get(TestReport, made.id) == made
    with pytest.raises(Refused), laptop.acting() as act:
        samples.withdraw_report(act, made.id, "再次")
    with pytest.raises(Refused), laptop.acting() as act:
        samples.withdraw_report(act, new_report(laptop, sample, lab).id, " ")


def test_c_13_a_paper_of_another_laboratory_is_not_the_report_that_has_its_number(
    laptop: Laptop, lab: Laboratory
) -> None:
    supplier = factories.any_of(Supplier, name="云岭批发部")
    sample = at_laboratory(laptop, lab)
    issuers = {"B1": "云岭县 检验检测中心（盖章）", "B2": "青川市食品检验院", "B3": "", sample.batch_no: "云岭质检所"}
    papers = [
        factories.any_of(
            SupplierFile, supplier_id=supplier.id, paper=SupplierPaper.TEST_REPORT, number="BG-2026-001",
            batch_no=batch, issuer=issuer,
        )
        for batch, issuer in issuers.items()
    ]  # fmt: skip
    lines = [factories.ledger_entry(laptop.shop.id, supplier_id=supplier.id, batch_no=batch) for batch in issuers]
    bare = papers[1].changed(id=new_id(), supplier_id=new_id(), batch_no="")
    laptop.receive(supplier, *papers, bare, *lines)
    its = {"B1", "B3", sample.batch_no}
    with laptop.acting(later_min=180) as act:
        made, _ = samples.enter_report(act, report(sample, lab))
        samples.withdraw_report(act, made.id, "检验机构更正")
        assert {each.batch_no for each in samples.withdrawn_papers(act)} == its | {""}
        flagged = samples.flags_at(act, laptop.shop.id)
    assert {each.batch_no for each in flagged if each.kind == "ledger_entry"} == its


def new_report(laptop: Laptop, sample: Sample, lab: Laboratory) -> TestReport:
    made = report(sample, lab, id=new_id(), number="BG-3")
    laptop.receive(made)
    return made


def test_the_makers_own_promise_is_compared_with_the_tested_value(laptop: Laptop) -> None:
    """The report finds the goods in order by the national standard; they are not what the maker's own standard says."""
    product = factories.product(standard_no="Q/YL 0001S-2025", declared_values={"蛋白质": "≥3.2 g/100g", "酸价": "≤3"})
    sample = factories.any_of(Sample, operator_id=laptop.shop.id, product_id=product.id)
    bare = factories.any_of(Sample, operator_id=laptop.shop.id)
    values = {"蛋白质": "3.0 g/100g", "水分": "10 %"}
    reports = [
        factories.any_of(TestReport, sample_id=each.id, verdict=ReportVerdict.CONFORM, values=values)
        for each in (sample, bare)
    ]
    laptop.receive(product, sample, bare, *reports)
    with laptop.acting() as act:
        found = samples.against_declared(act, reports[0].id)
        assert samples.against_declared(act, reports[1].id) == []
    assert [(each.measure, each.tested, each.meets) for each in found] == [
        ("蛋白质", "3.0 g/100g", Meets.FAILS),
        ("酸价", "", Meets.NOT_TESTED),
    ]
