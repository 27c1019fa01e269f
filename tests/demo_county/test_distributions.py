"""The county looks like one: the distributions of domain.md 9.2, within what 3,000 operators allow."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from inspector_app.demo_county import Fault, Plan
from inspector_app.demo_county.cards import colour_card
from inspector_app.demo_county.places import townships
from inspector_app.demo_county.words import words
from inspector_app.domain.checklists import applicable_sections, parse, unfinished
from inspector_app.domain.inspections import content_sha256
from inspector_app.domain.local_time import local_date
from inspector_app.domain.problems import Code, Severity
from inspector_app.domain.rectification import may_move
from inspector_app.domain.scoring import ScoringRules, result_of
from inspector_app.domain.stock import date_problems, missing_fields, stock
from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.inspections import Finding, Inspection, RectificationState
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.services.rules import rule
from sync.record import Wire

County = dict[str, list[Wire]]


def shares(values: list[object]) -> dict[object, float]:
    return {value: count / len(values) for value, count in Counter(values).items()}


def test_townships_follow_zipf_with_the_seat_largest(county: County) -> None:
    counts = Counter(row["division_code"][:9] for row in county["operator"])
    assert len(counts) == 20
    assert counts.most_common(1)[0][0] == "990101001"
    assert min(counts.values()) >= 400 / 30_000 * len(county["operator"]) * 0.9


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("operator_kind", {"RURAL_STORE": 0.42, "SMALL_CATERING": 0.18, "FOOD_STALL": 0.08, "SMALL_WORKSHOP": 0.06}),
        ("licence_state", {"VALID": 0.90, "EXPIRED": 0.04, "NONE": 0.05}),
    ],
)
def test_operators_are_of_the_kinds_and_states_given(county: County, field: str, wanted: dict[str, float]) -> None:
    found = shares([row[field] for row in county["operator"]])
    assert {value: found[value] for value in wanted} == pytest.approx(wanted, abs=0.02)


def test_numbers_and_telephones_are_of_the_types_given(county: County) -> None:
    numbered = [row for row in county["operator"] if row["number_missing_reason"] is None]
    types = shares([row["uscc"][:2] if row["uscc"] else "old" for row in numbered])
    assert (types["92"], types["91"], types["old"]) == pytest.approx((0.94, 0.04, 0.015), abs=0.015)
    for row in county["operator"]:
        assert [row["uscc"], row["reg_no"], row["number_missing_reason"]].count(None) == 2
    phones = shares([(row["phone"] or "none")[:4] for row in county["operator"]])
    assert (phones["1400"], phones["0999"], phones["none"]) == pytest.approx((0.93, 0.03, 0.04), abs=0.015)


def test_owners_are_as_old_as_in_life_and_nearly_half_women(plan: Plan, county: County) -> None:
    owners = [row["id_number"] for row in county["person"] if row["id_number"]]
    ages = [plan.reference_date.year - int(number[6:10]) for number in owners]
    assert sum(ages) / len(ages) == pytest.approx((20 + 45 + 75) / 3, abs=1.5)
    assert min(ages) >= 19
    assert sum(int(number[16]) % 2 == 0 for number in owners) / len(owners) == pytest.approx(0.46, abs=0.03)


def test_persons_and_papers_are_as_many_as_in_the_county(county: County) -> None:
    operators = len(county["operator"])
    assert len(county["person"]) / operators == pytest.approx(36_000 / 30_000, rel=0.03)
    assert len(county["licence"]) / operators == pytest.approx(46_000 / 30_000, rel=0.05)


def test_papers_fit_the_state_of_the_licence_and_the_day_they_were_seen(
    plan: Plan, county: County, planted: list[Fault]
) -> None:
    swapped = {fault.id for fault in planted if fault.field == "valid_from"}
    state = {row["id"]: row["licence_state"] for row in county["operator"]}
    for paper in county["licence"]:
        if paper["valid_until"] and paper["id"] not in swapped:
            out = paper["valid_until"] < plan.reference_date.isoformat()
            assert out == (state[paper["operator_id"]] == "EXPIRED")
            assert local_date(paper["seen_at"]).isoformat() > paper["valid_from"]
            if "〔" in paper["number"]:
                assert f"〔{paper['valid_from'][:4]}〕" in paper["number"]


def test_goods_are_coded_and_keep_as_given(county: County) -> None:
    goods = county["product"]
    coded = shares(["store" if g["store_code"] else len((g["gtin"] or "").lstrip("0")) for g in goods])
    assert (coded[13], coded["store"], coded[0]) == pytest.approx((0.78, 0.1, 0.1), abs=0.03)
    assert 0.005 < coded[8] < 0.04
    prepacked = [g for g in goods if g["licence_no"]]
    short = sum(g["shelf_life_unit"] == "DAY" for g in prepacked) / len(prepacked)
    long = sum(g["shelf_life_unit"] == "MONTH" and g["shelf_life"] >= 18 for g in prepacked) / len(prepacked)
    assert (short, long) == pytest.approx((0.15, 0.15), abs=0.05)
    assert shares([g["licence_no"][3:5] for g in prepacked])["06"] == pytest.approx(0.14, abs=0.05)


def test_brands_are_coined(county: County) -> None:
    assert len(words().brands) == 300
    assert not {g["brand"] for g in county["product"]} & set(words().brand_stop)
    assert (len(words().surnames), len(words().given_names)) == (100, 200)
    assert len(words().remark_frames) * len(words().remark_observations) == 400


def test_villages_are_as_many_and_as_large_as_the_county_has(county: County) -> None:
    villages = [row for row in county["region"] if len(row["code"]) == 12]
    assert Counter(int(row["code"][9:]) >= 200 for row in villages) == {True: 255, False: 45}
    assert all(8 <= len(place.villages) <= 25 for place in townships(1))
    assert len({row["name"] for row in villages}) == 300


def test_bought_lines_lack_fields_as_often_as_given_and_say_why(county: County) -> None:
    dealers = {row["id"] for row in county["operator"] if row["operator_kind"] == OperatorKind.FOOD_WHOLESALER}
    bought = [r for r in county["ledger_entry"] if r["direction"] == "IN" and r["operator_id"] not in dealers]
    lacking = [
        sum(not row[name] for row in bought) / len(bought) for name in ("batch_no", "partner_phone", "production_date")
    ]
    assert lacking == pytest.approx([0.35, 0.20, 0.15], abs=0.03)
    quantities = sorted(row["quantity_milli"] for row in bought)
    assert quantities[len(quantities) // 2] == pytest.approx(12_000, abs=1_500)


def test_the_rules_of_the_app_find_the_ledger_in_order(county: County, planted: list[Fault], plan: Plan) -> None:
    faulty = {fault.id for fault in planted}
    wholesalers = {r["id"] for r in county["operator"] if r["operator_kind"] == OperatorKind.FOOD_WHOLESALER}
    entries = [LedgerEntry.model_validate(row) for row in county["ledger_entry"] if row["id"] not in faulty]
    for entry in entries:
        problems = missing_fields(entry, entry.operator_id in wholesalers) + date_problems(
            entry, entry.happened_on, plan.reference_date
        )
        assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    keeper = next(entry.operator_id for entry in entries if entry.operator_id not in wholesalers)
    one_shop = [entry for entry in entries if entry.operator_id == keeper]
    assert len(one_shop) > 20
    assert min(stock(one_shop).values()) >= 0


def test_the_rules_of_the_app_find_every_visit_complete_but_for_photos(
    county: County, checklists: tuple, plan: Plan
) -> None:
    """History is sampled, so not each required photo is there; everything else is as a signed visit must be."""
    forms = {each.id: parse(each.body) for each in checklists}
    operators = {row["id"]: row for row in county["operator"]}
    rules = rule(ScoringRules, plan.reference_date)
    failed: dict[str, set[str]] = {}
    for row in county["inspection"]:
        visit = Inspection.model_validate(row)
        form, operator = forms[visit.checklist_id], Operator.model_validate(operators[visit.operator_id])
        before = failed.get(visit.previous_id or "", set())
        problems = unfinished(form, operator, visit, {}, before)
        assert {p.code for p in problems if p.severity is Severity.ERROR} <= {Code.PHOTO_MISSING}
        outcome = result_of(form, applicable_sections(form, operator), visit.answers, visit.inspection_type, rules)
        assert (visit.result, visit.score) == (outcome.result, outcome.score)
        assert local_date(visit.started_at).weekday() < 5
        assert local_date(visit.started_at) > plan.reference_date - timedelta(days=731)
        failed[visit.id] = {item for item, answer in visit.answers.items() if answer.code == "NONCONFORM"}


def test_items_fail_as_often_as_given(county: County) -> None:
    key, general = [0, 0], [0, 0]
    keys = {row["item_id"]: row["key"] for row in county["finding"]}
    for visit in county["inspection"]:
        for item, answer in visit["answers"].items():
            if item in keys and answer["code"] in ("CONFORM", "NONCONFORM"):
                count = key if keys[item] else general
                count[answer["code"] == "NONCONFORM"] += 1
    assert key[1] / sum(key) == pytest.approx(0.035, abs=0.012)
    assert general[1] / sum(general) == pytest.approx(0.075, abs=0.02)


def test_each_failure_is_a_finding(county: County) -> None:
    failures = [
        (visit["id"], item)
        for visit in county["inspection"]
        for item, answer in visit["answers"].items()
        if answer["code"] == "NONCONFORM"
    ]
    assert sorted(failures) == sorted((row["inspection_id"], row["item_id"]) for row in county["finding"])


def test_rectifications_end_on_time_late_or_failed_as_given(plan: Plan, county: County) -> None:
    steps: dict[str, list[Wire]] = {}
    for step in county["step"]:
        steps.setdefault(step["subject_id"], []).append(step)
    ended = []
    for order in county["rectification"]:
        course = steps[order["id"]]
        assert [step["at"] for step in course] == sorted(step["at"] for step in course)
        assert course[-1]["after"] == order["state"]
        assert all(may_move(before["after"], after["after"]) for before, after in pairwise(course))
        if date.fromisoformat(order["due_on"]) < plan.reference_date - timedelta(days=40):
            ended.append(
                "failed" if order["state"] == RectificationState.ESCALATED
                else "late" if any(step["after"] == "OVERDUE" for step in course)
                else "on time"
            )  # fmt: skip
    assert len(ended) > 200
    found = shares(ended)
    assert (found["on time"], found["late"], found["failed"]) == pytest.approx((0.78, 0.15, 0.07), abs=0.06)


def test_the_seal_of_a_visit_is_that_of_its_content(county: County) -> None:
    for row in county["inspection"][:100]:
        findings = [Finding.model_validate(each) for each in county["finding"] if each["inspection_id"] == row["id"]]
        photos = [EvidenceItem.model_validate(e) for e in county["evidence_item"] if e["inspection_id"] == row["id"]]
        assert row["content_sha256"] == content_sha256(Inspection.model_validate(row), findings, photos)


def test_each_photo_is_the_card_of_its_row(county: County) -> None:
    hashes = set()
    for row in county["evidence_item"]:
        picture = colour_card(row["id"])
        assert (hashlib.sha256(picture).hexdigest(), len(picture)) == (row["sha256"], row["size"])
        hashes.add(row["sha256"])
    assert len(hashes) == len(county["evidence_item"])


def test_numbers_are_given_out_once(county: County, planted: list[Fault]) -> None:
    faulty = {fault.id for fault in planted}
    for kind, field in (("operator", "uscc"), ("operator", "reg_no"), ("person", "id_number"), ("product", "gtin")):
        given = [row[field] for row in county[kind] if row[field] and row["id"] not in faulty]
        assert len(set(given)) == len(given), field
    trade = [row["number"] for row in county["licence"] if row["licence_type"] != "BUSINESS"]
    assert len(set(trade)) == len(trade)


def test_the_hmac_of_an_id_number_is_under_the_countys_key(plan: Plan, county: County) -> None:
    for person in county["person"]:
        number = person["id_number"]
        wanted = hmac.digest(plan.id_key, number.encode(), "sha256").hex() if number else None
        assert person["id_hmac"] == wanted
        assert (number is None) == (person["id_missing_reason"] is not None)
