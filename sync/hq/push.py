"""Taking changes in: one transaction that applies them group by group, and keeps what became of each (sync.md B.3)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, delete, select, update

from sync.hq import bulk
from sync.hq.apply import Applied, Applier, Author
from sync.hq.auth import DeviceStatus
from sync.hq.bulk import Held
from sync.hq.database import among
from sync.hq.device_log import Arrival
from sync.hq.erasing import remains
from sync.hq.feeds import FeedDirectory, Own, publish
from sync.hq.homes import parents_named
from sync.hq.refusals import OpRefused, Waits, is_newer
from sync.hq.rows import IN_LIST, Key, Rows
from sync.hq.rulings import Rulings
from sync.hq.tables import op_result, parked_op, quarantine
from sync.protocol import MAX_OP_BYTES, NEWER, Op, Outcome, Refusal, Result
from sync.record import Conflict, Schema

AuthorOf = Callable[[str], Author]
"""The author that a device's changes are applied as, with its scope of this moment."""


_WAITING = select(op_result, parked_op.c.waits, parked_op.c.grp).join_from(
    parked_op,
    op_result,
    (parked_op.c.dev == op_result.c.dev) & (parked_op.c.inc == op_result.c.inc) & (parked_op.c.n == op_result.c.n),
)


@dataclass(slots=True)
class _Group:
    """Ops of one aggregate, applied or refused together; `is_old` when HQ parked them earlier."""

    arrivals: list[Arrival]
    is_old: bool = False
    waits: str | None = None


@dataclass(slots=True)
class _Written:
    """What this request's ops did to one row."""

    n: int
    ver: tuple[int, int]
    is_own: bool
    told_in: int
    """Version of the records in whose terms the ops were told."""
    is_lifted: bool


