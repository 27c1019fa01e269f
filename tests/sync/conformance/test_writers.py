"""No reader ever skips what many writers write (R1; sync.md C-01, C-02), and the test would notice if one did.

Writers are processes of their own, as HQ's workers are; readers ask again and again, a millisecond apart.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from sync.digest import MODULUS, row_hash
from sync.hq.database import Database
from sync.hq.feeds import PageReader
from sync.hq.tables import feed
from sync.tables import derive
from sync.wire import unpack_entries
from tests.sync.conformance.laptops import Hq
from tests.sync.conformance.shops import SCHEMA
from tests.sync.conformance.writing import POSITION

ROOT = Path(__file__).parents[3]
CHILD = Path(__file__).with_name("writing.py")
COMMITS = int(os.environ.get("SYNC_COMMITS", "100000"))
"""Commits of the slow runs."""
READERS = 2
PAUSE_S = 0.001
SHOPS = derive(SCHEMA, MetaData())["shop"]


@dataclass
class Reader:
    """Polls all feeds with the real page reader, and remembers what it was told."""

    database: Database
    cursors: dict[int, int]
    seen: set[str] = field(default_factory=set)
    pages_while_written: int = 0

    def run(self, written: threading.Event) -> None:
        is_last = False
        while not is_last:
            is_last = written.is_set()
            while self._poll():
                self.pages_while_written += not is_last
            time.sleep(PAUSE_S)

    def _poll(self) -> bool:
        """Read a page of each feed; whether anything came."""
        tables = {"shop": SHOPS}
        pages, _ = self.database.read(lambda conn: PageReader(conn, SCHEMA, tables, 4_096).read(self.cursors, {}))
        for page in pages:
            self.seen |= {entry.row for entry in unpack_entries(page.e)}
            self.cursors[page.f] = page.to
        return bool(pages)


@dataclass(frozen=True)
class Race:
    """What came of writers against readers; `skipped` is the sum over the readers."""

    shops: int
    skipped: int
    pages_while_written: int
    seconds: float

    def __str__(self) -> str:
        read = f"{READERS} readers, {self.pages_while_written} pages while written, {self.skipped} skipped"
        return f"{self.shops} entries, {read}, {self.seconds:.0f} s"


@contextmanager
def writing(url: str, threads: int, commits: int, order: str) -> Iterator[Callable[[], None]]:
    """A process of writers, ready; call what is given to let it run to its end."""
    command = [sys.executable, str(CHILD), url, str(threads), str(commits), order]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, **pipes) as process:
        assert process.stdout is not None

        def run() -> None:
            _, said = process.communicate("go\n")
            assert process.returncode == 0, said

        try:
            if process.stdout.readline() != "ready\n":
                pytest.fail(process.communicate()[1])
            yield run
        finally:
            process.kill()


def race(hq: Hq, writers: int, commits: int, *, processes: int, order: str = "counter") -> Race:
    """Let writers commit while readers poll."""
    database = hq.service.database
    url = database.engine.url.render_as_string(hide_password=False)
    numbers = database.read(lambda conn: list(conn.execute(select(feed.c.id)).scalars()))
    readers = [Reader(database, dict.fromkeys(numbers, 0)) for _ in range(READERS)]
    written = threading.Event()
    with ExitStack() as stack:
        works = [
            stack.enter_context(writing(url, writers // processes, commits // processes, order))
            for _ in range(processes)
        ]
        pool = stack.enter_context(ThreadPoolExecutor(processes + READERS))
        began = time.monotonic()
        polling = [pool.submit(reader.run, written) for reader in readers]
        try:
            for done in [pool.submit(work) for work in works]:
                done.result()
        finally:
            written.set()
        for done in polling:
            done.result()
    there = database.read(lambda conn: set(conn.execute(select(SHOPS.c.id)).scalars()))
    assert len(there) == commits // processes * processes * 2
    for reader in readers:
        assert reader.seen <= there
        assert reader.pages_while_written > 1, "nobody read while others wrote"
    seconds = time.monotonic() - began
    result = Race(
        len(there),
        sum(len(there - reader.seen) for reader in readers),
        sum(reader.pages_while_written for reader in readers),
        seconds,
    )
    print(f"{writers} writers, {processes} processes, {order}: {result}")
    return result


def check_digests(hq: Hq) -> None:
    """What each feed counts and sums up is what stands in it."""
    database = hq.service.database
    for row in database.read(lambda conn: conn.execute(select(feed)).all()):
        query = select(SHOPS.c.id, SHOPS.c.ver_epoch, SHOPS.c.ver).where(SHOPS.c.feed_id == row.id)
        shops = database.read(lambda conn, query=query: conn.execute(query).all())
        digest = sum(row_hash(shop.id, (shop.ver_epoch, shop.ver)) for shop in shops) % MODULUS
        assert (row.dig, row.n_rows) == (digest, len(shops))


only_postgresql = pytest.mark.parametrize("database", ["postgresql"], indirect=True)
only_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def with_a_sequence(hq: Hq) -> None:
    hq.service.database.write(lambda conn: POSITION.create(conn))


def test_no_reader_skips_what_writers_of_several_processes_write(local_hq: Hq) -> None:
    assert race(local_hq, 8, 160, processes=2).skipped == 0
    check_digests(local_hq)


@only_postgresql
def test_positions_from_a_sequence_would_be_skipped(local_hq: Hq) -> None:
    with_a_sequence(local_hq)
    assert race(local_hq, 16, 320, processes=2, order="sequence").skipped > 0


@pytest.mark.slow
@only_postgresql
@pytest.mark.parametrize(
    ("writers", "commits"), [(8, COMMITS // 10), (16, COMMITS // 10), (32, COMMITS // 10), (64, COMMITS)]
)
def test_no_reader_skips_anything_of_a_hundred_thousand_commits(local_hq: Hq, writers: int, commits: int) -> None:
    assert race(local_hq, writers, commits, processes=4).skipped == 0
    check_digests(local_hq)


@pytest.mark.slow
@only_postgresql
def test_sixty_four_writers_with_a_sequence_would_be_skipped(local_hq: Hq) -> None:
    with_a_sequence(local_hq)
    assert race(local_hq, 64, COMMITS // 10, processes=4, order="sequence").skipped > 0


@pytest.mark.slow
@only_sqlite
def test_four_processes_on_one_file_neither_skip_nor_find_it_locked(local_hq: Hq) -> None:
    assert race(local_hq, 16, COMMITS, processes=4).skipped == 0
    check_digests(local_hq)
