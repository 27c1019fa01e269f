"""Why a change is not applied: it cannot be, or something that it needs is not there yet."""

from __future__ import annotations

from sync.protocol import Refusal


class OpRefused(Exception):
    """The change cannot be applied, now or later."""

    def __init__(self, code: Refusal, unit: str | None = None, detail: str = "") -> None:
        super().__init__(f"{code.value} {unit or ''} {detail}")
        self.code = code
        self.unit = unit
        self.detail = detail


class Waits(Exception):
    """The change needs a row that has not arrived yet."""

    def __init__(self, row_id: str) -> None:
        super().__init__(row_id)
        self.row_id = row_id
