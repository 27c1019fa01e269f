"""The defined work as records of ours. Nothing is left out; the table says where each value goes.

operator    phone -> contact, address and division -> place, grade -> risk_grade, remark; updated_at and updated_by are
            the change's own time and author, rev its version
inspection  inspector -> author_id, partner -> inspectors, finished_at -> completed_at, result by RESULTS, lat and lon
answer      item_no -> key of `answers`, value by ANSWERS, score -> a measure, note, answered_at
ledger      qty -> quantity_milli, batch -> batch_no, counterparty -> partner_name, happened_at -> happened_on and,
            to the millisecond, voucher_no; unit, price_fen, entered_by, entered_at
Users, laptops and checklists have short names there and UUIDs here.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator

import fieldwork
from fieldwork import Row

from inspector_app.domain.local_time import local_date
from inspector_app.records.goods import Product
from inspector_app.records.inspections import (
    Answer,
    AnswerCode,
    Inspection,
    InspectionResult,
    InspectionState,
    Inspector,
    Subject,
)
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import Operator, OperatorKind, OperatorStatus, RiskGrade
from inspector_app.records.reference import Checklist
from sync.record import Record, Wire

TOWNSHIP = "990101001"
RESULTS = {
    "pass": InspectionResult.CONFORM,
    "rectify": InspectionResult.BASICALLY_CONFORM,
    "case": InspectionResult.NONCONFORM,
}
ANSWERS = {"yes": AnswerCode.CONFORM, "no": AnswerCode.NONCONFORM, "na": AnswerCode.NA}
STATUSES = {"active": OperatorStatus.ACTIVE, "paused": OperatorStatus.SUSPENDED, "closed": OperatorStatus.CLOSED}


def ident(name: str) -> str:
    """A short name as a UUID."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, name))


def operator(row: Row) -> Operator:
    """An operator as the register holds it before the day."""
    return Operator(
        id=row["id"],
        name=row["name"],
        operator_kind=OperatorKind.AGRI_INPUT_SHOP,
        uscc=row["uscc"],
        division_code=TOWNSHIP,
        address=row["address"],
        longitude=row["lon"],
        latitude=row["lat"],
        phone=row["phone"],
        staff_count=row["staff"],
        status=STATUSES[row["status"]],
        risk_grade=RiskGrade(row["grade"]),
        remark=row["remark"],
        registered_at=row["created_at"] * 1000,
        registered_by=ident(row["updated_by"]),
    )


def registered(row: Row, township: str) -> Wire:
    """An operator's row in stored form, in its township, with every field that has no home here in `extra`."""
    left = ("short_name", "legal_person", "id_no", "lic_pesticide", "lic_seed", "lic_until", "division", "town")
    left += ("contact", "kind", "area_mu", "updated_at")  # type: ignore[assignment]
    return operator(row).wire() | {"division_code": township, "extra": {name: row[name] for name in left}}


def product(row: Row) -> Wire:
    """barcode -> gtin, reg_no -> licence_no, maker -> maker_name, spec -> specification; what is left in `extra`."""
    made = Product(
        id=row["id"],
        county_code="990101",
        name=row["name"],
        gtin=row["barcode"].zfill(14),
        specification=row["spec"],
        unit=row["unit"],
        maker_name=row["maker"],
        licence_no=row["reg_no"],
    )
    left = ("active", "kind", "toxicity", "valid_until", "updated_at")
    return made.wire() | {"extra": {name: row[name] for name in left}}


def checklist(row: Row) -> Wire:
    """items -> body, valid_from as a date; updated_at is the time of publication."""
    made = Checklist(
        id=row["id"],
        code=row["code"],
        version=str(row["version"]),
        title_zh=row["title"],
        title_en="",
        applies_to=(),
        jurisdiction="CN",
        body={"items": json.loads(row["items"])},
        sha256="0" * 64,
        valid_from=local_date(row["valid_from"] * 1000),
        published_at=row["updated_at"] * 1000,
    )
    return made.wire() | {"extra": None}


def edited(shop: Operator, changes: Row) -> Operator:
    names = {"phone": "phone", "address": "address", "grade": "risk_grade", "remark": "remark"}
    return shop.changed(**{names[key]: value for key, value in changes.items() if key in names})


def day(laptop: int) -> Iterator[Record]:
    """The day's new records: inspections with their answers, ledger lines."""
    rows = list(fieldwork.day(laptop))
    answers: dict[str, dict[str, Answer]] = {}
    for table, row in rows:
        if table == "answer":
            answers.setdefault(row["inspection_id"], {})[f"{row['item_no']:02}"] = Answer(
                code=ANSWERS[row["value"]],
                note=row["note"],
                measures={"score": row["score"] * 1000},
                answered_at=row["answered_at"] * 1000,
            )
    for table, row in rows:
        if table == "inspection":
            yield inspection(row, answers[row["id"]])
        elif table == "ledger":
            yield ledger_line(row)


def inspection(row: Row, answers: dict[str, Answer]) -> Inspection:
    return Inspection(
        id=row["id"],
        operator_id=row["operator_id"],
        author_id=ident(row["inspector"]),
        device_id=ident(row["device"]),
        state=InspectionState.SIGNED,
        subject=Subject(name="", operator_kind=OperatorKind.AGRI_INPUT_SHOP, address=""),
        checklist_id=row["checklist_id"],
        checklist_sha256="0" * 64,
        inspectors=(Inspector(user_id=ident(row["partner"]), name=""),),
        started_at=row["started_at"] * 1000,
        completed_at=row["finished_at"] * 1000,
        signed_at=row["finished_at"] * 1000,
        latitude=row["lat"],
        longitude=row["lon"],
        answers=answers,
        remark=row["remark"],
        result=RESULTS[row["result"]],
        score=row["score"],
    )


def ledger_line(row: Row) -> LedgerEntry:
    return LedgerEntry(
        id=row["id"],
        operator_id=row["operator_id"],
        direction=Direction(row["direction"].upper()),
        product_id=row["product_id"],
        product_name="",
        quantity_milli=row["qty"] * 1000,
        unit=row["unit"],
        price_fen=row["price_fen"],
        batch_no=row["batch"],
        partner_name=row["counterparty"],
        voucher_no=str(row["happened_at"]),
        happened_on=local_date(row["happened_at"] * 1000),
        entered_by=ident(row["entered_by"]),
        entered_at=row["entered_at"] * 1000,
    )
