"""Offices, who works where and answers for what, and the duty of a day (domain.md 2.1, rows 8.1, 16.5, 19.1)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.homes import FOUND, IN_COUNTY, IN_TOWNSHIP, PRIVATE
from sync.record import Change, Id, Instant, InUserFeed, Record, Text, WithParent


class OfficeLevel(StrEnum):
    STATION = "STATION"
    """市场监管所 of a township."""
    COUNTY = "COUNTY"
    CITY = "CITY"
    PROVINCE = "PROVINCE"


class Office(Record):
    kind = "office"
    change = Change.HQ_ONLY
    home = IN_COUNTY

    county_code: Text
    code: Annotated[Text, FOUND]
    name: Text
    office_level: OfficeLevel
    acting_authority: Text
    """In whose name its papers are printed (domain.md 7.12)."""
    townships: tuple[Text, ...] = ()
    address: Text = ""
    phone: Text = ""
    valid_from: date
    valid_to: date | None = None


class Post(Record):
    """A user works at an office, in these townships, from a day on; what a laptop holds follows from it."""

    kind = "post"
    change = Change.HQ_ONLY
    home = (InUserFeed("user_id"),)

    user_id: Id
    office_code: Annotated[Text, FOUND]
    townships: tuple[Text, ...] = ()
    title: Text = ""
    valid_from: date
    valid_to: date | None = None


class Responsibility(Record):
    """Who answers for an operator, or for a division: the operator's own row counts first, then the longest code.

    Several rows are the history.
    """

    kind = "responsibility"
    home = (WithParent("operator", "operator_id"), *IN_COUNTY)

    county_code: Text
    operator_id: Id | None = None
    division_code: Annotated[Text | None, FOUND] = None
    operator_kinds: tuple[Text, ...] = ()
    """None named: every kind."""
    office_code: Text
    user_id: Annotated[Id | None, FOUND] = None
    user_name: Text = ""
    valid_from: date
    valid_to: date | None = None
    reason: Text = ""


class Grid(Record):
    """A cell of the net (网格) and its keeper, who has no enforcement certificate."""

    kind = "grid"
    home = IN_TOWNSHIP

    division_code: Text
    code: Annotated[Text, FOUND]
    name: Text
    keeper_name: Annotated[Text, PRIVATE] = ""
    keeper_phone: Annotated[Text, PRIVATE] = ""
    user_id: Id | None = None
    """Where the keeper has an account (协管员, 信息员)."""


class DutyShift(Record):
    """One person's duty on one day."""

    kind = "duty_shift"
    home = IN_COUNTY

    county_code: Text
    office_code: Text
    user_id: Annotated[Id, FOUND]
    day: Annotated[date, FOUND]
    begins: Text = ""
    """hh:mm by local time; empty: the whole day."""
    ends: Text = ""
    duty: Text = ""
    phone: Annotated[Text, PRIVATE] = ""


class InterestKind(StrEnum):
    FAMILY = "FAMILY"
    SHARE = "SHARE"
    FORMER_EMPLOYER = "FORMER_EMPLOYER"
    DEBT = "DEBT"
    OTHER = "OTHER"


class ConflictOfInterest(Record):
    """An officer's own declaration: no visit of that operator is assigned to that officer (回避)."""

    kind = "conflict_of_interest"
    home = (WithParent("operator", "operator_id"),)

    operator_id: Id
    user_id: Annotated[Id, FOUND]
    interest_kind: InterestKind
    note: Annotated[Text, PRIVATE] = ""
    declared_at: Instant
    ended_on: date | None = None


class VoidedNumber(Record):
    """A document number that will not be used, and why: gaps are explained (domain.md 3.12)."""

    kind = "voided_number"
    change = Change.INSERT_ONLY
    home = IN_COUNTY

    county_code: Text
    number: Annotated[Text, FOUND]
    reason: Text
    voided_by: Id
    recorded_at: Instant
