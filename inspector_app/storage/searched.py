"""What is searched: for each kind the fields that the index holds, and those that a hit shows.

A new kind costs an entry here. Whoever changes an entry raises `upgrade.SEARCH`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from inspector_app.records.complaints import Complaint
from inspector_app.records.evidence import Document
from inspector_app.records.goods import Product
from inspector_app.records.incidents import Incident
from inspector_app.records.measures import CaseFile, SpotPenalty
from inspector_app.records.notices import Alert, Campaign
from inspector_app.records.operators import Licence, Operator, Person
from inspector_app.records.recalls import RecallNotice
from inspector_app.records.register import ShopCode, StaffMember
from inspector_app.records.sampling import Laboratory, Sample, TestReport
from inspector_app.records.suppliers import Certificate, Supplier, SupplierFile
from sync.record import Record


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields of a kind, by how they are found. Those of personal data stand apart in the index."""

    cls: type[Record]
    names: tuple[str, ...] = ()
    """By characters, pinyin and its initials; the first one is what the thing is called."""
    texts: tuple[str, ...] = ()
    """By characters alone."""
    numbers: tuple[str, ...] = ()
    owner: str | None = None
    """Of a part: the field that names the row in whose text it stands."""

    def all(self) -> tuple[str, ...]:
        return (*self.names, *self.texts, *self.numbers)


@dataclass(frozen=True, slots=True)
class Searched:
    fields: Fields
    titles: tuple[str, ...] = ()
    """Fields of which the first that is filled is shown as what a hit is called; else the first name."""
    note: tuple[str, ...] = ()
    """Fields that a hit shows below its name."""
    facets: Mapping[str, tuple[str, Callable[[Any], object]]] = field(default_factory=dict)
    """{letter: field and what of it is filtered by}."""
    parts: tuple[Fields, ...] = ()

    @property
    def kind(self) -> str:
        return self.fields.cls.kind


def facet(name: str, value: object) -> str:
    """A filter as a word of the index: filters and text are then met in one go."""
    return name + "".join(filter(str.isalnum, str(value).lower()))


def township(division_code: str) -> str:
    """Nine digits: the township of a village, too."""
    return division_code[:9]


def _itself(value: Any) -> object:
    return value


def _or_none(value: Any) -> object:
    return value or "none"


_EVERY = (
    Searched(
        Fields(
            Operator,
            names=("name", "former_names"),
            texts=("address",),
            numbers=("uscc", "reg_no", "phone", "export_base_no"),
        ),
        note=("address",),
        facets={
            "k": ("operator_kind", _itself),
            "l": ("licence_state", _itself),
            "t": ("division_code", township),
            "v": ("division_code", _itself),
            "s": ("status", _itself),
            "g": ("risk_grade", _or_none),
            "x": ("export_base", bool),
        },
        parts=(
            Fields(Person, names=("name",), numbers=("phone",), owner="operator_id"),
            Fields(StaffMember, names=("name",), numbers=("phone",), owner="operator_id"),
            Fields(Licence, numbers=("number",), owner="operator_id"),
            Fields(ShopCode, numbers=("code",), owner="operator_id"),
        ),
    ),
    Searched(
        Fields(
            Product,
            names=("name", "brand"),
            texts=("specification", "maker_name"),
            numbers=("gtin", "store_code", "licence_no", "standard_no", "customs_no", "trademark_no"),
        ),
        note=("brand", "specification", "maker_name"),
        parts=(Fields(Certificate, numbers=("number",), owner="product_id"),),
    ),
    Searched(
        Fields(
            Supplier,
            names=("name", "contact_name"),
            texts=("address", "vehicle_plate"),
            numbers=("uscc", "licence_no", "phone"),
        ),
        note=("address",),
        parts=(Fields(SupplierFile, numbers=("number",), owner="supplier_id"),),
    ),
    Searched(Fields(Document, names=("title",), numbers=("number",)), note=("number",)),
    Searched(
        Fields(Complaint, names=("accused", "product_name"), texts=("facts",), numbers=("number",)),
        titles=("number", "accused", "product_name"),
        note=("accused", "product_name", "facts"),
    ),
    Searched(
        Fields(Incident, names=("place",), texts=("suspected_meal",), numbers=("number",)),
        titles=("number", "place"),
        note=("place", "suspected_meal"),
    ),
    Searched(
        Fields(
            Sample,
            names=("product_name", "brand"),
            texts=("maker_name",),
            numbers=("number", "batch_no", "seal_numbers", "backup_seal_number"),
        ),
        titles=("number", "product_name"),
        note=("product_name", "maker_name"),
        parts=(Fields(TestReport, numbers=("number",), owner="sample_id"),),
    ),
    Searched(
        Fields(
            RecallNotice,
            names=("title", "product_name"),
            texts=("maker_name", "reason"),
            numbers=("number", "gtin", "licence_no", "batches"),
        ),
        note=("number", "product_name", "maker_name"),
    ),
    Searched(
        Fields(Alert, names=("title", "product_name"), texts=("text",), numbers=("number", "gtin")), note=("number",)
    ),
    Searched(
        Fields(CaseFile, texts=("facts",), numbers=("number", "cause_code")),
        titles=("number", "facts"),
        note=("facts",),
    ),
    Searched(
        Fields(SpotPenalty, texts=("facts",), numbers=("number", "cause_code")), titles=("number",), note=("facts",)
    ),
    Searched(Fields(Campaign, names=("title",), texts=("demand",), numbers=("code",)), note=("demand",)),
    Searched(Fields(Laboratory, names=("name",), numbers=("approval_number",)), note=("approval_number",)),
)
SEARCHED: Mapping[str, Searched] = {each.kind: each for each in _EVERY}
PARTS: Mapping[str, tuple[str, str]] = {
    part.cls.kind: (part.owner, each.kind) for each in _EVERY for part in each.parts if part.owner
}
"""{kind: field naming the row in whose index text it stands, and that row's kind}."""
