"""How long a shop has to keep a line of its book, and the finding where it did not (goals.md L.8)."""

from __future__ import annotations

from datetime import date

from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.retention import Keeping, Kept, RetentionRules, find_term, keep_until, kept_too_short
from inspector_app.records.goods import Product, ProductField
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import AgriKind, Operator, OperatorKind
from inspector_app.records.suppliers import Supplier, SupplyChannel
from inspector_app.services.acting import Acting
from inspector_app.services.rules import layers

BY_AGRI = {AgriKind.PESTICIDE: Kept.PESTICIDE_LEDGER, AgriKind.FEED: Kept.FEED_LEDGER}


def keeping(act: Acting, line: LedgerEntry) -> Keeping | None:
    """Through which day a line is kept, and by which term; None where no law sets one."""
    operator = act.get(Operator, line.operator_id)
    term = find_term(layers(RetentionRules, line.happened_on, operator.division_code), what(act, operator, line))
    return None if term is None else keep_until(term, line.happened_on, line.expiry_date)


def what(act: Acting, operator: Operator, line: LedgerEntry) -> Kept:
    """Which kind of record a line is: by the shop, the product and who delivered it."""
    if operator.operator_kind is OperatorKind.AGRI_INPUT_SHOP:
        return next((BY_AGRI[kind] for kind in operator.agri_kinds if kind in BY_AGRI), Kept.PRODUCT_LEDGER)
    product = act.writer.find(Product, line.product_id) if line.product_id else None
    if operator.operator_kind is OperatorKind.CONSUMER_GOODS_SHOP or (
        product and product.field is not ProductField.FOOD
    ):
        return Kept.PRODUCT_LEDGER
    supplier = act.writer.find(Supplier, line.supplier_id) if line.supplier_id else None
    if line.direction is Direction.IN and supplier is not None and supplier.channel is SupplyChannel.FARMER:
        return Kept.FARM_PRODUCE_PURCHASE
    return Kept.FOOD_RECORD


def too_short(act: Acting, line: LedgerEntry, gone_on: date) -> list[Problem]:
    """The finding for a line that the shop no longer had on a day (保存期限不足)."""
    held = keeping(act, line)
    if held is None or not kept_too_short(held, gone_on):
        return []
    facts: dict[str, str | int] = {"expiry": held.until.isoformat(), "basis": held.term.basis}
    return [Problem("records", Code.KEPT_SHORT, facts=facts)]
