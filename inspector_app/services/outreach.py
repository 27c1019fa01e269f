"""Training and publicity (宣传培训): courses and who took part, firms that help a workshop, leaflets and quizzes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from inspector_app.documents.forms import Form
from inspector_app.documents.papers import paper
from inspector_app.domain.outreach import Marked, Outreach, mark
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import FIELD, LEAD
from inspector_app.records.equipment import Attendance, SupportPair, SupportVisit, TrainingEvent
from inspector_app.records.operators import Operator
from inspector_app.records.register import StaffMember
from inspector_app.services.acting import Acting, require
from inspector_app.services.rules import rule
from inspector_app.storage import merges, rows
from inspector_app.storage.tables import TABLES
from sync.record import Id, new_id

_EVENT, _ATTENDANCE = TABLES["training_event"], TABLES["attendance"]
_PAIR, _HELP = TABLES["support_pair"], TABLES["support_visit"]


@dataclass(frozen=True, slots=True)
class Trained:
    """One line of an operator's history."""

    attendance: Attendance
    event: TrainingEvent | None
    """None while this laptop does not hold it."""


@dataclass(frozen=True, slots=True)
class Supported:
    pair: SupportPair
    visits: tuple[SupportVisit, ...]
    """The earliest first."""


def material_version(on_day: date) -> str:
    """Of the leaflets and quizzes that hold on a day; kept with what was taught."""
    pack = rule(Outreach, on_day)
    return f"{pack.pack} {pack.valid_from}"


def hold(act: Acting, event: TrainingEvent) -> TrainingEvent:
    """Note a course or publicity day, with the version of the material of its day. Raises Refused without a title."""
    act.require_role(FIELD | LEAD)
    require([] if event.title.strip() else [Problem("title", Code.REQUIRED)])
    return act.save(event.changed(material_version=event.material_version or material_version(event.held_on)))


def attend(act: Acting, attendance: Attendance) -> Attendance:
    """Note who took part; of a member of staff the register keeps the day. Raises Refused, NotHere."""
    act.require_role(FIELD | LEAD)
    event = act.get(TrainingEvent, attendance.training_event_id)
    act.get(Operator, attendance.operator_id)
    member = act.get(StaffMember, attendance.staff_member_id) if attendance.staff_member_id else None
    problems = [] if member or attendance.name.strip() else [Problem("name", Code.REQUIRED)]
    if member and member.operator_id not in merges.family(act.session, attendance.operator_id):
        problems.append(Problem("staff_member_id", Code.REQUIRED))
    if attendance.score is not None and not 0 <= attendance.score <= 100:
        problems.append(Problem("score", Code.RANGE, facts={"least": 0, "most": 100}))
    require(problems)
    is_newest = member is not None and event.held_on >= (member.trained_on or date.min)
    if member and is_newest and attendance.passed is not False:
        act.save(member.changed(trained_on=event.held_on, training_result=_result(attendance)))
    return act.save(attendance.changed(name=attendance.name.strip() or (member.name if member else "")))


def _result(attendance: Attendance) -> str:
    return "" if attendance.score is None else str(attendance.score)


def marked(quiz_id: str, answers: Sequence[int | None], on_day: date) -> Marked:
    """The marks of a quiz as it stands on a day; they go into the attendance."""
    return mark(rule(Outreach, on_day).quiz(quiz_id), answers)


def history(session: Session, operator_id: str) -> list[Trained]:
    """Who of an operator took part in what, the newest first."""
    of_shop = merges.of_shop(session, _ATTENDANCE.c.operator_id, operator_id)
    query = rows.columns(Attendance).where(of_shop, _ATTENDANCE.c.voided_at.is_(None))
    found = rows.records(session, Attendance, query.order_by(_ATTENDANCE.c.id.desc()))
    events = rows.find_all(session, TrainingEvent, {each.training_event_id for each in found})
    told = [Trained(each, events.get(each.training_event_id)) for each in found]
    return sorted(told, key=lambda each: each.event.held_on if each.event else date.min, reverse=True)


