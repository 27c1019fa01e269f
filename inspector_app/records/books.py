"""Books beside the ledger: purchase checks, production, additives, retained samples (domain.md rows 2.5, 2.6, 3.1)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.homes import FOUND, OF_OPERATOR, PRIVATE
from sync.record import Change, Id, Instant, Personal, Record, Rule, Text


class CheckVerdict(StrEnum):
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    MISSING_PAPERS = "MISSING_PAPERS"


class PurchaseCheck(Record):
    """What a seller looked at when goods came in (进货查验, FSL 53)."""

    kind = "purchase_check"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    ledger_entry_id: Annotated[Id | None, FOUND] = None
    supplier_id: Id | None = None
    licence_seen: bool = False
    proof_seen: bool = False
    """合格证明: certificate of conformity or test report."""
    label_seen: bool = False
    quantity_checked: bool = False
    verdict: CheckVerdict
    missing: tuple[Text, ...] = ()
    note: Text = ""
    inspection_id: Id | None = None
    checked_on: date
    recorded_by: Id
    recorded_at: Instant


class Gate(StrEnum):
    """The three gates of industrial goods: what comes in, what is done, what goes out."""

    RAW_MATERIAL = "RAW_MATERIAL"
    PROCESS = "PROCESS"
    FACTORY_EXIT = "FACTORY_EXIT"


class ProductionRecord(Record):
    """A batch as its maker wrote it down."""

    kind = "production_record"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    product_id: Annotated[Id | None, FOUND] = None
    product_name: Text
    batch_no: Annotated[Text, FOUND] = ""
    made_on: date
    quantity_milli: int | None = None
    unit: Text = ""
    ingredients: Text = ""
    process_values: dict[str, Text] = {}
    """{name of the measure: as written}."""
    gate: Gate = Gate.PROCESS
    exit_test: Text = ""
    """出厂检验: what was tested before it left, and the result."""
    signed_by: Annotated[Text, PRIVATE] = ""
    recorded_by: Id
    recorded_at: Instant


class AdditiveUse(Record):
    """An additive put into one batch; judged by domain/additives.py, never by this record."""

    kind = "additive_use"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    production_record_id: Annotated[Id | None, FOUND] = None
    additive: Text
    additive_batch_no: Text = ""
    product_name: Text
    food_class: Text = ""
    """Class number of GB 2760."""
    amount_mg: int
    food_g: int
    weighed_by: Annotated[Text, PRIVATE] = ""
    used_on: date
    recorded_by: Id
    recorded_at: Instant


class RetainedSample(Record):
    """A dish kept back by a canteen (留样)."""

    kind = "retained_sample"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    dish: Text
    meal: Text = ""
    weight_g: int
    kept_at: Instant
    temperature_milli: int | None = None
    """Thousandths of a degree Celsius."""
    discarded_at: Instant | None = None
    keeper: Annotated[Text, PRIVATE] = ""
    inspection_id: Id | None = None
    recorded_by: Id
    recorded_at: Instant


class InputUse(Record):
    """A pesticide, veterinary drug or feed used by a grower (农业投入品使用记录)."""

    kind = "input_use"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    input_name: Text
    registration_no: Text = ""
    crop: Text = ""
    dose: Text = ""
    used_on: date
    harvest_after: date | None = None
    """End of the safety interval."""
    recorded_by: Id
    recorded_at: Instant


class SelfCheckPeriod(StrEnum):
    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


class SelfCheck(Record):
    """An operator's own check: 日管控, 周排查, 月调度."""

    kind = "self_check"
    change = Change.INSERT_ONLY
    home = OF_OPERATOR

    operator_id: Id
    period: SelfCheckPeriod
    covers_from: date
    covers_to: date
    signatory: Annotated[Text, Rule(personal=Personal.P1)]
    findings: Text = ""
    measures: Text = ""
    evidence_id: Id | None = None
    recorded_by: Id
    recorded_at: Instant
