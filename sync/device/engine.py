"""Runs a sync session (session.py) on a replica and a way to HQ; may be stopped and repeated at any point."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sync.device import reconcile as reconciling
from sync.device import session
from sync.device.problem import SyncProblem
from sync.device.session import Finish, Job, Step, Summary, Tell
from sync.protocol import ExchangeReply, ExchangeRequest

__all__ = ["HQ", "Job", "Replica", "Report", "Step", "Summary", "Work", "run_once"]

Report = Callable[[int, int], None]
"""report(done, total): changes sent and rows read."""
Work = Callable[[Any], Step]
"""Does the jobs of one kind. Raises SyncProblem."""


class HQ(reconciling.HQ, Protocol):
    def exchange(self, request: ExchangeRequest) -> ExchangeReply:
        """Raises SyncProblem."""


class Replica(reconciling.Replica, Protocol):
    def next_request(self) -> ExchangeRequest:
        """What to ask; changes that it carries have their numbers on disk before it is returned."""

    def apply(self, request: ExchangeRequest, reply: ExchangeReply) -> Step:
        """Take in results, rows and cursors in one transaction."""

    def adopt_log(self, last: int, latest: int = 0) -> None:
        """Go on after the latest incarnation: HQ holds `last` changes of our log, and our disk was set back."""

    def begin_incarnation(self, forked: int, latest: int = 0) -> None:
        """Go on with a log of its own: ours was set back and written on, or two machines have it."""


def run_once(
    replica: Replica,
    hq: HQ,
    report: Report = lambda done, total: None,
    stop: threading.Event | None = None,
    *,
    jobs: tuple[Job, ...] = (),
    works: Mapping[type[Job], Work] | None = None,
    chance: Callable[[], float] = random.random,
) -> Summary:
    """Exchange until level, stopped, or a problem; then do the jobs. Stopping leaves nothing half-done.

    `works` says who does a job, by its type; `jobs` are done whatever the exchanges bring.
    """
    stop = stop or threading.Event()
    works = {reconciling.Reconcile: lambda job: reconciling.reconcile(replica, hq), **(works or {})}
    state, effects = session.step(session.State(), session.Wanted(jobs))
    while True:
        for effect in effects:
            match effect:
                case Finish(summary):
                    return summary
                case Tell(done, total):
                    report(done, total)
                case _:
                    answer = _perform(effect, replica, hq, works, stop, chance)
        if stop.is_set():
            state, _ = session.step(state, session.Stopped())
        state, effects = session.step(state, answer)


def _perform(
    asked: session.Asked,
    replica: Replica,
    hq: HQ,
    works: Mapping[type[Job], Work],
    stop: threading.Event,
    chance: Callable[[], float],
) -> session.Answer:
    n = asked.number
    try:
        match asked:
            case session.Prepare():
                return session.Prepared(n, replica.next_request())
            case session.Send(_, request):
                return session.Replied(n, hq.exchange(request))
            case session.Apply(_, request, reply):
                return session.Applied(n, replica.apply(request, reply))
            case session.AdoptLog(_, last, latest):
                replica.adopt_log(last, latest)
                return session.Mended(n)
            case session.BeginIncarnation(_, forked, latest):
                replica.begin_incarnation(forked, latest)
                return session.Mended(n)
            case session.Do(_, job):
                return session.Done(n, works[type(job)](job))
            case session.Wait(_, seconds):
                stop.wait(seconds)
                return session.Ticked(n)
    except SyncProblem as problem:
        return session.Failed(n, problem, chance())
