"""What can go wrong in a run. Each run draws some of it, and how often (swarm selection)."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """A class of faults."""

    LOST_REQUEST = "lost request"
    LOST_RESPONSE = "lost response after commit"
    LATE_RESPONSE = "late response"
    DOUBLED_RESPONSE = "doubled response"
    DOUBLED_REQUEST = "doubled request"
    LATE_PAGE = "answer taken in late, again"
    CUT = "cut response"
    STATUS = "status without a word"
    REFUSAL = "refusal by HQ"
    PORTAL = "captive portal"
    CRASH = "HQ dies before commit"
    KILL = "laptop killed between transactions"
    KILL_WITHIN = "laptop killed within a transaction"
    SET_BACK = "laptop disk set back"
    CLONE = "laptop cloned"
    CLOCK = "laptop clock jumps"
    SCOPE = "township dropped or added"
    GRANT = "township lent for a time"
    REVOKED = "device revoked"
    RESTORE = "HQ restored from a copy"


ON_THE_WAY = (
    Fault.LOST_REQUEST,
    Fault.LOST_RESPONSE,
    Fault.LATE_RESPONSE,
    Fault.DOUBLED_RESPONSE,
    Fault.DOUBLED_REQUEST,
    Fault.CUT,
    Fault.STATUS,
    Fault.REFUSAL,
    Fault.PORTAL,
    Fault.CRASH,
)
"""What befalls a single request or answer."""
TO_A_LAPTOP = (
    Fault.LATE_PAGE,
    Fault.KILL,
    Fault.SET_BACK,
    Fault.CLONE,
    Fault.CLOCK,
    Fault.SCOPE,
    Fault.GRANT,
    Fault.REVOKED,
)


@dataclass(slots=True)
class Faults:
    """The classes of a run with their rates, until they are ended."""

    rates: Mapping[Fault, float]
    _is_over: bool = field(default=False)

    def end(self) -> None:
        self._is_over = True

    def on_the_way(self, chance: random.Random) -> Fault | None:
        """What befalls one request; mostly nothing."""
        return self._drawn(ON_THE_WAY, chance)

    def to_a_laptop(self, chance: random.Random) -> Fault | None:
        """What befalls a laptop at one of its moments; mostly nothing."""
        return self._drawn(TO_A_LAPTOP, chance)

    def to_hq(self, chance: random.Random) -> Fault | None:
        """What befalls HQ itself at one of its moments; mostly nothing."""
        return self._drawn((Fault.RESTORE,), chance)

    def in_a_transaction(self, chance: random.Random) -> bool:
        """Whether a laptop dies in its next transaction, if that lasts long enough."""
        return self._drawn((Fault.KILL_WITHIN,), chance) is not None

    def _drawn(self, among: tuple[Fault, ...], chance: random.Random) -> Fault | None:
        if self._is_over:
            return None
        drawn = [fault for fault in among if chance.random() < self.rates.get(fault, 0.0)]
        return chance.choice(drawn) if drawn else None


_HIGHEST = dict.fromkeys(ON_THE_WAY, 0.4) | {
    Fault.LATE_PAGE: 0.3,
    Fault.KILL: 0.3,
    Fault.KILL_WITHIN: 0.15,
    Fault.SET_BACK: 0.06,
    Fault.CLONE: 0.04,
    Fault.CLOCK: 0.2,
    Fault.SCOPE: 0.25,
    Fault.GRANT: 0.2,
    Fault.REVOKED: 0.03,
    Fault.RESTORE: 0.7,
}


def drawn(chance: random.Random) -> Faults:
    """About a third of all classes, each with a rate of its own; sometimes none at all."""
    rates = {}
    for fault in Fault:
        if chance.random() < 0.35:
            rates[fault] = chance.uniform(0.02, _HIGHEST[fault])
    return Faults(rates)
