"""HQ's connection to its store is killed before and after every statement of a push, and around its commit (C-19).

A push is there whole or not at all; sent again it ends as one that nobody disturbed.
"""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import DBAPIError

from sync.protocol import Outcome
from tests.sync.conformance.shops import TOWN_A, TOWN_B
from tests.sync.conformance.test_feeds import digest

FAR = 1 << 30


def kill(conn: Connection) -> None:
    """As when the server dies, or somebody ends its session: the transaction is gone, the client does not know yet."""
    raw: Any = conn.connection.driver_connection
    if conn.dialect.name == "sqlite":
        if raw.in_transaction:
            raw.execute("ROLLBACK")  # which the next to open the file does; a dead process holds no lock
        raw.close()
        return
    pid = raw.info.backend_pid
    with conn.engine.connect() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


@dataclass
class Killer:
    """Counts the statements of write transactions, and kills at one of them."""

    engine: Engine
    at: int = FAR
    is_before: bool = True
    seen: int = 0
    names: list[str] = field(default_factory=list)
    _is_busy: bool = False

    def before(self, conn: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        if self._is_ours(conn):
            self.names.append(" ".join(statement.split()[:3]))
            self._strike(conn, self.is_before)

    def after(self, conn: Connection, *_: Any) -> None:
        if self._is_ours(conn):
            self._strike(conn, not self.is_before)
            self.seen += 1

    def committing(self, conn: Connection) -> None:
        if self._is_ours(conn):
            self.names.append("commit")
            self._strike(conn, is_time=True)
            self.seen += 1

    def _is_ours(self, conn: Connection) -> bool:
        """The write transaction of the push; not what kills it, and not the reading of pages."""
        options = conn.get_execution_options()
        is_write = options.get("sqlite_begin") == "IMMEDIATE" or options.get("isolation_level") == "READ COMMITTED"
        return is_write and "no_wait" not in options and not self._is_busy

    def _strike(self, conn: Connection, is_time: bool) -> None:
        if is_time and self.seen == self.at:
            self.at = FAR
            self._is_busy = True
            kill(conn)
            self._is_busy = False


@contextlib.contextmanager
def watching(hq: Any) -> Iterator[Killer]:
    engine = hq.service.database.engine
    killer = Killer(engine)
    hooks: list[tuple[str, Callable[..., None]]] = [
        ("before_cursor_execute", killer.before), ("after_cursor_execute", killer.after), ("commit", killer.committing),
    ]  # fmt: skip
    for name, hook in hooks:
        event.listen(engine, name, hook)
    try:
        yield killer
    finally:
        for name, hook in hooks:
            event.remove(engine, name, hook)


@dataclass
class Day:
    """A push that does a little of everything: rows that are new, changed, disputed, moved, refused, waited for."""

    laptop: Any
    shop: str
    visit: str
    parked: Any
    outcomes: dict[str, Outcome]


def made_day(hq: Any) -> Day:
    laptop, other = hq.laptop(TOWN_A, TOWN_B), hq.laptop(TOWN_A, TOWN_B)
    shop = other.insert("shop", name="店", division_code=TOWN_A)
    other.sync()
    laptop.sync()
    awaited = laptop.insert("shop", name="要等的店", division_code=TOWN_A)
    insert = laptop.log.pop()  # it goes below its child, which another laptop sends first
    line = other.insert("line", shop_id=awaited, goods="米", quantity=1)
    parked = other.log[-1]
    other.update("shop", shop, name="改过的店")
    other.sync()
    assert other.outcome(parked) is Outcome.PARKED
    laptop.log.append(insert)
    wanted = {insert.id: Outcome.APPLIED}
    wanted[laptop.update("shop", shop, name="另一个名字").id] = Outcome.CONFLICT
    visit = laptop.insert("visit", shop_id=shop, author_id=laptop.user, signed_at=hq.now)
    laptop.insert("fault", visit_id=visit, text="过期")
    wanted |= {op.id: Outcome.APPLIED for op in laptop.log[-2:]}
    wanted[laptop.change("shop", shop, {"division_code": (None, "999999999")}).id] = Outcome.REJECTED
    moved = laptop.update("shop", awaited, division_code=TOWN_B)
    wanted[moved.id] = Outcome.APPLIED
    assert line
    return Day(laptop, shop, visit, parked, wanted)


def is_untouched(hq: Any, day: Day) -> bool:
    """Whether HQ knows nothing of the push."""
    traces = [
        hq.count("op_result", "dev = :dev", dev=day.laptop.id),
        hq.count("device_log", "dev = :dev AND last_n > 0", dev=day.laptop.id),
        hq.count("visit", "id = :id", id=day.visit),
        hq.count("conflict", "row_id = :id", id=day.shop),
        hq.count("quarantine", "dev = :dev", dev=day.laptop.id),
    ]
    assert all(traces) or not any(traces), f"half of a push is there: {traces}"
    return not any(traces)


def assert_ends_well(hq: Any, day: Day) -> None:
    """Sent again, the push is there once, and everything agrees."""
    day.laptop.sync()
    told = {op.id: day.laptop.outcome(op) for op in day.laptop.log}
    assert told == day.outcomes
    assert hq.count("op_result", "dev = :dev", dev=day.laptop.id) == len(day.laptop.log)
    assert hq.count("conflict", "row_id = :id", id=day.shop) == 1
    assert hq.count("line", "shop_id = :id", id=day.parked.set["shop_id"][1]) == 1, "what waited came free"
    for code in (TOWN_A, TOWN_B):
        kept, counted, n_rows, there = digest(hq, code)
        assert (kept, n_rows) == (counted, there)
    assert not hq.rows("SELECT f.id FROM feed f JOIN feed_entry e ON e.feed_id = f.id WHERE e.seq > f.head")
    reader = hq.laptop(TOWN_A, TOWN_B)
    reader.sync()
    day.laptop.sync()
    assert {key: row[1:] for key, row in reader.rows.items()}.items() <= {
        key: row[1:] for key, row in day.laptop.rows.items()
    }.items()


def statements(hq: Any) -> int:
    """Statements of an undisturbed push, with its commit."""
    day = made_day(hq)
    with watching(hq) as killer:
        day.laptop.exchange()
    assert_ends_well(hq, day)
    assert killer.names[-1] == "commit"
    assert sum(name.startswith(("INSERT", "UPDATE", "DELETE")) for name in killer.names) > 8
    return killer.seen


@pytest.mark.parametrize("is_before", [True, False], ids=["before", "after"])
def test_a_push_killed_at_a_few_statements_is_whole_or_not_there(local_hq: Any, is_before: bool) -> None:
    last = statements(local_hq) - 1
    kill_at(local_hq, [last // 4, last - 3, last], is_before=is_before)


@pytest.mark.slow
@pytest.mark.parametrize("is_before", [True, False], ids=["before", "after"])
def test_a_push_killed_at_any_statement_is_whole_or_not_there(local_hq: Any, is_before: bool) -> None:
    kill_at(local_hq, range(statements(local_hq)), is_before=is_before)


def kill_at(hq: Any, places: Iterable[int], *, is_before: bool) -> None:
    """Kill one push at each of these statements."""
    for at in places:
        day = made_day(hq)
        with watching(hq) as killer:
            killer.at, killer.is_before = at, is_before
            with pytest.raises(DBAPIError):
                day.laptop.exchange()
            assert killer.at == FAR, "it did strike"
        assert is_untouched(hq, day)
        assert_ends_well(hq, day)


def test_a_commit_whose_answer_is_lost_counts_and_is_told_again(local_hq: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    day = made_day(local_hq)
    dialect = local_hq.service.database.engine.dialect
    commit = dialect.do_commit

    def lost(connection: Any) -> None:
        commit(connection)
        raise dialect.loaded_dbapi.OperationalError("the connection broke")

    monkeypatch.setattr(dialect, "do_commit", lost)
    with pytest.raises(DBAPIError):
        day.laptop.exchange()
    monkeypatch.undo()
    assert not is_untouched(local_hq, day)
    assert_ends_well(local_hq, day)


@pytest.mark.slow
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite has no server that could be killed alone
def test_a_push_killed_while_it_commits_is_whole_or_not_there(local_hq: Any) -> None:
    engine = local_hq.service.database.engine
    chance, seen = random.Random(7), set()
    for _ in range(40):
        day, killers = made_day(local_hq), []

        def strike(conn: Connection, killers: list[threading.Timer] = killers) -> None:
            if conn.get_execution_options().get("isolation_level") != "READ COMMITTED" or killers:
                return
            pid = conn.connection.driver_connection.info.backend_pid  # type: ignore[union-attr]
            killers.append(threading.Timer(chance.uniform(0, 0.004), end, [pid]))
            killers[0].start()

        def end(pid: int) -> None:
            with engine.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

        event.listen(engine, "commit", strike)
        try:
            with contextlib.suppress(DBAPIError):
                day.laptop.exchange()
        finally:
            event.remove(engine, "commit", strike)
        for killer in killers:
            killer.join()
        engine.dispose()  # a killed connection that went back to the pool
        seen.add(is_untouched(local_hq, day))
        assert_ends_well(local_hq, day)
    assert False in seen
