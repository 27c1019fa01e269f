"""What a rule says is wrong: a field, a code and the facts of it. Sentences are the pages' business."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    OK = "OK"
    WARN = "WARN"
    """Shown, and kept with the record; never stops the work."""
    ERROR = "ERROR"
    """Must be put right before the step that asked."""


class Code(StrEnum):
    """Everything that a rule can find wrong. Pages hold one sentence a code, and a test compares the two."""

    # any field
    REQUIRED = "REQUIRED"
    REASON_NEEDED = "REASON_NEEDED"
    """May be left empty, but only with a reason."""
    GIVEN_WITH_REASON = "GIVEN_WITH_REASON"
    """Left empty, the reason stands beside it."""
    # numbers and codes
    LENGTH = "LENGTH"
    CHARSET = "CHARSET"
    CHECK = "CHECK"
    INNER_CHECK = "INNER_CHECK"
    PREFIX = "PREFIX"
    CLASS = "CLASS"
    FORM = "FORM"
    FORMAT = "FORMAT"
    RANGE = "RANGE"
    OLD_FORM = "OLD_FORM"
    OLD_QS = "OLD_QS"
    REGION = "REGION"
    DATE = "DATE"
    DATE_FUTURE = "DATE_FUTURE"
    DATE_SHORT = "DATE_SHORT"
    """A year of two digits."""
    DATE_ORDER = "DATE_ORDER"
    """It ends before it begins."""
    DATE_OUTSIDE = "DATE_OUTSIDE"
    """Before the first or after the last day of what it belongs to."""
    AGE = "AGE"
    # registration
    OWNER_MISSING = "OWNER_MISSING"
    CANTEEN_KIND_MISSING = "CANTEEN_KIND_MISSING"
    AGRI_KIND_MISSING = "AGRI_KIND_MISSING"
    DIVISION_LEVEL = "DIVISION_LEVEL"
    POSITION_INCOMPLETE = "POSITION_INCOMPLETE"
    LICENCE_EXPIRED = "LICENCE_EXPIRED"
    LICENCE_DATES = "LICENCE_DATES"
    LICENCE_STATE = "LICENCE_STATE"
    """The stated licence condition and the papers seen differ."""
    MOVE_NOT_ALLOWED = "MOVE_NOT_ALLOWED"
    SAME_PERSON = "SAME_PERSON"
    """A step that takes a second person."""
    ONLY_ONCE = "ONLY_ONCE"
    NOT_OWN = "NOT_OWN"
    """Somebody else's to say or to answer."""
    NOT_GRADED = "NOT_GRADED"
    """A kind of operator that gets no such grade."""
    SAME_OPERATOR = "SAME_OPERATOR"
    """Two parties that are one business."""
    NOT_VERIFIED = "NOT_VERIFIED"
    PLEDGE_MISSING = "PLEDGE_MISSING"
    # checklist answers
    UNANSWERED = "UNANSWERED"
    REMARK_SHORT = "REMARK_SHORT"
    REMARK_NEEDED = "REMARK_NEEDED"
    PHOTO_MISSING = "PHOTO_MISSING"
    NA_NOT_ALLOWED = "NA_NOT_ALLOWED"
    NA_REASON = "NA_REASON"
    NOT_CHECKED_NOT_ALLOWED = "NOT_CHECKED_NOT_ALLOWED"
    MEASURE_MISSING = "MEASURE_MISSING"
    MEASURE_OVERRIDDEN = "MEASURE_OVERRIDDEN"
    """A value out of bounds was answered as conforming without a remark."""
    TOO_FEW_KEY = "TOO_FEW_KEY"
    TOO_FEW_GENERAL = "TOO_FEW_GENERAL"
    FAILED_BEFORE = "FAILED_BEFORE"
    """The item failed at the visit before and must be checked again."""
    NO_CHECKLIST = "NO_CHECKLIST"
    """No list is published for the operator's kind."""
    NOT_AUTHOR = "NOT_AUTHOR"
    """A draft is its author's alone."""
    # signing
    STATE = "STATE"
    INSPECTORS_TOO_FEW = "INSPECTORS_TOO_FEW"
    RECUSED = "RECUSED"
    """The officer has declared an interest in the operator."""
    INSPECTOR_SIGNATURE_MISSING = "INSPECTOR_SIGNATURE_MISSING"
    CARD_NOT_SHOWN = "CARD_NOT_SHOWN"
    RECUSAL_NOT_ASKED = "RECUSAL_NOT_ASKED"
    PARTY_SIGNATURE_MISSING = "PARTY_SIGNATURE_MISSING"
    PARTY_REASON_MISSING = "PARTY_REASON_MISSING"
    REFUSAL_UNPROVEN = "REFUSAL_UNPROVEN"
    SIGNATURE_EMPTY = "SIGNATURE_EMPTY"
    SIGNATURE_STALE = "SIGNATURE_STALE"
    """Signed on other content than is to be sealed."""
    # review flags of a visit
    TIME_ORDER = "TIME_ORDER"
    POSITION_MISSING = "POSITION_MISSING"
    POSITION_FAR = "POSITION_FAR"
    FEW_PHOTOS = "FEW_PHOTOS"
    SHORT_VISIT = "SHORT_VISIT"
    SAME_REMARK = "SAME_REMARK"
    # ledger
    QUANTITY = "QUANTITY"
    SHELF_LIFE = "SHELF_LIFE"
    EXPIRY_FIRST = "EXPIRY_FIRST"
    """It expires before it is produced."""
    EXPIRY_DIFFERS = "EXPIRY_DIFFERS"
    EXPIRED = "EXPIRED"
    EXCEEDS_STOCK = "EXCEEDS_STOCK"
    FORBIDDEN_SUBSTANCE = "FORBIDDEN_SUBSTANCE"
    """Its name is that of a substance which must not get into food."""
    # goods, samples and suppliers
    NOT_CALIBRATED = "NOT_CALIBRATED"
    CUSTODY_GAP = "CUSTODY_GAP"
    """For some time nobody had it."""
    SEAL_DIFFERS = "SEAL_DIFFERS"
    LABORATORY_SCOPE = "LABORATORY_SCOPE"
    REPORT_WITHDRAWN = "REPORT_WITHDRAWN"
    CERTIFICATE_MISSING = "CERTIFICATE_MISSING"
    ORIGIN_BANNED = "ORIGIN_BANNED"
    UNLICENSED = "UNLICENSED"
    """Who delivers has no valid licence."""
    NOT_PERMITTED = "NOT_PERMITTED"
    HOLDERS_OPEN = "HOLDERS_OPEN"
    UNBALANCED = "UNBALANCED"
    KEPT_SHORT = "KEPT_SHORT"
    # follow-up, publication
    NOT_LATER = "NOT_LATER"
    """A new term has to end after the one that stands."""
    NOT_DUE = "NOT_DUE"
    """Its day has not come."""
    NAMES_PROTECTED = "NAMES_PROTECTED"
    """A text names whom the law protects: reporter, patient."""
    ALERT_UNREAD = "ALERT_UNREAD"
    NOT_MASKED = "NOT_MASKED"
    """A text for the public still holds a person's name or number."""
    CHANGED_SINCE = "CHANGED_SINCE"
    """It is no longer what was checked."""
    LEGAL_HOLD = "LEGAL_HOLD"
    """A hold on deletion stands over it."""
    OTHER_HEAD_OFFICE = "OTHER_HEAD_OFFICE"
    """A shop has one head office at a time."""
    OTHER_SUBJECT = "OTHER_SUBJECT"
    """What is named is about something else."""


@dataclass(frozen=True, slots=True)
class Problem:
    field: str
    """The record's field, or the checklist item, that the person is led to."""
    code: Code
    severity: Severity = Severity.ERROR
    facts: Mapping[str, str | int] = dataclasses.field(default_factory=dict)
    """What the sentence fills in."""


def worst(severities: Iterable[Severity]) -> Severity:
    """The gravest of them; OK of none."""
    return max(severities, key=list(Severity).index, default=Severity.OK)


def blocks(problems: Iterable[Problem]) -> bool:
    """Whether one of them must be put right first."""
    return any(p.severity is Severity.ERROR for p in problems)
