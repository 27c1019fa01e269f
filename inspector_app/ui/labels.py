"""Words for what records hold: the label of every enum value. Times, quantities: formats.py; problems: reasons.py.

The English text stands here, under the enum's own name as its context, and is translated when it is shown.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from inspector_app.domain.shelf_life import ShelfState
from inspector_app.records import names
from inspector_app.records.evidence import (
    DocumentType,
    EvidenceKind,
    EvidenceOrigin,
    SignatureMethod,
    SignatureState,
    SignerRole,
    TimeSource,
)
from inspector_app.records.goods import PackForm, ProductField, ShelfLifeUnit
from inspector_app.records.inspections import (
    AnswerCode,
    FindingAction,
    InspectionResult,
    InspectionState,
    InspectionType,
    RectificationState,
)
from inspector_app.records.ledgers import Direction, LedgerSource
from inspector_app.records.operators import (
    AgriKind,
    CanteenKind,
    LicenceState,
    LicenceType,
    OperatorKind,
    OperatorStatus,
    PersonRole,
    RiskGrade,
)
from inspector_app.records.people import Role
from inspector_app.ui.language import QT_TRANSLATE_NOOP
from sync.device.core import OpState, PhotoState, RowState
from sync.record import ConflictStatus, Policy

LABELS: dict[type[StrEnum], dict[Any, str]] = {
    OperatorKind: {
        OperatorKind.SMALL_WORKSHOP: QT_TRANSLATE_NOOP("OperatorKind", "Small food workshop"),
        OperatorKind.FOOD_STALL: QT_TRANSLATE_NOOP("OperatorKind", "Food stall"),
        OperatorKind.RURAL_STORE: QT_TRANSLATE_NOOP("OperatorKind", "Rural food store"),
        OperatorKind.FOOD_RETAILER: QT_TRANSLATE_NOOP("OperatorKind", "Food retailer"),
        OperatorKind.FOOD_WHOLESALER: QT_TRANSLATE_NOOP("OperatorKind", "Food wholesaler"),
        OperatorKind.SMALL_CATERING: QT_TRANSLATE_NOOP("OperatorKind", "Small caterer"),
        OperatorKind.CATERING: QT_TRANSLATE_NOOP("OperatorKind", "Caterer"),
        OperatorKind.COLLECTIVE_CANTEEN: QT_TRANSLATE_NOOP("OperatorKind", "Collective canteen"),
        OperatorKind.AGRI_INPUT_SHOP: QT_TRANSLATE_NOOP("OperatorKind", "Agricultural supplies shop"),
        OperatorKind.FOOD_PRODUCER: QT_TRANSLATE_NOOP("OperatorKind", "Food producer"),
        OperatorKind.CONSUMER_GOODS_SHOP: QT_TRANSLATE_NOOP("OperatorKind", "Consumer goods shop"),
        OperatorKind.MARKET_HOST: QT_TRANSLATE_NOOP("OperatorKind", "Market host"),
    },
    CanteenKind: {
        CanteenKind.SCHOOL: QT_TRANSLATE_NOOP("CanteenKind", "School"),
        CanteenKind.NURSERY: QT_TRANSLATE_NOOP("CanteenKind", "Nursery"),
        CanteenKind.CARE_HOME: QT_TRANSLATE_NOOP("CanteenKind", "Care home"),
        CanteenKind.CONSTRUCTION_SITE: QT_TRANSLATE_NOOP("CanteenKind", "Construction site"),
        CanteenKind.FACTORY: QT_TRANSLATE_NOOP("CanteenKind", "Factory"),
        CanteenKind.OFFICE: QT_TRANSLATE_NOOP("CanteenKind", "Office"),
    },
    AgriKind: {
        AgriKind.PESTICIDE: QT_TRANSLATE_NOOP("AgriKind", "Pesticides"),
        AgriKind.VETERINARY_DRUG: QT_TRANSLATE_NOOP("AgriKind", "Veterinary drugs"),
        AgriKind.FEED: QT_TRANSLATE_NOOP("AgriKind", "Feed"),
        AgriKind.SEED: QT_TRANSLATE_NOOP("AgriKind", "Seeds"),
        AgriKind.FERTILISER: QT_TRANSLATE_NOOP("AgriKind", "Fertilisers"),
        AgriKind.FILM: QT_TRANSLATE_NOOP("AgriKind", "Film"),
    },
    OperatorStatus: {
        OperatorStatus.CAPTURED: QT_TRANSLATE_NOOP("OperatorStatus", "To be verified"),
        OperatorStatus.VERIFIED: QT_TRANSLATE_NOOP("OperatorStatus", "Verified, pledge missing"),
        OperatorStatus.ACTIVE: QT_TRANSLATE_NOOP("OperatorStatus", "In business"),
        OperatorStatus.SUSPENDED: QT_TRANSLATE_NOOP("OperatorStatus", "Suspended"),
        OperatorStatus.CLOSED: QT_TRANSLATE_NOOP("OperatorStatus", "Closed down"),
        OperatorStatus.DUPLICATE: QT_TRANSLATE_NOOP("OperatorStatus", "Registered twice"),
    },
    LicenceState: {
        LicenceState.VALID: QT_TRANSLATE_NOOP("LicenceState", "Licensed"),
        LicenceState.EXPIRED: QT_TRANSLATE_NOOP("LicenceState", "Licence expired"),
        LicenceState.NONE: QT_TRANSLATE_NOOP("LicenceState", "No licence"),
        LicenceState.SUSPENDED: QT_TRANSLATE_NOOP("LicenceState", "Licence suspended"),
        LicenceState.REVOKED: QT_TRANSLATE_NOOP("LicenceState", "Licence revoked"),
        LicenceState.NOT_SEEN: QT_TRANSLATE_NOOP("LicenceState", "Papers not seen"),
    },
    RiskGrade: {
        RiskGrade.A: QT_TRANSLATE_NOOP("RiskGrade", "A, low"),
        RiskGrade.B: QT_TRANSLATE_NOOP("RiskGrade", "B, medium"),
        RiskGrade.C: QT_TRANSLATE_NOOP("RiskGrade", "C, raised"),
        RiskGrade.D: QT_TRANSLATE_NOOP("RiskGrade", "D, high"),
    },
    PersonRole: {
        PersonRole.OWNER: QT_TRANSLATE_NOOP("PersonRole", "Owner"),
        PersonRole.LEGAL_REPRESENTATIVE: QT_TRANSLATE_NOOP("PersonRole", "Legal representative"),
        PersonRole.IN_CHARGE: QT_TRANSLATE_NOOP("PersonRole", "Person in charge"),
        PersonRole.FOOD_SAFETY_OFFICER: QT_TRANSLATE_NOOP("PersonRole", "Food safety officer"),
    },
    LicenceType: {
        LicenceType.BUSINESS: QT_TRANSLATE_NOOP("LicenceType", "Business licence"),
        LicenceType.FOOD_PRODUCTION: QT_TRANSLATE_NOOP("LicenceType", "Food production licence (SC)"),
        LicenceType.FOOD_OPERATION: QT_TRANSLATE_NOOP("LicenceType", "Food operating licence (JY)"),
        LicenceType.PREPACKED_FILING: QT_TRANSLATE_NOOP("LicenceType", "Filing for pre-packed food only"),
        LicenceType.WORKSHOP_REGISTRATION: QT_TRANSLATE_NOOP("LicenceType", "Workshop registration"),
        LicenceType.SMALL_SHOP_REGISTRATION: QT_TRANSLATE_NOOP("LicenceType", "Small shop registration"),
        LicenceType.STALL_CARD: QT_TRANSLATE_NOOP("LicenceType", "Stall card"),
        LicenceType.PESTICIDE: QT_TRANSLATE_NOOP("LicenceType", "Pesticide licence"),
        LicenceType.VETERINARY_DRUG: QT_TRANSLATE_NOOP("LicenceType", "Veterinary drug licence"),
        LicenceType.SEED: QT_TRANSLATE_NOOP("LicenceType", "Seed licence"),
        LicenceType.SEED_FILING: QT_TRANSLATE_NOOP("LicenceType", "Seed filing"),
    },
    Role: {
        Role.INSPECTOR: QT_TRANSLATE_NOOP("Role", "Inspector"),
        Role.AUXILIARY: QT_TRANSLATE_NOOP("Role", "Auxiliary staff"),
        Role.TEAM_LEAD: QT_TRANSLATE_NOOP("Role", "Team lead"),
        Role.COUNTY_ADMIN: QT_TRANSLATE_NOOP("Role", "County administrator"),
        Role.HQ_ADMIN: QT_TRANSLATE_NOOP("Role", "Headquarters administrator"),
        Role.READ_ONLY: QT_TRANSLATE_NOOP("Role", "May read only"),
    },
    InspectionType: {
        InspectionType.DAILY: QT_TRANSLATE_NOOP("InspectionType", "Routine inspection"),
        InspectionType.SPOT: QT_TRANSLATE_NOOP("InspectionType", "Spot check"),
        InspectionType.FLYING: QT_TRANSLATE_NOOP("InspectionType", "Unannounced inspection"),
        InspectionType.SYSTEM: QT_TRANSLATE_NOOP("InspectionType", "System inspection"),
        InspectionType.CAMPAIGN: QT_TRANSLATE_NOOP("InspectionType", "Campaign inspection"),
        InspectionType.REINSPECTION: QT_TRANSLATE_NOOP("InspectionType", "Re-inspection"),
        InspectionType.COMPLAINT_CHECK: QT_TRANSLATE_NOOP("InspectionType", "Complaint check"),
    },
    InspectionState: {
        InspectionState.DRAFT: QT_TRANSLATE_NOOP("InspectionState", "Draft"),
        InspectionState.IN_PROGRESS: QT_TRANSLATE_NOOP("InspectionState", "In progress"),
        InspectionState.COMPLETED: QT_TRANSLATE_NOOP("InspectionState", "Completed, to be signed"),
        InspectionState.SIGNED: QT_TRANSLATE_NOOP("InspectionState", "Signed"),
        InspectionState.VOID: QT_TRANSLATE_NOOP("InspectionState", "Void"),
    },
    AnswerCode: {
        AnswerCode.CONFORM: QT_TRANSLATE_NOOP("AnswerCode", "Conforms"),
        AnswerCode.NONCONFORM: QT_TRANSLATE_NOOP("AnswerCode", "Does not conform"),
        AnswerCode.NA: QT_TRANSLATE_NOOP("AnswerCode", "Not applicable"),
        AnswerCode.NOT_CHECKED: QT_TRANSLATE_NOOP("AnswerCode", "Not checked"),
    },
    InspectionResult: {
        InspectionResult.CONFORM: QT_TRANSLATE_NOOP("InspectionResult", "Conforms"),
        InspectionResult.BASICALLY_CONFORM: QT_TRANSLATE_NOOP("InspectionResult", "Basically conforms"),
        InspectionResult.NONCONFORM: QT_TRANSLATE_NOOP("InspectionResult", "Does not conform"),
    },
    FindingAction: {
        FindingAction.ONSITE: QT_TRANSLATE_NOOP("FindingAction", "Correct on the spot"),
        FindingAction.RECTIFY: QT_TRANSLATE_NOOP("FindingAction", "Order to correct by a date"),
        FindingAction.STOP_WORK: QT_TRANSLATE_NOOP("FindingAction", "Stop the work"),
        FindingAction.STOP_SALE: QT_TRANSLATE_NOOP("FindingAction", "Stop the sale"),
        FindingAction.STOP_PRODUCTION: QT_TRANSLATE_NOOP("FindingAction", "Stop the production"),
        FindingAction.SEAL: QT_TRANSLATE_NOOP("FindingAction", "Propose to seal or seize"),
        FindingAction.PRESERVE: QT_TRANSLATE_NOOP("FindingAction", "Preserve evidence"),
        FindingAction.SAMPLE: QT_TRANSLATE_NOOP("FindingAction", "Take a sample"),
        FindingAction.CASE: QT_TRANSLATE_NOOP("FindingAction", "Propose a case"),
        FindingAction.RECALL_TRACE: QT_TRANSLATE_NOOP("FindingAction", "Trace and recall"),
        FindingAction.TRANSFER: QT_TRANSLATE_NOOP("FindingAction", "Transfer to another authority"),
        FindingAction.REPORT: QT_TRANSLATE_NOOP("FindingAction", "Report upwards"),
        FindingAction.TRAINING: QT_TRANSLATE_NOOP("FindingAction", "Train and guide"),
        FindingAction.UPDATE_REGISTRATION: QT_TRANSLATE_NOOP("FindingAction", "Update the registration"),
        FindingAction.RECORD_ONLY: QT_TRANSLATE_NOOP("FindingAction", "Record only"),
        FindingAction.INTERVIEW: QT_TRANSLATE_NOOP("FindingAction", "Call in for an interview"),
    },
    RectificationState: {
        RectificationState.ISSUED: QT_TRANSLATE_NOOP("RectificationState", "Issued"),
        RectificationState.OPEN: QT_TRANSLATE_NOOP("RectificationState", "To be corrected"),
        RectificationState.REPORTED: QT_TRANSLATE_NOOP("RectificationState", "Reported, to be re-inspected"),
        RectificationState.OVERDUE: QT_TRANSLATE_NOOP("RectificationState", "Overdue"),
        RectificationState.CORRECTED: QT_TRANSLATE_NOOP("RectificationState", "Corrected"),
        RectificationState.FAILED: QT_TRANSLATE_NOOP("RectificationState", "Not corrected"),
        RectificationState.ESCALATED: QT_TRANSLATE_NOOP("RectificationState", "Taken to a case"),
        RectificationState.CLOSED: QT_TRANSLATE_NOOP("RectificationState", "Closed"),
    },
    DocumentType: {
        DocumentType.SITE_RECORD: QT_TRANSLATE_NOOP("DocumentType", "Site inspection record"),
        DocumentType.CORRECTION_ORDER: QT_TRANSLATE_NOOP("DocumentType", "Order to correct"),
        DocumentType.RESULT_FORM: QT_TRANSLATE_NOOP("DocumentType", "Inspection result form"),
    },
    SignerRole: {
        SignerRole.INSPECTOR: QT_TRANSLATE_NOOP("SignerRole", "Inspector"),
        SignerRole.PARTY: QT_TRANSLATE_NOOP("SignerRole", "Party"),
        SignerRole.WITNESS: QT_TRANSLATE_NOOP("SignerRole", "Witness"),
    },
    SignatureMethod: {
        SignatureMethod.PAD: QT_TRANSLATE_NOOP("SignatureMethod", "On the screen"),
        SignatureMethod.PAPER: QT_TRANSLATE_NOOP("SignatureMethod", "On paper"),
        SignatureMethod.SEAL: QT_TRANSLATE_NOOP("SignatureMethod", "With a seal"),
        SignatureMethod.FINGERPRINT_PAPER: QT_TRANSLATE_NOOP("SignatureMethod", "Fingerprint on paper"),
    },
    SignatureState: {
        SignatureState.SIGNED: QT_TRANSLATE_NOOP("SignatureState", "Signed"),
        SignatureState.REFUSED: QT_TRANSLATE_NOOP("SignatureState", "Refused to sign"),
        SignatureState.ABSENT: QT_TRANSLATE_NOOP("SignatureState", "Absent"),
    },
    EvidenceKind: {
        EvidenceKind.PHOTO: QT_TRANSLATE_NOOP("EvidenceKind", "Photo"),
        EvidenceKind.SCAN: QT_TRANSLATE_NOOP("EvidenceKind", "Scan"),
        EvidenceKind.AUDIO: QT_TRANSLATE_NOOP("EvidenceKind", "Sound"),
        EvidenceKind.VIDEO: QT_TRANSLATE_NOOP("EvidenceKind", "Video"),
    },
    TimeSource: {
        TimeSource.EXIF: QT_TRANSLATE_NOOP("TimeSource", "by the camera's clock"),
        TimeSource.DEVICE: QT_TRANSLATE_NOOP("TimeSource", "by this computer's clock"),
        TimeSource.MANUAL: QT_TRANSLATE_NOOP("TimeSource", "entered by hand"),
    },
    EvidenceOrigin: {
        EvidenceOrigin.CAMERA: QT_TRANSLATE_NOOP("EvidenceOrigin", "Camera"),
        EvidenceOrigin.FILE: QT_TRANSLATE_NOOP("EvidenceOrigin", "File"),
        EvidenceOrigin.DROP: QT_TRANSLATE_NOOP("EvidenceOrigin", "Dragged in"),
        EvidenceOrigin.FOLDER: QT_TRANSLATE_NOOP("EvidenceOrigin", "Watched folder"),
    },
    ProductField: {
        ProductField.FOOD: QT_TRANSLATE_NOOP("ProductField", "Food"),
        ProductField.AGRI_INPUT: QT_TRANSLATE_NOOP("ProductField", "Agricultural supplies"),
        ProductField.CONSUMER_GOODS: QT_TRANSLATE_NOOP("ProductField", "Consumer goods"),
    },
    PackForm: {
        PackForm.PREPACKED: QT_TRANSLATE_NOOP("PackForm", "Pre-packed"),
        PackForm.BULK: QT_TRANSLATE_NOOP("PackForm", "Loose"),
        PackForm.MADE_ON_SITE: QT_TRANSLATE_NOOP("PackForm", "Made on site"),
    },
    ShelfLifeUnit: {
        ShelfLifeUnit.HOUR: QT_TRANSLATE_NOOP("ShelfLifeUnit", "hours"),
        ShelfLifeUnit.DAY: QT_TRANSLATE_NOOP("ShelfLifeUnit", "days"),
        ShelfLifeUnit.WEEK: QT_TRANSLATE_NOOP("ShelfLifeUnit", "weeks"),
        ShelfLifeUnit.MONTH: QT_TRANSLATE_NOOP("ShelfLifeUnit", "months"),
        ShelfLifeUnit.YEAR: QT_TRANSLATE_NOOP("ShelfLifeUnit", "years"),
    },
    ShelfState: {
        ShelfState.FRESH: QT_TRANSLATE_NOOP("ShelfState", "In date"),
        ShelfState.NEAR_EXPIRY: QT_TRANSLATE_NOOP("ShelfState", "Near expiry"),
        ShelfState.LAST_DAY: QT_TRANSLATE_NOOP("ShelfState", "Last day"),
        ShelfState.EXPIRED: QT_TRANSLATE_NOOP("ShelfState", "Expired"),
        ShelfState.UNKNOWN: QT_TRANSLATE_NOOP("ShelfState", "Date unknown"),
    },
    Direction: {
        Direction.IN: QT_TRANSLATE_NOOP("Direction", "Bought"),
        Direction.OUT: QT_TRANSLATE_NOOP("Direction", "Sold"),
    },
    LedgerSource: {
        LedgerSource.OPERATOR_PAPER: QT_TRANSLATE_NOOP("LedgerSource", "From the shop's book"),
        LedgerSource.INSPECTOR_ENTRY: QT_TRANSLATE_NOOP("LedgerSource", "Typed by the inspector"),
        LedgerSource.IMPORT: QT_TRANSLATE_NOOP("LedgerSource", "Imported"),
        LedgerSource.SCAN: QT_TRANSLATE_NOOP("LedgerSource", "Scanned"),
    },
    OpState: {
        OpState.PENDING: QT_TRANSLATE_NOOP("OpState", "Waiting to be sent"),
        OpState.SENT: QT_TRANSLATE_NOOP("OpState", "Sent, answer awaited"),
        OpState.RELAY: QT_TRANSLATE_NOOP("OpState", "On its way by relay or stick"),
        OpState.ACKED: QT_TRANSLATE_NOOP("OpState", "At headquarters"),
        OpState.CONFLICT: QT_TRANSLATE_NOOP("OpState", "Changed elsewhere too"),
        OpState.PARKED: QT_TRANSLATE_NOOP("OpState", "Headquarters waits for a related record"),
        OpState.REJECTED: QT_TRANSLATE_NOOP("OpState", "Refused by headquarters"),
        OpState.ASIDE: QT_TRANSLATE_NOOP("OpState", "Set aside"),
    },
    RowState: {
        RowState.SAVED_HERE: QT_TRANSLATE_NOOP("RowState", "On this laptop"),
        RowState.SENT: QT_TRANSLATE_NOOP("RowState", "Being sent"),
        RowState.AT_HQ: QT_TRANSLATE_NOOP("RowState", "At headquarters"),
        RowState.PARKED: QT_TRANSLATE_NOOP("RowState", "Waiting at headquarters"),
        RowState.REFUSED: QT_TRANSLATE_NOOP("RowState", "Refused"),
        RowState.CONFLICT: QT_TRANSLATE_NOOP("RowState", "Changed twice"),
    },
    PhotoState: {
        PhotoState.WAITING: QT_TRANSLATE_NOOP("PhotoState", "Waiting to be sent"),
        PhotoState.FAST_LINE: QT_TRANSLATE_NOOP("PhotoState", "Waiting for the office network"),
        PhotoState.AT_HQ: QT_TRANSLATE_NOOP("PhotoState", "At headquarters"),
    },
    ConflictStatus: {
        ConflictStatus.OPEN: QT_TRANSLATE_NOOP("ConflictStatus", "To be decided"),
        ConflictStatus.RESOLVED: QT_TRANSLATE_NOOP("ConflictStatus", "Decided"),
    },
    Policy: {
        Policy.KEEP_CURRENT: QT_TRANSLATE_NOOP("Policy", "What stood first was kept"),
        Policy.LATEST_OBSERVATION: QT_TRANSLATE_NOOP("Policy", "What was seen last was kept"),
        Policy.MANUAL: QT_TRANSLATE_NOOP("Policy", "A person has to decide"),
        Policy.UNION: QT_TRANSLATE_NOOP("Policy", "Both were kept"),
        Policy.MAX: QT_TRANSLATE_NOOP("Policy", "The larger was kept"),
        Policy.MIN: QT_TRANSLATE_NOOP("Policy", "The smaller was kept"),
        Policy.ROW_LOCK: QT_TRANSLATE_NOOP("Policy", "Only one change at a time"),
    },
}

_TONES: dict[type[StrEnum], dict[Any, str]] = {
    OperatorStatus: {
        OperatorStatus.CAPTURED: "warning",
        OperatorStatus.VERIFIED: "warning",
        OperatorStatus.ACTIVE: "good",
        OperatorStatus.SUSPENDED: "bad",
        OperatorStatus.CLOSED: "quiet",
        OperatorStatus.DUPLICATE: "warning",
    },
    LicenceState: {
        LicenceState.VALID: "good",
        LicenceState.EXPIRED: "bad",
        LicenceState.NONE: "bad",
        LicenceState.SUSPENDED: "bad",
        LicenceState.REVOKED: "bad",
        LicenceState.NOT_SEEN: "quiet",
    },
    RiskGrade: {RiskGrade.A: "good", RiskGrade.B: "info", RiskGrade.C: "warning", RiskGrade.D: "bad"},
    InspectionState: {InspectionState.SIGNED: "good", InspectionState.VOID: "quiet"},
    AnswerCode: {AnswerCode.CONFORM: "good", AnswerCode.NONCONFORM: "bad"},
    InspectionResult: {
        InspectionResult.CONFORM: "good",
        InspectionResult.BASICALLY_CONFORM: "warning",
        InspectionResult.NONCONFORM: "bad",
    },
    RectificationState: {
        RectificationState.ISSUED: "warning",
        RectificationState.OPEN: "warning",
        RectificationState.OVERDUE: "bad",
        RectificationState.CORRECTED: "good",
        RectificationState.FAILED: "bad",
        RectificationState.ESCALATED: "bad",
        RectificationState.CLOSED: "quiet",
    },
    SignatureState: {SignatureState.SIGNED: "good", SignatureState.REFUSED: "bad", SignatureState.ABSENT: "warning"},
    ShelfState: {
        ShelfState.FRESH: "good",
        ShelfState.NEAR_EXPIRY: "warning",
        ShelfState.LAST_DAY: "warning",
        ShelfState.EXPIRED: "bad",
        ShelfState.UNKNOWN: "quiet",
    },
    OpState: {
        OpState.PENDING: "quiet",
        OpState.ACKED: "good",
        OpState.CONFLICT: "warning",
        OpState.PARKED: "warning",
        OpState.REJECTED: "bad",
        OpState.ASIDE: "quiet",
    },
    RowState: {
        RowState.SAVED_HERE: "quiet",
        RowState.SENT: "info",
        RowState.AT_HQ: "good",
        RowState.PARKED: "warning",
        RowState.REFUSED: "bad",
        RowState.CONFLICT: "warning",
    },
    PhotoState: {PhotoState.WAITING: "quiet", PhotoState.FAST_LINE: "quiet", PhotoState.AT_HQ: "good"},
}


def label(value: StrEnum | None) -> str:
    """The value in the language of the window; nothing for None."""
    if value is None:
        return ""
    kind = type(value)
    if (said := LABELS.get(kind, {}).get(value)) is not None:
        return QCoreApplication.translate(kind.__name__, said)
    return names.value_name(value, QLocale().name())


def tone(value: StrEnum | None) -> str:
    """The tone (theme.TONES) of a badge that shows the value."""
    return "quiet" if value is None else _TONES.get(type(value), {}).get(value, "info")


def choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """[(stored value, label)] of an enum, in the order of declaration: what a picker offers."""
    return [(member.value, label(member)) for member in kind]
