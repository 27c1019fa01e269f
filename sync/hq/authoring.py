"""HQ's own author: what HQ writes becomes changes like a device's, and enters the feeds by the same way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from sync.forms import told_in
from sync.hq.apply import Author
from sync.hq.device_log import Arrival, advance, read_place
from sync.hq.push import Push
from sync.hq.tables import HQ_AUTHOR
from sync.protocol import Captured, Kind, Op, Outcome, Result, link
from sync.record import Record, differences, new_id

CHUNK = 1_000
"""Records to a transaction, where they need not all be one."""
INCARNATION = 1


class NotWritten(Exception):
    """HQ's own change was refused, or waits for a row that is not there; nothing of its chunk was written."""

    def __init__(self, kind: str, row: str, result: Result) -> None:
        super().__init__(f"{kind} {row}: {result.r.value} {result.code or ''} {result.waits or ''} {result.detail}")
        self.kind = kind
        self.result = result


@dataclass(frozen=True, slots=True)
class _Draft:
    record: Record
    resolves: str | None
    by: str
    base: Record | None


class Authoring:
    """Collects records and writes them in chunks, each one transaction; leaving the `with` block writes the rest.

    A record is given whole; what differs from HQ's row becomes the change. One that differs in nothing is no change.
    """

    def __init__(
        self,
        run: Callable[[Callable[[Connection], None]], None],
        push: Callable[[Connection], Push],
        by: str,
        *,
        whole: bool = False,
    ):
        """whole: in one transaction, however much it is."""
        self._run = run
        self._push = push
        self._by = by
        self._whole = whole
        self._drafts: list[_Draft] = []

    def __enter__(self) -> Authoring:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.flush()

    def save(
        self, record: Record, resolves: str | None = None, by: str | None = None, base: Record | None = None
    ) -> None:
        """Write a record; `resolves` names the conflict that it settles, `by` another user in whose name it is.

        `base` is what its author read: whatever others changed since is merged with it. None: what HQ has now.
        """
        is_full = len(self._drafts) >= CHUNK and not self._whole
        if is_full and _group(record) != _group(self._drafts[-1].record):
            self.flush()  # an aggregate is written and refused together, so it is never parted
        self._drafts.append(_Draft(record, resolves, by or self._by, base))

    def flush(self) -> None:
        """Write what was saved so far. Raises NotWritten."""
        drafts, self._drafts = self._drafts, []
        if drafts:
            self._run(lambda conn: write(self._push(conn), drafts))


def write(push: Push, drafts: Sequence[_Draft]) -> None:
    """Turn records into ops of HQ's own author and apply them."""
    place = read_place(push.conn, HQ_AUTHOR, INCARNATION, lock=True)
    push.rows.prefetch((draft.record.kind, draft.record.id) for draft in drafts)
    latest: dict[tuple[str, str], Record] = {}
    arrivals: list[Arrival] = []
    chain = place.chain
    for draft in drafts:
        op = _op(push, draft, latest.get((draft.record.kind, draft.record.id)), place.last + len(arrivals) + 1)
        if op is None:
            continue
        latest[op.t, op.row] = draft.record
        n, core = place.last + len(arrivals) + 1, op.core()
        chain = link(chain, n, core)
        arrivals.append(Arrival(HQ_AUTHOR, INCARNATION, n, op, core, chain))
    if not arrivals:
        return
    for arrival, result in zip(arrivals, push.take(arrivals, place.last), strict=True):
        if result.r not in (Outcome.APPLIED, Outcome.DUPLICATE):
            raise NotWritten(arrival.op.t, arrival.op.row, result)
    advance(push.conn, place, arrivals[-1], None, push.now)
    push.write()


def _group(record: Record) -> str:
    group: str = getattr(record, type(record).aggregate) or record.id
    return group


def _op(push: Push, draft: _Draft, earlier: Record | None, n: int) -> Op | None:
    record, held = draft.record, push.rows.get(draft.record.kind, draft.record.id)
    known = earlier or (draft.base if held else None)
    before = known.wire() if known else held.wire if held else None
    changes = differences(type(record), before, record.wire())
    if before is not None and not changes and draft.resolves is None:
        return None
    return Op(
        id=new_id(),
        t=record.kind,
        row=record.id,
        k=Kind.INSERT if before is None else Kind.UPDATE,
        b=held.ver if held else (0, 0),
        set=changes,
        by=draft.by,
        cap=Captured(wall=push.now, off=0, mono=n),
        g=_group(record),
        resolves=draft.resolves,
        s=told_in(push.schema.version),
    )


HQ = Author(HQ_AUTHOR, None)
Reach = Callable[[Connection], frozenset[int]]
"""The feeds to which HQ's author keeps, where those in whose name it writes may not write everywhere."""
