"""The county's goods and those who deliver them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.demo_county import numbers
from inspector_app.demo_county.chance import Chance, Choice, instant
from inspector_app.demo_county.faults import BAD_CHECK_DIGIT, Fault, misprinted
from inspector_app.demo_county.operators import Shop
from inspector_app.demo_county.places import Township
from inspector_app.demo_county.staff import person_name
from inspector_app.demo_county.words import Goods, GoodsClass, Words
from inspector_app.records import suppliers as records
from inspector_app.records.goods import PackForm, Product, ProductField, ShelfLifeUnit
from inspector_app.records.operators import LicenceState
from inspector_app.records.suppliers import SupplyChannel
from sync.record import Wire, defaults

GTIN8_SHARE = 0.025
FIELDS = Choice.of({ProductField.FOOD: 88, ProductField.AGRI_INPUT: 8, ProductField.CONSUMER_GOODS: 4})
MAKERS_A_BRAND = 3
"""Brands are few; a brand's goods of different classes are made by different licensed factories."""
FAR_SHARE = 80 / 600
VAN_SHARE = 25 / 600

_PRODUCT, _SUPPLIER = defaults(Product), defaults(records.Supplier)


@dataclass(frozen=True, slots=True)
class Good:
    """A product and what its row does not say."""

    row: Wire
    fen: int
    """Usual price of one unit."""


@dataclass(frozen=True, slots=True)
class Supplier:
    row: Wire
    shop: Shop | None
    """Where the supplier is registered in the county."""

    @property
    def partner(self) -> Wire:
        """How a shop's ledger names it."""
        return {
            "partner_name": self.row["name"],
            "partner_address": self.row["address"],
            "partner_phone": self.row["phone"],
            "supplier_id": self.row["id"],
        }


class Catalogue:
    """The goods sold all over the county; goods of one shop are made by `in_store` and `made_on_site`."""

    def __init__(self, seed: int, count: int, words: Words, goods: Goods, reference_date: date, faults: list[Fault]):
        self._goods = goods
        self._words = words
        self._brands = words.brands
        self._known_since = reference_date - timedelta(days=1000)
        self._classes = {
            ProductField.FOOD: Choice.of({each: each.weight for each in goods.food}),
            ProductField.AGRI_INPUT: Choice.of({each: each.weight for each in goods.agri_input}),
            ProductField.CONSUMER_GOODS: Choice.of({each: each.weight for each in goods.consumer_goods}),
        }
        self._in_store_items = 0
        chance = Chance.at(seed, "products")
        every = [self._county_wide(chance, serial, faults) for serial in range(count)]
        self.by_field = {field: [g for g in every if g.row["field"] == field.value] for field in ProductField}

    def rows(self) -> Iterator[tuple[str, Wire]]:
        yield from ((Product.kind, good.row) for goods in self.by_field.values() for good in goods)

    def _row(self, chance: Chance, **fields: object) -> Wire:
        return _PRODUCT | {"id": chance.id_at(instant(self._known_since, 600)), "county_code": numbers.COUNTY} | fields

    def _county_wide(self, chance: Chance, serial: int, faults: list[Fault]) -> Good:
        field = chance.draw(FIELDS)
        of = chance.draw(self._classes[field])
        brand = chance.below(len(self._brands))
        word = self._brands[brand]
        shelf_life, unit = shelf(chance, of)
        row = self._row(
            chance,
            name=f"{word}{chance.one(of.names)}",
            gtin=numbers.gtin8(serial) if chance.happens(GTIN8_SHARE) else numbers.gtin13(serial),
            brand=word,
            specification=chance.one(of.sizes),
            unit=of.unit,
            field=field.value,
            maker_name=f"云岭{word}食品有限公司" if of.sc else f"云岭{word}工贸有限公司",
            maker_address=f"{self._words.supplier_places[brand % len(self._words.supplier_places)]}工业园{1 + brand}号",
            licence_no=numbers.sc(of.sc, 1 + brand * MAKERS_A_BRAND + serial % MAKERS_A_BRAND) if of.sc else None,
            standard_no=of.standard,
            shelf_life=shelf_life,
            shelf_life_unit=unit.value,
            storage=of.storage,
        )
        if chance.happens(BAD_CHECK_DIGIT):
            row["gtin"] = misprinted(row["gtin"])
            faults.append(Fault(Product.kind, row["id"], "gtin"))
        if row["licence_no"] and chance.happens(BAD_CHECK_DIGIT):
            row["licence_no"] = misprinted(row["licence_no"])
            faults.append(Fault(Product.kind, row["id"], "licence_no"))
        return Good(row, round(of.fen * chance.lognormvariate(0, 0.3)))

    def in_store(self, chance: Chance, operator: Wire) -> Good:
        """Goods that a shop weighs and labels itself."""
        self._in_store_items += 1
        row = self._row(
            chance,
            name=chance.one(self._goods.in_store),
            store_code=numbers.in_store(self._in_store_items),
            store_operator_id=operator["id"],
            specification="称重",
            unit="千克",
            pack_form=PackForm.BULK.value,
            shelf_life=chance.one((30, 60, 90, 180)),
            shelf_life_unit=ShelfLifeUnit.DAY.value,
            storage="阴凉干燥处",
        )
        return Good(row, 800 + chance.below(2000))

    def made_on_site(self, chance: Chance, operator: Wire) -> Good:
        """Goods of a workshop, sold without a code."""
        row = self._row(
            chance,
            name=chance.one(self._goods.workshop),
            specification=chance.one(("500克", "1千克", "散装")),
            unit="份",
            pack_form=PackForm.MADE_ON_SITE.value,
            maker_name=operator["name"],
            maker_address=operator["address"],
            standard_no=self._goods.workshop_standard,
            shelf_life=chance.one((1, 3, 7, 30)),
            shelf_life_unit=ShelfLifeUnit.DAY.value,
            storage="冷藏或阴凉处",
        )
        return Good(row, 500 + chance.below(2000))


