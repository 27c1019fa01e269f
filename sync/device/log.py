"""The device's log: which changes a request carries, their numbers, and the hash chain over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, delete, func, or_, select, update
from sqlalchemy.orm import Session

from sync.device import core
from sync.device.core import SETTLED, OpState
from sync.device.outbox import OPEN, meta, set_meta, to_op
from sync.device.tables import outbox
from sync.forms import FIRST_SCHEMA
from sync.protocol import CHAIN_START, Op, Refusal, link

KEPT_US = 30 * 24 * 3600 * 1_000_000
PURGED_AT_ONCE = 200
LEAP = 1_000
"""How many incarnations are passed over at once, at most."""
_UNANSWERED = and_(outbox.c.inc == bindparam("log"), outbox.c.n > bindparam("answered"))
_WAITING = select(func.count()).select_from(outbox).where(or_(OPEN, _UNANSWERED))
_SENT = select(outbox).where(_UNANSWERED).order_by(outbox.c.n)
_OPEN = select(outbox).where(OPEN).order_by(outbox.c.code.is_not(None), outbox.c.mono)
_PARKED = (
    select(outbox.c.n).where(outbox.c.state == OpState.PARKED, outbox.c.inc == bindparam("log")).order_by(outbox.c.n)
)
_NOT_RENAMED = or_(outbox.c.state != OpState.ASIDE, outbox.c.code.is_distinct_from(Refusal.ID_TAKEN))
"""What goes on under another id is not told under this one again."""
_OLD = select(outbox.c.id).where(
    outbox.c.state == OpState.ACKED, outbox.c.landed, outbox.c.durable, outbox.c.settled_at < bindparam("until")
)
_PURGE = delete(outbox).where(outbox.c.id.in_(_OLD.limit(PURGED_AT_ONCE).scalar_subquery()))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Consecutive changes, and the place in the log after them (of the whole log when there are none)."""

    ops: list[Op]
    last: int
    chain: bytes
    aside: dict[int, str] = field(default_factory=dict)
    """{number: why HQ refused it} of those that are told for HQ's records only: they are not to be applied."""


def next_chunk(session: Session, *, may_number: bool = True) -> Chunk:
    """Changes without an answer again, the same as before; else the next open ones, numbered in this transaction.

    Without may_number none get a number: HQ has yet to say whether this disk was set back.
    """
    sent = session.execute(_SENT, _from(session)).all()
    if len(sent) < meta(session, "log_last", 0) - meta(session, "hq_last", 0):
        # HQ was restored to before changes that we no longer keep: this log cannot be told on.
        begin(session, meta(session, "inc", 1))
        return _number(session)
    if not sent:
        return _number(session) if may_number else _place(session)
    ops = list(core.chunk((to_op(row), len(row.core)) for row in _alike(sent)))
    end = sent[len(ops) - 1]
    return Chunk(ops, end.n, end.chain, _aside(sent, ops, end.n))


def waiting(session: Session) -> int:
    """How many changes still have to be sent."""
    return session.execute(_WAITING, _from(session)).scalar_one()


def parked(session: Session) -> tuple[int, ...]:
    """Numbers of the changes of this log that wait at HQ for something."""
    return tuple(session.scalars(_PARKED, {"log": meta(session, "inc", 1)}))


def begin(session: Session, forked: int, latest: int = 0) -> None:
    """Begin the log of the next incarnation, after the latest that HQ knows, if the forked one is still ours (R8).

    What waits for a row at HQ is told again under a new number too, or nobody would ask for its result.
    """
    if forked != meta(session, "inc", 1):
        return
    log = _from(session)
    unanswered = and_(outbox.c.inc == log["log"], outbox.c.n > log["answered"])
    _take_back_numbers(session, or_(and_(unanswered, _NOT_RENAMED), outbox.c.state == OpState.PARKED))
    inc = max(forked, min(latest, forked + LEAP)) + 1  # machines that take turns are overtaken, nonsense leads not far
    set_meta(session, inc=inc, log_last=0, log_chain=CHAIN_START.hex(), hq_last=0)


def reopen(session: Session, held: int) -> set[tuple[str, str]]:
    """HQ holds our log only up to change `held`: the later ones are to be told again (R6). (kind, id) of their rows,
    over which they lie once more."""
    last = min(meta(session, "hq_last", 0), held)
    set_meta(session, hq_last=last)
    lost = and_(outbox.c.inc == meta(session, "inc", 1), outbox.c.n > last, outbox.c.state.in_(SETTLED))
    rows = _forget_answers(session, lost)
    session.execute(update(outbox).where(lost).values(state=OpState.SENT))
    return rows