@dataclass(slots=True)
class Push:
    """The changes of one transaction. Call `take`, then `write`; nothing is stored before."""

    conn: Connection
    schema: Schema
    tables: Mapping[str, Table]
    epoch: int
    now: int
    author_of: AuthorOf
    feeds: FeedDirectory
    rulings: Rulings = field(default_factory=dict)
    rows: Rows = field(init=False)
    _applier: Applier = field(init=False)
    _results: dict[tuple[str, int, int], Result] = field(default_factory=dict)
    _groups: list[_Group] = field(default_factory=list)
    _logged: list[Arrival] = field(default_factory=list)
    _written: dict[Key, _Written] = field(default_factory=dict)
    _ahead: dict[tuple[str, str], str] = field(default_factory=dict)
    """{(device, row or group): what its changes of a newer version wait for}."""

    def __post_init__(self) -> None:
        self.rows = Rows(self.conn, self.schema, self.tables, self.epoch)
        self._applier = Applier(self.schema, self.rows, self.feeds, self.now, self.rulings)

    def take(
        self,
        arrivals: Sequence[Arrival],
        held: int,
        *,
        aside: Mapping[int, str] | None = None,
        keep_back: str | None = None,
    ) -> list[Result]:
        """Apply what is new among the arrivals; the result of each. `held`: last number that HQ held before.

        aside: {number: reason} of those that an HQ of before refused, and that were given up since: they stay refused.
        keep_back: park the others instead, until this is released.
        """
        aside = aside or {}
        stored = self._stored(arrivals)
        fresh: list[Arrival] = []
        fresh_ids: set[str] = set()
        for told in arrivals:
            arrival, known = told, stored.get(told.op.id, {})
            if known and (kept := remains(told.core)) in known:  # what was erased does not come in again
                arrival = replace(told, core=kept)
            if result := known.get(arrival.core):
                self._results[arrival.dev, arrival.inc, arrival.n] = result.model_copy(update={"n": arrival.n})
            elif known:
                self._put(arrival, r=Outcome.REJECTED, code=Refusal.ID_TAKEN, detail="another change has this id")
            elif arrival.op.id in fresh_ids:
                self._put(arrival, r=Outcome.REJECTED, code=Refusal.ID_TAKEN, detail="two changes have this id")
            elif arrival.n in aside:
                self._put(arrival, r=Outcome.REJECTED, code=_reason(aside[arrival.n]), detail="given up since")
            elif arrival.n <= held:  # its result has expired
                self._put(arrival, r=Outcome.DUPLICATE)
            else:
                fresh.append(arrival)
                fresh_ids.add(arrival.op.id)
            if arrival.n > held:
                self._logged.append(arrival)
        self._groups = [
            _Group(list(ops), waits=keep_back) for _, ops in groupby(fresh, key=lambda arrival: arrival.op.g)
        ]
        if keep_back is None:
            self.rows.prefetch(self._touched(arrival.op for arrival in fresh))
            self._learn_ahead({arrival.dev for arrival in fresh})
            for group in self._groups:
                self._apply(group)
            self._release()
        else:
            for arrival in fresh:
                self._put(arrival, r=Outcome.PARKED, waits=keep_back)
        return [self._results[arrival.dev, arrival.inc, arrival.n] for arrival in arrivals]

    def release(self, *kept_back: str) -> None:
        """Apply what was kept back by these, in the order of the logs."""
        self._groups = self._parked(kept_back)
        for group in self._groups:
            self._apply(group)
        self._release()

    def own(self, form: int) -> Own:
        """Rows that hold exactly what this request made of what its device, of this version, had seen."""

        def is_own(kind: str, written: _Written) -> bool:
            told = written.told_in
            is_alike = max(told, form) <= self.schema.version and not self.schema.past.since(kind, min(told, form))
            return written.is_own and is_alike and (told == form or not written.is_lifted)

        return {key: (each.n, each.ver) for key, each in self._written.items() if is_own(key[0], each)}

    def write(self) -> None:
        """Store everything. Feeds come last: their rows are locked until commit (R1)."""
        moves = self.rows.write(self.now)
        bulk.insert(self.conn, op_result, [self._result_row(arrival) for arrival in self._logged], Held.STAYS)
        released = [group for group in self._groups if group.is_old and group.waits is None]
        freed = [self._result_row(arrival) for group in released for arrival in group.arrivals]
        for row in freed:  # an op may stand under several numbers: its device renumbered it
            same_op = (op_result.c.op_id == row["op_id"]) & (op_result.c.core == row["core"])
            self.conn.execute(update(op_result).where(same_op).values(result=row["result"]))
            key = (parked_op.c.dev == row["dev"]) & (parked_op.c.inc == row["inc"]) & (parked_op.c.n == row["n"])
            self.conn.execute(delete(parked_op).where(key))
        waiting = [(group, a) for group in self._groups if group.waits is not None for a in group.arrivals]
        parked = [{**a.key, "waits": group.waits, "grp": a.op.g} for group, a in waiting]
        bulk.insert(self.conn, parked_op, parked, Held.CHANGES)
        refused = [
            {**a.key, "code": result.code.value, "at": self.now, "reviewed_by": None, "reviewed_at": None}
            for a in [*self._logged, *(a for group in released for a in group.arrivals)]
            if (result := self._results[a.dev, a.inc, a.n]).code is not None
        ]
        bulk.insert(self.conn, quarantine, refused, Held.STAYS)
        publish(self.conn, moves, self.now)

    def _apply(self, group: _Group) -> None:
        """Apply a group, all or nothing."""
        first = group.arrivals[0]
        author = self.author_of(first.dev)
        # The aggregate's root first: its children are judged by it, and live where it lives.
        ordered = sorted(group.arrivals, key=lambda arrival: arrival.op.row != arrival.op.g)
        applied: list[tuple[Arrival, Applied]] = []
        current = first
        try:
            self._keep_order(group)
            for arrival in ordered:
                current = arrival
                if len(arrival.core) > MAX_OP_BYTES:
                    raise OpRefused(Refusal.INVALID_VALUE, detail="change too large")
                applied.append((arrival, self._applier.apply(arrival.n, arrival.op, author)))
        except OpRefused as exc:
            self.rows.drop()
            group.waits = None
            for arrival in group.arrivals:
                self._put(arrival, r=Outcome.REJECTED, code=Refusal.GROUP)
            self._put(current, r=Outcome.REJECTED, code=exc.code, unit=exc.unit, detail=exc.detail)
            return
        except Waits as exc:
            self.rows.drop()
            group.waits = exc.row_id
            for arrival in group.arrivals:
                self._put(arrival, r=Outcome.PARKED, waits=exc.row_id)
                if is_newer(exc.row_id):
                    self._ahead |= dict.fromkeys(_of(arrival), exc.row_id)
            return
        self.rows.keep()
        group.waits = None
        for arrival, outcome in applied:
            self._results[arrival.dev, arrival.inc, arrival.n] = outcome.result
            self._note(group, arrival, outcome)

    def _keep_order(self, group: _Group) -> None:
        """A change follows those of its device before it: it waits with them, if they wait for a newer HQ (R16)."""
        for arrival in group.arrivals:
            for key in _of(arrival):
                if (waits := self._ahead.get(key)) is not None:
                    raise Waits(waits)

    def _learn_ahead(self, devices: set[str]) -> None:
        found = self.conn.execute(_WAITING.where(parked_op.c.dev.in_(devices), parked_op.c.waits.like(f"{NEWER}%")))
        for row in found:
            self._ahead |= dict.fromkeys(
                ((row.dev, row.grp), (row.dev, Op.model_validate_json(row.core).row)), row.waits
            )

    def _put(self, arrival: Arrival, **members: Any) -> None:
        result = Result(n=arrival.n, id=arrival.op.id, **members)
        self._results[arrival.dev, arrival.inc, arrival.n] = result

    def _note(self, group: _Group, arrival: Arrival, outcome: Applied) -> None:
        """Remember whether the row is now just what its device made of the version that it had seen."""
        op, version = arrival.op, outcome.result.ver
        key, found = (op.t, op.row), self.rows.found((op.t, op.row))
        row, earlier = self.rows.get(*key), self._written.get(key)
        if version is None or row is None:
            return
        before = earlier.ver if earlier else found.ver if found else (0, 0)
        is_own = (
            not group.is_old
            and outcome.is_exact
            and (earlier is None or earlier.is_own)
            and op.b == (found.ver if found else (0, 0))
            and version[1] <= before[1] + 1  # nobody else's change came between
            and (found is None or found.feed_id == row.feed_id)  # a replica may see it leave the other feed first
        )
        is_own = is_own and (earlier is None or earlier.told_in == op.schema_)
        is_lifted = outcome.is_lifted or (earlier is not None and earlier.is_lifted)
        self._written[key] = _Written(arrival.n, version, is_own, op.schema_, is_lifted)

    def _release(self) -> None:
        """Apply what waited for a row that is there now, in the order of the logs, until nothing more comes free."""
        asked: set[str] = set()
        while True:
            inserted = self.rows.inserted()
            self._groups += self._parked(inserted - asked)
            asked |= inserted
            free = [group for group in self._groups if group.waits in inserted]
            if not free:
                return
            for group in sorted(free, key=lambda each: tuple(each.arrivals[0].key.values())):
                self._apply(group)
            if all(group.waits in inserted for group in free):
                return

    def _parked(self, row_ids: Iterable[str]) -> list[_Group]:
        """Groups that were parked by earlier requests and wait for one of these."""
        ids = sorted(row_ids)
        found: list[Any] = []
        for start in range(0, len(ids), IN_LIST):
            waiting = among(self.conn, parked_op.c.waits, ids[start : start + IN_LIST])
            found += self.conn.execute(_WAITING.where(waiting)).all()
        found.sort(key=lambda row: (row.dev, row.inc, row.n))
        groups = []
        for (_, _, _, waits), rows in groupby(found, key=lambda row: (row.dev, row.inc, row.grp, row.waits)):
            ops = [Arrival(r.dev, r.inc, r.n, Op.model_validate_json(r.core), r.core, r.chain) for r in rows]
            groups.append(_Group(ops, is_old=True, waits=waits))
        self.rows.prefetch(self._touched(arrival.op for group in groups for arrival in group.arrivals))
        return groups

    def _stored(self, arrivals: Sequence[Arrival]) -> dict[str, dict[bytes, Result]]:
        """{op id: {bytes: result}} of the ops that HQ knows; of several with one id, the others were refused."""
        ids = [arrival.op.id for arrival in arrivals]
        found: dict[str, dict[bytes, Result]] = {}
        for start in range(0, len(ids), IN_LIST):
            query = select(op_result).where(among(self.conn, op_result.c.op_id, ids[start : start + IN_LIST]))
            for row in self.conn.execute(query):
                found.setdefault(row.op_id, {})[row.core] = stored_result(row)
        return found

    def _touched(self, ops: Iterable[Op]) -> set[Key]:
        """Rows that the ops are about, with the parents that they name."""
        keys: set[Key] = set()
        for op in ops:
            cls = self.schema.kinds.get(op.t)
            if cls is not None:
                keys |= {(op.t, op.row), *parents_named(self.schema, cls, op)}
            if op.resolves is not None:
                keys.add((Conflict.kind, op.resolves))
        return keys

    def _result_row(self, arrival: Arrival) -> dict[str, Any]:
        result = self._results[arrival.dev, arrival.inc, arrival.n]
        stored = result.model_dump(mode="json", exclude_defaults=True, exclude={"n", "id"})
        return {
            **arrival.key,
            "op_id": arrival.op.id,
            "core": arrival.core,
            "chain": arrival.chain,
            "result": json.dumps(stored, ensure_ascii=False),
            "at": self.now,
        }


