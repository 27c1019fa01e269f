"""Compares feeds with HQ, and takes HQ's rows where they differ (R19): after a restore of HQ, or of damage here.

The changes in the outbox are never touched. It may be stopped and repeated at any point: a feed counts as compared only
with its last transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from sync import wire
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.session import Job, Step
from sync.digest import MODULUS, SHORT, bucket, buckets_for
from sync.protocol import Entry
from sync.reconcile import ReconcileReply, ReconcileRequest

Key = tuple[str, str]
"""(kind, id) of a row."""
ASKED_ROWS = 2_000
"""Rows that one request asks for by their sums."""


@dataclass(frozen=True, slots=True)
class Reconcile(Job):
    """Compare the feeds that need it with HQ."""

    rank: ClassVar[int] = 30


@dataclass(frozen=True, slots=True)
class Side:
    """Who compares: its form of the records, its data, and HQ's epoch as it last heard."""

    schema: int
    dataset: str
    epoch: int


class HQ(Protocol):
    def reconcile(self, request: ReconcileRequest) -> ReconcileReply:
        """Raises SyncProblem."""


class Replica(Protocol):
    def side(self) -> Side: ...

    def to_reconcile(self) -> list[int]:
        """Feeds whose cursor is of an epoch that is past, and damaged ones."""

    def row_sums(self, feed: int, *, plain: bool) -> dict[Key, int]:
        """HQ's rows here, with their sums (sync.digest.row_sum); without contents if `plain`."""

    def counted(self, feed: int, total: int | None) -> None:
        """What the rows of a feed amount to, as they are; None when nobody knows. It follows what is taken in."""

    def replace(self, feed: int, entries: Sequence[Entry]) -> Step:
        """Take HQ's rows in place of ours, whatever their versions; changes lie over them again."""

    def reconciled(self, feed: int, head: int, epoch: int, gone: Collection[Key]) -> Step:
        """The feed is level with HQ at `head`: these rows left it."""


def reconcile(replica: Replica, hq: HQ) -> Step:
    """Compare each feed that needs it. Raises SyncProblem."""
    feeds = replica.to_reconcile()
    if not feeds:
        return Step()
    asking = _Asking(replica, hq)
    totals: dict[int, int] = {}
    for number in feeds:
        totals[number] = sum(asking.row_sums(number).values()) % MODULUS
    reply = asking.ask(sums=totals)
    if reply.plain:
        asking.plain = True
        totals = {number: sum(asking.row_sums(number).values()) % MODULUS for number in feeds}
        reply = asking.ask(sums=totals)
    done = Step(more=True, moved=True)
    for number in feeds:
        if number in reply.level:
            replica.counted(number, None if asking.plain else totals[number])
            step = replica.reconciled(number, reply.level[number], reply.epoch, ())
        else:
            step = asking.repair(number)
        done = Step(more=True, moved=True, pulled=done.pulled + step.pulled, kinds=done.kinds | step.kinds)
    return done


class _Asking:
    def __init__(self, replica: Replica, hq: HQ) -> None:
        self._replica = replica
        self._hq = hq
        self._side = replica.side()
        self.plain = False

    def row_sums(self, number: int) -> dict[Key, int]:
        return self._replica.row_sums(number, plain=self.plain)

    def ask(self, **members: object) -> ReconcileReply:
        """HQ's answer, if it is of the epoch that we know; otherwise the next exchange tells first."""
        side = self._side
        plain = {"schema": side.schema, "ds": side.dataset, "epoch": side.epoch, "plain": self.plain}
        reply = self._hq.reconcile(ReconcileRequest.model_validate(plain | members))
        if reply.epoch != side.epoch:
            raise SyncProblem(ProblemKind.CUT, retryable=True, detail=f"epoch {reply.epoch}")
        return reply

    def repair(self, number: int) -> Step:
        """Find the rows that differ, by buckets, and take HQ's."""
        ours = self.row_sums(number)
        self._replica.counted(number, None if self.plain else sum(ours.values()) % MODULUS)
        ours = {key: each % SHORT for key, each in ours.items()}
        count = buckets_for(len(ours))
        sums = [0] * count
        for key, each in ours.items():
            sums[bucket(key[1], count)] += each
        reply = self.ask(feed=number, buckets=tuple(each % SHORT for each in sums))
        head, differ = reply.head, set(reply.differ)
        listed: dict[int, tuple[int, ...]] = dict(reply.listed)
        while differ - listed.keys():
            more = self.ask(feed=number, count=count, ask=tuple(sorted(differ - listed.keys()))).listed
            if not more.keys() & (differ - listed.keys()):
                raise SyncProblem(ProblemKind.NO_PROGRESS, retryable=True)
            listed |= more
        theirs = {each for sums_ in listed.values() for each in sums_}
        strange = {key for key, each in ours.items() if bucket(key[1], count) in differ and each not in theirs}
        lacking = sorted(theirs - set(ours.values()))
        done, came = self._fetch(number, lacking)
        end = self._replica.reconciled(number, head, self._side.epoch, strange - came)
        return Step(pulled=done.pulled + end.pulled, kinds=done.kinds | end.kinds)

    def _fetch(self, number: int, lacking: Sequence[int]) -> tuple[Step, set[Key]]:
        """Take HQ's rows of these sums. One that changed meanwhile does not come: it follows in the feed's pages."""
        came: set[Key] = set()
        pulled, kinds = 0, frozenset[str]()
        while lacking:
            reply = self.ask(feed=number, rows=tuple(lacking[:ASKED_ROWS]))
            entries = wire.unpack_entries(reply.e)
            if reply.told < 1 or any(entry.body is None for entry in entries):
                raise SyncProblem(ProblemKind.CUT, retryable=True, detail="rows that were asked for")
            step = self._replica.replace(number, entries)
            came |= {(entry.t, entry.row) for entry in entries}
            pulled, kinds = pulled + step.pulled, kinds | step.kinds
            lacking = lacking[reply.told :]
        return Step(pulled=pulled, kinds=kinds), came
