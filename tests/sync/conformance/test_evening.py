"""Half past five: a county's laptops arrive within a minute, some on bad lines, while photos pour in (C-59).

The arrivals of a province, thinned to what a test machine has: every laptop with fifty changes, one in ten on a slow
line, a backlog of photos that never ends. What is asked is not a speed but a manner: nobody is refused but with 503 and
a time to come again, everything is there soon after the last one came, and nothing is there twice.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest

from sync.hq.admission import Capacity
from sync.hq.endpoints import Work
from sync.photos import BlobsMissing
from sync.protocol import PART_BYTES, ExchangeReply, Outcome
from sync.wire import from_bytes, to_bytes
from tests.benchmarks.wire import Link, Wire
from tests.sync.conformance.conftest import OverHttp, served
from tests.sync.conformance.laptops import InProcess
from tests.sync.conformance.shops import TOWN_A, TOWN_B, TOWN_C
from tests.sync.conformance.test_blobs import photo

TOWNS = (TOWN_A, TOWN_B, TOWN_C)
CHANGES = 50
HASTE = 10
"""Laptops wait this many times less than HQ asks: the whole evening is that much shorter."""
SLOW = Link(rtt_s=0.8, bytes_per_s=60_000)
"""One line for all that are on 2G."""


@dataclass
class Evening:
    """What was seen."""

    answers: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    asked_to_wait: list[int] = field(default_factory=list)
    parts: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def saw(self, status: int, headers: dict[str, str]) -> None:
        with self.lock:
            self.answers[status] += 1
            if status == 503:
                self.asked_to_wait.append(int(headers["retry-after"]))


def drain(evening: Evening, route: OverHttp, laptop: Any, start_s: float) -> None:
    """One laptop: come, push, read to the end; when told to wait, wait."""
    time.sleep(start_s)
    while True:
        began, request = time.monotonic(), laptop.request()
        status, headers, body = route.send(laptop, "POST", "/sync/v1/exchange", to_bytes(request))
        evening.saw(status, headers)
        if status == 503:
            time.sleep(int(headers["retry-after"]) / HASTE)
            continue
        assert status == 200, body
        evening.seconds.append(time.monotonic() - began)
        reply = from_bytes(ExchangeReply, body)
        laptop.take(request, reply)
        if not reply.more:
            return


def send_photos(evening: Evening, route: OverHttp, laptop: Any, seed: int, stop: threading.Event) -> None:
    """A backlog without an end: parts of photos that HQ has not seen."""
    while not stop.is_set():
        seed += 1_000
        name, data = photo(4 * PART_BYTES, seed)
        asked = to_bytes(BlobsMissing(blobs={name: len(data)}))
        calls = [("POST", "missing", asked), ("PUT", f"{name}/parts/0", data), ("POST", f"{name}/complete", b"")]
        for method, path, body in calls:
            status, headers, answer = route.send(laptop, method, f"/sync/v1/blobs/{path}", body)
            evening.saw(status, headers)
            if status == 503:
                break
            assert status == 200, answer
            evening.parts += method == "PUT"


@pytest.mark.slow
@pytest.mark.parametrize(("laptops", "arrive_s"), [(90, 30.0)])
def test_an_evening_is_over_soon_after_the_last_laptop_came(make_hq: Any, laptops: int, arrive_s: float) -> None:
    hq, evening, stop = make_hq(), Evening(), threading.Event()
    chance = random.Random(1730)
    with served(hq) as route, Wire(route.address[1], SLOW) as wire, ThreadPoolExecutor(laptops + 8) as crowd:
        hq.route, slow = route, OverHttp(hq, ("127.0.0.1", wire.port), route.gate)
        route.gate.admission.lanes[Work.PUSH].capacity = Capacity(6, 16, 2)  # so that some are sent away
        crew = [hq.laptop(*TOWNS) for _ in range(laptops)]
        for number, laptop in enumerate(crew):
            shop = laptop.insert("shop", name=f"店 {number}", division_code=TOWNS[number % 3])
            for line in range(CHANGES - 1):
                laptop.insert("line", shop_id=shop, goods=f"货 {line}", quantity=line)
        photographers = [crowd.submit(send_photos, evening, route, hq.laptop(*TOWNS), seed, stop) for seed in range(8)]
        began = time.monotonic()
        ways = [slow if number % 10 == 0 else route for number in range(laptops)]
        runs = [
            crowd.submit(drain, evening, way, laptop, chance.uniform(0, arrive_s))
            for way, laptop in zip(ways, crew, strict=True)
        ]
        try:
            for run in runs:
                run.result()
        finally:
            stop.set()
        took = time.monotonic() - began
        for each in photographers:
            each.result()
    p95 = sorted(evening.seconds)[int(len(evening.seconds) * 0.95)]
    print(
        f"evening: {laptops} laptops in {arrive_s:.0f} s, over after {took:.1f} s; answers {dict(evening.answers)}; "
        f"exchange p95 {p95:.2f} s; {evening.parts * 4} photo parts beside"
    )
    assert set(evening.answers) <= {200, 503}
    assert all(10 <= seconds <= 30 for seconds in evening.asked_to_wait)
    assert took < arrive_s * 4 / 3 + 120, "twenty minutes for fifteen, and what this machine needs"
    assert evening.parts, "photos got on too"
    assert {laptop.outcome(op) for laptop in crew for op in laptop.log} == {Outcome.APPLIED}
    assert hq.count("shop") == laptops
    assert hq.count("line") == hq.count("op_result") - laptops == laptops * (CHANGES - 1)
    reader = hq.laptop(*TOWNS)
    hq.route = InProcess(hq)
    reader.sync(limit=500)
    assert len(reader.rows) == laptops * CHANGES
