"""Equipment, training and outreach (domain.md rows 5.5, 8.2, 17.4, 17.7)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.homes import FOUND, IN_COUNTY, LATEST, OF_OPERATOR, PRIVATE
from sync.record import Change, Id, Instant, Personal, Record, Rule, Text, WithParent


class EquipmentKind(StrEnum):
    QUICK_TEST_KIT = "QUICK_TEST_KIT"
    METER = "METER"
    THERMOMETER = "THERMOMETER"
    SCALE = "SCALE"
    CAMERA = "CAMERA"
    RECORDER = "RECORDER"
    PRINTER = "PRINTER"
    SCANNER = "SCANNER"
    VEHICLE = "VEHICLE"
    CONSUMABLE = "CONSUMABLE"
    OTHER = "OTHER"


class EquipmentState(StrEnum):
    IN_USE = "IN_USE"
    IN_REPAIR = "IN_REPAIR"
    LOST = "LOST"
    RETIRED = "RETIRED"


class Equipment(Record):
    """A kit, meter or camera; a measurement by one whose calibration has ended is marked."""

    kind = "equipment"
    home = IN_COUNTY

    county_code: Text
    office_code: Text = ""
    equipment_kind: EquipmentKind
    name: Text
    model: Text = ""
    serial_no: Annotated[Text, FOUND] = ""
    state: Annotated[EquipmentState, LATEST] = EquipmentState.IN_USE
    holder_id: Annotated[Id | None, LATEST] = None
    calibrated_on: Annotated[date | None, Rule(unit="calibration")] = None
    calibrated_until: Annotated[date | None, Rule(unit="calibration", index=True)] = None
    calibration_no: Annotated[Text, Rule(unit="calibration")] = ""
    stock: Annotated[int | None, LATEST] = None
    """Pieces left of a consumable."""
    expires_on: date | None = None
    bought_on: date | None = None
    note: Text = ""


class TrainingKind(StrEnum):
    OPERATORS = "OPERATORS"
    STAFF = "STAFF"
    OFFICERS = "OFFICERS"
    PUBLIC = "PUBLIC"
    SCHOOL = "SCHOOL"


class TrainingEvent(Record):
    """A course, lecture or publicity day."""

    kind = "training_event"
    home = IN_COUNTY

    county_code: Text
    training_kind: TrainingKind
    title: Text
    held_on: Annotated[date, FOUND]
    place: Text = ""
    hours_milli: int | None = None
    trainer: Annotated[Text, PRIVATE] = ""
    material_version: Text = ""
    """Version of the leaflet, course or quiz."""
    people: int | None = None
    """Head count of a public event."""
    summary: Text = ""
    organised_by: Id


class Attendance(Record):
    """Who of an operator took part, and the test."""

    kind = "attendance"
    home = OF_OPERATOR

    operator_id: Id
    training_event_id: Annotated[Id, FOUND]
    staff_member_id: Id | None = None
    name: Annotated[Text, Rule(personal=Personal.P1)] = ""
    score: int | None = None
    passed: bool | None = None
    recorded_by: Id


class SupportPair(Record):
    """A large firm helps a workshop (大企业帮扶小企业)."""

    kind = "support_pair"
    home = OF_OPERATOR

    operator_id: Id
    """The workshop that is helped."""
    mentor_id: Annotated[Id | None, FOUND] = None
    mentor_name: Text
    plan: Text = ""
    since: date
    until: date | None = None
    result: Text = ""


class SupportVisit(Record):
    kind = "support_visit"
    change = Change.INSERT_ONLY
    home = (WithParent("support_pair", "support_pair_id"),)

    support_pair_id: Id
    visited_on: date
    done: Text
    by_whom: Annotated[Text, PRIVATE] = ""
    recorded_by: Id
    recorded_at: Instant
