"""Queries for campaigns: whom a scope names, and how far the visits are, by township."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from inspector_app.records.inspections import RectificationState
from inspector_app.records.notices import CampaignScope, CampaignTarget
from inspector_app.records.operators import Operator, OperatorStatus
from inspector_app.storage import merges
from inspector_app.storage.corrections import not_replaced
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES
from sync.record import Id

_OPERATOR, _TARGET = TABLES[Operator.kind], TABLES[CampaignTarget.kind]
_VISIT, _ORDER = TABLES["inspection"], TABLES["rectification"]
_TOWNSHIP = func.substr(_OPERATOR.c.division_code, 1, 9)
Counts = dict[str, int]
"""{township code: how many}."""


def in_scope(session: Session, scope: CampaignScope, kinds: Collection[str]) -> list[Id]:
    """Operators at work that a scope names; `kinds` are those of its product fields, none: all."""
    table = _OPERATOR.c
    met: list[ColumnElement[bool]] = [table.voided_at.is_(None), table.status.not_in([OperatorStatus.CLOSED])]
    met.append(~merges.is_given_up(table.id))
    if scope.divisions:
        met.append(or_(*(table.division_code.startswith(code, autoescape=True) for code in scope.divisions)))
    if scope.operator_kinds:
        met.append(table.operator_kind.in_(scope.operator_kinds))
    if kinds:
        met.append(table.operator_kind.in_(kinds))
    if scope.risk_grades:
        met.append(table.risk_grade.in_(scope.risk_grades))
    return list(session.scalars(select(table.id).where(*met).order_by(table.division_code, table.id)))


def targets_of(session: Session, campaign_id: str) -> list[CampaignTarget]:
    query = columns(CampaignTarget).where(_TARGET.c.campaign_id == campaign_id, _TARGET.c.voided_at.is_(None))
    return records(session, CampaignTarget, query.order_by(_TARGET.c.id))


def target_counts(session: Session, campaign_id: str) -> Counts:
    query = select(_TOWNSHIP.label("township"), func.count().label("number"))
    query = query.select_from(_TARGET.join(_OPERATOR, _OPERATOR.c.id == _TARGET.c.operator_id))
    query = query.where(_TARGET.c.campaign_id == campaign_id, _TARGET.c.voided_at.is_(None))
    return _counts(session, query.group_by("township"))


def visit_counts(session: Session, campaign_id: str, since: int | None = None, until: int | None = None) -> Counts:
    """Signed visits of a campaign that began from `since` to before `until`, instants."""
    query = select(_TOWNSHIP.label("township"), func.count().label("number"))
    query = query.select_from(_VISIT.join(_OPERATOR, _OPERATOR.c.id == _VISIT.c.operator_id))
    met = [*_signed(campaign_id), not_replaced()]
    met += [_VISIT.c.started_at >= since] if since is not None else []
    met += [_VISIT.c.started_at < until] if until is not None else []
    return _counts(session, query.where(*met).group_by("township"))


def visits_behind(session: Session, campaign_id: str, township: str | None = None) -> list[Id]:
    """The visits that a number counts, of one township or of all."""
    query = select(_VISIT.c.id).select_from(_VISIT.join(_OPERATOR, _OPERATOR.c.id == _VISIT.c.operator_id))
    query = query.where(*_signed(campaign_id), not_replaced())
    if township is not None:
        query = query.where(_TOWNSHIP.in_([township]))
    return list(session.scalars(query.order_by(_VISIT.c.signed_at, _VISIT.c.id)))


def order_counts(session: Session, campaign_id: str, *, closed: bool) -> Counts:
    """Orders to correct that visits of a campaign led to, in whatever version; only those that are settled, or all."""
    query = select(_TOWNSHIP.label("township"), func.count().label("number"))
    joined = _ORDER.join(_VISIT, _VISIT.c.id == _ORDER.c.inspection_id)
    query = query.select_from(joined.join(_OPERATOR, _OPERATOR.c.id == _ORDER.c.operator_id))
    query = query.where(*_signed(campaign_id), _ORDER.c.voided_at.is_(None))
    if closed:
        query = query.where(_ORDER.c.state.in_((RectificationState.CORRECTED, RectificationState.CLOSED)))
    return _counts(session, query.group_by("township"))


def _signed(campaign_id: str) -> list[ColumnElement[bool]]:
    return [_VISIT.c.campaign_id == campaign_id, _VISIT.c.signed_at.is_not(None), _VISIT.c.voided_at.is_(None)]


def _counts(session: Session, query: Select[tuple[str, int]]) -> Counts:
    return {row.township: row.number for row in session.execute(query)}
