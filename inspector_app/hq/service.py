"""HQ's service as laptops meet it: the sync, and document numbers before a laptop runs out of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from inspector_app.hq import numbers
from sync.hq.auth import ENROLLED, is_active, standing_device
from sync.hq.hand_in import hand_in
from sync.hq.push import handed_over
from sync.hq.service import HQService
from sync.protocol import ExchangeReply, ExchangeRequest, Op, Result

HOUR_US = 3_600_000_000


class OfficeService(HQService):
    """Looks each hour whether the laptop that exchanges has numbers enough; new blocks come with that very answer.

    A log that begins again, because its disk was set back, is looked at afresh. Each process remembers for itself, so
    blocks that another one closed are replaced within the hour.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._looked: dict[str, tuple[int, int]] = {}
        """{laptop: (incarnation, hour)} of its last look."""

    def exchange(self, device: str, request: ExchangeRequest, now: int) -> ExchangeReply:
        looked = (request.inc, now // HOUR_US)
        if self._looked.get(device) != looked and self.database.read(lambda conn: is_active(conn, device)):
            numbers.reserve(self, device, request.inc, now)
            self._looked[device] = looked
        return super().exchange(device, request, now)

    def hand_in(self, device: str, ops: Sequence[Op], now: int) -> list[Result]:
        """Apply what a rescue package holds of a laptop's changes; one in other hands gives them for review."""

        def work(connection: Connection) -> list[Result]:
            status = standing_device(connection, device, ENROLLED, lock=True).status
            return hand_in(self._changes(connection, now, *handed_over(device, status)), device, ops)

        return self._knowing(now, lambda: self.database.write(work))

    def on_forked(self, device: str, now: int) -> None:
        numbers.close(self, device, now)
        self._looked.pop(device, None)
