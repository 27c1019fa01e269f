"""Supervision of the work itself: draws, reviews, gaps told, the access log (domain.md 8.5, rows 7.2, 15.3, 16)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.homes import FOUND, IN_COUNTY, OF_SUBJECT
from sync.record import Change, Id, InDeviceFeed, Instant, Record, Sha256, Text


class RandomDraw(Record):
    """双随机: whom and what chance drew; the seed and the pool let anybody draw again."""

    kind = "random_draw"
    change = Change.INSERT_ONLY
    home = IN_COUNTY

    county_code: Text
    title: Text
    seed: Text
    pool: tuple[Id, ...]
    """Operators, or visits to be looked at again, that could have been drawn."""
    officers: tuple[Id, ...] = ()
    drawn: tuple[Id, ...]
    pairs: dict[str, tuple[Id, ...]] = {}
    """{operator drawn: officers drawn for it}."""
    excluded: dict[str, Text] = {}
    """{operator, visit or officer: why it was left out}."""
    drawn_by: Id
    drawn_at: Annotated[Instant, FOUND]


class ReviewVerdict(StrEnum):
    GOOD = "GOOD"
    QUESTION = "QUESTION"
    CORRECT = "CORRECT"
    """The author has to put it right by a new version."""


class Review(Record):
    """A supervisor's comment on a record; nobody edits another's record (row 16.2)."""

    kind = "review"
    change = Change.INSERT_ONLY
    home = OF_SUBJECT

    subject_kind: Text
    subject_id: Id
    verdict: ReviewVerdict
    text: Text
    flags: tuple[Text, ...] = ()
    due_on: date | None = None
    answers: Annotated[Id | None, FOUND] = None
    """The review that this one replies to."""
    by: Id
    at: Instant


class ReportSubject(StrEnum):
    STANDARD_PROBLEM = "STANDARD_PROBLEM"
    GAP_IN_LAW = "GAP_IN_LAW"
    CHECKLIST = "CHECKLIST"
    PROGRAM = "PROGRAM"


class ImprovementReport(Record):
    """A problem with a standard, a gap in the law, or a fault of a list, told from the field."""

    kind = "improvement_report"
    home = IN_COUNTY

    county_code: Text
    report_subject: ReportSubject
    title: Text
    text: Text
    reference: Text = ""
    """The standard, clause or item."""
    proposal: Text = ""
    answer: Text = ""
    answered_at: Instant | None = None
    written_by: Id
    written_at: Annotated[Instant, FOUND]


class EnvelopePurpose(StrEnum):
    REPORTER = "REPORTER"
    """Who reported (P3)."""
    PATIENT = "PATIENT"
    INTERFERENCE = "INTERFERENCE"
    """Someone meddled with a case: for HQ alone (row 16.4)."""


class Envelope(Record):
    """Something for HQ's eyes alone: sealed to HQ's key before it is saved; no laptop can open it, its own neither."""

    kind = "envelope"
    change = Change.INSERT_ONLY
    home = (InDeviceFeed("device_id"),)

    device_id: Id
    purpose: EnvelopePurpose
    subject_kind: Text
    subject_id: Annotated[Id, FOUND]
    key_sha256: Sha256
    """Of HQ's public key."""
    sealed: Text
    """Base64 of the ciphertext."""
    sealed_by_user: Id
    sealed_at: Instant


class Access(StrEnum):
    LOGIN = "LOGIN"
    FAILED_LOGIN = "FAILED_LOGIN"
    SEARCH_PERSON = "SEARCH_PERSON"
    REVEAL = "REVEAL"
    PRINT = "PRINT"
    EXPORT = "EXPORT"
    IMPORT = "IMPORT"
    SIGN = "SIGN"
    AMEND = "AMEND"
    DELETE = "DELETE"
    ROLE_CHANGE = "ROLE_CHANGE"
    CLOCK_CHANGE = "CLOCK_CHANGE"
    RESTORE = "RESTORE"


class AccessLog(Record):
    """One access to what is protected; `hash` covers the entry and the hash before it."""

    kind = "access_log"
    change = Change.INSERT_ONLY
    home = (InDeviceFeed("device_id"),)

    device_id: Id
    seq: int
    at: Annotated[Instant, FOUND]
    user_id: Id | None = None
    role: Text = ""
    access: Access
    entity: Text = ""
    entity_id: Text = ""
    field: Text = ""
    reason: Text = ""
    previous_hash: Text = ""
    hash: Sha256


class LegalHold(Record):
    """Stops the deletion of a record and of all that lives with it."""

    kind = "legal_hold"
    change = Change.HQ_ONLY
    home = OF_SUBJECT

    subject_kind: Text
    subject_id: Id
    reason: Text
    set_by: Id
    set_at: Instant
    lifted_by: Id | None = None
    lifted_at: Instant | None = None
    lift_reason: Text = ""


class Deletion(Record):
    """A deletion that two people approved, and its certificate (domain.md 8.4)."""

    kind = "deletion"
    change = Change.HQ_ONLY
    home = IN_COUNTY

    county_code: Text
    what: Text
    """The rule of retention by which it was due."""
    kinds: dict[str, int] = {}
    """{kind: rows}."""
    proposed_by: Id
    approved_by: Id | None = None
    done_at: Instant | None = None
    certificate_sha256: Sha256 | None = None
