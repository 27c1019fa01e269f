"""Equipment (装备): calibrations as they follow each other, and what was measured without one (domain.md row 8.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.domain.states import OFFICERS
from inspector_app.records.equipment import Equipment, EquipmentKind
from inspector_app.services import workflow
from inspector_app.services.acting import Acting, require
from inspector_app.storage import steps

CALIBRATE = "calibrate"
Span = tuple[date, date]
MEASURING = frozenset({EquipmentKind.METER, EquipmentKind.THERMOMETER, EquipmentKind.SCALE})
"""What measures; a kit or camera is marked only when its own calibration has ended."""


def calibrate(act: Acting, equipment_id: str, on: date, until: date, number: str) -> Equipment:
    """Enter a calibration. Earlier ones stay as steps, so that what was measured under them stays good; so does the one
    that the device came with."""
    act.require_role(OFFICERS)
    device = act.get(Equipment, equipment_id)
    problems = [] if number.strip() else [Problem("calibration_no", Code.REQUIRED)]
    if on > act.today:
        problems.append(Problem("calibrated_on", Code.DATE_FUTURE))
    if until < on:
        problems.append(Problem("calibrated_until", Code.LICENCE_DATES))
    require(problems)
    if device.calibrated_until is not None and _span(device) not in _noted(act, device):
        _note(act, device, device.state)
    after = act.save(device.changed(calibrated_on=on, calibrated_until=until, calibration_no=number.strip()))
    _note(act, after, device.state)
    return after


def _note(act: Acting, device: Equipment, before: str) -> None:
    on, until = _span(device)
    given = {"on": on.isoformat(), "until": until.isoformat(), "number": device.calibration_no}
    workflow.note(act, device, CALIBRATE, device.state, before, given=given)


def marks(act: Acting, equipment_id: str | None, day: date) -> list[Problem]:
    """The mark of a measurement made on a day by a device that no calibration covers then.

    It is computed anew each time: a certificate that is entered late takes the mark away.
    """
    if equipment_id is None:
        return []
    device = act.get(Equipment, equipment_id)
    spans = list(_calibrations(act, device))
    needs_one = device.equipment_kind in MEASURING or bool(spans)
    if not needs_one or any(on <= day <= until for on, until in spans):
        return []
    return [Problem("equipment_id", Code.NOT_CALIBRATED, Severity.WARN, {"name": device.name})]


def _calibrations(act: Acting, device: Equipment) -> Iterator[Span]:
    """(first day, last day) of the one that stands and of those before."""
    if device.calibrated_until is not None:
        yield _span(device)
    yield from _noted(act, device)


def _span(device: Equipment) -> Span:
    """Of a device that is calibrated; where its first day is not known, it covers all before the last."""
    return device.calibrated_on or date.min, device.calibrated_until or date.max


def _noted(act: Acting, device: Equipment) -> Iterator[Span]:
    for step in steps.of(act.session, Equipment.kind, device.id):
        if step.action == CALIBRATE:
            yield date.fromisoformat(step.given["on"]), date.fromisoformat(step.given["until"])
