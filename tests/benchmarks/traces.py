"""L.6, L.7 on the county data set: goods traced six steps over 1,000,000 lines, against a recursive query by hand, and
a recall's notice to every holder.

The query by hand knows linked partners and exact batches alone; ours must have every line that it has.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from county import TODAY, county_replica
from sqlalchemy import text
from sqlalchemy.orm import Session

from inspector_app.domain.recalls import Recalled, holders
from inspector_app.domain.tracing import Edge, Party, PartyKind, Trace, Way, trace
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.storage import recalls, tracing
from inspector_app.storage.rows import find

T = TypeVar("T")

TRACES, RECALLS = 40, 20
EVERY = 20
"""Of the lines in question, each so many is taken."""
STEPS = 6
TRACE_S, RECALL_S = 2, 5
BY_HAND = {
    Way.BACK: """
        WITH RECURSIVE reached (operator_id, step) AS (
            SELECT :begin, 0
            UNION
            SELECT coalesce(e.partner_operator_id, s.operator_id), r.step + 1
            FROM reached r
            JOIN ledger_entry e ON e.operator_id = r.operator_id
            LEFT JOIN supplier s ON s.id = e.supplier_id
            WHERE e.direction = 'IN' AND e.product_id = :product AND e.batch_no IN (:batch, '')
                AND coalesce(e.partner_operator_id, s.operator_id) IS NOT NULL AND r.step < :steps
        )
        SELECT DISTINCT r.operator_id, e.id, e.partner_name, e.batch_no, e.happened_on, e.quantity_milli, e.unit
        FROM reached r JOIN ledger_entry e ON e.operator_id = r.operator_id AND e.product_id = :product
        WHERE e.direction = 'IN' AND e.batch_no IN (:batch, '')""",
    Way.FORWARD: """
        WITH RECURSIVE reached (operator_id, step) AS (
            SELECT :begin, 0
            UNION
            SELECT e.partner_operator_id, r.step + 1
            FROM reached r
            JOIN ledger_entry e ON e.operator_id = r.operator_id
            WHERE e.direction = 'OUT' AND e.product_id = :product AND e.batch_no IN (:batch, '')
                AND e.partner_operator_id IS NOT NULL AND r.step < :steps
        )
        SELECT DISTINCT r.operator_id, e.id, e.partner_name, e.batch_no, e.happened_on, e.quantity_milli, e.unit
        FROM reached r JOIN ledger_entry e ON e.operator_id = r.operator_id AND e.product_id = :product
        WHERE e.direction = 'OUT' AND e.batch_no IN (:batch, '')""",
}
CHAINED = {
    Way.BACK: "SELECT e.id FROM ledger_entry e JOIN supplier s ON s.id = e.supplier_id WHERE e.direction = 'IN' "
    "AND s.operator_id IS NOT NULL AND e.partner_operator_id IS NULL AND e.batch_no LIKE '%A' ORDER BY e.id LIMIT :n",
    Way.FORWARD: "SELECT id FROM ledger_entry WHERE direction = 'IN' AND batch_no LIKE '%A' AND operator_id IN "
    "(SELECT operator_id FROM supplier ORDER BY id) AND partner_operator_id IS NULL ORDER BY id LIMIT :n",
}
"""Lines of shops that bought from dealers, and of dealers that bought from makers."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sessions = county_replica(Path(folder))
        with sessions() as session:
            for way in Way:
                _trace(session, way)
            _recall(session)
        sessions.close()


def _trace(session: Session, way: Way) -> None:
    ids = session.scalars(text(CHAINED[way]), {"n": EVERY * TRACES}).all()[::EVERY]
    entries = [entry for entry in (find(session, LedgerEntry, row_id) for row_id in ids) if entry is not None]
    assert len(entries) == TRACES, "the county has no chains"
    ours, limits, steps = [], [], []
    for entry in entries:
        given = {"begin": entry.operator_id, "product": entry.product_id, "batch": entry.batch_no, "steps": STEPS}
        seconds, by_hand = _timed(lambda given=given: session.execute(text(BY_HAND[way]), given).all())
        limits.append(seconds)
        seconds, found = _timed(lambda entry=entry: _walked(session, entry, way))
        ours.append(seconds)
        steps.append(max(node.steps for node in found.nodes))
        assert {row.id for row in by_hand} <= {each.entry_id for flow in found.flows for each in flow.movements}
        assert way is Way.FORWARD or any(node.edge in (Edge.UNKNOWN, Edge.BOOK_ENDS) for node in found.nodes)
    mean, limit, slowest = statistics.mean(ours), statistics.mean(limits), max(ours)
    name = f"trace {way.lower()} over 1,000,000 lines, up to {max(steps)} steps, mean of {TRACES}, ms"
    print(f"{name}: {mean * 1000:.1f} / {limit * 1000:.1f} = {mean / limit:.2f} (target <= 1.5)")
    name = f"L.6 trace {way.lower()} over 1,000,000 lines, slowest, s"
    print(f"{name}: {slowest:.3f} / {TRACE_S} = {slowest / TRACE_S:.3f} (target <= 1)")


def _walked(session: Session, entry: LedgerEntry, way: Way) -> Trace:
    begin = Party(PartyKind.OPERATOR, entry.operator_id)
    return trace(tracing.movements(session, entry), begin, entry.batch_no, way, STEPS)


def _recall(session: Session) -> None:
    query = text("SELECT product_id, batch_no FROM ledger_entry WHERE batch_no LIKE '%A' ORDER BY id LIMIT :n")
    times, reached = [], 0
    for product_id, batch_no in session.execute(query, {"n": EVERY * RECALLS}).all()[::EVERY]:
        product = session.execute(text("SELECT * FROM product WHERE id = :id"), {"id": product_id}).one()
        notice = Recalled(
            product.name, product.maker_name, product.gtin, None, frozenset({batch_no}), date(2024, 1, 1), TODAY
        )
        seconds, found = _timed(lambda notice=notice: holders(notice, *recalls.candidates(session, notice)))
        times.append(seconds)
        reached += len(found)
    assert reached > RECALLS, "the notices concern nobody"
    slowest = max(times)
    name = f"recall to its holders among 100,000 operators and 1,000,000 lines, slowest of {RECALLS}, s"
    print(f"{name}: {slowest:.3f} / {RECALL_S} = {slowest / RECALL_S:.3f} (target <= 1)")


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of processor time: other programs on the machine do not count."""
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


if __name__ == "__main__":
    main()
