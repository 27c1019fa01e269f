"""What is known: frozen record types, each declared once; tables, wire schema and checks derive from them."""

from inspector_app.records.areas import AreaScore
from inspector_app.records.books import (
    AdditiveUse,
    InputUse,
    ProductionRecord,
    PurchaseCheck,
    RetainedSample,
    SelfCheck,
)
from inspector_app.records.complaints import Complaint
from inspector_app.records.credit import BlacklistEntry, CreditEntry, Grade
from inspector_app.records.equipment import Attendance, Equipment, SupportPair, SupportVisit, TrainingEvent
from inspector_app.records.evidence import Document, EvidenceItem, Signature
from inspector_app.records.goods import Product
from inspector_app.records.incidents import CaseLine, Incident, IncidentReport
from inspector_app.records.inspections import Amendment, Finding, Inspection, Rectification
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.measures import CaseFile, Disposal, DocumentService, Interview, Seal, SpotPenalty, Transfer
from inspector_app.records.notices import Alert, AlertReceipt, Campaign, CampaignTarget, Publication
from inspector_app.records.offices import (
    ConflictOfInterest,
    DutyShift,
    Grid,
    Office,
    Post,
    Responsibility,
    VoidedNumber,
)
from inspector_app.records.operators import Licence, Operator, Person
from inspector_app.records.oversight import (
    AccessLog,
    Deletion,
    Envelope,
    ImprovementReport,
    LegalHold,
    RandomDraw,
    Review,
)
from inspector_app.records.past import past
from inspector_app.records.people import Device, NumberBlock, User
from inspector_app.records.recalls import Hold, RecallNotice, RecallTask, Withdrawal
from inspector_app.records.reference import Checklist, Region, RulePack, Standard
from inspector_app.records.register import (
    BanquetReport,
    CoverageDoor,
    DuplicateDecision,
    ImportBatch,
    OperatorMerge,
    Pledge,
    Registration,
    ShopCode,
    StaffMember,
)
from inspector_app.records.sampling import CustodyStep, Laboratory, Objection, QuickTest, Sample, TestReport
from inspector_app.records.steps import Step
from inspector_app.records.suppliers import Certificate, Supplier, SupplierFile, TradeLink
from sync.record import Schema

VERSION = 3
"""Of the records; raised with every release that changes one of them (past.py, tests/released)."""
SCHEMA = Schema.of(
    VERSION,
    [
        Operator, Person, Licence, Product, LedgerEntry, Inspection, Finding, Rectification, EvidenceItem,
        Signature, Document, Checklist, Region, User, Device, NumberBlock, StaffMember, Registration, Pledge,
        ShopCode, CoverageDoor, DuplicateDecision, OperatorMerge, ImportBatch, BanquetReport, Office, Post,
        Responsibility, Grid, DutyShift, ConflictOfInterest, VoidedNumber, Step, Supplier, SupplierFile,
        TradeLink, Certificate, PurchaseCheck, ProductionRecord, AdditiveUse, RetainedSample, InputUse,
        SelfCheck, Sample, CustodyStep, QuickTest, Laboratory, TestReport, Objection, RecallNotice, RecallTask,
        Hold, Withdrawal, Seal, SpotPenalty, CaseFile, Transfer, DocumentService, Interview, Disposal,
        Complaint, Incident, IncidentReport, CaseLine, Alert, AlertReceipt, Campaign, CampaignTarget,
        Publication, CreditEntry, Grade, BlacklistEntry, Equipment, TrainingEvent, Attendance, SupportPair,
        SupportVisit, RandomDraw, Review, ImprovementReport, Envelope, AccessLog, LegalHold, Deletion, RulePack,
        Standard, AreaScore, Amendment,
    ],
    past(VERSION),
)  # fmt: skip
