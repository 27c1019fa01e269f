"""Orders to correct by a date: how they move, when they are due, when overdue (domain.md 7.6; SIR art. 33)."""

from __future__ import annotations

from datetime import date

from inspector_app.domain.clocks import Clock
from inspector_app.domain.deadlines import Calendar, Due, Unit, add
from inspector_app.domain.states import FIELD, LEAD, Machine, Move
from inspector_app.records.evidence import DocumentType
from inspector_app.records.inspections import Rectification, RectificationState

AFTER = ("inspection_id", "photos")
"""The visit that found it corrected, and photos of how it is now."""
RUNNING = frozenset({RectificationState.ISSUED, RectificationState.OPEN, RectificationState.REPORTED})
"""The party still has to act; an order that nobody delivered runs late too."""

STATES = Machine(
    RectificationState.ISSUED,
    (
        Move(
            "deliver",
            RectificationState.ISSUED,
            RectificationState.OPEN,
            FIELD,
            ("delivered_at",),
            papers=(DocumentType.SERVICE_RECEIPT,),
        ),
        Move("report", RectificationState.OPEN, RectificationState.REPORTED, FIELD, ("note",)),
        Move("mark_overdue", RectificationState.OPEN, RectificationState.OVERDUE, FIELD),
        Move("accept", RectificationState.OPEN, RectificationState.CORRECTED, FIELD, AFTER),
        Move("fail", RectificationState.OPEN, RectificationState.FAILED, FIELD, ("inspection_id",)),
        Move("extend", RectificationState.OPEN, RectificationState.OPEN, LEAD, ("note", "due_on"), once=True),
        Move("mark_overdue", RectificationState.REPORTED, RectificationState.OVERDUE, FIELD),
        Move("accept", RectificationState.REPORTED, RectificationState.CORRECTED, FIELD, AFTER),
        Move("fail", RectificationState.REPORTED, RectificationState.FAILED, FIELD, ("inspection_id",)),
        Move("accept", RectificationState.OVERDUE, RectificationState.CORRECTED, FIELD, AFTER),
        Move("fail", RectificationState.OVERDUE, RectificationState.FAILED, FIELD, ("inspection_id",)),
        Move("close", RectificationState.CORRECTED, RectificationState.CLOSED, LEAD),
        Move("escalate", RectificationState.FAILED, RectificationState.ESCALATED, FIELD, ("note",)),
    ),
)
"""OPEN to OPEN extends the date, once and with a reason. A new order after FAILED is a record of its own."""
may_move = STATES.may


def due_on(issued: date, days: int) -> date:
    """Last day to correct; the day of issue is not counted, and it ends at 24:00."""
    return add(issued, days, Unit.DAY, Calendar()).on


def reinspect_by(due: date, clock: Clock, calendar: Calendar) -> Due:
    """Last day to look again, by the clock `reinspect`."""
    return add(due, clock.n, clock.unit, calendar, moves=clock.moves)


def overdue(rectification: Rectification, today: date) -> bool:
    """Overdue from 00:00 of the day after the due date, whether or not somebody has marked it."""
    if rectification.voided_at is not None:
        return False
    late = rectification.state in RUNNING and today > rectification.due_on
    return late or rectification.state is RectificationState.OVERDUE
