"""Coverage by village: what stands at the doors of a street list, how much is registered, what nobody has seen."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from inspector_app.domain.coverage import Coverage
from inspector_app.domain.problems import Code, Problem
from inspector_app.records.operators import LicenceState, Operator
from inspector_app.records.register import CoverageDoor, DoorState
from inspector_app.services.acting import Acting, require
from inspector_app.storage import rows
from inspector_app.storage.tables import TABLES

_DOOR, _OPERATOR = TABLES["coverage_door"], TABLES["operator"]


def by_village(session: Session, division_code: str) -> dict[str, Coverage]:
    """{village: its coverage}, of the villages of a division, by code; the sum of them is the division's."""
    within = _DOOR.c.division_code.between(division_code, division_code + "~"), _DOOR.c.voided_at.is_(None)
    counts = select(_DOOR.c.division_code, _DOOR.c.state, func.count()).where(*within)
    doors: defaultdict[str, dict[DoorState, int]] = defaultdict(dict)
    for village, state, count in session.execute(counts.group_by(_DOOR.c.division_code, _DOOR.c.state)):
        doors[village][DoorState(state)] = count
    without = select(_DOOR.c.division_code, func.count()).join(_OPERATOR, _OPERATOR.c.id == _DOOR.c.operator_id)
    without = without.where(*within, _DOOR.c.state == DoorState.REGISTERED)
    without = without.where(_OPERATOR.c.licence_state == LicenceState.NONE).group_by(_DOOR.c.division_code)
    unlicensed: dict[str, int] = dict(tuple(row) for row in session.execute(without))
    return {village: Coverage(doors[village], unlicensed.get(village, 0)) for village in sorted(doors)}


def not_seen(session: Session, division_code: str, after: CoverageDoor | None, limit: int) -> list[CoverageDoor]:
    """The next doors that nobody has looked at, by village, street and door."""
    place = _DOOR.c.division_code, _DOOR.c.street, _DOOR.c.door, _DOOR.c.id
    query = rows.columns(CoverageDoor).where(
        _DOOR.c.division_code.between(division_code, division_code + "~"),
        _DOOR.c.state == DoorState.NOT_SEEN,
        _DOOR.c.voided_at.is_(None),
    )
    if after is not None:
        query = query.where(tuple_(*place) > (after.division_code, after.street, after.door, after.id))
    return rows.records(session, CoverageDoor, query.order_by(*place).limit(limit))


def note(act: Acting, door_id: str, state: DoorState, operator_id: str | None = None, note: str = "") -> CoverageDoor:
    """What was found at a door. Raises Refused for a registered one without its operator."""
    if state is DoorState.REGISTERED:
        require([] if operator_id else [Problem("operator_id", Code.REQUIRED)])
        act.get(Operator, operator_id or "")
    else:
        operator_id = None
    door = act.get(CoverageDoor, door_id)
    return act.save(door.changed(state=state, operator_id=operator_id, note=note, seen_at=act.now, seen_by=act.user.id))
