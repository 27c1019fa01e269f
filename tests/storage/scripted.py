"""HQ's side of an exchange, word for word, for tests of the replica."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from inspector_app.records.operators import Operator
from inspector_app.storage import sync_state
from inspector_app.storage.engine import Sessions
from inspector_app.storage.replica import LocalReplica
from inspector_app.storage.writes import find
from sync import wire
from sync.device.core import RowState
from sync.protocol import (
    Entry,
    ExchangeReply,
    ExchangeRequest,
    FeedPage,
    Result,
    Subscription,
    Subscriptions,
)
from sync.record import Record

HERE = Subscription(id=7, kind="township", code="990101100")
NOW = 1_780_000_000_000_000


class Script:
    """HQ's side, word for word."""

    def __init__(self, replica: LocalReplica, sessions: Sessions) -> None:
        self.replica = replica
        self.sessions = sessions
        self.request: ExchangeRequest | None = None

    def ask(self) -> list[Any]:
        """The ops of the device's next request."""
        self.request = self.replica.next_request()
        return wire.unpack_ops(self.request.ops)

    def answer(
        self,
        results: Sequence[Result] = (),
        pages: Sequence[FeedPage] = (),
        later: Sequence[Result] = (),
        **names: Any,
    ) -> Any:
        request = self.request or self.replica.next_request()
        values = {"epoch": 1, "now": NOW, "log": request.log, "feeds": tuple(pages)} | names
        reply = ExchangeReply(**values, res=wire.pack_results(results, later))
        self.request = None
        return self.replica.apply(request, wire.from_bytes(ExchangeReply, wire.to_bytes(reply)))

    def tell(self, *records: Record, ver: int = 1, seq: int = 1, feed: int = 7, extra: Any = None) -> Any:
        """Have rows come in by a feed."""
        entries = [
            Entry(seq=seq + i, t=each.kind, row=each.id, ver=(1, ver), body=each.wire() | (extra or {}))
            for i, each in enumerate(records)
        ]
        add = (Subscription(id=feed, kind="township", code=str(feed)),)
        return self.answer(pages=[page_of(entries, feed)], sub=Subscriptions(add=add))

    def get(self, shop: Operator) -> Operator | None:
        with self.sessions() as session:
            return find(session, Operator, shop.id)

    def state(self, shop: Operator) -> RowState:
        with self.sessions() as session:
            return sync_state.row_states(session, "operator", [shop.id])[shop.id]


def page_of(entries: Sequence[Entry], feed: int = 7, start: int = 0) -> FeedPage:
    to = max((entry.seq for entry in entries), default=start)
    return FeedPage.model_validate({"f": feed, "from": start, "to": to, "head": to, "e": wire.pack_entries(entries)})
