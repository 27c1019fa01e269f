"""Dealers: registered wholesalers whose books mirror those of the shops, tier above tier, so that goods can be traced.

Of each good a dealer has one batch a quarter, the same in the whole county. Lines arise when a shop buys: where the
dealer has too little left, it buys more from the tier above, and that one from the next, up to the maker.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from inspector_app.demo_county.chance import Chance
from inspector_app.demo_county.operators import Shop
from inspector_app.demo_county.products import Good, Supplier, shelf_days
from inspector_app.domain.shelf_life import last_good_day
from inspector_app.records.goods import ShelfLifeUnit
from inspector_app.records.ledgers import Direction
from sync.record import Wire

TIERS = (1, 3, 12)
"""Dealers of the upper tiers; all others are of the lowest, from which shops buy."""
SHOPS_A_DEALER = 40
GOODS = 300
KEEPS_DAYS = 180
"""Goods that keep for less go from maker to shop without dealers."""
QUARTER_DAYS = 90
SUPPLY = 6
"""Times as much as is asked for, a dealer buys."""
NO_BATCH = 0.1

Enter = Callable[..., Wire]
"""Bookkeeper.line"""


@dataclass(slots=True)
class Lot:
    """A batch at a dealer."""

    produced: date
    batch_no: str
    """As the dealer's book has it; empty where it leaves it out."""
    left: int = 0


@dataclass(frozen=True, slots=True)
class Dealer:
    supplier: Supplier
    shop: Shop
    tier: int
    upstream: Dealer | None
    lots: dict[tuple[str, int], Lot] = field(default_factory=dict)
    """{(product, quarter): what is left of it}"""


class Dealers:
    """The county's dealers, as far as so many ledgers need them."""

    def __init__(
        self,
        seed: int,
        today: date,
        pool: Sequence[Good],
        suppliers: Sequence[Supplier],
        ledgers: int,
        reasons: Sequence[str],
    ) -> None:
        self._seed = seed
        self._today = today
        self._reasons = reasons
        self.goods = [good for good in pool if shelf_days(good.row) >= KEEPS_DAYS][:GOODS]
        registered = [each for each in suppliers if each.shop is not None]
        tiers: list[list[Dealer]] = [[]]
        for each in registered[: max(1, ledgers // SHOPS_A_DEALER) if self.goods else 0]:
            if len(tiers) <= len(TIERS) and len(tiers[-1]) == TIERS[len(tiers) - 1]:
                tiers.append([])
            above = tiers[-2] if len(tiers) > 1 else []
            upstream = above[len(tiers[-1]) % len(above)] if above else None
            assert each.shop is not None
            tiers[-1].append(Dealer(each, each.shop, len(tiers) - 1, upstream))
        self.selling = tiers[-1]

    def deliver(
        self, chance: Chance, enter: Enter, dealer: Dealer, buyer: Shop, good: Good, packs: int, day: date, room: int
    ) -> tuple[Lot, list[Wire]] | None:
        """The lot that the buyer gets, and the lines of dealers that it takes; None if they are more than `room`."""
        quarter = (self._today - day).days // QUARTER_DAYS
        if dealer.shop is buyer or self._lines(dealer, good, quarter, packs) + 1 > room:
            return None
        lines: list[Wire] = []
        lot = self._lot(chance, enter, dealer, good, quarter, packs, lines)
        lines.append(self._sold(chance, enter, dealer, buyer, good, lot, packs, day))
        return Lot(lot.produced, _batch(lot.produced)), lines

    def _lines(self, dealer: Dealer, good: Good, quarter: int, packs: int) -> int:
        """How many lines it takes until the dealer has so much."""
        lot = dealer.lots.get((good.row["id"], quarter))
        if lot is not None and lot.left >= packs:
            return 0
        return 1 if dealer.upstream is None else 2 + self._lines(dealer.upstream, good, quarter, SUPPLY * packs)

    def _lot(
        self, chance: Chance, enter: Enter, dealer: Dealer, good: Good, quarter: int, packs: int, lines: list[Wire]
    ) -> Lot:
        """What the dealer has of the quarter's batch, bought if need be; `packs` of it are taken."""
        begins = self._today - timedelta(days=QUARTER_DAYS * (quarter + 1))
        lot = dealer.lots.get((good.row["id"], quarter))
        if lot is None:
            produced = begins - timedelta(days=20 + Chance.at(self._seed, "lot", good.row["id"], quarter).below(20))
            lot = Lot(produced, "" if chance.happens(NO_BATCH) else _batch(produced))
            dealer.lots[good.row["id"], quarter] = lot
        if lot.left < packs:
            day, amount = begins - timedelta(days=2 * (len(TIERS) - dealer.tier)), SUPPLY * packs
            source = dealer.upstream
            if source is not None:
                above = self._lot(chance, enter, source, good, quarter, amount, lines)
                lines.append(self._sold(chance, enter, source, dealer.shop, good, above, amount, day))
            bought = _goods(good, lot, amount) | self._from(source, good)
            lines.append(enter(chance, dealer.shop, day, direction=Direction.IN.value, **bought))
            lot.left += amount
        lot.left -= packs
        return lot

    def _sold(
        self, chance: Chance, enter: Enter, dealer: Dealer, buyer: Shop, good: Good, lot: Lot, packs: int, day: date
    ) -> Wire:
        return enter(
            chance,
            dealer.shop,
            day,
            direction=Direction.OUT.value,
            **_goods(good, lot, packs),
            partner_name=buyer.row["name"],
            partner_address=buyer.row["address"],
            partner_phone=buyer.row["phone"] or "",
            partner_operator_id=buyer.row["id"],
            missing_reason="" if buyer.row["phone"] else self._reasons[0],
        )

    def _from(self, source: Dealer | None, good: Good) -> Wire:
        """Whom a dealer buys from: another one, or the maker."""
        if source is None:
            return {
                "partner_name": good.row["maker_name"],
                "partner_address": good.row["maker_address"],
                "missing_reason": self._reasons[0],
            }
        return source.supplier.partner | {"partner_operator_id": source.shop.row["id"], "voucher_no": f"D{source.tier}"}


def _batch(produced: date) -> str:
    return f"{produced:%Y%m%d}A"


def _goods(good: Good, lot: Lot, packs: int) -> Wire:
    row = good.row
    same = ("gtin", "specification", "unit", "shelf_life", "shelf_life_unit")
    return {name: row[name] for name in same} | {
        "product_id": row["id"],
        "product_name": row["name"],
        "quantity_milli": packs * 1000,
        "price_fen": packs * good.fen,
        "batch_no": lot.batch_no,
        "production_date": lot.produced.isoformat(),
        "expiry_date": last_good_day(
            lot.produced, row["shelf_life"], ShelfLifeUnit(row["shelf_life_unit"])
        ).isoformat(),
    }
