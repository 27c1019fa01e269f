"""Lists are read strictly, chosen by kind and place, and an answer is complete or says what it lacks."""

import copy
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain import checklists
from inspector_app.domain.checklists import ChecklistForm, ChecklistInvalid, PhotoRule
from inspector_app.domain.problems import Code, Problem, Severity, blocks
from inspector_app.records.inspections import AnswerCode, FindingAction, InspectionType
from inspector_app.records.operators import AgriKind, OperatorKind
from inspector_app.records.reference import Checklist
from sync.record import new_id

Make = Callable[..., Any]
SHIPPED = {
    "small-workshop": (52, 14),
    "rural-food-store": (40, 10),
    "small-catering": (42, 8),
    "collective-canteen": (49, 13),
    "agri-input-shop": (40, 14),
    "label-prepackaged": (35, 13),
    "food-stall": (20, 6),
    "food-wholesaler": (38, 11),
    "food-producer": (52, 14),
    "market-host": (31, 10),
    "consumer-goods-shop": (40, 13),
}
CONFORM, NONCONFORM, NA, NOT_CHECKED = AnswerCode


def codes(problems: list[Problem]) -> list[Code]:
    return [problem.code for problem in problems]


def test_the_shipped_lists_are_these(resources: Path) -> None:
    assert {path.stem for path in (resources / "checklists").glob("*.yaml")} == set(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_list_parses(resources: Path, name: str) -> None:
    body = checklists.body_of((resources / "checklists" / f"{name}.yaml").read_text("utf-8"))
    form = checklists.parse(body)
    assert form.id == name
    assert (len(form.items), sum(item.key for item in form.items)) == SHIPPED[name]
    assert form.partial_types == (InspectionType.SPOT, InspectionType.FLYING)
    assert all(item.partial_types == form.partial_types for item in form.items)


def test_each_kind_of_operator_has_one_list(resources: Path) -> None:
    kinds = [
        kind
        for path in (resources / "checklists").glob("*.yaml")
        for kind in checklists.parse(checklists.body_of(path.read_text("utf-8"))).applies_to
    ]
    assert sorted(kinds) == sorted([*OperatorKind, checklists.PRODUCT_LABEL])


@pytest.mark.parametrize("kind", OperatorKind)
def test_every_kind_of_operator_gets_its_list_without_a_question(
    resources: Path, make_operator: Make, published: Make, visit_day: date, kind: OperatorKind
) -> None:
    bodies = [checklists.body_of(path.read_text("utf-8")) for path in sorted((resources / "checklists").glob("*.yaml"))]
    records = [published(code=body["id"], applies_to=tuple(body["applies_to"]), body=body) for body in bodies]
    chosen = checklists.choose(records, make_operator(operator_kind=kind), visit_day)
    assert chosen is not None
    assert kind in chosen.applies_to


def test_a_part_keeps_what_the_file_says(resources: Path) -> None:
    body = checklists.body_of((resources / "checklists" / "agri-input-shop.yaml").read_text("utf-8"))
    form = checklists.parse(body)
    item = form.item("AI-A01")
    assert item is not None
    assert item.key
    assert item.evidence.photo is PhotoRule.ALWAYS
    assert item.on_nonconform[0].do in FindingAction
    film = [m for each in form.items for m in each.evidence.measures if m.name == "film_thickness"]
    assert [(m.low_milli, m.high_milli) for m in film] == [(10, None)]
    assert form.item("no such item") is None


def test_a_hash_does_not_hang_on_the_order_of_keys(body: dict[str, Any]) -> None:
    assert checklists.sha256_of(dict(reversed(body.items()))) == checklists.sha256_of(body)
    assert checklists.sha256_of(body | {"version": "1.0.1"}) != checklists.sha256_of(body)


def _twice(body: dict[str, Any]) -> None:
    body["sections"][0]["items"][1]["id"] = "T-01"


def _sections_twice(body: dict[str, Any]) -> None:
    body["sections"][1]["code"] = "A"


def _law(body: dict[str, Any]) -> None:
    body["sections"][0]["items"][2]["basis"][0]["law"] = "XYZ"


def _counts(body: dict[str, Any]) -> None:
    body["counts"]["key"] = 5


def _action(body: dict[str, Any]) -> None:
    body["sections"][0]["items"][0]["on_nonconform"] = [{"do": "DANCE"}]


def _key(body: dict[str, Any]) -> None:
    body["sections"][0]["items"][0]["key"] = "yes"


def _unknown(body: dict[str, Any]) -> None:
    body["surprise"] = 1


def _bound(body: dict[str, Any]) -> None:
    body["sections"][0]["items"][4]["evidence"]["measures"][0]["min"] = 0.0005


def _schema(body: dict[str, Any]) -> None:
    body["schema"] = "checklist/2"


def _no_laws(body: dict[str, Any]) -> None:
    del body["laws"]


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (_twice, "items.T-01"),
        (_sections_twice, "sections.A"),
        (_law, "items.T-03.basis"),
        (_counts, "counts"),
        (_action, "sections.0.items.0.on_nonconform.0.do"),
        (_key, "sections.0.items.0.key"),
        (_unknown, "surprise"),
        (_bound, "sections.0.items.4.evidence.measures.0.min"),
        (_schema, "schema"),
        (_no_laws, "laws"),
    ],
)
def test_a_broken_list_names_the_place(body: dict[str, Any], spoil: Callable[[Any], None], place: str) -> None:
    broken = copy.deepcopy(body)
    spoil(broken)
    with pytest.raises(ChecklistInvalid) as caught:
        checklists.parse(broken)
    assert caught.value.place == place


