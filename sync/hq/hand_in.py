"""Changes of a device that did not come from itself: out of a rescue package, brought to HQ by a person.

They are applied as the device's own, by what its users may write. Their log is apart, so that the device's own goes on
whenever it comes back; a change that comes both ways is applied once, as any other.
"""

from __future__ import annotations

from collections.abc import Sequence

from sync.hq.device_log import Arrival, advance, read_place
from sync.hq.push import Push
from sync.protocol import Op, Result, link

_PREFIX = "rescue/"
_INCARNATION = 1


def device_of(log: str) -> str:
    """Whose changes a log holds."""
    return log.removeprefix(_PREFIX)


def hand_in(push: Push, device: str, ops: Sequence[Op]) -> list[Result]:
    """Apply changes of a device, given in their order, and store what became of each."""
    place = read_place(push.conn, _PREFIX + device, _INCARNATION, lock=True)
    arrivals: list[Arrival] = []
    chain = place.chain
    for n, op in enumerate(ops, place.last + 1):
        core = op.core()
        chain = link(chain, n, core)
        arrivals.append(Arrival(place.dev, place.inc, n, op, core, chain))
    if not arrivals:
        return []
    results = push.take(arrivals, place.last)
    advance(push.conn, place, arrivals[-1], None, push.now)
    push.write()
    return results
