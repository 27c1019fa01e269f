"""Every value, code and refusal has words, and dates and amounts are written as people write them."""

from __future__ import annotations

import csv
import typing
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from string import Formatter

import pytest
from PySide6.QtCore import QLocale

from inspector_app import paths
from inspector_app.capture.messages import ScanProblem
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.domain.shelf_life import ShelfState
from inspector_app.records import SCHEMA, names
from inspector_app.records.operators import LicenceState, LicenceType, OperatorStatus, Person
from inspector_app.records.people import Role
from inspector_app.records.sampling import SampleState
from inspector_app.ui import field_names, formats, labels, reasons, theme
from sync.device.core import OpState, PhotoState, RowState
from sync.protocol import Refusal
from sync.record import Change, Value, new_id


@pytest.fixture(autouse=True)
def english(qapp: object) -> Iterator[None]:
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(QLocale.system())


def enums_of(hint: object) -> Iterator[type[StrEnum]]:
    """The enums in a type, also in lists, mappings and structured values."""
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        yield hint
    elif isinstance(hint, type) and issubclass(hint, Value):
        for inner in typing.get_type_hints(hint).values():
            yield from enums_of(inner)
    for inner in typing.get_args(hint):
        yield from enums_of(inner)


ENUMS = {
    enum
    for cls in SCHEMA.kinds.values()
    for name, hint in typing.get_type_hints(cls).items()
    if name in cls.model_fields
    for enum in enums_of(hint)
} | {ShelfState, OpState, RowState, PhotoState}


def test_the_walk_over_the_records_finds_their_enums() -> None:
    assert {LicenceState, LicenceType, Role} < ENUMS


@pytest.mark.parametrize("enum", sorted(ENUMS, key=lambda enum: enum.__name__))
def test_every_enum_value_has_a_label_of_its_own(enum: type[StrEnum]) -> None:
    words = [labels.label(member) for member in enum]
    assert all(words)
    assert len(set(words)) == len(words)


def test_every_tone_is_one_of_the_theme() -> None:
    assert {labels.tone(member) for enum in ENUMS for member in enum} <= set(theme.TONES)


def test_values_of_two_enums_with_one_name_keep_their_own_label() -> None:
    assert labels.label(LicenceState.SUSPENDED) != labels.label(OperatorStatus.SUSPENDED)


KNOWN_FACTS: dict[str, str | int] = {
    "longest": 200, "shortest": 5, "valid_until": "2025-02-28", "from": "CLOSED", "to": "SUSPENDED", "needed": 3,
    "done": 1, "present": 1, "kind": "MARKET_HOST", "state": "SIGNED", "name": "王一", "metres": 700, "photos": 0,
    "least": 2, "most": 9, "minutes": 4, "visits": 4, "expiry": "2026-01-01", "left_milli": 1500,
    "quantity_milli": 2000, "unit": "kg", "number": 5, "first": "2026-01-01", "last": "2026-01-31", "day": "2026-02-01",
    "title": "疫情", "reason": "诉讼", "since": "2026-02-01",
    "until": "2026-12-31",
}  # fmt: skip
"""What the rules fill in; a sentence that wants more would show a gap."""


@pytest.mark.parametrize("code", list(Code))
def test_every_problem_has_a_sentence_with_its_facts(code: Code) -> None:
    said = reasons.problem(Problem("anything", code, facts=KNOWN_FACTS))
    assert said.endswith((".", "。"))
    assert "{" not in said
    assert "…" not in said
    assert code.value not in said


def test_sentences_for_a_field_or_a_paper_name_only_known_facts() -> None:
    for sentence in [*reasons.IN_FIELD.values(), *reasons.ON_PAPER.values()]:
        assert {name for _, name, _, _ in Formatter().parse(sentence) if name} <= set(KNOWN_FACTS)


def test_a_missing_fact_leaves_a_gap_and_no_error() -> None:
    assert "…" in reasons.problem(Problem("signatures", Code.SIGNATURE_EMPTY))


def test_facts_are_told_in_words() -> None:
    facts: dict[str, str | int] = {"from": "CLOSED", "to": "SUSPENDED"}
    assert "Closed down" in reasons.problem(Problem("status", Code.MOVE_NOT_ALLOWED, facts=facts))
    told: dict[str, str | int] = {"from": SampleState.PLANNED, "to": SampleState.PASS}
    assert "“Planned” to “Pass”" in reasons.problem(Problem("state", Code.MOVE_NOT_ALLOWED, facts=told))
    assert "“haggle”" in reasons.problem(Problem("state", Code.MOVE_NOT_ALLOWED, facts=told | {"to": "haggle"}))
    expired = Problem("licence.valid_until", Code.LICENCE_EXPIRED, Severity.WARN, {"valid_until": "2025-02-28"})
    assert "28 Feb 2025" in reasons.problem(expired)
    assert "1.5 kg" in reasons.problem(Problem("stock_reason", Code.EXCEEDS_STOCK, facts=KNOWN_FACTS))


def test_the_field_and_the_paper_make_the_sentence_plainer() -> None:
    assert "18" in reasons.problem(Problem("uscc", Code.LENGTH))
    assert "14 digits" in reasons.problem(
        Problem("licence.number", Code.LENGTH, facts={"type": LicenceType.FOOD_OPERATION.value})
    )


