"""Writers of one HQ process: devices in threads, each pushing shops in small transactions.

    python writing.py URL THREADS COMMITS counter|sequence

Says "ready", begins when told anything, and ends with status 0 if no client saw an error.
"""

from __future__ import annotations

import importlib
import os
import random
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, Sequence, func, select, update

import sync.hq.push
from sync.hq.apply import Author
from sync.hq.database import Database
from sync.hq.device_log import Arrival, advance, read_place
from sync.hq.feeds import FeedDirectory, Move
from sync.hq.push import Push
from sync.hq.tables import feed, feed_entry
from sync.protocol import Captured, EntryKind, Kind, Op, Outcome, link
from sync.record import differences, new_id
from sync.tables import derive
from tests.sync.conformance.laptops import NOW
from tests.sync.conformance.shops import SCHEMA, TOWN_A, TOWN_B, TOWN_C, Shop

POSITION = Sequence("feed_position")
TABLES = derive(SCHEMA, MetaData())


@dataclass(frozen=True)
class Writer:
    """A device that pushes; each commit brings a shop to two townships, in either order."""

    database: Database
    device: str
    user: str
    chance: random.Random

    def run(self, commits: int) -> None:
        for _ in range(commits):
            ops = [self._shop(town) for town in self.chance.sample((TOWN_A, TOWN_B, TOWN_C), 2)]
            self.database.write(lambda conn, ops=ops: self._push(conn, ops))

    def _shop(self, town: str) -> Op:
        shop = Shop(id=new_id(), name="店", division_code=town)
        units = differences(Shop, None, shop.wire())
        captured = Captured(wall=NOW, off=0, mono=1)
        return Op(id=new_id(), t="shop", row=shop.id, k=Kind.INSERT, b=(0, 0), set=units, by=self.user, cap=captured,
                  g=shop.id)  # fmt: skip

    def _push(self, conn: Connection, ops: list[Op]) -> None:
        place = read_place(conn, self.device, 1, lock=True)
        arrivals, chain = [], place.chain
        for n, op in enumerate(ops, place.last + 1):
            chain = link(chain, n, op.core())
            arrivals.append(Arrival(self.device, 1, n, op, op.core(), chain))
        scope = frozenset(conn.execute(select(feed.c.id)).scalars())
        push = Push(
            conn, SCHEMA, TABLES, 1, NOW, lambda dev: Author(dev, scope, {self.user: None}), FeedDirectory(conn, "9999")
        )
        results = push.take(arrivals, place.last)
        assert [result.r for result in results] == [Outcome.APPLIED] * len(ops)
        advance(conn, place, arrivals[-1], None, NOW)
        push.write()


def publish_by_sequence(conn: Connection, moves: Iterable[Move], now: int) -> None:
    """What R1 forbids: positions from a sequence, given before the order of commits is known."""
    heads: dict[int, int] = {}
    for move in moves:
        number, (epoch, ver) = move.after
        row = {"feed_id": number, "kind": move.kind, "row_id": move.row, "ver_epoch": epoch, "ver": ver}
        entry = feed_entry.insert().values(**row, seq=POSITION.next_value(), entry=EntryKind.PUT.value)
        heads[number] = conn.execute(entry.returning(feed_entry.c.seq)).scalar_one()
    for number, head in sorted(heads.items()):
        conn.execute(update(feed).where(feed.c.id == number).values(head=func.greatest(feed.c.head, head)))


def main(url: str, threads: int, commits: int, order: str) -> None:
    if order == "sequence":
        sync.hq.push.publish = publish_by_sequence
    if os.environ.get("MUTANT"):  # the gate's
        importlib.import_module("tests.sync.mutants.plugin").switch_off()
    database = Database(url)
    writers = [Writer(database, new_id(), new_id(), random.Random(number)) for number in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        print("ready", flush=True)
        sys.stdin.readline()
        shares = [commits // threads + (number < commits % threads) for number in range(threads)]
        work: Callable[[Writer, int], None] = Writer.run
        list(pool.map(work, writers, shares))
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
