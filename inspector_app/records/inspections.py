"""Inspections (监督检查), their findings and the rectification that follows (domain.md 2.3, 7.4, 7.6)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from inspector_app.records.operators import OperatorKind
from sync.record import (
    Change,
    Degrees,
    Id,
    Instant,
    InUserFeed,
    Personal,
    Policy,
    Record,
    Rule,
    Sha256,
    Text,
    Value,
    WithParent,
    id_for,
)


class InspectionType(StrEnum):
    DAILY = "DAILY"
    SPOT = "SPOT"
    FLYING = "FLYING"
    SYSTEM = "SYSTEM"
    CAMPAIGN = "CAMPAIGN"
    REINSPECTION = "REINSPECTION"
    COMPLAINT_CHECK = "COMPLAINT_CHECK"


class InspectionState(StrEnum):
    DRAFT = "DRAFT"
    IN_PROGRESS = "IN_PROGRESS"
    COMPLETED = "COMPLETED"
    SIGNED = "SIGNED"
    VOID = "VOID"


class AnswerCode(StrEnum):
    CONFORM = "CONFORM"
    NONCONFORM = "NONCONFORM"
    NA = "NA"
    NOT_CHECKED = "NOT_CHECKED"


class InspectionResult(StrEnum):
    CONFORM = "CONFORM"
    BASICALLY_CONFORM = "BASICALLY_CONFORM"
    NONCONFORM = "NONCONFORM"


class Answer(Value):
    """One checklist item as the inspector found it."""

    code: AnswerCode
    note: Text = ""
    """Remark on a non-conformity, or the reason of a not-applicable."""
    measures: dict[str, int] = {}
    """{name of the measure: value in thousandths of its unit}."""
    on_site: bool = False
    """Corrected while the inspector was there."""
    answered_at: Instant


class Inspector(Value):
    """An officer on the visit, as printed: the visit stays readable when the user record changes."""

    user_id: Id
    name: Text
    certificate_no: Text | None = None
    """Enforcement certificate (执法证件号); None for auxiliary staff, whose signature never counts."""


class Subject(Value):
    """The operator as it stood at the visit; printed on the papers and sealed with them."""

    name: Text
    operator_kind: OperatorKind
    uscc: Text | None = None
    licence_no: Text | None = None
    address: Text
    person_in_charge: Text = ""
    phone: Text | None = None


class ObstructionForm(StrEnum):
    """The eight forms of SIR art. 49."""

    ENTRY = "ENTRY"
    EVIDENCE_TAKING = "EVIDENCE_TAKING"
    MATERIAL = "MATERIAL"
    EVASION = "EVASION"
    VIOLENCE = "VIOLENCE"
    SEIZED_GOODS = "SEIZED_GOODS"
    FORGERY = "FORGERY"
    OTHER = "OTHER"


class Obstruction(Value):
    """How a visit was refused or hindered (拒绝、阻挠检查), and what proves it."""

    form: ObstructionForm
    at: Instant
    description: Text = ""
    witnesses: tuple[Text, ...] = ()
    evidence_ids: tuple[Id, ...] = ()


class Inspection(Record):
    """One visit: header and answers in one row; one author until signed, immutable after."""

    kind = "inspection"
    change = Change.SEALED
    home = (InUserFeed("author_id", draft=True), WithParent("operator", "operator_id"))
    sealed_by = "signed_at"

    operator_id: Id
    author_id: Annotated[Id, Rule(index=True)]
    device_id: Id
    inspection_type: InspectionType = InspectionType.DAILY
    state: InspectionState = InspectionState.DRAFT
    subject: Subject
    checklist_id: Id
    """The version of the checklist; a draft keeps it whatever HQ publishes later."""
    checklist_sha256: Sha256
    inspectors: tuple[Inspector, ...] = ()
    card_shown_at: Instant | None = None
    """已出示执法证件 (SIR 24, APL 55)."""
    recusal_asked: bool = False
    """The party was told of its right to ask for avoidance (回避)."""
    started_at: Annotated[Instant, Rule(index=True)]
    completed_at: Instant | None = None
    signed_at: Annotated[Instant | None, Rule(index=True)] = None
    latitude: Annotated[Degrees | None, Rule(unit="position")] = None
    longitude: Annotated[Degrees | None, Rule(unit="position")] = None
    position_note: Annotated[Text, Rule(unit="position")] = ""
    answers: Annotated[dict[str, Answer], Rule(each=True)] = {}
    """{checklist item id: answer}."""
    remark: Text = ""
    result: Annotated[InspectionResult | None, Rule(unit="result")] = None
    score: Annotated[int | None, Rule(unit="result")] = None
    """weighted_100 of domain.md 4.6; never the legal result."""
    obstruction: Annotated[Obstruction | None, Rule(personal=Personal.P1)] = None
    campaign_id: Id | None = None
    random_draw_id: Id | None = None
    previous_id: Id | None = None
    """The visit before, shown beside this one."""
    supersedes: Annotated[Id | None, Rule(index=True)] = None
    amend_reason: Text | None = None
    needs_approval: bool | None = None
    """A correction that counts once its Amendment is approved. Those of before version 3 say nothing; they count where
    HQ took them in when none was asked for."""
    content_sha256: Sha256 | None = None
    """Hash of the sealed content: this record without this field and the seal, its findings and evidence hashes."""
    clock_offset_us: int | None = None
    """HQ time minus device time as last measured; evidence, never an order."""


class AmendmentState(StrEnum):
    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"


class Amendment(Record):
    """A signed correction (更正) before the team lead; its reason and its difference are the visit's own."""

    kind = "amendment"
    home = (WithParent("operator", "operator_id"),)
    aggregate = "inspection_id"

    operator_id: Id
    inspection_id: Annotated[Id, Rule(index=True)]
    """The new version; it names the one that it corrects."""
    state: Annotated[AmendmentState, Rule(Policy.ROW_LOCK, index=True)] = AmendmentState.PROPOSED

    @classmethod
    def of(cls, inspection_id: Id, operator_id: Id) -> Amendment:
        """The one that there is for a version: its laptop and HQ make the same."""
        return cls(id=cls.id_of(inspection_id), operator_id=operator_id, inspection_id=inspection_id)

    @classmethod
    def id_of(cls, inspection_id: Id) -> Id:
        return id_for(cls.kind, inspection_id)


