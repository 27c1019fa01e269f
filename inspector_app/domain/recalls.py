"""Recalls (召回, 退市): whom a notice concerns, whether the goods add up, and how a recall moves (domain.md 7.8)."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from inspector_app.domain.batches import batch_key
from inspector_app.domain.states import FIELD, HQ, LEAD, Machine, Move
from inspector_app.records.evidence import DocumentType
from inspector_app.records.ledgers import Direction
from inspector_app.records.recalls import RecallMatch, RecallState

STATES = Machine(
    RecallState.PUBLISHED,
    (
        Move("match", RecallState.PUBLISHED, RecallState.MATCHED, FIELD | HQ, ("operator_id",)),
        Move("cancel", RecallState.PUBLISHED, RecallState.CANCELLED, LEAD | HQ, ("reason",)),
        *(
            Move("cancel", state, RecallState.CANCELLED, LEAD, ("reason",))  # what was held is released with it
            for state in (RecallState.MATCHED, RecallState.TRACED)
        ),
        Move(
            "trace",
            RecallState.MATCHED,
            RecallState.TRACED,
            FIELD,
            ("bought_milli", "sold_milli", "found_milli"),
            papers=(DocumentType.RECALL_ORDER,),
        ),
        Move("withdraw", RecallState.TRACED, RecallState.WITHDRAWN, FIELD, ("stopped_at",)),
        Move("dispose", RecallState.WITHDRAWN, RecallState.DISPOSED, FIELD, ("disposal_notified_at|returned_milli",)),
        Move("verify", RecallState.DISPOSED, RecallState.VERIFIED, FIELD, ("photos", "balance")),
        Move("close", RecallState.VERIFIED, RecallState.CLOSED, LEAD),
    ),
)
"""One holder of recalled goods. Destruction is announced with its time and place before it happens (FSL 63)."""

RUNNING = frozenset({RecallState.MATCHED, RecallState.TRACED, RecallState.WITHDRAWN, RecallState.DISPOSED})


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a notice names; what it leaves empty does not narrow it."""

    product_name: str
    maker_name: str = ""
    gtin: str | None = None
    licence_no: str | None = None
    batches: frozenset[str] = frozenset()
    produced_from: date | None = None
    produced_to: date | None = None


class Goods(Protocol):
    """Goods in a ledger or on a shelf."""

    @property
    def product_name(self) -> str: ...
    @property
    def gtin(self) -> str | None: ...
    @property
    def batch_no(self) -> str: ...
    @property
    def production_date(self) -> date | None: ...


def match(notice: Recalled, goods: Goods, maker_name: str = "", licence_no: str | None = None) -> RecallMatch | None:
    """How surely goods are those of a notice; None: they are others."""
    if notice.gtin and goods.gtin:
        return _by_code(notice, goods) if notice.gtin == goods.gtin else None
    if not _in_range(notice, goods.production_date):
        return None
    if (batch := batch_key(goods.batch_no)) and notice.batches and batch not in map(batch_key, notice.batches):
        return None
    is_its = is_named(notice, goods.product_name, maker_name, licence_no)
    return RecallMatch.POSSIBLE if is_its else None


def _by_code(notice: Recalled, goods: Goods) -> RecallMatch | None:
    batch = batch_key(goods.batch_no)
    if batch and notice.batches:
        return RecallMatch.EXACT if batch in map(batch_key, notice.batches) else None
    return RecallMatch.PROBABLE if _in_range(notice, goods.production_date) else None


def _in_range(notice: Recalled, produced: date | None) -> bool:
    """Goods without a date may be of any."""
    if produced is None:
        return True
    after = notice.produced_from is None or produced >= notice.produced_from
    return after and (notice.produced_to is None or produced <= notice.produced_to)


def _same(name: str, other: str) -> bool:
    """One name within the other: papers shorten names. An empty one says nothing."""
    first, second = _normal(name), _normal(other)
    return bool(first and second) and (first in second or second in first)


def _normal(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


class Line(Goods, Protocol):
    """Goods as a line of a ledger has them."""

    @property
    def id(self) -> str: ...
    @property
    def operator_id(self) -> str: ...
    @property
    def direction(self) -> Direction: ...
    @property
    def quantity_milli(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def product_id(self) -> str | None: ...


@dataclass(slots=True)
class Holder:
    """An operator that had goods of a notice, by its ledger."""

    operator_id: str
    match: RecallMatch
    """The surest of its lines."""
    entry_ids: list[str] = field(default_factory=list)
    exact_ids: list[str] = field(default_factory=list)
    """Those that are surely goods of the notice; they alone are held."""
    bought_milli: Counter[str] = field(default_factory=Counter)
    """{unit: thousandths}"""
    sold_milli: Counter[str] = field(default_factory=Counter)

    @property
    def left_milli(self) -> dict[str, int]:
        """{unit: thousandths} that should still be there; the ledger is a sample, so this is an estimate."""
        return {unit: self.bought_milli[unit] - self.sold_milli[unit] for unit in self.bought_milli | self.sold_milli}


_SURENESS = tuple(RecallMatch)


def holders(notice: Recalled, lines: Iterable[Line], makers: Mapping[str, tuple[str, str | None]]) -> list[Holder]:
    """Who had the goods, the surest first. `makers`: {product id: (maker's name, licence number)}."""
    found: dict[str, Holder] = {}
    for line in lines:
        maker_name, licence_no = makers.get(line.product_id or "", ("", None))
        sure = match(notice, line, maker_name, licence_no)
        if sure is None:
            continue
        holder = found.setdefault(line.operator_id, Holder(line.operator_id, sure))
        holder.match = min(holder.match, sure, key=_SURENESS.index)
        holder.entry_ids.append(line.id)
        if sure is RecallMatch.EXACT:
            holder.exact_ids.append(line.id)
        amount = holder.bought_milli if line.direction is Direction.IN else holder.sold_milli
        amount[line.unit] += line.quantity_milli
    return sorted(found.values(), key=lambda each: (_SURENESS.index(each.match), each.operator_id))


def is_named(notice: Recalled, product_name: str, maker_name: str, licence_no: str | None) -> bool:
    """Whether a product may be the one of a notice by its name and its maker."""
    licensed = notice.licence_no is not None and notice.licence_no == licence_no
    return _same(notice.product_name, product_name) and (licensed or _same(notice.maker_name, maker_name))


@dataclass(frozen=True, slots=True)
class Balance:
    """Thousandths of one unit at one holder."""

    found: int
    sealed: int = 0
    returned: int = 0
    destroyed: int = 0
    remaining: int = 0

    @property
    def difference(self) -> int:
        """What is unaccounted for; below nothing where more was dealt with than found."""
        return self.found - self.sealed - self.returned - self.destroyed - self.remaining


def may_close(holders: Collection[RecallState], balances: Collection[Balance]) -> bool:
    """A recall closes when no holder is open and everything found is accounted for."""
    return not RUNNING & {*holders} and all(each.difference == 0 for each in balances)
