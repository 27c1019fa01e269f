"""Records and lists that the rules are tried on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain import checklists, packs
from inspector_app.domain.checklists import ChecklistForm
from inspector_app.records.inspections import Answer, AnswerCode, Inspection, Inspector, Subject
from inspector_app.records.operators import Operator, OperatorKind
from sync.record import new_id

START = 1_750_000_000_000_000
MINUTE = 60_000_000
Make = Callable[..., Any]


@pytest.fixture
def make_operator() -> Make:
    """A village store; any field can be given."""

    def make(**fields: Any) -> Operator:
        values = {
            "id": new_id(),
            "name": "杨柳村便民食杂店",
            "operator_kind": OperatorKind.RURAL_STORE,
            "uscc": "92990101MA00000C5L",
            "division_code": "990101100200",
            "address": "杨柳村12号",
            "phone": "14000000001",
            "registered_at": START,
            "registered_by": new_id(),
        }
        return Operator.model_validate(values | fields)

    return make


@pytest.fixture
def make_inspection() -> Make:
    """A visit by two certified officers who showed their cards; any field can be given."""

    def make(**fields: Any) -> Inspection:
        author, second = new_id(), new_id()
        values = {
            "id": new_id(),
            "operator_id": new_id(),
            "author_id": author,
            "device_id": new_id(),
            "subject": Subject(name="杨柳村便民食杂店", operator_kind=OperatorKind.RURAL_STORE, address="杨柳村12号"),
            "checklist_id": new_id(),
            "checklist_sha256": "0" * 64,
            "inspectors": (
                Inspector(user_id=author, name="王一", certificate_no="YL00000001"),
                Inspector(user_id=second, name="李二", certificate_no="YL00000002"),
            ),
            "card_shown_at": START,
            "recusal_asked": True,
            "started_at": START,
        }
        return Inspection.model_validate(values | fields)

    return make


@pytest.fixture
def make_answer() -> Make:
    def make(code: AnswerCode = AnswerCode.CONFORM, note: str = "", **fields: Any) -> Answer:
        return Answer(code=code, note=note, answered_at=START + MINUTE, **fields)

    return make


@pytest.fixture
def body() -> dict[str, Any]:
    """A list of 4 key items and 8 general ones, one of them for pesticide shops alone."""

    def item(number: int, **fields: Any) -> dict[str, Any]:
        base = {
            "id": f"T-{number:02}",
            "key": number <= 4,
            "zh": f"第{number}项",
            "en": f"Item {number}",
            "basis": [{"law": "FSL", "art": 33, "para": 1, "cite_zh": "《食品安全法》第三十三条第一款"}],
            "evidence": {"photo": "none"},
            "on_nonconform": [{"do": "RECTIFY", "days": 7}],
            "na": {"allowed": True, "when_zh": "无此情形", "when_en": "does not occur"},
        }
        return base | fields

    measures = [{"name": "chiller_temp", "unit": "℃", "min": 0, "max": 8.5}]
    special = {
        1: {"evidence": {"photo": "always"}, "na": {"allowed": False}},
        2: {"evidence": {"photo": "on_nonconform"}},
        5: {"evidence": {"photo": "none", "measures": measures}},
        6: {"evidence": {"photo": "none", "note": "always"}},
    }
    items = [item(number, **special.get(number, {})) for number in range(1, 13)]
    words = {"zh": "试验表", "en": "Trial list"}
    return {
        "schema": "checklist/1",
        "id": "trial-list",
        "version": "1.0.0",
        "status": "draft",
        "title": words,
        "note": words,
        "origin": "own_draft_on_published_law",
        "applies_to": ["RURAL_STORE"],
        "jurisdiction": "CN",
        "languages": ["zh-CN", "en"],
        "answers": [
            {"code": "CONFORM", "zh": "符合", "en": "Conform"},
            {"code": "NONCONFORM", "zh": "不符合", "en": "Non-conform"},
            {"code": "NA", "zh": "合理缺项", "en": "Reasonable N/A", "needs_reason": True},
            {"code": "NOT_CHECKED", "zh": "未检查", "en": "Not checked", "only_for_types": ["SPOT", "FLYING"]},
        ],
        "scoring": ["conformity_2016", "weighted_100"],
        "counts": {"items": 12, "key": 4, "general": 8},
        "laws": {"FSL": {"zh": "《食品安全法》", "en": "Food Safety Law", "kind": "law", "text_status": "verified"}},
        "sections": [
            {"code": "A", "title": words, "items": items[:11]},
            {
                "code": "B",
                "title": words,
                "applies_when": {"operator_agri_kinds_has": "PESTICIDE"},
                "items": items[11:],
            },
        ],
    }


@pytest.fixture
def form(body: dict[str, Any]) -> ChecklistForm:
    return checklists.parse(body)


@pytest.fixture
def visit_day() -> date:
    return date(2025, 6, 15)


@pytest.fixture(scope="session")
def resources() -> Path:
    return Path(__file__).resolve().parents[2] / "resources"


@pytest.fixture(scope="session")
def shipped(resources: Path) -> Callable[[type[Any]], tuple[Any, ...]]:
    """The shipped versions of a rule pack."""

    def read(cls: type[Any]) -> tuple[Any, ...]:
        return packs.read(cls, (resources / "rules" / f"{cls.pack}.yaml").read_text("utf-8"))

    return read
