"""Finds what is wrong in a synthetic county; in a good one that is exactly the list of planted faults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from inspector_app.demo_county.faults import Fault
from inspector_app.demo_county.places import EAST, NORTH, SOUTH, WEST
from inspector_app.domain import identifiers
from inspector_app.domain.barcodes import gtin14, has_right_check, prefix
from inspector_app.domain.problems import Severity
from inspector_app.records.complaints import Complaint
from inspector_app.records.goods import Product
from inspector_app.records.incidents import Incident
from inspector_app.records.inspections import Finding, Inspection, Rectification
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import Licence, LicenceType, Operator, OperatorKind, Person
from inspector_app.records.people import Device, User
from inspector_app.records.recalls import RecallNotice
from inspector_app.records.reference import Region
from inspector_app.records.sampling import Laboratory, Sample
from inspector_app.records.steps import Step
from inspector_app.records.suppliers import Supplier
from sync.record import Wire

DEMO_PREFIX, IN_STORE_PREFIX = "952", "2"
PROVINCE = "99"
REFERENCES = {
    "operator_id": Operator.kind, "store_operator_id": Operator.kind, "product_id": Product.kind,
    "inspection_id": Inspection.kind, "previous_id": Inspection.kind,
    "sample_id": Sample.kind, "laboratory_id": Laboratory.kind, "incident_id": Incident.kind,
    "planned_by": User.kind, "second_user_id": User.kind, "taken_by": User.kind, "received_by": User.kind,
    "assigned_to": User.kind, "discovered_by": User.kind,
    "device_id": Device.kind, "registered_by": User.kind, "responsible_user_id": User.kind, "verified_by": User.kind,
    "supplier_id": Supplier.kind, "partner_operator_id": Operator.kind,
    "seen_by": User.kind, "entered_by": User.kind, "author_id": User.kind, "taker_id": User.kind, "by": User.kind,
}  # fmt: skip
"""{field: kind of the row that it names}."""
REGION_AT = {LicenceType.FOOD_PRODUCTION: 5, LicenceType.FOOD_OPERATION: 3, LicenceType.PREPACKED_FILING: 3}
"""Where a national licence number names the region; county registrations name it in words."""
NAMED = frozenset({*REFERENCES.values(), Finding.kind, Rectification.kind, Complaint.kind})


class Checker:
    """Reads the rows once, in their order; keeps the ids of what others name, the stock of one shop and of dealers."""

    def __init__(self, checklist_ids: Collection[str], reference_date: date) -> None:
        self._checklists = checklist_ids
        self._today = reference_date
        self.found: list[Fault] = []
        """Every field, so far, that breaks a rule of domain.md 9.3 and 9.4."""
        self._ids: dict[str, set[str]] = {kind: set() for kind in NAMED}
        self._divisions: set[str] = set()
        self._gtins: dict[str, str | None] = {}
        self._operator: Wire = {}
        self._id_numbers: set[str] = set()
        self._uscc: dict[str, str | None] = {}
        self._stock: dict[str, Counter[tuple[str, str]]] = {}
        self._checks: dict[str, Callable[[Wire], Iterator[str]]] = {
            Region.kind: self._region,
            User.kind: self._user,
            Device.kind: self._device,
            Product.kind: self._product,
            Operator.kind: self._on_operator,
            Person.kind: self._person,
            Licence.kind: self._licence,
            LedgerEntry.kind: self._ledger_entry,
            Inspection.kind: self._inspection,
            Rectification.kind: self._rectification,
            Step.kind: self._step,
            Sample.kind: self._coded,
            RecallNotice.kind: self._recall_notice,
        }

    def watch(self, rows: Iterable[tuple[str, Wire]]) -> Iterator[tuple[str, Wire]]:
        """Pass the rows on, and look at each."""
        for kind, row in rows:
            self.found += (Fault(kind, row["id"], field) for field in self._fields(kind, row))
            if kind in self._ids:
                self._ids[kind].add(row["id"])
            yield kind, row

    def _fields(self, kind: str, row: Wire) -> Iterator[str]:
        for field, target in REFERENCES.items():
            if row.get(field) is not None and row[field] not in self._ids[target]:
                yield field
        if kind in self._checks:
            yield from self._checks[kind](row)

    def _region(self, row: Wire) -> Iterator[str]:
        if not row["code"].startswith(PROVINCE):
            yield "code"
        if row["parent_code"] is not None and row["parent_code"] not in self._divisions:
            yield "parent_code"
        self._divisions.add(row["code"])

    def _user(self, row: Wire) -> Iterator[str]:
        if not self._divisions.issuperset(row["townships"]):
            yield "townships"
        if row["certificate_no"] is not None and not row["certificate_no"].startswith("YL"):
            yield "certificate_no"

    def _device(self, row: Wire) -> Iterator[str]:
        if not self._ids[User.kind].issuperset(row["user_ids"]):
            yield "user_ids"

    def _product(self, row: Wire) -> Iterator[str]:
        gtin, store_code = row["gtin"], row["store_code"]
        if gtin is not None and (gtin14(gtin) != gtin or prefix(gtin) != DEMO_PREFIX):
            yield "gtin"
        if store_code is not None and not (store_code.startswith(IN_STORE_PREFIX) and has_right_check(store_code)):
            yield "store_code"
        maker = row["licence_no"]
        if maker is not None and not (_right(identifiers.food_production_licence(maker)) and maker[5:7] == PROVINCE):
            yield "licence_no"
        self._gtins[row["id"]] = gtin

    def _on_operator(self, row: Wire) -> Iterator[str]:
        if self._operator.get("operator_kind") != OperatorKind.FOOD_WHOLESALER:  # others buy of these until the end
            self._stock.pop(self._operator.get("id", ""), None)
        self._operator = row
        self._uscc[row["id"]] = row["uscc"]
        self._id_numbers.clear()
        if row["division_code"] not in self._divisions:
            yield "division_code"
        uscc, reg_no = row["uscc"], row["reg_no"]
        if uscc is not None and not (_right(identifiers.uscc(uscc)) and uscc[2:4] == PROVINCE):
            yield "uscc"
        if reg_no is not None and not (_right(identifiers.reg_no(reg_no)) and reg_no[:2] == PROVINCE):
            yield "reg_no"
        if row["phone"] is not None and not _right(identifiers.phone(row["phone"])):
            yield "phone"
        if not (SOUTH <= row["latitude"] <= NORTH and WEST <= row["longitude"] <= EAST):
            yield "latitude"

    def _person(self, row: Wire) -> Iterator[str]:
        number = row["id_number"]
        if number is None:
            return
        wrong = not _right(identifiers.resident_id(number, self._today)) or not number.startswith(PROVINCE)
        if wrong or number in self._id_numbers:
            yield "id_number"
        self._id_numbers.add(number)

    def _licence(self, row: Wire) -> Iterator[str]:
        number, of = row["number"], LicenceType(row["licence_type"])
        if of is LicenceType.BUSINESS:
            wrong = number != (self._operator["uscc"] or self._operator["reg_no"])
        else:
            province = number[REGION_AT[of] :][:2] if of in REGION_AT else PROVINCE
            wrong = not _right(identifiers.licence_number(of, number)) or province != PROVINCE
        if wrong:
            yield "number"
        if row["valid_until"] is not None and row["valid_from"] > row["valid_until"]:
            yield "valid_from"

    def _ledger_entry(self, row: Wire) -> Iterator[str]:
        yield from self._coded(row)
        if row["production_date"] is not None and row["production_date"] > row["expiry_date"]:
            yield "production_date"
        if row["happened_on"] > self._today.isoformat():
            yield "happened_on"
        stock, batch = self._stock.setdefault(row["operator_id"], Counter()), (row["product_id"], row["batch_no"])
        stock[batch] += row["quantity_milli"] * (1 if row["direction"] == Direction.IN else -1)
        if stock[batch] < 0:
            yield "quantity_milli"

    def _inspection(self, row: Wire) -> Iterator[str]:
        if row["checklist_id"] not in self._checklists:
            yield "checklist_id"
        if any(each["user_id"] not in self._ids[User.kind] for each in row["inspectors"]):
            yield "inspectors"
        if row["subject"]["uscc"] != self._uscc.get(row["operator_id"]):
            yield "subject"

    def _step(self, row: Wire) -> Iterator[str]:
        if row["subject_id"] not in self._ids.get(row["subject_kind"], ()):
            yield "subject_id"

    def _coded(self, row: Wire) -> Iterator[str]:
        if row["gtin"] != self._gtins.get(row["product_id"]):
            yield "gtin"

    def _recall_notice(self, row: Wire) -> Iterator[str]:
        if prefix(row["gtin"]) != DEMO_PREFIX or gtin14(row["gtin"]) != row["gtin"]:
            yield "gtin"

    def _rectification(self, row: Wire) -> Iterator[str]:
        if not self._ids[Finding.kind].issuperset(row["finding_ids"]):
            yield "finding_ids"


def _right(verdict: identifiers.Verdict) -> bool:
    return verdict.severity is Severity.OK
