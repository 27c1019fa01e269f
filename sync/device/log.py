"""The device's log: which changes a request carries, their numbers, and the hash chain over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import Session

from sync.device import core
from sync.device.core import SETTLED, OpState
from sync.device.outbox import OPEN, meta, set_meta, to_op
from sync.device.tables import outbox
from sync.forms import FIRST_SCHEMA
from sync.protocol import CHAIN_START, Op, link

KEPT_US = 30 * 24 * 3600 * 1_000_000
PURGED_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive changes, and the place in the log after them (of the whole log when there are none)."""

    ops: list[Op]
    last: int
    chain: bytes


def next_chunk(session: Session, *, may_number: bool = True) -> Chunk:
    """Changes without an answer again, the same as before; else the next open ones, numbered in this transaction.

    Without may_number none get a number: HQ has yet to say whether this disk was set back.
    """
    sent = session.execute(select(outbox).where(_unanswered(session)).order_by(outbox.c.n)).all()
    if len(sent) < meta(session, "log_last", 0) - meta(session, "hq_last", 0):
        # HQ was restored to before changes that we no longer keep: this log cannot be told on.
        begin(session, meta(session, "inc", 1))
        return _number(session)
    if not sent:
        return _number(session) if may_number else _place(session)
    ops = list(core.chunk((to_op(row), len(row.core)) for row in sent))
    end = sent[len(ops) - 1]
    return Chunk(ops, end.n, end.chain)


def waiting(session: Session) -> int:
    """How many changes still have to be sent."""
    left = select(func.count()).select_from(outbox).where(or_(OPEN, _unanswered(session)))
    return session.execute(left).scalar_one()


def begin(session: Session, forked: int) -> None:
    """Begin the log of the next incarnation, if the forked one is still ours (R8).

    What waits for a row at HQ is told again under a new number too, or nobody would ask for its result.
    """
    if forked != meta(session, "inc", 1):
        return
    told_again = and_(_unanswered(session), outbox.c.state.not_in((OpState.REJECTED, OpState.ASIDE)))
    _take_back_numbers(session, or_(told_again, outbox.c.state == OpState.PARKED))
    set_meta(session, inc=forked + 1, log_last=0, log_chain=CHAIN_START.hex(), hq_last=0)


def reopen(session: Session, held: int, earlier_logs: Mapping[int, int] | None = None) -> set[tuple[str, str]]:
    """HQ holds our log only up to change `held`: the later ones are to be told again (R6). (kind, id) of their rows,
    over which they lie once more.

    earlier_logs: what HQ holds of all our logs {incarnation: last}; one that is not there is lost from its beginning.
    """
    inc = meta(session, "inc", 1)
    last = min(meta(session, "hq_last", 0), held)
    set_meta(session, hq_last=last)
    logs = earlier_logs or {}
    incarnations = select(outbox.c.inc).where(outbox.c.inc < inc).distinct()
    lost = and_(outbox.c.inc == inc, outbox.c.n > last, outbox.c.state.in_(SETTLED))
    earlier = [
        and_(outbox.c.inc == each, outbox.c.n > logs.get(each, 0), outbox.c.state.in_((*SETTLED, OpState.PARKED)))
        for each in (session.scalars(incarnations).all() if earlier_logs is not None else ())
    ]
    rows = session.execute(select(outbox.c.kind, outbox.c.row_id).where(or_(lost, *earlier)).distinct()).all()
    again = {"landed": False, "durable": False, "ver_epoch": None, "ver": None, "settled_at": None}
    session.execute(update(outbox).where(or_(lost, *earlier)).values(again))
    session.execute(update(outbox).where(lost).values(state=OpState.SENT))
    for each in earlier:
        _take_back_numbers(session, each)
    return {(row.kind, row.row_id) for row in rows}


def purge(session: Session, now: int) -> None:
    """Forget changes that HQ took long ago and holds in a backup that was found whole (R6); a few at a time."""
    old = select(outbox.c.id).where(
        outbox.c.state == OpState.ACKED,
        outbox.c.landed,
        outbox.c.durable,
        outbox.c.settled_at < now - KEPT_US,
    )
    session.execute(delete(outbox).where(outbox.c.id.in_(old.limit(PURGED_AT_ONCE).scalar_subquery())))


def _take_back_numbers(session: Session, which: Any) -> None:
    """HQ may know these changes already, so they keep their ids and their bytes, and no edit enters them any more."""
    session.execute(update(outbox).where(which).values(n=None, inc=None, chain=None, state=OpState.PENDING))


def _unanswered(session: Session) -> Any:
    return and_(outbox.c.inc == meta(session, "inc", 1), outbox.c.n > meta(session, "hq_last", 0))


def _place(session: Session) -> Chunk:
    chain = bytes.fromhex(meta(session, "log_chain", CHAIN_START.hex()))
    return Chunk([], meta(session, "log_last", 0), chain)


def _number(session: Session) -> Chunk:
    place = _place(session)
    n, chain = place.last, place.chain
    rows = session.execute(select(outbox).where(OPEN).order_by(outbox.c.mono)).all()
    bodies: dict[str, bytes] = {}
    version = meta(session, "schema", FIRST_SCHEMA)

    def sized(op: Op) -> tuple[Op, int]:
        bodies[op.id] = op.core()
        return op, len(bodies[op.id])

    ops: list[Op] = []
    values = []
    for op in core.chunk(map(sized, core.grouped([to_op(row, version) for row in rows]))):
        n += 1
        chain = link(chain, n, bodies[op.id])
        ops.append(Op.model_validate_json(bodies[op.id]))  # as it will be read when it has to be sent again
        values.append({"of_id": op.id, "n": n, "core": bodies[op.id], "chain": chain})
    if ops:
        numbered: dict[str, Any] = {"inc": meta(session, "inc", 1), "state": OpState.SENT}
        numbered |= {name: bindparam(name) for name in ("n", "core", "chain")}
        statement = update(outbox).where(outbox.c.id == bindparam("of_id")).values(numbered)
        session.connection().execute(statement, values)
        set_meta(session, log_last=n, log_chain=chain.hex())
    return Chunk(ops, n, chain)
