"""Orders to correct that follow from past visits, and how they went."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from inspector_app.demo_county.chance import Chance, Choice, instant
from inspector_app.demo_county.words import Words
from inspector_app.domain.local_time import local_date
from inspector_app.records.inspections import Rectification, RectificationState
from inspector_app.records.steps import Step
from sync.record import Wire, defaults

OUTCOMES = Choice.of({"ON_TIME": 78, "LATE": 15, "FAILED": 7})
MINUTE = 60_000_000
ACTIONS = {
    RectificationState.ISSUED: "issue",
    RectificationState.OPEN: "deliver",
    RectificationState.REPORTED: "report",
    RectificationState.OVERDUE: "mark_overdue",
    RectificationState.CORRECTED: "accept",
    RectificationState.FAILED: "fail",
    RectificationState.ESCALATED: "escalate",
    RectificationState.CLOSED: "close",
}
"""What led to a state."""

_RECTIFICATION, _STEP = defaults(Rectification), defaults(Step)


def rectification(
    chance: Chance, words: Words, visit: Wire, findings: list[Wire], lead: Wire, today: date
) -> Iterator[tuple[str, Wire]]:
    """The order that follows from findings that take days to correct, with its steps up to today."""
    left = [f for f in findings if f["rectify_days"] and not visit["answers"][f["item_id"]]["on_site"]]
    if not left:
        return
    day = local_date(visit["started_at"])
    due = day + timedelta(days=max(finding["rectify_days"] for finding in left))
    planned = [(RectificationState.ISSUED, day), (RectificationState.OPEN, day), *_course(chance, day, due)]
    happened = [(state, on) for state, on in planned if on <= today]
    order = _RECTIFICATION | {
        "id": chance.id_at(visit["completed_at"]),
        "operator_id": visit["operator_id"],
        "inspection_id": visit["id"],
        "finding_ids": [finding["id"] for finding in left],
        "demand": words.demand,
        "issued_on": day.isoformat(),
        "due_on": due.isoformat(),
        "state": happened[-1][0].value,
    }
    yield Rectification.kind, order
    for number, (state, on) in enumerate(happened):
        at = visit["signed_at"] + number * MINUTE if on == day else instant(on, 600 + number)
        closes = state is RectificationState.CLOSED
        yield (
            Step.kind,
            _STEP
            | {
                "id": chance.id_at(at),
                "subject_kind": Rectification.kind,
                "subject_id": order["id"],
                "action": ACTIONS[state],
                "before": happened[number - 1][0].value if number else None,
                "after": state.value,
                "reason": words.steps.get(state, ""),
                "by": lead["id"] if closes else visit["author_id"],
                "at": at,
            },
        )


def _course(chance: Chance, issued: date, due: date) -> list[tuple[RectificationState, date]]:
    """What happens to an order after it was handed over."""
    match chance.draw(OUTCOMES):
        case "ON_TIME":
            reported = issued + timedelta(days=1 + chance.below(max(1, (due - issued).days - 1)))
            corrected = min(due, reported + timedelta(days=chance.below(3)))
            course = [(RectificationState.REPORTED, reported), (RectificationState.CORRECTED, corrected)]
        case "LATE":
            corrected = due + timedelta(days=2 + chance.below(20))
            course = [(RectificationState.OVERDUE, due + timedelta(days=1)), (RectificationState.CORRECTED, corrected)]
        case _:
            failed = due + timedelta(days=1 + chance.below(5))
            return [(RectificationState.FAILED, failed), (RectificationState.ESCALATED, failed + timedelta(days=1))]
    return [*course, (RectificationState.CLOSED, course[-1][1] + timedelta(days=1 + chance.below(5)))]
