"""Purchase and sales ledgers (购销台账): lines are inserted, never changed (domain.md 7.7)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.goods import ShelfLifeUnit
from sync.record import Change, Id, Instant, Personal, Record, Rule, Text, WithParent


class Direction(StrEnum):
    IN = "IN"
    OUT = "OUT"


class LedgerSource(StrEnum):
    OPERATOR_PAPER = "OPERATOR_PAPER"
    INSPECTOR_ENTRY = "INSPECTOR_ENTRY"
    IMPORT = "IMPORT"
    SCAN = "SCAN"


class LedgerEntry(Record):
    """One line of goods bought or sold. Stock and trace are computed from lines, never stored."""

    kind = "ledger_entry"
    change = Change.INSERT_ONLY
    home = (WithParent("operator", "operator_id"),)

    operator_id: Id
    direction: Direction
    product_id: Annotated[Id | None, Rule(index=True)] = None
    product_name: Text
    gtin: Annotated[Text | None, Rule(index=True)] = None
    specification: Text = ""
    quantity_milli: Annotated[int, Rule()]
    """Thousandths of `unit`."""
    unit: Text
    price_fen: int | None = None
    """Price of the whole line."""
    batch_no: Text = ""
    production_date: date | None = None
    shelf_life: int | None = None
    shelf_life_unit: ShelfLifeUnit | None = None
    expiry_date: Annotated[date | None, Rule(index=True)] = None
    """Last good day, as printed or computed (domain.md 5.3)."""
    partner_name: Annotated[Text, Rule(personal=Personal.P1)] = ""
    """Supplier of goods in, buyer of goods out."""
    partner_address: Annotated[Text, Rule(personal=Personal.P1)] = ""
    partner_phone: Annotated[Text, Rule(personal=Personal.P1)] = ""
    supplier_id: Annotated[Id | None, Rule(index=True)] = None
    """The supplier of goods in, where the county knows it."""
    partner_operator_id: Id | None = None
    """The partner, where it is an operator here."""
    voucher_no: Text = ""
    missing_reason: Text = ""
    """Why required fields or the voucher are missing."""
    happened_on: Annotated[date, Rule(index=True)]
    source: LedgerSource = LedgerSource.INSPECTOR_ENTRY
    sampled: bool = True
    """An inspector's sample, not the shop's whole book."""
    reverses: Annotated[Id | None, Rule(index=True)] = None
    reverse_reason: Text = ""
    stock_reason: Text = ""
    """Why a sale exceeds the recorded stock of its batch."""
    entered_by: Id
    entered_at: Instant
