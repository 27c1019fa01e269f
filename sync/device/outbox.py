"""Where local changes wait until HQ has applied them; one open change per row and author."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from sync.device import core
from sync.device.core import SETTLED, SHOWN, LocalChange, OpState, Version
from sync.device.tables import counter, outbox, sync_meta
from sync.forms import FIRST_SCHEMA, told_in
from sync.protocol import Captured, Kind, Op, Refusal, Result
from sync.record import Changes, canonical, new_id

_IN_LIST = 500
_META = "sync_meta"
_LIES_OVER: ColumnElement[bool] = or_(
    outbox.c.state.in_(SHOWN), and_(outbox.c.state.in_(SETTLED), outbox.c.landed.is_(False))
)
_UNDER_CHANGES = select(outbox.c.kind, outbox.c.row_id).where(_LIES_OVER).distinct()
_LARGE = "/"
"""In the name of a value that may be large: it is read by itself."""
_META_ROWS = select(sync_meta).where(sync_meta.c.key.not_like(f"%{_LARGE}%"))
_SET_META = insert(sync_meta)
_SET_META = _SET_META.on_conflict_do_update(index_elements=["key"], set_={"value": _SET_META.excluded.value})
OPEN: ColumnElement[bool] = and_(outbox.c.state.in_((OpState.PENDING, OpState.ASIDE)), outbox.c.n.is_(None))
"""Waits for its number. It may still grow while it has no bytes either; one set aside is only told again, as it was."""


@dataclass(frozen=True, slots=True)
class Capture:
    """What an edit is, before it becomes a change in the outbox."""

    kind: str
    row_id: str
    k: Kind
    base: Version
    changes: Changes
    by: str
    group: str
    now: int
    resolves: str | None = None
    replaces: str | None = None


def tick(session: Session, name: str, by: int = 1) -> int:
    """Move a counter that never goes back; its new value."""
    statement = insert(counter).values(name=name, value=by)
    statement = statement.on_conflict_do_update(index_elements=["name"], set_={"value": counter.c.value + by})
    return int(session.execute(statement.returning(counter.c.value)).scalar_one())


def raise_counter(session: Session, name: str, least: int) -> None:
    """Let a counter stand at `least` or above."""
    statement = insert(counter).values(name=name, value=least)
    higher = func.max(counter.c.value, least)
    session.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": higher}))


def meta(session: Session, key: str, default: Any = None) -> Any:
    """A value of sync_meta."""
    if _LARGE not in key:
        return _meta(session).get(key, default)
    found = session.connection().execute(select(sync_meta.c.value).where(sync_meta.c.key == key)).scalar()
    return default if found is None else found


def set_meta(session: Session, **values: Any) -> None:
    held = _meta(session)
    changed = [{"key": key, "value": value} for key, value in values.items() if key not in held or held[key] != value]
    if changed:
        session.connection().execute(_SET_META, changed)
        held.update({key: value for key, value in values.items() if _LARGE not in key})


def _meta(session: Session) -> dict[str, Any]:
    """All the small values. They are read once in a transaction, for nothing else writes them."""
    read_in, values = session.info.get(_META, (None, {}))
    if read_in is None or read_in is not session.get_transaction():
        values = {row.key: row.value for row in session.connection().execute(_META_ROWS)}
        session.info[_META] = session.get_transaction(), values
    return cast(dict[str, Any], values)


def add(session: Session, edit: Capture) -> bool:
    """Record an edit: into the open change of its row and author when that is the row's last, else as a new one.

    Whether a change is there now; it goes when its last unit is edited back to what it was. Raises ValueError for a
    value that canonical JSON cannot carry: it would stop every change behind it.
    """
    canonical(edit.changes)
    last = session.execute(
        select(outbox).where(_of(edit.kind, edit.row_id), _LIES_OVER).order_by(outbox.c.mono.desc()).limit(1)
    ).first()
    if last is not None and _can_grow(last, edit):
        return _grow(session, last, edit)
    if edit.changes or edit.resolves or edit.k == Kind.INSERT:
        _open(session, edit)
    return True


def _can_grow(last: Any, edit: Capture) -> bool:
    return (
        last.state == OpState.PENDING
        and last.core is None
        and last.by == edit.by
        and edit.resolves in (None, last.resolves)
        and edit.replaces in (None, last.replaces)
    )


def _grow(session: Session, last: Any, edit: Capture) -> bool:
    changes = core.merged_changes(_pairs(last.changes), edit.changes)
    if not changes and last.k == Kind.UPDATE and not last.resolves and not last.replaces:
        session.execute(delete(outbox).where(outbox.c.id == last.id))
        return False
    session.execute(
        update(outbox)
        .where(outbox.c.id == last.id)
        .values(changes=changes, grp=edit.group, wall=edit.now, off=meta(session, "clock_offset"))
    )
    return True


def _open(session: Session, edit: Capture) -> None:
    session.execute(
        insert(outbox).values(
            id=new_id(),
            kind=edit.kind,
            row_id=edit.row_id,
            k=edit.k,
            base_epoch=edit.base[0],
            base_ver=edit.base[1],
            changes=edit.changes,
            by=edit.by,
            grp=edit.group,
            wall=edit.now,
            off=meta(session, "clock_offset"),
            mono=tick(session, "mono"),
            resolves=edit.resolves,
            replaces=edit.replaces,
            state=OpState.PENDING,
            conflicts=[],
        )
    )


def lying_over(session: Session, kind: str, row_id: str) -> list[LocalChange]:
    """The changes to lay over HQ's row, in the order of capture."""
    rows = session.execute(
        select(outbox.c.k, outbox.c.changes).where(_of(kind, row_id), _LIES_OVER).order_by(outbox.c.mono)
    )
    return [LocalChange(Kind(row.k), _pairs(row.changes)) for row in rows]