def reopen_restored(session: Session, held: int, answered: int, durable: int) -> set[tuple[str, str]]:
    """HQ was restored: told again is what it lacks, and what it may hold otherwise than it once answered.

    A copy of a request, or a machine with our identity, may have come to it first: our changes were judged anew, and
    another's may bear the numbers of an earlier log of ours. So only what is in a backup goes on as it is.

    answered: the last change that HQ answered in the epoch before; durable: the last that it says is in a backup.
    """
    inc = meta(session, "inc", 1)
    doubtful = and_(outbox.c.n <= answered, or_(outbox.c.durable.is_(False), outbox.c.n > durable))
    first = session.execute(select(func.min(outbox.c.n)).where(outbox.c.inc == inc, doubtful)).scalar()
    rows = reopen(session, held if first is None else min(held, first - 1))
    earlier = _earlier_logs(inc)
    rows |= _forget_answers(session, earlier)
    _take_back_numbers(session, earlier)
    return rows


def purge(session: Session, now: int) -> None:
    """Forget changes that HQ took long ago and holds in a backup that was found whole (R6); a few at a time."""
    session.execute(_PURGE, {"until": now - KEPT_US})


def _earlier_logs(inc: int) -> Any:
    return and_(outbox.c.inc < inc, _NOT_RENAMED)


def _forget_answers(session: Session, which: Any) -> set[tuple[str, str]]:
    rows = session.execute(select(outbox.c.kind, outbox.c.row_id).where(which).distinct()).all()
    again = {"landed": False, "durable": False, "ver_epoch": None, "ver": None, "settled_at": None}
    session.execute(update(outbox).where(which).values(again))
    return {(row.kind, row.row_id) for row in rows}


def _take_back_numbers(session: Session, which: Any) -> None:
    """HQ may know these changes already, so they keep their ids and their bytes, and no edit enters them any more."""
    session.execute(
        update(outbox).where(which).values(n=None, inc=None, chain=None, state=_unless_aside(OpState.PENDING))
    )


def _unless_aside(state: OpState) -> Any:
    """This state, but for a change that its author gave up: it stays off its row, whatever is told of it."""
    return case((outbox.c.state == OpState.ASIDE, OpState.ASIDE), else_=state)


def _alike(rows: Sequence[Row[Any]]) -> Iterator[Row[Any]]:
    """The first of these: what HQ refused once goes in a request of its own, or others of its group fell with it."""
    return takewhile(lambda row: (row.code is None) == (rows[0].code is None), rows)


def _aside(rows: Sequence[Row[Any]], ops: Sequence[Op], last: int) -> dict[int, str]:
    """Which of these ops, numbered up to `last`, were given up since HQ refused them."""
    codes = {row.id: row.code or "" for row in rows if row.state == OpState.ASIDE}
    return {n: codes[op.id] for n, op in enumerate(ops, last - len(ops) + 1) if op.id in codes}


def _from(session: Session) -> dict[str, int]:
    """Our log, and the last change of it that HQ answered."""
    return {"log": meta(session, "inc", 1), "answered": meta(session, "hq_last", 0)}


def _place(session: Session) -> Chunk:
    chain = bytes.fromhex(meta(session, "log_chain", CHAIN_START.hex()))
    return Chunk([], meta(session, "log_last", 0), chain)


def _number(session: Session) -> Chunk:
    place = _place(session)
    n, chain = place.last, place.chain
    rows = session.execute(_OPEN).all()
    bodies: dict[str, bytes] = {}
    version = meta(session, "schema", FIRST_SCHEMA)

    def sized(op: Op) -> tuple[Op, int]:
        bodies[op.id] = op.core()
        return op, len(bodies[op.id])

    ops: list[Op] = []
    values = []
    for op in core.chunk(map(sized, core.grouped([to_op(row, version) for row in _alike(rows)]))):
        n += 1
        chain = link(chain, n, bodies[op.id])
        ops.append(Op.model_validate_json(bodies[op.id]))  # as it will be read when it has to be sent again
        values.append({"of_id": op.id, "n": n, "core": bodies[op.id], "chain": chain})
    if ops:
        numbered: dict[str, Any] = {"inc": meta(session, "inc", 1), "state": _unless_aside(OpState.SENT)}
        numbered |= {name: bindparam(name) for name in ("n", "core", "chain")}
        statement = update(outbox).where(outbox.c.id == bindparam("of_id")).values(numbered)
        session.connection().execute(statement, values)
        set_meta(session, log_last=n, log_chain=chain.hex())
    return Chunk(ops, n, chain, _aside(rows, ops, n))
