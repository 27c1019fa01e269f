"""Few work at once, few wait, the rest is told to come again at another moment each; nobody is faster than its pace."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from sync.faults import Fault, Faulted
from sync.hq.admission import RETRY_S, Admission, Capacity, Pace, Paces, busy
from sync.hq.endpoints import Work


def lanes(push: Capacity, blob: Capacity, chance: Callable[[], float] = lambda: 0.5) -> Admission:
    return Admission({Work.PUSH: push, Work.BLOB: blob}, chance)


def test_no_more_work_than_workers_and_no_more_wait_than_the_queue_holds() -> None:
    async def crowd() -> tuple[int, int, int]:
        admission = lanes(Capacity(2, 3), Capacity(1, 1))
        most = done = refused = 0

        async def one() -> None:
            nonlocal most, done, refused
            try:
                async with admission.slot(Work.PUSH):
                    most = max(most, admission.lanes[Work.PUSH].running)
                    await asyncio.sleep(0.01)
                    done += 1
            except Faulted as fault:
                refused += fault.reply.fault is Fault.BUSY

        await asyncio.gather(*(one() for _ in range(10)))
        lane = admission.lanes[Work.PUSH]
        assert (lane.running, lane.waiting) == (0, 0)
        return most, done, refused

    assert asyncio.run(crowd()) == (2, 5, 5)


def test_photos_in_any_number_keep_no_push_waiting() -> None:
    async def run() -> None:
        admission = lanes(Capacity(1, 1), Capacity(1, 1))
        async with admission.slot(Work.BLOB):
            waiting = asyncio.create_task(_hold(admission, Work.BLOB))
            await asyncio.sleep(0)
            async with asyncio.timeout(1), admission.slot(Work.PUSH):
                pass
        await waiting

    asyncio.run(run())


async def _hold(admission: Admission, work: Work) -> None:
    async with admission.slot(work):
        pass


def test_who_waits_too_long_is_told_to_come_again() -> None:
    async def run() -> None:
        admission = lanes(Capacity(1, 5, wait_s=0.01), Capacity(1, 1))
        async with admission.slot(Work.PUSH):
            with pytest.raises(Faulted, match="busy"):
                await _hold(admission, Work.PUSH)
        async with asyncio.timeout(1):
            await _hold(admission, Work.PUSH)  # the place was not lost

    asyncio.run(run())


def test_those_who_come_again_are_spread_over_the_time() -> None:
    waits = [busy(lambda chance=chance: chance).reply.retry_after for chance in (0.0, 0.5, 0.999)]  # type: ignore[misc]
    assert waits == [RETRY_S * 0.5, RETRY_S, RETRY_S * 1.5]


def test_a_caller_beyond_its_pace_waits_and_others_do_not() -> None:
    now = 0.0
    paces, pace = Paces(lambda: now), Pace(3, 2)
    for _ in range(3):
        paces.take("a", pace)
    with pytest.raises(Faulted) as caught:
        paces.take("a", pace)
    assert (caught.value.reply.fault, caught.value.reply.retry_after) == (Fault.LIMITED, 5)
    paces.take("b", pace)
    now = 1.0
    paces.take("a", pace)
    paces.take("a", pace)
    with pytest.raises(Faulted):
        paces.take("a", pace)
