"""Why a change is not applied: it cannot be, or something that it needs is not there yet."""

from __future__ import annotations

from sync.protocol import NEWER, Refusal

NOT_UNDERSTOOD = {Refusal.UNKNOWN_KIND, Refusal.UNKNOWN_UNIT, Refusal.INVALID_VALUE}
"""Refusals that a later version of HQ may not find."""


def newer(version: int) -> str:
    """What a change waits for that is told in the terms of a newer version of the records than ours."""
    return f"{NEWER}{version}"


def is_newer(waits: str | None) -> bool:
    return waits is not None and waits.startswith(NEWER)


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