@pytest.mark.parametrize("text", ["", "- a\n- b", "a: [", "a: 2025-01-01", "1: x"])
def test_a_file_that_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(ChecklistInvalid, match="file"):
        checklists.body_of(text)


@pytest.fixture
def published(body: dict[str, Any]) -> Make:
    def make(**fields: Any) -> Checklist:
        values = {
            "id": new_id(),
            "code": "trial-list",
            "version": "1.0.0",
            "title_zh": "试验表",
            "title_en": "Trial list",
            "applies_to": ("RURAL_STORE",),
            "jurisdiction": "CN",
            "body": body,
            "sha256": checklists.sha256_of(body),
            "valid_from": date(2025, 1, 1),
            "published_at": 0,
        }
        return Checklist.model_validate(values | fields)

    return make


def test_the_nearest_jurisdiction_wins_then_the_highest_version(
    published: Make, make_operator: Make, visit_day: date
) -> None:
    ninth, tenth = published(version="1.9.0"), published(version="1.10.0")
    later = published(version="2.0.0", valid_from=date(2025, 6, 16))
    county, elsewhere = published(jurisdiction="990101"), published(jurisdiction="980101", version="9.0.0")
    withdrawn = published(version="8.0.0", voided_at=1)
    shop = make_operator()
    assert checklists.choose([ninth, tenth, later, elsewhere, withdrawn], shop, visit_day) == tenth
    assert checklists.choose([ninth, tenth, later], shop, date(2025, 6, 16)) == later
    assert checklists.choose([tenth, county, elsewhere], shop, visit_day) == county


def test_a_kind_without_a_list_gets_none(published: Make, make_operator: Make, visit_day: date) -> None:
    host = make_operator(operator_kind=OperatorKind.MARKET_HOST)
    assert checklists.choose([published()], host, visit_day) is None
    assert checklists.choose([], make_operator(), visit_day) is None


def test_a_section_applies_when_the_shop_sells_such_goods(form: ChecklistForm, make_operator: Make) -> None:
    assert [s.code for s in checklists.applicable_sections(form, make_operator())] == ["A"]
    shop = make_operator(agri_kinds=(AgriKind.SEED, AgriKind.PESTICIDE))
    assert [s.code for s in checklists.applicable_sections(form, shop)] == ["A", "B"]


DAILY, SPOT = InspectionType.DAILY, InspectionType.SPOT


@pytest.mark.parametrize(
    ("item_id", "code", "note", "measures", "photos", "visit", "expected"),
    [
        ("T-03", CONFORM, "", {}, 0, DAILY, []),
        ("T-03", NONCONFORM, "货架有积尘", {}, 0, DAILY, []),
        ("T-03", NONCONFORM, "有积尘 ", {}, 0, DAILY, [Code.REMARK_SHORT]),
        ("T-03", NA, "无此情形", {}, 0, DAILY, []),
        ("T-03", NA, " ", {}, 0, DAILY, [Code.NA_REASON]),
        ("T-01", NA, "无此情形", {}, 1, DAILY, [Code.NA_NOT_ALLOWED]),
        ("T-01", CONFORM, "", {}, 0, DAILY, [Code.PHOTO_MISSING]),
        ("T-01", CONFORM, "", {}, 1, DAILY, []),
        ("T-01", NOT_CHECKED, "", {}, 0, SPOT, []),
        ("T-01", NOT_CHECKED, "", {}, 0, DAILY, [Code.NOT_CHECKED_NOT_ALLOWED]),
        ("T-02", CONFORM, "", {}, 0, DAILY, []),
        ("T-02", NONCONFORM, "货架有积尘", {}, 0, DAILY, [Code.PHOTO_MISSING]),
        ("T-02", NONCONFORM, "脏", {}, 0, DAILY, [Code.REMARK_SHORT, Code.PHOTO_MISSING]),
        ("T-05", CONFORM, "", {"chiller_temp": 8500}, 0, DAILY, []),
        ("T-05", CONFORM, "", {"chiller_temp": 8501}, 0, DAILY, [Code.MEASURE_OVERRIDDEN]),
        ("T-05", CONFORM, "开门测量所致", {"chiller_temp": 9000}, 0, DAILY, []),
        ("T-05", NONCONFORM, "冷藏温度过高", {"chiller_temp": 9000}, 0, DAILY, []),
        ("T-05", CONFORM, "", {}, 0, DAILY, [Code.MEASURE_MISSING]),
        ("T-05", NA, "无冷藏柜", {}, 0, DAILY, []),
        ("T-06", CONFORM, "", {}, 0, DAILY, [Code.REMARK_NEEDED]),
        ("T-06", CONFORM, "已", {}, 0, DAILY, []),
    ],
)
def test_the_law_of_answers(
    form: ChecklistForm,
    make_answer: Make,
    item_id: str,
    code: AnswerCode,
    note: str,
    measures: dict[str, int],
    photos: int,
    visit: InspectionType,
    expected: list[Code],
) -> None:
    item = form.item(item_id)
    assert item is not None
    problems = checklists.answer_problems(item, make_answer(code, note, measures=measures), photos, visit)
    assert codes(problems) == expected
    assert all(problem.field == item_id for problem in problems)


