"""One sync session, decided without any input or output: step(state, event) -> (state, effects).

Whoever runs it (engine.py, the simulator) carries out each effect and brings what came of it as the next event. Clock
and chance come with events. Order: changes and pages by exchanges; once level, jobs by their rank, photos last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from sync.device.problem import ProblemKind, SyncProblem, common_protocol
from sync.faults import Fault
from sync.protocol import PROTOCOL, ExchangeReply, ExchangeRequest

IDLE_EXCHANGES = 3
"""Exchanges in a row without any movement, though there is more to do, after which we give up for now."""
MOST_EXCHANGES = 100_000
"""Of one session, whatever the other side says (R3)."""
RESUME_S = 2.0
"""Wait after a cut in the middle of a session that was getting on. All other waiting is the timer's."""
_CUTS = (ProblemKind.UNREACHABLE, ProblemKind.CUT)


@dataclass(frozen=True, slots=True)
class Job:
    """Work that an exchange cannot carry: to be subclassed. It may be stopped and repeated at any point."""

    rank: ClassVar[int]
    """Jobs of a lower rank go first: 10 segments, 20 snapshots, 30 repair, 90 photos."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one exchange, or one job, did."""

    more: bool = False
    """Another exchange has to follow."""
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
    jobs: tuple[Job, ...] = ()
    """What has to be done beside exchanges, from now on."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session did, also when it ended early."""

    exchanges: int = 0
    pushed: int = 0
    pulled: int = 0
    conflicts: int = 0
    parked: int = 0
    refused: int = 0
    kinds: frozenset[str] = frozenset()
    is_level: bool = False
    """Everything was exchanged, every job done. Otherwise it was stopped, or `problem` says why."""
    problem: SyncProblem | None = None

    def with_step(self, step: Step) -> Summary:
        return replace(
            self,
            pushed=self.pushed + step.pushed,
            pulled=self.pulled + step.pulled,
            conflicts=self.conflicts + step.conflicts,
            parked=self.parked + step.parked,
            refused=self.refused + step.refused,
            kinds=self.kinds | step.kinds,
        )


# What is to be done. Each but the last two is answered by one event that bears its number.


@dataclass(frozen=True, slots=True)
class Prepare:
    """Make the next request; changes that it carries have their numbers on disk before it is answered."""

    number: int


@dataclass(frozen=True, slots=True)
class Send:
    number: int
    request: ExchangeRequest


@dataclass(frozen=True, slots=True)
class Apply:
    """Take in results, rows and cursors in one transaction."""

    number: int
    request: ExchangeRequest
    reply: ExchangeReply


@dataclass(frozen=True, slots=True)
class AdoptLog:
    """Go on from the place that HQ holds of our log: our disk was set back."""

    number: int
    last: int
    latest: int
    """The last incarnation of this device that HQ knows; 0: it did not say."""


@dataclass(frozen=True, slots=True)
class BeginIncarnation:
    """Go on with a log of our own: ours was set back and written on, or two machines have it."""

    number: int
    forked: int
    latest: int
    """The last incarnation of this device that HQ knows; 0: it did not say."""


@dataclass(frozen=True, slots=True)
class Do:
    number: int
    job: Job


