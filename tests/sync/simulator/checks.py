"""What must be true of every run once faults have stopped (sync.md C, P0)."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, exists, literal, select, union_all

from inspector_app.records import SCHEMA
from inspector_app.storage.departure import KEPT
from inspector_app.storage.references import dangling
from inspector_app.storage.tables import TABLES
from sync.device import outbox as changes
from sync.device.core import OpState, lay_over
from sync.device.tables import blob_local, dirty_shadow, outbox
from sync.digest import MODULUS, row_hash
from sync.hq.tables import HQ_AUTHOR, feed, feed_entry, op_result, row_history
from sync.protocol import Op, Refusal
from sync.record import Conflict, Policy, comparable, defaults, policy_of, split
from sync.tables import META
from tests.sync.simulator.laptop import Laptop
from tests.sync.simulator.office import Office

_BY_VALUE = (Policy.UNION, Policy.MAX, Policy.MIN)


class Violation(AssertionError):
    """A promise that a run broke."""


def check(that: bool, *said: object) -> None:
    if not that:
        raise Violation(" ".join(str(each) for each in said))


def outbox_is_kept(laptop: Laptop) -> None:
    """I7: a change that was saved goes by no sync; only its author's next act may take an open one back."""
    lost = laptop.ops - laptop.op_ids()
    check(not lost, "I7: gone from the outbox of", laptop.name, lost)


def is_drained(laptop: Laptop) -> None:
    """a: everything was answered."""
    waiting = laptop.waiting()
    check(not waiting, "a: still waiting on", laptop.name, waiting)


def replica_is_level(laptop: Laptop, office: Office, told: Told) -> None:
    """b: HQ's rows on this laptop, below local changes, are a fresh query of what it may see, byte by byte."""
    feeds = office.feeds_of(laptop.device)
    expected = {
        kind: {row_id: row for row_id, row in rows.items() if row["feed_id"] in feeds}
        for kind, rows in told.rows.items()
    }
    with laptop.sessions() as opened:
        conn = opened.connection()
        shadows: dict[str, dict[str, Any]] = defaultdict(dict)
        for row in conn.execute(select(dirty_shadow)):
            shadows[row.kind][row.row_id] = row.body
        under = changes.rows_under_changes(opened)
        here = _every_row(conn)
        for kind, rows in expected.items():
            more_shadows = {row_id for row_id in shadows[kind] if (kind, row_id) not in under}
            check(not more_shadows, "b:", laptop.name, "keeps bases under no change:", kind, more_shadows)
            held = {row_id: row for row_id, row in here[kind].items() if row["ver"] > 0}
            held |= shadows[kind]
            # What this laptop signed of late stays on it, wherever it lives by now.
            held = {row_id: row for row_id, row in held.items() if row["feed_id"] != KEPT}
            missing, more = rows.keys() - held.keys(), held.keys() - rows.keys()
            check(not missing and not more, "b:", laptop.name, kind, "lacks", missing, "has", more, "too many")
            for row_id, row in rows.items():
                differing = {name: (held[row_id][name], value) for name, value in row.items()
                             if _plain(held[row_id][name]) != _plain(value)}  # fmt: skip
                check(not differing, "b:", laptop.name, kind, row_id, "differs (here, HQ):", differing)


def references_lead_somewhere(laptop: Laptop) -> None:
    """G.3: level with HQ, every record that came with a parent's feed finds the parent here.

    A draft comes with its author, what HQ refused stays with its laptop, and what was signed here of late is kept.
    """
    with laptop.sessions() as opened:
        refused = changes.rows_under_changes(opened)
        for each in dangling(opened):
            sealed_by = SCHEMA.kinds[each.kind].sealed_by
            row = opened.execute(select(TABLES[each.kind]).where(TABLES[each.kind].c.id == each.id)).mappings().one()
            is_draft = sealed_by is not None and row[sealed_by] is None
            stays = is_draft or (each.kind, each.id) in refused or row["feed_id"] == KEPT
            check(stays, "G.3:", laptop.name, "lacks the parent of", each, dict(row))


def pages_show_base_and_changes(laptop: Laptop) -> None:
    """What a page shows is HQ's row with this laptop's own changes over it, and nothing else."""
    with laptop.sessions() as opened:
        bases = {(row.kind, row.row_id): row.body for row in opened.execute(select(dirty_shadow))}
        for kind, row_id in sorted(changes.rows_under_changes(opened)):
            base, cls, table = bases.get((kind, row_id)), SCHEMA.kinds[kind], TABLES[kind]
            fields = None if base is None else {name: base[name] for name in cls.model_fields}
            expected = lay_over(cls, row_id, fields, changes.lying_over(opened, kind, row_id))
            found = opened.execute(select(table).where(table.c.id == row_id)).mappings().first()
            shown = None if found is None else {name: found[name] for name in cls.model_fields}
            check(_plain(shown) == _plain(expected), "rebase:", laptop.name, kind, row_id, shown, "is not", expected)


_FILLED = union_all(*(select(literal(kind)).where(exists(select(1).select_from(t))) for kind, t in TABLES.items()))
"""The kinds of which there are rows: of most there never are any, and to ask each costs more than to compare."""
_ROWS = {kind: select(table) for kind, table in TABLES.items()}


