"""Valid records for tests: each function makes one, and takes any field that matters to the test."""

from __future__ import annotations

import hashlib
import types
import typing
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from pydantic import BaseModel

from inspector_app import paths
from inspector_app.domain import checklists as lists
from inspector_app.records.evidence import EvidenceItem, Signature, SignatureState, SignerRole
from inspector_app.records.goods import Product, ShelfLifeUnit
from inspector_app.records.inspections import Inspection, InspectionResult, InspectionState, Inspector, Subject
from inspector_app.records.ledgers import Direction, LedgerEntry
from inspector_app.records.operators import Licence, LicenceType, Operator, OperatorKind, Person
from inspector_app.records.people import NumberBlock, Role, User
from inspector_app.records.reference import Checklist, Region
from inspector_app.records.register import OperatorMerge
from sync.record import Record, new_id

R = TypeVar("R", bound=Record)
COUNTY, TOWNSHIP, VILLAGE = "990101", "990101100", "990101100200"
MINUTE = 60_000_000
STROKES = (((100, 100), (400, 160), (700, 120)),)


def user(**fields: Any) -> User:
    """A certified inspector of the county."""
    return User.model_validate(
        {
            "id": new_id(),
            "username": "wang",
            "name": "王建国",
            "role": Role.INSPECTOR,
            "certificate_no": "YL00000001",
            "office_code": COUNTY,
            "office_name": "清河镇市场监管所",
            "acting_authority": "云岭县市场监督管理局",
            "townships": (TOWNSHIP,),
        }
        | fields
    )


def operator(**fields: Any) -> Operator:
    """A village store with nothing wrong."""
    return Operator.model_validate(
        {
            "id": new_id(),
            "name": "杨柳村便民食杂店",
            "operator_kind": OperatorKind.RURAL_STORE,
            "uscc": "92990101MA00000C5L",
            "division_code": VILLAGE,
            "address": "杨柳村12号",
            "phone": "14000000001",
            "registered_at": 1,
            "registered_by": new_id(),
        }
        | fields
    )


def merger(given_up: Operator, into: Operator, **fields: Any) -> OperatorMerge:
    """HQ declared that two registrations are one shop."""
    named = {"county_code": COUNTY, "operator_id": given_up.id, "into_id": into.id, "reason": "同一家"}
    return OperatorMerge.model_validate({"id": new_id(), **named, "merged_by": new_id(), "merged_at": 1} | fields)


def person(operator_id: str, **fields: Any) -> Person:
    values = {"id": new_id(), "operator_id": operator_id, "name": "李桂芳", "id_missing_reason": "未携带身份证"}
    return Person.model_validate(values | fields)


def licence(operator_id: str, **fields: Any) -> Licence:
    number = "JY29901010000017"
    return Licence.model_validate(
        {
            "id": new_id(),
            "operator_id": operator_id,
            "licence_type": LicenceType.PREPACKED_FILING,
            "number": number,
            "number_as_printed": number,
            "seen_at": 1,
            "seen_by": new_id(),
        }
        | fields
    )


@cache
def _body(code: str) -> dict[str, Any]:
    return lists.body_of((paths.resources() / "checklists" / f"{code}.yaml").read_text(encoding="utf-8"))


def checklist(code: str = "rural-food-store", **fields: Any) -> Checklist:
    """A shipped list as HQ publishes it."""
    body = _body(code)
    return Checklist.model_validate(
        {
            "id": new_id(),
            "code": body["id"],
            "version": body["version"],
            "title_zh": body["title"]["zh"],
            "title_en": body["title"]["en"],
            "applies_to": tuple(body["applies_to"]),
            "jurisdiction": body["jurisdiction"],
            "body": body,
            "sha256": lists.sha256_of(body),
            "valid_from": date(2026, 1, 1),
            "published_at": 1,
        }
        | fields
    )


def region(code: str, name: str, parent: str | None = None) -> Region:
    return Region(
        id=new_id(),
        code=code,
        name=name,
        parent_code=parent,
        valid_from=date(2020, 1, 1),
        published_in=code[:6],
    )


def regions() -> list[Region]:
    """The divisions in which the factories' operators live."""
    names = {"99": "演示省", "9901": "演示市", COUNTY: "云岭县", TOWNSHIP: "清河镇", VILLAGE: "杨柳村"}
    codes = list(names)
    return [region(code, names[code], codes[i - 1] if i else None) for i, code in enumerate(codes)]


def number_block(device_id: str, letters: str, **fields: Any) -> NumberBlock:
    return NumberBlock.model_validate(
        {
            "id": new_id(),
            "device_id": device_id,
            "incarnation": 1,
            "office_code": COUNTY,
            "document_type": letters,
            "year": 2026,
            "block": "0001",
            "first": 1,
            "last": 20,
            "reserved_at": 1,
        }
        | fields
    )


