"""load(save(x)) == x for every kind of record, whatever its fields hold."""

from __future__ import annotations

import typing
from datetime import date
from enum import Enum
from typing import Any

import annotated_types
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from inspector_app.records import SCHEMA
from inspector_app.storage.engine import Sessions
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import find, save
from sync.device.core import LocalChange, lay_over
from sync.device.outbox import to_op
from sync.device.tables import outbox
from sync.protocol import Op
from sync.record import Record, new_id

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)
JSONS = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 53) + 1, (1 << 53) - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
IDS = st.builds(new_id)
HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)


def values(hint: Any, metadata: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    """Any value of a field's type, within its checks."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    names = {getattr(getattr(each, "func", None), "__name__", "") for each in metadata}
    if origin is typing.Annotated:
        return values(arguments[0], (*metadata, *hint.__metadata__))
    if origin in (typing.Union, type(int | str)):
        return st.one_of([st.none() if arm is type(None) else values(arm, metadata) for arm in arguments])
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return st.lists(values(arguments[0]), max_size=3).map(tuple)
        return st.tuples(*(values(each) for each in arguments))
    if origin is dict:
        return st.dictionaries(TEXTS, values(arguments[1]), max_size=3)
    if hint is Any:
        return JSONS
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(hint)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return records(hint)
    if hint is str:
        if "_id" in names:
            return IDS
        return HASHES if any("0-9a-f" in str(each) for each in flat(metadata)) else TEXTS
    if hint is bool:
        return st.booleans()
    if hint is int:
        low = next((each.ge for each in flat(metadata) if isinstance(each, annotated_types.Ge)), -(1 << 53) + 1)
        return st.integers(low, (1 << 53) - 1)
    if hint is float:
        return st.floats(-180, 180)
    if hint is date:
        return st.dates()
    raise NotImplementedError(hint)


def flat(metadata: tuple[Any, ...]) -> list[Any]:
    return [each for info in metadata for each in (info.metadata if isinstance(info, FieldInfo) else [info])]


def records(cls: type[BaseModel]) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(cls, include_extras=True)
    return st.builds(cls, **{name: values(hints[name]) for name in cls.model_fields})


@pytest.mark.parametrize("cls", SCHEMA.kinds.values(), ids=SCHEMA.kinds.keys())
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_record_comes_back_as_it_was_saved(sessions: Sessions, cls: type[Record], data: st.DataObject) -> None:
    record = data.draw(records(cls))
    with sessions.begin() as session:
        save(session, record, "user", 1)
    with sessions() as session:
        assert find(session, cls, record.id) == record


@pytest.mark.parametrize("cls", SCHEMA.kinds.values(), ids=SCHEMA.kinds.keys())
@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_its_change_alone_makes_the_same_row(sessions: Sessions, cls: type[Record], data: st.DataObject) -> None:
    first = data.draw(records(cls))
    last = data.draw(records(cls)).changed(id=first.id)
    with sessions.begin() as session:
        save(session, first, "user", 1)
        save(session, last, "user", 2)
        row = session.execute(outbox.select().where(outbox.c.row_id == first.id)).one()
        stored = session.execute(TABLES[cls.kind].select().where(TABLES[cls.kind].c.id == first.id)).mappings().one()
    sent = Op.model_validate_json(to_op(row).core())
    wire = lay_over(cls, sent.row, None, [LocalChange(sent.k, sent.set)])
    assert wire is not None
    assert cls.model_validate(wire) == last
    assert {name: stored[name] for name in wire} == last.wire()
