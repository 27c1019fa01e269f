"""The whole county as one stream of rows: a row comes after every row that it names."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain

from inspector_app.demo_county.chance import Chance
from inspector_app.demo_county.dealers import Dealers
from inspector_app.demo_county.faults import Fault
from inspector_app.demo_county.inspections import Card, Inspectorate
from inspector_app.demo_county.ledgers import KEEPERS, LINES_A_SHOP, Bookkeeper
from inspector_app.demo_county.matters import Matters
from inspector_app.demo_county.operators import KINDS, Registrar, Shop
from inspector_app.demo_county.places import by_size, region_rows, townships
from inspector_app.demo_county.products import Catalogue, suppliers
from inspector_app.demo_county.size import Size
from inspector_app.demo_county.staff import bureau
from inspector_app.demo_county.words import failure_rates, goods, words
from inspector_app.records import SCHEMA
from inspector_app.records.goods import Product, ProductField
from inspector_app.records.operators import OperatorKind
from inspector_app.records.people import Role
from inspector_app.records.reference import Checklist
from inspector_app.records.suppliers import Supplier
from sync.record import Record, Wire

IN_STORE_SHARE = WORKSHOP_SHARE = 0.1
"""Of the products: goods with an in-store code, and goods of workshops without any code."""
OPERATORS_A_SUPPLIER = 50
DEMO_KEY = b"DEMO county 990101"


@dataclass(frozen=True)
class Plan:
    """What to make. The same plan gives the same rows, byte for byte."""

    size: Size
    seed: int
    reference_date: date
    """Today, as the county knows it: nothing in it happened later."""
    checklists: tuple[Checklist, ...] = ()
    """The published lists that past visits answered; a kind of operator without one has no visits."""
    id_key: bytes = DEMO_KEY
    """The county's key for `Person.id_hmac`."""
    card: Card | None = None
    """Makes the pictures, as `cards.colour_card`; needed when `size.photos` is not 0."""

    def __post_init__(self) -> None:
        if self.size.inspections and not self.checklists:
            raise ValueError("past visits need the checklists that they answered")
        if self.size.photos and self.card is None:
            raise ValueError("photos need a way to make their pictures")


