"""The replica's side of an exchange: what to send, and how HQ's answer enters the tables in one transaction."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.storage import search
from inspector_app.storage.engine import Sessions, writing
from inspector_app.storage.incoming import Incoming
from sync import wire
from sync.device import log, outbox
from sync.device.core import OpState, SubState
from sync.device.engine import Step
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.tables import counter, sub
from sync.device.tables import outbox as changes
from sync.protocol import (
    Clock,
    Entry,
    EntryKind,
    ExchangeReply,
    ExchangeRequest,
    FeedPage,
    Log,
    Outcome,
    Result,
    Subscription,
)

COUNTER_BLOCK = 64
"""Request counters taken from the database at once; those unused at a crash are skipped, which HQ allows."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Which device of which HQ this replica is."""

    device_id: str
    dataset: str
    app: str
    """Version of the app."""
    sign: Callable[[bytes], bytes]
    """Ed25519 by the device's key."""
    clock: Callable[[], int]
    """Microseconds UTC."""


class LocalReplica:
    """A replica that exchanges with HQ (sync.device.engine.Replica). One run at a time."""

    def __init__(self, sessions: Sessions, enrolment: Enrolment) -> None:
        self._sessions = sessions
        self._enrolment = enrolment
        self._counters: list[int] = []
        self._counting = threading.Lock()
        with sessions() as session:
            known = outbox.meta(session, "dataset")
        if known is None:
            with sessions.begin() as session:
                outbox.set_meta(session, dataset=enrolment.dataset)
        elif known != enrolment.dataset:
            raise SyncProblem(ProblemKind.OTHER_DATASET, retryable=False)

    def next_request(self) -> ExchangeRequest:
        """Unanswered changes again, else the next ones; they have their numbers on disk before this returns."""
        with self._sessions.begin() as session:
            chunk = log.next_chunk(session)
            inc = outbox.meta(session, "inc", 1)
            parked = select(changes.c.n).where(changes.c.state == OpState.PARKED, changes.c.inc == inc)
            mono = session.execute(select(counter.c.value).where(counter.c.name == "mono")).scalar() or 0
            return ExchangeRequest(
                app=self._enrolment.app,
                schema_=SCHEMA.version,
                ds=self._enrolment.dataset,
                inc=inc,
                epoch=outbox.meta(session, "epoch", 0),
                log=Log(last=chunk.last, chain=chunk.chain.hex()),
                sig=base64.b64encode(self._enrolment.sign(chunk.chain)).decode() if chunk.ops else None,
                cur={row.feed_id: row.cursor for row in session.execute(select(sub).order_by(sub.c.feed_id))},
                clock=Clock(wall=self._enrolment.clock(), mono=mono),
                ops=wire.pack_ops(chunk.ops) if chunk.ops else None,
                ask=tuple(session.scalars(parked.order_by(changes.c.n))),
            )

    def apply(self, request: ExchangeRequest, reply: ExchangeReply) -> Step:
        """Results, rows and cursors in one transaction. Raises SyncProblem for nonsense, and changes nothing."""
        try:
            with self._sessions.begin() as session, writing(session):
                return _Applying(session, request, reply, self._enrolment.clock()).run()
        except wire.Malformed as exc:
            raise SyncProblem(ProblemKind.CUT, retryable=True, detail=str(exc)) from exc

    def adopt_log(self, last: int, chain: str) -> None:
        """HQ holds more of our log than this disk, which was set back: go on as the next incarnation.

        Its numbers for papers are reserved afresh, for nobody knows which of the old ones were printed.
        """
        with self._sessions.begin() as session:
            if last > outbox.meta(session, "log_last", 0):  # else it was said to an earlier request
                log.begin(session, outbox.meta(session, "inc", 1))

    def begin_incarnation(self, forked: int) -> None:
        """Our log is another's beyond what HQ answered: go on as the next incarnation; changes keep their ids."""
        with self._sessions.begin() as session:
            log.begin(session, forked)

    def next_counter(self) -> int:
        """A number for a request that no earlier request bore."""
        with self._counting:
            if not self._counters:
                with self._sessions.begin() as session:
                    last = outbox.tick(session, "request", COUNTER_BLOCK)
                self._counters = list(range(last, last - COUNTER_BLOCK, -1))
            return self._counters.pop()

    def adopt_counter(self, last: int) -> None:
        """Go on after the highest counter that HQ has seen."""
        with self._counting, self._sessions.begin() as session:
            self._counters = []
            outbox.raise_counter(session, "request", last)


