"""Why HQ does not answer a request. No change of a device alters its state by it (R13)."""

from __future__ import annotations

from enum import StrEnum

from sync.protocol import Count, Message


class Fault(StrEnum):
    """Why HQ did not answer an exchange at all; no op changes state by it."""

    UNKNOWN_DEVICE = "unknown_device"
    BAD_SIGNATURE = "bad_signature"
    COUNTER = "counter"
    """The request counter was used before; the reply's `last` tells where to go on."""
    REVOKED = "revoked"
    TRANSFERRED = "transferred"
    """The device was handed over: what it holds is still taken, for a person to look at; nothing is given."""
    FORKED = "forked"
    """The device's log is not the one that HQ holds: it goes on as its next incarnation."""
    HELD = "held"
    """Two machines used one identity: what they send is kept, and nothing is given until an administrator decided."""
    DATASET = "dataset"
    PROTOCOL = "protocol"
    UPGRADE = "upgrade"
    TOO_LARGE = "too_large"
    MALFORMED = "malformed"
    NOT_FOUND = "not_found"
    """There is no such file, or it is not for this device."""
    BUSY = "busy"
    LIMITED = "limited"
    """More requests, or more parts of photos in a day, than one device needs."""
    TIMEOUT = "timeout"
    """The request did not come in time."""
    LOG_AHEAD = "log_ahead"
    """The device's log is behind what HQ holds of it: the disk was rolled back; `last` and `chain` tell the place."""


class Wipe(StrEnum):
    """HQ's order to a device to destroy the keys of its replica."""

    AFTER_HAND_OVER = "after_hand_over"
    """Once HQ holds everything that the device has."""
    AT_ONCE = "at_once"


class FaultReply(Message):
    fault: Fault
    detail: str = ""
    last: int | None = None
    chain: str | None = None
    retry_after: int | None = None
    """Seconds."""
    wipe: Wipe | None = None
    p: tuple[Count, Count] | None = None
    """With PROTOCOL: oldest and newest version of the messages that HQ speaks."""
    inc: int | None = None
    """With FORKED and LOG_AHEAD: the last incarnation of the device that HQ knows: nobody tries one after the other."""


class Faulted(Exception):
    """HQ did not answer a request, and said why. No op changes state by it."""

    def __init__(self, reply: FaultReply, device: str = "") -> None:
        super().__init__(f"{reply.fault.value}: {reply.detail}")
        self.reply = reply
        self.device = device
        """Whose request it was, once a signature has proved it."""
