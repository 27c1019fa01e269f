"""Rows and changes between versions of the schema."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.forms import Filled, Past, Recast, Shape, StandIn, renamed
from sync.projection import NotToldSo, down, form_of, is_told_alike, lift, up
from sync.record import FeedKind, InDivision, Policy, Record, Rule, Schema, Text, Wire, defaults, new_id, split

HOME = (InDivision("division_code", FeedKind.TOWNSHIP),)


class OldTrade(StrEnum):
    FOOD = "FOOD"
    OTHER = "OTHER"


class Trade(StrEnum):
    FOOD = "FOOD"
    OTHER = "OTHER"
    ONLINE = "ONLINE"


class Old(Record):
    kind = "stall"
    home = HOME

    division_code: Text
    title: Text = ""
    tel: Text | None = None
    street: Annotated[Text, Rule(unit="place")] = ""
    trade: OldTrade = OldTrade.OTHER
    trades: Annotated[tuple[OldTrade, ...], Rule(Policy.UNION)] = ()
    marks: Annotated[dict[str, int], Rule(each=True)] = {}


class Middle(Record):
    kind = "stall"
    home = HOME

    division_code: Text
    title: Text = ""
    phone: Annotated[Text | None, Rule(unit="contact")] = None
    phone_reason: Annotated[Text | None, Rule(unit="contact")] = None
    street: Annotated[Text, Rule(unit="place")] = ""
    trade: Trade = Trade.OTHER
    trades: Annotated[tuple[Trade, ...], Rule(Policy.UNION)] = ()
    marks: Annotated[dict[str, int], Rule(each=True)] = {}


class New(Record):
    kind = "stall"
    home = HOME

    division_code: Text
    family: Text = ""
    given: Text = ""
    phone: Annotated[Text | None, Rule(unit="contact")] = None
    phone_reason: Annotated[Text | None, Rule(unit="contact")] = None
    street: Annotated[Text, Rule(unit="place")] = ""
    floor: Annotated[int, Rule(unit="place")] = 0
    trade: Trade = Trade.OTHER
    trades: Annotated[tuple[Trade, ...], Rule(Policy.UNION)] = ()
    scores: Annotated[dict[str, int], Rule(each=True)] = {}
    origin: Text


def _join(told: Wire) -> Wire:
    return {"title": " ".join(filter(None, (told["family"], told["given"])))}


def _part(told: Wire) -> Wire:
    family, _, given = told["title"].partition(" ")
    return {"family": family, "given": given}


V1, V2 = Schema.of(1, [Old]), Schema.of(2, [Middle])
STEPS = (
    renamed(2, "stall", "tel", "phone"),
    StandIn(2, "stall", "trade", "ONLINE", "OTHER"),
    StandIn(2, "stall", "trades", "ONLINE", None),
    Recast(3, "stall", ("title",), ("family", "given"), _part, _join),
    renamed(3, "stall", "marks", "scores"),
    Filled(3, "stall", "origin", "before"),
)
SCHEMA = Schema.of(3, [New], Past({1: form_of(V1), 2: form_of(V2)}, STEPS))


def _row(**fields: Any) -> Wire:
    return New.model_validate({"id": new_id(), "division_code": "33", "origin": "new", **fields}).wire()


def test_an_older_version_gets_just_its_own_fields() -> None:
    row = _row(family="Wang", given="Li", phone="1", phone_reason="x", floor=3, trade="ONLINE", scores={"a": 1})
    told = down(SCHEMA, "stall", row, 1)
    assert told == Old.model_validate(told).wire()
    assert told == defaults(Old) | {
        "id": row["id"], "division_code": "33", "title": "Wang Li", "tel": "1", "trade": "OTHER", "marks": {"a": 1},
    }  # fmt: skip
    assert down(SCHEMA, "stall", row, 2)["phone_reason"] == "x"


def test_a_value_that_came_with_a_version_is_shown_to_that_version() -> None:
    assert down(SCHEMA, "stall", _row(trade="ONLINE"), 2)["trade"] == "ONLINE"
    assert down(SCHEMA, "stall", _row(trades=("ONLINE", "FOOD")), 1)["trades"] == ["FOOD"]


def test_what_an_older_version_told_is_a_row_of_the_present_one() -> None:
    old = Old(id=new_id(), division_code="33", title="Wang Li", tel="1", marks={"a": 1}).wire()
    told = defaults(New) | up(SCHEMA, "stall", old, 1)
    new = New.model_validate(told)
    assert (new.family, new.given, new.phone, new.scores, new.origin) == ("Wang", "Li", "1", {"a": 1}, "before")


@given(
    st.builds(
        dict,
        title=st.sampled_from(["", "Wang", "Wang Li"]),
        tel=st.sampled_from([None, "1"]),
        street=st.text("ab", max_size=2),
        trade=st.sampled_from(OldTrade),
        trades=st.lists(st.sampled_from(OldTrade), unique=True),
        marks=st.dictionaries(st.sampled_from("ab"), st.integers(0, 3), max_size=2),
    )
)
def test_up_and_down_again_changes_nothing(fields: Wire) -> None:
    old = Old.model_validate({"id": new_id(), "division_code": "33", **fields}).wire()
    assert down(SCHEMA, "stall", defaults(New) | up(SCHEMA, "stall", old, 1), 1) == old


def test_a_kind_that_a_version_does_not_know_stays_as_it_is() -> None:
    past = Past({1: {}, 2: form_of(V2)}, STEPS)
    row = _row()
    assert down(Schema.of(3, [New], past), "stall", row, 1) == row
    assert down(SCHEMA, "stall", row, 3) is row
    assert down(SCHEMA, "stall", row, 4) is row


def test_additions_alone_are_told_alike() -> None:
    assert is_told_alike(SCHEMA, 3)
    assert not is_told_alike(SCHEMA, 2)
    assert is_told_alike(Schema.of(3, [New], Past({2: form_of(V2)}, (Filled(3, "stall", "origin", "x"),))), 2)


def _lifted(current: Wire | None, changes: dict[str, Any], version: int = 1) -> dict[str, Any]:
    return lift(SCHEMA, New, changes, version, current, is_insert=current is None)


def test_a_renamed_field_is_set_under_its_new_name_and_in_its_new_unit() -> None:
    row = _row(phone="1", phone_reason="why")
    assert _lifted(row, {"tel": ("1", "2")}) == {
        "contact": ({"phone": "1", "phone_reason": "why"}, {"phone": "2", "phone_reason": "why"})
    }


def test_a_field_that_the_author_did_not_know_stays_in_its_unit() -> None:
    row = _row(street="a", floor=7)
    assert _lifted(row, {"place": ("a", "b")}, 2) == {
        "place": ({"street": "a", "floor": 7}, {"street": "b", "floor": 7})
    }


def test_a_split_field_is_judged_by_what_its_author_saw() -> None:
    row = _row(family="Ou Yang", given="Li")  # the older version shows "Ou Yang Li", and would part it otherwise
    assert _lifted(row, {"title": ("Ou Yang Li", "Ou Yang Li")}) == {}
    assert _lifted(row, {"title": ("Ou Yang Li", "Wang Li")}) == {"family": ("Ou Yang", "Wang")}


def test_a_change_on_something_else_than_the_present_value_is_seen_as_such() -> None:
    row = _row(phone="9")
    assert _lifted(row, {"tel": ("1", "2")})["contact"][0]["phone"] == "1"


def test_a_stand_in_that_was_left_alone_leaves_the_true_value() -> None:
    row = _row(trade="ONLINE", trades=("ONLINE", "FOOD"))
    assert _lifted(row, {"trade": ("OTHER", "FOOD")}) == {"trade": ("ONLINE", "FOOD")}
    assert _lifted(row, {"trade": ("OTHER", "OTHER")}) == {}
    was, want = _lifted(row, {"trades": (["FOOD"], ["FOOD", "OTHER"])})["trades"]
    assert (set(was), set(want)) == ({"ONLINE", "FOOD"}, {"ONLINE", "FOOD", "OTHER"})


def test_units_that_are_told_alike_are_not_lifted() -> None:
    grown = Schema.of(3, [New], Past({2: form_of(Schema.of(2, [New]))}))
    changes = {"place": ({"street": "a", "floor": 1}, {"street": "b", "floor": 2}), "scores/a": (None, 2)}
    row = _row(street="a", floor=1)
    assert lift(grown, New, changes, 2, row, is_insert=False) is changes
    assert lift(grown, New, changes, 2, None, is_insert=True) is changes
    assert lift(Schema.of(3, [New], Past({2: form_of(V2)})), New, {"place": ("a", "b")}, 2, row, is_insert=False) == {
        "place": ({"street": "a", "floor": 1}, {"street": "b", "floor": 1})
    }


def test_a_new_row_of_an_older_version_is_whole() -> None:
    old = Old(id=new_id(), division_code="33", title="Wang Li", tel="1", street="a").wire()
    sets = {unit: (was, split(Old, old)[unit]) for unit, was in split(Old, defaults(Old)).items()}
    lifted = _lifted(None, sets | {"marks/a": (None, 2)})
    assert lifted["contact"] == ({"phone": None, "phone_reason": None}, {"phone": "1", "phone_reason": None})
    assert (lifted["family"], lifted["given"], lifted["origin"]) == (("", "Wang"), ("", "Li"), (None, "before"))
    assert (lifted["scores/a"], lifted["place"][1]) == ((None, 2), {"street": "a", "floor": 0})


def test_nonsense_is_named_and_unknown_units_are_left_to_the_merge() -> None:
    with pytest.raises(NotToldSo):
        _lifted(_row(), {"title": (3, 4)})
    with pytest.raises(NotToldSo):
        _lifted(_row(), {"contact": ("a", "b")}, 2)
    assert _lifted(_row(), {"colour": (1, 2)}) == {"colour": (1, 2)}
    assert _lifted(_row(), {"contact": (1, 2)}, 9) == {"contact": (1, 2)}


def test_a_form_survives_being_written_down() -> None:
    for form in (form_of(V1), form_of(SCHEMA)):
        assert {kind: Shape.from_json(shape.as_json()) for kind, shape in form.items()} == form