def _of(arrival: Arrival) -> tuple[tuple[str, str], tuple[str, str]]:
    return (arrival.dev, arrival.op.g), (arrival.dev, arrival.op.row)


def _reason(told: str) -> Refusal:
    """Why a change was refused, as its device says; HQ may have been newer then, and have known more reasons."""
    try:
        return Refusal(told)
    except ValueError:
        return Refusal.INVALID_VALUE


def stored_result(row: Any) -> Result:
    """The result in a row of op_result."""
    return Result.model_validate(json.loads(row.result) | {"n": row.n, "id": row.op_id})


def later_results(conn: Connection, device: str, inc: int, asked: Sequence[int]) -> list[Result]:
    """Results of the changes asked for that are parked no longer."""
    results: list[Result] = []
    for start in range(0, len(asked), IN_LIST):
        of_log = (op_result.c.dev == device) & (op_result.c.inc == inc)
        query = select(op_result).where(of_log, op_result.c.n.in_(asked[start : start + IN_LIST]))
        results += [stored_result(row) for row in conn.execute(query.order_by(op_result.c.n))]
    return [result for result in results if result.r is not Outcome.PARKED]


def kept_back(device: str) -> str:
    """What the changes of a held device wait for."""
    return f"release/{device}"


def handed_over(device: str, status: str) -> list[Author]:
    """As whom a device in other hands writes: all of it is for a person to look at; empty for any other."""
    return [Author(device, frozenset(), refusal=Refusal.TRANSFERRED)] if status == DeviceStatus.TRANSFERRED else []
