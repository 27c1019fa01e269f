"""A published list never changes: versions rise, codes retire, and a draft sees what the next one changes."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain import checklists
from inspector_app.domain.checklist_faults import FaultCode, faults
from inspector_app.domain.checklist_versions import carry, difference, succession_faults, version_key
from inspector_app.records.inspections import Answer, AnswerCode
from tests.domain.conftest import Make


def items(body: dict[str, Any], section: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = body["sections"][section]["items"]
    return found


@pytest.fixture
def second(body: dict[str, Any]) -> dict[str, Any]:
    """Version 2: item 1 reworded in English, 2 in Chinese, 3 no longer N/A, 5 other bounds, 7 gone, 13 new, 8 moved."""
    new = copy.deepcopy(body)
    new["version"] = "2.0.0"
    listed = items(new)
    listed[0]["en"] = "Item one"
    listed[1]["zh"] = "第二项改了"
    listed[2]["na"] = {"allowed": False}
    listed[4]["evidence"]["measures"][0]["max"] = 6
    listed[5]["evidence"]["photo"] = "always"
    moved = listed.pop(7)
    listed.pop(6)
    items(new, 1).append(moved)
    listed.append(copy.deepcopy(body["sections"][0]["items"][8]) | {"id": "T-13", "zh": "新的一项"})
    new["sections"][1]["title"] = {"zh": "改名", "en": "renamed"}
    new["note"] = {"zh": "第二版", "en": "second"}
    return new


def test_versions_compare_as_numbers() -> None:
    assert version_key("1.9.0") < version_key("1.10.0") < version_key("2")
    assert version_key("1") == version_key("1.0.0")


def test_a_list_may_follow_when_nothing_is_taken_back(body: dict[str, Any], second: dict[str, Any]) -> None:
    assert faults(second) == []
    assert list(succession_faults(second, [body])) == []
    assert list(succession_faults(body, [])) == []


@pytest.mark.parametrize("version", ["0.9.0", "1.0.0", "1"])
def test_a_version_rises(body: dict[str, Any], second: dict[str, Any], version: str) -> None:
    (fault,) = succession_faults(second | {"version": version}, [body])
    assert (fault.code, fault.facts["highest"]) == (FaultCode.VERSION_NOT_HIGHER, "1.0.0")


def test_an_answer_retires_and_never_goes(body: dict[str, Any], second: dict[str, Any]) -> None:
    gone = second["answers"].pop(3)
    (fault,) = succession_faults(second, [body])
    assert (fault.code, fault.facts["value"]) == (FaultCode.ANSWER_DROPPED, "NOT_CHECKED")
    second["answers"].append(gone | {"retired": True})
    assert list(succession_faults(second, [body])) == []
    assert faults(second) == []


def test_an_item_that_was_dropped_never_comes_back(body: dict[str, Any], second: dict[str, Any]) -> None:
    third = copy.deepcopy(second) | {"version": "3.0.0"}
    items(third).append(copy.deepcopy(items(body)[6]))
    (fault,) = succession_faults(third, [body, second])
    assert (fault.code, fault.facts["value"], fault.place[-1]) == (FaultCode.ITEM_RETURNED, "T-07", "id")


def test_the_difference_names_what_changed(body: dict[str, Any], second: dict[str, Any]) -> None:
    change = difference(checklists.parse(body), checklists.parse(second))
    assert change.head == ("note",)
    assert (change.sections_added, change.sections_removed, change.sections_changed) == ((), (), ("B",))
    assert [item.id for item in change.added] == ["T-13"]
    assert [item.id for item in change.removed] == ["T-07"]
    assert {each.after.id: each.fields for each in change.changed} == {
        "T-01": ("en",),
        "T-02": ("zh",),
        "T-03": ("na",),
        "T-05": ("evidence",),
        "T-06": ("evidence",),
        "T-08": ("section",),
    }
    assert [each.after.id for each in change.changed if each.asks_something_else] == ["T-02", "T-03", "T-05"]


def test_the_same_list_differs_in_nothing(body: dict[str, Any]) -> None:
    form = checklists.parse(body)
    assert not difference(form, form)
    assert difference(form, checklists.parse(body | {"status": "retired"})).head == ("status",)


def test_a_draft_takes_over_what_is_still_asked(
    body: dict[str, Any], second: dict[str, Any], make_answer: Make
) -> None:
    answers: dict[str, Answer] = {f"T-{number:02}": make_answer() for number in range(1, 9)}
    answers["T-09"] = make_answer(AnswerCode.NA, "无此情形")
    carried = carry(answers, checklists.parse(body), checklists.parse(second))
    assert sorted(carried.answers) == ["T-01", "T-04", "T-06", "T-08", "T-09"]
    assert carried.ask_again == ("T-02", "T-03", "T-05")
    assert carried.dropped == ("T-07",)
    assert carried.added == ("T-13",)
    assert all(carried.answers[key] == answers[key] for key in carried.answers)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_answer_is_lost_without_a_word(body: dict[str, Any], data: st.DataObject) -> None:
    """Each answer is kept, asked again or dropped, and what is kept stands as it was, whatever changed."""
    new = copy.deepcopy(body) | {"version": "2.0.0"}
    for item in items(new):
        match data.draw(st.sampled_from(["same", "same", "text", "never", "key", "gone"])):
            case "text":
                item["zh"] += "（修订）"
            case "never":
                item["na"] = {"allowed": False}
            case "key":
                item["key"] = not item["key"]
            case "gone":
                item["id"] = item["id"].replace("T-", "N-")
    key = sum(item["key"] for section in new["sections"] for item in section["items"])
    new["counts"] = {"items": 12, "key": key, "general": 12 - key}
    old_form, new_form = checklists.parse(body), checklists.parse(new)
    codes = st.sampled_from([AnswerCode.CONFORM, AnswerCode.NONCONFORM, AnswerCode.NA])
    names = st.sampled_from([item.id for item in old_form.items])
    answers = {
        name: Answer(code=code, note="说明", answered_at=1)
        for name, code in data.draw(st.dictionaries(names, codes)).items()
    }
    carried = carry(answers, old_form, new_form)
    told = [*carried.answers, *carried.ask_again, *carried.dropped]
    assert sorted(told) == sorted(answers)
    for name, answer in carried.answers.items():
        item = new_form.item(name)
        assert item is not None
        assert answer == answers[name]
        assert item.zh == next(each.zh for each in old_form.items if each.id == name)
        assert item.na.allowed or answer.code is not AnswerCode.NA
    assert set(carried.added) == {item.id for item in new_form.items} - {item.id for item in old_form.items}


def test_an_answer_that_retired_is_asked_again(body: dict[str, Any], make_answer: Make) -> None:
    new = copy.deepcopy(body) | {"version": "2.0.0"}
    new["answers"][3]["retired"] = True
    answers = {"T-03": make_answer(AnswerCode.NOT_CHECKED), "T-04": make_answer()}
    carried = carry(answers, checklists.parse(body), checklists.parse(new))
    assert (sorted(carried.answers), carried.ask_again) == (["T-04"], ("T-03",))