def history_paper(act: Acting, operator_id: str, *, demo: bool) -> Form:
    """An operator's history of training, to be printed."""
    operator = act.get(Operator, operator_id)
    told = history(act.session, operator_id)
    return paper("training_history", act.user, None, demo=demo, operator=operator, lines=told, day=act.today)


def leaflet_paper(act: Acting, leaflet_id: str, *, demo: bool) -> Form:
    """A leaflet of today's pack, to be printed and handed out."""
    leaflet = rule(Outreach, act.today).leaflet(leaflet_id)
    return paper("leaflet", act.user, None, demo=demo, leaflet=leaflet, version=material_version(act.today))


def quiz_paper(act: Acting, quiz_id: str, *, demo: bool) -> Form:
    """The questions of a quiz, without its answers."""
    quiz = rule(Outreach, act.today).quiz(quiz_id)
    return paper("quiz", act.user, None, demo=demo, quiz=quiz, version=material_version(act.today))


def pair(act: Acting, support: SupportPair) -> SupportPair:
    """A large firm takes a small one on. Raises Refused where they are one, or the plan ends before it begins."""
    act.require_role(FIELD | LEAD)
    act.get(Operator, support.operator_id)
    problems = [] if support.mentor_name.strip() else [Problem("mentor_name", Code.REQUIRED)]
    if support.mentor_id in merges.family(act.session, support.operator_id):
        problems.append(Problem("mentor_id", Code.SAME_OPERATOR))
    if support.until is not None and support.until < support.since:
        problems.append(Problem("until", Code.DATE_ORDER))
    require(problems)
    return act.save(support)


def helped(act: Acting, pair_id: Id, visited_on: date, done: str, by_whom: str = "") -> SupportVisit:
    """Note a visit of the helper. Raises Refused for one outside the time of the pair, or without what was done."""
    act.require_role(FIELD | LEAD)
    support = act.get(SupportPair, pair_id)
    problems = [] if done.strip() else [Problem("done", Code.REQUIRED)]
    last = min(support.until or act.today, act.today)
    if not support.since <= visited_on <= last:
        facts: dict[str, str | int] = {"first": support.since.isoformat(), "last": last.isoformat()}
        problems.append(Problem("visited_on", Code.DATE_OUTSIDE, facts=facts))
    require(problems)
    return act.save(
        SupportVisit(
            id=new_id(),
            support_pair_id=pair_id,
            visited_on=visited_on,
            done=done.strip(),
            by_whom=by_whom.strip(),
            recorded_by=act.user.id,
            recorded_at=act.now,
        )
    )


def support_of(session: Session, operator_id: str) -> list[Supported]:
    """Who helps a workshop, and each visit; the latest pair first."""
    of_shop = merges.of_shop(session, _PAIR.c.operator_id, operator_id)
    query = rows.columns(SupportPair).where(of_shop, _PAIR.c.voided_at.is_(None))
    pairs = rows.records(session, SupportPair, query.order_by(_PAIR.c.since.desc(), _PAIR.c.id))
    in_pairs = _HELP.c.support_pair_id.in_([each.id for each in pairs])
    visits = rows.columns(SupportVisit).where(in_pairs, _HELP.c.voided_at.is_(None))
    made = rows.records(session, SupportVisit, visits.order_by(_HELP.c.visited_on, _HELP.c.id))
    return [Supported(each, tuple(one for one in made if one.support_pair_id == each.id)) for each in pairs]


def of_association(session: Session, association: str, after: Operator | None, limit: int) -> list[Operator]:
    """The next members of a trade association (商会、协会), by name; merged ones are left out."""
    table = TABLES["operator"]
    query = rows.columns(Operator).where(table.c.association == association, table.c.voided_at.is_(None))
    given_up = merges.given_up(session)
    found = rows.records(session, Operator, query.order_by(table.c.name, table.c.id))
    members = [each for each in found if each.id not in given_up]
    return [each for each in members if after is None or (each.name, each.id) > (after.name, after.id)][:limit]
