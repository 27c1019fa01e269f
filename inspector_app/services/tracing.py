"""From a line of a ledger to the sources of its goods, and to their buyers (domain.md row 2.4)."""

from __future__ import annotations

from inspector_app.domain.tracing import STEPS, Party, PartyKind, Trace, Way
from inspector_app.domain.tracing import trace as walk
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.services.acting import Acting
from inspector_app.storage import merges, tracing


def trace(act: Acting, entry_id: str, way: Way, steps: int = STEPS) -> Trace:
    """Where the goods of a line came from, or went to, as far as the books on this device tell."""
    entry = act.get(LedgerEntry, entry_id)
    begin = Party(PartyKind.OPERATOR, merges.standing(act.session, entry.operator_id))
    return walk(tracing.movements(act.session, entry), begin, entry.batch_no, way, steps)
