"""Work at the front line (重心下移、充实一线): who is on duty when, who has which task, and how much each one has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import LEAD
from inspector_app.domain.workflows import field_of, machines
from inspector_app.records.complaints import Complaint
from inspector_app.records.inspections import Inspector
from inspector_app.records.notices import CampaignTarget
from inspector_app.records.offices import DutyShift
from inspector_app.records.people import User
from inspector_app.records.recalls import RecallTask
from inspector_app.services import recusal
from inspector_app.services.acting import Acting, require
from inspector_app.storage import rows
from inspector_app.storage.tables import TABLES
from sync.record import Id

T = TypeVar("T", Complaint, CampaignTarget, RecallTask)
HAS = {
    "inspection": "author_id",
    "rectification": "inspection_id",
    "complaint": "assigned_to",
    "campaign_target": "assigned_to",
    "recall_task": "assigned_to",
}
"""{kind of task: who has it}; an order to correct is the author's of its visit."""
_SHIFT = TABLES["duty_shift"]


@dataclass(frozen=True, slots=True)
class Workload:
    """Open tasks by who has them; those that nobody has stand under None."""

    by_user: Mapping[Id | None, Mapping[str, int]]

    @property
    def total(self) -> int:
        return sum(sum(each.values()) for each in self.by_user.values())

    def of(self, user_id: Id | None) -> int:
        return sum(self.by_user.get(user_id, {}).values())


def workload(session: Session) -> Workload:
    """Every open task on this laptop, counted once."""
    found: defaultdict[Id | None, Counter[str]] = defaultdict(Counter)
    for kind in HAS:
        for user_id in session.scalars(_open(kind)):
            found[user_id][kind] += 1
    return Workload({user_id: dict(counts) for user_id, counts in found.items()})


def _open(kind: str) -> Select[Id | None]:
    """Who has each open task of a kind."""
    table, visit = TABLES[kind], TABLES["inspection"].alias()
    ends = {str(state) for machine in machines(kind) for state in machine.ends}
    query: Select[Id | None] = select(table.c[HAS[kind]])
    if HAS[kind] == "inspection_id":
        query = select(visit.c.author_id).select_from(table.outerjoin(visit, visit.c.id == table.c.inspection_id))
    return query.where(table.c[field_of(kind)].not_in(ends), table.c.voided_at.is_(None))


def assign(act: Acting, task: T, to: User) -> T:
    """Give a task to somebody. Raises Refused for who has declared an interest in the operator, AppError not_allowed
    for who leads nobody."""
    act.require_role(LEAD)
    current = act.get(type(task), task.id)
    if current.operator_id is not None:
        officer = Inspector(user_id=to.id, name=to.name, certificate_no=to.certificate_no)
        require(recusal.problems(act, current.operator_id, [officer]))
    return act.save(current.changed(assigned_to=to.id))


def put_on_duty(act: Acting, shift: DutyShift) -> DutyShift:
    """Put somebody on the roster of a day. Raises Refused for a shift that ends before it begins, or meets another
    one of that person, AppError not_allowed for who leads nobody."""
    act.require_role(LEAD)
    problems = []
    if shift.begins and shift.ends and shift.ends <= shift.begins:
        problems.append(Problem("ends", Code.DATE_ORDER))
    same_day = _SHIFT.c.day == shift.day.isoformat(), _SHIFT.c.user_id == shift.user_id, _SHIFT.c.id != shift.id
    others = rows.records(
        act.session, DutyShift, rows.columns(DutyShift).where(*same_day, _SHIFT.c.voided_at.is_(None))
    )
    if any(_meets(shift, other) for other in others):
        problems.append(Problem("begins", Code.ONLY_ONCE))
    require(problems)
    return act.save(shift)


def _meets(one: DutyShift, other: DutyShift) -> bool:
    """Whether two shifts of a day overlap; one without hours lasts the whole day."""
    return (one.begins or "00:00") < (other.ends or "24:00") and (other.begins or "00:00") < (one.ends or "24:00")


def roster(session: Session, office_code: str, first: date, last: date) -> list[DutyShift]:
    """Who is on duty at an office, day by day."""
    query = rows.columns(DutyShift).where(
        _SHIFT.c.office_code == office_code,
        _SHIFT.c.day.between(first.isoformat(), last.isoformat()),
        _SHIFT.c.voided_at.is_(None),
    )
    return rows.records(session, DutyShift, query.order_by(_SHIFT.c.day, _SHIFT.c.begins, _SHIFT.c.id))