class _Applying:
    """One reply being taken in."""

    def __init__(self, session: Session, request: ExchangeRequest, reply: ExchangeReply, now: int) -> None:
        self._session = session
        self._request = request
        self._reply = reply
        self._now = now
        self._rows = Incoming(session)
        ops = wire.unpack_ops(request.ops)
        self._reads_again = False
        self._sent = dict(enumerate(ops, request.log.last - len(ops) + 1))

    def run(self) -> Step:
        if self._reply.epoch < outbox.meta(self._session, "epoch", 0):
            raise wire.Malformed("an epoch that is past")
        before = outbox.meta(self._session, "hq_last", 0)
        results = self._results()
        moved = self._feeds()
        changed = self._rows.write()
        search.refresh(self._session, changed)
        self._remember()
        outcomes = [result.r for result in results]
        waiting = log.waiting(self._session)
        return Step(
            more=self._reply.more or self._reads_again or waiting > 0,
            moved=moved or bool(results) or outbox.meta(self._session, "hq_last") != before,
            pushed=len(self._sent) if self._reply.need_from is None else 0,
            pulled=self._rows.taken,
            conflicts=outcomes.count(Outcome.CONFLICT),
            parked=outcomes.count(Outcome.PARKED),
            refused=outcomes.count(Outcome.REJECTED),
            behind=waiting + sum(page.head - page.to for page in self._reply.feeds),
            kinds=frozenset(kind for kind, _ in changed),
        )

    def _results(self) -> list[Result]:
        """Each change's answer. When HQ lacks earlier changes, nothing was applied, and those go first next time."""
        if self._reply.need_from is not None:
            outbox.set_meta(self._session, hq_last=self._reply.need_from - 1)
            return []
        numbers = [(n, op.id) for n, op in self._sent.items()]
        results = wire.unpack_results(self._reply.res, numbers) if numbers else []
        results += wire.unpack_later(self._reply.res)
        touched = outbox.settle(self._session, results, self._now)
        self._rows.prefetch(touched)
        for key in touched:
            self._rows.touch(key)
        outbox.set_meta(self._session, hq_last=self._request.log.last)
        return results

    def _feeds(self) -> bool:
        """Pages with their cursors, feeds that come and go. Rows enter before others leave: one may only have moved."""
        for new in self._reply.sub.add:
            self._subscribe(new)
        cursors = {row.feed_id: row.cursor for row in self._session.execute(select(sub))}
        # An answer that another one has overtaken tells again what is behind us: a row may have left since.
        pages = [
            (page, [entry for entry in wire.unpack_entries(page.e) if entry.seq > cursors[page.f]])
            for page in self._reply.feeds
            if page.f in cursors
        ]
        self._rows.prefetch((entry.t, entry.row) for _, entries in pages for entry in entries if entry.body is not None)
        read_to = {page.f: self._enter(page, entries, cursors[page.f]) for page, entries in pages}
        for page, entries in pages:
            for entry in entries:
                if entry.kind is EntryKind.LEAVE:
                    self._rows.leave(page.f, (entry.t, entry.row), entry.ver)
        for feed_id, to in read_to.items():
            self._session.execute(update(sub).where(sub.c.feed_id == feed_id).values(cursor=to))
        for feed_id in self._reply.sub.drop:
            self._rows.drop_feed(feed_id)
            self._session.execute(delete(sub).where(sub.c.feed_id == feed_id))
        self._reads_again = any(read_to[page.f] < page.to for page, _ in pages)
        if not self._reply.more and not self._reads_again:
            self._rows.drop_left()
            self._session.execute(update(sub).values(state=SubState.LIVE))
        came = any(to > cursors[feed_id] for feed_id, to in read_to.items())
        return came or bool(self._reply.sub.add or self._reply.sub.drop)

    def _enter(self, page: FeedPage, entries: list[Entry], cursor: int) -> int:
        """Take in what came into a feed; the position up to which nothing has to be read again."""
        if page.from_ > cursor:
            raise wire.Malformed(f"feed {page.f} from {page.from_}, read up to {cursor}")
        to = page.to
        for entry in entries:
            if entry.kind is not EntryKind.PUT:
                continue
            if entry.body is not None:
                self._rows.put(page.f, (entry.t, entry.row), entry.ver, entry.body)
            elif entry.own in self._sent:
                made = self._sent[entry.own]
                ops = [op for n, op in self._sent.items() if n <= entry.own and (op.t, op.row) == (made.t, made.row)]
                if not self._rows.put_own(page.f, entry.ver, ops):
                    to = min(to, entry.seq - 1)  # no longer a change of the next request: it comes with its content
            else:
                raise wire.Malformed(f"feed {page.f}, entry {entry.seq}: neither a body nor a change of ours")
        return max(cursor, to)

    def _subscribe(self, new: Subscription) -> None:
        values = {"feed_id": new.id, "kind": new.kind, "code": new.code, "cursor": 0, "state": SubState.CATCHUP}
        self._session.execute(insert(sub).values(values).on_conflict_do_nothing())

    def _remember(self) -> None:
        offset = self._reply.now - (self._request.clock.wall + self._now) // 2
        values = {"epoch": self._reply.epoch, "last_contact": self._now, "clock_offset": offset}
        outbox.set_meta(self._session, **values, min_app=self._reply.min_app)
        if self._reply.durable is not None:
            outbox.mark_durable(self._session, self._reply.durable.inc, self._reply.durable.n)