class FindingAction(StrEnum):
    """What the inspector decided on a non-conformity; a checklist suggests, the inspector confirms."""

    ONSITE = "ONSITE"
    RECTIFY = "RECTIFY"
    STOP_WORK = "STOP_WORK"
    STOP_SALE = "STOP_SALE"
    STOP_PRODUCTION = "STOP_PRODUCTION"
    SEAL = "SEAL"
    PRESERVE = "PRESERVE"
    SAMPLE = "SAMPLE"
    CASE = "CASE"
    RECALL_TRACE = "RECALL_TRACE"
    TRANSFER = "TRANSFER"
    REPORT = "REPORT"
    TRAINING = "TRAINING"
    UPDATE_REGISTRATION = "UPDATE_REGISTRATION"
    RECORD_ONLY = "RECORD_ONLY"
    INTERVIEW = "INTERVIEW"


class Finding(Record):
    """One non-conformity of a visit (不符合项)."""

    kind = "finding"
    change = Change.SEALED
    home = (WithParent("inspection", "inspection_id"),)
    aggregate = "inspection_id"

    inspection_id: Id
    operator_id: Annotated[Id, Rule(index=True)]
    item_id: Text
    key: bool
    """A key item (重点项目)."""
    description: Text
    basis: Text = ""
    """The clauses, as cited on the papers."""
    actions: tuple[FindingAction, ...] = ()
    rectify_days: int | None = None


class RectificationState(StrEnum):
    ISSUED = "ISSUED"
    OPEN = "OPEN"
    REPORTED = "REPORTED"
    OVERDUE = "OVERDUE"
    CORRECTED = "CORRECTED"
    FAILED = "FAILED"
    ESCALATED = "ESCALATED"
    CLOSED = "CLOSED"


class Rectification(Record):
    """An order to correct by a date (责令改正, 限期整改)."""

    kind = "rectification"
    home = (WithParent("operator", "operator_id"),)

    operator_id: Id
    inspection_id: Annotated[Id, Rule(index=True)]
    finding_ids: tuple[Id, ...]
    demand: Text
    issued_on: date
    due_on: Annotated[date, Rule(Policy.ROW_LOCK, index=True)]
    state: Annotated[RectificationState, Rule(Policy.ROW_LOCK, index=True)] = RectificationState.ISSUED
    document_id: Id | None = None
