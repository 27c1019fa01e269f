"""HQ's side of a device's log: every change has a number and a place in a hash chain (R8, R16).

One mechanism tells a lost answer, a gap, a rolled-back disk and a second machine under one identity apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from sync.faults import Fault, Faulted, FaultReply
from sync.hq.database import insert_missing, upsert
from sync.hq.rows import IN_LIST
from sync.hq.tables import device_log, op_result, push_signature
from sync.protocol import CHAIN_START, Log, Op, link
from sync.wire import Malformed

_LOG = select(device_log).where(device_log.c.dev == bindparam("of_dev"), device_log.c.inc == bindparam("of_inc"))
_LOCKED = _LOG.with_for_update()
_LAST = select(func.max(device_log.c.inc)).where(device_log.c.dev == bindparam("of_dev"))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a device's log stands at HQ."""

    dev: str
    inc: int
    last: int
    chain: bytes

    def log(self) -> Log:
        return Log(last=self.last, chain=self.chain.hex())


@dataclass(frozen=True, slots=True)
class Arrival:
    """An op with its number, exact bytes, and the chain value after it."""

    dev: str
    inc: int
    n: int
    op: Op
    core: bytes
    chain: bytes

    @property
    def key(self) -> dict[str, Any]:
        return {"dev": self.dev, "inc": self.inc, "n": self.n}


class Gap(Exception):
    """Changes are missing before those that were sent; nothing may be applied."""

    def __init__(self, need_from: int) -> None:
        super().__init__(f"changes from {need_from} on are missing")
        self.need_from = need_from


class Forked(Faulted):
    """The log is not the one that HQ holds. `is_proof`: it holds changes that only a second machine can have made.

    `is_before`: it is another one already where HQ acknowledged it, before what is told now.
    """

    def __init__(self, held: Place, last_inc: int, *, is_proof: bool, is_before: bool = False) -> None:
        reply = FaultReply(fault=Fault.FORKED, last=held.last, chain=held.chain.hex(), inc=last_inc)
        super().__init__(reply, held.dev)
        self.is_proof = is_proof
        self.is_before = is_before


def read_place(conn: Connection, dev: str, inc: int, *, lock: bool = False) -> Place:
    """Where the log stands; at its beginning when HQ has not heard of this incarnation."""
    row = conn.execute(_LOCKED if lock else _LOG, {"of_dev": dev, "of_inc": inc}).first()
    return Place(dev, inc, row.last_n, row.chain) if row else Place(dev, inc, 0, CHAIN_START)


def places(conn: Connection, dev: str) -> dict[int, int]:
    """{incarnation: number of its last change} of a device's logs."""
    query = select(device_log.c.inc, device_log.c.last_n).where(device_log.c.dev == dev)
    return {row.inc: row.last_n for row in conn.execute(query)}


def admit(conn: Connection, held: Place, claim: Log, ops: Sequence[Op]) -> list[Arrival]:
    """The ops, numbered up to claim.last, each with its chain value, all of one history with what HQ holds.

    Raises Gap, or Faulted when the log forked (FORKED) or the device's disk is older than HQ's log (LOG_AHEAD).
    """
    first = claim.last - len(ops) + 1
    if first < 1:
        raise Malformed("more ops than numbers")
    if first > held.last + 1:
        raise Gap(held.last + 1)
    known = start = _chain_at(conn, held, first - 1)
    if not ops and claim.last < held.last and known in (None, bytes.fromhex(claim.chain)):
        inc = _last_inc(conn, held)
        raise Faulted(FaultReply(fault=Fault.LOG_AHEAD, last=held.last, chain=held.chain.hex(), inc=inc))
    arrivals: list[Arrival] = []
    chain, is_forked = known or b"", False
    for n, op in enumerate(ops, first):
        if n == held.last + 1:
            is_forked = known is not None and chain != held.chain
            chain = known = held.chain  # from here on it can be checked, even if what came before has expired
        try:
            core = op.core()
        except (ValueError, RecursionError) as exc:  # a number or text that canonical JSON cannot carry
            raise Malformed(f"op {n}: {exc}") from exc
        chain = link(chain, n, core)
        arrivals.append(Arrival(held.dev, held.inc, n, op, core, chain))
    if claim.last <= held.last:
        is_forked = known is not None and chain != (_chain_at(conn, held, claim.last) or chain)
    if is_forked or (known is not None and chain.hex() != claim.chain):
        is_proof, is_before = bool(ops) and is_any_new(conn, ops), not _leads_to(claim, start, arrivals)
        raise Forked(held, _last_inc(conn, held), is_proof=is_proof, is_before=is_before)
    return arrivals


def _leads_to(claim: Log, start: bytes | None, arrivals: Sequence[Arrival]) -> bool:
    """Whether a log that stood there, told on with these, is the one that is claimed. None: nobody knows."""
    chain = start
    for each in arrivals:
        chain = None if chain is None else link(chain, each.n, each.core)
    return chain is None or chain.hex() == claim.chain


def is_any_new(conn: Connection, ops: Sequence[Op]) -> bool:
    """Whether HQ has never seen some of these changes, under whatever number."""
    ids = [op.id for op in ops]
    known: set[str] = set()
    for start in range(0, len(ids), IN_LIST):
        part = op_result.c.op_id.in_(ids[start : start + IN_LIST])
        known.update(conn.scalars(select(op_result.c.op_id).where(part)))
    return not known.issuperset(ids)


def check_open(conn: Connection, held: Place, ops: Sequence[Op]) -> None:
    """Only a device's last incarnation goes on. Raises Forked for an earlier one that speaks again."""
    if (last_inc := _last_inc(conn, held)) > held.inc:
        raise Forked(held, last_inc, is_proof=bool(ops) and is_any_new(conn, ops))


def _last_inc(conn: Connection, held: Place) -> int:
    """The last incarnation of the device that HQ knows."""
    return max(held.inc, conn.execute(_LAST, {"of_dev": held.dev}).scalar() or 0)


def _chain_at(conn: Connection, held: Place, n: int) -> bytes | None:
    """The chain value after change n; None when HQ no longer holds it."""
    if n == held.last:
        return held.chain
    if n == 0:
        return CHAIN_START
    for table, number in ((op_result, op_result.c.n), (push_signature, push_signature.c.last)):
        query = select(table.c.chain).where(table.c.dev == held.dev, table.c.inc == held.inc, number == n)
        found: bytes | None = conn.execute(query).scalar()
        if found is not None:
            return found
    return None


def advance(conn: Connection, place: Place, last: Arrival, sig: str | None, now: int) -> Place:
    """Move the log on to its last op, and keep the device's signature over the chain as evidence."""
    row: Mapping[str, Any] = {"dev": place.dev, "inc": place.inc, "chain": last.chain}
    upsert(conn, device_log, [{**row, "last_n": last.n}])
    if sig is not None:
        insert_missing(conn, push_signature, [{**row, "last": last.n, "sig": sig, "at": now}])
    return Place(place.dev, place.inc, last.n, last.chain)
