"""One visit to a village store, with everything that its papers show."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from inspector_app.documents.forms import Form, Visit
from inspector_app.domain.checklists import sha256_of
from inspector_app.records.evidence import EvidenceItem, Signature, SignatureState, SignerRole
from inspector_app.records.inspections import Answer, Finding, Inspection, Inspector, Rectification, Subject
from inspector_app.records.people import User
from inspector_app.records.reference import Checklist
from sync.record import new_id

MINUTE = 60_000_000
STARTED = int(datetime(2026, 11, 23, 6, 5, tzinfo=UTC).timestamp()) * 1_000_000
"""14:05 in China."""

MakeVisit = Callable[..., Visit]
Sign = Callable[..., list[Signature]]


def checklist_body(items: int) -> dict[str, Any]:
    """A list of that many items; the first is a key item."""
    made = [
        {
            "id": f"RS-A{place:02}",
            "key": place == 1,
            "zh": f"第{place}项：食品离墙离地存放，标签清楚，在保质期内。",
            "en": f"Item {place}",
            "basis": [{"law": "FSL", "art": 33, "cite_zh": "《食品安全法》第三十三条"}],
            "evidence": {"photo": "none", "measures": [{"name": "chiller_temp", "unit": "℃", "min": 0, "max": 8}]},
            "on_nonconform": [{"do": "RECTIFY", "days": 7}],
            "na": {"allowed": True},
        }
        for place in range(1, items + 1)
    ]
    return {
        "schema": "checklist/1",
        "id": "rural-food-store",
        "version": "1.0.0",
        "status": "published",
        "title": {"zh": "农村食杂店监督检查表", "en": "Rural food store"},
        "note": {"zh": "", "en": ""},
        "origin": "own_draft_on_published_law",
        "applies_to": ["RURAL_STORE"],
        "jurisdiction": "CN",
        "languages": ["zh-CN", "en"],
        "answers": [{"code": "CONFORM", "zh": "符合", "en": "Conform"}],
        "scoring": ["conformity_2016"],
        "counts": {"items": items, "key": 1, "general": items - 1},
        "laws": {"FSL": {"zh": "《食品安全法》", "en": "Food Safety Law", "kind": "law", "text_status": "verified"}},
        "sections": [{"code": "A", "title": {"zh": "场所与贮存", "en": "Premises"}, "items": made}],
    }


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """Pictures and pages need Qt's fonts."""


