"""What is known: frozen record types, each declared once; tables, wire schema and checks derive from them."""

from inspector_app.records.evidence import Document, EvidenceItem, Signature
from inspector_app.records.goods import Product
from inspector_app.records.inspections import Finding, Inspection, Rectification, RectificationStep
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.operators import Licence, Operator, Person
from inspector_app.records.past import past
from inspector_app.records.people import Device, NumberBlock, User
from inspector_app.records.reference import Checklist, Region
from sync.record import Schema

VERSION = 1
"""Of the records; raised with every release that changes one of them (past.py, tests/released)."""
SCHEMA = Schema.of(
    VERSION,
    [
        Operator, Person, Licence, Product, LedgerEntry, Inspection, Finding, Rectification, RectificationStep,
        EvidenceItem, Signature, Document, Checklist, Region, User, Device, NumberBlock,
    ],
    past(VERSION),
)  # fmt: skip
