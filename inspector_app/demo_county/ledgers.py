"""Ledger lines of a sampled shop: deliveries of goods in, and sales out of the batches that they brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.demo_county import numbers
from inspector_app.demo_county.chance import Chance, Choice, instant
from inspector_app.demo_county.dealers import Dealer, Dealers
from inspector_app.demo_county.faults import OVERSOLD, SWAPPED_DATES, Fault
from inspector_app.demo_county.operators import Shop
from inspector_app.demo_county.products import Catalogue, Good, Supplier, shelf_days
from inspector_app.demo_county.words import Words
from inspector_app.domain.shelf_life import last_good_day
from inspector_app.records.goods import ProductField, ShelfLifeUnit
from inspector_app.records.ledgers import Direction, LedgerEntry, LedgerSource
from inspector_app.records.operators import OperatorKind
from sync.record import Wire, defaults

LINES_A_SHOP = 120
"""Mean length of a sampled shop's ledger."""
MEDIAN_INTERVAL = 2.197
"""Log of 9 days between deliveries."""
MEDIAN_QUANTITY = 2.485
"""Log of 12 packs."""
EXTRA_LINES = 6
"""Lines of a delivery beyond the first, Poisson."""
MONTHS_24 = 729
ASSORTMENT = 40
NO_BATCH, NO_CONTACT, NO_DATE, NO_VOUCHER = 0.35, 0.20, 0.15, 0.25
SELLERS = frozenset(
    {
        OperatorKind.RURAL_STORE, OperatorKind.FOOD_RETAILER, OperatorKind.FOOD_WHOLESALER,
        OperatorKind.AGRI_INPUT_SHOP, OperatorKind.CONSUMER_GOODS_SHOP,
    }
)  # fmt: skip
"""Their goods leave as they came; kitchens and workshops only buy."""
KEEPERS = SELLERS | {
    OperatorKind.SMALL_CATERING, OperatorKind.CATERING, OperatorKind.COLLECTIVE_CANTEEN, OperatorKind.SMALL_WORKSHOP,
}  # fmt: skip
FIELDS = {
    OperatorKind.AGRI_INPUT_SHOP: ProductField.AGRI_INPUT,
    OperatorKind.CONSUMER_GOODS_SHOP: ProductField.CONSUMER_GOODS,
}
SOURCES = Choice.of(
    {
        LedgerSource.OPERATOR_PAPER: 55, LedgerSource.INSPECTOR_ENTRY: 20, LedgerSource.SCAN: 20,
        LedgerSource.IMPORT: 5,
    }
)  # fmt: skip
SOLD_BETWEEN_DELIVERIES = 0.6
"""Share of the batches in the shop of which something is sold before the next delivery."""
SOLD_EXPIRED = 0.015

LINKED = 0.8
"""Share of the lines in that name the supplier's record, not its name alone."""
DEALERS = 2
"""Of the four from whom a shop buys food."""

_LINE = defaults(LedgerEntry)


@dataclass(frozen=True, slots=True)
class Source:
    """From whom a shop buys."""

    supplier: Supplier
    dealer: Dealer | None = None


@dataclass(slots=True)
class _Batch:
    """What the shop still has of one line in."""

    line: Wire
    fen: int
    left: int
    good_until: date
    is_one: bool
    """No other line of the shop bears its number, so that one can tell when too much of it is sold."""


