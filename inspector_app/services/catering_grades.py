"""Quantified grades of catering (量化分级): the sign after a visit, the grade of the year, the sheet for the wall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_
from sqlalchemy.orm import Session

from inspector_app.documents.faces import face
from inspector_app.documents.forms import Form
from inspector_app.documents.papers import paper
from inspector_app.domain.grading import (
    AnnualGrade,
    Cause,
    GradeLines,
    GradingRules,
    Setback,
    VisitGrade,
    annual_grade,
    visit_grade,
)
from inspector_app.domain.local_time import local_date
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.scoring import ScoringRules, tally, weighted_100
from inspector_app.domain.states import FIELD, LEAD
from inspector_app.records.credit import CreditEvent, Grade, GradeKind
from inspector_app.records.inspections import Inspection
from inspector_app.records.notices import Publication, PublicationKind, PublicationState
from inspector_app.records.operators import LicenceType, Operator, OperatorKind
from inspector_app.services.acting import Acting, Refused, require
from inspector_app.services.credit_files import open_file
from inspector_app.services.inspections import form_of
from inspector_app.services.rules import named, rule
from inspector_app.services.visit_plan import FULL
from inspector_app.storage import corrections, inspections, merges, operators, rows
from inspector_app.storage.tables import TABLES
from sync.record import Id, new_id

CATERING = frozenset({OperatorKind.SMALL_CATERING, OperatorKind.CATERING, OperatorKind.COLLECTIVE_CANTEEN})
LICENSED = frozenset({LicenceType.FOOD_OPERATION, LicenceType.SMALL_SHOP_REGISTRATION})
NONE = "NONE"
"""Where no grade is given; the sign then says 整改中."""
BEST = (VisitGrade.EXCELLENT, AnnualGrade.A)
_CAUSES: Mapping[CreditEvent, Cause] = {
    CreditEvent.WARNING: Cause.PENALTY,
    CreditEvent.PENALTY: Cause.PENALTY,
    CreditEvent.INCIDENT: Cause.INCIDENT,
    CreditEvent.SAMPLE_FAIL: Cause.FAILED_SAMPLE,
}
_GRADE, _PUBLICATION = TABLES["grade"], TABLES["publication"]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a grade rests on besides answers; kept in its parts, with the name of the scoring of each visit."""

    licensed: date | None
    setbacks: tuple[Setback, ...]

    def stored(self) -> dict[str, Any]:
        licensed = self.licensed.isoformat() if self.licensed else None
        return {"licensed": licensed, "setbacks": [[each.cause.value, each.on.isoformat()] for each in self.setbacks]}

    @staticmethod
    def of(parts: Mapping[str, Any]) -> _Facts:
        told = tuple(Setback(Cause(cause), date.fromisoformat(on)) for cause, on in parts["setbacks"])
        return _Facts(date.fromisoformat(parts["licensed"]) if parts["licensed"] else None, told)


def grade_visit(act: Acting, inspection_id: str) -> Grade:
    """The sign that a signed visit to a caterer leads to. Raises Refused for another visit or one that was corrected
    since, AppError not_allowed."""
    act.require_role(FIELD | LEAD)
    visit = act.get(Inspection, inspection_id)
    operator = _caterer(act, visit.operator_id)
    if visit.signed_at is None or visit.inspection_type not in FULL:
        raise Refused([Problem("state", Code.STATE, facts={"state": visit.state.value})])
    if corrections.standing(act.session, visit.id) != visit:
        raise Refused([Problem("inspection_id", Code.CHANGED_SINCE)])
    day = local_date(visit.started_at)
    rules, facts = rule(GradingRules, day, operator.division_code), _facts(act, operator, day)
    score, keys = _score(act, visit, _scoring(visit))
    found = visit_grade(score, keys, day, facts.licensed, facts.setbacks, rules)
    lines = {"lines": _told(found.explanation), "next": _iso(found.next_visit_by)}
    given = {"grade": found.grade or NONE, "score": score, "next_visit_by": found.next_visit_by}
    return _save(act, operator, GradeKind.VISIT, day, rules, [visit], lines | facts.stored(), given)


def grade_year(act: Acting, operator_id: str) -> Grade:
    """The grade of the twelve months up to today. Raises Refused for who is no caterer, AppError not_allowed."""
    act.require_role(FIELD | LEAD)
    operator = _caterer(act, operator_id)
    rules, facts = rule(GradingRules, act.today, operator.division_code), _facts(act, operator, act.today)
    visits = _full_visits(act.session, operator.id)
    scores = [(local_date(each.started_at), _score(act, each, _scoring(each))[0]) for each in visits]
    found = annual_grade(scores, act.today, facts.licensed, rules)
    counted = {line.facts["on"] for line in found.explanation if "on" in line.facts}
    used = [each for each in visits if local_date(each.started_at).isoformat() in counted]
    given = {"grade": found.grade or NONE, "score": found.score, "year": act.today.year}
    parts = {"lines": _told(found.explanation)} | facts.stored()
    return _save(act, operator, GradeKind.ANNUAL, act.today, rules, used, parts, given)


