"""How services write: the same two methods on a device and at HQ."""

from __future__ import annotations

from typing import Protocol, TypeVar

from sync.record import Record

R = TypeVar("R", bound=Record)


class Writer(Protocol):
    """One author's writes inside the caller's transaction."""

    def find(self, cls: type[R], row_id: str) -> R | None:
        """The record as it stands, or None when it is not here."""

    def save(self, record: Record, *, resolves: str | None = None, replaces: str | None = None) -> None:
        """Write a record and the change that travels.

        `resolves` names the conflict that this change closes, `replaces` the refused change that it corrects.
        """
