"""Comparing feeds with an HQ whose answers lead nowhere: it ends, and says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import pytest

from sync import wire
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.reconcile import Key, Side, reconcile
from sync.device.session import Step
from sync.protocol import Entry
from sync.reconcile import ReconcileReply, ReconcileRequest

FEED = 7
MOST = 20
"""Requests after which the test gives up."""


class Replica:
    """One that holds nothing, of one feed."""

    def side(self) -> Side:
        return Side(1, "REAL", 1)

    def to_reconcile(self) -> list[int]:
        return [FEED]

    def row_sums(self, feed: int, *, plain: bool) -> dict[Key, int]:
        return {}

    def counted(self, feed: int, total: int | None) -> None:
        """Nobody asks for it."""

    def replace(self, feed: int, entries: Sequence[Entry]) -> Step:
        return Step(pulled=len(entries))

    def reconciled(self, feed: int, head: int, epoch: int, gone: Collection[Key]) -> Step:
        return Step()


class HQ:
    """Answers as it is told to, and the last answer again and again."""

    def __init__(self, *replies: ReconcileReply) -> None:
        self._replies = self._each(replies)

    def reconcile(self, request: ReconcileRequest) -> ReconcileReply:
        return next(self._replies)

    def _each(self, replies: Sequence[ReconcileReply]) -> Iterator[ReconcileReply]:
        yield from replies[:-1]
        for _ in range(MOST):
            yield replies[-1]
        raise AssertionError("asked without end")


DIFFERS = ReconcileReply(epoch=1, differ=(0, 1), listed={0: (11, 12)})


def test_a_feed_that_is_the_same_is_level() -> None:
    assert reconcile(Replica(), HQ(ReconcileReply(epoch=1, level={FEED: 3}))) == Step(more=True, moved=True)


@pytest.mark.parametrize("listed", [{}, {0: (11, 12)}, {5: (13,)}])
def test_an_hq_that_lists_other_buckets_than_were_asked_for_is_not_asked_for_ever(
    listed: dict[int, tuple[int, ...]],
) -> None:
    with pytest.raises(SyncProblem) as raised:
        reconcile(Replica(), HQ(ReconcileReply(epoch=1), DIFFERS, ReconcileReply(epoch=1, listed=listed)))
    assert raised.value.kind is ProblemKind.NO_PROGRESS


@pytest.mark.parametrize("told", [0, -1])
def test_an_hq_that_looks_up_none_of_the_rows_is_not_asked_for_ever(told: int) -> None:
    listed = ReconcileReply(epoch=1, listed={1: ()})
    answer = ReconcileReply(epoch=1, told=told, e=wire.pack_entries([]))
    with pytest.raises(SyncProblem) as raised:
        reconcile(Replica(), HQ(ReconcileReply(epoch=1), DIFFERS, listed, answer))
    assert raised.value.kind is ProblemKind.CUT