def shelf(chance: Chance, of: GoodsClass) -> tuple[int, ShelfLifeUnit]:
    band = chance.choices(range(4), of.shelf)[0]
    if band == 0:
        return chance.one((1, 3, 5, 7, 10, 15, 21, 30, 45)), ShelfLifeUnit.DAY
    return chance.one(((2, 3, 4, 6), (9, 10, 12), (18, 24, 36))[band - 1]), ShelfLifeUnit.MONTH


def shelf_days(row: Wire) -> int:
    """About how many days a product keeps."""
    return int(row["shelf_life"]) * (30 if row["shelf_life_unit"] == ShelfLifeUnit.MONTH else 1)


def suppliers(
    seed: int, count: int, words: Words, places: tuple[Township, ...], wholesalers: Sequence[Shop], today: date
) -> tuple[Supplier, ...]:
    """A few vans without a licence, the county's own wholesalers, and others, some of them far."""
    chance = Chance.at(seed, "suppliers")
    vans = round(count * VAN_SHARE)
    registered = wholesalers[: max(1, round(count * (1 - FAR_SHARE)) - vans)]
    made = []
    for number in range(count):
        shop = registered[number - vans] if vans <= number < vans + len(registered) else None
        first_seen = today - timedelta(days=30 + chance.below(1000))
        row = _SUPPLIER | {
            "id": chance.id_at(instant(first_seen, 600)),
            "county_code": numbers.COUNTY,
            "phone": numbers.mobile(chance),
            "contact_name": person_name(chance),
            "first_seen_on": first_seen.isoformat(),
        }
        if number < vans:
            villages = [village.code for village in chance.one(places).villages]
            row |= {
                "name": f"{chance.one(words.surnames)}某{words.van}",
                "address": "流动经营，无固定地址",
                "channel": SupplyChannel.DELIVERY_VAN.value,
                "licence_state": LicenceState.NONE.value,
                "vehicle_plate": f"云Z{chance.below(100_000):05}",
                "route": chance.sample(villages, min(5, len(villages))),
            }
        elif shop is not None:
            same = ("name", "address", "division_code", "licence_state")  # its numbers stand in its own file
            row |= {name: shop.row[name] for name in same}
            row |= {"operator_id": shop.row["id"], "contact_name": shop.owner}
            row["phone"] = shop.row["phone"] or row["phone"]
        else:
            is_far = chance.happens(FAR_SHARE)
            place = chance.one(words.supplier_places) if is_far else f"云岭县{chance.one(places).name}"
            row |= {
                "name": f"{chance.one(words.brands)}{chance.one(words.supplier_types)}",
                "address": f"{place}{chance.one(words.roads)}{1 + chance.below(99)}号",
                "licence_state": LicenceState.VALID.value,
            }
        made.append(Supplier(row, shop))
    return tuple(made)
