"""Complaints and reports (投诉举报), without the person who made them (domain.md 7.9)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.homes import FOUND, LOCKED, PLACED
from sync.record import Id, Instant, Record, Rule, Text


class ComplaintKind(StrEnum):
    COMPLAINT = "COMPLAINT"
    """投诉: a dispute of a consumer."""
    REPORT = "REPORT"
    """举报: a lead to an offence."""
    ENQUIRY = "ENQUIRY"
    NOT_OURS = "NOT_OURS"


class ComplaintState(StrEnum):
    RECEIVED = "RECEIVED"
    CLASSIFIED = "CLASSIFIED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    SETTLED = "SETTLED"
    ENDED = "ENDED"
    VERIFIED = "VERIFIED"
    CASE = "CASE"
    NO_CASE = "NO_CASE"
    CLOSED = "CLOSED"
    TRANSFERRED = "TRANSFERRED"


class ComplaintSource(StrEnum):
    PHONE = "PHONE"
    VISIT = "VISIT"
    LETTER = "LETTER"
    ONLINE = "ONLINE"
    PLATFORM_12315 = "PLATFORM_12315"
    MEDIA = "MEDIA"
    RUMOUR = "RUMOUR"
    OTHER_AUTHORITY = "OTHER_AUTHORITY"
    FIELD = "FIELD"


class Complaint(Record):
    """What was said and what came of it. Who said it is an envelope of its own that only HQ opens."""

    kind = "complaint"
    home = PLACED

    operator_id: Id | None = None
    division_code: Text | None = None
    number: Annotated[Text | None, FOUND] = None
    complaint_kind: Annotated[ComplaintKind | None, LOCKED] = None
    """None before it is classified."""
    state: Annotated[ComplaintState, LOCKED] = ComplaintState.RECEIVED
    source: ComplaintSource
    is_real_name: bool = False
    anonymous: bool = False
    envelope_id: Id | None = None
    """The reporter, sealed to HQ's key."""
    accused: Text = ""
    """Whom it is about, where no operator is known yet."""
    facts: Text
    """Without anything that tells who reported it."""
    demand: Text = ""
    product_name: Text = ""
    amount_fen: int | None = None
    received_at: Annotated[Instant, FOUND]
    received_by: Id
    assigned_to: Annotated[Id | None, FOUND] = None
    due_on: Annotated[date | None, FOUND] = None
    inspection_id: Id | None = None
    answer: Text = ""
    agreement: Text = ""
    answered_at: Instant | None = None
    authority: Text = ""
    split_from: Annotated[Id | None, Rule(index=True)] = None
    """Material that holds a complaint and a report is split into two (art. 7)."""
    false_information: bool = False
