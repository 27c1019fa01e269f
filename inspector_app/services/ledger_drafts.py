"""Lines that are being entered: one delivery, many goods. Kept on this laptop until they are in the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy.orm import Session

from inspector_app.domain.barcodes import Code, DateRole, understand
from inspector_app.domain.problems import Code as ProblemCode
from inspector_app.domain.problems import Problem, Severity
from inspector_app.records.goods import Product, ShelfLifeUnit
from inspector_app.records.ledgers import Direction, LedgerEntry, LedgerSource
from inspector_app.services import ledgers
from inspector_app.services.acting import Acting
from sync.device.outbox import meta, set_meta
from sync.record import new_id

ONE = 1_000
"""Thousandths: a scan is one piece."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    def changed(self, **values: object) -> Self:
        return type(self).model_validate(self.model_dump() | values)


class Delivery(Part):
    """What is the same for all lines of a delivery note; it is kept when they are saved."""

    direction: Direction = Direction.IN
    happened_on: date | None = None
    """None is today."""
    partner_name: str = ""
    partner_address: str = ""
    partner_phone: str = ""
    voucher_no: str = ""
    missing_reason: str = ""


class Goods(Part):
    """One line. `gtin` or `store_code` without `product_id` is a product that the county does not know yet."""

    gtin: str | None = None
    store_code: str | None = None
    product_id: str | None = None
    product_name: str = ""
    specification: str = ""
    unit: str = ""
    maker_name: str = ""
    quantity_milli: int | None = None
    price_fen: int | None = None
    batch_no: str = ""
    production_date: date | None = None
    shelf_life: int | None = None
    shelf_life_unit: ShelfLifeUnit | None = None
    expiry_date: date | None = None
    stock_reason: str = ""

    @property
    def code(self) -> str:
        return self.gtin or self.store_code or ""

    @property
    def is_new_product(self) -> bool:
        return bool(self.code) and self.product_id is None

    @property
    def is_empty(self) -> bool:
        return self == Goods()

    def is_same(self, other: Goods) -> bool:
        """The same goods of the same batch and dates: one more of it is no other line."""
        return bool(self.code) and self.code == other.code and other.batch_no in ("", self.batch_no)

    def one_more(self) -> Goods:
        return self.changed(quantity_milli=(self.quantity_milli or 0) + ONE)

    def of_product(self, product: Product) -> Goods:
        """With what the county knows of the product, where nothing else was said."""
        return self.changed(
            product_id=product.id,
            gtin=product.gtin,
            store_code=product.store_code,
            product_name=product.name,
            specification=product.specification or self.specification,
            unit=product.unit or self.unit,
            shelf_life=product.shelf_life,
            shelf_life_unit=product.shelf_life_unit,
        )


class Draft(Part):
    delivery: Delivery = Delivery()
    goods: tuple[Goods, ...] = ()


def scanned(act: Acting, text: str, operator_id: str) -> tuple[Code, Goods | None]:
    """What a code says, and the line that it begins; None for a code that names no goods."""
    code = understand(None, text, today=act.today)
    if not (code.gtin or code.store_code):
        return code, None
    goods = Goods(
        gtin=code.gtin,
        store_code=code.store_code,
        quantity_milli=ONE,
        batch_no=code.batch or "",
        production_date=code.dates.get(DateRole.PRODUCED),
        expiry_date=code.dates.get(DateRole.EXPIRY) or code.dates.get(DateRole.BEST_BEFORE),
    )
    product = ledgers.product_of(act, text, operator_id)
    return code, goods.of_product(product) if product else goods


def save(act: Acting, operator_id: str, draft: Draft) -> Mapping[int, list[Problem]]:
    """Put the lines into the ledger; {place: what stands in the way} of those that could not be."""
    wrong: dict[int, list[Problem]] = {}
    for place, goods in enumerate(draft.goods):
        entry = _entry(act, operator_id, draft.delivery, goods)
        problems = [each for each in ledgers.check(act, entry) if each.severity is Severity.ERROR]
        reason = draft.delivery.missing_reason.strip()
        if reason and any(each.code is ProblemCode.REASON_NEEDED for each in problems):
            entry = entry.changed(missing_reason=reason)
            problems = [each for each in problems if each.code is not ProblemCode.REASON_NEEDED]
        if problems:
            wrong[place] = problems
            continue
        if goods.is_new_product:
            entry = entry.changed(product_id=_product(act, operator_id, goods).id)
        ledgers.add(act, entry)
    return wrong


def stored(session: Session, operator_id: str) -> Draft:
    """What was being entered for this shop when the app was left."""
    try:
        return Draft.model_validate(meta(session, _key(operator_id)) or {})
    except ValidationError:  # of a version that knew other fields
        return Draft()


def store(session: Session, operator_id: str, draft: Draft) -> None:
    set_meta(session, **{_key(operator_id): draft.model_dump(mode="json")})


def _key(operator_id: str) -> str:
    return f"ledger_draft/{operator_id}"


def _entry(act: Acting, operator_id: str, delivery: Delivery, goods: Goods) -> LedgerEntry:
    return LedgerEntry(
        id=new_id(),
        operator_id=operator_id,
        direction=delivery.direction,
        product_id=goods.product_id,
        product_name=goods.product_name,
        gtin=goods.gtin,
        specification=goods.specification,
        quantity_milli=goods.quantity_milli or 0,
        unit=goods.unit,
        price_fen=goods.price_fen,
        batch_no=goods.batch_no,
        production_date=goods.production_date,
        shelf_life=goods.shelf_life,
        shelf_life_unit=goods.shelf_life_unit,
        expiry_date=goods.expiry_date,
        partner_name=delivery.partner_name,
        partner_address=delivery.partner_address,
        partner_phone=delivery.partner_phone,
        voucher_no=delivery.voucher_no,
        happened_on=delivery.happened_on or act.today,
        source=LedgerSource.SCAN if goods.code else LedgerSource.INSPECTOR_ENTRY,
        stock_reason=goods.stock_reason,
        entered_by=act.user.id,
        entered_at=act.now,
    )


def _product(act: Acting, operator_id: str, goods: Goods) -> Product:
    """The product of a code that was unknown when it was scanned; an earlier line may have made it."""
    found = ledgers.product_of(act, goods.code, operator_id)
    return found or ledgers.add_product(
        act,
        Product(
            id=new_id(),
            county_code=act.user.office_code[:6],
            name=goods.product_name,
            gtin=goods.gtin,
            store_code=goods.store_code,
            store_operator_id=operator_id if goods.store_code else None,
            specification=goods.specification,
            unit=goods.unit,
            maker_name=goods.maker_name,
            shelf_life=goods.shelf_life,
            shelf_life_unit=goods.shelf_life_unit,
        ),
    )