def has_local(session: Session, kind: str, row_id: str) -> bool:
    """Whether any change lies over HQ's row."""
    return session.execute(select(outbox.c.id).where(_of(kind, row_id), _LIES_OVER).limit(1)).first() is not None


def refused(session: Session, kind: str, row_id: str, by: str) -> list[str]:
    """The refused changes of this author that still lie over the row, oldest first."""
    found = select(outbox.c.id).where(_of(kind, row_id), outbox.c.state == OpState.REJECTED, outbox.c.by == by)
    return list(session.scalars(found.order_by(outbox.c.mono)))


def put_aside(session: Session, op_ids: Iterable[str]) -> None:
    """Take refused changes off their rows; they stay here as history."""
    session.execute(
        update(outbox)
        .where(outbox.c.id.in_(list(op_ids)), outbox.c.state == OpState.REJECTED)
        .values(state=OpState.ASIDE)
    )


def send_anew(session: Session, op_id: str) -> None:
    """HQ holds another change under this id: ours goes out under a new one, unless a later change took it in."""
    row = one(session, op_id)
    if row.state != OpState.REJECTED:
        return
    put_aside(session, [op_id])
    base, changes = (row.base_epoch, row.base_ver), _pairs(row.changes)
    again = Capture(row.kind, row.row_id, Kind(row.k), base, changes, row.by, row.grp, row.wall, row.resolves, op_id)
    _open(session, again)


def offer_group_again(session: Session, group: str, now: int) -> None:
    """Changes refused only because of another one of their group go out again, once that one is corrected."""
    rows = session.execute(
        select(outbox)
        .where(outbox.c.grp == group, outbox.c.state == OpState.REJECTED, outbox.c.code == Refusal.GROUP)
        .order_by(outbox.c.mono)
    ).all()
    put_aside(session, [row.id for row in rows])
    for row in rows:
        again = Capture(
            row.kind, row.row_id, Kind(row.k), (row.base_epoch, row.base_ver), _pairs(row.changes), row.by, group, now,
            row.resolves, row.id,
        )  # fmt: skip
        _open(session, again)


def fold_into_open(session: Session, op_id: str) -> None:
    """When a change is refused that its author has already gone beyond, the open change corrects it."""
    first = one(session, op_id)
    later = session.execute(
        select(outbox)
        .where(_of(first.kind, first.row_id), OPEN, outbox.c.core.is_(None))
        .where(outbox.c.by == first.by, outbox.c.mono > first.mono)
        .order_by(outbox.c.mono)
        .limit(1)
    ).first()
    if later is None or later.replaces:
        return
    session.execute(
        update(outbox)
        .where(outbox.c.id == later.id)
        .values(
            k=first.k,
            base_epoch=first.base_epoch,
            base_ver=first.base_ver,
            changes=core.merged_changes(_pairs(first.changes), _pairs(later.changes)),
            replaces=op_id,
        )
    )
    put_aside(session, [op_id])


@dataclass(frozen=True, slots=True)
class Waiting:
    """A change as it stands here."""

    id: str
    kind: str
    row_id: str
    k: Kind
    changes: Changes


def every(session: Session) -> list[Waiting]:
    """All changes, the oldest first."""
    rows = session.execute(select(outbox).order_by(outbox.c.mono)).all()
    return [Waiting(row.id, row.kind, row.row_id, Kind(row.k), _pairs(row.changes)) for row in rows]


def retell(session: Session, op_id: str, changes: Changes) -> None:
    """Say a change in other terms, where it lies over a row; its bytes, if it has them, stay."""
    session.execute(update(outbox).where(outbox.c.id == op_id).values(changes=changes))


