"""What a change does to a row: who may make it, how it merges with what HQ holds, what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pydantic import ValidationError

from sync.hq.conflicts import Conflicts
from sync.hq.feeds import FeedDirectory
from sync.hq.homes import Homes, root_class
from sync.hq.merge import Merged, merge, trusted_time
from sync.hq.refusals import NOT_UNDERSTOOD, OpRefused, Waits, newer
from sync.hq.rights import Rights
from sync.hq.rows import Row, Rows, Setting
from sync.hq.rulings import AS_TOLD, Ruled, Rulings
from sync.hq.tables import HQ_AUTHOR
from sync.projection import NotToldSo, lift
from sync.protocol import MAX_ROW_BYTES, Kind, Op, Outcome, Refusal, Result
from sync.record import (
    Change,
    Conflict,
    InUserFeed,
    Policy,
    Record,
    Schema,
    Wire,
    comparable,
    defaults,
    mappings,
    policy_of,
    put,
    size,
    split,
)


@dataclass(frozen=True, slots=True)
class Author:
    """Whose changes are applied: a device's, or HQ's own."""

    dev: str
    scope: frozenset[int] | None
    """The feeds that it may write to; None: all, as only HQ may."""
    users: Mapping[str, Rights | None] = field(default_factory=dict)
    """In whose name a device may write, and what (None: everything); HQ's own author writes in anybody's."""
    refusal: Refusal | None = None
    """Why nothing of this device is applied, if so."""

    @property
    def is_hq(self) -> bool:
        return self.dev == HQ_AUTHOR


@dataclass(frozen=True, slots=True)
class Applied:
    result: Result
    is_exact: bool = False
    """The row holds each value of the op as it was sent."""
    is_lifted: bool = False
    """The op was told in an older version's terms, and says something else in ours."""