@dataclass(frozen=True, slots=True)
class Wait:
    number: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Tell:
    """Progress: changes sent and rows read, of how many."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Finish:
    summary: Summary


Asked = Prepare | Send | Apply | AdoptLog | BeginIncarnation | Do | Wait
Effect = Asked | Tell | Finish


# What happened. Each but the first two answers the effect of its number.


@dataclass(frozen=True, slots=True)
class Wanted:
    """Begin a session; `jobs` are to be done in it whatever the exchanges bring."""

    jobs: tuple[Job, ...] = ()


@dataclass(frozen=True, slots=True)
class Stopped:
    """Somebody wants it to end. What is under way is still taken in."""


@dataclass(frozen=True, slots=True)
class Prepared:
    number: int
    request: ExchangeRequest


@dataclass(frozen=True, slots=True)
class Replied:
    number: int
    reply: ExchangeReply


@dataclass(frozen=True, slots=True)
class Applied:
    number: int
    step: Step


@dataclass(frozen=True, slots=True)
class Mended:
    """The log stands where it can go on."""

    number: int


@dataclass(frozen=True, slots=True)
class Done:
    """A job is done, as far as it could be."""

    number: int
    step: Step


@dataclass(frozen=True, slots=True)
class Ticked:
    number: int


@dataclass(frozen=True, slots=True)
class Failed:
    """No change of ours alters its state by it (R13). chance in [0, 1) spreads the laptops."""

    number: int
    problem: SyncProblem
    chance: float


Answer = Prepared | Replied | Applied | Mended | Done | Ticked | Failed
Event = Wanted | Stopped | Answer


@dataclass(frozen=True, slots=True)
class State:
    """A session. State() is one that has not begun, or is over."""

    asked: Asked | None = None
    """The effect whose answer is awaited; anything else that arrives is late, and counts for nothing."""
    number: int = 0
    """Of the last effect; it goes on from session to session, so that an answer to an older one is known as such."""
    summary: Summary = Summary()
    jobs: tuple[Job, ...] = ()
    idle: int = 0
    has_moved: bool = False
    """Something was brought through since the last cut."""
    is_stopping: bool = False
    p: int = PROTOCOL
    """Version of the messages that we speak in this session; HQ may know older ones only."""


Decision = tuple[State, tuple[Effect, ...]]


def step(state: State, event: Event) -> Decision:
    """What to do next. Pure; an event that does not belong to the state changes nothing."""
    match event:
        case Wanted(jobs):
            return (state, ()) if state.asked else _exchange(State(number=state.number, jobs=_by_rank(jobs)))
        case Stopped():
            return replace(state, is_stopping=state.asked is not None), ()
    if state.asked is None or event.number != state.number:
        return state, ()
    match state.asked, event:
        case Prepare(), Prepared(_, request):
            return _finish(state) if state.is_stopping else _send(state, request)
        case Send(_, request), Replied(_, reply):
            return _ask(state, Apply(state.number + 1, request, reply))
        case Apply(), Applied(_, done):
            return _after_exchange(state, done)
        case ((AdoptLog() | BeginIncarnation()), Mended()):
            return _after_exchange(state, Step(more=True))
        case Do(_, job), Done(_, done):
            left = tuple(each for each in state.jobs if each != job)
            return _go_on(_counted(replace(state, jobs=left), done), done.more)
        case Wait(), Ticked():
            return _exchange(state)
        case _, Failed(_, problem, chance):
            return _after_failure(state, problem, chance)
    return state, ()


def _exchange(state: State) -> Decision:
    if state.is_stopping:
        return _finish(state)
    return _ask(state, Prepare(state.number + 1))


def _after_exchange(state: State, done: Step) -> Decision:
    state = _counted(state, done)
    summary = replace(state.summary, exchanges=state.summary.exchanges + 1)
    state = replace(state, idle=0 if done.moved else state.idle + 1, summary=summary)
    through = state.summary.pushed + state.summary.pulled
    tell = Tell(through, through + done.behind)
    has_enough = state.idle >= IDLE_EXCHANGES or state.summary.exchanges >= MOST_EXCHANGES
    if has_enough and (done.more or state.jobs):
        state, effects = _finish(state, SyncProblem(ProblemKind.NO_PROGRESS, retryable=True))
    else:
        state, effects = _go_on(state, done.more)
    return state, (tell, *effects)


def _go_on(state: State, more: bool) -> Decision:
    if more:
        return _exchange(state)
    if not state.jobs:
        return _finish(state, is_level=True)
    if state.is_stopping:
        return _finish(state)
    return _ask(state, Do(state.number + 1, state.jobs[0]))


def _after_failure(state: State, problem: SyncProblem, chance: float) -> Decision:
    if isinstance(state.asked, Send):
        if problem.fault is Fault.LOG_AHEAD and problem.place is not None:
            return _ask(state, AdoptLog(state.number + 1, problem.place[0], problem.inc or 0))
        p = common_protocol(problem.speaks)
        if problem.fault is Fault.PROTOCOL and p is not None and p < state.asked.request.p:  # never back and forth
            return _send(replace(state, p=p), state.asked.request)
        if problem.fault is Fault.FORKED:
            return _ask(state, BeginIncarnation(state.number + 1, state.asked.request.inc, problem.inc or 0))
    if problem.kind in _CUTS and state.has_moved and not state.is_stopping:
        return _ask(replace(state, has_moved=False), Wait(state.number + 1, RESUME_S * (0.5 + chance)))
    return _finish(state, problem)


def _counted(state: State, done: Step) -> State:
    return replace(
        state,
        summary=state.summary.with_step(done),
        jobs=_by_rank((*state.jobs, *done.jobs)),
        has_moved=state.has_moved or done.moved,
        idle=0 if done.moved else state.idle,
    )


def _by_rank(jobs: tuple[Job, ...]) -> tuple[Job, ...]:
    return tuple(sorted(dict.fromkeys(jobs), key=lambda job: job.rank))


def _ask(state: State, effect: Asked) -> Decision:
    return replace(state, asked=effect, number=effect.number), (effect,)


def _send(state: State, request: ExchangeRequest) -> Decision:
    spoken = request if state.p == request.p else request.model_copy(update={"p": state.p})
    return _ask(state, Send(state.number + 1, spoken))


def _finish(state: State, problem: SyncProblem | None = None, *, is_level: bool = False) -> Decision:
    summary = replace(state.summary, is_level=is_level, problem=problem)
    return State(number=state.number), (Finish(summary),)
