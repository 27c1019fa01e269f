"""What follows from a record's declaration: its units, its changes, its tables."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import MetaData, create_engine, insert, select

from sync.record import (
    Change,
    Degrees,
    FeedKind,
    Id,
    InDivision,
    Instant,
    Personal,
    Policy,
    Record,
    Rule,
    Schema,
    Text,
    Value,
    WithParent,
    WithRow,
    canonical,
    clean_text,
    comparable,
    defaults,
    differences,
    new_id,
    policy_of,
    put,
    split,
)
from sync.tables import META, derive


class Mark(Value):
    code: Text
    note: Text = ""


class House(Record):
    kind = "house"
    home = (InDivision("division_code", FeedKind.TOWNSHIP),)

    division_code: Annotated[Text, Rule(Policy.MANUAL, unit="place", index=True)]
    address: Annotated[Text, Rule(Policy.MANUAL, unit="place")] = ""
    longitude: Annotated[Degrees | None, Rule(Policy.MANUAL, unit="place")] = None
    phone: Annotated[Text | None, Rule(Policy.LATEST_OBSERVATION, personal=Personal.P1)] = None
    tags: Annotated[tuple[Text, ...], Rule(Policy.UNION)] = ()
    marks: Annotated[dict[str, Mark], Rule(each=True)] = {}
    built_on: date | None = None
    seen_at: Instant | None = None
    is_open: bool = True


class Room(Record):
    kind = "room"
    change = Change.SEALED
    home = (WithParent("house", "house_id"),)
    aggregate = "house_id"

    house_id: Id
    area: int = 0


SCHEMA = Schema.of(1, [House, Room])

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=6)
houses = st.builds(
    dict,
    division_code=texts,
    address=texts,
    longitude=st.none() | st.floats(-180, 180),
    phone=st.none() | texts,
    tags=st.lists(texts, max_size=3).map(tuple),
    marks=st.dictionaries(texts, st.builds(dict, code=texts), max_size=3),
    built_on=st.none() | st.dates(),
    seen_at=st.none() | st.integers(0, 2**52),
    is_open=st.booleans(),
    voided_at=st.none() | st.integers(0, 2**52),
    void_reason=st.none() | texts,
)


def house(fields: dict[str, Any]) -> House:
    return House.model_validate({"id": "01900000-0000-7000-8000-000000000000", **fields})


@given(houses, houses)
def test_changes_lead_from_one_row_to_the_other(one: dict[str, Any], two: dict[str, Any]) -> None:
    before, after = house(one).wire(), house(two).wire()
    row = dict(before)
    for unit, (old, new) in differences(House, before, after).items():
        assert old != new
        put(House, row, unit, new)
    assert row == after
    assert differences(House, after, after) == {}


@given(houses)
def test_changes_lead_from_nothing_to_a_new_row(fields: dict[str, Any]) -> None:
    after = house(fields).wire()
    row = defaults(House) | {"id": after["id"]}
    for unit, (_, new) in differences(House, None, after).items():
        put(House, row, unit, new)
    assert row == after


@given(houses)
def test_a_row_comes_back_from_its_table_as_it_went_in(fields: dict[str, Any]) -> None:
    metadata = MetaData()
    table = derive(SCHEMA, metadata)["house"]
    engine = create_engine("sqlite://")
    wire = house(fields).wire()
    with engine.begin() as conn:
        metadata.create_all(conn)
        conn.execute(insert(table), {**wire, "extra": {"later": [1]}})
        row = dict(conn.execute(select(table)).mappings().one())
    engine.dispose()
    assert {name: row.pop(name) for name in META} == {
        "feed_id": None,
        "ver": 0,
        "ver_epoch": 0,
        "extra": {"later": [1]},
    }
    assert row == wire
    assert House.model_validate(row).wire() == wire


def test_units_group_the_fields_that_must_agree() -> None:
    assert House.units() == {
        "void": ("voided_at", "void_reason"),
        "place": ("division_code", "address", "longitude"),
        "phone": ("phone",),
        "tags": ("tags",),
        "marks": ("marks",),
        "built_on": ("built_on",),
        "seen_at": ("seen_at",),
        "is_open": ("is_open",),
    }
    assert policy_of(House, "place") is Policy.MANUAL
    assert policy_of(House, "marks/A1") is Policy.KEEP_CURRENT
    assert policy_of(House, "tags") is Policy.UNION


def test_each_mark_is_a_unit_of_its_own() -> None:
    wire = house({"division_code": "1", "marks": {"A1": {"code": "Y"}, "A2": {"code": "N"}}}).wire()
    assert split(House, wire)["marks/A1"] == {"code": "Y", "note": ""}
    put(House, wire, "marks/A1", None)
    put(House, wire, "marks/A3", {"code": "Y", "note": ""})
    assert list(wire["marks"]) == ["A2", "A3"]
    with pytest.raises(KeyError):
        put(House, wire, "roof", 1)


@pytest.mark.parametrize(
    "value", ["", "x", "0190", "01900000-0000-7000-8000-00000000000G", "01900000-0000-7000-8000-00000000000A"]
)
def test_an_id_is_a_hyphenated_lower_case_uuid(value: str) -> None:
    with pytest.raises(ValidationError):
        House(id=value, division_code="1")
    assert House(id=new_id(), division_code="1").id[14] == "7"


def test_texts_are_composed_and_hold_no_nul() -> None:
    assert clean_text("e\u0301") == "\u00e9"
    with pytest.raises(ValidationError):
        House(id=new_id(), division_code="\x00")
    with pytest.raises(ValidationError):
        House.model_validate({"id": new_id(), "division_code": "1", "unknown": 1})


def test_a_changed_record_is_checked_again() -> None:
    record = House(id=new_id(), division_code="1")
    assert record.changed(phone="2").phone == "2"
    with pytest.raises(ValidationError):
        record.changed(longitude=181)


@pytest.mark.parametrize(
    ("one", "two"),
    [("１２３", "123"), ("a ", "a"), ("e\u0301", "\u00e9"), ({"a": ["１ "]}, {"a": ["1"]}), (("x",), ["x"])],
)
def test_retyping_compares_equal(one: Any, two: Any) -> None:
    assert comparable(one) == comparable(two)
    assert comparable("A") != comparable("a")
    assert comparable(None) is None


jsons = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(jsons)
def test_canonical_json_is_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("sign", ["", "-", "x", ":", ":-", ","])
@pytest.mark.parametrize("digits", ["9007199254740991", "8999999999999999", "12345678901234567", "9" * 40])
def test_many_digits_in_a_text_are_no_number(sign: str, digits: str) -> None:
    value = {"a": sign + digits, "b": [digits + sign], digits: {"c": -9007199254740991}}
    assert canonical(value) == rfc8785.dumps(value)
    assert canonical(sign + digits) == rfc8785.dumps(sign + digits)


@pytest.mark.parametrize("value", [[-9007199254740993], {"a": 9007199254740993}, {"a": [1, 12345678901234567]}])
def test_a_number_that_others_would_round_is_refused_wherever_it_stands(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(value)


@pytest.mark.parametrize("value", [2**53, -(2**53), 2**70, float("nan"), float("inf"), "\ud800", {"\ud800": 1}])
def test_what_canonical_json_cannot_carry_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(value)


def test_children_are_the_records_that_live_with_a_row() -> None:
    assert [(cls.kind, field) for cls, field in SCHEMA.children("house")] == [
        ("room", "house_id"),
        ("conflict", "row_id"),
    ]
    assert [(cls.kind, field) for cls, field in SCHEMA.children("room")] == [("conflict", "row_id")]
    assert isinstance(SCHEMA.kinds["conflict"].home[0], WithRow)
