"""A rule pack is read strictly, and gives the version that holds on a day and in a place."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml

from inspector_app.domain import packs, rule_packs
from inspector_app.domain.packs import NoRule, PackInvalid, Tag, Version


class Limit(Version):
    pack: ClassVar = "limit"
    days: int


HEAD = "pack: limit\ntitle: {zh: 期限, en: Limit}\nversions:\n"


def version(**fields: Any) -> str:
    values = {"source": "x", "tag": "known", "valid_from": "2025-01-01", "days": 7} | fields
    return "  - {" + ", ".join(f"{name}: {value}" for name, value in values.items()) + "}\n"


def test_the_nearest_place_counts_then_the_latest_day() -> None:
    text = HEAD + version(days=1) + version(days=2, valid_from="2026-01-01") + version(days=3, jurisdiction='"37"')
    limits = packs.read(Limit, text + version(days=4, jurisdiction='"3702"', valid_to="2025-06-30"))

    def days(day: str, division: str) -> int:
        return packs.in_force(limits, date.fromisoformat(day), division).days

    assert days("2025-12-31", "CN") == 1
    assert days("2026-01-01", "110101") == 2
    assert days("2026-01-01", "370101") == 3
    assert days("2025-06-30", "370202") == 4
    assert days("2025-07-01", "370202") == 3
    with pytest.raises(NoRule):
        days("2024-12-31", "370202")
    assert [each.days for each in packs.layers(limits, date(2026, 1, 1), "370202")] == [3, 2]
    assert [each.days for each in packs.layers(limits, date(2025, 6, 1), "370202")] == [4, 3, 1]


def test_a_version_tells_its_source_and_tag() -> None:
    (limit,) = packs.read(Limit, HEAD + version(source="FSL 50", tag="verified"))
    assert (limit.source, limit.tag, limit.days) == ("FSL 50", Tag.VERIFIED, 7)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "file"),
        ("{", "file"),
        ("pack: limit\nversions: []", "file"),
        ("pack: other\ntitle: {zh: x, en: x}\nversions: [1]", "pack"),
        ("pack: limit\ntitle: {zh: x}\nversions: [1]", "title.en"),
        ("pack: limit\ntitle: {zh: x, en: x}\nversions: []", "versions"),
        (HEAD + version(days="'7'"), "versions.0.days"),
        (HEAD + version(days="yes"), "versions.0.days"),
        (HEAD + version(source="''"), "versions.0.source"),
        (HEAD + version(tag="sure"), "versions.0.tag"),
        (HEAD + version(valid_to="2024-12-31"), "versions.0"),
        (HEAD + version(jurisdiction="Shandong"), "versions.0.jurisdiction"),
        (HEAD + version(more="1"), "versions.0.more"),
        (HEAD + version() + version(days=8), "versions"),
        (HEAD + version(valid_from="2025-01-01 08:00:00"), "versions.0"),
    ],
)
def test_a_broken_pack_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(PackInvalid) as refused:
        packs.read(Limit, text)
    assert refused.value.place == place


def test_every_shipped_pack_is_one_that_is_known_and_checked(resources: Path) -> None:
    files = {path.stem: path.read_text("utf-8") for path in (resources / "rules").glob("*.yaml")}
    assert files.keys() == rule_packs.PACKS.keys()
    for name, text in files.items():
        assert rule_packs.check(yaml.safe_load(text)) == packs.read(rule_packs.PACKS[name], text)


def test_every_shipped_pack_tells_where_it_is_from(resources: Path) -> None:
    told = (resources / "rules" / "SOURCES.md").read_text("utf-8")
    assert [name for name in rule_packs.PACKS if f"| `{name}.yaml` |" not in told] == []


@pytest.mark.parametrize("body", [None, [], {}, {"pack": "other"}, {"pack": "clocks"}])
def test_a_pack_of_no_known_kind_is_refused(body: Any) -> None:
    with pytest.raises(PackInvalid):
        rule_packs.check(body)
