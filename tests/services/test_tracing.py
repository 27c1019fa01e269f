"""From a line of a ledger on a real replica to the sources and the buyers of its goods."""

from __future__ import annotations

from typing import Any

from inspector_app.domain.tracing import Edge, PartyKind, Trace, Way
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.records.suppliers import Supplier
from inspector_app.services import ledgers as books
from inspector_app.services import tracing
from inspector_app.storage import search
from sync.record import new_id
from tests import factories
from tests.replica_fixtures import Laptop

OPERATOR, OUTSIDE, UNNAMED, CONSUMERS = PartyKind
BARE = {"partner_name": "", "partner_address": "", "partner_phone": ""}


def wholesaler(laptop: Laptop, name: str = "石桥批发部") -> Operator:
    made = factories.operator(name=name, operator_kind=OperatorKind.FOOD_WHOLESALER)
    laptop.receive(made)
    with laptop.sessions.begin() as session:
        search.refresh(session, [("operator", made.id)])
    return made


def entry(laptop: Laptop, operator: Operator, direction: Direction = Direction.IN, **fields: Any) -> LedgerEntry:
    made = factories.ledger_entry(operator.id, direction=direction, **fields)
    laptop.receive(made)
    return made


def traced(laptop: Laptop, line: LedgerEntry, way: Way, steps: int = 6) -> Trace:
    with laptop.acting() as act:
        return tracing.trace(act, line.id, way, steps)


def where(found: Trace) -> dict[tuple[PartyKind, str], Edge]:
    return {(node.party.kind, node.party.key): node.edge for node in found.nodes}


def test_l_6_goods_are_traced_back_through_all_books_to_the_edge_of_what_is_known(laptop: Laptop) -> None:
    dealer = wholesaler(laptop)
    supplier = Supplier(id=new_id(), county_code="990101", name="石桥批发", operator_id=dealer.id)
    laptop.receive(supplier)
    line = entry(laptop, laptop.shop, partner_name="石桥批发", supplier_id=supplier.id)
    entry(laptop, dealer, partner_name="青川乳业有限公司")
    entry(laptop, dealer, **BARE)
    entry(laptop, dealer, partner_name="别的批次", batch_no="20260302")
    entry(laptop, dealer, partner_name="别的货", product_name="别的货")
    found = traced(laptop, line, Way.BACK)
    assert where(found) == {
        (OPERATOR, laptop.shop.id): Edge.GOES_ON,
        (OPERATOR, dealer.id): Edge.GOES_ON,
        (OUTSIDE, "青川乳业有限公司"): Edge.UNKNOWN,
        (UNNAMED, dealer.id): Edge.UNKNOWN,
    }
    assert all(flow.is_certain for flow in found.flows)


def test_l_6_goods_are_traced_forward_to_every_buyer(laptop: Laptop) -> None:
    dealer = wholesaler(laptop)
    line = entry(laptop, dealer)
    entry(laptop, dealer, Direction.OUT, partner_name="便民", partner_operator_id=laptop.shop.id)
    entry(laptop, laptop.shop, Direction.OUT, **BARE)
    entry(laptop, dealer, Direction.OUT, partner_name="邻县某店", partner_operator_id=new_id())
    assert where(traced(laptop, line, Way.FORWARD)) == {
        (OPERATOR, dealer.id): Edge.GOES_ON,
        (OPERATOR, laptop.shop.id): Edge.GOES_ON,
        (CONSUMERS, laptop.shop.id): Edge.SOLD,
        (OUTSIDE, "邻县某店"): Edge.UNKNOWN,
    }


def test_a_buyer_whose_book_alone_tells_of_it_is_found_from_the_seller(laptop: Laptop) -> None:
    dealer = wholesaler(laptop)
    line = entry(laptop, dealer)
    entry(laptop, laptop.shop, partner_operator_id=dealer.id)
    assert (OPERATOR, laptop.shop.id) in where(traced(laptop, line, Way.FORWARD))


def test_a_partner_known_by_name_alone_is_followed_and_marked_as_doubtful(laptop: Laptop) -> None:
    dealer = wholesaler(laptop, "云岭县粮油批发部")
    line = entry(laptop, laptop.shop)
    found = traced(laptop, line, Way.BACK)
    assert (OPERATOR, dealer.id) in where(found)
    assert [flow.is_certain for flow in found.flows] == [False]
    wholesaler(laptop, "云岭县粮油批发部")  # a second one of the name: it is nobody's name any more
    assert where(traced(laptop, line, Way.BACK))[OUTSIDE, "云岭县粮油批发部"] is Edge.UNKNOWN


def test_lines_of_one_code_are_of_one_product_though_it_was_entered_twice(laptop: Laptop) -> None:
    gtin = "09521234543213"
    first, second = factories.product(gtin=gtin), factories.product(gtin=gtin)
    laptop.receive(first, second)
    dealer = wholesaler(laptop)
    line = entry(laptop, laptop.shop, gtin=gtin, product_id=first.id, partner_operator_id=dealer.id)
    entry(laptop, dealer, product_id=second.id, gtin=None, partner_name="厂家")
    assert (OUTSIDE, "厂家") in where(traced(laptop, line, Way.BACK))


def test_l_6_the_books_of_shops_that_are_one_are_one_book(laptop: Laptop) -> None:
    """The shop bought under its earlier registration, from a dealer that was registered twice."""
    dealer, twice, earlier = wholesaler(laptop), wholesaler(laptop, "石桥批发"), wholesaler(laptop, "便民店")
    line = entry(laptop, earlier, partner_operator_id=twice.id)
    entry(laptop, dealer, partner_name="青川乳业有限公司")
    laptop.receive(factories.merger(twice, dealer), factories.merger(earlier, laptop.shop))
    assert where(traced(laptop, line, Way.BACK)) == {
        (OPERATOR, laptop.shop.id): Edge.GOES_ON,
        (OPERATOR, dealer.id): Edge.GOES_ON,
        (OUTSIDE, "青川乳业有限公司"): Edge.UNKNOWN,
    }


def test_l_6_a_name_that_one_shop_bears_in_both_its_registrations_is_its_own(laptop: Laptop) -> None:
    """A registration of the dealer and a supplier's file each, so that neither name is one row's alone."""
    dealer, twice = wholesaler(laptop, "云岭县粮油批发部"), wholesaler(laptop, "云岭县粮油批发部")
    for each in (dealer, twice):
        laptop.receive(Supplier(id=new_id(), county_code="990101", name="粮油批发", operator_id=each.id))
    lines = [entry(laptop, laptop.shop), entry(laptop, laptop.shop, partner_name="粮油批发", batch_no="20260302")]
    assert all((OPERATOR, dealer.id) not in where(traced(laptop, line, Way.BACK)) for line in lines)
    laptop.receive(factories.merger(twice, dealer))
    assert all((OPERATOR, dealer.id) in where(traced(laptop, line, Way.BACK)) for line in lines)


def test_a_line_that_was_taken_back_tells_nothing(laptop: Laptop) -> None:
    with laptop.acting() as act:
        kept = books.add(act, factories.ledger_entry(laptop.shop.id, partner_name="甲"))
        wrong = books.add(act, factories.ledger_entry(laptop.shop.id, partner_name="乙"))
        books.reverse(act, wrong.id, "录错")
    assert (OUTSIDE, "乙") not in where(traced(laptop, kept, Way.BACK))
    assert (OUTSIDE, "甲") in where(traced(laptop, kept, Way.BACK))
