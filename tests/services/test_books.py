"""A purchase is accepted with its papers alone; an input that must not be in food stops 符合 for its item."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from inspector_app.domain.problems import Code
from inspector_app.domain.stock import missing_fields
from inspector_app.records.books import AdditiveUse, CheckVerdict, Gate, ProductionRecord, PurchaseCheck
from inspector_app.records.inspections import Answer, AnswerCode, Inspection
from inspector_app.records.operators import OperatorKind
from inspector_app.records.suppliers import Supplier, SupplierFile, SupplierPaper
from inspector_app.services import books, inspections
from inspector_app.services.acting import Refused
from tests import factories
from tests.replica_fixtures import Laptop

TODAY = date(2026, 3, 18)


def looked_at(laptop: Laptop, **fields: Any) -> PurchaseCheck:
    seen = dict.fromkeys(books.SEEN, True)
    known = {"operator_id": laptop.shop.id, "verdict": CheckVerdict.ACCEPTED, "checked_on": TODAY}
    return factories.any_of(PurchaseCheck, **known | seen | fields)


def test_goods_are_accepted_only_with_all_that_the_law_asks_for(laptop: Laptop) -> None:
    dealer = factories.any_of(Supplier, name="云岭县粮油批发部")
    bare = factories.ledger_entry(
        laptop.shop.id, supplier_id=dealer.id, partner_phone="", voucher_no="", missing_reason="未取得"
    )
    whole = factories.ledger_entry(laptop.shop.id, supplier_id=dealer.id)
    licence = factories.any_of(SupplierFile, supplier_id=dealer.id, paper=SupplierPaper.OPERATION_LICENCE)
    laptop.receive(dealer, bare, whole, licence)
    asked = looked_at(laptop, ledger_entry_id=bare.id, label_seen=False)
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        books.check_purchase(act, asked)
    lacking = ["label_seen", "partner_phone", "voucher_no", "proof"]
    assert [each.field for each in refused.value.problems] == lacking
    assert {each.field for each in missing_fields(bare)} < set(lacking)
    with laptop.acting() as act:
        kept = books.check_purchase(act, asked.changed(verdict=CheckVerdict.MISSING_PAPERS))
    assert kept.missing == tuple(lacking)
    laptop.receive(factories.any_of(SupplierFile, supplier_id=dealer.id, paper=SupplierPaper.CONFORMITY_PROOF))
    with laptop.acting() as act:
        assert books.check_purchase(act, looked_at(laptop, ledger_entry_id=whole.id)).missing == ()


def test_a_check_is_not_of_tomorrow(laptop: Laptop) -> None:
    with pytest.raises(Refused), laptop.acting() as act:
        books.check_purchase(act, looked_at(laptop, checked_on=TODAY + timedelta(days=1)))


def made(laptop: Laptop, **fields: Any) -> ProductionRecord:
    known = {"operator_id": laptop.shop.id, "product_name": "卤豆干", "made_on": TODAY}
    return factories.any_of(ProductionRecord, **known | fields)


def used(laptop: Laptop, **fields: Any) -> AdditiveUse:
    known = {
        "operator_id": laptop.shop.id, "additive": "苯甲酸", "product_name": "酱菜", "food_class": "04.02.02.03",
        "amount_mg": 500, "food_g": 1_000, "used_on": TODAY,
    }  # fmt: skip
    return factories.any_of(AdditiveUse, **known | fields)


def test_a_batch_names_its_product_and_what_leaves_was_tested(laptop: Laptop) -> None:
    with pytest.raises(Refused), laptop.acting() as act:
        books.add_production(act, made(laptop, product_name=" "))
    with laptop.acting() as act:
        _, problems = books.add_production(act, made(laptop, gate=Gate.FACTORY_EXIT, ingredients="大豆、硼砂"))
    assert [(each.field, each.code) for each in problems] == [
        ("exit_test", Code.REQUIRED),
        ("ingredients", Code.FORBIDDEN_SUBSTANCE),
    ]


def test_an_additive_over_its_limit_is_told_at_once(laptop: Laptop) -> None:
    with pytest.raises(Refused), laptop.acting() as act:
        books.add_additive_use(act, used(laptop, food_g=0))
    with laptop.acting() as act:
        assert books.add_additive_use(act, used(laptop))[1] == []
        assert [each.code for each in books.add_additive_use(act, used(laptop, amount_mg=1_001))[1]] == [
            Code.NOT_PERMITTED
        ]


class Visit:
    """A visit to a workshop whose items all conform but for photos."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        self.shop = factories.operator(name="石桥豆制品坊", operator_kind=OperatorKind.SMALL_WORKSHOP)
        laptop.receive(self.shop)
        with laptop.acting() as act:
            begun = inspections.start(act, self.shop.id)
            self.visit: Inspection = inspections.conform_all_but_answered(act, begun.id)

    def contradicted(self) -> list[tuple[str, Code]]:
        with self.laptop.acting() as act:
            found = inspections.unfinished(act, act.get(Inspection, self.visit.id))
        told = {Code.FORBIDDEN_SUBSTANCE, Code.NOT_PERMITTED}
        return [(each.field, each.code) for each in found if each.code in told]


@pytest.fixture
def visit(laptop: Laptop) -> Visit:
    return Visit(laptop)


def test_a_banned_input_blocks_conform_for_its_items(laptop: Laptop, visit: Visit) -> None:
    assert visit.contradicted() == []
    laptop.receive(
        made(laptop, operator_id=visit.shop.id, made_on=TODAY - timedelta(days=366), ingredients="硼砂"),
        made(laptop, ingredients="硼砂"),  # of another shop
    )
    assert visit.contradicted() == []
    laptop.receive(made(laptop, operator_id=visit.shop.id, ingredients="大豆、食盐、月石"))  # an alias of borax
    blocked = [("SW-E03", Code.FORBIDDEN_SUBSTANCE), ("SW-F02", Code.FORBIDDEN_SUBSTANCE)]
    assert visit.contradicted() == blocked
    with pytest.raises(Refused) as refused, laptop.acting() as act:
        inspections.complete(act, visit.visit.id)
    assert {each.field for each in refused.value.problems if each.code is Code.FORBIDDEN_SUBSTANCE} == {
        "SW-E03",
        "SW-F02",
    }
    found = Answer(code=AnswerCode.NONCONFORM, note="配料记录写有月石（硼砂）", answered_at=laptop.now)
    with laptop.acting() as act:
        inspections.answer(act, visit.visit.id, "SW-E03", found)
    assert visit.contradicted() == blocked[1:]


def test_an_additive_beyond_its_limit_blocks_its_item_alone(laptop: Laptop, visit: Visit) -> None:
    laptop.receive(used(laptop, operator_id=visit.shop.id, amount_mg=1_001))
    assert visit.contradicted() == [("SW-F01", Code.NOT_PERMITTED)]


def test_the_ingredients_of_its_own_goods_count(laptop: Laptop, visit: Visit) -> None:
    laptop.receive(factories.product(store_operator_id=visit.shop.id, gtin=None, ingredients="面粉、吊白块"))
    assert [item for item, _ in visit.contradicted()] == ["SW-E03", "SW-F02"]
