"""Purchase and sales ledgers: lines are written once; a mistake is reversed by another line (domain.md 7.7)."""

from __future__ import annotations

from inspector_app.domain.banned_substances import BannedSubstances, name_problems
from inspector_app.domain.barcodes import understand
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.domain.shelf_life import last_good_day
from inspector_app.domain.stock import date_problems, exceeds_stock, missing_fields, stock
from inspector_app.records.goods import Product
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.services.acting import Acting, Refused, require
from inspector_app.services.rules import rule
from inspector_app.storage import ledgers, products
from sync.record import new_id


def check(act: Acting, entry: LedgerEntry) -> list[Problem]:
    """What a line lacks, a name that must not be in food, and whether a sale exceeds the stock of its batch."""
    operator = act.get(Operator, entry.operator_id)
    wholesale = operator.operator_kind == OperatorKind.FOOD_WHOLESALER
    problems = missing_fields(entry, wholesale) + date_problems(entry, entry.happened_on, act.today)
    problems += name_problems(entry.product_name, operator.operator_kind, rule(BannedSubstances, entry.happened_on))
    if entry.direction is not Direction.OUT:
        return problems  # only a sale draws on the stock
    over = exceeds_stock(stock(ledgers.of_same_goods(act.session, entry)), entry)
    return [*problems, over] if over else problems


def add(act: Acting, entry: LedgerEntry) -> LedgerEntry:
    """Write a line into the shop's ledger. Raises Refused with what is missing and has no reason."""
    if entry.reverses is not None:  # `reverse` alone sees to it that a line is reversed once
        raise Refused([Problem("reverses", Code.STATE)])
    entry = completed(entry.changed(entered_by=act.user.id, entered_at=act.now))
    require(check(act, entry))
    return act.save(entry)


def completed(entry: LedgerEntry) -> LedgerEntry:
    """The line with its last good day computed where the label prints none."""
    if entry.expiry_date or not (entry.production_date and entry.shelf_life and entry.shelf_life_unit):
        return entry
    day = last_good_day(entry.production_date, entry.shelf_life, entry.shelf_life_unit)
    return entry.changed(expiry_date=day)


def reverse(act: Acting, entry_id: str, reason: str) -> LedgerEntry:
    """Take a line back by a line that names it, with the reason. A line is reversed once."""
    entry = act.get(LedgerEntry, entry_id)
    problems = []
    if not reason.strip():
        problems.append(Problem("reverse_reason", Code.REASON_NEEDED))
    if entry.reverses or ledgers.reversal_of(act.session, entry_id):
        problems.append(Problem("reverses", Code.STATE, Severity.ERROR))
    if problems:
        raise Refused(problems)
    return act.save(
        entry.changed(id=new_id(), reverses=entry.id, reverse_reason=reason, entered_by=act.user.id, entered_at=act.now)
    )


def product_of(act: Acting, code_text: str, operator_id: str | None = None) -> Product | None:
    """The product of a scanned or typed code; None when nobody has entered it yet.

    An in-store code is looked up in the shop `operator_id` alone: elsewhere it means something else.
    """
    code = understand(None, code_text, today=act.today)
    found: list[Product] = []
    if code.gtin:
        found = products.by_gtin(act.session, code.gtin)
    elif code.store_code and operator_id:
        found = products.by_store_code(act.session, operator_id, code.store_code)
    return found[0] if found else None


def add_product(act: Acting, product: Product) -> Product:
    """Put a product that the county did not know into its list."""
    if not product.name.strip():
        raise Refused([Problem("name", Code.REQUIRED)])
    return act.save(product)
