"""What the ledger adds up to, and what a line of it must say (Food Safety Law art. 50, 53)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.domain.shelf_life import expiry_of
from inspector_app.records.goods import ShelfLifeUnit
from inspector_app.records.ledgers import Direction, LedgerEntry


class Dated(Protocol):
    """Goods with the dates on their label: a line of the ledger, or one that is being entered."""

    @property
    def production_date(self) -> date | None: ...
    @property
    def shelf_life(self) -> int | None: ...
    @property
    def shelf_life_unit(self) -> ShelfLifeUnit | None: ...
    @property
    def expiry_date(self) -> date | None: ...


class StockKey(NamedTuple):
    """One batch of one product, counted in one unit: cartons and bottles do not add up."""

    product: str
    """Product id, else GTIN, else name and specification."""
    batch: str
    unit: str


def stock_key(entry: LedgerEntry) -> StockKey:
    product = entry.product_id or entry.gtin or f"{entry.product_name.strip()}|{entry.specification.strip()}"
    return StockKey(product, entry.batch_no.strip(), entry.unit.strip())


def standing(entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """The lines that count: neither reversed nor reversals, which repeat the line that they take back."""
    entries = list(entries)
    reversed_ids = {entry.reverses for entry in entries if entry.reverses is not None and entry.voided_at is None}
    return [e for e in entries if e.reverses is None and e.voided_at is None and e.id not in reversed_ids]


def stock(entries: Iterable[LedgerEntry]) -> dict[StockKey, int]:
    """Thousandths on hand of each batch; below nothing where sales exceed what was recorded as bought."""
    on_hand: defaultdict[StockKey, int] = defaultdict(int)
    for entry in standing(entries):
        on_hand[stock_key(entry)] += entry.quantity_milli if entry.direction is Direction.IN else -entry.quantity_milli
    return dict(on_hand)


def exceeds_stock(on_hand: Mapping[StockKey, int], entry: LedgerEntry) -> Problem | None:
    """A sale of more than is recorded needs a reason. A sale that names no batch draws on all batches."""
    if entry.direction is not Direction.OUT or entry.reverses is not None:
        return None
    key = stock_key(entry)
    if key.batch:
        left = on_hand.get(key, 0)
    else:
        left = sum(n for other, n in on_hand.items() if (other.product, other.unit) == (key.product, key.unit))
    if entry.quantity_milli <= left:
        return None
    severity = Severity.WARN if entry.stock_reason.strip() else Severity.ERROR
    facts: dict[str, str | int] = {"quantity_milli": entry.quantity_milli, "left_milli": left, "unit": entry.unit}
    return Problem("stock_reason", Code.EXCEEDS_STOCK, severity, facts)


def missing_fields(entry: LedgerEntry, wholesale: bool = False) -> list[Problem]:
    """What a line lacks. What the law asks for may be missing with a reason: that is then a finding, not a mistake.

    In: name, specification, quantity, production date or batch, shelf life, date, supplier's name, address and contact,
    and a voucher. Out, of a wholesaler: buyer's name, address and contact (FSL 53 para 4).
    """
    problems = [Problem(name, Code.REQUIRED) for name in ("product_name", "unit") if not getattr(entry, name).strip()]
    if entry.quantity_milli <= 0:
        problems.append(Problem("quantity_milli", Code.QUANTITY))
    if entry.shelf_life is not None and (entry.shelf_life <= 0 or entry.shelf_life_unit is None):
        problems.append(Problem("shelf_life", Code.SHELF_LIFE))
    if entry.reverses is not None:
        return problems if entry.reverse_reason.strip() else [*problems, Problem("reverse_reason", Code.REQUIRED)]
    severity, code = Severity.ERROR, Code.REASON_NEEDED
    if entry.missing_reason.strip():
        severity, code = Severity.WARN, Code.GIVEN_WITH_REASON
    return problems + [Problem(name, code, severity) for name in _lawful_fields(entry, wholesale)]


def _lawful_fields(entry: LedgerEntry, wholesale: bool) -> list[str]:
    """The fields that the law asks for and the line does not give."""
    wanted: list[str] = []
    if entry.direction is Direction.IN:
        wanted.append("specification")
        if entry.production_date is None and not entry.batch_no.strip():
            wanted.append("production_date")
        if entry.shelf_life is None and entry.expiry_date is None:
            wanted.append("shelf_life")
    if entry.direction is Direction.IN or wholesale:
        wanted += ["partner_name", "partner_address", "partner_phone"]
    if entry.direction is Direction.IN:
        wanted.append("voucher_no")
    dated = {"production_date", "shelf_life"}
    return [name for name in wanted if name in dated or not getattr(entry, name).strip()]


def date_problems(goods: Dated, traded_on: date, today: date) -> list[Problem]:
    """Dates that cannot be: a trade still to come, goods made after it or past their last good day, an expiry before
    the production, or another one than the shelf life gives.
    """
    problems = []
    produced, printed = goods.production_date, goods.expiry_date
    if traded_on > today:
        problems.append(Problem("happened_on", Code.DATE_FUTURE))
    if produced is not None and produced > traded_on:
        problems.append(Problem("production_date", Code.DATE_FUTURE))
    if produced is not None and printed is not None and printed < produced:
        return [*problems, Problem("expiry_date", Code.EXPIRY_FIRST)]
    expiry = expiry_of(produced, goods.shelf_life, goods.shelf_life_unit, printed)
    if expiry.differs:
        problems.append(Problem("expiry_date", Code.EXPIRY_DIFFERS, Severity.WARN))
    if expiry.day is not None and expiry.day < traded_on:
        problems.append(Problem("expiry_date", Code.EXPIRED, Severity.WARN, {"expiry": expiry.day.isoformat()}))
    return problems
