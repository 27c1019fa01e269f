"""Real-name registration and what goes with it: staff, pledge, shop code, coverage, doubles (domain.md 7.5)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.homes import FOUND, IN_COUNTY, IN_TOWNSHIP, LATEST, OF_OPERATOR, PRIVATE, SENSITIVE
from sync.record import Change, Degrees, Id, Instant, Personal, Policy, Record, Rule, Sha256, Text


class StaffDuty(StrEnum):
    STAFF = "STAFF"
    FOOD_SAFETY_OFFICER = "FOOD_SAFETY_OFFICER"
    FOOD_SAFETY_DIRECTOR = "FOOD_SAFETY_DIRECTOR"
    COOK = "COOK"


class StaffMember(Record):
    """Someone who works at an operator (从业人员): health certificate and training (FSL 44, 45)."""

    kind = "staff_member"
    home = OF_OPERATOR

    operator_id: Id
    name: Annotated[Text, Rule(unit="identity", personal=Personal.P1)]
    id_number: Annotated[Text | None, Rule(unit="identity", personal=Personal.P2)] = None
    id_hmac: Annotated[Text | None, Rule(unit="identity", index=True)] = None
    duty: StaffDuty = StaffDuty.STAFF
    phone: Annotated[Text | None, Rule(Policy.LATEST_OBSERVATION, personal=Personal.P1)] = None
    health_certificate_no: Annotated[Text, Rule(unit="health", personal=Personal.P2)] = ""
    health_valid_until: Annotated[date | None, Rule(unit="health", index=True)] = None
    health_issuer: Annotated[Text, Rule(unit="health")] = ""
    trained_on: Annotated[date | None, Rule(unit="training")] = None
    training_result: Annotated[Text, Rule(unit="training")] = ""
    since: date | None = None
    left_on: Annotated[date | None, LATEST] = None


class RegistrationMethod(StrEnum):
    ON_SITE = "ON_SITE"
    AT_OFFICE = "AT_OFFICE"
    IMPORT = "IMPORT"


class Registration(Record):
    """The act of real-name registration: which papers were seen and compared, by whom, where."""

    kind = "registration"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    person_id: Id | None = None
    method: RegistrationMethod = RegistrationMethod.ON_SITE
    id_seen: bool = False
    face_compared: bool = False
    """By eye: there is no face recognition."""
    licence_seen: bool = False
    longitude: Degrees | None = None
    latitude: Degrees | None = None
    position_note: Text = ""
    evidence_ids: tuple[Id, ...] = ()
    document_id: Id | None = None
    note: Text = ""
    registered_by: Id
    registered_at: Instant


class Pledge(Record):
    """The operator's signed promise (食品安全承诺书), with the version of its text."""

    kind = "pledge"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    text_version: Text
    text_sha256: Sha256
    document_id: Id | None = None
    signature_id: Id | None = None
    inspection_id: Id | None = None
    signed_at: Instant


class ShopCode(Record):
    """一店一码: the code on a shop's door; the last one that is not void counts."""

    kind = "shop_code"
    home = OF_OPERATOR

    operator_id: Id
    code: Annotated[Text, FOUND]
    printed_at: Instant | None = None
    put_up_on: date | None = None
    issued_by: Id


class DoorState(StrEnum):
    NOT_SEEN = "NOT_SEEN"
    REGISTERED = "REGISTERED"
    REFUSED = "REFUSED"
    NOT_REGISTERED = "NOT_REGISTERED"
    VACANT = "VACANT"
    NOT_A_SHOP = "NOT_A_SHOP"
    CLOSED = "CLOSED"


class CoverageDoor(Record):
    """One door of a street as walked past: the denominator of coverage."""

    kind = "coverage_door"
    home = IN_TOWNSHIP

    division_code: Annotated[Text, FOUND]
    """The village or community."""
    street: Text = ""
    door: Text
    name: Text = ""
    """What stands above the door."""
    state: Annotated[DoorState, Rule(Policy.LATEST_OBSERVATION, unit="state")] = DoorState.NOT_SEEN
    operator_id: Annotated[Id | None, Rule(Policy.LATEST_OBSERVATION, unit="state", index=True)] = None
    note: Text = ""
    seen_at: Annotated[Instant | None, LATEST] = None
    seen_by: Annotated[Id | None, LATEST] = None


class DuplicateVerdict(StrEnum):
    SAME = "SAME"
    DIFFERENT = "DIFFERENT"
    ASK_HQ = "ASK_HQ"


class DuplicateDecision(Record):
    """Two operators that looked alike: whether they are one. It is not asked again while both stay as they are."""

    kind = "duplicate_decision"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    other_id: Annotated[Id, FOUND]
    verdict: DuplicateVerdict
    reasons: tuple[Text, ...] = ()
    note: Text = ""
    decided_by: Id
    decided_at: Instant


class OperatorMerge(Record):
    """Two registrations are one business. Readers follow it and no row is rewritten, so that it can be undone."""

    kind = "operator_merge"
    change = Change.HQ_ONLY
    home = IN_COUNTY

    county_code: Text
    operator_id: Annotated[Id, FOUND]
    """The one that is given up."""
    into_id: Annotated[Id, FOUND]
    reason: Text = ""
    merged_by: Id
    merged_at: Instant
    undone_by: Id | None = None
    undone_at: Instant | None = None
    undo_reason: Text = ""


class ImportBatch(Record):
    """One file that was taken in: which columns meant what, what came of it, and whether it was undone."""

    kind = "import_batch"
    home = IN_COUNTY

    county_code: Text
    file_name: Text
    file_sha256: Sha256
    target_kind: Text
    """Kind of the records that its rows became."""
    columns: dict[str, Text] = {}
    """{column as headed: field}."""
    rows_read: int = 0
    rows_made: int = 0
    rows_changed: int = 0
    rows_refused: int = 0
    row_ids: tuple[Id, ...] = ()
    """Rows that this batch made."""
    imported_by: Id
    imported_at: Annotated[Instant, FOUND]
    undone_at: Instant | None = None
    undone_by: Id | None = None
    undo_reason: Text = ""


class BanquetReport(Record):
    """A village feast (农村集体聚餐) announced before it is held."""

    kind = "banquet_report"
    home = IN_TOWNSHIP

    division_code: Text
    occasion: Text
    host_name: Annotated[Text, PRIVATE]
    host_phone: Annotated[Text, PRIVATE] = ""
    place: Text
    held_on: Annotated[date, FOUND]
    tables: int | None = None
    guests: int
    cook_name: Annotated[Text, PRIVATE] = ""
    cook_phone: Annotated[Text, PRIVATE] = ""
    cook_health_certificate_no: Annotated[Text, SENSITIVE] = ""
    menu: Text = ""
    guided_by: Id | None = None
    guidance: Text = ""
    reported_at: Instant
