"""Lists of products, and ledgers of goods bought and sold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from inspector_app.domain import identifiers
from inspector_app.domain.banned_substances import BannedSubstances, name_problems
from inspector_app.domain.barcodes import understand
from inspector_app.domain.problems import Code, Severity
from inspector_app.domain.stock import date_problems, missing_fields, standing
from inspector_app.records.goods import Product
from inspector_app.records.ledgers import Direction, LedgerEntry, LedgerSource
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.services.acting import Acting
from inspector_app.services.import_entries import (
    Ids,
    Key,
    Outcome,
    Result,
    Seen,
    made,
    not_given,
    same,
    text,
    there,
    told,
    with_faults,
    wrong,
)
from inspector_app.services.ledgers import completed
from inspector_app.services.rules import rule
from inspector_app.sheets.entries import Entry
from inspector_app.sheets.faults import SheetCode, SheetFault
from inspector_app.storage import registers
from sync.record import Record

PRODUCT_FIELDS = ("name", "brand", "specification", "unit", "maker_name", "maker_address", "standard_no", "storage")
LEDGER_COLUMNS = {"quantity_milli": "quantity"}
STOPPING = ("REQUIRED", "QUANTITY", "SHELF_LIFE", "DATE_FUTURE", "EXPIRY_FIRST")
"""Problems with which a line cannot stand in a book; others are flagged."""


@dataclass
class ProductForm:
    _seen: Seen = field(default_factory=Seen)

    def results(self, act: Acting, entries: Sequence[Entry], ids: Callable[[Entry], Ids]) -> list[Result]:
        by_gtin = registers.products(act.session, "gtin", (_gtin(act, entry)[0] for entry in entries))
        by_name = registers.products(act.session, "name", (text(entry, "name").strip() for entry in entries))
        return [self._result(act, entry, ids(entry), by_gtin, by_name) for entry in entries]

    def _result(
        self,
        act: Acting,
        entry: Entry,
        ids: Ids,
        by_gtin: dict[str, list[Product]],
        by_name: dict[str, list[Product]],
    ) -> Result:
        gtin, fault = _gtin(act, entry)
        if entry.is_wrong or (fault is not None and fault.severity is Severity.ERROR):
            return wrong(entry, *([fault] if fault else []))
        records = made(entry, lambda: (_product(act, entry, ids, gtin),))
        if isinstance(records, Result):
            return records
        [product] = records
        assert isinstance(product, Product)
        faults = [fault] if fault else []
        key: Key = ("gtin", gtin) if gtin else (product.name, product.specification, product.maker_name)
        if (line := self._seen.before([key], [key], entry.line.number)) is not None:
            return same(entry, line)
        found = by_gtin.get(gtin, []) if gtin else [p for p in by_name.get(product.name, []) if _is_same(p, product)]
        if found:
            return with_faults(there(entry, found[0], product, {n: n for n in PRODUCT_FIELDS}, len(found)), faults)
        if product.licence_no:
            verdict = identifiers.food_production_licence(product.licence_no)
            faults += [entry.fault("licence_no", code, Severity.WARN) for code in verdict.codes]
        return Result(entry, Outcome.NEW, [*entry.faults, *faults], (product,))


def _is_same(one: Product, other: Product) -> bool:
    return (one.specification, one.maker_name) == (other.specification, other.maker_name) and not one.gtin


def _gtin(act: Acting, entry: Entry) -> tuple[str | None, SheetFault | None]:
    """The GTIN of an entry, and what is wrong with the code: of a wrong one nobody knows which product is meant."""
    written = identifiers.normalise(text(entry, "gtin"))
    if not written:
        return None, None
    code = understand(None, written, today=act.today)
    if code.gtin:
        return code.gtin, None
    if code.store_code:
        return None, entry.fault("gtin", SheetCode.STORE_CODE, Severity.WARN)
    if not written.isdecimal():
        return None, entry.fault("gtin", Code.CHARSET)
    return None, entry.fault("gtin", Code.CHECK if len(written) in (8, 12, 13, 14) else Code.LENGTH)


def _product(act: Acting, entry: Entry, ids: Ids, gtin: str | None) -> Product:
    life = entry.get("shelf_life") or (None, None)
    return Product.model_validate(
        {name: text(entry, name).strip() for name in PRODUCT_FIELDS}
        | {name: entry.values[name] for name in ("field", "pack_form") if entry.get(name)}
        | {
            "id": ids(0),
            "county_code": act.user.office_code[:6],
            "gtin": gtin,
            "licence_no": identifiers.normalise(text(entry, "licence_no")) or None,
            "shelf_life": life[0],
            "shelf_life_unit": life[1],
            "customs_no": text(entry, "customs_no"),
        }
    )


@dataclass
class LedgerForm:
    _seen: Seen = field(default_factory=Seen)
    _first: Seen = field(default_factory=Seen)

    def results(self, act: Acting, entries: Sequence[Entry], ids: Callable[[Entry], Ids]) -> list[Result]:
        shops = _Shops.of(act, entries)
        by_gtin = registers.products(act.session, "gtin", (_gtin(act, entry)[0] for entry in entries))
        read = [self._read(act, entry, ids(entry), shops, by_gtin) for entry in entries]
        here = _here(act, [each.records[0] for each in read if each.records])
        return [self._compared(each, here) for each in read]

    def _read(self, act: Acting, entry: Entry, ids: Ids, shops: _Shops, by_gtin: dict[str, list[Product]]) -> Result:
        gtin, fault = _gtin(act, entry)
        if entry.is_wrong or (fault is not None and fault.severity is Severity.ERROR):
            return wrong(entry, *([fault] if fault else []))
        found = shops.of_entry(act, entry)
        if isinstance(found, SheetFault):
            return wrong(entry, found)
        product = next(iter(by_gtin.get(gtin or "", [])), None)
        records = made(entry, lambda: (_line(act, entry, ids, found, product, gtin),))
        if isinstance(records, Result):
            return records
        [line] = records
        assert isinstance(line, LedgerEntry)
        wholesale = found.operator_kind is OperatorKind.FOOD_WHOLESALER
        problems = missing_fields(line, wholesale) + date_problems(line, line.happened_on, act.today)
        problems += name_problems(line.product_name, found.operator_kind, rule(BannedSubstances, line.happened_on))
        spoken = [each for each in problems if each.code is not Code.GIVEN_WITH_REASON]
        faults = [*([fault] if fault else []), *told(entry, spoken, LEDGER_COLUMNS, STOPPING)]
        if any(each.severity is Severity.ERROR for each in faults):
            return wrong(entry, *faults)
        return Result(entry, Outcome.NEW, [*entry.faults, *faults], (line,))

    def _compared(self, read: Result, here: dict[Key, list[str]]) -> Result:
        """The first line of a content is the first here, the second the second: two equal sales are two."""
        if not read.records:
            return read
        [line] = read.records
        assert isinstance(line, LedgerEntry)
        key = content(line)
        number = self._seen.how_often(key)
        found = here.setdefault(key, [])
        if line.id in found or number <= len(found):
            there_id = line.id if line.id in found else found[number - 1]
            return Result(read.entry, Outcome.THERE, read.faults, read.records, there=there_id)
        found.append(line.id)
        earlier = self._first.before([key], [key], read.entry.line.number)
        if earlier is None:
            return read
        again = SheetFault(read.entry.line.number, "", "", SheetCode.SAME_LINE_AGAIN, Severity.WARN, {"line": earlier})
        return with_faults(read, [again])


def content(line: LedgerEntry) -> Key:
    """What two lines have in common that say the same."""
    return (
        line.operator_id, line.direction.value, line.happened_on, line.product_name, line.gtin, line.specification,
        line.quantity_milli, line.unit, line.price_fen, line.batch_no, line.production_date, line.partner_name,
        line.voucher_no,
    )  # fmt: skip


def _here(act: Acting, lines: Sequence[Record]) -> dict[Key, list[str]]:
    """{content: ids} of the lines that stand in the books on the days that are read."""
    read = [line for line in lines if isinstance(line, LedgerEntry)]
    if not read:
        return {}
    days = sorted(line.happened_on for line in read)
    found: dict[Key, list[str]] = {}
    shops = {line.operator_id for line in read}
    for each in sorted(standing(registers.lines_between(act.session, shops, days[0], days[-1])), key=lambda e: e.id):
        found.setdefault(content(each), []).append(each.id)
    return found


def _line(
    act: Acting, entry: Entry, ids: Ids, shop: Operator, product: Product | None, gtin: str | None
) -> LedgerEntry:
    life = entry.get("shelf_life") or (None, None)
    direction = Direction(entry.values["direction"])
    phone = text(entry, "partner_phone")
    line = LedgerEntry(
        id=ids(0),
        operator_id=shop.id,
        direction=direction,
        product_id=product.id if product else None,
        product_name=text(entry, "product_name").strip(),
        gtin=gtin,
        specification=text(entry, "specification"),
        quantity_milli=entry.values["quantity"],
        unit=text(entry, "unit").strip(),
        price_fen=entry.get("price"),
        batch_no=text(entry, "batch_no"),
        production_date=entry.get("production_date"),
        shelf_life=life[0],
        shelf_life_unit=life[1],
        expiry_date=entry.get("expiry_date"),
        partner_name=text(entry, "partner_name"),
        partner_address=text(entry, "partner_address"),
        partner_phone=identifiers.phone(phone).normal if phone else "",
        voucher_no=text(entry, "voucher_no"),
        missing_reason=text(entry, "missing_reason"),
        happened_on=entry.values["happened_on"],
        source=LedgerSource.IMPORT,
        stock_reason=not_given("stock") if direction is Direction.OUT else "",
        entered_by=act.user.id,
        entered_at=act.now,
    )
    if not line.missing_reason and any(each.code is Code.REASON_NEEDED for each in missing_fields(line, True)):
        line = line.changed(missing_reason=not_given("ledger"))
    return completed(line)


@dataclass(frozen=True)
class _Shops:
    """Whose books the entries belong to: by number, by a paper's number, or by a name that only one has."""

    found: dict[str, list[Operator]]

    @staticmethod
    def of(act: Acting, entries: Sequence[Entry]) -> _Shops:
        names = {text(entry, "operator").strip() for entry in entries}
        numbers = {identifiers.normalise(name) for name in names}
        found: dict[str, list[Operator]] = {}
        for by, values in (("name", names), ("reg_no", numbers), ("uscc", numbers)):
            found |= registers.having(act.session, Operator, by, values)
        papers = registers.operators_of_licences(act.session, numbers - found.keys())
        owners = registers.operators(act.session, (each for ids in papers.values() for each in ids))
        found |= {number: [owners[each] for each in ids if each in owners] for number, ids in papers.items()}
        return _Shops(found)

    def of_entry(self, act: Acting, entry: Entry) -> Operator | SheetFault:
        told_shop = text(entry, "operator").strip()
        found = self.found.get(identifiers.normalise(told_shop)) or self.found.get(told_shop) or []
        if not found:
            return entry.fault("operator", SheetCode.OPERATOR_UNKNOWN)
        if len(found) > 1:
            return entry.fault("operator", SheetCode.OPERATOR_AMBIGUOUS, count=len(found))
        return found[0]
