"""Coverage of a street list: every door has a state or is listed as not seen, and the share has a denominator."""

from __future__ import annotations

import pytest

from inspector_app.domain.coverage import Coverage
from inspector_app.records.operators import LicenceState
from inspector_app.records.register import CoverageDoor, DoorState
from inspector_app.services import coverage
from inspector_app.services.acting import Refused
from sync.record import new_id
from tests import factories
from tests.factories import TOWNSHIP, VILLAGE
from tests.replica_fixtures import Laptop

OTHER_VILLAGE = "990101100201"


def door(number: int, village: str = VILLAGE) -> CoverageDoor:
    return CoverageDoor(id=new_id(), division_code=village, street="正街", door=f"{number:03}号")


def test_r_9_a_street_of_300_doors_is_counted_by_village(laptop: Laptop) -> None:
    doors = [door(number) for number in range(200)] + [door(number, OTHER_VILLAGE) for number in range(100)]
    unlicensed = factories.operator(licence_state=LicenceState.NONE)
    laptop.receive(*doors, unlicensed)
    found = {
        DoorState.REGISTERED: doors[:120],
        DoorState.REFUSED: doors[120:130],
        DoorState.CLOSED: doors[130:140],
        DoorState.VACANT: doors[140:150],
    }
    with laptop.acting(laptop.helper) as act:
        for state, some in found.items():
            for at, each in enumerate(some):
                shop = (unlicensed if at < 3 else laptop.shop).id if state is DoorState.REGISTERED else None
                coverage.note(act, each.id, state, shop)
        villages = coverage.by_village(act.session, TOWNSHIP)
        left = coverage.not_seen(act.session, TOWNSHIP, None, 1000)
    here = villages[VILLAGE]
    assert {state: here.of(state) for state in found} == {state: len(some) for state, some in found.items()}
    assert (here.whole, here.to_register, here.permille, here.unlicensed) == (200, 180, 666, 3)
    assert villages[OTHER_VILLAGE].permille == 0
    both = villages[VILLAGE] + villages[OTHER_VILLAGE]
    assert both.whole == 300
    assert len(left) == both.of(DoorState.NOT_SEEN) == 150
    assert {each.id for each in left} | {each.id for some in found.values() for each in some} == {d.id for d in doors}


def test_doors_that_nobody_has_seen_are_paged_in_the_order_of_the_street(laptop: Laptop) -> None:
    doors = [door(number, village) for village in (VILLAGE, OTHER_VILLAGE) for number in range(5)]
    laptop.receive(*doors[::-1])
    found: list[CoverageDoor] = []
    with laptop.acting() as act:
        while page := coverage.not_seen(act.session, TOWNSHIP, found[-1] if found else None, 3):
            found += page
        assert coverage.not_seen(act.session, OTHER_VILLAGE, None, 9) == doors[5:]
    assert found == doors


def test_a_registered_door_names_its_operator(laptop: Laptop) -> None:
    one = door(1)
    laptop.receive(one)
    with pytest.raises(Refused), laptop.acting() as act:
        coverage.note(act, one.id, DoorState.REGISTERED)
    with laptop.acting() as act:
        seen = coverage.note(act, one.id, DoorState.REGISTERED, laptop.shop.id)
        assert (seen.seen_at, seen.seen_by) == (laptop.now, laptop.wang.id)
        assert coverage.note(act, one.id, DoorState.CLOSED).operator_id is None


def test_where_there_is_nothing_to_register_there_is_no_share() -> None:
    assert Coverage({DoorState.VACANT: 3}).permille is None
    assert Coverage({}).permille is None