class Applier:
    """Applies changes to the rows of one transaction. Raises OpRefused or Waits; the caller then drops the group."""

    def __init__(self, schema: Schema, rows: Rows, feeds: FeedDirectory, now: int, rulings: Rulings) -> None:
        self._schema = schema
        self._rulings = rulings
        self._rows = rows
        self._now = now
        self._homes = Homes(schema, rows, feeds)
        self._conflicts = Conflicts(schema, rows, now)

    def apply(self, n: int, op: Op, author: Author) -> Applied:
        """Apply op number n. One of a newer version that we cannot read waits until HQ is of that version."""
        try:
            return self._apply(n, op, author)
        except OpRefused as exc:
            if op.schema_ > self._schema.version and exc.code in NOT_UNDERSTOOD:
                raise Waits(newer(op.schema_)) from exc
            raise

    def _apply(self, n: int, told: Op, author: Author) -> Applied:
        op = told
        if author.refusal is not None:
            raise OpRefused(author.refusal)
        cls = self._schema.kinds.get(op.t)
        if cls is None:
            raise OpRefused(Refusal.UNKNOWN_KIND, detail=op.t)
        if not author.is_hq and (cls.change is Change.HQ_ONLY or cls is Conflict):
            raise OpRefused(Refusal.HQ_ONLY)
        if not author.is_hq and op.by not in author.users:
            raise OpRefused(Refusal.NOT_AUTHOR, detail="not a user of this device")
        current = self._rows.get(op.t, op.row)
        op = self._lifted(cls, op, current.wire if current else None)
        if not author.is_hq and (rights := author.users[op.by]) is not None:
            rights.check(op)
        if current is None and op.k is Kind.UPDATE:
            raise Waits(op.row)
        wanted = _wanted(cls, op, current.wire if current else None, self._schema.version)
        content = _checked(cls, wanted).wire()
        if cls.change in (Change.SEALED, Change.INSERT_ONLY):
            is_closed = self._is_closed(cls, op, current, wanted)
            if current is not None and op.k is Kind.INSERT:
                if content == current.wire:
                    return Applied(Result(n=n, id=op.id, r=Outcome.DUPLICATE, ver=current.ver))
                if is_closed:
                    raise OpRefused(Refusal.TAMPERED)
            if is_closed:
                raise OpRefused(Refusal.SEALED if cls.change is Change.SEALED else Refusal.INSERT_ONLY)
        return replace(self._write(cls, n, op, author, current, content), is_lifted=op.set != told.set)

    def _lifted(self, cls: type[Record], op: Op, current: Wire | None) -> Op:
        """A change of an older version in our terms."""
        try:
            changes = lift(self._schema, cls, op.set, op.schema_, current, is_insert=op.k is Kind.INSERT)
        except NotToldSo as exc:
            raise OpRefused(Refusal.INVALID_VALUE, detail=str(exc)) from exc
        return op if changes is op.set else op.model_copy(update={"set": changes})

    def _write(self, cls: type[Record], n: int, op: Op, author: Author, current: Row | None, wire: Wire) -> Applied:
        merged: dict[str, Merged] = {}
        if current is not None:
            merged = self._merge(cls, op, current, author)
            after = dict(current.wire)
            for unit, each in merged.items():
                put(cls, after, unit, each.value)
            wire = _checked(cls, after).wire()
        ruled = self._ruled(op, wire)
        if is_voided := bool(ruled.void_reason) and wire["voided_at"] is None:
            wire = wire | {"voided_at": self._now, "void_reason": ruled.void_reason}
        if size(wire) > MAX_ROW_BYTES:  # no laptop could read a page that holds it
            largest = max(op.set, key=lambda unit: size(op.set[unit][1]), default=None)
            raise OpRefused(Refusal.INVALID_VALUE, largest, "row too large")
        home = self._homes.find(cls, wire, may_open=author.is_hq)
        if author.scope is not None and not {home, current.feed_id if current else home} <= author.scope:
            raise OpRefused(Refusal.OUT_OF_SCOPE)
        losses = {unit: each for unit, each in merged.items() if each.is_conflict}
        # Before the row is put: a conflict names who set what HQ held until now.
        conflicts = self._conflicts.keep(op, author.dev, losses, home)
        row, units = current, split(cls, wire)
        if current is None or wire != current.wire or home != current.feed_id:
            before = split(cls, current.wire) if current else None
            changed = tuple(unit for unit in op.set if before is None or units.get(unit) != before.get(unit))
            row = self._rows.put(op.t, op.row, wire, home, Setting.of(op, author.dev, changed, self._now))
            if current is not None and home != current.feed_id:
                self._move_children(op, op.t, op.row, author)
        self._put_beside(ruled, op, author)
        if op.resolves is not None and not losses:
            self._conflicts.close(op, author.dev)
        assert row is not None
        is_exact = not losses and not is_voided and all(units.get(unit) == new for unit, (_, new) in op.set.items())
        became = Outcome.CONFLICT if losses else Outcome.APPLIED
        return Applied(Result(n=n, id=op.id, r=became, ver=row.ver, cf=tuple(conflicts)), is_exact)

    def _ruled(self, op: Op, wire: Wire) -> Ruled:
        def find(kind: str, row_id: str) -> Wire | None:
            row = self._rows.get(kind, row_id)
            return row.wire if row else None

        ruling = self._rulings.get(op.t)
        return ruling(op, wire, find) if ruling else AS_TOLD

    def _put_beside(self, ruled: Ruled, op: Op, author: Author) -> None:
        for record in ruled.beside:
            if self._rows.get(record.kind, record.id) is None:
                wire = record.wire()
                home = self._homes.find(type(record), wire, may_open=author.is_hq)
                self._rows.put(record.kind, record.id, wire, home, Setting.of(op, author.dev, (), self._now))

    def _is_closed(self, cls: type[Record], op: Op, current: Row | None, wanted: Wire) -> bool:
        """Whether the row may no longer change. Raises when the author may not write it at all."""
        if cls.change is Change.INSERT_ONLY:
            return current is not None
        root_id = op.row if cls.aggregate == "id" else (current.wire if current else wanted)[cls.aggregate]
        if root_id is None:  # outside any aggregate nothing seals it later
            return current is not None
        root_cls = root_class(self._schema, cls)
        before = self._rows.before_group(root_cls.kind, root_id)
        if before is not None and root_cls.sealed_by is not None and before.wire[root_cls.sealed_by] is not None:
            return True
        root = self._rows.get(root_cls.kind, root_id)
        if root is None and cls is not root_cls:
            raise Waits(root_id)
        authors = [home.field for home in root_cls.home if isinstance(home, InUserFeed) and home.draft]
        if any((root.wire if root else wanted)[field] != op.by for field in authors):
            raise OpRefused(Refusal.NOT_AUTHOR)
        return False

    def _merge(self, cls: type[Record], op: Op, current: Row, author: Author) -> dict[str, Merged]:
        now = split(cls, current.wire)
        merged: dict[str, Merged] = {}
        seen_at = trusted_time(op.cap.wall, op.cap.off, self._now)
        is_locked = False
        for unit, (old, new) in op.set.items():
            policy, value = policy_of(cls, unit), now.get(unit)
            alone = policy is not Policy.ROW_LOCK or self._rows.is_changed_only_by(author.dev, op.t, op.row, op.b)
            try:
                each = merge(policy, old, new, value, same_version=alone)
            except TypeError as exc:
                raise OpRefused(Refusal.INVALID_VALUE, unit, f"shape: {exc}") from exc
            if each.is_conflict and policy is Policy.LATEST_OBSERVATION:
                holder = self._rows.last_setting(op.t, op.row, unit)
                held = holder.seen_at if holder else None
                each = merge(policy, old, new, value, seen_at=seen_at, current_seen_at=held)
            is_locked = is_locked or (each.is_conflict and policy is Policy.ROW_LOCK)
            merged[unit] = each
        if is_locked:  # the whole change loses
            return {
                unit: Merged(now.get(unit), comparable(new) != comparable(now.get(unit)), new)
                for unit, (_, new) in op.set.items()
            }
        return merged

    def _move_children(self, op: Op, kind: str, row_id: str, author: Author) -> None:
        """Let the rows that live with this one follow it; each gets a version, so that no replica takes it for old."""
        for child_kind, child_id in self._rows.children(kind, row_id):
            child = self._rows.get(child_kind, child_id)
            assert child is not None
            home = self._homes.find(self._schema.kinds[child_kind], child.wire, may_open=author.is_hq)
            if home != child.feed_id:
                self._rows.put(child_kind, child_id, child.wire, home, Setting.of(op, author.dev, (), self._now))
                self._move_children(op, child_kind, child_id, author)


