"""Why an exchange did not happen. No change of ours alters its state by it (R13)."""

from __future__ import annotations

from enum import StrEnum

from sync.faults import Fault, Wipe
from sync.protocol import OLDEST_PROTOCOL, PROTOCOL


class ProblemKind(StrEnum):
    UNREACHABLE = "unreachable"
    """No connection, or no answer in time."""
    TLS = "tls"
    """The other side has no certificate that we trust."""
    PORTAL = "portal"
    """Something else answered: a log-in page of the network, a proxy."""
    CUT = "cut"
    """The answer ended in the middle or arrived damaged."""
    STATUS = "status"
    """HQ or what stands before it answered with an HTTP error."""
    FAULT = "fault"
    """HQ said why it does not answer; see `fault`."""
    NO_PROGRESS = "no_progress"
    """Both sides say there is more, and nothing moves (R3)."""
    OTHER_DATASET = "other_dataset"
    FORGED = "forged"
    """What was to be taken in does not bear the signature of our HQ, or is older than what we had."""
    IN_USE = "in_use"
    """Another process exchanges for this replica just now."""


def common_protocol(speaks: tuple[int, int] | None) -> int | None:
    """The newest version of the messages that HQ and we speak; None when there is none."""
    if speaks is None:
        return None
    newest = min(speaks[1], PROTOCOL)
    return newest if newest >= max(speaks[0], OLDEST_PROTOCOL) else None


class SyncProblem(Exception):
    """What stopped a sync. A retryable one goes away by itself; `retry_after` seconds are HQ's wish."""

    def __init__(
        self,
        kind: ProblemKind,
        *,
        retryable: bool,
        fault: Fault | None = None,
        status: int | None = None,
        retry_after: int | None = None,
        place: tuple[int, str] | None = None,
        detail: str = "",
        wipe: Wipe | None = None,
        speaks: tuple[int, int] | None = None,
        inc: int | None = None,
    ) -> None:
        super().__init__(f"{kind.value} {fault or status or ''} {detail}".strip())
        self.kind = kind
        self.retryable = retryable
        self.fault = fault
        self.status = status
        self.retry_after = retry_after
        self.place = place
        """(number, chain) of the last change that HQ holds of our log."""
        self.speaks = speaks
        """Oldest and newest version of the messages that HQ speaks, when it does not speak ours."""
        self.inc = inc
        """The last incarnation of this device that HQ knows, when our log forked or is behind."""
        self.wipe = wipe
        """HQ's order to destroy the keys of this replica."""
