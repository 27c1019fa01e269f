"""Alerts, campaigns and publication: from HQ to the field, and out to the public (domain.md 7.13, rows 5, 11, 13)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.homes import FOUND, IN_COUNTY, LOCKED, OF_OPERATOR, PLACED, PUBLISHED
from sync.record import Change, Id, Instant, InUserFeed, Record, Rule, Sha256, Text, Value


class AlertLevel(StrEnum):
    RED = "RED"
    """No new visit begins before it is read."""
    ORANGE = "ORANGE"
    YELLOW = "YELLOW"
    BLUE = "BLUE"


class AlertKind(StrEnum):
    RISK = "RISK"
    IMPORT_BAN = "IMPORT_BAN"
    RECALL = "RECALL"
    SEASON = "SEASON"
    ORDER = "ORDER"


class Alert(Record):
    kind = "alert"
    change = Change.HQ_ONLY
    home = PUBLISHED

    published_in: Text
    number: Annotated[Text, FOUND]
    alert_kind: AlertKind = AlertKind.RISK
    level: AlertLevel
    title: Text
    text: Text
    divisions: tuple[Text, ...] = ()
    """Where it matters; none named: everywhere."""
    operator_kinds: tuple[Text, ...] = ()
    product_name: Text = ""
    gtin: Annotated[Text | None, FOUND] = None
    origin: Text = ""
    """Of an import ban: the country or region."""
    action: Text = ""
    issued_at: Annotated[Instant, FOUND]
    expires_on: date | None = None
    cancelled_at: Instant | None = None


class AlertReceipt(Record):
    """A user has read an alert."""

    kind = "alert_receipt"
    change = Change.INSERT_ONLY
    home = (InUserFeed("user_id"),)

    user_id: Id
    alert_id: Annotated[Id, FOUND]
    device_id: Id
    read_at: Instant
    done: Text = ""
    """What the reader did about it."""


class CampaignState(StrEnum):
    PLANNED = "PLANNED"
    ACTIVE = "ACTIVE"
    CLOSING = "CLOSING"
    CLOSED = "CLOSED"


class CampaignScope(Value):
    """Nothing named: everything."""

    divisions: tuple[Text, ...] = ()
    operator_kinds: tuple[Text, ...] = ()
    product_fields: tuple[Text, ...] = ()
    risk_grades: tuple[Text, ...] = ()


class Campaign(Record):
    """专项整治: progress is counted from its visits, never stored."""

    kind = "campaign"
    home = IN_COUNTY

    county_code: Text
    code: Annotated[Text, FOUND]
    title: Text
    state: Annotated[CampaignState, LOCKED] = CampaignState.PLANNED
    scope: CampaignScope = CampaignScope()
    checklist_code: Text = ""
    quota: int | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    demand: Text = ""
    summary: Text = ""
    created_by: Id


class TargetState(StrEnum):
    ASSIGNED = "ASSIGNED"
    VISITED = "VISITED"
    CORRECTED = "CORRECTED"
    CLOSED = "CLOSED"


class CampaignTarget(Record):
    """One operator of a campaign."""

    kind = "campaign_target"
    home = OF_OPERATOR

    operator_id: Id
    campaign_id: Annotated[Id, FOUND]
    state: Annotated[TargetState, LOCKED] = TargetState.ASSIGNED
    assigned_to: Annotated[Id | None, FOUND] = None
    due_on: date | None = None
    inspection_id: Id | None = None
    rectification_id: Id | None = None


class PublicationState(StrEnum):
    DRAFT = "DRAFT"
    MASKED = "MASKED"
    REVIEWED = "REVIEWED"
    APPROVED = "APPROVED"
    RELEASED = "RELEASED"
    WITHDRAWN = "WITHDRAWN"
    EXPIRED = "EXPIRED"


class PublicationKind(StrEnum):
    INSPECTION_RESULT = "INSPECTION_RESULT"
    SAMPLE_RESULT = "SAMPLE_RESULT"
    PENALTY = "PENALTY"
    RECALL = "RECALL"
    GRADE = "GRADE"
    CORRECTION = "CORRECTION"
    CLARIFICATION = "CLARIFICATION"


class VerifiedFact(Value):
    """Who verified which fact of a release (row 13.3)."""

    fact: Text
    verified_by: Id
    verified_at: Instant


class Publication(Record):
    """A text for the public: masked, checked by one and approved by another."""

    kind = "publication"
    home = PLACED

    operator_id: Id | None = None
    division_code: Text | None = None
    publication_kind: PublicationKind
    state: Annotated[PublicationState, LOCKED] = PublicationState.DRAFT
    subject_kind: Text
    subject_id: Annotated[Id, FOUND]
    title: Text
    text: Text = ""
    text_sha256: Sha256 | None = None
    facts: tuple[VerifiedFact, ...] = ()
    due_on: Annotated[date | None, FOUND] = None
    released_at: Annotated[Instant | None, Rule(unit="release")] = None
    shown_until: Annotated[date | None, Rule(unit="release")] = None
    place: Annotated[Text, Rule(unit="release")] = ""
    """Where it was made public, or put up at the shop."""
    made_by: Id
    made_at: Instant
