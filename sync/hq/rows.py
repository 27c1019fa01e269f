"""The rows that a transaction touches, as it found them and as it will leave them.

Changes gather in memory, group by group, so that a refused group leaves nothing; `write` brings them to the tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from sync.digest import Version
from sync.hq import bulk
from sync.hq.bulk import Held
from sync.hq.database import among
from sync.hq.feeds import Move
from sync.hq.merge import trusted_time
from sync.hq.tables import row_history
from sync.protocol import Op
from sync.record import Schema, Wire
from sync.tables import META

Key = tuple[str, str]
"""(kind, id) of a row."""
IN_LIST = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A row in stored form. The mapping is never changed in place."""

    wire: Wire
    feed_id: int
    ver: Version
    extra: Wire | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """Which change set units of a row: who, by which op, and when observed by HQ's clock (None: not trusted)."""

    op_id: str
    dev: str
    by: str
    seen_at: int | None
    units: tuple[str, ...]

    @staticmethod
    def of(op: Op, dev: str, units: tuple[str, ...], now: int) -> Setting:
        return Setting(op.id, dev, op.by, trusted_time(op.cap.wall, op.cap.off, now), units)


class Rows:
    """See the module."""

    def __init__(self, conn: Connection, schema: Schema, tables: Mapping[str, Table], epoch: int) -> None:
        self._conn = conn
        self._epoch = epoch
        self._schema = schema
        self._tables = tables
        self._found: dict[Key, Row | None] = {}
        self._kept: dict[Key, Row] = {}
        self._group: dict[Key, Row] = {}
        self._settings: dict[Key, list[tuple[Version, Setting]]] = {}
        self._group_settings: list[tuple[Key, Version, Setting]] = []

    def prefetch(self, keys: Iterable[Key]) -> None:
        """Load rows and lock them, in one order for every transaction (R38)."""
        wanted: dict[str, list[str]] = {}
        for kind, row_id in sorted(set(keys) - self._found.keys()):
            wanted.setdefault(kind, []).append(row_id)
        for kind, ids in wanted.items():
            table = self._tables[kind]
            self._found |= {(kind, row_id): None for row_id in ids}
            for start in range(0, len(ids), IN_LIST):
                these = among(self._conn, table.c.id, ids[start : start + IN_LIST])
                query = select(table).where(these).order_by(table.c.id)
                for row in self._conn.execute(query.with_for_update()).mappings():
                    self._found[kind, row["id"]] = _row(row)

    def get(self, kind: str, row_id: str) -> Row | None:
        """The row as the changes so far leave it."""
        return self._group.get((kind, row_id)) or self.before_group(kind, row_id)

    def before_group(self, kind: str, row_id: str) -> Row | None:
        """The row as it was when the current group began."""
        key = (kind, row_id)
        if key in self._kept:
            return self._kept[key]
        if key not in self._found:
            self.prefetch([key])
        return self._found[key]

    def found(self, key: Key) -> Row | None:
        """The row as the transaction found it."""
        return self._found[key]

    def put(self, kind: str, row_id: str, wire: Wire, feed_id: int, setting: Setting) -> Row:
        """Change a row within the current group; it gets its next version."""
        held = self.get(kind, row_id)
        version = (self._epoch, held.ver[1] + 1 if held else 1)
        row = Row(wire, feed_id, version, held.extra if held else None)
        self._group[kind, row_id] = row
        self._group_settings.append(((kind, row_id), version, setting))
        return row

    def keep(self) -> None:
        """End the group; its changes hold."""
        self._kept |= self._group
        for key, version, setting in self._group_settings:
            self._settings.setdefault(key, []).append((version, setting))
        self.drop()

    def drop(self) -> None:
        """End the group; it leaves nothing."""
        self._group, self._group_settings = {}, []

    def inserted(self) -> set[str]:
        """Ids of the rows that are new, of the groups that hold."""
        return {key[1] for key in self._kept if self._found[key] is None}

    def children(self, kind: str, row_id: str, only: str | None = None) -> list[Key]:
        """Rows that name this one as a parent; of one kind alone, if `only` names it."""
        keys: set[Key] = set()
        for cls, field in self._schema.children(kind):
            if only not in (None, cls.kind):
                continue
            table = self._tables[cls.kind]
            ids = self._conn.execute(select(table.c.id).where(table.c[field] == row_id)).scalars()
            keys |= {(cls.kind, found) for found in ids}
            keys |= {
                key
                for key, row in (self._kept | self._group).items()
                if key[0] == cls.kind and row.wire[field] == row_id
            }
        self.prefetch(keys)
        return sorted(keys)

    def last_setting(self, kind: str, row_id: str, unit: str) -> Setting | None:
        """Who last set this unit; None when HQ holds no trace of it."""
        return next((setting for _, setting in self._history(kind, row_id) if unit in setting.units), None)

    def is_changed_only_by(self, dev: str, kind: str, row_id: str, since: Version) -> bool:
        """Whether nobody but this device changed a value of the row after that version."""
        for version, setting in self._history(kind, row_id):
            if version <= since:
                break
            if setting.units and setting.dev != dev:
                return False
        return True

    def _history(self, kind: str, row_id: str) -> Iterator[tuple[Version, Setting]]:
        """Settings of the row with the versions they made, newest first."""
        key = (kind, row_id)
        pending = [(version, setting) for of, version, setting in self._group_settings if of == key]
        yield from reversed(pending)
        yield from reversed(self._settings.get(key, []))
        query = (
            select(row_history)
            .where(row_history.c.kind == kind, row_history.c.row_id == row_id)
            .order_by(row_history.c.ver_epoch.desc(), row_history.c.ver.desc())
        )
        for row in self._conn.execute(query):
            yield (
                (row.ver_epoch, row.ver),
                Setting(row.op_id, row.dev, row.by, row.seen_at, tuple(json.loads(row.units))),
            )

    def write(self, now: int) -> list[Move]:
        """Bring the changes of all groups to the tables; what became of which row, for the feeds."""
        moves: list[Move] = []
        new: dict[str, list[dict[str, Any]]] = {}
        old: dict[str, list[dict[str, Any]]] = {}
        for key, row in sorted(self._kept.items()):
            found = self._found[key]
            moves.append(Move(*key, (found.feed_id, found.ver) if found else None, (row.feed_id, row.ver)))
            values = row.wire | {"feed_id": row.feed_id, "ver_epoch": row.ver[0], "ver": row.ver[1], "extra": row.extra}
            (old if found else new).setdefault(key[0], []).append(values)
        for kind, rows in new.items():
            bulk.insert(self._conn, self._tables[kind], rows)  # fails for a row that somebody else inserted meanwhile
        for kind, rows in old.items():
            bulk.insert(self._conn, self._tables[kind], rows, Held.CHANGES)
        history = [
            {
                "kind": key[0],
                "row_id": key[1],
                "ver_epoch": version[0],
                "ver": version[1],
                "op_id": setting.op_id,
                "dev": setting.dev,
                "by": setting.by,
                "seen_at": setting.seen_at,
                "units": json.dumps(setting.units, ensure_ascii=False),
                "at": now,
            }
            for key, settings in self._settings.items()
            for version, setting in settings
        ]
        bulk.insert(self._conn, row_history, history)
        return moves


def _row(row: RowMapping) -> Row:
    wire = {str(name): value for name, value in row.items() if name not in META}
    return Row(wire, row["feed_id"], (row["ver_epoch"], row["ver"]), row["extra"])