@dataclass(frozen=True)
class Bookkeeper:
    seed: int
    reference_date: date
    words: Words
    catalogue: Catalogue
    suppliers: tuple[Supplier, ...]
    dealers: Dealers
    faults: list[Fault]

    def lines(self, serial: int, shop: Shop, own: list[Good], count: int) -> Iterator[tuple[str, Wire]]:
        """`count` lines, oldest first; `own` are goods that only this shop has."""
        chance = Chance.at(self.seed, "ledger", serial)
        kind = OperatorKind(shop.row["operator_kind"])
        pool = self.catalogue.by_field[FIELDS.get(kind, ProductField.FOOD)]
        goods = [chance.one(pool) for _ in range(ASSORTMENT)] + own if pool else own
        sources = [Source(chance.one(self.suppliers)) for _ in range(4)]
        if kind not in FIELDS and self.dealers.selling:
            near = (chance.one(self.dealers.selling) for _ in range(DEALERS))
            sources[:DEALERS] = [Source(dealer.supplier, dealer) for dealer in near]
        sells = kind in SELLERS
        days = self._delivery_days(chance, count, sells)
        stock: list[_Batch] = []
        made = 0
        while made < count:
            day, until = next(days)
            source = chance.one(sources)
            voucher = "" if chance.happens(NO_VOUCHER) else f"{day:%Y%m%d}-{chance.below(10_000):04}"
            for _ in range(min(1 + chance.poisson(EXTRA_LINES), count - made)):
                lines, batch = self._bought(chance, shop, goods, source, voucher, day, count - made)
                made += len(lines)
                stock.append(batch)
                yield from ((LedgerEntry.kind, line) for line in lines)
                if made == count:
                    break
            if sells:
                for batch, on in self._sales(chance, stock, day, until)[: count - made]:
                    made += 1
                    yield LedgerEntry.kind, self._sold(chance, shop, batch, on, kind)
                stock = [batch for batch in stock if batch.left > 0][-2 * ASSORTMENT :]

    def _delivery_days(self, chance: Chance, count: int, sells: bool) -> Iterator[tuple[date, date]]:
        """(delivery, day before the next one), to the reference date; endless, for a shop may get small deliveries."""
        deliveries = 1 + count // (2 * EXTRA_LINES if sells else EXTRA_LINES)
        gaps = [chance.lognormvariate(MEDIAN_INTERVAL, 0.6) for _ in range(deliveries)]
        squeeze = min(1.0, MONTHS_24 / sum(gaps))
        ago = squeeze * sum(gaps)
        for gap in gaps:
            day, ago = self.reference_date - timedelta(days=int(ago)), ago - squeeze * gap
            yield day, max(day, self.reference_date - timedelta(days=int(max(ago, 0)) + 1))
        while True:
            yield self.reference_date, self.reference_date

    def line(self, chance: Chance, shop: Shop, day: date, **fields: object) -> Wire:
        entered_on = min(day + timedelta(days=chance.below(15)), self.reference_date)
        entered_at = instant(entered_on, 540 + chance.below(480))
        return _LINE | {
            "id": chance.id_at(entered_at),
            "operator_id": shop.row["id"],
            "happened_on": day.isoformat(),
            "source": chance.draw(SOURCES).value,
            "entered_by": chance.one(shop.station.inspectors)["id"],
            "entered_at": entered_at,
        } | fields  # fmt: skip

    def _bought(
        self, chance: Chance, shop: Shop, goods: list[Good], source: Source, voucher: str, day: date, room: int
    ) -> tuple[list[Wire], _Batch]:
        """The line in, after what it takes in dealers' books; a fault in it does not pass to the lines out."""
        packs = max(1, round(chance.lognormvariate(MEDIAN_QUANTITY, 0.7)))
        good, before = chance.one(goods), list[Wire]()
        produced = day - timedelta(days=int(chance.betavariate(2, 5) * shelf_days(good.row)))
        printed = f"{produced:%Y%m%d}{room:03}"
        if source.dealer is not None:
            wanted = chance.one(self.dealers.goods)
            given = self.dealers.deliver(chance, self.line, source.dealer, shop, wanted, packs, day, room - 1)
            if given is not None:
                (lot, before), good = given, wanted
                produced, printed = lot.produced, lot.batch_no
        expiry = last_good_day(produced, good.row["shelf_life"], ShelfLifeUnit(good.row["shelf_life_unit"]))
        no_date, no_contact = chance.happens(NO_DATE), chance.happens(NO_CONTACT)
        batch_no = "" if chance.happens(NO_BATCH) else printed
        missing = no_date or no_contact or not batch_no or not voucher
        partner = source.supplier.partner
        if no_contact:
            partner |= {"partner_address": "", "partner_phone": ""}
        if not chance.happens(LINKED):
            partner["supplier_id"] = None
        line = self.line(
            chance,
            shop,
            day,
            direction=Direction.IN.value,
            product_id=good.row["id"],
            product_name=good.row["name"],
            gtin=good.row["gtin"],
            specification=good.row["specification"],
            quantity_milli=packs * 1000,
            unit=good.row["unit"],
            price_fen=packs * good.fen,
            batch_no=batch_no,
            production_date=None if no_date else produced.isoformat(),
            shelf_life=good.row["shelf_life"],
            shelf_life_unit=good.row["shelf_life_unit"],
            expiry_date=None if no_date else expiry.isoformat(),
            voucher_no=voucher,
            **partner,
            missing_reason=chance.one(self.words.reasons["ledger"]) if missing else "",
        )
        batch = _Batch(line, good.fen, packs, expiry, is_one=bool(batch_no) and not before)
        if not no_date and chance.happens(SWAPPED_DATES):
            line = line | {"production_date": line["expiry_date"], "expiry_date": line["production_date"]}
            self.faults.append(Fault(LedgerEntry.kind, line["id"], "production_date"))
        return [*before, line], batch

    def _sales(self, chance: Chance, stock: list[_Batch], day: date, until: date) -> list[tuple[_Batch, date]]:
        """Which batches are sold from, and when, in order of time; seldom one that is past its last good day."""
        span = (until - day).days + 1
        sales = [
            (b, day + timedelta(days=chance.below(span))) for b in stock if chance.happens(SOLD_BETWEEN_DELIVERIES)
        ]
        fresh = [(b, on) for b, on in sales if on <= b.good_until or chance.happens(SOLD_EXPIRED)]
        return sorted(fresh, key=lambda sale: sale[1])

    def _sold(self, chance: Chance, shop: Shop, batch: _Batch, day: date, kind: OperatorKind) -> Wire:
        packs = 1 + chance.below(batch.left)
        oversold = batch.is_one and chance.happens(OVERSOLD)
        if oversold:
            packs = batch.left + 1 + chance.below(10)
        batch.left -= packs
        bought = batch.line
        same = ("product_id", "product_name", "gtin", "specification", "unit", "batch_no", "shelf_life")
        line = self.line(
            chance,
            shop,
            day,
            direction=Direction.OUT.value,
            quantity_milli=packs * 1000,
            price_fen=packs * round(batch.fen * 1.25),
            **{name: bought[name] for name in same},
            production_date=bought["production_date"],
            shelf_life_unit=bought["shelf_life_unit"],
            expiry_date=bought["expiry_date"],
        )
        if kind is OperatorKind.FOOD_WHOLESALER:
            stores = self.words.shop_types[OperatorKind.RURAL_STORE]
            line["partner_name"] = f"{chance.one(self.words.shop_words)}{chance.one(stores)}"
            line["partner_address"] = f"云岭县{chance.one(self.words.roads)}{1 + chance.below(99)}号"
            line["partner_phone"] = numbers.mobile(chance)
        if oversold:
            self.faults.append(Fault(LedgerEntry.kind, line["id"], "quantity_milli"))
        return line