def product(**fields: Any) -> Product:
    return Product.model_validate(
        {
            "id": new_id(),
            "county_code": COUNTY,
            "name": "清河挂面",
            "gtin": "06901234567892",
            "specification": "500g",
            "unit": "袋",
            "maker_name": "云岭县清河面业有限公司",
            "shelf_life": 12,
            "shelf_life_unit": ShelfLifeUnit.MONTH,
        }
        | fields
    )


def ledger_entry(operator_id: str, **fields: Any) -> LedgerEntry:
    """A purchase that lacks nothing."""
    return LedgerEntry.model_validate(
        {
            "id": new_id(),
            "operator_id": operator_id,
            "direction": Direction.IN,
            "product_name": "清河挂面",
            "specification": "500g",
            "quantity_milli": 20_000,
            "unit": "袋",
            "batch_no": "20260301",
            "production_date": date(2026, 3, 1),
            "shelf_life": 12,
            "shelf_life_unit": ShelfLifeUnit.MONTH,
            "partner_name": "云岭县粮油批发部",
            "partner_address": "清河镇粮食街3号",
            "partner_phone": "14000000009",
            "voucher_no": "A-0001",
            "happened_on": date(2026, 3, 10),
            "entered_by": new_id(),
            "entered_at": 1,
        }
        | fields
    )


def officer(of: User) -> Inspector:
    return Inspector(user_id=of.id, name=of.name, certificate_no=of.certificate_no)


def signature(role: SignerRole, content_sha256: str, signer: User | None = None, **fields: Any) -> Signature:
    """A signature drawn on the pad: an officer's when `signer` is given."""
    return Signature.model_validate(
        {
            "id": new_id(),
            "signer_role": role,
            "signer_user_id": signer.id if signer else None,
            "name": signer.name if signer else "李桂芳",
            "state": SignatureState.SIGNED,
            "strokes": STROKES,
            "signed_at": 1,
            "content_sha256": content_sha256,
        }
        | fields
    )


def visit(shop: Operator, author: User, device_id: str, **fields: Any) -> Inspection:
    """A signed visit in which all was well."""
    return Inspection.model_validate(
        {
            "id": new_id(),
            "operator_id": shop.id,
            "author_id": author.id,
            "device_id": device_id,
            "state": InspectionState.SIGNED,
            "subject": Subject(name=shop.name, operator_kind=shop.operator_kind, address=shop.address),
            "checklist_id": new_id(),
            "checklist_sha256": "0" * 64,
            "inspectors": (officer(author),),
            "started_at": 1,
            "signed_at": 2,
            "result": InspectionResult.CONFORM,
            "score": 100,
        }
        | fields
    )


def correction(of: Inspection, signed_at: int, **fields: Any) -> Inspection:
    """A signed correction of a signed visit."""
    return of.changed(**{"id": new_id(), "supersedes": of.id, "amend_reason": "误记", "signed_at": signed_at} | fields)


def photo_of(inspection_id: str, item_id: str | None = None, **fields: Any) -> EvidenceItem:
    """The record of a photo; its bytes are nowhere."""
    sha256 = hashlib.sha256(new_id().encode()).hexdigest()
    return EvidenceItem.model_validate(
        {
            "id": new_id(),
            "inspection_id": inspection_id,
            "item_id": item_id,
            "sha256": sha256,
            "size": 4096,
            "mime": "image/jpeg",
            "synced_sha256": sha256,
            "synced_size": 4096,
            "captured_at": 1,
            "received_at": 1,
            "taker_id": new_id(),
            "device_id": new_id(),
        }
        | fields
    )


def records_of_hq(device_id: str, *users: User) -> list[Record]:
    """What HQ gives a laptop before its first day: users, divisions, the shipped lists, number blocks."""
    codes = ("rural-food-store", "small-workshop", "small-catering", "food-stall", "agri-input-shop")
    blocks = [number_block(device_id, letters) for letters in ("SR", "CO", "RF")]
    return [*users, *regions(), *(checklist(code) for code in codes), *blocks]


def any_of(cls: type[R], **fields: Any) -> R:
    """A record of any kind: what is not given, and has no default, gets the plainest value of its type."""
    hints = typing.get_type_hints(cls)
    needed = {name: hints[name] for name, info in cls.model_fields.items() if info.is_required()}
    return cls.model_validate({name: plainest(name, hint) for name, hint in needed.items()} | fields)


def plainest(name: str, hint: Any) -> Any:
    """The plainest value of a field's type that is none of nothing."""
    hint = next((arm for arm in typing.get_args(hint) if arm is not type(None)), hint) if _is_union(hint) else hint
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint))
    if hint is date:
        return date(2026, 3, 18)
    if hint is str:
        is_id = name == "id" or name.endswith(("_id", "_by", "_to")) or name == "by"
        return new_id() if is_id else "0" * 64 if name.endswith(("sha256", "hash")) else COUNTY
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return {each: plainest(each, inner) for each, inner in typing.get_type_hints(hint).items()}
    return {} if typing.get_origin(hint) is dict else () if typing.get_origin(hint) is tuple else hint(1)


def _is_union(hint: Any) -> bool:
    return typing.get_origin(hint) in (types.UnionType, typing.Union)
