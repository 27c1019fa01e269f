"""Every fault of a list is told at once, each with its place and line, and none hides another."""

import copy
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from inspector_app.domain.checklist_faults import Fault, Place, check_file, faults
from inspector_app.domain.checklist_faults import FaultCode as Code

Spoil = Callable[[dict[str, Any]], object]
ITEM: Place = ("sections", 0, "items", 0)
ACTION, BASIS = (*ITEM, "on_nonconform", 0), (*ITEM, "basis", 0)
MEASURE: Place = ("sections", 0, "items", 4, "evidence", "measures", 0)


def item(body: dict[str, Any], number: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = body["sections"][0]["items"][number]
    return found


def action(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = item(body)["on_nonconform"][0]
    return found


def basis(body: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = item(body)["basis"][0]
    return found


def measures(body: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = item(body, 4)["evidence"]["measures"]
    return found


def found_in(body: dict[str, Any], *spoils: Spoil) -> list[tuple[Place, Code]]:
    broken = copy.deepcopy(body)
    for spoil in spoils:
        spoil(broken)
    return [(fault.place, fault.code) for fault in faults(broken)]


def test_the_shipped_lists_have_no_fault(resources: Path) -> None:
    files = sorted((resources / "checklists").glob("*.yaml"))
    assert files
    assert {path.name: check_file(path.read_text("utf-8")).faults for path in files} == {
        path.name: () for path in files
    }


CASES: list[tuple[str, Spoil, Place, Code]] = [
    ("field missing", lambda b: item(b).pop("zh"), (*ITEM, "zh"), Code.MISSING),
    ("field unknown", lambda b: item(b).update(surprise=1), (*ITEM, "surprise"), Code.UNKNOWN_FIELD),
    ("text for yes", lambda b: item(b).update(key="yes"), (*ITEM, "key"), Code.WRONG_KIND),
    ("kind unknown", lambda b: b.update(applies_to=["CIRCUS"]), ("applies_to", 0), Code.NOT_ONE_OF),
    ("version", lambda b: b.update(version="v1"), ("version",), Code.WRONG_FORM),
    ("no items", lambda b: b["sections"][1].update(items=[]), ("sections", 1, "items"), Code.EMPTY),
    ("no days", lambda b: action(b).pop("days"), ACTION, Code.DAYS_MISSING),
    ("days 0", lambda b: action(b).update(days=0), (*ACTION, "days"), Code.TOO_SMALL),
    ("days of a case", lambda b: action(b).update(do="CASE"), (*ACTION, "days"), Code.DAYS_NOT_NEEDED),
    ("transfer to nobody", lambda b: item(b).update(on_nonconform=[{"do": "TRANSFER"}]), ACTION, Code.RECEIVER_MISSING),
    (
        "seal to somebody",
        lambda b: item(b).update(on_nonconform=[{"do": "SEAL", "to": "police"}]),
        (*ACTION, "to"),
        Code.RECEIVER_NOT_NEEDED,
    ),
    ("four decimals", lambda b: measures(b)[0].update(min=0.0005), (*MEASURE, "min"), Code.DECIMALS),
    ("bounds crossed", lambda b: measures(b)[0].update(min=9), MEASURE, Code.BOUNDS_CROSSED),
    (
        "measure twice",
        lambda b: measures(b).append(measures(b)[0]),
        ("sections", 0, "items", 4, "evidence", "measures", 1, "name"),
        Code.THERE_TWICE,
    ),
    ("measure name", lambda b: measures(b)[0].update(name="温度"), (*MEASURE, "name"), Code.TOKEN_FORM),
    (
        "document name",
        lambda b: item(b)["evidence"].update(docs=["Health cert"]),
        (*ITEM, "evidence", "docs", 0),
        Code.TOKEN_FORM,
    ),
    ("id twice", lambda b: item(b, 1).update(id="T-01"), ("sections", 0, "items", 1, "id"), Code.THERE_TWICE),
    ("section twice", lambda b: b["sections"][1].update(code="A"), ("sections", 1, "code"), Code.THERE_TWICE),
    ("id form", lambda b: item(b).update(id="第一项"), (*ITEM, "id"), Code.ITEM_ID_FORM),
    ("law unknown", lambda b: basis(b).update(law="XYZ"), (*BASIS, "law"), Code.LAW_UNKNOWN),
    ("law unused", lambda b: b["laws"].update(PQL=b["laws"]["FSL"]), ("laws", "PQL"), Code.LAW_UNUSED),
    ("other article", lambda b: basis(b).update(art=34), (*BASIS, "cite_zh"), Code.CITATION_DIFFERS),
    ("article 0", lambda b: basis(b).update(art=0), (*BASIS, "art"), Code.NOT_ONE_OF),
    ("topic of a law", lambda b: basis(b).update(topic="zone"), (*BASIS, "topic"), Code.TOPIC_NOT_LOCAL),
    ("counts", lambda b: b["counts"].update(key=5), ("counts", "key"), Code.COUNT_DIFFERS),
    ("no answer NA", lambda b: b["answers"].pop(2), ("answers",), Code.ANSWER_MISSING),
    ("NA retired", lambda b: b["answers"][2].update(retired=True), ("answers",), Code.ANSWER_MISSING),
    ("answer twice", lambda b: b["answers"].append(b["answers"][0]), ("answers", 4, "code"), Code.THERE_TWICE),
    (
        "NA without reason",
        lambda b: item(b, 2)["na"].pop("when_zh"),
        ("sections", 0, "items", 2, "na"),
        Code.REASON_MISSING,
    ),
    (
        "reason without NA",
        lambda b: item(b)["na"].update(when_zh="无"),
        (*ITEM, "na", "when_zh"),
        Code.REASON_NOT_NEEDED,
    ),
    ("blank text", lambda b: item(b).update(zh=" "), (*ITEM, "zh"), Code.EMPTY),
    ("edition", lambda b: item(b).update(edition="2025"), (*ITEM, "edition"), Code.LABEL_ONLY),
]


@pytest.mark.parametrize(("spoil", "place", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_fault_is_told_with_its_place(body: dict[str, Any], spoil: Spoil, place: Place, code: Code) -> None:
    assert faults(body) == []
    told = found_in(body, spoil)
    assert (place, code) in told
    # Items that are gone count too.
    assert {other for _, other in told} <= {code, Code.COUNT_DIFFERS}


def test_every_code_of_a_single_list_has_a_case() -> None:
    elsewhere = {
        "NOT_READABLE",
        "NAMED_TWICE",
        "TOPIC_UNKNOWN",
        "VERSION_NOT_HIGHER",
        "ANSWER_DROPPED",
        "ITEM_RETURNED",
    }
    assert {case[3] for case in CASES} | {Code(code) for code in elsewhere} == set(Code)


def test_a_local_citation_names_a_topic(body: dict[str, Any]) -> None:
    body["laws"]["LOCAL"] = {"zh": "省级规定", "en": "Provincial rules", "kind": "local", "text_status": "overlay"}
    item(body)["basis"] = [{"law": "LOCAL", "topic": "zone", "cite_zh": "省级规定"}]
    assert faults(body) == []
    item(body)["basis"][0]["topic"] = "weather"
    assert [(each.place[-1], each.code) for each in faults(body)] == [("topic", Code.TOPIC_UNKNOWN)]


def test_all_faults_are_told_at_once(body: dict[str, Any]) -> None:
    independent = ("field missing", "field unknown", "four decimals", "law unused", "counts", "version", "no items")
    chosen = [case for case in CASES if case[0] in independent]
    # A section without items changes the count of items too.
    told = found_in(body, *(case[1] for case in chosen))
    assert {case[2:] for case in chosen} <= set(told)
    assert len(told) == len(set(told))


def test_a_fault_of_a_file_has_its_line(body: dict[str, Any]) -> None:
    item(body, 1)["basis"][0]["law"] = "XYZ"
    item(body, 6)["key"] = "maybe"
    body["counts"]["items"] = 99
    text = yaml.safe_dump(body, allow_unicode=True, sort_keys=False)
    lines = text.splitlines()
    checked = check_file(text)
    assert [lines[(fault.line or 0) - 1].strip() for fault in checked.faults] == [
        "items: 99",
        "- law: XYZ",
        "key: maybe",
    ]
    assert checked.body == body


def test_a_name_that_stands_twice_is_told(body: dict[str, Any]) -> None:
    text = yaml.safe_dump(body, allow_unicode=True, sort_keys=False) + "version: '2.0.0'\n"
    (fault,) = check_file(text).faults
    assert (fault.code, fault.line) == (Code.NAMED_TWICE, len(text.splitlines()))


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a: [1,\nb: }", Code.NOT_READABLE, 2),
        ("", Code.WRONG_KIND, 1),
        ("- a\n", Code.WRONG_KIND, 1),
        ("title: 2025-01-01\n", Code.NOT_READABLE, 1),
        ("1: x\ntitle: x\n", Code.NOT_READABLE, 1),
        ("another: file\n", Code.WRONG_KIND, 1),
        ("a: &a [*a]\n", Code.NOT_READABLE, 1),
        ("[" * 5000, Code.NOT_READABLE, 1),
        ("? [a]\n: b\n", Code.NOT_READABLE, 1),
    ],
)
def test_a_file_that_is_no_list_says_where(text: str, code: Code, line: int) -> None:
    checked = check_file(text)
    assert [(fault.code, fault.line) for fault in checked.faults] == [(code, line)]


@pytest.mark.parametrize("junk", [None, 3, "text", [], [1, "a", None], {"a": [1]}, True])
@pytest.mark.parametrize("name", ["sections", "answers", "laws", "counts", "applies_to", "scoring"])
def test_junk_in_any_part_is_told_and_stops_nothing(body: dict[str, Any], name: str, junk: Any) -> None:
    body[name] = junk
    body["version"] = "v1"
    told = faults(body)
    assert Fault(("version",), Code.WRONG_FORM, {"value": "v1", "wanted": r"^\d+(\.\d+){0,2}$"}) in told
    assert any(fault.place[:1] == (name,) for fault in told)


def test_every_place_leads_through_the_body_up_to_its_last_step(body: dict[str, Any]) -> None:
    for _, spoil, *_ in CASES:
        broken = copy.deepcopy(body)
        spoil(broken)
        for fault in faults(broken):
            part: Any = broken
            for step in fault.place[:-1]:
                part = part[step]
            assert re.fullmatch(r"\w+", str(fault.place[-1]))


def test_repeats_that_would_swell_are_refused_at_once() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in range(1, 10):
        bomb += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n"
    began = time.monotonic()
    (fault,) = check_file(bomb).faults
    assert time.monotonic() - began < 5
    assert (fault.code, fault.line) == (Code.NOT_READABLE, 1)
    assert "with its repeats" in fault.facts["reason"]


def test_parts_too_deep_within_one_another_are_told_as_such() -> None:
    (fault,) = check_file("[" * 20_000).faults
    assert (fault.code, fault.facts["reason"]) == (Code.NOT_READABLE, "too many parts within one another")