def _wanted(cls: type[Record], op: Op, base: Wire | None, version: int) -> Wire:
    """The row as the author wants it, on top of what HQ holds. `version` is that of our records."""
    wire = dict(base if base is not None and op.k is Kind.UPDATE else defaults(cls)) | {"id": op.row}
    units, keyed = cls.units(), mappings(cls)
    for unit, (_, new) in op.set.items():
        name, slash, _key = unit.partition("/")
        if "\x00" in unit or name not in units or bool(slash) != (name in keyed):
            raise OpRefused(Refusal.UNKNOWN_UNIT, unit)
        if op.schema_ > version and isinstance(new, dict) and len(units[name]) > 1 and new.keys() - set(units[name]):
            raise OpRefused(Refusal.UNKNOWN_UNIT, unit)
        try:
            put(cls, wire, unit, new)
        except (KeyError, TypeError) as exc:
            raise OpRefused(Refusal.INVALID_VALUE, unit, f"shape: {exc}") from exc
    return wire


def _checked(cls: type[Record], wire: Wire) -> Record:
    try:
        return cls.model_validate(wire)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        unit = next((unit for unit, names in cls.units().items() if field in names), None)
        raise OpRefused(Refusal.INVALID_VALUE, unit, f"{field}: {first['type']}") from exc
