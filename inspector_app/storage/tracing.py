"""The lines of one product in all books of this device, each as goods that went from one party to another."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from inspector_app.domain.batches import batch_key
from inspector_app.domain.tracing import Movement, Party, PartyKind
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.storage import ledgers, merges
from inspector_app.storage.tables import TABLES

_ENTRY, _SUPPLIER, _OPERATOR, _PRODUCT = (TABLES[kind] for kind in ("ledger_entry", "supplier", "operator", "product"))
_COLUMNS = (
    "id", "operator_id", "direction", "partner_name", "partner_operator_id", "supplier_id", "batch_no", "happened_on",
    "quantity_milli", "unit",
)  # fmt: skip


def movements(session: Session, entry: LedgerEntry) -> list[Movement]:
    """All movements that may be of the batch of a line, reversed and void lines left out. Merged shops are one."""
    wanted = batch_key(entry.batch_no)
    if entry.product_id is None and entry.gtin is None:
        every = session.execute(_lines_called(), {"name": entry.product_name.strip()}).all()
    else:
        every = session.execute(_lines_coded(), {"product": entry.product_id, "gtin": entry.gtin}).all()
    lines = [line for line in every if not wanted or batch_key(line.batch_no) in ("", wanted)]
    linked = _linked(session, lines)
    called = _called(session, {line.partner_name.strip() for line in lines if line.id not in linked})
    now = merges.now_of(session, {*linked.values(), *called.values(), *(line.operator_id for line in lines)})
    return [_movement(line, linked, called, now) for line in lines]


@cache
def standing() -> ColumnElement[bool]:
    """Lines that count: neither void, nor reversed, nor reversals. Which goods they are is left to find them by."""
    reversal = _ENTRY.alias("reversal")
    is_reversed = exists().where(reversal.c.reverses == _ENTRY.c.id, reversal.c.voided_at.is_(None))
    is_reversal = func.coalesce(_ENTRY.c.reverses, "") != ""  # as `IS NULL`, SQLite would look through that index
    return and_(_ENTRY.c.voided_at.is_(None), ~is_reversal, ~is_reversed)


def _lines() -> Select[Any]:
    return select(*(_ENTRY.c[name] for name in _COLUMNS)).where(standing())


@cache
def _lines_coded() -> Select[Any]:
    """By product and code, for two people may have entered a product twice."""
    gtin = bindparam("gtin", type_=_ENTRY.c.gtin.type)
    same = select(_PRODUCT.c.id).where(_PRODUCT.c.gtin == gtin, _PRODUCT.c.voided_at.is_(None))
    of_product = or_(_ENTRY.c.product_id == bindparam("product"), _ENTRY.c.product_id.in_(same))
    return _lines().where(or_(of_product, _ENTRY.c.gtin == gtin))


@cache
def _lines_called() -> Select[Any]:
    """Of goods that have neither, by the name alone."""
    name = func.trim(_ENTRY.c.product_name, ledgers.WHITESPACE)
    return _lines().where(_ENTRY.c.product_id.is_(None), _ENTRY.c.gtin.is_(None), name == bindparam("name"))


def _linked(session: Session, lines: Sequence[Any]) -> dict[str, str]:
    """{line: the operator that it names by its record, itself or through its supplier} of those that are here."""
    through = {line.supplier_id for line in lines if line.partner_operator_id is None} - {None}
    behind = _pairs(session, _suppliers(), ids=through) if through else {}
    named = {line.id: line.partner_operator_id or behind.get(line.supplier_id) for line in lines}
    here = _pairs(session, _operators(), ids={*named.values()} - {None})
    return {line_id: operator_id for line_id, operator_id in named.items() if operator_id in here}


def _called(session: Session, names: set[str]) -> dict[str, str]:
    """{name: id of the operator} of those that one operator here alone is called, or one supplier's file says."""
    wanted = names - {""}
    if not wanted:
        return {}
    called = _one_each(session, _suppliers_called(), wanted)
    return _one_each(session, _operators_called(), wanted - called.keys()) | called


def _one_each(session: Session, query: Select[Any], names: set[str]) -> dict[str, str]:
    """Of the operators that the query finds by their names: of each name that is one shop's alone, that shop."""
    found = _rows(session, query, names=names)
    now = merges.now_of(session, {operator_id for _, operator_id in found})
    shops: defaultdict[str, set[str]] = defaultdict(set)
    for name, operator_id in found:
        shops[name].add(now[operator_id])
    return {name: ids.pop() for name, ids in shops.items() if len(ids) == 1}


@cache
def _suppliers() -> Select[Any]:
    return select(_SUPPLIER.c.id, _SUPPLIER.c.operator_id).where(_SUPPLIER.c.id.in_(_listed("ids")))


@cache
def _operators() -> Select[Any]:
    return select(_OPERATOR.c.id, _OPERATOR.c.name).where(
        _OPERATOR.c.id.in_(_listed("ids")), _OPERATOR.c.voided_at.is_(None)
    )


@cache
def _suppliers_called() -> Select[Any]:
    called = _SUPPLIER.c.name.in_(_listed("names")), _SUPPLIER.c.voided_at.is_(None)
    return select(_SUPPLIER.c.name, _SUPPLIER.c.operator_id).where(*called, _SUPPLIER.c.operator_id.is_not(None))


@cache
def _operators_called() -> Select[Any]:
    called = _OPERATOR.c.name.in_(_listed("names")), _OPERATOR.c.voided_at.is_(None)
    return select(_OPERATOR.c.name, _OPERATOR.c.id).where(*called)


def _listed(name: str) -> Select[Any]:
    """Values that one parameter brings as a JSON list: however many they are, the statement is the same."""
    return select(func.json_each(bindparam(name)).table_valued("value").c.value)


def _pairs(session: Session, query: Select[Any], **lists: set[Any]) -> dict[str, Any]:
    return dict(_rows(session, query, **lists))


def _rows(session: Session, query: Select[Any], **lists: set[Any]) -> list[tuple[str, Any]]:
    """The pairs that a query finds."""
    given = {name: json.dumps(sorted(values), ensure_ascii=False) for name, values in lists.items()}
    return [(row[0], row[1]) for row in session.execute(query, given)]


def _movement(line: Any, linked: dict[str, str], called: dict[str, str], now: dict[str, str]) -> Movement:
    """Of a row of the query above."""
    own = Party(PartyKind.OPERATOR, now[line.operator_id])
    is_sale = line.direction == Direction.OUT
    name = line.partner_name.strip()
    by_record = linked.get(line.id)
    partner_id = by_record or called.get(name)
    if partner_id is not None:
        partner = Party(PartyKind.OPERATOR, now[partner_id])
    elif name:
        partner = Party(PartyKind.OUTSIDE, name)
    else:
        partner = Party(PartyKind.CONSUMERS if is_sale else PartyKind.UNNAMED, own.key)
    return Movement(
        entry_id=line.id,
        source=own if is_sale else partner,
        target=partner if is_sale else own,
        batch_no=line.batch_no,
        on=date.fromisoformat(line.happened_on),
        quantity_milli=line.quantity_milli,
        unit=line.unit,
        of_source=is_sale,
        is_linked=by_record is not None or partner.kind is not PartyKind.OPERATOR,
    )