def again(act: Acting, given: Grade) -> str:
    """The grade reckoned anew from the stored answers, by the rules that it was given by; the same unless something was
    changed.

    Raises NotHere while a visit is not on this device, or the rules are not.
    """
    facts = _Facts.of(given.parts)
    rules = named(GradingRules, given.rule_version)
    visits = [act.get(Inspection, each) for each in given.inspection_ids]
    scoring = [named(ScoringRules, each) for each in given.parts["scoring"]]
    scores = [_score(act, *each) for each in zip(visits, scoring, strict=True)]
    if given.grade_kind is GradeKind.ANNUAL:
        by_day = [(local_date(visit.started_at), score) for visit, (score, _) in zip(visits, scores, strict=True)]
        return annual_grade(by_day, given.valid_from, facts.licensed, rules).grade or NONE
    ((score, keys),) = scores
    return visit_grade(score, keys, given.valid_from, facts.licensed, facts.setbacks, rules).grade or NONE


def sign(act: Acting, operator_id: str, *, demo: bool) -> Form:
    """The sign for the wall: the face of the last visit and the grade of the year."""
    operator = _caterer(act, operator_id)
    visit, year = (_last(act.session, operator.id, kind) for kind in (GradeKind.VISIT, GradeKind.ANNUAL))
    mood = VisitGrade(visit.grade) if visit and visit.grade != NONE else None
    annual = year.grade if year and year.grade != NONE else None
    facts = {"operator": operator, "visit": visit, "mood": mood, "annual": annual, "year": year, "face": face(mood)}
    return paper("grade_sign", act.user, None, demo=demo, **facts)


def well_rated(session: Session, division_code: str, today: date) -> list[tuple[Operator, Grade]]:
    """Operators of a division whose last published grade is the best one: released, and shown to this day.

    A better grade that is not published counts for nothing.
    """
    published = rows.columns(Publication).where(
        _PUBLICATION.c.publication_kind == PublicationKind.GRADE,
        _PUBLICATION.c.state == PublicationState.RELEASED,
        _PUBLICATION.c.subject_kind == Grade.kind,
        _PUBLICATION.c.voided_at.is_(None),
        or_(_PUBLICATION.c.shown_until.is_(None), _PUBLICATION.c.shown_until >= today.isoformat()),
    )
    shown = {each.subject_id for each in rows.records(session, Publication, published)}
    last: dict[Id, Grade] = {}
    for grade in sorted(rows.find_all(session, Grade, shown).values(), key=lambda each: (each.valid_from, each.id)):
        if grade.voided_at is None:
            last[merges.standing(session, grade.operator_id)] = grade
    shops = rows.find_all(session, Operator, last)
    found = [(shops[each], grade) for each, grade in last.items() if each in shops and grade.grade in BEST]
    there = [each for each in found if each[0].division_code.startswith(division_code)]
    return sorted(there, key=lambda each: (each[0].name, each[0].id))


def _caterer(act: Acting, operator_id: str) -> Operator:
    operator = act.get(Operator, operator_id)
    facts: dict[str, str | int] = {"kind": operator.operator_kind.value}
    require([] if operator.operator_kind in CATERING else [Problem("operator_kind", Code.NOT_GRADED, facts=facts)])
    return operator


def _facts(act: Acting, operator: Operator, day: date) -> _Facts:
    papers = operators.licences_of(act.session, operator.id)
    licensed = [each.valid_from for each in papers if each.licence_type in LICENSED and each.valid_from]
    entries = open_file(act.session, operator.id, day, operator.division_code).entries
    bad = [Setback(_CAUSES[each.event], each.on) for each in entries if each.event in _CAUSES and each.on <= day]
    return _Facts(min(licensed, default=None), tuple(sorted(bad)))


def _full_visits(session: Session, operator_id: str) -> list[Inspection]:
    """The earliest first."""
    return [each for each in inspections.signed_of(session, operator_id)[::-1] if each.inspection_type in FULL]


def _scoring(visit: Inspection) -> ScoringRules:
    return rule(ScoringRules, local_date(visit.started_at))


def _score(act: Acting, visit: Inspection, scoring: ScoringRules) -> tuple[int, int]:
    """(weighted score, failed key items) of the answers as they were sealed."""
    counts = tally(form_of(act, visit).items, visit.answers)
    return weighted_100(counts, scoring).score or 0, counts.key_failed


def _last(session: Session, operator_id: str, kind: GradeKind) -> Grade | None:
    of_shop = merges.of_shop(session, _GRADE.c.operator_id, operator_id)
    query = rows.columns(Grade).where(of_shop, _GRADE.c.grade_kind == kind, _GRADE.c.voided_at.is_(None))
    return rows.one(session, Grade, query.order_by(_GRADE.c.valid_from.desc(), _GRADE.c.given_at.desc()))


def _save(
    act: Acting,
    operator: Operator,
    kind: GradeKind,
    day: date,
    rules: GradingRules,
    visits: Sequence[Inspection],
    parts: dict[str, Any],
    given: dict[str, Any],
) -> Grade:
    return act.save(
        Grade(
            id=new_id(),
            operator_id=operator.id,
            grade_kind=kind,
            parts=parts | {"scoring": [_scoring(each).version_name for each in visits]},
            inspection_ids=tuple(each.id for each in visits),
            rule_version=rules.version_name,
            valid_from=day,
            given_by=act.user.id,
            given_at=act.now,
            **given,
        )
    )


def _told(lines: GradeLines) -> list[list[Any]]:
    return [[line.code.value, dict(line.facts)] for line in lines]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
