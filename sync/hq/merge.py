"""How HQ merges one unit of a row: three-way, by value, by the policy of its fields (sync.md B.7). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from sync.record import Json, Policy, comparable

FUTURE_TOLERANCE_US = 60 * 1_000_000
"""A clock offset is measured over a network; a minute ahead is no wrong clock."""
TRUSTED_AGE_US = 30 * 24 * 3600 * 1_000_000


@dataclass(frozen=True, slots=True)
class Merged:
    """A unit's value afterwards, and the value that lost, if one did."""

    value: Json
    is_conflict: bool = False
    loser: Json = None


def merge(
    policy: Policy,
    old: Json,
    new: Json,
    current: Json,
    *,
    seen_at: int | None = None,
    current_seen_at: int | None = None,
    same_version: bool = True,
) -> Merged:
    """The unit after a change from `old` to `new` meets `current`.

    seen_at and current_seen_at are trusted capture times, None where there is none. same_version: the author saw the
    very row that HQ holds; only ROW_LOCK asks for it, so that A→B→A counts as a change there.
    """
    was, want, now = comparable(old), comparable(new), comparable(current)
    if want == now:
        return Merged(current)
    if policy is Policy.UNION:
        return Merged(_union(old, new, current))
    if now == was and (same_version or policy is not Policy.ROW_LOCK):
        return Merged(new)
    if policy in (Policy.MAX, Policy.MIN):
        return Merged(_extreme(policy, new, current))
    if (
        policy is Policy.LATEST_OBSERVATION
        and seen_at is not None
        and current_seen_at is not None
        and seen_at > current_seen_at
    ):
        return Merged(new, True, current)
    return Merged(current, True, new)


def _union(old: Json, new: Json, current: Json) -> Json:
    """Current with what was added and without what was removed; order of first appearance."""
    was, want = ([comparable(entry) for entry in value or ()] for value in (old, new))
    kept = [entry for entry in current or () if comparable(entry) in want or comparable(entry) not in was]
    held = [comparable(entry) for entry in kept]
    return kept + [entry for entry in new or () if comparable(entry) not in was and comparable(entry) not in held]


def _extreme(policy: Policy, new: Json, current: Json) -> Json:
    if new is None or current is None:
        return current if new is None else new
    return max(new, current) if policy is Policy.MAX else min(new, current)


def trusted_time(wall: int, offset: int | None, received_at: int) -> int | None:
    """The capture time by HQ's clock; None when it lies in the future, or too far from when HQ heard of it."""
    seen_at = wall + (offset or 0)
    if received_at - TRUSTED_AGE_US <= seen_at <= received_at + FUTURE_TOLERANCE_US:
        return seen_at
    return None
