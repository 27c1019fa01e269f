"""What the head office of a chain has checked counts for its shops, as long as they belong to it (FSL 53)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspector_app.domain.problems import Code
from inspector_app.records.goods import Product
from inspector_app.records.operators import Operator
from inspector_app.records.register import OperatorMerge
from inspector_app.records.suppliers import Supplier, SupplierFile, SupplierPaper, SupplyChannel, TradeLink
from inspector_app.services import chains, supplier_files
from inspector_app.services.acting import Refused
from tests import factories
from tests.replica_fixtures import Laptop

P = SupplierPaper
DAY = date(2026, 3, 5)
BOTH = ["licence", "proof"]


class Chain:
    """A shop, its head office as the county's supplier, and the maker from whom the head office buys."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop, self.shop = laptop, laptop.shop
        self.noodles: Product = factories.product()
        self.seat: Operator = factories.operator(name="禾小满连锁总部")
        self.office = self.supplier("禾小满连锁总部", operator_id=self.seat.id)
        self.maker = self.supplier("云露食品厂", channel=SupplyChannel.MAKER)
        laptop.receive(self.noodles, self.seat)

    def supplier(self, name: str, **fields: Any) -> Supplier:
        made = factories.any_of(Supplier, name=name, **fields)
        self.laptop.receive(made)
        return made

    def join(self, since: date | None = None, shop: str | None = None) -> Any:
        with self.laptop.acting() as act:
            return chains.name_head_office(act, shop or self.shop.id, self.office.id, since)

    def paper(self, of: Supplier, paper: SupplierPaper, batch: str = "", **fields: Any) -> None:
        known = {"supplier_id": of.id, "paper": paper, "number": f"{paper}-{batch}", "batch_no": batch}
        self.laptop.receive(factories.any_of(SupplierFile, **known | fields))

    def line(self, operator_id: str, batch: str, day: date = DAY, **fields: Any) -> None:
        known = {"product_id": self.noodles.id, "batch_no": batch, "happened_on": day}
        self.laptop.receive(factories.ledger_entry(operator_id, **known | fields))

    def lacking(self) -> dict[str, list[str]]:
        """{batch: ids of what lacks}."""
        with self.laptop.acting() as act:
            found = supplier_files.unproven(act, self.shop.id)
        return {each.line.batch_no: [need.id for need in each.missing] for each in found}


@pytest.fixture
def chain(laptop: Laptop) -> Chain:
    """Batch A1 came from the maker over the head office; its report lies in the maker's file."""
    made = Chain(laptop)
    made.paper(made.maker, P.PRODUCTION_LICENCE)
    made.paper(made.maker, P.TEST_REPORT, "A1", product_id=made.noodles.id)
    made.line(made.seat.id, "批号：A1", date(2026, 3, 1), supplier_id=made.maker.id)
    made.line(made.shop.id, "A1", supplier_id=made.office.id)
    return made


def test_l_3_what_the_head_office_checked_counts_for_its_shops(chain: Chain) -> None:
    assert chain.lacking() == {"A1": BOTH}, "to an ordinary buyer it is nobody's word"
    chain.join()
    assert chain.lacking() == {}


def test_l_3_a_line_of_each_kind_lacks_what_nobody_checked(chain: Chain) -> None:
    """As an officer would find it by hand: by batch, by day, by who delivered."""
    other = chain.supplier("石桥批发部")
    chain.line(chain.seat.id, "A9", date(2026, 3, 6), supplier_id=chain.maker.id)
    chain.paper(chain.maker, P.TEST_REPORT, "A9", product_id=chain.noodles.id)
    chain.line(chain.shop.id, "A2", supplier_id=chain.office.id)  # not in the head office's book
    chain.line(chain.shop.id, "A9", supplier_id=chain.office.id)  # which bought it a day later
    chain.line(chain.shop.id, "A1 ", supplier_id=other.id)  # somebody else delivered
    chain.line(chain.shop.id, "A1", supplier_id=None, partner_name=" 禾小满连锁总部 ")
    chain.line(chain.shop.id, "A1", supplier_id=None, partner_operator_id=chain.seat.id)
    chain.line(chain.shop.id, "B1", supplier_id=None, partner_name="过路商贩")
    chain.join()
    assert chain.lacking() == {"A2": BOTH, "A9": BOTH, "A1 ": BOTH, "B1": BOTH}
    chain.paper(chain.office, P.OPERATION_LICENCE)
    chain.paper(chain.office, P.CONFORMITY_PROOF)
    assert chain.lacking() == {"A1 ": BOTH, "B1": BOTH}, "the file of the head office itself counts as any supplier's"


def test_l_3_a_paper_of_the_chain_is_valid_on_the_day_of_purchase(chain: Chain) -> None:
    chain.join()
    chain.line(chain.seat.id, "A3", date(2026, 3, 1), supplier_id=chain.maker.id)
    chain.line(chain.shop.id, "A3", supplier_id=chain.office.id)
    chain.paper(chain.maker, P.CONFORMITY_PROOF, "A3", valid_until=date(2026, 3, 4))
    assert chain.lacking() == {"A3": ["proof"]}
    chain.paper(chain.maker, P.IMPORT_CERTIFICATE, "A3", valid_until=DAY)
    assert chain.lacking() == {}


def test_l_3_farm_produce_is_the_shops_own_to_check(chain: Chain) -> None:
    """FSL 65 knows no head office."""
    chain.laptop.receive(chain.office.changed(channel=SupplyChannel.FARMER))
    chain.paper(chain.maker, P.FARM_CONFORMITY_PLEDGE)
    chain.join()
    assert chain.lacking() == {"A1": ["origin"]}


