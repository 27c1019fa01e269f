"""Two registrations of one business: HQ says that they are one, and can take it back. Nothing else is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from inspector_app.domain.states import HQ, LEAD
from inspector_app.errors import AppError
from inspector_app.hq import users
from inspector_app.hq.office import Office
from inspector_app.hq.scope import is_within, reach_of
from inspector_app.records import SCHEMA
from inspector_app.records.operators import Operator
from inspector_app.records.people import User
from inspector_app.records.register import OperatorMerge
from inspector_app.storage.tables import TABLES
from sync.record import WithParent, new_id

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


def decider(office: Office, by: str) -> User:
    """Who may merge: who leads, and HQ. Raises AppError unknown_user, not_allowed."""
    user = users.named(office, by)
    if not user.active or user.voided_at is not None:
        raise AppError("unknown_user", username=by)
    if user.role not in LEAD | HQ:
        raise AppError("not_allowed")
    return user


def require_own(office: Office, found: Merged, user: User) -> None:
    """Both operators are of the user's county: the merger is written where the second lives, and hides the first.

    Raises AppError other_county.
    """

    def look(connection: Connection) -> list[str]:
        both = (found.given_up, found.into)
        return [each.name for each in both if not is_within(connection, user, each.kind, each.id)]

    for name in office.database.read(look):
        raise AppError("other_county", name=name)


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
    """Say that they are one. Raises AppError as `look` and `require_own` do."""
    found, user = look(office, given_up, into), decider(office, by)
    require_own(office, found, user)
    record = OperatorMerge(
        id=new_id(),
        county_code=found.into.division_code[:6],
        operator_id=found.given_up.id,
        into_id=found.into.id,
        reason=reason,
        merged_by=user.id,
        merged_at=now,
    )
    with office.service.author(user.id, now, reach=reach_of(user)) as author:
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
    """Take a merger back: everything shows where it was. Raises AppError as `look_back` and `require_own` do."""
    found, user = look_back(office, given_up), decider(office, by)
    require_own(office, found, user)
    made = standing_merge(office, found.given_up.id)
    assert made is not None
    with office.service.author(user.id, now, reach=reach_of(user)) as author:
        author.save(made.changed(undone_at=now, undone_by=user.id, undo_reason=reason))
    return found


def standing_merge(office: Office, operator_id: str) -> OperatorMerge | None:
    return office.one(OperatorMerge, operator_id=operator_id, undone_at=None)


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
