"""Rows as HQ tells them, taken in by whole pages: only newer versions count, and local changes lie over them again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from inspector_app.records import SCHEMA
from inspector_app.storage import departure, overlay
from inspector_app.storage.overlay import Row
from inspector_app.storage.rows import drop_rows, put_row
from inspector_app.storage.tables import TABLES
from sync.device import outbox
from sync.device.core import Version, apply_units
from sync.device.tables import held_rows, sub
from sync.digest import MODULUS, content, row_sum
from sync.projection import up
from sync.protocol import Op
from sync.record import Wire, defaults

Key = tuple[str, str]
"""(kind, id) of a row."""
_IN_LIST = 500
_HELD_KEYS = select(held_rows.c.kind, held_rows.c.row_id)
_COUNTED = select(sub.c.feed_id).where(sub.c.sum.is_not(None))
_EVERY: Version = ((1 << 31) - 1, (1 << 62) - 1)


class Incoming:
    """HQ's rows of one transaction, as they were and as they become. The gate must be open for `write`."""

    def __init__(self, session: Session, epoch: int | None = None) -> None:
        """epoch: HQ's, if it is another than the one that was heard last."""
        self._session = session
        self.told_before = departure.told_before(session, epoch or outbox.meta(session, "epoch", 0))
        self._local = outbox.rows_under_changes(session)
        self._held = {(row.kind, row.row_id) for row in session.execute(_HELD_KEYS)}
        self._bases: dict[Key, Row | None] = {}
        self._found: dict[Key, Row | None] = {}
        self._changed: set[Key] = set()
        self._left: set[Key] = set()
        self.taken = 0
        """Rows that came or went."""

    def prefetch(self, keys: Iterable[Key]) -> None:
        """Read many rows at once."""
        wanted: dict[str, list[str]] = {}
        for kind, row_id in set(keys) - self._bases.keys():
            if kind in TABLES:
                wanted.setdefault(kind, []).append(row_id)
        for kind, ids in wanted.items():
            for start in range(0, len(ids), _IN_LIST):
                found = overlay.base_rows(self._session, kind, ids[start : start + _IN_LIST])
                self._bases |= {(kind, row_id): row for row_id, row in found.items()}
                self._found |= {(kind, row_id): row for row_id, row in found.items()}

    def touch(self, key: Key) -> None:
        """The local changes of this row are others than before."""
        self._base(key)
        self._local.add(key)
        self._changed.add(key)

    def put(
        self,
        feed_id: int,
        key: Key,
        version: Version,
        body: Wire,
        *,
        form: int | None = None,
        is_again: bool = False,
        whatever_version: bool = False,
    ) -> None:
        """A row with its content, if it is newer. One that this version of the app cannot read is held (R25).

        `form` is the version of the records in whose terms it is told, if not ours. After a restore of HQ its row
        counts whatever the version; one that is told again, also if the version is the same.
        """
        kind, row_id = key
        if form is not None and form < SCHEMA.version:
            body = up(SCHEMA, kind, body, form)
        cls = SCHEMA.kinds.get(kind)
        if cls is None:
            self._hold(feed_id, key, version, body, "unknown kind")
            return
        if not whatever_version and not self._is_newer(key, version, or_same=is_again):
            return
        fields = defaults(cls) | {name: body[name] for name in cls.model_fields if name in body} | {"id": row_id}
        try:
            cls.model_validate(fields)
        except ValidationError as exc:
            self._hold(feed_id, key, version, body, str(exc.errors(include_url=False, include_input=False)[0]["loc"]))
            return
        extra = {name: value for name, value in body.items() if name not in fields}
        self._set(key, fields | _meta(feed_id, version, extra or None))

    def put_own(self, feed_id: int, version: Version, ops: list[Op]) -> bool:
        """A row that HQ made of our own changes: what we hold, with these laid over it.

        Whether that can be said: False when we do not hold what they were made on, so that HQ must send the content.
        """
        kind, row_id = key = (ops[0].t, ops[0].row)
        base = self._base(key)
        if not self._is_newer(key, version):
            return True
        if ops[0].b != (0, 0) if base is None else (base["ver_epoch"], base["ver"]) != ops[0].b:
            return False
        cls = SCHEMA.kinds[kind]
        fields = overlay.fields_of(base) if base is not None else defaults(cls) | {"id": row_id}
        for op in ops:
            apply_units(cls, fields, op.set)
        self._set(key, fields | _meta(feed_id, version, base["extra"] if base is not None else None))
        return True

    def name_extras(self) -> None:
        """Give fields that were unknown until now their columns, where they fit."""
        for kind, cls in SCHEMA.kinds.items():
            table = TABLES[kind]
            rows = self._session.execute(select(table.c.id).where(table.c.extra.is_not(None))).all()
            for row in rows:
                self._name_extra((kind, row.id), set(cls.model_fields))

    def _name_extra(self, key: Key, known: set[str]) -> None:
        base = self._base(key)
        extra = dict(base["extra"] or {}) if base is not None else {}
        named = {name: extra.pop(name) for name in known & extra.keys()}
        if base is None or not named:
            return
        fields = overlay.fields_of(base) | named
        try:
            SCHEMA.kinds[key[0]].model_validate(fields)
        except ValidationError:
            return
        self._set(key, base | fields | {"extra": extra or None})

    def leave(self, feed_id: int, key: Key, version: Version) -> None:
        """A row left a feed, if it is not newer, and has not come in by another feed (R9)."""
        base = self._base(key)
        if base is not None and base["feed_id"] == feed_id and version >= (base["ver_epoch"], base["ver"]):
            self._leave(key, base, departure.LEFT)
        if key in self._held:
            is_left = (held_rows.c.feed_id == feed_id, held_rows.c.ver <= version[1])
            self._session.execute(delete(held_rows).where(*_held(key), *is_left))

    def _leave(self, key: Key, base: Row, to: int) -> None:
        """A row that moved may come in by a later page; until then it stays on the screen."""
        self._bases[key] = base | {"feed_id": to}
        self._changed.add(key)
        self.taken += 1
        outbox.set_meta(self._session, rows_left=True)

    def keep(self, key: Key, version: Version) -> None:
        """Hold a row that HQ has and will not tell, as it is shown here."""
        shown = overlay.shown_row(self._session, *key)
        if shown is not None:
            self._set(key, shown | _meta(departure.KEPT, version, shown["extra"]))

    def lack(self, feed_id: int, key: Key) -> None:
        """HQ's feed does not hold this row, whatever its version here."""
        base = self._base(key)
        if base is None:  # no row of HQ's at all, though it says so
            self.remove([key])
        elif base["feed_id"] == feed_id:
            self._leave(key, base, departure.BEFORE)
        if key in self._held:
            self._session.execute(delete(held_rows).where(held_rows.c.feed_id == feed_id, *_held(key)))

    def remove(self, keys: Iterable[Key]) -> None:
        """HQ's rows go from this device; changes in the outbox stay (R21)."""
        wanted = list(keys)
        self.prefetch(wanted)
        for key in wanted:
            self._bases[key] = None
            self._changed.add(key)
            self._left.add(key)

    def write(self) -> set[Key]:
        """Bring the tables level; the rows that the pages see otherwise than before."""
        if not self._changed:
            return set()
        versions = {key: _version(self._bases[key]) for key in self._changed if key in self._local}
        versions |= dict.fromkeys(self._left, _EVERY)
        outbox.land(self._session, ((*key, version) for key, version in versions.items() if version is not None))
        self._keep_sums()
        under_changes = outbox.rows_under_changes(self._session)
        plain: dict[str, list[Row]] = {}
        gone: dict[str, list[str]] = {}
        for key in sorted(self._changed):
            base = self._bases[key]
            if key in under_changes:
                overlay.rebase(self._session, *key, base)
            elif base is None:
                gone.setdefault(key[0], []).append(key[1])
            else:
                plain.setdefault(key[0], []).append(base)
        overlay.drop_shadows(self._session, (self._changed & self._local) - under_changes)
        for kind, rows in plain.items():
            put_row(self._session, kind, rows)
        for kind, ids in gone.items():
            drop_rows(self._session, kind, ids)
        return self._changed

    def _keep_sums(self) -> None:
        """Let the sums of the feeds follow what is taken in, so that any other change shows."""
        counted = set(self._session.scalars(_COUNTED))
        more = dict.fromkeys(counted, 0)
        for key in self._changed if counted else ():
            for row, sign in ((self._found.get(key), -1), (self._bases[key], 1)):
                if row is not None and row["feed_id"] in more:
                    more[row["feed_id"]] += sign * sum_of(key[0], row)
        for feed_id, each in more.items():
            if each:
                total = (sub.c.sum + each % MODULUS) % MODULUS
                self._session.execute(update(sub).where(sub.c.feed_id == feed_id).values(sum=total))

    def _base(self, key: Key) -> Row | None:
        if key not in self._bases:
            self.prefetch([key])
        return self._bases[key]

    def _is_newer(self, key: Key, version: Version, *, or_same: bool = False) -> bool:
        base = self._base(key)
        if base is None:
            return True
        if base["feed_id"] in self.told_before:
            return True
        held = (base["ver_epoch"], base["ver"])
        return version > held or (version == held and (or_same or base["feed_id"] in departure.ON_THE_WAY))

    def _set(self, key: Key, base: Row) -> None:
        self._bases[key] = base
        self._changed.add(key)
        self._left.discard(key)
        self.taken += 1
        if key in self._held:
            self._session.execute(delete(held_rows).where(*_held(key)))
            self._held.discard(key)

    def _hold(self, feed_id: int, key: Key, version: Version, body: Wire, reason: str) -> None:
        epoch, ver = version
        values = {"feed_id": feed_id, "ver_epoch": epoch, "ver": ver, "body": body, "reason": reason}
        statement = insert(held_rows).values(kind=key[0], row_id=key[1], **values)
        self._session.execute(statement.on_conflict_do_update(index_elements=["kind", "row_id"], set_=values))
        self._held.add(key)
        self.taken += 1


def sum_of(kind: str, row: Row, *, plain: bool = False) -> int:
    """One row's part of its feed's sum."""
    told = b"" if plain else content(SCHEMA.kinds[kind], row, row["extra"])
    return row_sum(row["id"], (row["ver_epoch"], row["ver"]), told)


def _version(base: Row | None) -> Version | None:
    return None if base is None else (base["ver_epoch"], base["ver"])


def _held(key: Key) -> tuple[Any, Any]:
    return held_rows.c.kind == key[0], held_rows.c.row_id == key[1]


def _meta(feed_id: int, version: Version, extra: Wire | None) -> Row:
    return {"feed_id": feed_id, "ver_epoch": version[0], "ver": version[1], "extra": extra}
