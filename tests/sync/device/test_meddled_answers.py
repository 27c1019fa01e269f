"""Answers that somebody on the way, or an HQ gone wrong, altered: refused or harmless, and the laptop gets on."""

from __future__ import annotations

import contextlib
import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from inspector_app.records.operators import Person
from sync.device.problem import SyncProblem
from sync.device.transport import read_answer
from sync.protocol import MOST_EPOCHS, ExchangeReply
from sync.record import new_id
from sync.wire import decode, encode, to_bytes

Make = Callable[..., Any]
OTHERS = (
    None, True, 0, -1, 1, 1 << 31, (1 << 53) - 1, 1 << 53, 1 << 63, 1 << 70, 1e308, "", "x", "\x00", "0" * 64, [], {},
    [[]], [None], [1 << 70], {"=": 1}, {"+": [1, 2]}, {"=": 1 << 63},
)  # fmt: skip


def places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where values stand in a message, the message itself left out."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in inner:
        yield (*place, key)
        yield from places(entry, (*place, key))


def altered(answer: Any, place: tuple[Any, ...], other: Any) -> Any:
    changed = copy.deepcopy(answer)
    inside = changed
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = other
    return changed


def gets_on(laptop: Any) -> bool:
    return any(laptop.try_sync().is_level for _ in range(4))


def meddle(make_laptop: Make, make_operator: Make, rounds: int, seed: int) -> int:
    """How many of the altered answers were refused; none ends in anything but a refusal or a level laptop."""
    chance, refused = random.Random(seed), 0
    writer, laptop = make_laptop(), make_laptop()
    laptop.sync()
    for number in range(rounds):
        if number % 4 == 0:
            writer.save(shop := make_operator())
            writer.save(Person(id=new_id(), operator_id=shop.id, name="王"))
            writer.sync()
            laptop.save(make_operator())
        request = laptop.replica.next_request()
        with contextlib.closing(laptop.connect()) as hq:
            answer = decode(to_bytes(hq.exchange(request)))
        place, other = chance.choice(list(places(answer))), chance.choice(OTHERS)
        bytes_ = encode(altered(answer, place, other))
        try:
            laptop.replica.apply(request, read_answer(ExchangeReply, 200, {"Content-Type": "application/json"}, bytes_))
        except SyncProblem:
            refused += 1
        assert gets_on(laptop), (place, other)
    return refused


def test_an_altered_answer_is_refused_or_harmless(make_laptop: Make, make_operator: Make) -> None:
    assert meddle(make_laptop, make_operator, rounds=25, seed=1) > 5


@pytest.mark.slow
def test_a_thousand_altered_answers_are_refused_or_harmless(make_laptop: Make, make_operator: Make) -> None:
    assert meddle(make_laptop, make_operator, rounds=1_000, seed=2) > 200


@pytest.mark.parametrize("far", [MOST_EPOCHS + 2, (1 << 53) - 1])
def test_an_epoch_that_cannot_be_is_not_believed(make_laptop: Make, far: int) -> None:
    """A lower one is never listened to again, so nobody may lead a laptop beyond all that are to come."""
    laptop = make_laptop()
    laptop.sync()
    request = laptop.replica.next_request()
    reply = laptop.connect().exchange(request)
    with pytest.raises(SyncProblem):
        laptop.replica.apply(request, reply.model_copy(update={"epoch": far, "began": 1}))
    assert laptop.sync().is_level


@pytest.mark.parametrize("number", [1 << 63, -1])
def test_a_version_that_no_database_holds_is_refused(make_laptop: Make, make_operator: Make, number: int) -> None:
    laptop = make_laptop()
    laptop.save(make_operator())
    request = laptop.replica.next_request()
    answer = decode(to_bytes(laptop.connect().exchange(request)))
    answer["res"]["ver"] = [number]
    reply = read_answer(ExchangeReply, 200, {"Content-Type": "application/json"}, encode(answer))
    with pytest.raises(SyncProblem):
        laptop.replica.apply(request, reply)
    assert laptop.sync().is_level
