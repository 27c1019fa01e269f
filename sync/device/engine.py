"""Exchanges with HQ until both sides are level; may be stopped and repeated at any point."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from sync.device.problem import ProblemKind, SyncProblem
from sync.protocol import ExchangeReply, ExchangeRequest, Fault

Report = Callable[[int, int], None]
"""report(done, total): changes sent and rows read."""
IDLE_EXCHANGES = 3
"""Exchanges in a row without any movement, though one side says there is more, after which we give up for now."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one exchange did."""

    more: bool = False
    moved: bool = False
    """A change got its answer, a cursor moved, a feed came or went."""
    pushed: int = 0
    pulled: int = 0
    conflicts: int = 0
    parked: int = 0
    refused: int = 0
    behind: int = 0
    """Changes still waiting and entries still unread, as far as this exchange told."""
    kinds: frozenset[str] = frozenset()
    """Kinds of record that changed on this device."""


class HQ(Protocol):
    def exchange(self, request: ExchangeRequest) -> ExchangeReply:
        """Raises SyncProblem."""


class Replica(Protocol):
    def next_request(self) -> ExchangeRequest:
        """What to ask; changes that it carries have their numbers on disk before it is returned."""

    def apply(self, request: ExchangeRequest, reply: ExchangeReply) -> Step:
        """Take in results, rows and cursors in one transaction."""

    def adopt_log(self, last: int, chain: str) -> None:
        """Go on from the place that HQ holds of our log: our disk was set back."""

    def begin_incarnation(self, forked: int) -> None:
        """Go on with a log of its own: ours was set back and written on, or two machines have it."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did, also when it ended early."""

    exchanges: int = 0
    pushed: int = 0
    pulled: int = 0
    conflicts: int = 0
    parked: int = 0
    refused: int = 0
    kinds: frozenset[str] = field(default_factory=frozenset)
    is_level: bool = False
    """Everything was exchanged. Otherwise it was stopped, or `problem` says why."""
    problem: SyncProblem | None = None


def run_once(
    replica: Replica, hq: HQ, report: Report = lambda done, total: None, stop: threading.Event | None = None
) -> Summary:
    """Exchange until level, stopped, or a problem. Stopping leaves nothing half-done."""
    steps: list[Step] = []
    idle = 0
    problem: SyncProblem | None = None
    more = True
    try:
        while more and not (stop is not None and stop.is_set()):
            step = _exchange(replica, hq)
            steps.append(step)
            idle = 0 if step.moved else idle + 1
            more = step.more
            done = sum(each.pushed + each.pulled for each in steps)
            report(done, done + step.behind)
            if more and idle >= IDLE_EXCHANGES:
                raise SyncProblem(ProblemKind.NO_PROGRESS, retryable=True)
    except SyncProblem as exc:
        problem = exc
    return Summary(
        exchanges=len(steps),
        pushed=sum(step.pushed for step in steps),
        pulled=sum(step.pulled for step in steps),
        conflicts=sum(step.conflicts for step in steps),
        parked=sum(step.parked for step in steps),
        refused=sum(step.refused for step in steps),
        kinds=frozenset().union(*(step.kinds for step in steps)),
        is_level=problem is None and not more,
        problem=problem,
    )


def _exchange(replica: Replica, hq: HQ) -> Step:
    request = replica.next_request()
    try:
        reply = hq.exchange(request)
    except SyncProblem as problem:
        if problem.fault is Fault.LOG_AHEAD and problem.place is not None:
            replica.adopt_log(*problem.place)
            return Step(more=True)
        if problem.fault is Fault.FORKED:
            replica.begin_incarnation(request.inc)
            return Step(more=True)
        raise
    return replica.apply(request, reply)