def _every_row(conn: Connection) -> dict[str, dict[str, dict[str, Any]]]:
    """{kind: {id: row}} of all that a database holds, with each kind that there is."""
    rows: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in TABLES}
    for kind in conn.execute(_FILLED).scalars().all():
        rows[kind] = {row["id"]: dict(row) for row in conn.execute(_ROWS[kind]).mappings()}
    return rows


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value)) if isinstance(value, list | tuple | dict) else value


class Told:
    """Everything that HQ was ever told, and what it made of it."""

    def __init__(self, conn: Connection) -> None:
        self.ops: dict[str, Op] = {}
        self.results: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in conn.execute(select(op_result)):
            result = json.loads(row.result) | {"dev": row.dev}
            if result.get("code") == Refusal.ID_TAKEN:  # another change, which its device sends under another id
                continue
            op = Op.model_validate_json(row.core)
            check(self.ops.setdefault(row.op_id, op) == op, "c: two bodies of", row.op_id)
            self.results[row.op_id].append(result)
        self.history: dict[tuple[str, str], list[Any]] = defaultdict(list)
        query = select(row_history).order_by(row_history.c.ver_epoch, row_history.c.ver)
        for row in conn.execute(query):
            self.history[row.kind, row.row_id].append(row)
        self.rows = _every_row(conn)
        self.conflicts = self.rows[Conflict.kind]

    def is_own(self, entry: Any) -> bool:
        """Whether an entry of a row's history was made by a change of this very row."""
        op = self.ops.get(entry.op_id)
        return op is not None and (op.t, op.row) == (entry.kind, entry.row_id)


def every_op_has_its_result(told: Told, laptops: Iterable[Laptop]) -> None:
    """c: a result for each change on a living disk, the same at both sides, and at most one effect."""
    for laptop in laptops:
        with laptop.sessions() as opened:
            for row in opened.execute(select(outbox)):
                if row.state == OpState.PENDING or row.code == Refusal.ID_TAKEN:
                    continue
                results = told.results.get(row.id, [])
                check(bool(results), "c: HQ knows nothing of", row.id, row.state, "of", laptop.name)
                check(
                    len({json.dumps(_outcome(each), sort_keys=True) for each in results}) == 1,
                    "c: several results of", row.id, results,
                )  # fmt: skip
                check(_agree(row, results[0]), "c:", laptop.name, row.id, "is", row.state, "and at HQ", results[0])
    for (kind, row_id), entries in told.history.items():
        made = [entry.op_id for entry in entries if told.is_own(entry)]
        check(len(made) == len(set(made)), "c: more than one effect on", kind, row_id, made)


def _outcome(result: dict[str, Any]) -> dict[str, Any]:
    return {name: result.get(name) for name in ("r", "ver", "code", "cf")}


def _agree(row: Any, result: dict[str, Any]) -> bool:
    states = {
        "applied": (OpState.ACKED,),
        "duplicate": (OpState.ACKED, OpState.CONFLICT),
        "conflict": (OpState.CONFLICT,),
        "parked": (OpState.PARKED,),
        "rejected": (OpState.REJECTED, OpState.ASIDE),
    }
    return row.state in states[result["r"]] and sorted(row.conflicts) == sorted(result.get("cf", []))


def no_value_was_lost(told: Told) -> None:
    """d: a value gave way only to a change that had seen it; every other one is in a conflict. And nothing else."""
    for (kind, row_id), entries in told.history.items():
        if kind == Conflict.kind:
            continue
        cls = SCHEMA.kinds[kind]
        values: dict[str, Any] = split(cls, defaults(cls) | {"id": row_id})
        held: dict[str, list[Any]] = defaultdict(list, {unit: [value] for unit, value in values.items()})
        set_by: set[str] = set()
        for entry in entries:
            if not told.is_own(entry):  # it followed its parent, or its township was merged
                check(entry.units == "[]", "d:", kind, row_id, "changed by a change of another row")
                continue
            op = told.ops[entry.op_id]
            set_by.add(op.id)
            for unit in json.loads(entry.units):
                old, new = op.set[unit]
                now = values.get(unit)
                if policy_of(cls, unit) is Policy.UNION:
                    new = _union(old, new, now)
                elif comparable(now) != comparable(old) and policy_of(cls, unit) not in _BY_VALUE:
                    check(
                        _is_kept(told, kind, row_id, unit, now), "d:", kind, row_id, unit, now, "overwritten by", op.id
                    )
                values[unit] = new
                held[unit].append(new)
            for unit in op.set.keys() - set(json.loads(entry.units)):
                _check_lost(told, op, unit, values.get(unit), cls)
        row = told.rows[kind][row_id]
        now = split(cls, {name: value for name, value in row.items() if name not in META})
        for unit in now.keys() | values.keys():
            check(
                _plain(now.get(unit)) == _plain(values.get(unit)),
                "d:",
                kind,
                row_id,
                unit,
                now.get(unit),
                "is not",
                values.get(unit),
            )
        _check_ops_without_effect(told, kind, row_id, held, set_by)