def test_a_missing_measure_does_not_block(form: ChecklistForm, make_answer: Make) -> None:
    item = form.item("T-05")
    assert item is not None
    problems = checklists.answer_problems(item, make_answer(), 0, DAILY)
    assert problems == [Problem("T-05", Code.MEASURE_MISSING, Severity.WARN, {"measure": "chiller_temp"})]
    assert not blocks(problems)


@pytest.mark.parametrize(("value", "expected"), [(-1, NONCONFORM), (0, None), (8500, None), (8501, NONCONFORM)])
def test_a_value_out_of_bounds_preselects_nonconform(
    form: ChecklistForm, value: int, expected: AnswerCode | None
) -> None:
    item = form.item("T-05")
    assert item is not None
    assert checklists.preselected(item, {"chiller_temp": value}) is expected
    assert checklists.preselected(item, {}) is None


def answered(make_answer: Make, *numbers: int) -> dict[str, Any]:
    return {f"T-{n:02}": make_answer(note="已看", measures={"chiller_temp": 4000} if n == 5 else {}) for n in numbers}


def test_a_full_visit_answers_every_item(
    form: ChecklistForm, make_operator: Make, make_inspection: Make, make_answer: Make
) -> None:
    shop, photos = make_operator(), {"T-01": 1}
    whole = make_inspection(answers=answered(make_answer, *range(1, 12)))
    assert checklists.unfinished(form, shop, whole, photos) == []
    lacking = make_inspection(answers=answered(make_answer, *range(1, 8)))
    problems = checklists.unfinished(form, shop, lacking, photos)
    assert [(p.field, p.code) for p in problems] == [(f"T-{n:02}", Code.UNANSWERED) for n in range(8, 12)]
    sells_pesticide = make_operator(agri_kinds=(AgriKind.PESTICIDE,))
    assert [p.field for p in checklists.unfinished(form, sells_pesticide, whole, photos)] == ["T-12"]


def test_a_photo_of_another_item_does_not_count(
    form: ChecklistForm, make_operator: Make, make_inspection: Make, make_answer: Make
) -> None:
    whole = make_inspection(answers=answered(make_answer, *range(1, 12)))
    assert codes(checklists.unfinished(form, make_operator(), whole, {"T-02": 3})) == [Code.PHOTO_MISSING]


def test_a_spot_check_covers_three_key_and_seven_general_items(
    form: ChecklistForm, make_operator: Make, make_inspection: Make, make_answer: Make
) -> None:
    def missing(*numbers: int, failed_before: tuple[str, ...] = (), **changes: Any) -> list[Problem]:
        answers = answered(make_answer, *numbers) | changes
        visit = make_inspection(inspection_type=SPOT, answers=answers)
        return checklists.unfinished(form, make_operator(), visit, {"T-01": 1}, failed_before)

    assert missing(2, 3, 4, *range(5, 12)) == []
    assert missing(3, 4, *range(5, 12)) == [Problem("answers", Code.TOO_FEW_KEY, facts={"needed": 3, "done": 2})]
    assert missing(2, 3, 4, *range(5, 11)) == [Problem("answers", Code.TOO_FEW_GENERAL, facts={"needed": 7, "done": 6})]
    skipped = {"T-11": make_answer(NOT_CHECKED)}
    assert codes(missing(2, 3, 4, *range(5, 11), **skipped)) == [Code.TOO_FEW_GENERAL]
    assert [(p.field, p.code) for p in missing(2, 3, 4, *range(5, 12), failed_before=("T-01", "T-02"))] == [
        ("T-01", Code.FAILED_BEFORE)
    ]
