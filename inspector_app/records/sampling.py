"""Samples (抽检) and their custody, quick tests (快检), laboratories and reports (domain.md 7.11)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.goods import ShelfLifeUnit
from inspector_app.records.homes import FOUND, IN_COUNTY, LOCKED, OF_OPERATOR, OF_SUBJECT, PRIVATE
from sync.record import Change, Degrees, Id, Instant, Policy, Record, Rule, Sha256, Text, WithParent


class SampleState(StrEnum):
    PLANNED = "PLANNED"
    TAKEN = "TAKEN"
    SUBMITTED = "SUBMITTED"
    TESTING = "TESTING"
    PASS = "PASS"
    FAIL = "FAIL"
    NOTIFIED = "NOTIFIED"
    RETEST = "RETEST"
    CONFIRMED_FAIL = "CONFIRMED_FAIL"
    OVERTURNED = "OVERTURNED"
    DISPOSITION = "DISPOSITION"
    CLOSED = "CLOSED"


class SamplePurpose(StrEnum):
    SUPERVISION = "SUPERVISION"
    RISK_MONITORING = "RISK_MONITORING"
    CAMPAIGN = "CAMPAIGN"
    COMPLAINT = "COMPLAINT"
    INCIDENT = "INCIDENT"


class Assay(StrEnum):
    """What is tested for, as far as the rules tell them apart."""

    CHEMICAL = "CHEMICAL"
    MICROBIOLOGICAL = "MICROBIOLOGICAL"


class Sample(Record):
    """Goods bought for testing. Several people move it on over weeks, so its state is locked, not sealed."""

    kind = "sample"
    home = OF_OPERATOR

    operator_id: Id
    state: Annotated[SampleState, LOCKED] = SampleState.PLANNED
    number: Annotated[Text | None, FOUND] = None
    """Of the sampling form."""
    purpose: SamplePurpose = SamplePurpose.SUPERVISION
    assay: Assay = Assay.CHEMICAL
    items: tuple[Text, ...] = ()
    """What it is to be tested for."""
    inspection_id: Annotated[Id | None, FOUND] = None
    campaign_id: Id | None = None
    quick_test_id: Id | None = None
    product_id: Id | None = None
    product_name: Annotated[Text, Rule(unit="goods")] = ""
    brand: Annotated[Text, Rule(unit="goods")] = ""
    specification: Annotated[Text, Rule(unit="goods")] = ""
    gtin: Annotated[Text | None, Rule(unit="goods")] = None
    batch_no: Annotated[Text, Rule(unit="goods")] = ""
    production_date: Annotated[date | None, Rule(unit="goods")] = None
    shelf_life: Annotated[int | None, Rule(unit="goods")] = None
    shelf_life_unit: Annotated[ShelfLifeUnit | None, Rule(unit="goods")] = None
    maker_name: Annotated[Text, Rule(unit="goods")] = ""
    maker_address: Annotated[Text, Rule(unit="goods")] = ""
    quantity_milli: Annotated[int | None, Rule(unit="quantity")] = None
    stock_milli: Annotated[int | None, Rule(unit="quantity")] = None
    unit: Annotated[Text, Rule(unit="quantity")] = ""
    price_fen: int | None = None
    """Paid for the sample: samples are bought."""
    place: Text = ""
    latitude: Annotated[Degrees | None, Rule(unit="position")] = None
    longitude: Annotated[Degrees | None, Rule(unit="position")] = None
    seal_numbers: Annotated[tuple[Text, ...], Rule(unit="seals")] = ()
    backup_seal_number: Annotated[Text, Rule(unit="seals")] = ""
    no_backup_reason: Annotated[Text, Rule(unit="seals")] = ""
    backup_until: date | None = None
    planned_by: Id
    taken_by: Id | None = None
    second_user_id: Id | None = None
    taken_at: Instant | None = None
    laboratory_id: Annotated[Id | None, FOUND] = None
    handed_over_at: Instant | None = None
    receipt_number: Text = ""
    seals_intact: bool | None = None
    report_number: Text = ""
    notified_at: Instant | None = None
    not_tested_reason: Text = ""
    """检不了: why no laboratory could test it (row 8.3)."""


class CustodyStep(Record):
    """Who had a sample, seized goods or an original, from when to when."""

    kind = "custody_step"
    change = Change.INSERT_ONLY
    home = OF_SUBJECT

    subject_kind: Text
    subject_id: Id
    holder: Annotated[Text, PRIVATE]
    place: Text = ""
    since: Instant
    until: Instant | None = None
    temperature_milli: int | None = None
    seals_intact: bool | None = None
    recorded_by: Id


class QuickKind(StrEnum):
    PESTICIDE_RESIDUE = "PESTICIDE_RESIDUE"
    VETERINARY_RESIDUE = "VETERINARY_RESIDUE"
    NON_FOOD_SUBSTANCE = "NON_FOOD_SUBSTANCE"
    ADDITIVE = "ADDITIVE"
    OIL_POLAR = "OIL_POLAR"
    CLEANLINESS = "CLEANLINESS"
    OTHER = "OTHER"


class QuickResult(StrEnum):
    NEGATIVE = "NEGATIVE"
    POSITIVE = "POSITIVE"
    INVALID = "INVALID"


class QuickTest(Record):
    """A preliminary test on the spot; a positive one is followed by a formal sample (FSL 112)."""

    kind = "quick_test"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    inspection_id: Annotated[Id | None, FOUND] = None
    test_kind: QuickKind
    product_id: Id | None = None
    product_name: Text
    batch_no: Text = ""
    origin: Text = ""
    substance: Text
    method: Text
    kit: Text
    kit_batch_no: Text = ""
    kit_expires_on: date | None = None
    equipment_id: Id | None = None
    detection_limit: Text = ""
    value: Text = ""
    """As read, with its unit."""
    result: Annotated[QuickResult, FOUND]
    evidence_ids: tuple[Id, ...] = ()
    sample_id: Id | None = None
    tested_by: Id
    tested_at: Annotated[Instant, FOUND]


class Laboratory(Record):
    """A laboratory that samples may be sent to (row 8.4)."""

    kind = "laboratory"
    home = IN_COUNTY

    county_code: Text
    name: Annotated[Text, FOUND]
    approval_number: Text = ""
    """CMA."""
    approval_until: date | None = None
    scope: tuple[Text, ...] = ()
    price_note: Text = ""
    distance_km: int | None = None
    turnaround_days: int | None = None
    address: Text = ""
    contact_name: Annotated[Text, PRIVATE] = ""
    phone: Annotated[Text, PRIVATE] = ""
    active: bool = True


class ReportVerdict(StrEnum):
    CONFORM = "CONFORM"
    NONCONFORM = "NONCONFORM"
    NO_VERDICT = "NO_VERDICT"


class TestReport(Record):
    """A laboratory's report on a sample, as it came; a laboratory answers for it (row 19.5)."""

    __test__ = False
    """No test of pytest's."""
    kind = "test_report"
    change = Change.INSERT_ONLY
    home = (WithParent("sample", "sample_id"),)

    sample_id: Id
    laboratory_id: Annotated[Id, FOUND]
    number: Annotated[Text, FOUND]
    laboratory_approval: Text
    signatory: Annotated[Text, PRIVATE]
    seal_numbers: tuple[Text, ...] = ()
    received_on: date | None = None
    reported_on: date
    verdict: ReportVerdict
    failed_items: tuple[Text, ...] = ()
    values: dict[str, Text] = {}
    """{item: value, limit and unit, as printed}."""
    methods: dict[str, Text] = {}
    retest: bool = False
    file_sha256: Sha256
    entered_by: Id
    entered_at: Instant


class ObjectionKind(StrEnum):
    RETEST = "RETEST"
    """复检: the result is doubted."""
    SAMPLING = "SAMPLING"
    """异议: the sample is said not to be the party's, or badly taken."""
    STANDARD = "STANDARD"


class ObjectionState(StrEnum):
    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    UPHELD = "UPHELD"
    REJECTED = "REJECTED"


class Objection(Record):
    """The party does not accept a result (SAMPLE15; 7 working days)."""

    kind = "objection"
    home = (WithParent("sample", "sample_id"),)

    sample_id: Id
    objection_kind: ObjectionKind
    state: Annotated[ObjectionState, Rule(Policy.ROW_LOCK)] = ObjectionState.REQUESTED
    by_whom: Annotated[Text, PRIVATE]
    grounds: Text
    requested_at: Instant
    laboratory_id: Id | None = None
    """Where it is tested again."""
    answer: Text = ""
    answered_at: Instant | None = None
