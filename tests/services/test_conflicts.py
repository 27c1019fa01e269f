"""A value that lost a merge is looked at by a person, who keeps one of the two."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from inspector_app.errors import AppError
from inspector_app.records.operators import Operator
from inspector_app.services import conflicts
from sync.device.tables import outbox
from sync.record import Conflict, Policy, new_id
from tests.replica_fixtures import Laptop


@pytest.fixture
def conflict(laptop: Laptop) -> Conflict:
    place = {"division_code": "990101100200", "longitude": None, "latitude": None}
    made = Conflict(
        id=new_id(),
        row_kind="operator",
        row_id=laptop.shop.id,
        unit="place",
        winner=place | {"address": "杨柳村12号"},
        loser=place | {"address": "杨柳村21号"},
        policy=Policy.MANUAL,
        loser_op=new_id(),
        loser_by=new_id(),
        loser_at=1,
    )
    laptop.receive(made)
    return made


def resolve(laptop: Laptop, conflict: Conflict, *, take_loser: bool) -> tuple[str, list[tuple[str, str]]]:
    with laptop.acting() as act:
        conflicts.resolve(act, conflict.id, take_loser=take_loser)
    with laptop.acting() as act:
        changes = [(row.row_id, row.resolves) for row in act.session.execute(select(outbox))]
        return act.get(Operator, laptop.shop.id).address, changes


def test_taking_the_loser_puts_its_value_in_place_and_names_the_conflict(laptop: Laptop, conflict: Conflict) -> None:
    assert resolve(laptop, conflict, take_loser=True) == ("杨柳村21号", [(laptop.shop.id, conflict.id)])


def test_keeping_the_winner_closes_the_conflict_too(laptop: Laptop, conflict: Conflict) -> None:
    assert resolve(laptop, conflict, take_loser=False) == ("杨柳村12号", [(laptop.shop.id, conflict.id)])


def test_a_conflict_of_an_older_version_leaves_what_it_did_not_know(laptop: Laptop, conflict: Conflict) -> None:
    laptop.receive(conflict.changed(loser={"division_code": "990101100200", "address": "杨柳村21号"}))
    assert resolve(laptop, conflict, take_loser=True)[0] == "杨柳村21号"


def test_a_conflict_about_what_this_version_does_not_know_is_left_to_others(laptop: Laptop, conflict: Conflict) -> None:
    laptop.receive(conflict.changed(unit="storeys", loser=3))
    with pytest.raises(AppError, match="conflict_of_other_version"):
        resolve(laptop, conflict, take_loser=True)
