"""Recall (召回), withdrawal (退市) and goods held back (domain.md 7.8)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.homes import FOUND, LOCKED, OF_OPERATOR, PRIVATE, PUBLISHED
from sync.record import Change, Id, Instant, Record, Rule, Text


class RecallState(StrEnum):
    PUBLISHED = "PUBLISHED"
    MATCHED = "MATCHED"
    TRACED = "TRACED"
    WITHDRAWN = "WITHDRAWN"
    DISPOSED = "DISPOSED"
    VERIFIED = "VERIFIED"
    CLOSED = "CLOSED"
    CANCELLED = "CANCELLED"


class RecallLevel(StrEnum):
    I = "I"  # noqa: E741 - the law's own numeral
    II = "II"
    III = "III"

    @property
    def start_clock(self) -> str:
        """Name of the clock within which it begins, from learning of the risk."""
        return f"recall_start_{self.lower()}"

    @property
    def end_clock(self) -> str:
        return f"recall_end_{self.lower()}"


class RecallMatch(StrEnum):
    EXACT = "EXACT"
    """The code and the batch: goods are held at once."""
    PROBABLE = "PROBABLE"
    """The code, and a date of production within the range."""
    POSSIBLE = "POSSIBLE"
    """Name and maker; to be looked at on site."""


class RecallNotice(Record):
    """What is recalled, as HQ published it."""

    kind = "recall_notice"
    change = Change.HQ_ONLY
    home = PUBLISHED

    published_in: Text
    number: Annotated[Text, FOUND]
    title: Text
    level: RecallLevel
    product_name: Text
    gtin: Annotated[Text | None, FOUND] = None
    maker_name: Text = ""
    licence_no: Text | None = None
    batches: tuple[Text, ...] = ()
    produced_from: date | None = None
    produced_to: date | None = None
    reason: Text
    label_only: bool = False
    """Recalled for its label alone: may be sold again when that is put right (FSL 63)."""
    demand: Text = ""
    issuer: Text
    known_at: Instant
    """When the risk became known: its clocks run from here."""
    published_at: Instant
    cancelled_at: Instant | None = None
    cancel_reason: Text = ""


class RecallTask(Record):
    """One holder of recalled goods, from the match to the last check."""

    kind = "recall_task"
    home = OF_OPERATOR

    operator_id: Id
    recall_notice_id: Annotated[Id, FOUND]
    state: Annotated[RecallState, LOCKED] = RecallState.PUBLISHED
    match: RecallMatch = RecallMatch.POSSIBLE
    ledger_entry_ids: tuple[Id, ...] = ()
    estimate_milli: int | None = None
    unit: Text = ""
    bought_milli: Annotated[int | None, Rule(unit="traced")] = None
    sold_milli: Annotated[int | None, Rule(unit="traced")] = None
    found_milli: Annotated[int | None, Rule(unit="traced")] = None
    buyers: Annotated[Text, Rule(unit="traced")] = ""
    stopped_at: Instant | None = None
    disposal_notified_at: Instant | None = None
    returned_milli: int | None = None
    assigned_to: Annotated[Id | None, FOUND] = None


class HoldReason(StrEnum):
    RECALL = "RECALL"
    QUICK_TEST = "QUICK_TEST"
    SAMPLE_FAIL = "SAMPLE_FAIL"
    EXPIRED = "EXPIRED"
    SUSPECT = "SUSPECT"


class Hold(Record):
    """Goods of one ledger line, or of one batch, that are not to be sold; another hold with `releases` ends it."""

    kind = "hold"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    ledger_entry_id: Annotated[Id | None, FOUND] = None
    product_id: Id | None = None
    batch_no: Text = ""
    quantity_milli: int | None = None
    unit: Text = ""
    hold_reason: HoldReason
    note: Text = ""
    with_consent: bool = False
    """The party agreed; otherwise the goods are preserved or sealed by a decision."""
    recall_task_id: Id | None = None
    sample_id: Id | None = None
    releases: Annotated[Id | None, FOUND] = None
    by: Id
    at: Instant


class Withdrawal(Record):
    """Goods taken off the market: found = sealed + returned + destroyed + remaining. A correction is another row."""

    kind = "withdrawal"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    recall_task_id: Annotated[Id | None, FOUND] = None
    sample_id: Id | None = None
    inspection_id: Id | None = None
    ledger_entry_ids: tuple[Id, ...] = ()
    product_id: Id | None = None
    product_name: Text
    batch_no: Text = ""
    unit: Text
    found_milli: int
    sealed_milli: int = 0
    returned_milli: int = 0
    destroyed_milli: int = 0
    remaining_milli: int = 0
    returned_to: Text = ""
    destroyed_how: Text = ""
    witness: Annotated[Text, PRIVATE] = ""
    replaces: Annotated[Id | None, FOUND] = None
    evidence_ids: tuple[Id, ...] = ()
    by: Id
    at: Instant
