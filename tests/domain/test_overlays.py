"""A province's own rules take the place of LOCAL, and what is not known stays open."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from inspector_app.domain import checklists
from inspector_app.domain.checklist_faults import faults
from inspector_app.domain.checklists import ChecklistInvalid
from inspector_app.domain.citations import LOCAL
from inspector_app.domain.overlays import Overlay, localized, overlay_of

OVERLAY: dict[str, Any] = {
    "schema": "overlay/1",
    "code": "99",
    "version": "1.0.0",
    "status": "draft",
    "name": {"zh": "云岭省", "en": "Yunling"},
    "applies_to": ["RURAL_STORE", "FOOD_STALL"],
    "laws": {"YL": {"zh": "《云岭省规定》", "en": "Yunling rules", "kind": "local", "text_status": "verified"}},
    "topics": {
        "registration": [
            {"law": "YL", "art": 8},
            {"law": "YL", "art": 11, "para": 2, "item": 3, "applies_to": ["RURAL_STORE"]},
            {"law": "YL", "art": 12, "applies_to": ["FOOD_STALL"]},
        ],
        "training": [],
    },
}


def overlay(**changes: Any) -> Overlay:
    return overlay_of(yaml.safe_dump(OVERLAY | changes, allow_unicode=True))


@pytest.fixture
def local_body(body: dict[str, Any]) -> dict[str, Any]:
    """Items 1 to 4 cite LOCAL: beside a law, alone, on what the rules are silent, and on what is not known."""
    body["laws"]["LOCAL"] = {"zh": "省级规定", "en": "Provincial rules", "kind": "local", "text_status": "overlay"}
    items = body["sections"][0]["items"]
    local = {"law": "LOCAL", "cite_zh": "省级规定"}
    items[0]["basis"].append(local | {"topic": "registration"})
    items[1]["basis"] = [local | {"topic": "registration"}]
    items[2]["basis"].append(local | {"topic": "training"})
    items[3]["basis"].append(local | {"topic": "zone"})
    assert faults(body) == []
    return body


def citations(body: dict[str, Any], number: int) -> list[str]:
    return [basis["cite_zh"] for basis in body["sections"][0]["items"][number]["basis"]]


def test_local_citations_become_those_of_the_province(local_body: dict[str, Any]) -> None:
    made = localized(local_body, overlay())
    assert faults(made.body) == []
    own = ["《云岭省规定》第八条", "《云岭省规定》第十一条第二款第三项"]
    assert citations(made.body, 0) == [*citations(local_body, 0)[:1], *own]
    assert citations(made.body, 1) == own


def test_a_topic_without_rule_goes_and_an_unknown_one_stays(local_body: dict[str, Any]) -> None:
    made = localized(local_body, overlay())
    assert citations(made.body, 2) == citations(local_body, 2)[:1]
    assert citations(made.body, 3) == citations(local_body, 3)
    assert made.open_topics == ("zone",)
    complete = overlay(topics=OVERLAY["topics"] | {"zone": []})
    assert (localized(local_body, complete).open_topics, LOCAL in localized(local_body, complete).body["laws"]) == (
        (),
        False,
    )


def test_an_item_keeps_the_only_thing_it_rests_on(local_body: dict[str, Any]) -> None:
    silent = overlay(topics={"registration": [], "training": [], "zone": []})
    made = localized(local_body, silent)
    assert citations(made.body, 1) == citations(local_body, 1)
    assert made.open_topics == ("registration",)


def test_a_list_for_others_keeps_local(local_body: dict[str, Any]) -> None:
    made = localized(local_body | {"applies_to": ["AGRI_INPUT_SHOP"]}, overlay())
    assert made.body["sections"] == local_body["sections"]
    assert made.open_topics == ("registration", "training", "zone")


def test_the_local_list_is_one_of_its_own(local_body: dict[str, Any]) -> None:
    form = checklists.parse(localized(local_body, overlay()).body)
    assert (form.id, form.jurisdiction, form.title.zh) == ("trial-list-99", "99", "试验表（云岭省）")
    assert checklists.parse(local_body).id == "trial-list"


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"topics": {"weather": []}}, "topics.weather"),
        ({"topics": {"zone": [{"law": "XX", "art": 1}]}}, "topics.zone.0.law"),
        ({"topics": {"zone": [{"law": "YL", "art": 0}]}}, "topics.zone.0.art"),
        ({"code": "Y"}, "code"),
        ({"extra": 1}, "extra"),
    ],
)
def test_a_broken_overlay_names_the_place(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(ChecklistInvalid) as caught:
        overlay(**changes)
    assert caught.value.place == place


def test_each_shipped_overlay_makes_lists_without_fault_of_the_shipped_ones(resources: Path) -> None:
    overlays = [overlay_of(path.read_text("utf-8")) for path in sorted((resources / "overlays").glob("overlay-*.yaml"))]
    assert [each.code for each in overlays] == ["11", "33", "37", "41", "50"]
    bodies = [checklists.body_of(path.read_text("utf-8")) for path in sorted((resources / "checklists").glob("*.yaml"))]
    for each in overlays:
        for body in bodies:
            made = localized(body, each)
            assert faults(made.body) == [], (each.code, body["id"])
            assert ("LOCAL" in made.body["laws"]) == bool(made.open_topics)


def test_the_workshop_list_of_beijing_cites_beijing(resources: Path) -> None:
    body = checklists.body_of((resources / "checklists" / "small-workshop.yaml").read_text("utf-8"))
    beijing = overlay_of((resources / "overlays" / "overlay-11.yaml").read_text("utf-8"))
    form = checklists.parse(localized(body, beijing).body)
    item = form.item("SW-F03")
    assert item is not None
    assert [each.cite_zh for each in item.basis] == [
        "《北京市小规模食品生产经营管理规定》第十六条第一款",
        "GB 14881-2013 第7章",
    ]
