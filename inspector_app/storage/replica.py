"""The replica's side of an exchange: what to send, and how HQ's answer enters the tables in one transaction."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.storage import blobs, departure, reconcile, search, versions
from inspector_app.storage.engine import Sessions, writing
from inspector_app.storage.incoming import Incoming, Key
from inspector_app.storage.snapshots import SnapshotIntake
from inspector_app.storage.tables import TABLES
from sync import wire
from sync.device import log, outbox
from sync.device.core import PhotoState, SubState
from sync.device.problem import ProblemKind, SyncProblem
from sync.device.reconcile import Reconcile
from sync.device.session import Job, Step
from sync.device.snapshots import Offer, TakeSegments, TakeSnapshots
from sync.device.tables import blob_local, counter, sub
from sync.faults import Fault
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
_FEEDS = select(sub).order_by(sub.c.feed_id)
_MONO = select(counter.c.value).where(counter.c.name == "mono")
_LET_LIVE = update(sub).where(sub.c.state != SubState.LIVE).values(state=SubState.LIVE)
_BEGIN_IN = update(sub).where(sub.c.cursor == 0).values(epoch=bindparam("to_epoch"))


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


class LocalReplica(reconcile.Compared):
    """A replica that exchanges with HQ (sync.device.engine.Replica). One run at a time."""

    def __init__(self, sessions: Sessions, enrolment: Enrolment, files: SnapshotIntake | None = None) -> None:
        """With `files`, whoever runs the sync does the jobs of sync.device.snapshots with it."""
        super().__init__(sessions, enrolment.dataset, enrolment.clock)
        self._files = files
        self._enrolment = enrolment
        self._counters: list[int] = []
        self._counting = threading.Lock()
        self._is_placed = False
        """HQ has seen our log since this program started: the disk cannot have been set back after that."""
        self._counts: dict[int, reconcile.Count] = {}
        with sessions() as session:
            known = outbox.meta(session, "dataset")
        if known is None:
            with sessions.begin() as session:
                outbox.set_meta(session, dataset=enrolment.dataset)
        elif known != enrolment.dataset:
            raise SyncProblem(ProblemKind.OTHER_DATASET, retryable=False)

    def next_request(self) -> ExchangeRequest:
        """Unanswered changes again, else the next ones; they have their numbers on disk before this returns."""
        self._counts = self._count()
        with self._sessions.begin() as session:
            epoch, began = outbox.meta(session, "epoch", 0), outbox.meta(session, "epoch_began")
            reconcile.remember(session, self._counts)
            may_number = self._is_placed or epoch == 0
            chunk = log.next_chunk(session, may_number=may_number)
            inc = outbox.meta(session, "inc", 1)
            feeds = session.execute(_FEEDS).all()
            unread = [row for row in feeds if row.state != SubState.LIVE]
            mono = session.execute(_MONO).scalar() or 0
            return ExchangeRequest(
                app=self._enrolment.app,
                schema_=SCHEMA.version,
                ds=self._enrolment.dataset,
                inc=inc,
                epoch=min((row.epoch for row in feeds), default=epoch),
                heard=None if began is None else (epoch, began),
                log=Log(last=chunk.last, chain=chunk.chain.hex()),
                sig=base64.b64encode(self._enrolment.sign(chunk.chain)).decode() if chunk.ops else None,
                cur={row.feed_id: row.cursor for row in feeds},
                clock=Clock(wall=self._enrolment.clock(), mono=mono),
                ops=wire.pack_ops(chunk.ops) if chunk.ops else None,
                unsent=not may_number and not chunk.ops and log.waiting(session) > 0,
                ask=log.parked(session),
                files=self._files is not None and self._files.takes_files and (bool(unread) or not feeds),
                began={row.feed_id: row.began for row in unread if row.began},
                dig={feed_id: count.dig for feed_id, count in self._counts.items()} if not chunk.ops else {},
                again=versions.wanted(session),
                acked=outbox.meta(session, "lost"),
                aside=chunk.aside,
            )

    def _count(self) -> dict[int, reconcile.Count]:
        """The feeds that are to be compared today, when nothing waits. It only reads: it may take a while."""
        with self._sessions() as session:
            if log.waiting(session):
                return {}
            feeds = reconcile.to_check(session, self._enrolment.clock())
            return {feed_id: reconcile.count(session, feed_id) for feed_id in feeds}

    def apply(self, request: ExchangeRequest, reply: ExchangeReply) -> Step:
        """Results, rows and cursors in one transaction. Raises SyncProblem for nonsense, and changes nothing."""
        try:
            with self._sessions.begin() as session, writing(session):
                step = _Applying(session, request, reply, self._enrolment.clock(), self._counts).run()
        except wire.Malformed as exc:
            raise SyncProblem(ProblemKind.CUT, retryable=True, detail=str(exc)) from exc
        self._is_placed = True
        step = replace(step, kinds=step.kinds | self.sweep())
        if reply.held and not step.more:
            raise SyncProblem(ProblemKind.FAULT, retryable=False, fault=Fault.HELD)
        return step

    def sweep(self) -> frozenset[str]:
        """Take out the rows that go, batch by batch; another writer never waits long, and a kill loses nothing.

        The kinds of which rows went.
        """
        kinds: set[str] = set()
        while True:
            with self._sessions.begin() as session, writing(session):
                keys = departure.batch(session)
                if not keys:
                    return frozenset(kinds)
                kinds |= {kind for kind, _ in keys}
                rows = Incoming(session)
                rows.remove(keys)
                search.refresh(session, rows.write())

    def adopt_log(self, last: int, latest: int = 0) -> None:
        """HQ holds more of our log than this disk, which was set back: go on as the next incarnation.

        Its numbers for papers are reserved afresh, for nobody knows which of the old ones were printed.
        """
        self._is_placed = True
        with self._sessions.begin() as session:
            if last > outbox.meta(session, "log_last", 0):  # else it was said to an earlier request
                log.begin(session, outbox.meta(session, "inc", 1), latest)

    def begin_incarnation(self, forked: int, latest: int = 0) -> None:
        """Our log is another's beyond what HQ answered: go on after the last that HQ knows. Changes keep ids."""
        with self._sessions.begin() as session:
            log.begin(session, forked, latest)

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

    def __init__(
        self,
        session: Session,
        request: ExchangeRequest,
        reply: ExchangeReply,
        now: int,
        counts: Mapping[int, reconcile.Count],
    ) -> None:
        self._session = session
        self._request = request
        self._reply = reply
        self._now = now
        self._counts = counts if request.dig == {feed: count.dig for feed, count in counts.items()} else {}
        self._rows = Incoming(session, reply.epoch)
        self._form = min(SCHEMA.version, reply.s or SCHEMA.version)
        ops = wire.unpack_ops(request.ops)
        self._reads_again = self._is_level = False
        self._sent = dict(enumerate(ops, request.log.last - len(ops) + 1))

    def run(self) -> Step:
        heard = outbox.meta(self._session, "epoch", 0)
        if not self._reply.may_follow(heard, outbox.meta(self._session, "epoch_began")):
            raise wire.Malformed("an epoch that is past, or cannot be")
        if is_restored := 0 < heard < self._reply.epoch:
            departure.outlive(self._session)
        before = outbox.meta(self._session, "hq_last", 0)
        results = self._results()
        if is_restored:
            logs = self._reply.logs | {self._request.inc: self._reply.log.last}
            inc, proven = outbox.meta(self._session, "inc", 1), self._reply.durable
            durable = proven.n if proven is not None and proven.inc == inc else 0
            self._lie_over(log.reopen_restored(self._session, logs.get(inc, 0), before, durable))
            at_hq = blob_local.c.state == PhotoState.AT_HQ  # it may lack them again
            self._session.execute(update(blob_local).where(at_hq).values(state=PhotoState.WAITING))
        moved = self._feeds()
        moved = versions.take(self._session, self._rows, self._reply, self._form) or moved
        changed = self._rows.write() | self._let_go()
        search.refresh(self._session, changed)
        self._remember()
        self._check()
        outcomes = [result.r for result in results]
        waiting, due = log.waiting(self._session), bool(reconcile.due(self._session))
        lacks = not due and not self._reply.held and bool(versions.wanted(self._session))
        return Step(
            more=self._reply.more or self._reads_again or waiting > 0 or lacks,
            moved=moved or bool(results) or outbox.meta(self._session, "hq_last", 0) > before,
            pushed=len(self._sent) if self._reply.need_from is None else 0,
            pulled=self._rows.taken,
            conflicts=outcomes.count(Outcome.CONFLICT),
            parked=outcomes.count(Outcome.PARKED),
            refused=outcomes.count(Outcome.REJECTED),
            behind=waiting + sum(page.head - page.to for page in self._reply.feeds),
            kinds=frozenset(kind for kind, _ in changed),
            jobs=(*self._jobs(), *((Reconcile(),) if due else ())),
        )

    def _results(self) -> list[Result]:
        """Each change's answer. When HQ lacks earlier changes, nothing was applied, and those go first next time."""
        is_of_this_log = self._request.inc == outbox.meta(self._session, "inc", 1)
        if self._reply.need_from is not None and not is_of_this_log:  # a late answer may speak of a log of before
            return []
        if self._reply.need_from is not None:
            last = outbox.meta(self._session, "hq_last", 0)
            if last >= self._reply.need_from:  # HQ forgets nothing: it was restored, and has to know that
                outbox.set_meta(self._session, lost=last)
            self._lie_over(log.reopen(self._session, self._reply.need_from - 1))
            return []
        outbox.set_meta(self._session, lost=None)
        numbers = [(n, op.id) for n, op in self._sent.items()]
        results = wire.unpack_results(self._reply.res, numbers) if numbers else []
        results += wire.unpack_later(self._reply.res)
        if self._sent and not self._reply.log.may_hold(self._request.log):
            raise wire.Malformed("an answer to another request")
        self._lie_over(outbox.settle(self._session, results, self._reply.now))
        last = outbox.meta(self._session, "hq_last", 0)
        is_next = self._request.log.last - len(self._sent) <= last  # else it goes on after changes that wait
        if is_of_this_log and is_next:
            outbox.set_meta(self._session, hq_last=max(self._request.log.last, last))
        return results

    def _lie_over(self, touched: Collection[Key]) -> None:
        """Other changes than before lie over these rows."""
        self._rows.prefetch(touched)
        for key in touched:
            self._rows.touch(key)

    def _check(self) -> None:
        """HQ compared our digests, of feeds of which it has nothing new to tell; once level, old changes may go."""
        if self._reply.more:
            return
        new = {page.f for page in self._reply.feeds}
        compared = self._counts.keys() - new
        reconcile.check(self._session, self._counts, compared, self._reply.differ, self._now)
        log.purge(self._session, self._reply.now)  # a clock here that jumps must not make thirty days pass

    def _feeds(self) -> bool:
        """Pages with their cursors, feeds that come and go. Rows enter before others leave: one may only have moved."""
        self._subscribe(self._reply.sub.add)
        cursors = {row.feed_id: row.cursor for row in self._session.execute(_FEEDS)}
        # An answer that another one has overtaken tells again what is behind us: a row may have left since.
        pages = [
            (page, [entry for entry in wire.unpack_entries(page.e) if entry.seq > cursors[page.f]])
            for page in self._reply.feeds
            if page.f in cursors
        ]
        self._rows.prefetch((entry.t, entry.row) for _, entries in pages for entry in entries if entry.body is not None)
        read_to = {page.f: self._enter(page, entries, cursors[page.f]) for page, entries in pages if not page.gone}
        for page, entries in pages:
            for entry in entries:
                if entry.kind is EntryKind.LEAVE:
                    self._rows.leave(page.f, (entry.t, entry.row), entry.ver)
        places: dict[tuple[str, ...], list[dict[str, object]]] = {}
        for page, _ in pages:
            if page.gone:
                at = {"cursor": 0, "state": SubState.EMPTY, "began": page.floor, "sum": None}
            elif page.from_ == 0 == cursors[page.f]:
                at = {"cursor": read_to[page.f], "state": SubState.CATCHUP, "began": page.floor}
                at |= {"state": SubState.SNAPSHOT} if page.snap else {}
                at |= {"form": self._form, "again_at": 0}
            else:
                at = {"cursor": read_to[page.f], "state": SubState.CATCHUP}
            places.setdefault(tuple(at), []).append(at | {"of_feed": page.f})
        for rows in places.values():  # those that set the same columns together: a county has hundreds of feeds
            self._session.connection().execute(update(sub).where(sub.c.feed_id == bindparam("of_feed")), rows)
        if self._reply.sub.drop:
            self._session.execute(delete(sub).where(sub.c.feed_id.in_(self._reply.sub.drop)))
        self._reads_again = any(read_to[page.f] < page.to for page, _ in pages if not page.gone)
        is_withheld = self._reply.held or (bool(self._request.cur) and self._request.epoch < self._reply.epoch)
        self._is_level = not (self._reply.more or self._reads_again or is_withheld or self._jobs())
        if self._is_level:
            self._session.execute(_LET_LIVE)
        came = any(to > cursors[feed_id] for feed_id, to in read_to.items())
        gone = any(page.gone for page, _ in pages)
        return came or gone or bool(self._reply.sub.add or self._reply.sub.drop)

    def _let_go(self) -> set[Key]:
        """Rows of feeds that are no longer ours, or are begun anew; once level, what left its feed (R9, R22).

        The rows that the pages see otherwise from now on; those that go for good are the sweep's.
        """
        changed: set[Key] = set()
        drop, gone = self._reply.sub.drop, [page.f for page in self._reply.feeds if page.gone]
        departure.leave_before(self._session, [*gone, *self._rows.told_before.intersection(drop)])
        for feed_id in drop:
            departure.dismiss(self._session, feed_id, self._now)
            outbox.set_meta(self._session, feeds_lost=True)
        if self._is_level:
            changed = self._settle_elsewhere()
            departure.dismiss_left(self._session, self._now)
        return changed

    def _settle_elsewhere(self) -> set[Key]:
        """Changes that HQ took and whose rows it does not tell us: they are in feeds that are no longer ours."""
        if not outbox.meta(self._session, "feeds_lost", False):
            return set()
        rows = Incoming(self._session)
        for kind, row_id, version in outbox.unlanded(self._session):
            own = departure.staying(kind, self._now)
            if own is not None and self._session.execute(own.where(TABLES[kind].c.id == row_id)).first() is not None:
                rows.keep((kind, row_id), version)
                outbox.set_meta(self._session, rows_kept=True)
            else:
                rows.remove([(kind, row_id)])
        return rows.write()

    def _jobs(self) -> tuple[Job, ...]:
        """What is to be taken as files."""
        offers = {page.f: Offer(page.f, self._reply.epoch, page.key) for page in self._reply.feeds if page.key}
        snapshots = tuple(offers[page.f] for page in self._reply.feeds if page.snap and page.f in offers)
        segments = [TakeSegments(offers[page.f], page.seg) for page in self._reply.feeds if page.seg and page.key]
        return (*segments, *([TakeSnapshots(snapshots, self._reply.now)] if snapshots else []))

    def _enter(self, page: FeedPage, entries: list[Entry], cursor: int) -> int:
        """Take in what came into a feed; the position up to which nothing has to be read again."""
        if page.from_ > cursor:
            raise wire.Malformed(f"feed {page.f} from {page.from_}, read up to {cursor}")
        to = page.to
        for entry in entries:
            if entry.kind is not EntryKind.PUT:
                continue
            if entry.body is not None:
                self._rows.put(page.f, (entry.t, entry.row), entry.ver, entry.body, form=self._form)
            elif entry.own in self._sent:
                made = self._sent[entry.own]
                ops = [op for n, op in self._sent.items() if n <= entry.own and (op.t, op.row) == (made.t, made.row)]
                if not self._rows.put_own(page.f, entry.ver, ops):
                    to = min(to, entry.seq - 1)  # no longer a change of the next request: it comes with its content
            else:
                raise wire.Malformed(f"feed {page.f}, entry {entry.seq}: neither a body nor a change of ours")
        return max(cursor, to)

    def _subscribe(self, feeds: Iterable[Subscription]) -> None:
        begun = {"cursor": 0, "state": SubState.EMPTY, "epoch": self._reply.epoch, "form": self._form}
        if rows := [{"feed_id": new.id, "kind": new.kind, "code": new.code} | begun for new in feeds]:
            self._session.connection().execute(insert(sub).on_conflict_do_nothing(), rows)

    def _remember(self) -> None:
        offset = self._reply.now - (self._request.clock.wall + self._now) // 2
        # The beginning of a feed is a position in every epoch.
        self._session.execute(_BEGIN_IN, {"to_epoch": self._reply.epoch})
        values = {
            "epoch": self._reply.epoch,
            "epoch_began": self._reply.began,
            "last_contact": self._now,
            "clock_offset": offset,
        }
        outbox.set_meta(self._session, **values, min_app=self._reply.min_app, held=self._reply.held)
        outbox.set_meta(self._session, hq_schema=self._form)
        blobs.asked_for(self._session, self._reply.want, self._now)
        if self._reply.durable is not None:
            outbox.mark_durable(self._session, self._reply.durable.inc, self._reply.durable.n)