@pytest.mark.parametrize("found", list(ScanProblem))
def test_every_picture_that_gave_nothing_has_a_sentence(found: ScanProblem) -> None:
    assert reasons.scan_problem(found).endswith(".")


@pytest.mark.parametrize("found", list(Refusal))
def test_h_10_every_refusal_has_a_sentence(found: Refusal) -> None:
    assert reasons.refusal(found).endswith(".")


def test_instants_are_told_in_chinese_time(now: int) -> None:
    assert formats.time_of_day(now) == "09:30"
    assert formats.moment(now) == "18 Mar 2026 09:30"
    assert formats.ago(now, now) == "today 09:30"
    assert formats.ago(now, now + 86_400_000_000) == "yesterday 09:30"
    assert formats.ago(now, now + 3 * 86_400_000_000) == "18 Mar"


def test_time_left_says_left_today_or_overdue(today: date) -> None:
    assert formats.time_left(date(2026, 3, 18), today) == "due today"
    assert formats.time_left(date(2026, 3, 21), today).startswith("3 day")
    assert "overdue" in formats.time_left(date(2026, 3, 16), today)


@pytest.mark.parametrize(
    ("milli", "unit", "said"),
    [
        (1250, "kg", "1.25 kg"),
        (12_000, "袋", "12 袋"),
        (1_234_500, "", "1,234.5"),
        (-500, "kg", "-0.5 kg"),
        (0, "", "0"),
    ],
)
def test_quantities_are_written_without_needless_zeros(milli: int, unit: str, said: str) -> None:
    assert formats.quantity(milli, unit) == said


def test_money_is_written_in_yuan() -> None:
    assert formats.money(123_450) == "¥1,234.50"
    assert formats.money(-5) == "-¥0.05"
    assert formats.money(None) == ""


def test_an_id_number_is_masked_and_the_record_is_not() -> None:
    person = Person(id=new_id(), operator_id=new_id(), name="张三丰", id_number="990101198002291233")
    assert formats.shown(person, "id_number", Role.INSPECTOR) == "990*************33"
    assert formats.shown(person, "name", Role.READ_ONLY) == "张某某"
    assert person.id_number == "990101198002291233"


def test_every_kind_of_record_has_a_name() -> None:
    assert [kind for kind in SCHEMA.kinds if kind not in field_names.KINDS and not names.known("kinds", kind)] == []
    assert set(field_names.KINDS) <= set(SCHEMA.kinds)


@pytest.mark.parametrize("kind", [kind for kind, cls in SCHEMA.kinds.items() if cls.change is Change.MERGED])
def test_every_merge_unit_that_can_conflict_has_a_name(kind: str) -> None:
    if kind != "conflict":
        units = [unit for unit in SCHEMA.kinds[kind].units() if unit != "operator_id"]
        assert [unit for unit in units if field_names.unit(kind, unit) == unit] == []


def test_every_field_has_a_chinese_name() -> None:
    fields = {name for cls in SCHEMA.kinds.values() for name in {*cls.model_fields, *cls.units()} - {"id", "void"}}
    own = {name for units in field_names.UNITS.values() for name in units}
    assert sorted(name for name in fields - own if not names.known("fields", name)) == []


@pytest.mark.parametrize("enum", sorted(ENUMS, key=lambda enum: enum.__name__))
def test_every_value_has_a_chinese_name_of_its_own(enum: type[StrEnum]) -> None:
    own = labels.LABELS.get(enum, {})
    assert [m for m in enum if m not in own and not names.known("values", f"{enum.__name__}.{m.name}")] == []
    QLocale.setDefault(QLocale("zh_CN"))
    words = [labels.label(member) for member in enum if member not in own]
    assert len(set(words)) == len(words)


def test_no_name_is_left_of_what_is_no_more() -> None:
    fields = {name for cls in SCHEMA.kinds.values() for name in {*cls.model_fields, *cls.units()}}
    values = {f"{enum.__name__}.{member.name}" for enum in ENUMS for member in enum}
    for table, there in (("kinds", set(SCHEMA.kinds)), ("fields", fields), ("values", values)):
        with (paths.resources() / "names" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            listed = [row["name"] for row in csv.DictReader(file)]
        assert set(listed) <= there
        assert len(set(listed)) == len(listed)


def test_the_value_of_a_unit_is_told_in_words() -> None:
    business = {"operator_kind": "AGRI_INPUT_SHOP", "canteen_kind": None, "agri_kinds": ["SEED", "FEED"]}
    assert field_names.words("operator", "business", business) == "Agricultural supplies shop · Seeds, Feed"
    place = {"division_code": "990101100", "address": "杨柳村12号", "longitude": None, "latitude": None}
    assert field_names.words("operator", "place", place, {"990101100": "石桥镇"}.__getitem__) == "石桥镇 · 杨柳村12号"
    assert field_names.words("operator", "risk_grade", "D") == "D, high"
    assert field_names.words("rectification", "due_on", "2026-03-18") == "18 Mar 2026"
    assert field_names.words("operator", "risk_grade", None) == ""


def test_an_id_number_in_a_conflict_is_masked() -> None:
    identity = {"role": "OWNER", "name": "王一", "id_number": "990101198002291233", "id_hmac": "ab"}
    said = field_names.words("person", "identity", identity)
    assert "1980" not in said
    assert "王一" in said
