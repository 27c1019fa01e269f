"""A sync session as a machine: what it asks for next, whatever happens, and what it does not listen to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.device import problem, session
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.session import (
    IDLE_EXCHANGES,
    RESUME_S,
    AdoptLog,
    Applied,
    Apply,
    BeginIncarnation,
    Do,
    Done,
    Effect,
    Event,
    Failed,
    Finish,
    Job,
    Mended,
    Prepare,
    Prepared,
    Replied,
    Send,
    State,
    Step,
    Stopped,
    Summary,
    Tell,
    Ticked,
    Wait,
    Wanted,
    step,
)
from sync.faults import Fault
from sync.protocol import Clock, ExchangeReply, ExchangeRequest, Log

LOG = Log(last=0, chain="00" * 32)
REQUEST = ExchangeRequest(app="1", schema_=1, ds="REAL", inc=3, epoch=1, log=LOG, cur={}, clock=Clock(wall=0, mono=0))
REPLY = ExchangeReply(epoch=1, now=0, log=LOG)
CUT = SyncProblem(ProblemKind.CUT, retryable=True)
BUSY = SyncProblem(ProblemKind.FAULT, retryable=True, fault=Fault.BUSY, retry_after=20)


@dataclass(frozen=True, slots=True)
class Fetch(Job):
    rank: ClassVar[int] = 20
    feed: int


@dataclass(frozen=True, slots=True)
class Photos(Job):
    rank: ClassVar[int] = 90


class Play:
    """A session that is told what happens; remembers what it asked for."""

    def __init__(self, *jobs: Job) -> None:
        self.state = State()
        self.told: list[tuple[int, int]] = []
        self.summary: Summary | None = None
        self.tell(Wanted(jobs))

    def tell(self, event: Event) -> Effect | None:
        """What is asked for because of it."""
        asked: Effect | None = None
        self.state, effects = step(self.state, event)
        for effect in effects:
            match effect:
                case Tell(done, total):
                    self.told.append((done, total))
                case Finish(summary):
                    self.summary = summary
                case _:
                    asked = effect
        return asked

    def exchange(self, done: Step) -> Effect | None:
        """One exchange that goes well."""
        assert isinstance(self.state.asked, Prepare)
        self.tell(Prepared(self.state.number, REQUEST))
        assert isinstance(self.state.asked, Send)
        self.tell(Replied(self.state.number, REPLY))
        assert isinstance(self.state.asked, Apply)
        return self.tell(Applied(self.state.number, done))

    def to_send(self) -> None:
        self.tell(Prepared(self.state.number, REQUEST))
        assert isinstance(self.state.asked, Send)


def test_exchanges_go_on_until_level() -> None:
    play = Play()
    play.exchange(Step(more=True, moved=True, pushed=2, behind=7, kinds=frozenset({"a"})))
    play.exchange(Step(moved=True, pulled=7, conflicts=1, kinds=frozenset({"b"})))
    assert play.summary == Summary(
        exchanges=2, pushed=2, pulled=7, conflicts=1, kinds=frozenset({"a", "b"}), is_level=True
    )
    assert play.told == [(2, 9), (9, 9)]


def test_jobs_follow_when_level_by_rank_and_each_once() -> None:
    play = Play(Photos())
    assert isinstance(play.exchange(Step(more=True, moved=True, jobs=(Fetch(2), Fetch(1)))), Prepare)
    first = play.exchange(Step(jobs=(Fetch(2),)))
    assert first == Do(play.state.number, Fetch(2))
    assert isinstance(play.tell(Done(play.state.number, Step(more=True, moved=True, pulled=5))), Prepare)
    assert play.exchange(Step()) == Do(play.state.number, Fetch(1))
    assert play.tell(Done(play.state.number, Step())) == Do(play.state.number, Photos())
    play.tell(Done(play.state.number, Step()))
    assert play.summary == Summary(exchanges=3, pulled=5, is_level=True)


def test_a_session_that_is_stopped_takes_in_what_is_under_way_and_asks_no_more() -> None:
    play = Play(Photos())
    play.to_send()
    play.tell(Stopped())
    assert isinstance(play.tell(Replied(play.state.number, REPLY)), Apply)
    assert play.tell(Applied(play.state.number, Step(more=True, moved=True, pulled=1))) is None
    assert play.summary == Summary(exchanges=1, pulled=1)


def test_one_that_is_stopped_before_anything_was_sent_sends_nothing() -> None:
    play = Play()
    play.tell(Stopped())
    assert play.tell(Prepared(play.state.number, REQUEST)) is None
    assert play.summary == Summary()


def test_one_that_is_level_when_it_is_stopped_leaves_the_jobs() -> None:
    play = Play(Photos())
    play.to_send()
    play.tell(Stopped())
    play.tell(Replied(play.state.number, REPLY))
    play.tell(Applied(play.state.number, Step()))
    assert play.summary == Summary(exchanges=1)


def test_a_reply_to_an_older_request_counts_for_nothing() -> None:
    play = Play()
    play.to_send()
    late = play.state.number
    play.tell(Replied(late, REPLY))
    play.tell(Applied(play.state.number, Step(more=True, moved=True)))
    play.to_send()
    before = play.state
    assert play.tell(Replied(late, REPLY)) is None
    assert play.state == before
    play.tell(Failed(play.state.number, BUSY, 0))
    play.tell(Wanted())
    assert play.tell(Replied(late, REPLY)) is None
    assert play.tell(Failed(late, BUSY, 0)) is None
    play.exchange(Step())
    assert play.summary is not None
    assert play.summary.is_level


def test_a_session_under_way_is_not_begun_twice() -> None:
    play = Play()
    play.to_send()
    before = play.state
    assert play.tell(Wanted()) is None
    assert play.state == before


def test_two_sides_that_never_come_level_give_up_for_now() -> None:
    play = Play()
    for _ in range(IDLE_EXCHANGES):
        play.exchange(Step(more=True))
    assert play.summary is not None
    assert play.summary.problem is not None
    assert play.summary.problem.kind is ProblemKind.NO_PROGRESS


def test_a_log_behind_hq_is_mended_and_the_session_goes_on() -> None:
    play = Play()
    play.to_send()
    ahead = SyncProblem(ProblemKind.FAULT, retryable=False, fault=Fault.LOG_AHEAD, place=(40, "ab" * 32), inc=7)
    assert play.tell(Failed(play.state.number, ahead, 0)) == AdoptLog(play.state.number, 40, 7)
    assert isinstance(play.tell(Mended(play.state.number)), Prepare)
    play.exchange(Step())
    assert play.summary == Summary(exchanges=2, is_level=True)


def test_a_forked_log_is_left_and_the_session_goes_on() -> None:
    play = Play()
    play.to_send()
    forked = SyncProblem(ProblemKind.FAULT, retryable=False, fault=Fault.FORKED, place=(40, "ab" * 32))
    assert play.tell(Failed(play.state.number, forked, 0)) == BeginIncarnation(play.state.number, REQUEST.inc, 0)
    assert isinstance(play.tell(Mended(play.state.number)), Prepare)


def test_a_machine_that_lags_behind_others_of_its_identity_is_told_their_last_log() -> None:
    play = Play()
    play.to_send()
    forked = SyncProblem(ProblemKind.FAULT, retryable=False, fault=Fault.FORKED, place=(0, "ab" * 32), inc=55)
    assert play.tell(Failed(play.state.number, forked, 0)) == BeginIncarnation(play.state.number, REQUEST.inc, 55)


def test_a_log_that_cannot_be_mended_is_not_tried_for_ever() -> None:
    play = Play()
    ahead = SyncProblem(ProblemKind.FAULT, retryable=False, fault=Fault.LOG_AHEAD, place=(40, "ab" * 32))
    for _ in range(IDLE_EXCHANGES):
        play.to_send()
        play.tell(Failed(play.state.number, ahead, 0))
        play.tell(Mended(play.state.number))
    assert play.summary is not None
    assert play.summary.problem is not None


@pytest.mark.parametrize(("chance", "seconds"), [(0.0, 0.5 * RESUME_S), (0.5, RESUME_S)])
def test_a_cut_in_a_session_that_was_getting_on_is_tried_again_soon(chance: float, seconds: float) -> None:
    play = Play()
    play.exchange(Step(more=True, moved=True, pulled=3))
    play.to_send()
    assert play.tell(Failed(play.state.number, CUT, chance)) == Wait(play.state.number, seconds)
    assert isinstance(play.tell(Ticked(play.state.number)), Prepare)
    play.to_send()
    assert play.tell(Failed(play.state.number, CUT, chance)) is None
    assert play.summary == Summary(exchanges=1, pulled=3, problem=CUT)


@pytest.mark.parametrize("problem", [CUT, BUSY])
def test_a_problem_of_a_session_that_brought_nothing_ends_it(problem: SyncProblem) -> None:
    play = Play()
    play.to_send()
    assert play.tell(Failed(play.state.number, problem, 0)) is None
    assert play.summary == Summary(problem=problem)


def test_what_hq_refuses_is_left_to_the_timer() -> None:
    play = Play()
    play.exchange(Step(more=True, moved=True))
    play.to_send()
    assert play.tell(Failed(play.state.number, BUSY, 0)) is None
    assert play.summary == Summary(exchanges=1, problem=BUSY)


@pytest.mark.parametrize("moved", [False, True])
def test_a_job_that_is_wanted_again_after_each_time_it_was_done_ends_too(
    moved: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 40
    monkeypatch.setattr(session, "MOST_EXCHANGES", most)
    play = Play()
    while play.summary is None:
        assert play.state.summary.exchanges < most
        if play.exchange(Step(moved=moved, jobs=(Fetch(1),))) is not None:
            play.tell(Done(play.state.number, Step(more=True)))
    assert play.summary.exchanges == (most if moved else IDLE_EXCHANGES)
    assert play.summary.problem is not None
    assert play.summary.problem.kind is ProblemKind.NO_PROGRESS


def test_jobs_that_bring_something_each_are_not_given_up() -> None:
    play = Play()
    fetched = [Fetch(feed) for feed in range(2 * IDLE_EXCHANGES)]
    asked = play.exchange(Step(moved=True, jobs=tuple(fetched)))
    for _ in fetched:
        assert isinstance(asked, Do)
        play.tell(Done(play.state.number, Step(more=True, moved=True)))
        asked = play.exchange(Step())
    assert play.summary is not None
    assert play.summary.is_level


def test_versions_of_messages_are_not_changed_back_and_forth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problem, "PROTOCOL", 2)
    state, (asked,) = step(State(), Wanted())
    state, (sent,) = step(replace(state, p=2), Prepared(asked.number, REQUEST))  # type: ignore[union-attr]
    assert isinstance(sent, Send)
    state, (again,) = step(state, Failed(sent.number, _spoken((1, 1)), 0.5))
    assert isinstance(again, Send)
    assert again.request.p == 1
    state, (finish,) = step(state, Failed(again.number, _spoken((2, 2)), 0.5))
    assert isinstance(finish, Finish)


NUMBERS = st.integers(0, 30)
STEPS = st.builds(
    Step, more=st.booleans(), moved=st.booleans(), jobs=st.sampled_from([(), (Fetch(1),), (Fetch(2), Photos())])
)
EVENTS = st.one_of(
    st.just(Wanted()),
    st.just(Stopped()),
    st.builds(Prepared, NUMBERS, st.just(REQUEST)),
    st.builds(Replied, NUMBERS, st.just(REPLY)),
    st.builds(Applied, NUMBERS, STEPS),
    st.builds(Mended, NUMBERS),
    st.builds(Done, NUMBERS, STEPS),
    st.builds(Ticked, NUMBERS),
    st.builds(Failed, NUMBERS, st.sampled_from([CUT, BUSY]), st.just(0.5)),
)


@given(st.lists(EVENTS, max_size=60))
def test_whatever_happens_at_most_one_thing_is_under_way(events: list[Event]) -> None:
    state = State()
    for event in [Wanted(), *events]:
        number = state.number
        state, effects = step(state, event)
        asked = [effect for effect in effects if not isinstance(effect, Tell | Finish)]
        assert len(asked) <= 1
        if asked:
            assert state.asked == asked[0]
            assert state.number == asked[0].number == number + 1
        if any(isinstance(effect, Finish) for effect in effects):
            assert state == State(number=number)


def _spoken(speaks: tuple[int, int]) -> SyncProblem:
    return SyncProblem(ProblemKind.FAULT, retryable=False, fault=Fault.PROTOCOL, status=426, speaks=speaks)


def test_the_newest_version_of_the_messages_that_both_speak_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problem, "OLDEST_PROTOCOL", 2)
    monkeypatch.setattr(problem, "PROTOCOL", 5)
    state, (asked,) = step(State(), Wanted())
    state, (sent,) = step(replace(state, p=5), Prepared(asked.number, REQUEST))  # type: ignore[union-attr]
    assert isinstance(sent, Send)
    assert sent.request.p == 5
    state, (again,) = step(state, Failed(sent.number, _spoken((1, 3)), 0.5))
    assert again == Send(sent.number + 1, REQUEST.model_copy(update={"p": 3}))
    state, (apply,) = step(state, Replied(again.number, REPLY))
    assert isinstance(apply, Apply)
    assert state.p == 3


@pytest.mark.parametrize("speaks", [(2, 3), (0, 0), (1, 1)])
def test_a_session_ends_where_no_version_is_spoken_by_both(speaks: tuple[int, int]) -> None:
    state, (asked,) = step(State(), Wanted())
    state, (sent,) = step(state, Prepared(asked.number, REQUEST))  # type: ignore[union-attr]
    _, (finish,) = step(state, Failed(sent.number, _spoken(speaks), 0.5))  # type: ignore[union-attr]
    assert isinstance(finish, Finish)
    assert finish.summary.problem is not None
    assert finish.summary.problem.speaks == speaks
