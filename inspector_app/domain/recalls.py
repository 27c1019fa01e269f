"""Recalls (召回, 退市): whom a notice concerns, whether the goods add up, and how a recall moves (domain.md 7.8)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from inspector_app.domain.states import FIELD, HQ, LEAD, Machine, Move
from inspector_app.records.recalls import RecallMatch, RecallState

STATES = Machine(
    RecallState.PUBLISHED,
    (
        Move("match", RecallState.PUBLISHED, RecallState.MATCHED, FIELD | HQ, ("operator_id",)),
        Move("cancel", RecallState.PUBLISHED, RecallState.CANCELLED, HQ, ("reason",)),
        Move("trace", RecallState.MATCHED, RecallState.TRACED, FIELD, ("bought_milli", "sold_milli", "found_milli")),
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
    if not _same(notice.product_name, goods.product_name) or not _in_range(notice, goods.production_date):
        return None
    if _normal(goods.batch_no) and notice.batches and _normal(goods.batch_no) not in map(_normal, notice.batches):
        return None
    licensed = notice.licence_no is not None and notice.licence_no == licence_no
    return RecallMatch.POSSIBLE if licensed or _same(notice.maker_name, maker_name) else None


def _by_code(notice: Recalled, goods: Goods) -> RecallMatch | None:
    batch = _normal(goods.batch_no)
    if batch and notice.batches:
        return RecallMatch.EXACT if batch in map(_normal, notice.batches) else None
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
    return "".join(text.split()).upper()


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
