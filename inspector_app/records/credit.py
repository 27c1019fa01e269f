"""Grades, the credit file (信用档案) and the blacklist (domain.md 4.5, 4.8, 7.13)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from inspector_app.records.homes import FOUND, LOCKED, OF_OPERATOR, PRIVATE, PUBLISHED
from sync.record import Change, Id, Instant, Personal, Record, Rule, Text


class CreditEvent(StrEnum):
    INSPECTION_CONFORM = "INSPECTION_CONFORM"
    INSPECTION_BASIC = "INSPECTION_BASIC"
    INSPECTION_NONCONFORM = "INSPECTION_NONCONFORM"
    SAMPLE_PASS = "SAMPLE_PASS"
    SAMPLE_FAIL = "SAMPLE_FAIL"
    RECTIFIED_IN_TIME = "RECTIFIED_IN_TIME"
    RECTIFIED_LATE = "RECTIFIED_LATE"
    RECTIFICATION_FAILED = "RECTIFICATION_FAILED"
    COMPLAINT_UPHELD = "COMPLAINT_UPHELD"
    REPORT_UPHELD = "REPORT_UPHELD"
    INTERVIEW = "INTERVIEW"
    OBSTRUCTION = "OBSTRUCTION"
    WARNING = "WARNING"
    PENALTY = "PENALTY"
    INCIDENT = "INCIDENT"
    BLACKLISTED = "BLACKLISTED"
    COMMENDATION = "COMMENDATION"


class CreditEntry(Record):
    """One line of an operator's credit file, with the record that says so."""

    kind = "credit_entry"
    change = Change.HQ_ONLY
    home = OF_OPERATOR

    operator_id: Id
    event: CreditEvent
    happened_on: date
    source_kind: Text
    source_id: Annotated[Id, FOUND]
    note: Text = ""
    entered_at: Instant


class GradeKind(StrEnum):
    RISK = "RISK"
    """风险等级 A to D."""
    VISIT = "VISIT"
    """动态等级: EXCELLENT, GOOD, FAIR."""
    ANNUAL = "ANNUAL"
    """年度等级 A to C, shown on the placard."""
    CREDIT = "CREDIT"


class Grade(Record):
    """A grade as it was given, with the parts that it was counted from; computing again gives the same."""

    kind = "grade"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    grade_kind: GradeKind
    grade: Text
    score: int | None = None
    parts: dict[str, Any] = {}
    inspection_ids: tuple[Id, ...] = ()
    rule_version: Text
    year: int | None = None
    valid_from: date
    next_visit_by: Annotated[date | None, FOUND] = None
    placard_put_up_on: date | None = None
    given_by: Id
    given_at: Instant


class BlacklistState(StrEnum):
    PROPOSED = "PROPOSED"
    NOTIFIED = "NOTIFIED"
    DECIDED = "DECIDED"
    LISTED = "LISTED"
    REJECTED = "REJECTED"
    REMOVED = "REMOVED"
    EXPIRED = "EXPIRED"


class BlacklistEntry(Record):
    """严重违法失信名单: the county proposes, HQ alone lists and removes."""

    kind = "blacklist_entry"
    change = Change.HQ_ONLY
    home = PUBLISHED

    published_in: Text
    operator_id: Annotated[Id | None, FOUND] = None
    state: Annotated[BlacklistState, LOCKED] = BlacklistState.PROPOSED
    party_name: Annotated[Text, PRIVATE]
    uscc: Annotated[Text | None, FOUND] = None
    id_hmac: Annotated[Text | None, Rule(personal=Personal.P2, index=True)] = None
    """Matches the person behind other shops without spreading the number."""
    basis: Text = ""
    evidence: tuple[Id, ...] = ()
    case_id: Id | None = None
    proposed_by: Id
    proposed_at: Instant
    notified_at: Instant | None = None
    statement: Text = ""
    listed_on: date | None = None
    term_ends_on: date | None = None
    removed_on: date | None = None
    reason: Text = ""
