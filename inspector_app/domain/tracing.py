"""Where goods came from and where they went (domain.md row 2.4): the books of all parties laid side by side.

Each line of a book tells of goods that went from one party to another. A trace walks from party to party, against the
goods or with them, and says at each where the knowledge of this device ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from inspector_app.domain.batches import batch_key

STEPS = 6


class Way(StrEnum):
    BACK = "BACK"
    """To the sources."""
    FORWARD = "FORWARD"
    """To the buyers."""


class PartyKind(StrEnum):
    OPERATOR = "OPERATOR"
    """An operator of whom this device holds the file."""
    OUTSIDE = "OUTSIDE"
    """Somebody that a line names and this device does not hold."""
    UNNAMED = "UNNAMED"
    """The line names nobody: an unknown source."""
    CONSUMERS = "CONSUMERS"


class Party(NamedTuple):
    kind: PartyKind
    key: str
    """Operator's id, or the name as written; of the unnamed, and of consumers, the id of who bought or sold."""


class Movement(NamedTuple):
    """Goods that one line of a book says went from one party to another."""

    entry_id: str
    source: Party
    target: Party
    batch_no: str
    on: date
    quantity_milli: int
    unit: str
    of_source: bool
    """The seller's book says so, else the buyer's."""
    is_linked: bool = True
    """The line names the other party by its record, not by its name alone."""


class Edge(StrEnum):
    """Why a trace does not go on behind a party."""

    GOES_ON = "GOES_ON"
    BOOK_ENDS = "BOOK_ENDS"
    """An operator of this device whose book says no more of these goods."""
    UNKNOWN = "UNKNOWN"
    """What this device knows ends here."""
    SOLD = "SOLD"
    """Consumers have them."""
    STEPS = "STEPS"
    """There is more, beyond the steps that were asked for."""


@dataclass(frozen=True, slots=True)
class Node:
    party: Party
    steps: int
    """From the beginning."""
    edge: Edge


@dataclass(frozen=True, slots=True)
class Flow:
    """All movements between two parties."""

    source: Party
    target: Party
    movements: tuple[Movement, ...]
    is_certain: bool
    """A line names both the batch and the other party's record."""

    def told(self, *, by_source: bool) -> dict[str, int]:
        """{unit: thousandths} that went over, as one side's book has it."""
        sums: defaultdict[str, int] = defaultdict(int)
        for each in self.movements:
            if each.of_source is by_source:
                sums[each.unit] += each.quantity_milli
        return dict(sums)


@dataclass(frozen=True, slots=True)
class Trace:
    nodes: tuple[Node, ...]
    """The nearest first; the first one is where it begins."""
    flows: tuple[Flow, ...]

    def edges(self) -> list[Node]:
        """Where this device's knowledge ends."""
        return [node for node in self.nodes if node.edge is Edge.UNKNOWN]


def trace(movements: Iterable[Movement], begin: Party, batch_no: str, way: Way, steps: int = STEPS) -> Trace:
    """Walk from party to party. The movements are all of one product; a line that names no batch may be of any."""
    wanted = batch_key(batch_no)
    leading: defaultdict[Party, defaultdict[Party, list[Movement]]] = defaultdict(lambda: defaultdict(list))
    for each in movements:
        if not wanted or batch_key(each.batch_no) in ("", wanted):
            here, there = (each.target, each.source) if way is Way.BACK else (each.source, each.target)
            leading[here][there].append(each)
    reached: dict[Party, int] = {begin: 0}
    flows: list[Flow] = []
    frontier = [begin]
    for step in range(1, steps + 1):
        following: list[Party] = []
        for here in frontier:
            for there, lines in leading[here].items() if here in leading else ():
                if there not in reached:
                    reached[there] = step
                    following.append(there)
                source, target = (there, here) if way is Way.BACK else (here, there)
                flows.append(Flow(source, target, tuple(lines), _is_certain(lines, wanted)))
        frontier = following
    ends = frozenset(frontier)
    return Trace(tuple(Node(p, n, _edge(p, leading, p in ends)) for p, n in reached.items()), tuple(flows))


def _is_certain(lines: Iterable[Movement], wanted: str) -> bool:
    return any(each.is_linked and wanted != "" and batch_key(each.batch_no) == wanted for each in lines)


def _edge(party: Party, leading: Mapping[Party, object], is_last: bool) -> Edge:
    if party.kind is PartyKind.CONSUMERS:
        return Edge.SOLD
    if party in leading:
        return Edge.STEPS if is_last else Edge.GOES_ON
    return Edge.BOOK_ENDS if party.kind is PartyKind.OPERATOR else Edge.UNKNOWN
