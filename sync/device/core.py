"""What a device decides, without any input or output: states, rebase, order and size of a push, waiting times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sync.protocol import CHUNK_BYTES, CHUNK_OPS, Kind, Op, Outcome, Result
from sync.record import Changes, Record, Wire, defaults, put

GROUP_OPS = 4_000
GROUP_BYTES = 8 << 20
"""A group is never split below these."""

Version = tuple[int, int]
"""(epoch, version) of a row at HQ; (0, 0) for a row that HQ has not seen."""


class OpState(StrEnum):
    """Where a change of this device is."""

    PENDING = "pending"
    """Saved here; open until it gets a number."""
    SENT = "sent"
    """Numbered and put into a request; no answer yet."""
    RELAY = "relay"
    """Handed to a relay or a stick, which is no acknowledgement."""
    ACKED = "acked"
    CONFLICT = "conflict"
    """Applied, but for at least one unit that another change won."""
    PARKED = "parked"
    """HQ keeps it until a row that it needs has arrived."""
    REJECTED = "rejected"
    ASIDE = "aside"
    """Refused, then corrected by another change or set aside by its author."""


WAITING = (OpState.PENDING, OpState.SENT, OpState.RELAY)
SHOWN = (*WAITING, OpState.PARKED, OpState.REJECTED)
"""States whose changes lie over HQ's row on the screen."""
SETTLED = (OpState.ACKED, OpState.CONFLICT)

_STATE_AFTER = {
    Outcome.APPLIED: OpState.ACKED,
    Outcome.DUPLICATE: OpState.ACKED,
    Outcome.CONFLICT: OpState.CONFLICT,
    Outcome.PARKED: OpState.PARKED,
    Outcome.REJECTED: OpState.REJECTED,
}


def state_after(result: Result) -> OpState:
    """The state of a change once HQ has answered it. A replayed conflict is told by the conflicts it names."""
    if result.r == Outcome.DUPLICATE and result.cf:
        return OpState.CONFLICT
    return _STATE_AFTER[result.r]


class SubState(StrEnum):
    """How far a subscribed feed is here (R22): reports and clean-up wait for LIVE."""

    EMPTY = "empty"
    SNAPSHOT = "snapshot"
    CATCHUP = "catchup"
    LIVE = "live"


class PhotoState(StrEnum):
    """Where the synced copy of a photo is, or an original that HQ is to have."""

    WAITING = "waiting"
    FAST_LINE = "fast_line"
    """An original that goes when the line is fast, and not on any other."""
    AT_HQ = "at_hq"


class RowState(StrEnum):
    """What a page shows beside a record."""

    SAVED_HERE = "saved_here"
    SENT = "sent"
    AT_HQ = "at_hq"
    PARKED = "parked"
    REFUSED = "refused"
    CONFLICT = "conflict"


def row_state(states: Iterable[OpState], has_conflict: bool) -> RowState:
    """The most urgent thing to say of a row, by the states of its changes."""
    seen = set(states)
    for state, shown in (
        (OpState.REJECTED, RowState.REFUSED),
        (OpState.PARKED, RowState.PARKED),
        (OpState.PENDING, RowState.SAVED_HERE),
        (OpState.SENT, RowState.SENT),
        (OpState.RELAY, RowState.SENT),
    ):
        if state in seen:
            return RowState.CONFLICT if has_conflict and shown not in (RowState.REFUSED, RowState.PARKED) else shown
    return RowState.CONFLICT if has_conflict else RowState.AT_HQ


@dataclass(frozen=True, slots=True)
class LocalChange:
    """A change as the rebase needs it."""

    k: Kind
    changes: Changes


def lay_over(cls: type[Record], row_id: str, base: Wire | None, changes: Iterable[LocalChange]) -> Wire | None:
    """effective = base + changes, in their order: what a page shows.

    base is None for a row that HQ has not (or no more) given us; then only an insert makes a row of it.
    """
    row = None if base is None else dict(base)
    for change in changes:
        if row is None:
            if change.k != Kind.INSERT:
                continue
            row = defaults(cls) | {"id": row_id}
        apply_units(cls, row, change.changes)
    return row


def apply_units(cls: type[Record], row: Wire, changes: Changes) -> None:
    """Set the new value of each unit in place. A unit that the kind no longer has is passed over."""
    for unit, (_, new) in changes.items():
        try:
            put(cls, row, unit, new)
        except KeyError:
            continue


def merged_changes(first: Changes, later: Changes) -> Changes:
    """Two consecutive changes as one: first old value, last new one; units that came back to their old value go."""
    both = {unit: (first[unit][0] if unit in first else old, new) for unit, (old, new) in later.items()}
    return {unit: (old, new) for unit, (old, new) in (first | both).items() if old != new}


def grouped(ops: Sequence[Op]) -> list[Op]:
    """Ops in the order of numbering: by first capture, whole groups together. Given in the order of capture."""
    place: dict[str, int] = {}
    for op in ops:
        place.setdefault(op.g, len(place))
    return sorted(ops, key=lambda op: place[op.g])


def chunk(ops: Iterable[tuple[Op, int]]) -> Iterator[Op]:
    """The ops that one request carries, given (op, size in bytes): whole groups up to 200 ops and 512 kB.

    A larger group goes alone, and only beyond 4,000 ops or 8 MB is it cut.
    """
    pending: list[Op] = []
    count = size = group_size = 0
    for op, length in ops:
        if pending and op.g != pending[-1].g:
            yield from pending
            count, size = count + len(pending), size + group_size
            pending, group_size = [], 0
        pending.append(op)
        group_size += length
        if count and (count + len(pending) > CHUNK_OPS or size + group_size > CHUNK_BYTES):
            return
        if len(pending) > GROUP_OPS or group_size > GROUP_BYTES:
            yield from pending[:-1]
            return
    yield from pending
