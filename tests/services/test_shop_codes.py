"""A shop's code is given out once, and leads to the shop; also when it was merged into another."""

from __future__ import annotations

from inspector_app.domain import shop_codes
from inspector_app.services import shop_codes as service
from tests import factories
from tests.replica_fixtures import Laptop


def test_r_8_a_code_that_was_printed_leads_to_its_shop(laptop: Laptop) -> None:
    with laptop.acting() as act:
        assert service.operator_of(act.session, shop_codes.shop_code(laptop.shop.id)) is None, "never given out"
        issued = service.issue(act, laptop.shop.id)
        assert service.operator_of(act.session, issued.code) == laptop.shop
    with laptop.acting(later_min=5) as act:
        again = service.issue(act, laptop.shop.id)
    assert (again.id, again.code) == (issued.id, issued.code)
    assert again.printed_at == laptop.now + 5 * factories.MINUTE


def test_a_code_that_was_withdrawn_leads_nowhere(laptop: Laptop) -> None:
    with laptop.acting() as act:
        issued = service.issue(act, laptop.shop.id)
        act.save(issued.changed(voided_at=act.now, void_reason="错贴"))
        assert service.operator_of(act.session, issued.code) is None


def test_the_code_of_a_merged_shop_leads_to_the_one_that_stays(laptop: Laptop) -> None:
    into = factories.operator(name="石桥面馆")
    merge = factories.merger(laptop.shop, into)
    with laptop.acting() as act:
        code = service.issue(act, laptop.shop.id).code
    laptop.receive(into, merge)
    with laptop.acting() as act:
        assert service.operator_of(act.session, code) == into
    laptop.receive(merge.changed(undone_at=2, undone_by=into.id))
    with laptop.acting() as act:
        assert service.operator_of(act.session, code) == laptop.shop
