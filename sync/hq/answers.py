"""HQ's answer to an exchange, read in one snapshot: how its device stands, and what is new in the feeds it may read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from sync.faults import Fault, Faulted, FaultReply
from sync.hq import skew
from sync.hq.auth import ACTIVE, MAY_PUSH, DeviceStatus, check_standing, standing_device
from sync.hq.blobs import wanted
from sync.hq.device_log import Arrival, Forked, Gap, Place, admit, check_open, places, read_place
from sync.hq.epoch import Restored, beginning, check_known, current_epoch
from sync.hq.feeds import FeedDirectory, Own, PageReader, ahead, day_of
from sync.hq.push import later_results
from sync.hq.reconcile import differing
from sync.hq.scope import Entitlement, Scope, entitlement
from sync.hq.shelf import Shelf, aside
from sync.hq.tables import durable_log
from sync.protocol import Durable, ExchangeReply, ExchangeRequest, Op, Result, Subscription, Subscriptions
from sync.record import Schema
from sync.wire import pack_results

PAGE_LIMITS = (4_096, 1 << 20)
"""Bytes of rows in a reply, at least and at most, whatever the device asks for."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What became of the changes of a request."""

    results: list[Result] = field(default_factory=list)
    own: Own = field(default_factory=dict)
    need_from: int | None = None


class Answers:
    """Reads answers for devices. What a device may read is computed anew in each (R33)."""

    def __init__(
        self, schema: Schema, tables: Mapping[str, Table], scope: Scope, shelf: Shelf | None, min_app: str | None
    ) -> None:
        self._schema = schema
        self._tables = tables
        self._scope = scope
        self._shelf = shelf
        self._min_app = min_app

    def read(
        self, conn: Connection, device: str, request: ExchangeRequest, pushed: Pushed, now: int
    ) -> ExchangeReply | None:
        """The reply; None when a user or device feed has to be made first. Raises Faulted, Restored."""
        standing = standing_device(conn, device, MAY_PUSH)
        check_dataset(conn, request.ds)
        place = read_place(conn, device, request.inc)
        self.check_restored(conn, device, request, place, now)
        need_from = pushed.need_from
        if need_from is None and not pushed.results:
            need_from = _lacking(conn, standing, place, request)
        here = current_epoch(conn)
        is_past = request.epoch < here.epoch
        told: dict[str, Any] = {
            "epoch": here.epoch,
            "now": now,
            "log": place.log(),
            "need_from": need_from,
            "began": beginning(here),
            "logs": places(conn, device) if is_past and request.epoch else {},
        }
        is_outdated = skew.is_outdated(self._schema, request.schema_, request.app, self._min_app)
        if standing.status != DeviceStatus.ACTIVE or is_outdated:
            is_held = standing.status == DeviceStatus.FORKED
            if not (request.ops or request.unsent or is_held or need_from is not None):
                check_standing(standing, ACTIVE)
                raise skew.outdated(self._schema)
            told |= {"res": pack_results(pushed.results), "held": is_held, "more": not is_held}
            return ExchangeReply.model_validate(told)
        held = self.entitlement(conn, FeedDirectory(conn, day_of(now)), device, now, request.cur)
        if held.missing:
            return None
        told["res"] = pack_results(pushed.results, later_results(conn, device, request.inc, request.ask))
        told |= self._news(conn, device, request, pushed.own, held, is_past=is_past, now=now)
        return ExchangeReply.model_validate(told)

    def _news(
        self,
        conn: Connection,
        device: str,
        request: ExchangeRequest,
        own: Own,
        held: Entitlement,
        *,
        is_past: bool,
        now: int,
    ) -> dict[str, Any]:
        """What only a device gets that is let in and can read it. is_past: its positions are of an epoch before."""
        feeds, epoch = held.feeds, current_epoch(conn).epoch
        reader = PageReader(conn, self._schema, self._tables, within_limits(request.max), request.schema_)
        new = sorted(feeds.keys() - request.cur.keys())
        # A position of an epoch that is past says nothing in this one: the device first compares what it holds.
        read = {number: request.cur.get(number, 0) for number in (new if is_past else feeds)}
        pages, more = reader.read(read, own, aside(self._shelf, conn, request, epoch, now))
        again, unfinished = skew.told_again(conn, self._schema, reader, request, () if more or is_past else feeds)
        this_log = (durable_log.c.dev == device) & (durable_log.c.inc == request.inc)
        durable = conn.execute(select(durable_log.c.n).where(this_log)).scalar()
        return {
            "sub": Subscriptions(
                add=tuple(Subscription(id=n, kind=feeds[n].kind.value, code=feeds[n].code) for n in new),
                drop=tuple(sorted(request.cur.keys() - feeds.keys())),
            ),
            "feeds": tuple(pages),
            "durable": None if durable is None else Durable(inc=request.inc, n=durable),
            "more": more or unfinished,
            "again": again,
            "s": self._schema.version if request.schema_ > self._schema.version else None,
            "min_app": self._min_app,
            "want": wanted(conn, device),
            "differ": () if is_past else differing(conn, request, feeds),
        }

    def entitlement(
        self,
        conn: Connection,
        directory: FeedDirectory,
        device: str,
        now: int,
        cursors: Mapping[int, int] | None = None,
    ) -> Entitlement:
        """The feeds that a device may read and write at this moment."""
        return entitlement(conn, directory, self._scope, device, now, cursors)

    def check_restored(self, conn: Connection, device: str, request: ExchangeRequest, place: Place, now: int) -> None:
        """Raises Restored when the device knows more than this HQ ever told it."""
        check_known(conn, device, request, place.last)
        beyond = ahead(conn, request.cur) if request.epoch == current_epoch(conn).epoch else set()
        if beyond and beyond & self.entitlement(conn, FeedDirectory(conn, day_of(now)), device, now).feeds.keys():
            raise Restored(f"device {device} has read beyond the end of feed {min(beyond)}", request.epoch)


def admitted(conn: Connection, place: Place, request: ExchangeRequest, ops: Sequence[Op]) -> list[Arrival]:
    """As device_log.admit. Raises Restored where the log is another one than HQ acknowledged to this very machine.

    HQ lost it, and another machine of this identity told its own under the same numbers.
    """
    try:
        return admit(conn, place, request.log, ops)
    except Forked as fork:
        epoch = current_epoch(conn).epoch
        if fork.is_before and request.epoch == epoch:
            raise Restored(f"device {place.dev} had other changes acknowledged", epoch) from fork
        raise


def check_dataset(conn: Connection, asked: str) -> None:
    """Raises Faulted for a device of the other dataset: REAL and DEMO never mix."""
    held = current_epoch(conn).dataset
    if asked != held:
        raise Faulted(FaultReply(fault=Fault.DATASET, detail=f"this is {held}"))


def within_limits(asked: int) -> int:
    """How many bytes of rows a reply may have."""
    return min(max(asked, PAGE_LIMITS[0]), PAGE_LIMITS[1])


def _lacking(conn: Connection, standing: Row[Any], place: Place, request: ExchangeRequest) -> int | None:
    """From which number on HQ lacks changes of a log that carries none now. Raises Faulted for another log."""
    try:
        admitted(conn, place, request, ())
        if standing.status == DeviceStatus.ACTIVE:
            check_open(conn, place, ())
    except Gap as gap:
        return gap.need_from
    return None