@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (date(2026, 3, 6), None, False),
        (None, date(2026, 3, 4), False),
    ],
)
def test_l_3_it_counts_while_the_shop_belongs_to_the_chain(
    chain: Chain, since: date | None, until: date | None, counts: bool
) -> None:
    link = chain.join(since)
    if until is not None:
        with chain.laptop.acting() as act:
            chains.leave(act, link.id, until)
    assert chain.lacking() == ({} if counts else {"A1": BOTH})
    with chain.laptop.acting() as act:
        office = chains.head_office_of(act.session, chain.shop.id, DAY)
    assert office == (chain.office if counts else None)


def test_l_3_a_head_office_out_of_reach_counts_by_its_file(chain: Chain) -> None:
    """Supervised elsewhere: no operator here, no book here, but its file is the county's."""
    far = chain.supplier("省城连锁总部")
    with chain.laptop.acting() as act:
        chains.name_head_office(act, chain.shop.id, far.id)
    chain.line(chain.shop.id, "F1", supplier_id=None, partner_name="省城连锁总部")
    assert chain.lacking()["F1"] == BOTH
    chain.paper(far, P.BUSINESS_LICENCE)
    chain.paper(far, P.TEST_REPORT, "F1", product_id=chain.noodles.id)
    assert "F1" not in chain.lacking()


def test_l_3_merged_shops_and_merged_head_offices_are_followed(chain: Chain) -> None:
    """The shop joined under its old registration, the head office's book stands under its own old one, and a paper lies
    in the file of its second record."""
    old_shop, new_seat = factories.operator(), factories.operator()
    second = chain.supplier("禾小满总部（新）", operator_id=new_seat.id)
    chain.laptop.receive(old_shop, new_seat)
    chain.join(shop=old_shop.id)
    chain.line(old_shop.id, "B2", supplier_id=chain.office.id)
    chain.line(chain.shop.id, "B3", supplier_id=second.id)
    chain.paper(second, P.TEST_REPORT, "B2", product_id=chain.noodles.id)
    chain.line(chain.seat.id, "B3", date(2026, 3, 1), supplier_id=chain.maker.id)
    chain.paper(chain.maker, P.TEST_REPORT, "B3", product_id=chain.noodles.id)
    assert chain.lacking() == {"A1": BOTH, "B3": BOTH}
    chain.laptop.receive(
        factories.any_of(OperatorMerge, operator_id=old_shop.id, into_id=chain.shop.id),
        factories.any_of(OperatorMerge, operator_id=chain.seat.id, into_id=new_seat.id),
    )
    assert chain.lacking() == {"B2": ["licence"]}
    chain.paper(second, P.BUSINESS_LICENCE)
    assert chain.lacking() == {}
    with chain.laptop.acting() as act:
        (line,) = (each for each in supplier_files.purchases(act, chain.shop.id) if each.batch_no == "B2")
        assert line.operator_id == old_shop.id
        assert supplier_files.missing_for(act, line) == ()


def test_a_shop_has_one_head_office_and_is_not_its_own(chain: Chain) -> None:
    link = chain.join()
    assert link.head_office
    assert chain.join() == link, "said twice"
    other, own = chain.supplier("别家总部"), chain.supplier("本店", operator_id=chain.shop.id)
    for office, code in ((other, Code.OTHER_HEAD_OFFICE), (own, Code.SAME_OPERATOR)):
        with pytest.raises(Refused) as refused, chain.laptop.acting() as act:
            chains.name_head_office(act, chain.shop.id, office.id)
        assert code in {each.code for each in refused.value.problems}
    with chain.laptop.acting() as act:
        chains.leave(act, link.id, DAY)
        assert chains.name_head_office(act, chain.shop.id, other.id, date(2026, 3, 6)).supplier_id == other.id
        assert chains.head_office_of(act.session, chain.shop.id, DAY) == chain.office
        assert chains.head_office_of(act.session, chain.shop.id, date(2026, 3, 6)) == other
    with pytest.raises(Refused), chain.laptop.acting() as act:
        chains.leave(act, supplier_files.link(act, chain.shop.id, chain.maker.id).id, DAY)


def test_two_head_offices_never_share_a_day(chain: Chain) -> None:
    """Whether the other one stands now, begins later, or is over; nor does an end that is moved make them."""
    other = chain.supplier("别家总部")

    def joined(since: date | None, until: date | None = None) -> TradeLink:
        with chain.laptop.acting() as act:
            return chains.name_head_office(act, chain.shop.id, other.id, since, until)

    chain.join(date(2026, 5, 1))
    for since, until in ((DAY, None), (None, None), (DAY, date(2026, 5, 1)), (date(2026, 6, 1), None)):
        with pytest.raises(Refused) as refused:
            joined(since, until)
        [problem] = refused.value.problems
        assert problem.code is Code.OTHER_HEAD_OFFICE
        assert problem.facts == {"name": "禾小满连锁总部", "since": "2026-05-01", "until": "…"}
    with pytest.raises(Refused, match="refused"):
        joined(DAY, date(2026, 3, 1))
    before = joined(DAY, date(2026, 4, 30))
    with pytest.raises(Refused), chain.laptop.acting() as act:
        chains.leave(act, before.id, date(2026, 5, 2))
    with chain.laptop.acting() as act:
        chains.leave(act, before.id, date(2026, 4, 1))
        offices = [chains.head_office_of(act.session, chain.shop.id, date(2026, month, 15)) for month in (3, 4, 5)]
    assert offices == [other, None, chain.office]
