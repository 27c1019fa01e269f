"""Which device sent a request: its signature, its counter, its standing at this moment."""

from __future__ import annotations

import base64
from collections.abc import Collection
from enum import StrEnum
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Row, bindparam, select, update

from sync.faults import Fault, Faulted, FaultReply, Wipe
from sync.hq.database import insert_missing
from sync.hq.tables import device
from sync.wire import Malformed, is_signed, read_authorization

WINDOW = 64
"""A counter may come late by less than this; requests overtake each other on the way."""
_DEVICE = select(device).where(device.c.id == bindparam("dev"))
_LOCKED = _DEVICE.with_for_update()
_USE_UP = (
    update(device)
    .where(device.c.id == bindparam("dev"))
    .values(counter=bindparam("highest"), counter_seen=bindparam("seen"))
)


class DeviceStatus(StrEnum):
    ACTIVE = "active"
    TRANSFERRED = "transferred"
    """In other hands: what it still holds is taken for a person to look at, and nothing is given to it."""
    FORKED = "forked"
    """Two machines used its identity: what they send waits for an administrator's word, nothing is given to them."""
    REVOKED = "revoked"
    HQ = "hq"
    """HQ's own author; nothing comes from it over the wire."""


ACTIVE = frozenset({DeviceStatus.ACTIVE})
MAY_PUSH = frozenset({DeviceStatus.ACTIVE, DeviceStatus.TRANSFERRED, DeviceStatus.FORKED})
"""Whose changes and photos are taken."""
ENROLLED = MAY_PUSH | {DeviceStatus.REVOKED}


_FAULTS = {DeviceStatus.TRANSFERRED: Fault.TRANSFERRED, DeviceStatus.FORKED: Fault.HELD}


def register(conn: Connection, device_id: str, public_key: bytes | None, status: DeviceStatus, now: int) -> None:
    """Let a device in, with its raw Ed25519 public key. One that is registered already stays as it is."""
    row = {
        "id": device_id,
        "public_key": public_key,
        "status": status.value,
        "counter": 0,
        "counter_seen": 0,
        "registered_at": now,
    }
    insert_missing(conn, device, [row])


def set_status(conn: Connection, device_id: str, status: DeviceStatus, wipe: Wipe | None = None) -> None:
    """Let a device in or out, from its next request on; `wipe` is told to it then."""
    values = {"status": status.value, "wipe": None if wipe is None else wipe.value}
    conn.execute(update(device).where(device.c.id == device_id).values(values))


def hold_back(conn: Connection, device_id: str) -> None:
    """Two machines use its identity. One that was blocked or handed over meanwhile stays so, with its order to wipe."""
    is_let_in = (device.c.id == device_id) & (device.c.status == DeviceStatus.ACTIVE.value)
    conn.execute(update(device).where(is_let_in).values(status=DeviceStatus.FORKED.value))


def is_active(conn: Connection, device_id: str) -> bool:
    return conn.execute(select(device.c.status).where(device.c.id == device_id)).scalar() == DeviceStatus.ACTIVE


def standing_device(
    conn: Connection, device_id: str, allowed: Collection[DeviceStatus] = ACTIVE, *, lock: bool = False
) -> Row[Any]:
    """The device's row. Raises Faulted when it is unknown, or not of a standing that is allowed here (R34)."""
    row = conn.execute(_LOCKED if lock else _DEVICE, {"dev": device_id}).first()
    if row is None or row.public_key is None:
        raise Faulted(FaultReply(fault=Fault.UNKNOWN_DEVICE))
    check_standing(row, allowed)
    return row


def check_standing(row: Row[Any], allowed: Collection[DeviceStatus]) -> None:
    """Raises Faulted for a device whose standing is not among those allowed; it brings the order to wipe, if any."""
    if row.status not in allowed:
        fault = _FAULTS.get(row.status, Fault.REVOKED)
        raise Faulted(FaultReply(fault=fault, wipe=None if row.wipe is None else Wipe(row.wipe)), row.id)


def note_wiped(conn: Connection, device_id: str, now: int) -> None:
    """The device says that it carries its order out."""
    conn.execute(update(device).where(device.c.id == device_id).values(wiped_at=now))


def authenticate(
    conn: Connection, header: str, method: str, path: str, digest: str, allowed: Collection[DeviceStatus] = ACTIVE
) -> str:
    """The device that signed this very request; its counter is used up by it. Raises Faulted.

    digest: SHA-256 of the body, hexadecimal. The signature comes first: nothing of a device is told to a stranger.
    """
    try:
        device_id, counter, signature = read_authorization(header)
    except Malformed as exc:
        raise Faulted(FaultReply(fault=Fault.BAD_SIGNATURE, detail=str(exc))) from exc
    row = conn.execute(_LOCKED, {"dev": device_id}).first()
    if row is None or row.public_key is None:
        raise Faulted(FaultReply(fault=Fault.UNKNOWN_DEVICE))
    key = Ed25519PublicKey.from_public_bytes(row.public_key)
    if not is_signed(key, signature, device_id, method, path, digest, counter):
        raise Faulted(FaultReply(fault=Fault.BAD_SIGNATURE))
    check_standing(row, allowed)
    seen = use_counter(row.counter, row.counter_seen, counter)
    if seen is None:
        raise Faulted(FaultReply(fault=Fault.COUNTER, last=row.counter), row.id)
    highest = max(row.counter, counter)
    conn.execute(_USE_UP, {"dev": device_id, "highest": highest, "seen": seen})
    return device_id


def use_counter(highest: int, seen: int, counter: int) -> int | None:
    """The bitmap of used counters below the highest, after this one; None when it was used, or is too old to tell.

    Bit i stands for highest - 1 - i.
    """
    if counter > highest:
        shifted = ((seen << 1) | 1) << (counter - highest - 1) if counter - highest < WINDOW else 0
        return shifted & ((1 << (WINDOW - 1)) - 1)
    bit = highest - 1 - counter
    if bit < 0 or bit >= WINDOW - 1 or seen >> bit & 1:
        return None
    return seen | 1 << bit


def is_chain_signed(public_key: bytes, sig: str | None, chain: str) -> bool:
    """Whether the device signed the chain value (both as they travel: base64 and hexadecimal)."""
    try:
        signature = base64.b64decode(sig or "", validate=True)
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, bytes.fromhex(chain))
    except (InvalidSignature, ValueError):
        return False
    return True
