"""Names of record kinds and of their merge units, and a unit's stored value in words: what a conflict is shown with."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from inspector_app.domain.masking import masked
from inspector_app.records import SCHEMA, names
from inspector_app.records.people import Role
from inspector_app.ui import formats, labels
from inspector_app.ui.language import QT_TRANSLATE_NOOP
from sync.record import Json, Personal, Record

KINDS: dict[str, str] = {
    "operator": QT_TRANSLATE_NOOP("Kinds", "Operator"),
    "person": QT_TRANSLATE_NOOP("Kinds", "Person"),
    "licence": QT_TRANSLATE_NOOP("Kinds", "Paper"),
    "product": QT_TRANSLATE_NOOP("Kinds", "Product"),
    "ledger_entry": QT_TRANSLATE_NOOP("Kinds", "Ledger line"),
    "inspection": QT_TRANSLATE_NOOP("Kinds", "Inspection"),
    "finding": QT_TRANSLATE_NOOP("Kinds", "Finding"),
    "rectification": QT_TRANSLATE_NOOP("Kinds", "Order to correct"),
    "evidence_item": QT_TRANSLATE_NOOP("Kinds", "Photo"),
    "signature": QT_TRANSLATE_NOOP("Kinds", "Signature"),
    "document": QT_TRANSLATE_NOOP("Kinds", "Document"),
    "checklist": QT_TRANSLATE_NOOP("Kinds", "Checklist"),
    "region": QT_TRANSLATE_NOOP("Kinds", "Division"),
    "user": QT_TRANSLATE_NOOP("Kinds", "User"),
    "device": QT_TRANSLATE_NOOP("Kinds", "Laptop"),
    "number_block": QT_TRANSLATE_NOOP("Kinds", "Document numbers"),
    "conflict": QT_TRANSLATE_NOOP("Kinds", "Change made twice"),
}

UNITS: dict[str, dict[str, str]] = {
    "": {
        "void": QT_TRANSLATE_NOOP("Fields", "Void, and why"),
        "operator_id": QT_TRANSLATE_NOOP("Fields", "Operator"),
        "name": QT_TRANSLATE_NOOP("Fields", "Name"),
        "phone": QT_TRANSLATE_NOOP("Fields", "Phone"),
    },
    "operator": {
        "business": QT_TRANSLATE_NOOP("Fields", "Kind of business"),
        "registration_number": QT_TRANSLATE_NOOP("Fields", "Registration number"),
        "place": QT_TRANSLATE_NOOP("Fields", "Place"),
        "contact": QT_TRANSLATE_NOOP("Fields", "Phone"),
        "staff_count": QT_TRANSLATE_NOOP("Fields", "Number of staff"),
        "floor_area_m2": QT_TRANSLATE_NOOP("Fields", "Floor area (m²)"),
        "status": QT_TRANSLATE_NOOP("Fields", "State of the business"),
        "licence_state": QT_TRANSLATE_NOOP("Fields", "Licence state"),
        "risk_grade": QT_TRANSLATE_NOOP("Fields", "Risk grade"),
        "tags": QT_TRANSLATE_NOOP("Fields", "Tags"),
        "pledge": QT_TRANSLATE_NOOP("Fields", "Food safety pledge"),
        "responsibility": QT_TRANSLATE_NOOP("Fields", "Responsible office"),
        "remark": QT_TRANSLATE_NOOP("Fields", "Remark"),
        "registered_at": QT_TRANSLATE_NOOP("Fields", "Registered at"),
        "registered_by": QT_TRANSLATE_NOOP("Fields", "Registered by"),
    },
    "person": {
        "identity": QT_TRANSLATE_NOOP("Fields", "Name and ID number"),
        "home_address": QT_TRANSLATE_NOOP("Fields", "Home address"),
        "verification": QT_TRANSLATE_NOOP("Fields", "Face and paper compared"),
    },
    "licence": {
        "licence": QT_TRANSLATE_NOOP("Fields", "The paper"),
        "seen_at": QT_TRANSLATE_NOOP("Fields", "Seen at"),
        "seen_by": QT_TRANSLATE_NOOP("Fields", "Seen by"),
    },
    "product": {
        "county_code": QT_TRANSLATE_NOOP("Fields", "County"),
        "code": QT_TRANSLATE_NOOP("Fields", "Barcode"),
        "brand": QT_TRANSLATE_NOOP("Fields", "Brand"),
        "specification": QT_TRANSLATE_NOOP("Fields", "Specification"),
        "unit": QT_TRANSLATE_NOOP("Fields", "Unit"),
        "field": QT_TRANSLATE_NOOP("Fields", "Field"),
        "pack_form": QT_TRANSLATE_NOOP("Fields", "Form of packing"),
        "maker": QT_TRANSLATE_NOOP("Fields", "Maker"),
        "standard_no": QT_TRANSLATE_NOOP("Fields", "Standard number"),
        "shelf_life": QT_TRANSLATE_NOOP("Fields", "Shelf life"),
        "storage": QT_TRANSLATE_NOOP("Fields", "Storage"),
        "customs_no": QT_TRANSLATE_NOOP("Fields", "Customs declaration"),
    },
    "rectification": {
        "inspection_id": QT_TRANSLATE_NOOP("Fields", "Inspection"),
        "finding_ids": QT_TRANSLATE_NOOP("Fields", "Findings"),
        "demand": QT_TRANSLATE_NOOP("Fields", "What is to be corrected"),
        "issued_on": QT_TRANSLATE_NOOP("Fields", "Issued on"),
        "due_on": QT_TRANSLATE_NOOP("Fields", "Due on"),
        "state": QT_TRANSLATE_NOOP("Fields", "State"),
        "document_id": QT_TRANSLATE_NOOP("Fields", "Document"),
    },
    "conflict": {"status": QT_TRANSLATE_NOOP("Fields", "State")},
}
"""{kind: {merge unit: name}} of the kinds that HQ merges; what several kinds share stands under the empty kind."""

NameOf = Callable[[str], str]


def kind(name: str) -> str:
    """The name of a kind: our own words where a page speaks of it, else the one of its register."""
    if name in KINDS:
        return QCoreApplication.translate("Kinds", KINDS[name])
    return names.kind_name(name, QLocale().name())


def unit(kind_name: str, unit_name: str) -> str:
    """The name of a merge unit or field; of one that this version does not know, the name it travels under."""
    first = unit_name.partition("/")[0]
    if said := UNITS.get(kind_name, {}).get(first) or UNITS[""].get(first):
        return QCoreApplication.translate("Fields", said)
    return names.field_name(first, QLocale().name()) if names.known("fields", first) else unit_name


def words(kind_name: str, unit_name: str, value: Json, place_name: NameOf = str) -> str:
    """A unit's stored value as text, its fields in order. ID numbers are masked; `place_name` names a division code."""
    cls = SCHEMA.kinds[kind_name]
    fields = cls.units().get(unit_name, ())
    if len(fields) > 1 and isinstance(value, dict):
        parts = [_word(cls, name, value.get(name), place_name) for name in fields]
        return " · ".join(part for part in parts if part)
    return _word(cls, fields[0] if fields else "", value, place_name)


def _word(cls: type[Record], name: str, value: Json, place_name: NameOf) -> str:
    if value in (None, "", []) or name.endswith(("_hmac", "_id", "_by")):
        return ""
    if name not in cls.model_fields:
        return str(value)
    if name == "division_code":
        return place_name(str(value))
    if name.endswith("_at"):
        return formats.moment(value)
    if cls.rules()[name].personal is Personal.P2:
        return str(masked(cls, name, value, Role.INSPECTOR))
    return _typed(typing.get_type_hints(cls)[name], value)


def _typed(hint: Any, value: Json) -> str:
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        hint = next(arm for arm in typing.get_args(hint) if arm is not type(None))
    if isinstance(value, list):
        inner = (*typing.get_args(hint), str)[0]
        return formats.listing(_typed(inner, each) for each in value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return labels.label(hint(value)) if value in set(hint) else str(value)
    return formats.day(date.fromisoformat(value)) if hint is date else str(value)