def one(session: Session, op_id: str) -> Any:
    """The row of a change. Raises NoResultFound."""
    return session.execute(select(outbox).where(outbox.c.id == op_id)).one()


def rows_under_changes(session: Session) -> set[tuple[str, str]]:
    """(kind, id) of every row that local changes lie over."""
    return {(row.kind, row.row_id) for row in session.execute(_UNDER_CHANGES)}


def unlanded(session: Session) -> list[tuple[str, str, Version]]:
    """(kind, id, version that HQ made) of rows whose answered changes have not come back in HQ's row."""
    query = select(outbox.c.kind, outbox.c.row_id, outbox.c.ver_epoch, outbox.c.ver).order_by(outbox.c.mono)
    found = session.execute(query.where(outbox.c.state.in_(SETTLED), outbox.c.landed.is_(False)))
    newest = {(row.kind, row.row_id): (row.ver_epoch or 0, row.ver or 0) for row in found}
    return [(*key, version) for key, version in newest.items()]


def land(session: Session, rows: Iterable[tuple[str, str, Version]]) -> None:
    """HQ's rows (kind, id) of these versions are here: answered changes in them need not lie over them any more."""
    held = and_(
        outbox.c.kind == bindparam("of_kind"),
        outbox.c.row_id == bindparam("of_row"),
        or_(*(outbox.c.state == state for state in SETTLED)),
        outbox.c.landed.is_(False),
        tuple_(outbox.c.ver_epoch, outbox.c.ver) <= tuple_(bindparam("epoch"), bindparam("version")),
    )
    values = [
        {"of_kind": kind, "of_row": row_id, "epoch": version[0], "version": version[1]}
        for kind, row_id, version in rows
    ]
    if values:
        session.connection().execute(update(outbox).where(held).values(landed=True), values)


def settle(session: Session, results: Sequence[Result], now: int) -> set[tuple[str, str]]:
    """Write HQ's answers to changes; (kind, id) of their rows. What was put aside stays so when refused again."""
    ids = [result.id for result in results]
    query = select(outbox.c.id, outbox.c.kind, outbox.c.row_id, outbox.c.state)
    known = {
        row.id: row
        for start in range(0, len(ids), _IN_LIST)
        for row in session.execute(query.where(outbox.c.id.in_(ids[start : start + _IN_LIST])))
    }
    values: list[dict[str, Any]] = []
    for result in results:
        if result.id not in known:
            continue
        state = core.state_after(result)
        if known[result.id].state == OpState.ASIDE and state == OpState.REJECTED:
            state = OpState.ASIDE
        epoch, ver = result.ver or (None, None)
        values.append(
            {
                "of_id": result.id,
                "state": state,
                "code": result.code,
                "unit": result.unit,
                "detail": result.detail,
                "waits": result.waits,
                "conflicts": list(result.cf),
                "ver_epoch": epoch,
                "ver": ver,
                "landed": result.ver is None,
                "settled_at": now,
            }
        )
    if values:
        columns = {name: bindparam(name, type_=outbox.c[name].type) for name in values[0] if name != "of_id"}
        statement = update(outbox).where(outbox.c.id == bindparam("of_id")).values(columns)
        session.connection().execute(statement, values)
    for each in values:
        if each["state"] == OpState.REJECTED:
            fold_into_open(session, each["of_id"])
            if each["code"] == Refusal.ID_TAKEN:
                send_anew(session, each["of_id"])
    return {(row.kind, row.row_id) for row in known.values()}


def mark_durable(session: Session, inc: int, n: int) -> None:
    """HQ holds a verified backup of changes up to n, so also of those that it took in earlier incarnations."""
    set_meta(session, durable=[inc, n])
    covered = and_(tuple_(outbox.c.inc, outbox.c.n) <= tuple_(inc, n), outbox.c.durable.is_(False))
    session.execute(update(outbox).where(covered).values(durable=True))


def to_op(row: Any, version: int = FIRST_SCHEMA) -> Op:
    """The change as it travels: the bytes that were hashed, once it has a number; else in this version's terms."""
    if row.core is not None:
        return Op.model_validate_json(row.core)
    return Op(
        id=row.id,
        t=row.kind,
        row=row.row_id,
        k=Kind(row.k),
        b=(row.base_epoch, row.base_ver),
        set=_pairs(row.changes),
        by=row.by,
        cap=Captured(wall=row.wall, off=row.off, mono=row.mono),
        g=row.grp,
        resolves=row.resolves,
        replaces=row.replaces,
        s=told_in(version),
    )


def _of(kind: str, row_id: str) -> ColumnElement[bool]:
    return and_(outbox.c.kind == kind, outbox.c.row_id == row_id)


def _pairs(changes: Mapping[str, Any]) -> Changes:
    return {unit: (old, new) for unit, (old, new) in changes.items()}