def rows(plan: Plan, faults: list[Fault]) -> Iterator[tuple[str, Wire]]:
    """(kind, row in wire form). Errors planted on purpose are appended to `faults` as they pass.

    Checklists, regions, users, laptops, products, laboratories, recalls, wholesalers and suppliers come first, then
    one operator after another, each with its persons, papers, own goods, ledger, visits and what befell it. A line of
    its ledger may come after those of dealers that it takes; a visit is followed at once by its findings, photos and
    rectification.
    """
    seed, size, today = plan.seed, plan.size, plan.reference_date
    places = townships(seed)
    offices = bureau(seed, places, today)
    allot = Allotment(seed, size.operators)
    inspectorate = Inspectorate(seed, today, words(), failure_rates(), plan.checklists, plan.card)
    weighed = allot.evenly("in-store", round(size.products * IN_STORE_SHARE), {OperatorKind.FOOD_RETAILER})
    made = allot.evenly("workshop goods", round(size.products * WORKSHOP_SHARE), {OperatorKind.SMALL_WORKSHOP})
    lines = allot.to_few("ledger", size.ledger, KEEPERS, LINES_A_SHOP)
    visits = allot.evenly("visits", size.inspections, inspectorate.kinds)
    photos = _parts(size.photos, size.inspections)

    catalogue = Catalogue(seed, size.products - sum(weighed) - sum(made), words(), goods(), today, faults)
    registrar = Registrar(seed, today, plan.id_key, words(), faults)
    placing, sizes = Chance.at(seed, "placing"), by_size(places)
    placed = [placing.draw(sizes) for _ in allot.kinds]

    def registered(of_wholesalers: bool) -> Iterator[tuple[int, Shop, list[tuple[str, Wire]]]]:
        for serial, (kind, place) in enumerate(zip(allot.kinds, placed, strict=True)):
            if (kind is OperatorKind.FOOD_WHOLESALER) is of_wholesalers:
                yield serial, *registrar.register(serial, kind, place, offices.stations[place.code])

    wholesalers = list(registered(True))
    count = max(30, size.operators // OPERATORS_A_SUPPLIER)
    sellers = suppliers(seed, count, words(), places, [shop for _, shop, _ in wholesalers], today)
    keepers = sum(1 for each in lines if each)
    dealers = Dealers(seed, today, catalogue.by_field[ProductField.FOOD], sellers, keepers, words().reasons["ledger"])
    desk = next(each["id"] for each in offices.admins if each["role"] == Role.COUNTY_ADMIN)
    matters = Matters.of(seed, today, words(), catalogue.by_field[ProductField.FOOD], desk)
    books = Bookkeeper(seed, today, words(), catalogue, sellers, dealers, faults)

    yield from ((Checklist.kind, each.wire()) for each in plan.checklists)
    yield from region_rows(seed)
    yield from offices.rows()
    yield from catalogue.rows()
    yield from matters.rows(size.operators)
    for _, _, own in wholesalers:
        yield from own
    yield from ((Supplier.kind, each.row) for each in sellers)
    for serial, shop, own in chain(wholesalers, registered(False)):
        if shop.row["operator_kind"] != OperatorKind.FOOD_WHOLESALER:
            yield from own
        chance = Chance.at(seed, "own goods", serial)
        own_goods = [catalogue.in_store(chance, shop.row) for _ in range(weighed[serial])]
        own_goods += [catalogue.made_on_site(chance, shop.row) for _ in range(made[serial])]
        yield from ((Product.kind, good.row) for good in own_goods)
        yield from books.lines(serial, shop, own_goods, lines[serial])
        if visits[serial]:
            yield from inspectorate.visits(serial, shop, visits[serial], photos)
        yield from matters.befall(serial, shop)


def generate(plan: Plan, faults: list[Fault]) -> Iterator[Record]:
    """The rows as checked records."""
    for kind, row in rows(plan, faults):
        yield SCHEMA.kinds[kind].model_validate(row)


class Allotment:
    """Which operator is of which kind, and how many lines, visits and goods of its own each has."""

    def __init__(self, seed: int, operators: int) -> None:
        self._seed = seed
        chance = Chance.at(seed, "kinds")
        self.kinds = [chance.draw(KINDS) for _ in range(operators)]

    def _eligible(self, kinds: Collection[OperatorKind]) -> Sequence[int]:
        return array("Q", (serial for serial, kind in enumerate(self.kinds) if kind in kinds))

    def evenly(self, what: str, total: int, kinds: Collection[OperatorKind]) -> Sequence[int]:
        """`total` thrown at random on the operators of these kinds; nothing where there is none of them."""
        counts, eligible = array("Q", bytes(8 * len(self.kinds))), self._eligible(kinds)
        chance = Chance.at(self._seed, what)
        for _ in range(total if eligible else 0):
            counts[chance.one(eligible)] += 1
        return counts

    def to_few(self, what: str, total: int, kinds: Collection[OperatorKind], mean: int) -> Sequence[int]:
        """`total` dealt to a random sample of these kinds, about `mean` each and unequal."""
        counts, eligible = array("Q", bytes(8 * len(self.kinds))), self._eligible(kinds)
        chance = Chance.at(self._seed, what)
        sample = chance.sample(eligible, min(len(eligible), -(-total // mean)))
        upto = [0.0, *accumulate(chance.lognormvariate(0, 0.5) for _ in sample)]
        for place, serial in enumerate(sample):
            counts[serial] = round(total * upto[place + 1] / upto[-1]) - round(total * upto[place] / upto[-1])
        return counts


def _parts(total: int, count: int) -> Iterator[int]:
    """`total` cut into `count` parts that differ by one at most."""
    return (total * (part + 1) // count - total * part // count for part in range(count))