@pytest.fixture
def make_visit() -> MakeVisit:
    def make(
        items: int = 12,
        failed: tuple[int, ...] = (1, 3),
        photos: int = 2,
        demo: bool = False,
        description: str = "货架上有三袋过期饼干。",
        subject: dict[str, Any] | None = None,
        **fields: Any,
    ) -> Visit:
        body = checklist_body(items)
        checklist = Checklist(
            id=new_id(),
            code=body["id"],
            version=body["version"],
            title_zh=body["title"]["zh"],
            title_en=body["title"]["en"],
            applies_to=tuple(body["applies_to"]),
            jurisdiction="CN",
            demo=demo,
            body=body,
            sha256=sha256_of(body),
            valid_from=date(2026, 1, 1),
            published_at=STARTED,
        )
        author = User(
            id=new_id(),
            username="li",
            name="李建国",
            role="INSPECTOR",
            certificate_no="YL00001234",
            office_code="990101",
            office_name="石桥市场监督管理所",
            acting_authority="云岭县市场监督管理局",
        )
        answers = {
            item["id"]: Answer(
                code="NONCONFORM" if place in failed else "CONFORM",
                note=description if place in failed else "",
                answered_at=STARTED + place * MINUTE,
                on_site=place == 3,
            )
            for place, item in enumerate(body["sections"][0]["items"], 1)
        }
        place = {
            "name": "杨柳村便民食杂店",
            "operator_kind": "RURAL_STORE",
            "uscc": "92990101MA0ABCDE1X",
            "licence_no": "JY19901010000017",
            "address": "云岭县石桥镇杨柳村三组12号",
            "person_in_charge": "张明",
            "phone": "14000000001",
        }
        inspection = Inspection(
            **{
                "id": new_id(),
                "operator_id": new_id(),
                "author_id": author.id,
                "device_id": new_id(),
                "inspection_type": "COMPLAINT_CHECK",
                "state": "COMPLETED",
                "subject": Subject(**place | (subject or {})),
                "checklist_id": checklist.id,
                "checklist_sha256": checklist.sha256,
                "inspectors": (
                    Inspector(user_id=author.id, name="李建国", certificate_no="YL00001234"),
                    Inspector(user_id=new_id(), name="王小梅", certificate_no="YL00001235"),
                    Inspector(user_id=new_id(), name="赵协"),
                ),
                "card_shown_at": STARTED + MINUTE,
                "recusal_asked": True,
                "started_at": STARTED,
                "completed_at": STARTED + 75 * MINUTE,
                "answers": answers,
                "result": "BASICALLY_CONFORM",
                "score": 86,
            }
            | fields
        )
        findings = tuple(
            Finding(
                id=new_id(),
                inspection_id=inspection.id,
                operator_id=inspection.operator_id,
                item_id=f"RS-A{place:02}",
                key=place == 1,
                description=description,
                basis="《食品安全法》第三十三条",
                actions=("RECTIFY", "CASE"),
                rectify_days=7,
            )
            for place in failed
        )
        rectification = Rectification(
            id=new_id(),
            operator_id=inspection.operator_id,
            inspection_id=inspection.id,
            finding_ids=tuple(finding.id for finding in findings),
            demand="清理过期食品。\n补齐进货查验记录。",
            issued_on=date(2026, 11, 23),
            due_on=date(2026, 12, 1),
        )
        evidence = tuple(
            EvidenceItem(
                id=new_id(),
                inspection_id=inspection.id,
                item_id="RS-A01",
                sha256=hashlib.sha256(bytes([place])).hexdigest(),
                size=1,
                mime="image/jpeg",
                synced_sha256="0" * 64,
                synced_size=1,
                captured_at=STARTED + place * MINUTE,
                received_at=STARTED,
                taker_id=author.id,
                device_id=inspection.device_id,
                caption=f"货架照片{place}",
            )
            for place in range(photos)
        )
        return Visit(inspection, checklist, author, findings, rectification if findings else None, evidence)

    return make


@pytest.fixture
def sign() -> Sign:
    """Both officers sign a form; the party as told."""

    def make(
        visit: Visit, form: Form, party: SignatureState = SignatureState.SIGNED, reason: str = "", **fields: Any
    ) -> list[Signature]:
        common = {"signed_at": STARTED + 80 * MINUTE, "content_sha256": form.sha256} | fields
        strokes = (((100, 100), (300, 220), (500, 80)),)
        officers = [
            Signature(
                id=new_id(),
                signer_role=SignerRole.INSPECTOR,
                signer_user_id=officer.user_id,
                name=officer.name,
                strokes=strokes,
                **common,
            )
            for officer in visit.inspection.inspectors[:2]
        ]
        own = strokes if party is SignatureState.SIGNED else ()
        return [
            *officers,
            Signature(
                id=new_id(),
                signer_role=SignerRole.PARTY,
                name="张明",
                state=party,
                reason=reason,
                strokes=own,
                **common,
            ),
        ]

    return make


@pytest.fixture
def witness() -> Callable[[Form], Signature]:
    def make(form: Form) -> Signature:
        return Signature(
            id=new_id(),
            signer_role=SignerRole.WITNESS,
            name="陈立",
            strokes=(((0, 0), (90, 90)),),
            signed_at=STARTED + 81 * MINUTE,
            content_sha256=form.sha256,
        )

    return make
