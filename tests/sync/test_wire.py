"""Messages come out of the wire as they went in, and nothing else comes out of it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from sync.columns import MAX_CELLS, BadColumn, Cells, from_column, to_column
from sync.protocol import (
    CHAIN_START,
    Captured,
    Clock,
    Entry,
    EntryKind,
    ExchangeRequest,
    Kind,
    Log,
    Op,
    Outcome,
    Refusal,
    Result,
    chain_after,
)
from sync.record import canonical, new_id
from sync.wire import (
    MAX_DEPTH,
    Malformed,
    authorization,
    decode,
    encode,
    from_bytes,
    is_signed,
    pack_entries,
    pack_ops,
    pack_results,
    read_authorization,
    to_bytes,
    unpack_entries,
    unpack_later,
    unpack_ops,
    unpack_results,
)

ids = st.uuids(version=4).map(str)
numbers = st.integers(-(2**53) + 1, 2**53 - 1)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
plain = st.one_of(st.none(), st.booleans(), numbers, texts, ids, st.floats(-180, 180).map(lambda x: round(x, 6)))
jsons = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3), max_leaves=6
)
units = st.sampled_from(["name", "place", "answers/A1", "answers/A2", "answers", "tags"])
ops = st.builds(
    Op,
    id=ids,
    t=st.sampled_from(["shop", "visit"]),
    row=ids,
    k=st.sampled_from(Kind),
    b=st.tuples(st.integers(0, 9), st.integers(0, 9)),
    set=st.dictionaries(units, st.tuples(jsons, jsons), max_size=4),
    by=st.sampled_from(["a", "b"]),
    cap=st.builds(Captured, wall=st.integers(0, 2**52), off=st.none() | numbers, mono=st.integers(0, 2**40)),
    g=ids,
    resolves=st.none() | ids,
    replaces=st.none() | ids,
)


def through_json(value: Any) -> Any:
    return decode(encode(value))


def exact(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


@given(st.lists(jsons, max_size=6))
def test_a_column_holds_its_values_exactly(values: list[Any]) -> None:
    assert exact(from_column(through_json(to_column(values)), len(values), Cells())) == exact(values)


@given(st.lists(st.fixed_dictionaries({"code": texts, "at": numbers, "id": ids}), min_size=2))
def test_columns_of_objects_numbers_and_ids_are_told_apart(values: list[Any]) -> None:
    assert from_column(through_json(to_column(values)), len(values), Cells()) == values


@pytest.mark.parametrize(
    ("column", "count"),
    [
        (None, 1), ("x", 1), ({}, 0), ([1], 2), ({"=": 1, "+": [1]}, 1), ({"+": [1]}, 2), ({"+": [1, "x"]}, 2),
        ({"+": [1, True]}, 2), ({"#": "00" * 16}, 2), ({"#": "zz" * 16}, 1), ({"#": 5}, 1), ({".": []}, 1),
        ({".": {"a": [1]}}, 2), ({"?": 1}, 1), ({"=": 1}, MAX_CELLS + 1),
    ],
)  # fmt: skip
def test_a_column_of_another_shape_is_refused(column: Any, count: int) -> None:
    with pytest.raises(BadColumn):
        from_column(column, count, Cells())


@given(ops, st.dictionaries(st.sampled_from(["later", "k2"]), jsons))
def test_what_is_hashed_of_an_op_is_all_that_it_says(op: Op, more: dict[str, Any]) -> None:
    told = Op.model_validate(op.model_dump(mode="json", exclude_none=True) | more)
    assert told.core() == canonical(told.model_dump(mode="json", exclude_none=True))


@given(st.lists(ops, max_size=6))
def test_ops_come_out_as_they_went_in(given_ops: list[Op]) -> None:
    received = unpack_ops(through_json(pack_ops(given_ops)))
    assert [op.core() for op in received] == [op.core() for op in given_ops]
    assert received == given_ops


places = st.integers(0, (1 << 53) - 1)
entries = st.one_of(
    st.builds(Entry, seq=places, t=st.just("shop"), row=ids, ver=st.tuples(st.integers(0, 9), st.integers(0, 9)),
              body=st.dictionaries(texts, jsons, max_size=3)),
    st.builds(Entry, seq=places, kind=st.just(EntryKind.LEAVE), t=st.just("visit"), row=ids, ver=st.just((1, 2))),
    st.builds(Entry, seq=places, ver=st.just((1, 2)), own=st.integers(1, 99)),
)  # fmt: skip


@given(st.lists(entries, max_size=6, unique_by=lambda entry: entry.seq))
def test_entries_come_out_in_the_order_of_the_feed(given_entries: list[Entry]) -> None:
    received = unpack_entries(through_json(pack_entries(given_entries)))
    assert received == sorted(given_entries, key=lambda entry: entry.seq)


def test_results_come_out_for_the_ops_that_were_sent() -> None:
    names = [(n, new_id()) for n in range(5, 10)]
    results = [Result(n=n, id=op_id, r=Outcome.APPLIED, ver=(1, n)) for n, op_id in names]
    results[1] = Result(n=6, id=names[1][1], r=Outcome.REJECTED, code=Refusal.SEALED)
    results[3] = Result(n=8, id=names[3][1], r=Outcome.PARKED, waits=new_id())
    later = [Result(n=2, id=new_id(), r=Outcome.CONFLICT, ver=(1, 3), cf=(new_id(),))]
    packed = through_json(pack_results(results, later))
    assert unpack_results(packed, names) == results
    assert unpack_later(packed) == later
    assert unpack_results(None, []) == unpack_later(None) == []
    for wrong in (names[:4], [*names, (10, new_id())], [(n, new_id()) for n, _ in names]):
        with pytest.raises(Malformed):
            unpack_results(packed, wrong)


@given(jsons)
def test_any_json_in_place_of_a_table_is_refused_cleanly(value: Any) -> None:
    for unpack in (unpack_ops, unpack_entries, unpack_later, lambda each: unpack_results(each, [(1, "x")])):
        try:
            unpack(value)
        except Malformed:
            continue


@given(ops, st.recursive(st.just(0), lambda inner: st.lists(inner, max_size=2), max_leaves=4), st.data())
def test_a_damaged_table_is_refused_cleanly(op: Op, junk: Any, data: Any) -> None:
    packed = through_json(pack_ops([op, op]))
    target = data.draw(st.sampled_from([packed, packed["ops"], packed["sets"][0]]))
    target[data.draw(st.sampled_from(sorted(target)))] = junk
    try:
        unpack_ops(packed)
    except Malformed:
        return


def test_a_table_that_stands_for_too_much_is_refused() -> None:
    packed = pack_ops([Op.model_validate(op_fields()) for _ in range(200)])
    packed["sets"][0] |= {"units": [f"a/{i}" for i in range(20_000)], "old": [{"=": None}], "new": [{"=": None}]}
    with pytest.raises(Malformed):
        unpack_ops(packed)


def op_fields() -> dict[str, Any]:
    captured = {"wall": 1, "mono": 1}
    return {
        "id": new_id(),
        "t": "shop",
        "row": new_id(),
        "k": "ins",
        "b": (0, 0),
        "set": {},
        "by": "u",
        "cap": captured,
        "g": new_id(),
    }


def test_a_message_keeps_unknown_members_out_and_its_own_in() -> None:
    request = ExchangeRequest(
        app="1", schema=3, ds="DEMO", inc=1, epoch=0, log=Log(last=0, chain="00" * 32), cur={7: 5},
        clock=Clock(wall=1, mono=2),
    )  # fmt: skip
    sent = decode(to_bytes(request))
    assert sent["p"] == 1
    assert "ops" not in sent
    assert from_bytes(ExchangeRequest, encode(sent | {"from_the_future": 1})) == request


@pytest.mark.parametrize("data", [b"", b"x", zstandard.compress(b"{"), encode([1])[:-1], b"\x00" * 100])
def test_bytes_that_are_no_message_are_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        decode(data)


def test_a_changed_byte_is_noticed() -> None:
    data = bytearray(encode({"text": "绿水" * 50}))
    data[-6] ^= 1
    with pytest.raises(Malformed):
        decode(bytes(data))


def test_size_and_depth_are_limited() -> None:
    with pytest.raises(Malformed):
        decode(encode("x" * 1_000), limit=500)
    value: Any = 1
    for _ in range(MAX_DEPTH - 1):
        value = [value]
    assert decode(encode(value)) == value
    with pytest.raises(Malformed):
        decode(encode([value]))


def test_a_signature_is_good_for_its_own_request_alone() -> None:
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    header = authorization(key, "laptop", "POST", "/x", b"body", 7)
    request = ("laptop", "POST", "/x", hashlib.sha256(b"body").hexdigest(), 7)
    device, counter, signature = read_authorization(header)
    assert (device, counter) == ("laptop", 7)
    public = key.public_key()
    assert is_signed(public, signature, *request)
    assert not is_signed(other.public_key(), signature, *request)
    changes: list[tuple[int, Any]] = [
        (0, "desktop"),
        (1, "PUT"),
        (2, "/y"),
        (3, hashlib.sha256(b"Body").hexdigest()),
        (4, 8),
    ]
    for place, value in changes:
        changed: list[Any] = list(request)
        changed[place] = value
        assert not is_signed(public, signature, *changed)


@pytest.mark.parametrize(
    "header", ["", "Sync", "Sync a.b.c", "Sync a.1", "Sync a.1.b.c", "Basic a.1.b", "Sync a.-1.x", "Sync a.²."]
)
def test_a_header_of_another_form_is_refused(header: str) -> None:
    with pytest.raises(Malformed):
        read_authorization(header)


def test_the_chain_depends_on_every_op_and_its_place() -> None:
    first, second = Op.model_validate(op_fields()), Op.model_validate(op_fields())
    chain = chain_after(CHAIN_START, 1, [first, second])
    assert chain == chain_after(chain_after(CHAIN_START, 1, [first]), 2, [second])
    assert chain != chain_after(CHAIN_START, 1, [second, first])
    assert chain != chain_after(CHAIN_START, 2, [first, second])
    assert chain != chain_after(CHAIN_START, 1, [first, second.model_copy(update={"by": "v"})])
