"""Supervision of enforcement (执法监督): visits drawn by lot and commented, and where work is missing or doubtful.

A supervisor comments and never edits; every list is computed from the visits themselves, none is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from inspector_app.domain.inspections import FlagLimits, review_flags
from inspector_app.domain.local_time import first_instant, local_date
from inspector_app.domain.officers import draw
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.registration import REGISTERED
from inspector_app.domain.risk import NextVisit, RiskRules, next_visit
from inspector_app.domain.states import LEAD
from inspector_app.domain.supervision import Doubted, doubts
from inspector_app.records.evidence import EvidenceKind
from inspector_app.records.inspections import AmendmentState, Inspection
from inspector_app.records.operators import Operator, RiskGrade
from inspector_app.records.oversight import RandomDraw, Review, ReviewVerdict
from inspector_app.services.acting import Acting, require
from inspector_app.services.rules import rule
from inspector_app.services.visit_plan import FULL
from inspector_app.storage import corrections, evidence, merges, rows
from inspector_app.storage.corrections import not_replaced
from inspector_app.storage.tables import TABLES
from sync.record import Id, new_id

_OPERATOR, _VISIT, _REVIEW = TABLES["operator"], TABLES["inspection"], TABLES["review"]


@dataclass(frozen=True, slots=True)
class Neglected:
    """An operator in business whose next visit is past due."""

    operator_id: Id
    division_code: str
    last_visit: date | None
    """None: never visited since it was registered."""
    due: NextVisit


def neglected(session: Session, today: date) -> list[Neglected]:
    """Operators whom nobody visited in time, the longest overdue first; by grade and law, credit left aside.

    One without a risk grade is asked for the fewest visits that there are. Visits of who was merged count.
    """
    rules = rule(RiskRules, today)
    fewest = min(rules.grades, key=lambda each: each.visits_a_year).grade
    last, last_full = _last_visits(session, None), _last_visits(session, FULL)
    given_up = merges.given_up(session)
    query = select(_OPERATOR.c.id, _OPERATOR.c.division_code, _OPERATOR.c.risk_grade, _OPERATOR.c.registered_at)
    found = []
    for each in session.execute(query.where(_OPERATOR.c.status.in_(REGISTERED), _OPERATOR.c.voided_at.is_(None))):
        if each.id in given_up:
            continue
        grade = RiskGrade(each.risk_grade) if each.risk_grade else fewest
        registered = local_date(each.registered_at)
        due = next_visit(grade, registered, last.get(each.id), last_full.get(each.id), rules)
        if due.overdue(today):
            found.append(Neglected(each.id, each.division_code, last.get(each.id), due))
    return sorted(found, key=lambda each: (each.due.by, each.operator_id))


def never_visited(session: Session) -> list[Id]:
    """Every operator in business without a signed visit, the first registered first, due or not."""
    visited, given_up = _last_visits(session, None), merges.given_up(session)
    query = select(_OPERATOR.c.id).where(_OPERATOR.c.status.in_(REGISTERED), _OPERATOR.c.voided_at.is_(None))
    found = session.scalars(query.order_by(_OPERATOR.c.registered_at, _OPERATOR.c.id))
    return [each for each in found if each not in visited and each not in given_up]


def _last_visits(session: Session, kinds: frozenset[str] | None) -> dict[Id, date]:
    """{operator: day of its last signed visit}, of these kinds of visit or of all."""
    query = select(_VISIT.c.operator_id, func.max(_VISIT.c.started_at).label("last")).where(*_signed())
    if kinds is not None:
        query = query.where(_VISIT.c.inspection_type.in_(kinds))
    given_up = merges.given_up(session)
    found: dict[Id, date] = {}
    for operator_id, started_at in session.execute(query.group_by(_VISIT.c.operator_id)):
        who = merges.standing(session, operator_id) if operator_id in given_up else operator_id
        found[who] = max(found.get(who, date.min), local_date(started_at))
    return found


def doubtful(session: Session, first: date, last: date) -> list[Doubted]:
    """Like remarks and impossible journeys among the visits that began on these days; of a corrected visit the last
    version counts."""
    return doubts([_as_made(session, visit) for visit in _visits(session, first, last)], rule(FlagLimits, last))


@dataclass(frozen=True, slots=True)
class Flagged:
    """A signed visit that somebody should look at again, and why. A flag asks: clocks jump, positions drift."""

    inspection_id: Id
    flags: tuple[Problem, ...]


def flagged(session: Session, first: date, last: date) -> list[Flagged]:
    """Visits that began on these days and whose times, place, photos or remarks ask for a look (domain.md 7.4)."""
    limits = rule(FlagLimits, last)
    visits = [_as_made(session, visit) for visit in _visits(session, first, last)]
    remarks: defaultdict[tuple[Id, date], dict[Id, str]] = defaultdict(dict)
    for visit in visits:
        remarks[visit.author_id, local_date(visit.started_at)][visit.id] = visit.remark
    shops = rows.find_all(session, Operator, (visit.operator_id for visit in visits))
    found = []
    for visit in visits:
        of_day = remarks[visit.author_id, local_date(visit.started_at)]
        others = [remark for visit_id, remark in of_day.items() if visit_id != visit.id]
        if shop := shops.get(visit.operator_id):
            flags = review_flags(visit, shop, _photos(session, visit), limits, others)
            found += [Flagged(visit.id, tuple(flags))] if flags else []
    return found


def _photos(session: Session, visit: Inspection) -> int:
    """Of every version of a visit: its correction shows those of before too."""
    versions = corrections.versions(session, visit.id)
    photos = (each for version in versions for each in evidence.of_inspection(session, version.id))
    return sum(each.evidence_kind is EvidenceKind.PHOTO for each in photos)


def _as_made(session: Session, visit: Inspection) -> Inspection:
    """With the officers of the first version: whoever corrects a visit may have been elsewhere."""
    if visit.supersedes is None:
        return visit
    first = corrections.before(session, visit.id)[-1]
    return visit.changed(author_id=first.author_id, inspectors=first.inspectors)


def _visits(session: Session, first: date, last: date) -> list[Inspection]:
    begins, ends = first_instant(first), first_instant(last + timedelta(days=1))
    query = rows.columns(Inspection).where(*_signed(), _VISIT.c.started_at >= begins, _VISIT.c.started_at < ends)
    return rows.records(session, Inspection, query.order_by(_VISIT.c.started_at, _VISIT.c.id))


def _signed() -> Iterator[ColumnElement[bool]]:
    """Signed, and no version that another one has replaced."""
    yield _VISIT.c.signed_at.is_not(None)
    yield _VISIT.c.voided_at.is_(None)
    yield not_replaced()


def draw_visits(act: Acting, title: str, first: date, last: date, most: int, seed: str) -> RandomDraw:
    """Draw visits of these days to look at. Those of the supervisor himself are left out, which the record says.

    Raises AppError not_allowed for who supervises nobody.
    """
    act.require_role(LEAD)
    pool = _visits(act.session, first, last)
    own = {visit.id: "OWN" for visit in pool if _took_part(visit, act.user.id)}
    others = sorted(visit.id for visit in pool if visit.id not in own)
    return act.save(
        RandomDraw(
            id=new_id(),
            county_code=act.user.office_code[:6],
            title=title,
            seed=seed,
            pool=tuple(others),
            drawn=draw(seed, others, most),
            excluded=own,
            drawn_by=act.user.id,
            drawn_at=act.now,
        )
    )


def comment(act: Acting, inspection_id: str, verdict: ReviewVerdict, text: str, due_on: date | None = None) -> Review:
    """Say something of a signed visit. Whoever took part in it does not review it; a task to correct has a day.

    Raises Refused, AppError not_allowed for who supervises nobody.
    """
    act.require_role(LEAD)
    visit = act.get(Inspection, inspection_id)
    problems = [] if text.strip() else [Problem("text", Code.REQUIRED)]
    if visit.signed_at is None:
        problems.append(Problem("state", Code.STATE, facts={"state": visit.state.value}))
    if _took_part(visit, act.user.id):
        problems.append(Problem("by", Code.SAME_PERSON))
    if verdict is ReviewVerdict.CORRECT and due_on is None:
        problems.append(Problem("due_on", Code.REQUIRED))
    require(problems)
    return act.save(_review(act, visit.id, verdict, text, due_on=due_on))


def answer(act: Acting, review_id: str, text: str) -> Review:
    """What an officer of the visit replies to a comment. Raises Refused for anybody else."""
    review = act.get(Review, review_id)
    visit = act.get(Inspection, review.subject_id)
    require([] if _took_part(visit, act.user.id) else [Problem("by", Code.NOT_OWN)])
    require([] if text.strip() else [Problem("text", Code.REQUIRED)])
    return act.save(_review(act, visit.id, review.verdict, text, answers=review.id))


def _review(
    act: Acting,
    visit_id: Id,
    verdict: ReviewVerdict,
    text: str,
    due_on: date | None = None,
    answers: Id | None = None,
) -> Review:
    return Review(
        id=new_id(),
        subject_kind=Inspection.kind,
        subject_id=visit_id,
        verdict=verdict,
        text=text.strip(),
        due_on=due_on,
        answers=answers,
        by=act.user.id,
        at=act.now,
    )


def reviews_of(session: Session, inspection_id: str) -> list[Review]:
    """Comments and replies, in the order in which they were written."""
    query = rows.columns(Review).where(_REVIEW.c.subject_id == inspection_id, _REVIEW.c.voided_at.is_(None))
    return rows.records(session, Review, query.order_by(_REVIEW.c.at, _REVIEW.c.id))


def to_correct(session: Session, user_id: str) -> list[Review]:
    """Tasks to correct of an officer's own visits that no signed correction has met, the first due first. One that a
    lead refused has met none."""
    query = rows.columns(Review).where(_REVIEW.c.verdict == ReviewVerdict.CORRECT, _REVIEW.c.answers.is_(None))
    asked = rows.records(session, Review, query.where(_REVIEW.c.voided_at.is_(None)))
    visits = rows.find_all(session, Inspection, (each.subject_id for each in asked))
    open_tasks = [
        each
        for each in asked
        if (visit := visits.get(each.subject_id)) and visit.author_id == user_id and not _corrected(session, each)
    ]
    return sorted(open_tasks, key=lambda each: (each.due_on or date.max, each.id))


def _corrected(session: Session, asked: Review) -> bool:
    told = [each for each in corrections.versions(session, asked.subject_id) if (each.signed_at or 0) > asked.at]
    state = corrections.approvals(session, [each.id for each in told])
    return any(state.get(each.id) is not AmendmentState.REJECTED for each in told)


def _took_part(visit: Inspection, user_id: Id) -> bool:
    return user_id in {visit.author_id, *(each.user_id for each in visit.inspectors)}
