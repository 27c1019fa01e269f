"""Two registrations of one business: HQ says that they are one, and can take it back. Nothing else is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from inspector_app.domain.states import HQ, LEAD
from inspector_app.errors import AppError
from inspector_app.hq import users
from inspector_app.hq.office import Office
from inspector_app.records import SCHEMA
from inspector_app.records.operators import Operator
from inspector_app.records.people import User
from inspector_app.records.register import DuplicateVerdict, OperatorMerge
from inspector_app.storage.tables import TABLES
from sync.record import WithParent, new_id

_OPERATOR, _PERSON = TABLES["operator"], TABLES["person"]
_DECISION, _MERGE = TABLES["duplicate_decision"], TABLES["operator_merge"]
WHYS = (DuplicateVerdict.ASK_HQ, DuplicateVerdict.SAME, "uscc", "id_hmac")
"""What may speak for two operators being one: a verdict of the field, or the field that is the same."""
MERGED_WITH = tuple(
    kind
    for kind, cls in SCHEMA.kinds.items()
    if any(isinstance(home, WithParent) and (home.kind, home.field) == ("operator", "operator_id") for home in cls.home)
)
"""Kinds of record that belong to an operator, and show with the other from then on."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merger comes to: who is given up for whom, and what is seen at the other from then on."""

    given_up: Operator
    into: Operator
    counts: Mapping[str, int]
    """{kind: records of the one that is given up}; kinds without any are left out."""


@dataclass(frozen=True, slots=True)
class Likely:
    """Two operators that somebody or a number says may be one."""

    one: Operator
    other: Operator
    why: str
    """One of WHYS."""


def decider(office: Office, by: str) -> User:
    """Who may merge: who leads, and HQ. Raises AppError unknown_user, not_allowed."""
    user = users.named(office, by)
    if not user.active or user.voided_at is not None:
        raise AppError("unknown_user", username=by)
    if user.role not in LEAD | HQ:
        raise AppError("not_allowed")
    return user


def look(office: Office, given_up: str, into: str) -> Merged:
    """What merging them would come to. Raises AppError unknown_operator, merge_itself, merged_already, merge_circle."""
    one, other = _operator(office, given_up), _operator(office, into)
    if one.id == other.id:
        raise AppError("merge_itself", name=one.name)
    if standing_merge(office, one.id) is not None:
        raise AppError("merged_already", name=one.name)
    step: OperatorMerge | None = standing_merge(office, other.id)
    while step is not None:
        if step.into_id == one.id:
            raise AppError("merge_circle", name=one.name, other=other.name)
        step = standing_merge(office, step.into_id)
    return Merged(one, other, office.database.read(lambda connection: _counts(connection, one.id)))


def merge(office: Office, given_up: str, into: str, reason: str, by: str, now: int) -> Merged:
    """Say that they are one. Raises AppError as `look` and `decider` do."""
    found, user = look(office, given_up, into), decider(office, by)
    record = OperatorMerge(
        id=new_id(),
        county_code=found.into.division_code[:6],
        operator_id=found.given_up.id,
        into_id=found.into.id,
        reason=reason,
        merged_by=user.id,
        merged_at=now,
    )
    with office.service.author(user.id, now) as author:
        author.save(record)
    return found


def look_back(office: Office, given_up: str) -> Merged:
    """What taking a merger back would come to. Raises AppError unknown_operator, not_merged."""
    one = _operator(office, given_up)
    made = standing_merge(office, one.id)
    if made is None:
        raise AppError("not_merged", name=one.name)
    counts = office.database.read(lambda connection: _counts(connection, one.id))
    return Merged(one, _operator(office, made.into_id), counts)


def unmerge(office: Office, given_up: str, reason: str, by: str, now: int) -> Merged:
    """Take a merger back: everything shows where it was. Raises AppError as `look_back` and `decider` do."""
    found, user = look_back(office, given_up), decider(office, by)
    made = standing_merge(office, found.given_up.id)
    assert made is not None
    with office.service.author(user.id, now) as author:
        author.save(made.changed(undone_at=now, undone_by=user.id, undo_reason=reason))
    return found


def standing_merge(office: Office, operator_id: str) -> OperatorMerge | None:
    return office.one(OperatorMerge, operator_id=operator_id, undone_at=None)


def likely(office: Office, limit: int) -> list[Likely]:
    """Pairs that may be one and are not told apart or merged: what the field asks first, then equal numbers."""
    pairs = office.database.read(lambda connection: _pairs(connection, limit))
    return [Likely(_operator(office, one), _operator(office, other), why) for one, other, why in pairs]


def _pairs(connection: Connection, limit: int) -> list[tuple[str, str, str]]:
    merged = set(connection.execute(select(_MERGE.c.operator_id).where(_MERGE.c.undone_at.is_(None))).scalars())
    told = connection.execute(select(_DECISION.c.operator_id, _DECISION.c.other_id, _DECISION.c.verdict)).all()
    apart = {frozenset(row[:2]) for row in told if row.verdict == DuplicateVerdict.DIFFERENT}
    found = {frozenset(row[:2]): (*row[:2], row.verdict) for row in told if row.verdict != DuplicateVerdict.DIFFERENT}
    named = [each for pair in found for each in pair]
    there = set(connection.execute(select(_OPERATOR.c.id).where(_OPERATOR.c.id.in_(named))).scalars())
    found = {pair: each for pair, each in found.items() if pair <= there}
    for column, owner in ((_OPERATOR.c.uscc, _OPERATOR.c.id), (_PERSON.c.id_hmac, _PERSON.c.operator_id)):
        same = select(column).where(column.is_not(None), column.table.c.voided_at.is_(None))
        same = same.group_by(column).having(func.count(owner.distinct()) > 1).limit(limit)
        rows = connection.execute(select(column, owner).where(column.in_(same)).order_by(column, owner).distinct())
        first: dict[str, str] = {}
        for value, operator_id in rows:
            one = first.setdefault(value, operator_id)
            if one != operator_id:
                found.setdefault(frozenset((one, operator_id)), (one, operator_id, column.name))
    open_ones = (each for pair, each in found.items() if pair not in apart and not pair & merged)
    return list(open_ones)[:limit]


def _counts(connection: Connection, operator_id: str) -> dict[str, int]:
    found = {}
    for kind in MERGED_WITH:
        table = TABLES[kind]
        query = select(func.count()).where(table.c.operator_id == operator_id, table.c.voided_at.is_(None))
        if count := connection.execute(query).scalar_one():
            found[kind] = count
    return found


def _operator(office: Office, called: str) -> Operator:
    """By its id, or a credit code that only one operator has. Raises AppError unknown_operator."""
    found = office.one(Operator, id=called) or office.one(Operator, uscc=called)
    if found is None:
        raise AppError("unknown_operator", operator=called)
    return found
