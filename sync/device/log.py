"""The device's log: which changes a request carries, their numbers, and the hash chain over them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from sync.device import core
from sync.device.core import OpState
from sync.device.outbox import OPEN, meta, set_meta, to_op
from sync.device.tables import outbox
from sync.protocol import CHAIN_START, Op, link


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive changes, and the place in the log after them (of the whole log when there are none)."""

    ops: list[Op]
    last: int
    chain: bytes


def next_chunk(session: Session) -> Chunk:
    """Changes without an answer again, the same as before; else the next open ones, numbered in this transaction."""
    sent = session.execute(select(outbox).where(_unanswered(session)).order_by(outbox.c.n)).all()
    if not sent:
        return _number(session)
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
    _take_back_numbers(session, or_(_unanswered(session), outbox.c.state == OpState.PARKED))
    set_meta(session, inc=forked + 1, log_last=0, log_chain=CHAIN_START.hex(), hq_last=0)


def _take_back_numbers(session: Session, which: Any) -> None:
    """HQ may know these changes already, so they keep their ids and their bytes, and no edit enters them any more."""
    session.execute(update(outbox).where(which).values(n=None, inc=None, chain=None, state=OpState.PENDING))


def _unanswered(session: Session) -> Any:
    return and_(outbox.c.inc == meta(session, "inc", 1), outbox.c.n > meta(session, "hq_last", 0))


def _number(session: Session) -> Chunk:
    n = meta(session, "log_last", 0)
    chain = bytes.fromhex(meta(session, "log_chain", CHAIN_START.hex()))
    rows = session.execute(select(outbox).where(OPEN).order_by(outbox.c.mono)).all()
    bodies: dict[str, bytes] = {}

    def sized(op: Op) -> tuple[Op, int]:
        bodies[op.id] = op.core()
        return op, len(bodies[op.id])

    ops: list[Op] = []
    values = []
    for op in core.chunk(map(sized, core.grouped([to_op(row) for row in rows]))):
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