def _check_ops_without_effect(told: Told, kind: str, row_id: str, held: dict[str, list[Any]], set_by: set[str]) -> None:
    cls = SCHEMA.kinds[kind]
    for op_id, op in told.ops.items():
        if (op.t, op.row) != (kind, row_id) or op_id in set_by:
            continue
        if told.results[op_id][0]["r"] in ("applied", "conflict", "duplicate"):
            for unit, (_, new) in op.set.items():
                was = any(comparable(_plain(each)) == comparable(_plain(new)) for each in [*held[unit], None])
                if not was and policy_of(cls, unit) not in _BY_VALUE:
                    check(_is_lost_in_conflict(told, op, unit, new), "d: lost without a trace:", op_id, unit, new)


def _check_lost(told: Told, op: Op, unit: str, now: Any, cls: Any) -> None:
    new = op.set[unit][1]
    if comparable(_plain(now)) != comparable(_plain(new)) and policy_of(cls, unit) not in _BY_VALUE:
        check(_is_lost_in_conflict(told, op, unit, new), "d: lost without a trace:", op.id, unit, new)


def _is_kept(told: Told, kind: str, row_id: str, unit: str, value: Any) -> bool:
    """Whether a conflict of this unit holds the value, or held it until its author changed it too."""
    held = [c for c in told.conflicts.values() if (c["row_kind"], c["row_id"], c["unit"]) == (kind, row_id, unit)]
    its_authors = {conflict["loser_by"] for conflict in held}
    return any(comparable(_plain(conflict["loser"])) == comparable(_plain(value)) for conflict in held) or any(
        (op.t, op.row) == (kind, row_id)
        and op.by in its_authors
        and unit in op.set
        and comparable(_plain(op.set[unit][0])) == comparable(_plain(value))
        for op in told.ops.values()
    )


def _is_lost_in_conflict(told: Told, op: Op, unit: str, new: Any) -> bool:
    named = [told.conflicts.get(each) for each in told.results[op.id][0].get("cf", [])]
    check(None not in named, "d:", op.id, "names a conflict that is not there")
    held = [each for each in named if each is not None and (each["row_id"], each["unit"]) == (op.row, unit)]
    is_told = (comparable(_plain(each["loser"])) == comparable(_plain(new)) for each in held)
    return any(is_told) or any(op.by in (each["loser_by"], each["winner_by"]) for each in held)


def _union(old: Any, new: Any, now: Any) -> list[Any]:
    was, want = list(old or ()), list(new or ())
    kept = [each for each in now or () if each in want or each not in was]
    return kept + [each for each in want if each not in was and each not in kept]


def feeds_add_up(office: Office, told: Told) -> None:
    """Each feed's digest and count are those of its rows, and its newest entry stands at its head."""
    of_feed: dict[int, list[tuple[str, tuple[int, int]]]] = defaultdict(list)
    for held in told.rows.values():
        for row in held.values():
            of_feed[row["feed_id"]].append((row["id"], (row["ver_epoch"], row["ver"])))
    with office.database.engine.connect() as conn:
        for each in conn.execute(select(feed)).all():
            rows = of_feed.pop(each.id, [])
            check(each.n_rows == len(rows), "feed", each.id, "counts", each.n_rows, "of", len(rows))
            digest = sum(row_hash(row_id, version) for row_id, version in rows) % MODULUS
            check(each.dig == digest, "feed", each.id, "has another digest than its rows")
            seqs = list(conn.execute(select(feed_entry.c.seq).where(feed_entry.c.feed_id == each.id)).scalars())
            check(max(seqs, default=0) <= each.head, "feed", each.id, "has an entry beyond its head")
    check(not of_feed, "rows of feeds that are not there:", sorted(of_feed))


def nothing_leaked(office: Office) -> None:
    """e: no body went to a device that was not entitled to it at that moment."""
    check(not office.leaks, "e:", office.leaks)


def given_up_stays_so(office: Office) -> None:
    """What its author gave up, and HQ forgot, takes no effect when HQ is told of it."""
    check(not office.revived, "given up, and applied:", office.revived)


def photos_are_whole(office: Office, laptops: Iterable[Laptop], photos: dict[str, bytes]) -> None:
    """f: what a record names and a living disk holds is at HQ, with the right hash."""
    for laptop in laptops:
        with laptop.sessions() as opened:
            rows = opened.execute(select(blob_local)).all()
        for row in rows:
            check(row.state == "at_hq", "f: a photo of", laptop.name, "waits for ever:", row.sha256)
            with office.blobs.open(row.sha256) as stored:
                check(hashlib.sha256(stored.read()).hexdigest() == row.sha256, "f: damaged:", row.sha256)
            check(row.sha256 in photos, "f: nobody took", row.sha256)


def hq_author_is_alone(told: Told) -> None:
    """Rows that only HQ writes were written by HQ."""
    for (kind, row_id), entries in told.history.items():
        if SCHEMA.kinds[kind].change.value == "hq-only":
            check(all(entry.dev == HQ_AUTHOR for entry in entries), kind, row_id, "was written by a device")
